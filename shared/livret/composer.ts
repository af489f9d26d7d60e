import type { CodeMatiere } from '../kernel/codes.ts';
import { estDeLAnnee } from './cles.ts';
import type { Avis, Evaluation, Scolarite, Structure } from './contenu.ts';
import { rattacher } from './lignes.ts';
import type { BaseNotes, Livret } from './livret.ts';
import type { MefDeNomenclature } from './nomenclature.ts';
import { type EvaluationSaisie, estDeLigne, type SorteDeSaisie, type ValeurSaisie } from './saisie.ts';

/** One year of a livret as it counts: what was imported, with the entries by hand laid over it. */
export interface AnneeDuLivret
  extends Pick<BaseNotes, 'annee' | 'scolarite' | 'engagements' | 'engagementAutre' | 'avisExamen'> {
  /** B2i and its successors (R56). */
  readonly mentions?: readonly string[];
}

/** Years of which the livret holds something, earliest first. */
export function anneesTenues({ bases, saisies }: Livret): number[] {
  const annees = new Set(bases.map(({ annee }) => annee));
  // A sanction of the exam is no content: no page shows it (R56).
  for (const { cle, contenu } of saisies) {
    if (contenu.valeur.sorte !== 'sanction-examen') annees.add(Number(cle.split('#')[1]));
  }
  return [...annees].sort((a, b) => a - b);
}

/**
 * Lays the entries of a year over its base: an import never erases an entry, nor an entry what it does not speak of.
 *
 * @param mef null when the nomenclature of the year is not there: evaluations by hand, which name its rows, then wait
 * @returns null when the livret holds nothing of that year
 */
export function composer(livret: Livret, annee: number, mef: MefDeNomenclature | null): AnneeDuLivret | null {
  const base = livret.bases.find((une) => une.annee === annee);
  const valeurs = livret.saisies
    .filter(({ cle, contenu }) => estDeLAnnee(cle, annee) && contenu.valeur.sorte !== 'sanction-examen')
    .map(({ contenu }) => contenu);
  if (base === undefined && valeurs.length === 0) return null;
  const saisie = <S extends SorteDeSaisie>(sorte: S) =>
    valeurs.map(({ valeur }) => valeur).find((valeur) => valeur.sorte === sorte) as
      | Extract<ValeurSaisie, { sorte: S }>
      | undefined;
  const avis = (sorte: 'observation' | 'investissement' | 'avis-chef', importe: Avis | null | undefined) => {
    const valeur = valeurs.map((une) => une.valeur).find((une) => une.sorte === sorte);
    return valeur !== undefined && valeur.sorte === sorte ? valeur.avis : (importe ?? null);
  };
  const engagements = saisie('engagements');
  const avisExamen = saisie('avis-examen');
  const mentions = saisie('mentions');
  const evaluations = valeurs.flatMap(({ valeur, le }) => (valeur.sorte === 'evaluation' ? [{ valeur, le }] : []));
  const importee = base?.scolarite;
  const scolarite: Scolarite = {
    annee,
    decoupage: importee?.decoupage ?? decoupageSaisi(evaluations),
    avisEngagement: avis('observation', importee?.avisEngagement),
    avisInvestissement: avis('investissement', importee?.avisInvestissement),
    avisChefEtab: avis('avis-chef', importee?.avisChefEtab),
    evaluations: mef === null ? (importee?.evaluations ?? []) : poser(importee?.evaluations ?? [], evaluations, mef),
  };
  return {
    annee,
    scolarite,
    engagements: engagements?.engagements ?? base?.engagements ?? [],
    engagementAutre: engagements === undefined ? (base?.engagementAutre ?? null) : engagements.autre,
    avisExamen: avisExamen === undefined ? (base?.avisExamen ?? null) : avisExamen.avis,
    ...(mentions === undefined || mentions.mentions.length === 0 ? {} : { mentions: mentions.mentions }),
  };
}

interface EvaluationDatee {
  readonly valeur: EvaluationSaisie;
  readonly le: string;
}

/** What the last entry that knew it says; nothing tells semesters from trimesters of which only two were entered. */
function decoupageSaisi(evaluations: readonly EvaluationDatee[]): 'T' | 'S' {
  const connus = evaluations.filter(({ valeur }) => valeur.decoupage !== undefined);
  const derniere = connus.sort((a, b) => a.le.localeCompare(b.le)).at(-1);
  return derniere?.valeur.decoupage ?? 'T';
}

function poser(
  importees: readonly Evaluation[],
  saisies: readonly EvaluationDatee[],
  mef: MefDeNomenclature,
): Evaluation[] {
  const { rattaches } = rattacher(importees, mef.matieres);
  const evaluations = [...importees];
  for (const { valeur, le } of saisies) {
    // A pupil who changed class brings two evaluations of one subject: the last one is that of the class where they are.
    const vise = rattaches.findLast(({ matiere }) => estDeLigne(valeur.ligne, matiere))?.evaluation;
    if (vise === undefined) {
      if (!neDitRien(valeur)) evaluations.push(recouvrir(evaluationVide(valeur, le, mef), valeur));
    } else evaluations[evaluations.indexOf(vise)] = recouvrir(vise, valeur);
  }
  return evaluations;
}

function recouvrir(evaluation: Evaluation, saisie: EvaluationSaisie): Evaluation {
  const periodes = new Map(evaluation.periodes.map(({ numero, moyenne }) => [numero, moyenne]));
  for (const [numero, moyenne] of Object.entries(saisie.periodes)) periodes.set(Number(numero), moyenne);
  const competences = evaluation.competences.filter(({ code }) => code === null || !(code in saisie.competences));
  return {
    ...evaluation,
    appreciation: saisie.appreciation === undefined ? evaluation.appreciation : saisie.appreciation,
    structure: saisie.groupe ?? evaluation.structure,
    periodes: [...periodes].sort(([a], [b]) => a - b).map(([numero, moyenne]) => ({ numero, moyenne })),
    competences: [...competences, ...Object.entries(saisie.competences).map(([code, niveau]) => ({ code, niveau }))],
    enseignants: evaluation.enseignants.length > 0 ? evaluation.enseignants : saisie.enseignants,
  };
}

/** Of an entry that its author emptied nothing is left to show, unless an import speaks. */
function neDitRien({ periodes, competences, appreciation, groupe }: EvaluationSaisie): boolean {
  return (
    Object.keys(periodes).length + Object.keys(competences).length === 0 &&
    appreciation === undefined &&
    groupe === undefined
  );
}

const SANS_CHIFFRES: Structure = { effectif: null, moyenne: null, moinsDe8: null, de8a12: null, plusDe12: null };

/** Of a row that a newer nomenclature does not have any more: it is shown to be out of it, and kept. */
function evaluationVide({ ligne, codeMatiere }: EvaluationSaisie, le: string, mef: MefDeNomenclature): Evaluation {
  const prevue = mef.matieres.some((matiere) => estDeLigne(ligne, matiere));
  return {
    position: { ligne: 0, colonne: 0 },
    codeMatiere: codeMatiere as CodeMatiere,
    modalite: ligne.modalite,
    date: le.slice(0, 10),
    structure: SANS_CHIFFRES,
    appreciation: null,
    periodes: [],
    competences: [],
    enseignants: [],
    ligne: prevue ? { regroupement: ligne.regroupement, discipline: ligne.discipline } : null,
  };
}
