import { type Manque, TACHES, type Tache } from './manque.ts';
import type { MefDeNomenclature } from './nomenclature.ts';

/** What is lacking, as a person reads it. */
export interface ManqueNomme extends Manque {
  readonly tache: Tache;
  /** The subject as the nomenclature of the pupil's MEF calls it; null for a whole year, or when it does not know it. */
  readonly discipline: string | null;
}

/** @param mefs nomenclature of the pupil's MEF, by year */
export function nommerManques(
  manques: readonly Manque[],
  mefs: ReadonlyMap<number, MefDeNomenclature | null>,
): ManqueNomme[] {
  return manques.map((manque) => ({
    ...manque,
    tache: TACHES[manque.code],
    discipline:
      mefs.get(manque.annee)?.matieres.find(({ codeMatiere }) => codeMatiere === manque.matiere)?.discipline ?? null,
  }));
}
