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

/** Whose task it is to fill what is lacking. */
export type Tache = 'enseignant' | 'professeur-principal' | 'cpe' | 'chef' | 'dec';

export type CodeDeManque =
  | 'discipline'
  | 'moyenne'
  | 'appreciation'
  | 'competences'
  | 'groupe'
  | 'enseignant'
  | 'avis-investissement'
  | 'avis-chef-etablissement'
  | 'avis-examen'
  | 'annee'
  | 'annee-precedente'
  | 'formation'
  | 'nomenclature'
  | 'hors-nomenclature';

/** All that one pupil lacks. `eleve` is SIECLE's ELEVE_ID. */
export interface ManquesDeLEleve {
  readonly eleve: string;
  readonly bloquants: readonly Manque[];
  readonly autres: readonly Manque[];
}

export const LIBELLES_DE_MANQUE: Readonly<Record<CodeDeManque, string>> = {
  discipline: 'aucune évaluation dans une discipline du tronc commun',
  moyenne: 'aucune moyenne dans une discipline notée par période',
  appreciation: 'aucune appréciation annuelle',
  competences: 'aucune compétence évaluée',
  groupe: 'effectif, moyenne ou répartition du groupe absents',
  enseignant: 'aucun enseignant nommé',
  'avis-investissement': 'avis sur l’investissement de l’élève absent',
  'avis-chef-etablissement': 'avis du chef d’établissement absent',
  'avis-examen': 'avis pour l’examen absent',
  annee: 'aucune note ni saisie pour l’année en cours',
  'annee-precedente': 'aucune note ni saisie pour la première',
  formation: 'formation de l’élève inconnue pour cette année',
  nomenclature: 'nomenclature de l’année absente',
  'hors-nomenclature': 'évaluation qu’aucune ligne du livret ne prévoit',
};

/** A teacher fills what is lacking in a subject (R37); a subject that nobody evaluated is looked into by the head. */
export const TACHES: Readonly<Record<CodeDeManque, Tache>> = {
  discipline: 'enseignant',
  moyenne: 'enseignant',
  appreciation: 'enseignant',
  competences: 'enseignant',
  groupe: 'enseignant',
  enseignant: 'enseignant',
  'avis-investissement': 'professeur-principal',
  'avis-chef-etablissement': 'chef',
  'avis-examen': 'chef',
  annee: 'chef',
  'annee-precedente': 'chef',
  formation: 'chef',
  nomenclature: 'dec',
  'hors-nomenclature': 'chef',
};

/** What a livret lacks (R61), kept with it when something changes and never looked for on reading. */
export interface Completude {
  /** Nothing blocking is lacking. */
  readonly complet: boolean;
  /** The livret holds nothing at all. */
  readonly vide: boolean;
  readonly manques: readonly Manque[];
  /** Number of what is lacking, blocking and not, by whose task it is. */
  /** The current year, when its formation has no livret scolaire (seconde, BTS, classe préparatoire): nothing is asked. */
  readonly sansLivret?: number;
  readonly parTache: Readonly<Partial<Record<Tache, { readonly bloquants: number; readonly autres: number }>>>;
}

/** Before anything was written: what it lacks is not known yet. */
export const COMPLETUDE_INITIALE: Completude = { complet: false, vide: true, manques: [], parTache: {} };
