import { noteAffichee } from '../kernel/note.ts';
import {
  AVIS_EXAMEN,
  type Avis,
  type BaseNotes,
  ENGAGEMENTS,
  type Evaluation,
  type Scolarite,
} from '../livret/index.ts';
import type { DossierNotes } from './dossiers.ts';

/** What accepting a dossier would change of one value. `avant` and `apres` are as a person reads them. */
export interface Difference {
  readonly annee: number;
  /** Code of the subject; null for what concerns the whole year. */
  readonly matiere: string | null;
  /** What changes: « moyennes », « appréciation »… */
  readonly champ: string;
  /** Null when it was absent. */
  readonly avant: string | null;
  /** Null when it would be removed. */
  readonly apres: string | null;
}

/** The differences between what stands and a dossier, in the order of the dossier: a person decides on them (R35). */
export function differences(bases: readonly BaseNotes[], dossier: DossierNotes): Difference[] {
  const derniere = Math.max(...dossier.scolarites.map(({ annee }) => annee));
  return dossier.scolarites.flatMap((scolarite) => {
    const { annee } = scolarite;
    const base = bases.find((une) => une.annee === annee);
    // Engagements and the opinion for the exam stand once a pupil: they go with the latest year.
    const { engagements, engagementAutre, avisExamen } = annee === derniere ? dossier : SANS_ENGAGEMENT;
    return [
      ...comparer(
        annee,
        null,
        valeursDAnnee(base?.scolarite, base ?? SANS_ENGAGEMENT),
        valeursDAnnee(scolarite, { engagements, engagementAutre, avisExamen }),
      ),
      ...comparerEvaluations(annee, base?.scolarite.evaluations ?? [], scolarite.evaluations),
    ];
  });
}

type Engagements = Pick<BaseNotes, 'engagements' | 'engagementAutre' | 'avisExamen'>;
const SANS_ENGAGEMENT: Engagements = { engagements: [], engagementAutre: null, avisExamen: null };

type Valeurs = ReadonlyMap<string, string>;

function comparer(annee: number, matiere: string | null, avant: Valeurs, apres: Valeurs): Difference[] {
  return [...new Set([...apres.keys(), ...avant.keys()])].flatMap((champ) => {
    const [a, b] = [avant.get(champ) ?? null, apres.get(champ) ?? null];
    return a === b ? [] : [{ annee, matiere, champ, avant: a, apres: b }];
  });
}

/** Two evaluations of one code and modalité are told apart by their order (rules.md 10). */
function comparerEvaluations(annee: number, avant: readonly Evaluation[], apres: readonly Evaluation[]): Difference[] {
  const [anciennes, nouvelles] = [parRang(avant), parRang(apres)];
  return [...new Set([...nouvelles.keys(), ...anciennes.keys()])].flatMap((cle) => {
    const [ancienne, nouvelle] = [anciennes.get(cle), nouvelles.get(cle)];
    const matiere = (nouvelle ?? ancienne)?.codeMatiere ?? null;
    return comparer(annee, matiere, valeursDEvaluation(ancienne), valeursDEvaluation(nouvelle));
  });
}

function parRang(evaluations: readonly Evaluation[]): ReadonlyMap<string, Evaluation> {
  const rangs = new Map<string, number>();
  return new Map(
    evaluations.map((evaluation) => {
      const cle = `${evaluation.codeMatiere}/${evaluation.modalite}`;
      const rang = rangs.get(cle) ?? 0;
      rangs.set(cle, rang + 1);
      return [`${cle}/${rang}`, evaluation];
    }),
  );
}

function valeursDAnnee(
  scolarite: Scolarite | undefined,
  { engagements, engagementAutre, avisExamen }: Engagements,
): Valeurs {
  return dits([
    [
      'engagements',
      [...engagements.map((code) => ENGAGEMENTS[code]), engagementAutre ?? ''].filter(Boolean).join(', '),
    ],
    ['avis pour l’examen', avisExamen === null ? null : AVIS_EXAMEN[avisExamen]],
    ['observation du CPE', avisEcrit(scolarite?.avisEngagement)],
    ['avis sur l’investissement', avisEcrit(scolarite?.avisInvestissement)],
    ['avis du chef d’établissement', avisEcrit(scolarite?.avisChefEtab)],
  ]);
}

function valeursDEvaluation(evaluation: Evaluation | undefined): Valeurs {
  if (evaluation === undefined) return new Map();
  const { periodes, appreciation, competences, structure, enseignants } = evaluation;
  return dits([
    ['moyennes', periodes.map(({ moyenne }) => noteAffichee(moyenne)).join(' · ')],
    ['appréciation', appreciation],
    ['compétences', competences.map(({ code, niveau }) => `${code ?? '—'} : ${niveau}`).join(' · ')],
    ['groupe', structure.moyenne === null ? null : noteAffichee(structure.moyenne)],
    ['enseignants', enseignants.map(({ nom, prenom }) => `${prenom} ${nom}`.trim()).join(', ')],
  ]);
}

function avisEcrit(avis: Avis | null | undefined): string | null {
  return avis == null ? null : avis.texte;
}

function dits(valeurs: readonly (readonly [string, string | null])[]): Valeurs {
  return new Map(valeurs.flatMap(([champ, valeur]) => (valeur === null || valeur === '' ? [] : [[champ, valeur]])));
}
