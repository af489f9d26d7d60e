import type { Note } from '../kernel/note.ts';

/**
 * A livret as a page shows it (R43-R55), without any identity: what the jury's file prints and what the
 * anonymised projection holds. Marks and percentages are canonical decimal texts (« 18.25 »); the view adds
 * the comma. Every label comes from the nomenclature of its year.
 */
export interface LivretPresente {
  readonly schemaVersion: 1;
  /** Civil year of the exam session. */
  readonly session: number;
  /** No Élève, ten digits (rules.md 21). */
  readonly noEleve: string;
  readonly serie: SeriePresentee;
  /** One per school year, earliest first. */
  readonly annees: readonly AnneePresentee[];
  /** Labels of the engagements; the free one comes last. */
  readonly engagements: readonly string[];
  /** Opinion for the exam, its label; null when none was given. */
  readonly avisExamen: string | null;
  /** B2i « lycée » and its successors (R56); absent when there is none. */
  readonly mentions?: readonly string[];
}

export interface SeriePresentee {
  readonly code: string;
  readonly libelle: string;
  readonly specialite: string | null;
}

export interface AnneePresentee {
  /** First civil year: 2015 is 2015-2016. */
  readonly annee: number;
  /** « Première », « Terminale ». */
  readonly niveau: string;
  readonly serie: SeriePresentee;
  /** T trimesters (3 periods), S semesters (2 periods). */
  readonly decoupage: 'T' | 'S';
  readonly groupes: readonly GroupeDeDisciplines[];
  readonly avisEngagement: string | null;
  readonly avisInvestissement: string | null;
  readonly avisChefEtab: string | null;
}

/** A band across the page, for example ENSEIGNEMENTS OBLIGATOIRES. */
export interface GroupeDeDisciplines {
  readonly intitule: string;
  readonly disciplines: readonly DisciplinePresentee[];
}

export interface DisciplinePresentee {
  readonly libelle: string;
  /** True when the nomenclature plans averages by period for this subject. */
  readonly periodique: boolean;
  /** One entry a period of the year, in order; null is NN. */
  readonly periodes: readonly Note[];
  readonly annuelle: Note;
  readonly groupe: GroupePresente;
  readonly rubriques: readonly RubriqueDeCompetences[];
  readonly appreciation: string | null;
}

/** Figures of the teaching group, imported and never recomputed (rules.md 7). */
export interface GroupePresente {
  readonly effectif: number | null;
  readonly moyenne: string | null;
  /** Percentages of the pupils' annual averages below 8, from 8 to below 12, from 12 on. */
  readonly bandes: { readonly moinsDe8: string; readonly de8a12: string; readonly plusDe12: string } | null;
}

/** Competences under their heading (R48); the heading is null where the nomenclature has none. */
export interface RubriqueDeCompetences {
  readonly intitule: string | null;
  readonly competences: readonly CompetencePresentee[];
}

export interface CompetencePresentee {
  readonly libelle: string;
  readonly niveau: NiveauPresente;
}

/** 1 to 4 take the cross, a CECRL level (languages) is written, null is left blank (R47, R49). */
export type NiveauPresente = '1' | '2' | '3' | '4' | 'A1' | 'A2' | 'B1' | 'B2' | 'C1' | 'C2' | null;
