import { CHAINE_VIDE, type TeteDeChaine } from '../preuve/index.ts';
import type { CodeAvisExamen, CodeEngagement, Scolarite } from './contenu.ts';
import { AUCUN_FAIT, type EtatLivret, type Faits, OUVERTURES, passer, peutPasser } from './machine.ts';
import { COMPLETUDE_INITIALE, type Completude } from './manque.ts';
import type { Saisie } from './saisie.ts';

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
  /** What it lacks, as of the last write. */
  readonly completude: Completude;
  /** Number of each entry by hand that stands, by its key; absent from what was not written since. */
  readonly saisies?: Readonly<Record<string, number>>;
  /** MEF of the livret's nomenclature that the pupil's own is attached to, by year, where it is another. */
  readonly rattachements?: Readonly<Record<string, string>>;
  readonly format: FormatDeLivret;
  /** Why the livret is on paper; null for a numeric one. */
  readonly motifPapier: MotifPapier | null;
  /** The candidate opposes the transmission: no livret is produced, on paper neither (rules.md 2). */
  readonly opposition: Signature | null;
  /** The head's, while it stands. */
  readonly validation: (Signature & { readonly session: number }) | null;
  /** An unlock that was not validated again yet. */
  readonly correction: (Signature & { readonly session: number; readonly acteId: string }) | null;
  /** Signalements of free text that the head dismissed, by their identifier. */
  readonly levees?: readonly string[];
  /** Sessions that are over, of a pupil who repeats, earliest first. */
  readonly passages: readonly Passage[];
  /** Set by the appariement. */
  readonly appariement: Appariement | null;
  /** Pairs that a person undid, by `<session>#<noCandidat>`: no machine makes them again. */
  readonly pairesDefaites?: readonly string[];
  /** Last version frozen. */
  readonly version: VersionFigee | null;
  /** What the référentiel acknowledged, with its date. */
  readonly accuse: Accuse | null;
  readonly chaine: TeteDeChaine;
}

export type FormatDeLivret = 'numerique' | 'papier';

/** R7-R11. Refusing the téléservice is none of them: it calls for a print to the family (rules.md 2). */
export type MotifPapier =
  | 'hors-perimetre'
  | 'profil-atypique'
  | 'etablissement-etranger'
  | 'candidat-libre'
  | 'recours';

/** Who, in the words of evidence, and when (ISO instant). */
export interface Signature {
  readonly par: string;
  readonly le: string;
}

export interface VersionAccusee {
  readonly epoque: number;
  readonly n: number;
  /** Of the candidate that it was told for. */
  readonly noCandidat: string;
  /** ISO instant: when the référentiel first received it. */
  readonly le: string;
}

/** The latest word that the référentiel acknowledged: a version, or what was said of it. */
export interface Accuse extends VersionAccusee {
  /** Absent of a version. */
  readonly avis?: AvisDeVersion['sorte'];
  /** The last version acknowledged, when the word is no version; null as long as none was. */
  readonly version?: VersionAccusee | null;
  /** Another académie holds the pupil by now: the word was kept, and is not the one in force. */
  readonly depassee?: true;
  /** Of the place when that was said: the latest answer holds, whatever the order. Absent as long as it was in the same hands. */
  readonly epoqueDeLaPlace?: number;
}

/** What a session left behind when its pupil began another year. */
export interface Passage {
  readonly session: number;
  readonly etat: EtatLivret;
  readonly appariement: Appariement | null;
  readonly validation: Tete['validation'];
  readonly version: VersionFigee | null;
  readonly accuse: Accuse | null;
  readonly format: FormatDeLivret;
  readonly opposition: Signature | null;
}

/** What the machine's conditions see of a livret; exam results and retention are told by who knows them. */
export function faitsDe({ format, appariement, opposition }: Tete): Faits {
  return {
    ...AUCUN_FAIT,
    numerique: format === 'numerique',
    apparie: appariement !== null,
    oppose: opposition !== null,
  };
}

/** The session that the livret is validated or paired for, or was told of before its pair was undone. */
export function sessionDuLivret(tete: Tete): number | null {
  const { validation, appariement } = tete;
  return validation?.session ?? appariement?.session ?? versionDeLaSession(tete)?.place.session ?? null;
}

/**
 * The last word told for the session that goes on; null when none was: of a pupil who repeats, the versions of a
 * session that is over say nothing of the next one.
 */
export function versionDeLaSession({ version, passages }: Tete): VersionFigee | null {
  const derniere = passages.at(-1)?.version;
  return derniere?.epoque === version?.epoque && derniere?.n === version?.n ? null : version;
}

/** Whether a version or the status of a paper livret was sent: an opposition told before is none. */
export function dejaEnvoye(tete: Tete): boolean {
  const derniere = versionDeLaSession(tete);
  return derniere !== null && derniere.avis?.sorte !== 'non-produit' && derniere.avis?.sorte !== 'attendu';
}

/** Whether a word was told for this pair: its candidate, its place and its époque. */
export function estDeLaPaire(version: VersionFigee | null, paire: Appariement | null): boolean {
  if (version === null || paire === null) return false;
  const { session, noEleve, candidat } = version.place;
  return (
    session === paire.session &&
    noEleve === paire.noEleve &&
    candidat.noCandidat === paire.noCandidat &&
    version.epoque === (paire.epoque ?? 0)
  );
}

/**
 * The livret of a pupil whose new year comes after the session of the livret: what that session left is put aside, and
 * the years before it stay locked.
 */
export function reprendreSiNouvelleAnnee(tete: Tete, annee: number): Tete {
  const session = sessionDuLivret(tete) ?? tete.correction?.session ?? null;
  if (session === null || annee < session) return tete;
  const verrouille = peutPasser(tete.etat, 'reprendre');
  // Left open by a correction that nobody validated again: the version that was sent stays that of its session.
  if (!verrouille && (tete.version === null || tete.passages.some((passage) => passage.session === session)))
    return tete;
  const { etat, appariement, validation, version, accuse, format, opposition } = tete;
  return {
    ...tete,
    etat: verrouille ? passer(etat, 'reprendre') : etat,
    passages: [...tete.passages, { session, etat, appariement, validation, version, accuse, format, opposition }],
    appariement: null,
    validation: null,
    correction: null,
    accuse: null,
    // Asked for one session, they say nothing of the next (rules.md 2).
    format: 'numerique',
    motifPapier: null,
    opposition: null,
  };
}

/**
 * Whether what a year holds may not change any more: the livret of its session is validated, or went further. A pupil
 * who repeats goes on with the years after.
 */
export function estFige(tete: Tete, annee: number): boolean {
  const derniere = tete.passages.at(-1)?.session ?? 0;
  const verrouillee = OUVERTURES[tete.etat].contenu ? 0 : (sessionDuLivret(tete) ?? 0);
  return annee < Math.max(derniere, verrouillee);
}

/** The pair of a pupil and a candidate, in one session. */
export interface Appariement {
  readonly session: number;
  readonly noCandidat: string;
  readonly noEleve: string;
  /**
   * Of the pupil's livret among those that several académies hold of them: the référentiel owns it, and raises it each time
   * that another académie takes the pupil over. Absent for 0.
   */
  readonly epoque?: number;
  /** How the pair was made: by a machine, or by a person, whose pairs no machine undoes. */
  readonly par: 'ine' | 'ine-corrige' | 'identite' | 'personne';
  /** Of a machine's: certain leaves no doubt at all, forte rests on names and birth. */
  readonly certitude?: 'certaine' | 'forte';
}

/** A word told to the référentiel national: a version, the status of a paper livret, or what is said of those before. */
export interface VersionFigee {
  readonly epoque: number;
  readonly n: number;
  /** SHA-256 of the frozen version's canonical JSON; empty where nothing is frozen. */
  readonly empreinte: string;
  /** SHA-256 of what it was made from: the same content is not frozen twice. Empty where nothing is frozen. */
  readonly contenu: string;
  /** Of a paper livret, whose status alone is told. */
  readonly format?: 'papier';
  /** Said of those before it, in the same order. */
  readonly avis?: AvisDeVersion;
  /** Whose place it was told for: what is said later goes there, also when the pair was undone since. */
  readonly place: PlaceDeVersion;
}

export interface PlaceDeVersion {
  readonly session: number;
  readonly noEleve: string;
  /** Slug of the académie whose candidate it is. */
  readonly candidat: { readonly academie: string; readonly noCandidat: string };
}

export interface AvisDeVersion {
  /**
   * retrait: the candidate opposes it, juries get it no more · correction: another version is to come · non-produit: the
   * candidate opposes it, and none was sent before · attendu: nobody opposes it any more, and none was sent yet ·
   * depareille: the pair that it was sent for is undone.
   */
  readonly sorte: 'retrait' | 'correction' | 'non-produit' | 'attendu' | 'depareille';
  /** ISO instant of the act that it tells of. */
  readonly depuis: string;
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
  /** What the table shows of the livret, written with it. */
  readonly suivi: SuiviDuLivret;
  /** ISO instants; null as long as it did not happen. */
  readonly identifiantsEnvoyesLe: string | null;
  readonly statutEnvoyeLe: string | null;
  readonly noCandidat: string | null;
  readonly noEleve: string | null;
  /** How the pair was made; absent where there is none. */
  readonly paire?: Pick<Appariement, 'par' | 'certitude'> | null;
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

/** Copied on the pupil's row in the transaction that changes the livret: the table is one query. */
export interface SuiviDuLivret {
  readonly etat: EtatLivret;
  readonly format: FormatDeLivret;
  readonly oppose: boolean;
  readonly valideLe: string | null;
  /** How much is lacking, by whose task it is: what blocks validation, and the rest. */
  readonly manques: Completude['parTache'];
  /** SIECLE gives a formation that has no livret scolaire. */
  readonly sansLivret?: true;
  /** Another académie holds the pupil by now: what this one sent is no longer in force. */
  readonly repris?: true;
}

/** The head of a livret that nobody wrote yet. */
export function teteNouvelle(livretId: string): Tete {
  return {
    livretId,
    etat: 'cree',
    verrou: 0,
    applique: {},
    mef: {},
    siecle: {},
    ...ATTRIBUTS_INITIAUX,
    appariement: null,
    version: null,
    accuse: null,
    chaine: CHAINE_VIDE,
  };
}

/** What schema 1 of a head did not have. */
export const ATTRIBUTS_INITIAUX = {
  completude: COMPLETUDE_INITIALE,
  format: 'numerique',
  motifPapier: null,
  opposition: null,
  validation: null,
  correction: null,
  passages: [],
} as const satisfies Partial<Tete>;

export const SUIVI_INITIAL: SuiviDuLivret = {
  etat: 'cree',
  format: 'numerique',
  oppose: false,
  valideLe: null,
  manques: {},
};

/** The table's view of a livret, for the row of one year: a session that is over does not show on the next one's row. */
export function suiviDe(tete: Tete): SuiviDuLivret {
  return {
    etat: tete.etat,
    format: tete.format,
    oppose: tete.opposition !== null,
    valideLe: tete.validation?.le ?? null,
    manques: tete.completude.parTache,
    ...(tete.completude.sansLivret === undefined ? {} : { sansLivret: true as const }),
    ...(tete.accuse?.depassee === undefined ? {} : { repris: true as const }),
  };
}

/** The latest year that the pupil is schooled in, and where; null when it was nowhere in this académie. */
export function inscriptionCourante(tete: Tete): { uai: string; annee: number; eleveId: string } | null {
  const annees = Object.keys(tete.siecle).map((cle) => Number(cle.split('#')[1]));
  const annee = Math.max(...annees);
  const inscrit = annees.length === 0 ? null : inscritEn(tete, annee);
  return inscrit === null ? null : { ...inscrit, annee };
}
