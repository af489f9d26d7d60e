/**
 * What a pupil's year lacks, as editors' own checks tell it: blocking (the livret cannot be complete without it) or
 * not. Said at import, and again by the completeness of the livret.
 */
export interface Manque {
  readonly code: CodeDeManque;
  readonly annee: number;
  /** Code of the subject; null for what concerns the whole year. */
  readonly matiere: string | null;
  readonly bloquant: boolean;
}

export type CodeDeManque =
  | 'discipline'
  | 'moyenne'
  | 'appreciation'
  | 'competences'
  | 'groupe'
  | 'enseignant'
  | 'avis-investissement'
  | 'avis-chef-etablissement'
  | 'avis-examen';

/** All that one pupil lacks. `eleve` is SIECLE's ELEVE_ID. */
export interface ManquesDeLEleve {
  readonly eleve: string;
  readonly bloquants: readonly Manque[];
  readonly autres: readonly Manque[];
}
