import { type Dynamo, executerTransaction } from '../aws/dynamo.ts';
import type { MagasinCandidats } from '../candidats/index.ts';
import type { Anomalie } from './anomalie.ts';
import { anomalie } from './anomalies.ts';
import type { Depot } from './depot.ts';
import type { DossierCandidat } from './dossiers.ts';

/** A candidate of the DEC, and its place in its jury; it leaves the jury where an earlier file had put it. */
export async function integrerCandidat(
  parts: { readonly dynamo: Dynamo; readonly candidats: MagasinCandidats },
  depot: Depot,
  candidat: DossierCandidat,
): Promise<readonly Anomalie[]> {
  const { session, depotId } = depot;
  if (session === null) throw new Error('candidates without a session');
  const { position, ...valeurs } = candidat;
  const connu = await parts.candidats.lire(session, candidat.uai, candidat.noCandidat);
  if (connu?.depotId === depotId) return [];
  const issue = await executerTransaction(
    parts.dynamo,
    parts.candidats.ecritures(connu, { ...valeurs, session, depotId }),
  );
  return issue.faite ? [] : [anomalie('import-perime', position)];
}
