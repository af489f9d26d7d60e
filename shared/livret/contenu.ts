import type { CodeMatiere, Modalite } from '../kernel/codes.ts';
import type { Note } from '../kernel/note.ts';

/** Where something stands in the file that gave it. */
export interface Position {
  /** 1-based. */
  readonly ligne: number;
  readonly colonne: number;
}

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
  /**
   * Its row of the nomenclature, told when it was imported and kept from then on, whatever SIECLE says later. Null when
   * none plans it; absent from what was never confronted with a nomenclature.
   */
  readonly ligne?: LigneRetenue | null;
}

/** With the code and modalité of its evaluation, the name of one row of the nomenclature (rules.md 10). */
export interface LigneRetenue {
  readonly regroupement: string;
  readonly discipline: string;
  /** Nothing told it but the order of the file: a person must look. */
  readonly incertaine?: true;
}

/** Figures of the group, decimal texts as the file gives them. */
export interface Structure {
  readonly effectif: number | null;
  readonly moyenne: string | null;
  readonly moinsDe8: string | null;
  readonly de8a12: string | null;
  readonly plusDe12: string | null;
}

export type NiveauImporte = '0' | 'NE' | '1' | '2' | '3' | '4' | 'A1' | 'A2' | 'B1' | 'B2' | 'C1' | 'C2';

/** Délégué de classe, conseil de la vie lycéenne, conseil d'administration, comité éducation santé, association sportive. */
export type CodeEngagement = 'C' | 'V' | 'A' | 'E' | 'S';

/** Très favorable, favorable, assez favorable, doit faire ses preuves. */
export type CodeAvisExamen = 'T' | 'F' | 'A' | 'D';
