import { z } from 'zod';
import { type Acteur, ROLES, type Role } from '../habilitations/index.ts';
import { type Evenement, type EvenementsDesLivrets, premiereRupture, type TypeEvenement } from '../preuve/index.ts';
import { exigerSurLivret } from './habiliter.ts';
import { ouvrirLivret } from './ouvrir-livret.ts';
import type { PartiesDActe } from './parts-d-acte.ts';

export const demandeLireHistorique = z.strictObject({ livretId: z.ulid() });

/** What each event says, to people. */
export const LIBELLES_D_EVENEMENT: Readonly<Record<TypeEvenement, string>> = {
  'livret-cree': 'livret créé',
  'identite-importee': 'identité importée de SIECLE',
  'notes-importees': 'notes importées',
  'import-annule': 'import annulé',
  saisie: 'saisie',
  'livret-consulte': 'livret lu par la famille',
  'livret-valide': 'livret validé',
  'livret-deverrouille': 'livret déverrouillé',
  'format-change': 'format changé',
  'opposition-enregistree': 'opposition enregistrée',
  'opposition-levee': 'opposition levée',
  'signalement-leve': 'signalement levé',
  'rectification-demandee': 'rectification demandée',
  'rectification-decidee': 'réponse à une demande de rectification',
  'rectification-retiree': 'demande de rectification retirée',
  'completude-recalculee': 'complétude recalculée',
  apparie: 'apparié à un candidat',
  'appariement-defait': 'appariement défait',
  'envoi-demande': 'envoi demandé',
  'version-figee': 'version figée pour l’envoi',
  'version-renvoyee': 'version inchangée envoyée de nouveau',
  'version-retiree': 'version retirée du référentiel national',
  'correction-annoncee': 'correction annoncée au référentiel national',
  'statut-papier-envoye': 'statut du livret papier envoyé',
  'non-produit-annonce': 'absence de livret annoncée au référentiel national',
  'attente-annoncee': 'opposition levée annoncée au référentiel national',
  'paire-defaite-annoncee': 'paire défaite annoncée au référentiel national',
  'statut-accuse': 'accusé de réception du référentiel national',
  'fichier-jury-demande': 'fichier de jury demandé',
  'fichier-jury-signe': 'adresse du fichier de jury signée',
  'presidents-nommes': 'présidence du jury saisie',
  'copies-vues': 'copies papier vues au centre',
  'copies-non-vues': 'copies papier notées non vues au centre',
};

export interface EvenementLu {
  readonly seq: number;
  readonly type: TypeEvenement;
  readonly libelle: string;
  /** ISO instant. */
  readonly quand: string;
  /** « chef/0380029A/chef », « depot/01J… »: never a name. */
  readonly par: string;
  /** « chef d’établissement »; null of what a machine did. */
  readonly role: string | null;
  /** Identifiers and hashes: what stood before and after is told by them. */
  readonly references: Evenement['references'];
  /** In the words of who acted, as long as they are kept. */
  readonly motif: string | null;
}

export interface HistoriqueLu {
  readonly livretId: string;
  readonly evenements: readonly EvenementLu[];
  /**
   * entiere: each event follows from the one before, and the livret names the last one · rompue: from the event of
   * this number on, nothing proves any more that it is what was written.
   */
  readonly chaine: { readonly etat: 'entiere' } | { readonly etat: 'rompue'; readonly aPartirDe: number };
}

export type PartiesDHistorique = PartiesDActe & { readonly evenements: EvenementsDesLivrets };

/** What happened to a livret, who did it, and whether the evidence holds. Four requests, and pages. */
export async function lireHistorique(
  parts: PartiesDHistorique,
  acteur: Acteur,
  { livretId }: z.infer<typeof demandeLireHistorique>,
): Promise<HistoriqueLu> {
  // Read first: what is written meanwhile is beyond the head that was read.
  const ouvert = await ouvrirLivret(parts, livretId);
  exigerSurLivret(parts, acteur, 'consulter-historique', ouvert);
  const [lus, actes] = await Promise.all([parts.evenements.lire(livretId), parts.livrets.lireActes(livretId)]);
  const { chaine } = ouvert.livret.tete;
  const evenements = lus.filter(({ seq }) => seq <= chaine.seq);
  const motifs = new Map(actes.map(({ acteId, motif }) => [acteId, motif]));
  return {
    livretId,
    evenements: evenements
      .filter((un) => !estReserve(un))
      .map(({ seq, type, quand, par, role, references }) => ({
        seq,
        type,
        libelle: LIBELLES_D_EVENEMENT[type],
        quand,
        par,
        role: role === undefined ? null : (ROLES[role as Role] ?? role),
        references,
        motif: motifs.get(String(references.acteId)) ?? null,
      })),
    chaine: etatDeLaChaine(evenements, chaine),
  };
}

/** What the DEC enters is a sanction of the exam: who reads histories is not told of it (R56). */
function estReserve({ type, role }: Evenement): boolean {
  return type === 'saisie' && role === 'dec';
}

/** A chain cut short holds in itself: the livret names the event that it ends with. */
function etatDeLaChaine(
  evenements: readonly Evenement[],
  { seq, empreinte }: { readonly seq: number; readonly empreinte: string },
): HistoriqueLu['chaine'] {
  const rupture = premiereRupture(evenements);
  if (rupture !== null) return { etat: 'rompue', aPartirDe: rupture };
  if (evenements.length < seq) return { etat: 'rompue', aPartirDe: evenements.length + 1 };
  return (evenements.at(-1)?.empreinte ?? '') === empreinte
    ? { etat: 'entiere' }
    : { etat: 'rompue', aPartirDe: Math.max(1, seq) };
}
