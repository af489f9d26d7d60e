import { jsonCanonique } from '../kernel/empreinte.ts';
import type { Horloge } from '../kernel/horloge.ts';
import { bilanDe } from './bilan.ts';
import type { MagasinBilans } from './magasin-bilans.ts';
import type { MagasinRegistre } from './magasin-registre.ts';

/** Rows of an establishment change many at once: an import, a validation. */
const ESSAIS = 10;

/**
 * Counts an establishment's rows again, after one of them changed. Whatever the number and the order of the calls, the
 * counts are of rows that were read after the last counts stood: who read before somebody else wrote counts again.
 */
export async function tenirBilan(
  {
    bilans,
    registre,
    horloge,
  }: {
    readonly bilans: MagasinBilans;
    readonly registre: Pick<MagasinRegistre, 'lireEleves'>;
    readonly horloge: Horloge;
  },
  { uai, annee }: { readonly uai: string; readonly annee: number },
): Promise<void> {
  for (let essai = 1; essai <= ESSAIS; essai++) {
    const avant = await bilans.lire(uai, annee);
    const bilan = bilanDe(await registre.lireEleves(uai, annee));
    if (avant !== null && jsonCanonique(avant.bilan) === jsonCanonique(bilan)) return;
    const compteLe = horloge.maintenant().toString();
    if (await bilans.ecrire({ uai, annee, n: (avant?.n ?? 0) + 1, bilan, compteLe })) return;
  }
  throw new Error('counts of an establishment written by others at each try');
}
