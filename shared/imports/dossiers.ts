import type { CodeMatiere, CodeMef, Modalite } from '../kernel/codes.ts';
import type { Note } from '../kernel/note.ts';

/**
 * What each feed carries, one dossier after another, as read from the file and checked against the rules that
 * need nothing but the file itself. Positions serve the compte rendu.
 */
export type Flux = 'notes' | 'eleves' | 'nomenclature' | 'candidats';

export interface Position {
  /** 1-based. */
  readonly ligne: number;
  readonly colonne: number;
}

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

/** Délégué de classe, conseil de la vie lycéenne, conseil d'administration, comité éducation santé, association sportive. */
export type CodeEngagement = 'C' | 'V' | 'A' | 'E' | 'S';
/** Très favorable, favorable, assez favorable, doit faire ses preuves. */
export type CodeAvisExamen = 'T' | 'F' | 'A' | 'D';

export interface Scolarite {
  readonly annee: number;
  readonly decoupage: 'T' | 'S';
  readonly avisEngagement: Avis | null;
  readonly avisInvestissement: Avis | null;
  readonly avisChefEtab: Avis | null;
  readonly evaluations: readonly Evaluation[];
}

export interface Avis {
  readonly texte: string;
  readonly nom: string;
  readonly prenom: string;
  /** ISO date. */
  readonly date: string | null;
}

export interface Evaluation {
  readonly position: Position;
  readonly codeMatiere: CodeMatiere;
  readonly modalite: Modalite;
  readonly date: string | null;
  readonly structure: Structure;
  /** Annual appreciation; null when absent or without a visible character. */
  readonly appreciation: string | null;
  /** In the order of their number; a mark of -1 in the file is null here. */
  readonly periodes: readonly { readonly numero: number; readonly moyenne: Note }[];
  readonly competences: readonly { readonly code: string | null; readonly niveau: NiveauImporte }[];
  readonly enseignants: readonly { readonly nom: string; readonly prenom: string }[];
}

export type NiveauImporte = '0' | 'NE' | '1' | '2' | '3' | '4' | 'A1' | 'A2' | 'B1' | 'B2' | 'C1' | 'C2';

/** Figures of the group, decimal texts as the file gives them. */
export interface Structure {
  readonly effectif: number | null;
  readonly moyenne: string | null;
  readonly moinsDe8: string | null;
  readonly de8a12: string | null;
  readonly plusDe12: string | null;
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

/** One MEF of the LSL nomenclature for one year, with the labels of its competences. */
export interface DossierMef {
  readonly position: Position;
  readonly annee: number;
  readonly codeMef: CodeMef;
  readonly niveau: string;
  readonly codeSerie: string;
  readonly serie: string;
  readonly specialite: string | null;
  /** In the order of the nomenclature, which is that of the page. */
  readonly matieres: readonly MatiereDeNomenclature[];
}

/** A row of the nomenclature, the subject's key (rules.md 10). */
export interface MatiereDeNomenclature {
  readonly regroupement: string;
  readonly discipline: string;
  readonly codeMatiere: CodeMatiere;
  readonly modalite: Modalite;
  readonly periodique: boolean;
  readonly rubriques: readonly {
    readonly intitule: string | null;
    readonly competences: readonly { readonly code: string; readonly libelle: string }[];
  }[];
}

/** One line of the DEC's candidates CSV. */
export interface DossierCandidat {
  readonly position: Position;
  readonly noCandidat: string;
  readonly noPv: string;
  readonly ine: string | null;
  readonly nomDeFamille: string;
  readonly nomUsage: string | null;
  readonly prenoms: readonly string[];
  /** ISO date. */
  readonly dateNaissance: string;
  readonly uai: string;
  readonly division: string | null;
  readonly serie: string;
  readonly categorie: 'scolaire' | 'individuel';
  readonly jury: string;
  readonly centre: string;
}

export interface DossierDeFlux {
  readonly notes: DossierNotes;
  readonly eleves: DossierEleve;
  readonly nomenclature: DossierMef;
  readonly candidats: DossierCandidat;
}
