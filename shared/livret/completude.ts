import { anneesTenues, composer } from './composer.ts';
import { rattacher } from './lignes.ts';
import type { Livret } from './livret.ts';
import type { Completude } from './manque.ts';
import { type Manque, TACHES, type Tache } from './manque.ts';
import { manquesDeLAnnee } from './manques.ts';
import { estTerminale, type MefDeNomenclature } from './nomenclature.ts';

/**
 * @param mefs nomenclature of the pupil's MEF, by year that the livret holds; null or absent where it is not there
 * @param courante the year that the pupil is schooled in: it must hold something
 * @param figees years that count no more, as their session is over
 */
export function completudeDe(
  livret: Livret,
  mefs: ReadonlyMap<number, MefDeNomenclature | null>,
  courante: number,
  figees: (annee: number) => boolean = () => false,
): Completude {
  const annees = anneesTenues(livret);
  const manques: Manque[] = [];
  const manquer = (code: Manque['code'], annee: number, bloquant: boolean, matiere: string | null = null): void => {
    manques.push({ code, annee, matiere, bloquant });
  };
  const sansLivret =
    livret.tete.completude.sansLivret === courante && !annees.includes(courante) && mefs.get(courante) == null;
  if (!annees.includes(courante) && !sansLivret) manquer('annee', courante, true);
  for (const annee of annees.filter((une) => !figees(une))) {
    const mef = mefs.get(annee) ?? null;
    const contenu = composer(livret, annee, mef);
    if (contenu === null) continue;
    if (mef === null) {
      // SIECLE's list of that year tells the pupil's formation, the DEC's deposit what it asks for.
      manquer(livret.tete.mef[annee] === undefined ? 'formation' : 'nomenclature', annee, true);
      continue;
    }
    manques.push(...manquesDeLAnnee(contenu.scolarite, mef, contenu.avisExamen));
    for (const { codeMatiere } of rattacher(contenu.scolarite.evaluations, mef.matieres).horsNomenclature) {
      // A mark that the pupil was given must not vanish on the way to the jury.
      manquer('hors-nomenclature', annee, true, codeMatiere);
    }
  }
  const mefCourant = mefs.get(courante);
  if (mefCourant != null && estTerminale(mefCourant) && annees.includes(courante) && !annees.includes(courante - 1)) {
    // A pupil may come from abroad or from another académie: the head judges (R30).
    manquer('annee-precedente', courante - 1, false);
  }
  return {
    complet: !manques.some(({ bloquant }) => bloquant),
    vide: annees.length === 0,
    manques,
    parTache: compter(manques),
    ...(sansLivret ? { sansLivret: courante } : {}),
  };
}

function compter(manques: readonly Manque[]): Completude['parTache'] {
  const parTache: Partial<Record<Tache, { bloquants: number; autres: number }>> = {};
  for (const { code, bloquant } of manques) {
    const compte = parTache[TACHES[code]] ?? { bloquants: 0, autres: 0 };
    compte[bloquant ? 'bloquants' : 'autres'] += 1;
    parTache[TACHES[code]] = compte;
  }
  return parTache;
}
