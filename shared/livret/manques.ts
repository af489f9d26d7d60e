import type { CodeAvisExamen, Evaluation, Scolarite } from './contenu.ts';
import { type Rattachement, rattacher } from './lignes.ts';
import { estAuChoix, estTerminale, type MatiereDeNomenclature, type MefDeNomenclature } from './nomenclature.ts';

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
  nomenclature: 'dec',
  'hors-nomenclature': 'chef',
};

/**
 * What a year's marks lack of what the nomenclature plans. The subject of each evaluation is that of its row; a row
 * that a pupil may choose lacks nothing when it has no evaluation.
 *
 * @param avisExamen the pupil's, that a notes file gives once, whatever the year
 */
export function manquesDeLAnnee(
  scolarite: Scolarite,
  mef: MefDeNomenclature,
  avisExamen: CodeAvisExamen | null,
): Manque[] {
  const { annee } = scolarite;
  const { rattaches } = rattacher(scolarite.evaluations, mef.matieres);
  const parLigne = Map.groupBy(rattaches, ({ matiere }) => matiere);
  const manques = mef.matieres.flatMap((matiere) =>
    manquesDeLaLigne(matiere, parLigne.get(matiere) ?? []).map(
      ([code, bloquant]): Manque => ({ code, annee, matiere: matiere.codeMatiere, bloquant }),
    ),
  );
  const manquer = (code: CodeDeManque): void => {
    manques.push({ code, annee, matiere: null, bloquant: false });
  };
  if (scolarite.avisInvestissement === null) manquer('avis-investissement');
  if (estTerminale(mef)) {
    if (scolarite.avisChefEtab === null) manquer('avis-chef-etablissement');
    if (avisExamen === null) manquer('avis-examen');
  }
  return manques;
}

type ManqueDeLigne = readonly [code: CodeDeManque, bloquant: boolean];

function manquesDeLaLigne(matiere: MatiereDeNomenclature, rattaches: readonly Rattachement[]): ManqueDeLigne[] {
  const evaluations = rattaches.map(({ evaluation }) => evaluation);
  if (evaluations.length === 0) {
    return matiere.modalite === 'S' && !estAuChoix(matiere) ? [['discipline', true]] : [];
  }
  const manques: ManqueDeLigne[] = [];
  const aucune = (a: (evaluation: Evaluation) => boolean): boolean => !evaluations.some(a);
  if (matiere.periodique) {
    // Every period NN is legal: a pupil may be exempted for the year (R51, rules.md 8). Someone wrote it, whereas
    // without any period nobody said anything.
    if (aucune(({ periodes }) => periodes.length > 0)) manques.push(['moyenne', true]);
    else if (aucune(({ periodes }) => periodes.some(({ moyenne }) => moyenne !== null))) {
      manques.push(['moyenne', false]);
    }
    if (aucune(aLesChiffresDuGroupe)) manques.push(['groupe', false]);
  }
  if (aucune(({ appreciation }) => appreciation !== null)) manques.push(['appreciation', true]);
  // R49: one may be left blank; that none is evaluated is worth a look.
  if (matiere.rubriques.some(({ competences }) => competences.length > 0) && aucune(aUneCompetence)) {
    manques.push(['competences', false]);
  }
  if (aucune(({ enseignants }) => enseignants.length > 0)) manques.push(['enseignant', false]);
  return manques;
}

function aLesChiffresDuGroupe({ structure }: Evaluation): boolean {
  return Object.values(structure).every((chiffre) => chiffre !== null);
}

function aUneCompetence({ competences }: Evaluation): boolean {
  return competences.some(({ niveau }) => niveau !== '0' && niveau !== 'NE');
}
