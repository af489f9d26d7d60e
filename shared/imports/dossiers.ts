import type { CandidatDeLaDec } from '../candidats/index.ts';
import type { CodeMef } from '../kernel/codes.ts';
import type { CodeAvisExamen, CodeEngagement, MefDeNomenclature, Position, Scolarite } from '../livret/index.ts';

/**
 * What each feed carries, one dossier after another, as read from the file and checked against the rules that
 * need nothing but the file itself. Positions serve the compte rendu.
 */
export type Flux = 'notes' | 'eleves' | 'nomenclature' | 'candidats';

/** Notes of one pupil: the `eleve` element of the LSL import (formats.md §1.2). */
export interface DossierNotes {
  readonly position: Position;
  /** SIECLE's ELEVE_ID, the only key of a pupil in this file (rules.md 11). */
  readonly eleveId: string;
  readonly engagements: readonly CodeEngagement[];
  readonly engagementAutre: string | null;
  readonly avisExamen: CodeAvisExamen | null;
  readonly scolarites: readonly Scolarite[];
}

/** One pupil of SIECLE ElevesSansAdresses (formats.md §2). */
export interface DossierEleve {
  readonly position: Position;
  readonly eleveId: string;
  readonly ine: string | null;
  readonly nomDeFamille: string;
  readonly nomUsage: string | null;
  readonly prenoms: readonly string[];
  /** ISO date. */
  readonly dateNaissance: string;
  readonly codeMef: CodeMef | null;
  /** Codes of the divisions (type D), then of the groups (type G). */
  readonly divisions: readonly string[];
  readonly groupes: readonly string[];
  readonly options: readonly { readonly codeMatiere: string; readonly modalite: string }[];
  /** SCOLARITE_AN_DERNIER: tells the MEF that the marks of the year before are read with. */
  readonly anneePrecedente: {
    readonly uai: string | null;
    readonly codeMef: CodeMef | null;
    readonly division: string | null;
  } | null;
  /** ISO date of leaving. */
  readonly dateSortie: string | null;
}

/** One MEF of the LSL nomenclature for one year. */
export interface DossierMef extends MefDeNomenclature {
  readonly position: Position;
}

/** One line of the DEC's candidates CSV. */
export interface DossierCandidat extends CandidatDeLaDec {
  readonly position: Position;
}

export interface DossierDeFlux {
  readonly notes: DossierNotes;
  readonly eleves: DossierEleve;
  readonly nomenclature: DossierMef;
  readonly candidats: DossierCandidat;
}
