import type { TeteDeChaine } from '../preuve/index.ts';
import type { CodeAvisExamen, CodeEngagement, Scolarite } from './contenu.ts';

/**
 * The states of a livret that this build knows; the whole graph comes with validation.
 * cree: known from SIECLE · alimente: holds marks · envoye: a version was sent to the référentiel national.
 */
export type EtatLivret = 'cree' | 'alimente' | 'envoye';

export const LIBELLES_ETAT: Readonly<Record<EtatLivret, string>> = {
  cree: 'créé',
  alimente: 'alimenté',
  envoye: 'envoyé',
};

/** `L#<id>` / `TETE`: no identity in it. */
export interface Tete {
  readonly livretId: string;
  readonly etat: EtatLivret;
  /** Grows by one at each write: the optimistic lock. */
  readonly verrou: number;
  /** Deposit applied, by `<année>#<flux>`. */
  readonly applique: Readonly<Record<string, string>>;
  /** Cancellation that left nothing, by `<année>#<flux>`: a deposit older than it does not come back. */
  readonly annulees?: Readonly<Record<string, string>>;
  /** Where the pupil is schooled, by year: the establishment that received them last. */
  readonly scolarise?: Readonly<Record<string, string>>;
  /** MEF of each school year, by year. */
  readonly mef: Readonly<Record<string, string>>;
  /** ELEVE_ID under which an establishment knows the pupil, by `<uai>#<année>`. */
  readonly siecle: Readonly<Record<string, string>>;
  readonly format: 'numerique' | 'papier';
  /** Set by the appariement. */
  readonly appariement: Appariement | null;
  /** Last version frozen. */
  readonly version: VersionFigee | null;
  /** Version that the référentiel acknowledged, with its date. */
  readonly accuse: { readonly epoque: number; readonly n: number; readonly le: string } | null;
  readonly chaine: TeteDeChaine;
}

/**
 * Whether the marks of a year may not change any more: its session's livret was sent. A pupil who repeats goes on with
 * the years after.
 */
export function estFige({ etat, appariement }: Tete, annee: number): boolean {
  return etat === 'envoye' && annee < (appariement?.session ?? 0);
}

export interface Appariement {
  readonly session: number;
  readonly noCandidat: string;
  readonly noEleve: string;
  /** How the pair was made. */
  readonly par: 'ine';
}

export interface VersionFigee {
  readonly epoque: number;
  readonly n: number;
  /** SHA-256 of the frozen version's canonical JSON. */
  readonly empreinte: string;
  /** SHA-256 of what it was made from: the same content is not frozen twice. */
  readonly contenu: string;
}

/** `BASE#<année>#notes`: all that the notes feed carries for one pupil and one year. */
export interface BaseNotes {
  readonly annee: number;
  readonly depotId: string;
  /** The establishment that deposited it. */
  readonly uai?: string;
  /** The deposit whose file holds this content, when a cancellation put it back. */
  readonly origine?: string;
  readonly scolarite: Scolarite;
  /** Engagements stand once a pupil in the file: they are kept with its latest year. */
  readonly engagements: readonly CodeEngagement[];
  readonly engagementAutre: string | null;
  readonly avisExamen: CodeAvisExamen | null;
  /** Random salt of the hash that the event holds: erased with the base. */
  readonly sel: string;
}

/** `SAISIE#<année>#…`: an entry by hand, laid over the base. Imports only ever move it to the history. */
export interface Saisie {
  readonly cle: string;
  readonly contenu: Readonly<Record<string, unknown>>;
}

export interface Livret {
  readonly tete: Tete;
  /** By year, earliest first. */
  readonly bases: readonly BaseNotes[];
  readonly saisies: readonly Saisie[];
}

/** `E#<uai>#<année>` / `ELEVE#…`: the identity of a pupil in one establishment and one year. */
export interface LigneEleve {
  readonly uai: string;
  readonly annee: number;
  readonly eleveId: string;
  readonly livretId: string;
  readonly depotId: string;
  readonly ine: string | null;
  readonly nomDeFamille: string;
  readonly nomUsage: string | null;
  readonly prenoms: readonly string[];
  /** ISO date. */
  readonly dateNaissance: string;
  readonly codeMef: string | null;
  readonly divisions: readonly string[];
  readonly groupes: readonly string[];
  readonly options: readonly { readonly codeMatiere: string; readonly modalite: string }[];
  readonly dateSortie: string | null;
  /** Codes of what the last import of this row found: said again when its deposit is delivered again. */
  readonly constats: readonly string[];
  /** The newer list of SIECLE that left the pupil out: flagged, never deleted (design.md). */
  readonly absentDepuis: string | null;
  /** Years whose marks were imported. */
  readonly anneesNotees: readonly number[];
  /** ISO instants; null as long as it did not happen. */
  readonly identifiantsEnvoyesLe: string | null;
  readonly statutEnvoyeLe: string | null;
  readonly noCandidat: string | null;
  readonly noEleve: string | null;
}

/** Where the pupil is schooled in a year, under which ELEVE_ID; null when it was nowhere in this académie. */
export function inscritEn(
  { siecle, scolarise }: Tete,
  annee: number,
): { readonly uai: string; readonly eleveId: string } | null {
  const connu = scolarise?.[String(annee)];
  // Of two establishments without more, the first in the order of UAI: a map has none of its own.
  const cle = Object.keys(siecle)
    .filter((une) => (connu === undefined ? une.endsWith(`#${annee}`) : une === `${connu}#${annee}`))
    .sort()[0];
  const eleveId = cle === undefined ? undefined : siecle[cle];
  return cle === undefined || eleveId === undefined ? null : { uai: cle.split('#')[0] ?? '', eleveId };
}

/** « MARTIN Zoé, TS1 »: how people of the establishment know a pupil. */
export function nomDeLigne({ nomUsage, nomDeFamille, prenoms, divisions }: LigneEleve): string {
  const nom = [nomUsage ?? nomDeFamille, prenoms[0] ?? ''].join(' ').trim();
  return divisions[0] === undefined ? nom : `${nom}, ${divisions[0]}`;
}
