import { sha256 } from '../kernel/empreinte.ts';
import type { Note } from '../kernel/note.ts';
import { cleSaisies, estDeLAnnee } from './cles.ts';
import type { Avis, CodeAvisExamen, CodeEngagement, NiveauImporte, Structure } from './contenu.ts';
import type { MatiereDeNomenclature } from './nomenclature.ts';

/** The row of the nomenclature that an evaluation stands on: the subject's key (rules.md 10). */
export type LigneDeMatiere = Pick<MatiereDeNomenclature, 'regroupement' | 'discipline' | 'codeMatiere' | 'modalite'>;

/**
 * What somebody entered of one subject and year. What is not there was not entered: the import's stays. A value of null
 * was entered: NN for a mark, nothing for a text.
 */
export interface EvaluationSaisie {
  readonly sorte: 'evaluation';
  readonly ligne: LigneDeMatiere;
  /** The real subject where the nomenclature has a rank of language (030201 for 030001). */
  readonly codeMatiere: string;
  /** Trimesters or semesters, as known when it was entered: what a year without an import is shown by. */
  readonly decoupage?: 'T' | 'S';
  /** By number of the period. */
  readonly periodes: Readonly<Record<string, Note>>;
  /** By code of the competence. */
  readonly competences: Readonly<Record<string, NiveauImporte>>;
  readonly appreciation?: string | null;
  readonly groupe?: Structure;
  /** Who teaches it, as STS names them (R43). */
  readonly enseignants: readonly { readonly nom: string; readonly prenom: string }[];
}

export interface EngagementsSaisis {
  readonly sorte: 'engagements';
  readonly engagements: readonly CodeEngagement[];
  readonly autre: string | null;
}

/** The three opinions that somebody signs: of the CPE, of the professeur principal, of the head. */
export interface AvisSaisi {
  readonly sorte: 'observation' | 'investissement' | 'avis-chef';
  readonly avis: Avis | null;
}

export interface AvisExamenSaisi {
  readonly sorte: 'avis-examen';
  readonly avis: CodeAvisExamen | null;
}

/** B2i « lycée » and its successors (R56): which exist, and their words, are the académie's to say. */
export interface MentionsSaisies {
  readonly sorte: 'mentions';
  readonly mentions: readonly string[];
}

/** A sanction of the commission de discipline du baccalauréat, without motive (R56): never a school's own. */
export interface SanctionSaisie {
  readonly sorte: 'sanction-examen';
  readonly sanction: {
    readonly nature: 'blame' | 'perte-de-mention' | 'interdiction';
    /** ISO dates. The end is that of an interdiction. */
    readonly prononceeLe: string;
    readonly jusquAu: string | null;
  } | null;
}

export type ValeurSaisie =
  | EvaluationSaisie
  | EngagementsSaisis
  | AvisSaisi
  | AvisExamenSaisi
  | MentionsSaisies
  | SanctionSaisie;
export type SorteDeSaisie = ValeurSaisie['sorte'];

/** An entry by hand as it is kept: its value, and who wrote it last. */
export interface ContenuDeSaisie<Valeur extends ValeurSaisie = ValeurSaisie> {
  readonly valeur: Valeur;
  /**
   * Number of the write of the head that made it: who saves says which one they saw. It never comes twice in a livret,
   * even when an import took an entry away and another was made since.
   */
  readonly n: number;
  /** `identifierActeur` of the author, and their role. */
  readonly par: string;
  readonly role: string;
  /** ISO instant. */
  readonly le: string;
  /** Salt of the hash that the event holds: erased with the entry. */
  readonly sel: string;
}

/** `SAISIE#<année>#…`: an entry by hand, laid over the base. Imports only ever move it to the history. */
export interface Saisie {
  readonly cle: string;
  readonly contenu: ContenuDeSaisie;
}

/** What no notes file carries. */
const HORS_DES_NOTES: ReadonlySet<SorteDeSaisie> = new Set(['mentions', 'sanction-examen']);

/** Whether an import of a year's notes may take the place of an entry, where the establishment chose so. */
export function estRemplacable({ cle, contenu }: Saisie, annee: number): boolean {
  return estDeLAnnee(cle, annee) && !HORS_DES_NOTES.has(contenu.valeur.sorte);
}

const SUFFIXES: Readonly<Record<Exclude<SorteDeSaisie, 'evaluation'>, string>> = {
  engagements: 'ENGAGEMENTS',
  observation: 'AVIS#OBSERVATION',
  investissement: 'AVIS#INVESTISSEMENT',
  'avis-chef': 'AVIS#CHEF',
  'avis-examen': 'AVIS#EXAMEN',
  mentions: 'MENTIONS',
  'sanction-examen': 'SANCTION',
};

/** Two teachers never write the same item: an evaluation is an item of its own, and so is each opinion. */
export function cleDeSaisie(annee: number, valeur: ValeurSaisie): string {
  return `${cleSaisies(annee)}${valeur.sorte === 'evaluation' ? cleDeLigne(valeur.ligne) : SUFFIXES[valeur.sorte]}`;
}

/** Code and modalité do not name a row by themselves (rules.md 10). */
export function cleDeLigne({ regroupement, discipline, codeMatiere, modalite }: LigneDeMatiere): string {
  return `${codeMatiere}-${modalite}-${sha256(`${regroupement}|${discipline}`).slice(0, 8)}`;
}

export function estDeLigne(ligne: LigneDeMatiere, matiere: LigneDeMatiere): boolean {
  return (
    ligne.codeMatiere === matiere.codeMatiere &&
    ligne.modalite === matiere.modalite &&
    ligne.regroupement === matiere.regroupement &&
    ligne.discipline === matiere.discipline
  );
}
