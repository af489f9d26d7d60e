import { decimalCanonique, moyenneAnnuelle, type Note } from '../kernel/note.ts';
import type { AnneeDuLivret } from './composer.ts';
import type { CodeEngagement, Evaluation, NiveauImporte } from './contenu.ts';
import { AVIS_EXAMEN, ENGAGEMENTS } from './libelles.ts';
import { type Rattachement, rattacher } from './lignes.ts';
import type { MefDeNomenclature } from './nomenclature.ts';
import type {
  AnneePresentee,
  DisciplinePresentee,
  GroupeDeDisciplines,
  LivretPresente,
  NiveauPresente,
  SeriePresentee,
} from './presentation.ts';

const NOMBRE_DE_PERIODES = { T: 3, S: 2 } as const;

export interface AnneeAPresenter {
  /** Imports and entries by hand together. */
  readonly contenu: AnneeDuLivret;
  readonly mef: MefDeNomenclature;
}

/**
 * A livret as its page shows it. The rows, their order, their groups and their labels are those of the
 * nomenclature of each year; a subject without evaluation has no row.
 *
 * @param annees earliest first, at least one; the série of the last is that of the exam.
 */
export function presenter(
  session: number,
  noEleve: string,
  annees: readonly [AnneeAPresenter, ...AnneeAPresenter[]],
): LivretPresente {
  const derniere = annees[annees.length - 1] ?? annees[0];
  const mentions = [...new Set(annees.flatMap(({ contenu }) => contenu.mentions ?? []))];
  return {
    schemaVersion: 1,
    session,
    noEleve,
    serie: seriePresentee(derniere.mef),
    annees: annees.map(anneePresentee),
    engagements: engagementsDe(annees.map(({ contenu }) => contenu)),
    avisExamen: avisExamenDe(annees.map(({ contenu }) => contenu)),
    ...(mentions.length === 0 ? {} : { mentions }),
  };
}

function seriePresentee(mef: MefDeNomenclature): SeriePresentee {
  return { code: mef.codeSerie, libelle: mef.serie, specialite: mef.specialite };
}

function anneePresentee({ contenu, mef }: AnneeAPresenter): AnneePresentee {
  const { scolarite } = contenu;
  const { rattaches } = rattacher(scolarite.evaluations, mef.matieres);
  const groupes: { intitule: string; disciplines: DisciplinePresentee[] }[] = [];
  for (const rattachement of rattaches) {
    const { regroupement } = rattachement.matiere;
    let groupe: { intitule: string; disciplines: DisciplinePresentee[] } | undefined = groupes.find(
      ({ intitule }) => intitule === regroupement,
    );
    if (groupe === undefined) {
      groupe = { intitule: regroupement, disciplines: [] };
      groupes.push(groupe);
    }
    groupe.disciplines.push(disciplinePresentee(rattachement, scolarite.decoupage));
  }
  return {
    annee: contenu.annee,
    niveau: mef.niveau,
    serie: seriePresentee(mef),
    decoupage: scolarite.decoupage,
    groupes: groupes satisfies GroupeDeDisciplines[],
    avisEngagement: scolarite.avisEngagement?.texte ?? null,
    avisInvestissement: scolarite.avisInvestissement?.texte ?? null,
    avisChefEtab: scolarite.avisChefEtab?.texte ?? null,
  };
}

function disciplinePresentee({ matiere, evaluation }: Rattachement, decoupage: 'T' | 'S'): DisciplinePresentee {
  const periodes = periodesDe(evaluation, decoupage);
  const { effectif, moyenne, moinsDe8, de8a12, plusDe12 } = evaluation.structure;
  return {
    libelle: matiere.discipline,
    periodique: matiere.periodique,
    periodes,
    annuelle: moyenneAnnuelle(periodes),
    groupe: {
      effectif,
      moyenne: moyenne === null ? null : decimalCanonique(moyenne),
      bandes:
        moinsDe8 === null || de8a12 === null || plusDe12 === null
          ? null
          : {
              moinsDe8: decimalCanonique(moinsDe8),
              de8a12: decimalCanonique(de8a12),
              plusDe12: decimalCanonique(plusDe12),
            },
    },
    rubriques: matiere.rubriques.map(({ intitule, competences }) => ({
      intitule,
      competences: competences.map(({ code, libelle }) => ({ libelle, niveau: niveauDe(evaluation, code) })),
    })),
    appreciation: evaluation.appreciation,
  };
}

/** One entry a period of the year: a period that the file does not carry is NN like one marked -1. */
function periodesDe(evaluation: Evaluation, decoupage: 'T' | 'S'): Note[] {
  return Array.from({ length: NOMBRE_DE_PERIODES[decoupage] }, (_, indice) => {
    const note = evaluation.periodes.find(({ numero }) => numero === indice + 1)?.moyenne ?? null;
    return note === null ? null : decimalCanonique(note);
  });
}

function niveauDe(evaluation: Evaluation, code: string): NiveauPresente {
  const niveau: NiveauImporte | undefined = evaluation.competences.find(
    (competence) => competence.code === code,
  )?.niveau;
  // « 0 » and « NE » both leave the line blank (R49): a competence may be left unevaluated.
  return niveau === undefined || niveau === '0' || niveau === 'NE' ? null : niveau;
}

/** Each engagement once, in the order of the nomenclature of codes, then the free ones. */
function engagementsDe(annees: readonly AnneeDuLivret[]): string[] {
  const codes = new Set(annees.flatMap(({ engagements }) => engagements));
  const libres = new Set(annees.flatMap(({ engagementAutre }) => (engagementAutre === null ? [] : [engagementAutre])));
  return [
    ...(Object.keys(ENGAGEMENTS) as CodeEngagement[])
      .filter((code) => codes.has(code))
      .map((code) => ENGAGEMENTS[code]),
    ...libres,
  ];
}

function avisExamenDe(annees: readonly AnneeDuLivret[]): string | null {
  const avis = annees.map((annee) => annee.avisExamen).findLast((code) => code !== null) ?? null;
  return avis === null ? null : AVIS_EXAMEN[avis];
}
