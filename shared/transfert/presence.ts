import type { CopieVue, PlaceDeJury } from '../candidats/index.ts';
import { estDeLaPaire, type Tete } from '../livret/index.ts';
import type { Statut } from './magasin-referentiel.ts';
import { refusDuReferentiel } from './refus.ts';

/**
 * Whether a candidate's livret is there for the jury (R71). A status is not a file (rules.md 1): of a paper livret the
 * status is present, and the copy was seen at the centre or not.
 *
 * non-produit: the candidate opposes the transmission (rules.md 2) · manquant: the référentiel holds nothing.
 */
export type EtatDePresence = 'numerique' | 'papier' | 'non-produit' | 'manquant';

export const LIBELLES_DE_PRESENCE: Readonly<Record<EtatDePresence, string>> = {
  numerique: 'numérique',
  papier: 'papier',
  'non-produit': 'non produit',
  manquant: 'manquant',
};

/** Why nothing is at the référentiel, as the candidate's own académie knows it: what is to be done, and no identity. */
export const RAISONS_DE_MANQUE = {
  'non-apparie': 'candidat sans élève apparié',
  'non-valide': 'apparié, livret non validé',
  'non-envoye': 'validé, pas encore parti',
  'papier-non-envoye': 'papier, statut pas encore parti',
  'en-route': 'envoyé, pas encore reçu',
  'opposition-en-route': 'opposition enregistrée, pas encore reçue',
  'opposition-refusee': 'opposition refusée par le référentiel',
  retenu: 'envoi retenu',
  repris: 'élève repris par une autre académie',
} as const;

export type RaisonDeManque = keyof typeof RAISONS_DE_MANQUE;

/** Numbers of the exam, dates and codes: no identity. Instants are ISO. */
export interface PresenceDUnCandidat {
  readonly noPv: string;
  readonly noCandidat: string;
  readonly centre: string;
  readonly serie: string;
  readonly etat: EtatDePresence;
  /** When the référentiel received what it holds. */
  readonly recuLe: string | null;
  /** Being corrected since then: what was received stays in force until the next version. */
  readonly correctionDepuis: string | null;
  /** The opposition that left no livret. */
  readonly retireLe: string | null;
  /** Of a paper livret: the copy of what is in force. */
  readonly copieVue: CopieVue | null;
  /** A copy was seen, of a status that another one took the place of since: the new copy is to be seen. */
  readonly copieDepassee: CopieVue | null;
  /** Of one that is missing. */
  readonly raison: RaisonDeManque | null;
  /** Code of what retains it. */
  readonly retenu: string | null;
}

/** What the académie knows of the livret that a candidate is paired with. */
export interface LivretConnu {
  readonly tete: Tete;
  /** Code of what keeps it from leaving; null when nothing does. */
  readonly retenu: string | null;
}

/** Whether it is the copy of what is in force that was seen (R71): of another one, nobody knows what it says. */
export function estCopieDe(copie: CopieVue, { epoque, n }: Pick<Statut, 'epoque' | 'n'>): boolean {
  return copie.epoque === epoque && copie.n === n;
}

/**
 * @param livret the one that the candidate is paired with in their académie, where that must be known
 * @param academie whose candidate it is
 */
export function presenceDe(
  { noPv, noCandidat, centre, serie, copieVue }: PlaceDeJury,
  statut: Statut | undefined,
  livret: LivretConnu | undefined,
  { session, academie }: { readonly session: number; readonly academie: string },
): PresenceDUnCandidat {
  const candidat = { noPv, noCandidat, centre, serie };
  const rien = {
    recuLe: null,
    correctionDepuis: null,
    retireLe: null,
    copieVue: null,
    copieDepassee: null,
    raison: null,
    retenu: null,
  };
  const pourquoi = raisonDe(livret, session, noCandidat);
  const { raison } = pourquoi;
  if (statut === undefined) return { ...candidat, ...rien, etat: 'manquant', ...pourquoi };
  const { recuLe, retireLe, correctionDepuis, format } = statut;
  if (retireLe !== null) {
    // Withdrawn for another reason than an opposition that stands: a pair that was undone, an opposition lifted since.
    const levee = statut.academie === academie && raison !== 'opposition-en-route' && raison !== 'opposition-refusee';
    return levee
      ? { ...candidat, ...rien, etat: 'manquant', ...pourquoi }
      : { ...candidat, ...rien, etat: 'non-produit', recuLe, retireLe };
  }
  if (format === 'papier') {
    const copie = copieVue !== null && estCopieDe(copieVue, statut) ? { copieVue } : { copieDepassee: copieVue };
    return { ...candidat, ...rien, etat: 'papier', recuLe, correctionDepuis, ...copie };
  }
  if (format === 'numerique') return { ...candidat, ...rien, etat: 'numerique', recuLe, correctionDepuis };
  return { ...candidat, ...rien, etat: 'manquant', ...pourquoi };
}

/** Whether the candidate's own académie must be asked more: nothing is at the référentiel, or what was is withdrawn. */
export function estAExpliquer(statut: Statut | undefined): boolean {
  return statut === undefined || statut.retireLe !== null || statut.format === null;
}

type Pourquoi = Pick<PresenceDUnCandidat, 'raison' | 'retenu'>;

function raisonDe(livret: LivretConnu | undefined, session: number, noCandidat: string): Pourquoi {
  const rien = (raison: RaisonDeManque): Pourquoi => ({ raison, retenu: null });
  if (livret === undefined) return rien('non-apparie');
  const { tete, retenu } = livret;
  // The pupil may repeat since: what that session left is put aside.
  const passage = tete.passages.find((une) => une.session === session);
  const { etat, format, opposition, appariement, version, accuse } = passage ?? tete;
  if (appariement?.session !== session || appariement.noCandidat !== noCandidat) return rien('non-apparie');
  if (opposition !== null) {
    // It will not arrive by itself.
    return refusDuReferentiel(retenu) === null ? rien('opposition-en-route') : { raison: 'opposition-refusee', retenu };
  }
  if (retenu !== null) return { raison: 'retenu', retenu };
  if (etat === 'cree' || etat === 'alimente' || etat === 'complet') {
    return rien(format === 'papier' ? 'papier-non-envoye' : 'non-valide');
  }
  if (etat === 'valide') return rien(format === 'papier' ? 'papier-non-envoye' : 'non-envoye');
  // Acknowledged for this very pair, and not in force: what another académie told took its place.
  const recu = estDeLaPaire(version, appariement) && accuse?.epoque === version?.epoque && accuse?.n === version?.n;
  return rien(recu ? 'repris' : 'en-route');
}

/** Counts of candidates. */
export interface ComptesDePresence {
  readonly candidats: number;
  readonly numeriques: number;
  /** Paper livrets whose status is present, and those of them whose copy was seen. */
  readonly papiers: number;
  readonly papiersVus: number;
  readonly nonProduits: number;
  readonly manquants: number;
  /** Of those that are present. */
  readonly enCorrection: number;
}

export function compterLesPresences(candidats: readonly PresenceDUnCandidat[]): ComptesDePresence {
  const combien = (juger: (un: PresenceDUnCandidat) => boolean): number => candidats.filter(juger).length;
  return {
    candidats: candidats.length,
    numeriques: combien(({ etat }) => etat === 'numerique'),
    papiers: combien(({ etat }) => etat === 'papier'),
    papiersVus: combien(({ etat, copieVue }) => etat === 'papier' && copieVue !== null),
    nonProduits: combien(({ etat }) => etat === 'non-produit'),
    manquants: combien(({ etat }) => etat === 'manquant'),
    enCorrection: combien(({ correctionDepuis }) => correctionDepuis !== null),
  };
}

/** Whether something is still to be done for this candidate: no status, or a paper copy that nobody saw. */
export function manqueQuelqueChose({ etat, copieVue }: PresenceDUnCandidat): boolean {
  return etat === 'manquant' || (etat === 'papier' && copieVue === null);
}
