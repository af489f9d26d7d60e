import { langueGenerique } from '../kernel/codes.ts';
import type { Evaluation } from './contenu.ts';
import {
  depasseLeGroupeDeLOption,
  type IndicesDeRattachement,
  natureParLesServices,
  SANS_INDICE,
  suitLOption,
} from './indices.ts';
import { estAuChoix, type MatiereDeNomenclature } from './nomenclature.ts';

/**
 * Gives each evaluation of a year its row of the nomenclature (rules.md 10). The notes file carries only code and
 * modalité, and two rows may share both (the common mathematics of terminale S and those of the specialty): what
 * SIECLE and STS say tells them apart; failing that, the order of the file, and the doubt is told.
 */
export interface Rattachement {
  readonly matiere: MatiereDeNomenclature;
  readonly evaluation: Evaluation;
  readonly par: RaisonDeRattachement;
  /** True when another row, or another evaluation, could claim its place: a person must look. */
  readonly incertain: boolean;
}

/**
 * retenue: told at an earlier time · seule: no other row is possible · option: the pupil does not have this subject
 * among their options · service: the teachers · effectif: the size of the group · completude: its periods and those of
 * another one complete each other, as they do when a pupil changes class · ordre: nothing but the file's order.
 */
export type RaisonDeRattachement = 'retenue' | 'seule' | 'option' | 'service' | 'effectif' | 'completude' | 'ordre';

export interface Rattachements {
  /** In the order of the nomenclature. */
  readonly rattaches: readonly Rattachement[];
  /** Evaluations that no row of the nomenclature plans. */
  readonly horsNomenclature: readonly Evaluation[];
}

export function rattacher(
  evaluations: readonly Evaluation[],
  matieres: readonly MatiereDeNomenclature[],
  indices: IndicesDeRattachement = SANS_INDICE,
): Rattachements {
  const groupes = new Map<MatiereDeNomenclature, Concurrence>();
  const horsNomenclature: Evaluation[] = [];
  for (const evaluation of evaluations) {
    const lignes = lignesPossibles(evaluation, matieres);
    const [premiere] = lignes;
    if (premiere === undefined) horsNomenclature.push(evaluation);
    else groupes.set(premiere, { lignes, evaluations: [...(groupes.get(premiere)?.evaluations ?? []), evaluation] });
  }
  const coupees = [...groupes.values()].filter(estCoupee);
  const rattaches = [...groupes.values()].flatMap((concurrence) =>
    departager(
      concurrence,
      coupees.some((autre) => autre !== concurrence),
      indices,
    ),
  );
  const rang = new Map(evaluations.map((evaluation, indice) => [evaluation, indice]));
  return {
    rattaches: rattaches.sort(
      (a, b) =>
        matieres.indexOf(a.matiere) - matieres.indexOf(b.matiere) ||
        (rang.get(a.evaluation) ?? 0) - (rang.get(b.evaluation) ?? 0),
    ),
    horsNomenclature,
  };
}

/** The evaluations that claim the same rows, in the order of the file; rows from the most common one on. */
interface Concurrence {
  readonly lignes: readonly MatiereDeNomenclature[];
  readonly evaluations: readonly Evaluation[];
}

/** The rows that have the code, or else the rank of the language, and the modalité of an evaluation; the common one first. */
export function lignesPossibles(
  evaluation: Pick<Evaluation, 'codeMatiere' | 'modalite'>,
  matieres: readonly MatiereDeNomenclature[],
): readonly MatiereDeNomenclature[] {
  const modalite = matieres.filter((matiere) => matiere.modalite === evaluation.modalite);
  const exactes = modalite.filter((matiere) => matiere.codeMatiere === evaluation.codeMatiere);
  const generique = langueGenerique(evaluation.codeMatiere);
  const lignes = exactes.length > 0 ? exactes : modalite.filter((matiere) => matiere.codeMatiere === generique);
  return lignes.length < 2 ? lignes : [...lignes].sort((a, b) => Number(estAuChoix(a)) - Number(estAuChoix(b)));
}

/** Evaluations of one subject that a change of class has cut: each has marks where the others have none. */
type Unite = readonly Evaluation[];
type Place = readonly [matiere: MatiereDeNomenclature, unite: Unite, par: RaisonDeRattachement];

/** @param changementDeClasse whether another subject shows that the pupil changed class. */
function departager(
  { lignes, evaluations }: Concurrence,
  changementDeClasse: boolean,
  indices: IndicesDeRattachement,
): Rattachement[] {
  const retenues = evaluations.flatMap((evaluation): Rattachement[] => {
    const matiere = ligneRetenue(evaluation, lignes);
    if (matiere === undefined) return [];
    return [{ matiere, evaluation, par: 'retenue', incertain: evaluation.ligne?.incertaine ?? false }];
  });
  const aPlacer = evaluations.filter((evaluation) => !retenues.some((retenue) => retenue.evaluation === evaluation));
  const [premiere] = aPlacer;
  if (premiere === undefined) return retenues;
  // Who follows the specialty may be graded in it in one period and in the common subject in another.
  const reunissables =
    lignes.length === 1 || changementDeClasse || indices.eleve === null || !suitLOption(indices.eleve, premiere);
  const unites = reunissables ? reunir(aPlacer, changementDeClasse) : aPlacer.map((evaluation) => [evaluation]);

  const dits = lignes.length === 2 ? parLesIndices(unites, lignes, indices) : [];
  const restantes = unites.filter((unite) => !dits.some(([, dite]) => dite === unite));
  const prises = new Set([...retenues, ...dits.map(([matiere]) => ({ matiere }))].map(({ matiere }) => matiere));
  const places = [...dits, ...parElimination(restantes, lignes, prises, changementDeClasse)];
  return [
    ...retenues,
    ...places.flatMap(([matiere, unite, par]) =>
      unite.map((evaluation) => ({ matiere, evaluation, par, incertain: par === 'ordre' })),
    ),
  ];
}

function ligneRetenue(
  { ligne }: Evaluation,
  lignes: readonly MatiereDeNomenclature[],
): MatiereDeNomenclature | undefined {
  return lignes.find(
    ({ regroupement, discipline }) => regroupement === ligne?.regroupement && discipline === ligne.discipline,
  );
}

/** What the rows that are left, and the evaluations by themselves, tell; then the order of the file. */
function parElimination(
  unites: readonly Unite[],
  lignes: readonly MatiereDeNomenclature[],
  prises: ReadonlySet<MatiereDeNomenclature>,
  changementDeClasse: boolean,
): Place[] {
  const libres = lignes.filter((ligne) => !prises.has(ligne));
  const [commune] = lignes;
  const [libre, autreLibre] = libres;
  const [unite, autre, ...suite] = unites;
  if (unite === undefined || commune === undefined) return [];
  if (autre === undefined && libre !== undefined && (libres.length === 1 || prises.size === 0)) {
    // Alone, it is of the row that all follow; the others being told, of the one that is left.
    return [[libre, unite, unite.length > 1 ? 'completude' : 'seule']];
  }
  if (changementDeClasse && autre !== undefined && suite.length === 0 && prises.size === 0 && libres.length === 2) {
    // Who changes class changes division: the group of the specialty stays.
    const [coupee, entiere] = unite.length > 1 ? [unite, autre] : [autre, unite];
    if (coupee.length > 1 && entiere.length === 1 && autreLibre !== undefined) {
      return [
        [commune, coupee, 'completude'],
        [autreLibre, entiere, 'seule'],
      ];
    }
  }
  // What has no row of its own is shown beside the common one: nothing a pupil was given is hidden.
  return unites.map((une, rang): Place => {
    const seulePossible = rang === 0 && lignes.length === 1 && prises.size === 0;
    return [libres[rang] ?? commune, une, seulePossible ? 'seule' : 'ordre'];
  });
}

/** What SIECLE and STS say of two rows, the common one and the one that is chosen. */
function parLesIndices(
  unites: readonly Unite[],
  [commune, propre]: readonly MatiereDeNomenclature[],
  indices: IndicesDeRattachement,
): Place[] {
  const { eleve } = indices;
  const toutes = unites.flat();
  const [premiere] = toutes;
  if (eleve === null || premiere === undefined || commune === undefined || propre === undefined) return [];
  const seContredit = toutes.some((une) => toutes.some((autre) => autre !== une && seContredisent(une, autre)));
  if (!suitLOption(eleve, premiere) && !seContredit) return unites.map((unite) => [commune, unite, 'option']);

  const places = unites.flatMap((unite): Place[] => {
    const service = unanime(unite.map((evaluation) => natureParLesServices(evaluation, indices)));
    if (service !== null) return [[service === 'D' ? commune : propre, unite, 'service']];
    const tropGrand = unite.some((evaluation) => depasseLeGroupeDeLOption(evaluation, indices));
    return tropGrand ? [[commune, unite, 'effectif']] : [];
  });
  const toutesDites = places.length > 1 && places.length === unites.length;
  const surUneSeule = (ligne: MatiereDeNomenclature): boolean => toutesDites && places.every(([une]) => une === ligne);
  // Nobody follows a specialty without the common subject, nor has an option without being graded in it.
  const seTrompent = surUneSeule(propre) || (surUneSeule(commune) && seContredit && suitLOption(eleve, premiere));
  return seTrompent ? [] : places;
}

/** What all those who tell something tell. */
function unanime(natures: readonly ('D' | 'G' | null)[]): 'D' | 'G' | null {
  const [nature, ...autres] = new Set(natures.filter((une) => une !== null));
  return nature === undefined || autres.length > 0 ? null : nature;
}

const estCoupee = ({ evaluations }: Concurrence): boolean =>
  reunir(evaluations, false).some((unite) => unite.length > 1);

/** Those that complete each other, two by two; an evaluation that could go with either of two others goes alone. */
function reunir(evaluations: readonly Evaluation[], changementDeClasse: boolean): Unite[] {
  const voisines = new Map(
    evaluations.map((une) => [
      une,
      evaluations.filter((autre) => autre === une || seCompletent(une, autre, changementDeClasse)),
    ]),
  );
  const memesVoisines = (a: Evaluation, b: Evaluation): boolean =>
    evaluations.every((une) => voisines.get(a)?.includes(une) === voisines.get(b)?.includes(une));
  return evaluations.flatMap((une): Unite[] => {
    const unite = voisines.get(une) ?? [une];
    if (!unite.every((autre) => memesVoisines(une, autre))) return [[une]];
    return unite[0] === une ? [unite] : [];
  });
}

/**
 * Both of one subject, each with marks where the other has none. One without any mark completes another that lacks
 * some only for a pupil whose other subjects show that they changed class.
 */
function seCompletent(a: Evaluation, b: Evaluation, changementDeClasse: boolean): boolean {
  if (a.codeMatiere !== b.codeMatiere || a.modalite !== b.modalite || seContredisent(a, b)) return false;
  const [notees, autres] = [notes(a).length, notes(b).length];
  if (notees > 0 && autres > 0) return true;
  const periodes = new Set([...a.periodes, ...b.periodes].map(({ numero }) => numero));
  return changementDeClasse && (periodes.size === 0 || notees + autres < periodes.size);
}

function seContredisent(a: Evaluation, b: Evaluation): boolean {
  return notes(a).some((numero) => notes(b).includes(numero));
}

/** Numbers of the periods that have a mark. */
function notes({ periodes }: Evaluation): number[] {
  return periodes.flatMap(({ numero, moyenne }) => (moyenne === null ? [] : [numero]));
}
