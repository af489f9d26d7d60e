import type { CodeAvisExamen, CodeEngagement } from './contenu.ts';
import type { AnneePresentee, NiveauPresente, SeriePresentee } from './presentation.ts';

/**
 * Every word that the model of the page prints by itself, in one place: the page writes them, and the control of
 * the jury's file knows that they name nobody, even when a pupil is called Page or Session.
 */
export const LIBELLES = {
  titre: 'Livret scolaire du lycée',
  noEleve: 'No Élève',
  session: 'Session',
  serie: 'Série',
  parcours: 'Parcours',
  page: 'Page',
  disciplines: 'Disciplines',
  evaluationChiffree: 'Évaluation chiffrée',
  eleve: 'Élève',
  groupe: 'Groupe',
  evaluationCompetences: 'Évaluation des compétences en référence aux programmes d’enseignement',
  competences: 'Compétences attendues',
  appreciation: 'Appréciation générale sur le niveau d’implication et les progrès de l’élève',
  moyennes: 'Moyennes',
  annuelle: 'année',
  trimestre: 'tr.',
  semestre: 'sem.',
  sansMoyenne: 'Sans évaluation chiffrée',
  effectif: 'Effectif',
  repartition: 'Répartition des moyennes annuelles individuelles (%)',
  moyenneGroupe: 'Moy. annuelle',
  engagements: 'Engagements et responsabilités de l’élève',
  observation: 'Observation sur les engagements',
  investissement: 'Avis sur l’investissement de l’élève',
  chefEtablissement: 'Avis du chef d’établissement',
  avisExamen: 'Avis pour l’examen',
  mentions: 'Mentions',
  ciDessous: 'Ci-dessous',
  nonRenseigne: 'Non renseigné',
  aucunEngagement: 'Aucun engagement signalé',
  aucuneEvaluation: 'Aucune évaluation pour cette année.',
  aucuneAnnee: 'Aucune année renseignée.',
  classe: 'Classe de',
} as const;

/** R47: the meaning of the four columns of the cross. */
export const NIVEAUX = [
  ['1', 'non maîtrisées'],
  ['2', 'insuffisamment maîtrisées'],
  ['3', 'maîtrisées'],
  ['4', 'bien maîtrisées'],
] as const;

/** R46: the three bands of annual averages. */
export const BANDES = ['< 8', '≥ 8 et < 12', '≥ 12'] as const;

/** « Classe de première — 2014-2015 » */
export function libelleSection(annee: AnneePresentee): string {
  return `${classe(annee)} — ${annee.annee}-${annee.annee + 1}`;
}

/** « Classe de terminale » */
export function classe(annee: AnneePresentee): string {
  return `${LIBELLES.classe} ${annee.niveau.toLocaleLowerCase('fr')}`;
}

/** « Sciences et technologies de la santé et du social — spécialité », without an empty part. */
export function libelleSerie(serie: SeriePresentee): string {
  return [serie.libelle, serie.specialite].filter((texte) => texte !== null && texte !== '').join(' — ');
}

/** True for a level of the CECRL, which is written; the others take a cross in their column (R47). */
export function estNiveauCecrl(niveau: NiveauPresente): boolean {
  return niveau !== null && /^[ABC]/.test(niveau);
}

/** Labels of the import's codes (formats.md §1.2). */
export const ENGAGEMENTS: Readonly<Record<CodeEngagement, string>> = {
  C: 'Délégué de classe',
  V: 'Conseil de la vie lycéenne',
  A: 'Conseil d’administration',
  E: 'Comité d’éducation à la santé et à la citoyenneté',
  S: 'Association sportive',
};
/** Opinions for the exam. */
export const AVIS_EXAMEN: Readonly<Record<CodeAvisExamen, string>> = {
  T: 'Très favorable',
  F: 'Favorable',
  A: 'Assez favorable',
  D: 'Doit faire ses preuves',
};
