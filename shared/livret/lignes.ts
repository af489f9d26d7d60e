import type { Evaluation } from './contenu.ts';
import type { MatiereDeNomenclature } from './nomenclature.ts';

/**
 * Gives each evaluation of a year its row of the nomenclature (rules.md 10). The notes file carries only code
 * and modalité, and two rows may share both (the common mathematics of terminale S and those of the
 * specialty): they are then taken in the order of the file, and the doubt is told.
 */
export interface Rattachement {
  readonly matiere: MatiereDeNomenclature;
  readonly evaluation: Evaluation;
  /** True when another evaluation of the year could have had this row. */
  readonly incertain: boolean;
}

export interface Rattachements {
  /** In the order of the nomenclature. */
  readonly rattaches: readonly Rattachement[];
  /** Evaluations that no row of the nomenclature plans. */
  readonly horsNomenclature: readonly Evaluation[];
}

export function rattacher(
  evaluations: readonly Evaluation[],
  matieres: readonly MatiereDeNomenclature[],
): Rattachements {
  const parLigne = new Map<MatiereDeNomenclature, Rattachement[]>();
  const horsNomenclature: Evaluation[] = [];
  for (const evaluation of evaluations) {
    const possibles = lignesPossibles(evaluation, matieres);
    const libre = possibles.find((matiere) => !parLigne.has(matiere)) ?? possibles.at(-1);
    if (libre === undefined) {
      horsNomenclature.push(evaluation);
      continue;
    }
    const incertain =
      possibles.length > 1 && evaluations.some((autre) => autre !== evaluation && memeCle(autre, evaluation));
    const dejaRattaches = parLigne.get(libre) ?? [];
    // A row that already has its evaluation shows both: nothing a pupil was given is hidden.
    parLigne.set(libre, [
      ...dejaRattaches,
      { matiere: libre, evaluation, incertain: incertain || dejaRattaches.length > 0 },
    ]);
  }
  return { rattaches: matieres.flatMap((matiere) => parLigne.get(matiere) ?? []), horsNomenclature };
}

function memeCle(a: Evaluation, b: Evaluation): boolean {
  return a.codeMatiere === b.codeMatiere && a.modalite === b.modalite;
}

function lignesPossibles(
  evaluation: Evaluation,
  matieres: readonly MatiereDeNomenclature[],
): readonly MatiereDeNomenclature[] {
  const modalite = matieres.filter((matiere) => matiere.modalite === evaluation.modalite);
  const exactes = modalite.filter((matiere) => matiere.codeMatiere === evaluation.codeMatiere);
  if (exactes.length > 0) return exactes;
  const generique = langueGenerique(evaluation.codeMatiere);
  return modalite.filter((matiere) => matiere.codeMatiere === generique);
}

/**
 * The nomenclature names a language by its rank (030001 is LV1) where exports carry the real one (030201 is
 * English LV1): same domain 03, same two last digits (formats.md §1.5).
 */
export function langueGenerique(codeMatiere: string): string | null {
  return /^03[0-9]{4}$/.test(codeMatiere) ? `0300${codeMatiere.slice(4)}` : null;
}
