import { type Dynamo, executerTransaction } from '../aws/dynamo.ts';
import type { MagasinCandidats } from '../candidats/index.ts';
import type { Anomalie } from './anomalie.ts';
import { anomalie } from './anomalies.ts';
import type { Depot } from './depot.ts';
import type { DossierCandidat } from './dossiers.ts';

/** A concurrent write between the read and the transaction is met by reading again. */
const ESSAIS = 5;

/** A candidate of the DEC, and its place in its jury; it leaves the jury where an earlier file had put it. */
export async function integrerCandidat(
  parts: { readonly dynamo: Dynamo; readonly candidats: MagasinCandidats },
  { session, depotId }: Depot,
  { position, ...candidat }: DossierCandidat,
): Promise<readonly Anomalie[]> {
  if (session === null) throw new Error('candidates without a session');
  for (let essai = 1; ; essai++) {
    const connu = await parts.candidats.lire(session, candidat.noCandidat);
    if (connu !== null && connu.depotId === depotId) return [];
    if (connu !== null && connu.depotId > depotId) return [anomalie('import-perime', position)];
    const issue = await executerTransaction(
      parts.dynamo,
      parts.candidats.ecritures(connu, { ...candidat, session, depotId }),
    );
    if (issue.faite) return [];
    if (essai === ESSAIS) throw new Error('candidate written by others at each try');
  }
}
