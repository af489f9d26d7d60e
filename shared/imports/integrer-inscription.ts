import { type Dynamo, executerTransaction } from '../aws/dynamo.ts';
import type { IndexDesIne, MagasinCandidats } from '../candidats/index.ts';
import type { Anomalie } from './anomalie.ts';
import { anomalie } from './anomalies.ts';
import type { Depot } from './depot.ts';
import type { DossierInscription } from './dossiers.ts';

/** A concurrent write between the read and the transaction is met by reading again. */
const ESSAIS = 5;

/**
 * A registration waits under the identity of its person. The INE that it gives completes the candidate's when
 * candidates are listed, so that it does not matter which of the two files came first.
 */
export async function integrerInscription(
  parts: { readonly dynamo: Dynamo; readonly candidats: MagasinCandidats; readonly ines: IndexDesIne },
  { session, depotId }: Depot,
  { position, ine, ...inscription }: DossierInscription,
): Promise<readonly Anomalie[]> {
  if (session === null) throw new Error('registrations without a session');
  for (let essai = 1; ; essai++) {
    const { inscription: connue, candidats } = await parts.candidats.lireIdentite(session, inscription);
    if (connue !== null && connue.depotId > depotId) return [anomalie('import-perime', position)];
    const dejaDonnes = connue?.depotId === depotId ? connue.ines : [];
    const ines = [...new Set([...dejaDonnes, ...(ine === null ? [] : [ine])])];
    const differents = new Set([...ines, ...candidats.flatMap((candidat) => candidat.ine ?? [])]).size > 1;
    const avertissements = differents ? [anomalie('inscription-ine-differents', position)] : [];
    if (connue?.depotId === depotId && ines.length === dejaDonnes.length) return avertissements;
    const nouvelle = { ...inscription, session, depotId, ines };
    const issue = await executerTransaction(parts.dynamo, [
      parts.candidats.ecritureInscription(connue, nouvelle),
      ...(await parts.ines.ecrituresDInscription(connue, nouvelle)),
    ]);
    if (issue.faite) return avertissements;
    if (essai === ESSAIS) throw new Error('registration written by others at each try');
  }
}
