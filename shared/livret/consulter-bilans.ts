import { z } from 'zod';
import type { Droit } from '../habilitations/index.ts';
import { type Bilan, totaliser } from './bilan.ts';
import type { BilanDEtablissement, MagasinBilans } from './magasin-bilans.ts';

export const demandeConsulterBilans = z.strictObject({ annee: z.int().min(2000).max(9999) });

/** All of an académie: of no establishment in particular. */
export const droitDeConsulterBilans: Droit<z.infer<typeof demandeConsulterBilans>> = {
  operation: 'consulter-completude',
  objet: ({ annee }) => ({ annee }),
};

export interface BilansConsultes {
  readonly annee: number;
  readonly bilan: Bilan;
  /** In the order of their UAI. */
  readonly etablissements: readonly BilanDEtablissement[];
}

/** How far the livrets of an académie are, establishment by establishment: one request, whatever their number. */
export async function consulterBilans(
  bilans: Pick<MagasinBilans, 'lireTous'>,
  { annee }: z.infer<typeof demandeConsulterBilans>,
): Promise<BilansConsultes> {
  const etablissements = await bilans.lireTous(annee);
  return { annee, bilan: totaliser(etablissements.map(({ bilan }) => bilan)), etablissements };
}
