import { type Dynamo, executerTransaction } from '../aws/dynamo.ts';
import type { MagasinRegistre } from '../livret/index.ts';
import type { Anomalie } from './anomalie.ts';
import { anomalie } from './anomalies.ts';
import type { Depot } from './depot.ts';
import type { DossierMef } from './dossiers.ts';

/** One MEF of a year's nomenclature replaces the one that stood. */
export async function integrerMef(
  parts: { readonly dynamo: Dynamo; readonly registre: MagasinRegistre },
  depot: Depot,
  { position, ...mef }: DossierMef,
): Promise<readonly Anomalie[]> {
  const connu = await parts.registre.lireMef(mef.annee, mef.codeMef);
  if (connu?.depotId === depot.depotId) return [];
  const issue = await executerTransaction(parts.dynamo, [parts.registre.ecritureMef(mef, depot.depotId)]);
  return issue.faite ? [] : [anomalie('import-perime', position)];
}
