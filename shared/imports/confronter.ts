import {
  type Evaluation,
  type IndicesDeRattachement,
  lignesPossibles,
  type ManquesDeLEleve,
  type MatiereDeNomenclature,
  type MefDeNomenclature,
  manquesDeLAnnee,
  type Rattachement,
  rattacher,
  SANS_INDICE,
  type Scolarite,
} from '../livret/index.ts';
import type { Anomalie } from './anomalie.ts';
import { anomalie } from './anomalies.ts';
import type { DossierNotes } from './dossiers.ts';

/** What is known of a pupil's year when its marks come: the nomenclature of its MEF, then SIECLE and STS. */
export interface ConnaissancesDeLAnnee {
  /** Null when the MEF, or its nomenclature for this year, is not known. */
  readonly mef: MefDeNomenclature | null;
  readonly indices: IndicesDeRattachement;
}

export interface Confrontation {
  /** The same marks; each evaluation of a known year carries its row. */
  readonly dossier: DossierNotes;
  /** Warnings only: nothing of a dossier is lost to a nomenclature. */
  readonly anomalies: readonly Anomalie[];
  /** Of the years whose nomenclature is known. */
  readonly manques: ManquesDeLEleve;
}

/** The latest school year of a pupil's marks, under which SIECLE must know them. */
export function derniereAnnee({ scolarites }: DossierNotes): number {
  return Math.max(...scolarites.map(({ annee }) => annee));
}

const RIEN: ConnaissancesDeLAnnee = { mef: null, indices: SANS_INDICE };

/** What the other feeds say of one pupil's marks, offline as in the cloud. A year that is not in the map is unknown. */
export function confronter(
  dossier: DossierNotes,
  connaissances: ReadonlyMap<number, ConnaissancesDeLAnnee>,
): Confrontation {
  const { eleveId: eleve, avisExamen } = dossier;
  const anomalies: Anomalie[] = [];
  const scolarites = dossier.scolarites.map((scolarite): Scolarite => {
    const { mef, indices } = connaissances.get(scolarite.annee) ?? RIEN;
    if (mef !== null) return confronterLAnnee(scolarite, mef, indices, eleve, anomalies);
    anomalies.push(anomalie('nomenclature-absente', { ...dossier.position, eleve, annee: scolarite.annee }));
    return scolarite;
  });
  const manques = scolarites.flatMap((scolarite) => {
    const mef = connaissances.get(scolarite.annee)?.mef ?? null;
    return mef === null ? [] : manquesDeLAnnee(scolarite, mef, avisExamen);
  });
  return {
    dossier: { ...dossier, scolarites },
    anomalies,
    manques: {
      eleve,
      bloquants: manques.filter(({ bloquant }) => bloquant),
      autres: manques.filter(({ bloquant }) => !bloquant),
    },
  };
}

function confronterLAnnee(
  scolarite: Scolarite,
  mef: MefDeNomenclature,
  indices: IndicesDeRattachement,
  eleve: string,
  anomalies: Anomalie[],
): Scolarite {
  const { annee } = scolarite;
  // A row that only the file's order had told is told again, with what is known by now.
  const evaluations = scolarite.evaluations.map((evaluation) =>
    evaluation.ligne?.incertaine ? { ...evaluation, ligne: null } : evaluation,
  );
  const { rattaches, horsNomenclature } = rattacher(evaluations, mef.matieres, indices);
  for (const { position, codeMatiere, modalite } of horsNomenclature) {
    const lieu = { ...position, eleve, matiere: codeMatiere, annee };
    anomalies.push(anomalie('matiere-hors-nomenclature', { ...lieu, modalite }));
  }
  for (const rattachement of rattaches) anomalies.push(...anomaliesDeLaLigne(rattachement, annee, eleve));
  const parEvaluation = new Map(rattaches.map((rattachement) => [rattachement.evaluation, rattachement]));
  return {
    ...scolarite,
    evaluations: evaluations.map((evaluation) => ({ ...evaluation, ligne: ligneDe(parEvaluation.get(evaluation)) })),
  };
}

/**
 * The same of a year whose MEF is not known, when SIECLE was not given: what no MEF of the year plans, and no more.
 *
 * @param mefs those of the nomenclature for that year
 */
export function confronterSansMef(
  { annee, evaluations }: Scolarite,
  mefs: readonly MefDeNomenclature[],
  eleve: string,
): Anomalie[] {
  return evaluations.flatMap((evaluation): Anomalie[] => {
    const { position, codeMatiere, modalite } = evaluation;
    const lieu = { ...position, eleve, matiere: codeMatiere, annee };
    const lignes = mefs.flatMap(({ matieres }) => lignesPossibles(evaluation, matieres));
    if (lignes.length === 0) return [anomalie('matiere-hors-nomenclature', { ...lieu, modalite })];
    return competencesHorsNomenclature(evaluation, lignes, lieu);
  });
}

function anomaliesDeLaLigne(
  { matiere, evaluation, incertain }: Rattachement,
  annee: number,
  eleve: string,
): Anomalie[] {
  const lieu = { ...evaluation.position, eleve, matiere: evaluation.codeMatiere, annee };
  return [
    ...(incertain ? [anomalie('matiere-incertaine', lieu)] : []),
    ...competencesHorsNomenclature(evaluation, [matiere], lieu),
  ];
}

function competencesHorsNomenclature(
  { competences }: Evaluation,
  lignes: readonly MatiereDeNomenclature[],
  lieu: Parameters<typeof anomalie<'matiere-incertaine'>>[1],
): Anomalie[] {
  if (competences.length === 0) return [];
  const prevues = new Set(
    lignes.flatMap(({ rubriques }) => rubriques.flatMap((rubrique) => rubrique.competences.map(({ code }) => code))),
  );
  return competences.flatMap(({ code }) =>
    code === null || prevues.has(code) ? [] : [anomalie('competence-hors-nomenclature', { ...lieu, competence: code })],
  );
}

function ligneDe(rattachement: Rattachement | undefined): NonNullable<Evaluation['ligne']> | null {
  if (rattachement === undefined) return null;
  const { regroupement, discipline } = rattachement.matiere;
  return { regroupement, discipline, ...(rattachement.incertain ? { incertaine: true } : {}) };
}
