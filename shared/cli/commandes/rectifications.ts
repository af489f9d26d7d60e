import pc from 'picocolors';
import { Temporal } from 'temporal-polyfill';
import { dateFrancaise, dateFrancaiseDe } from '../../kernel/horloge.ts';
import { compte } from '../../kernel/texte.ts';
import { OBJETS_DE_RECTIFICATION, type Rectification } from '../../livret/rectification.ts';
import type { RectificationListee } from '../../livret/traiter-rectification.ts';
import { ecrire, plier } from '../affichage.ts';
import type { Cible } from '../cible.ts';
import { SORTIE, type Sortie } from '../sorties.ts';

export interface DemandeDeRectifications {
  readonly uai: string;
  readonly annee: number;
  readonly livretId: string | undefined;
  readonly json: boolean;
}

const ETATS: Readonly<Record<Rectification['etat'], string>> = {
  recue: pc.yellow('reçue'),
  acceptee: pc.green('acceptée'),
  refusee: pc.red('refusée'),
  retiree: pc.dim('retirée'),
};

/** The requests of an establishment, those that are late first (R63). */
export async function listerRectifications(cible: Cible, demande: DemandeDeRectifications): Promise<Sortie> {
  const { uai, annee, livretId } = demande;
  const liste = await cible.appeler<RectificationListee[]>('livret/lister-rectifications', {
    uai,
    annee,
    ...(livretId === undefined ? {} : { livretId }),
  });
  if (demande.json) {
    ecrire(JSON.stringify(liste, null, 2));
    return SORTIE.reussite;
  }
  const enRetard = liste.filter((une) => une.enRetard).length;
  ecrire(`${compte(liste.length, 'demande')}${enRetard === 0 ? '' : `, ${pc.red(`${enRetard} en retard`)}`}`);
  for (const une of liste) ecrireRectification(une, une.nom, une.enRetard);
  return SORTIE.reussite;
}

const jour = (iso: string): string => dateFrancaise(Temporal.PlainDate.from(iso));

function ecrireRectification(une: Omit<Rectification, 'sel'>, nom: string | null, enRetard: boolean): void {
  const { rectificationId, etat, objet, entree, texte, de, recueLe, echeance, reponse } = une;
  const delai = etat === 'recue' ? ` · réponse avant le ${jour(echeance)}` : '';
  ecrire(`\n${pc.bold(nom ?? `élève ${une.eleveId}`)} ${pc.dim(rectificationId)} : ${ETATS[etat]}`);
  const quoi = `${OBJETS_DE_RECTIFICATION[objet]}${entree === null ? '' : ` (${entree})`}`;
  const qui = de === 'eleve' ? 'de l’élève' : 'd’un responsable';
  ecrire(`  ${quoi}, demande ${qui} du ${jour(recueLe)}${enRetard ? pc.red(`${delai}, en retard`) : delai}`);
  for (const ligne of plier(`« ${texte} »`.split(/\s+/), ' ', '  ')) ecrire(ligne);
  if (reponse === null) return;
  const acte = reponse.acteId === null ? '' : ` (déverrouillage ${reponse.acteId})`;
  const dite = `réponse du ${dateFrancaiseDe(reponse.le)} : ${reponse.motif}${acte}`;
  for (const ligne of plier(dite.split(/\s+/), ' ', '  ')) ecrire(ligne);
}

export interface NouvelleRectification {
  readonly livretId: string;
  readonly objet: string;
  readonly entree: string | undefined;
  readonly texte: string;
  readonly de: string | undefined;
  readonly recueLe: string | undefined;
  readonly json: boolean;
}

export async function demanderRectification(
  cible: Cible,
  { json, ...demande }: NouvelleRectification,
): Promise<Sortie> {
  const donnees = Object.fromEntries(Object.entries(demande).filter(([, valeur]) => valeur !== undefined));
  return montrer(await cible.appeler<Rectification>('livret/demander-rectification', donnees), json);
}

export interface ReponseARectification {
  readonly uai: string;
  readonly annee: number;
  readonly rectificationId: string;
  readonly decision: 'accepter' | 'refuser' | 'retirer';
  readonly motif: string | undefined;
  readonly json: boolean;
}

export async function repondreARectification(
  cible: Cible,
  { uai, annee, rectificationId, decision, motif, json }: ReponseARectification,
): Promise<Sortie> {
  const demande = { uai, annee, rectificationId, ...(motif === undefined ? {} : { motif }) };
  const apres =
    decision === 'retirer'
      ? await cible.appeler<Rectification>('livret/retirer-rectification', demande)
      : await cible.appeler<Rectification>('livret/decider-rectification', { ...demande, decision });
  return montrer(apres, json);
}

function montrer(rectification: Rectification, json: boolean): Sortie {
  if (json) {
    const { sel: _, ...montree } = rectification;
    ecrire(JSON.stringify(montree, null, 2));
  } else ecrireRectification(rectification, null, false);
  return SORTIE.reussite;
}
