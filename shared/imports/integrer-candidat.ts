import { type Dynamo, executerTransaction } from '../aws/dynamo.ts';
import type { IndexDesIne, MagasinCandidats } from '../candidats/index.ts';
import type { Anomalie } from './anomalie.ts';
import { anomalie } from './anomalies.ts';
import type { Depot } from './depot.ts';
import type { DossierCandidat } from './dossiers.ts';

/** A concurrent write between the read and the transaction is met by reading again. */
const ESSAIS = 5;

interface Parties {
  readonly dynamo: Dynamo;
  readonly candidats: MagasinCandidats;
  readonly ines: IndexDesIne;
  readonly inscrireJury: MagasinCandidats['inscrireJury'];
}

/**
 * A candidate of the DEC, and its place in its jury; it leaves the jury where an earlier file had put it. Its jury is
 * known to the session after it: stopped in between, the candidate comes again.
 */
export async function integrerCandidat(
  parts: Parties,
  { session, depotId }: Depot,
  { position, ...candidat }: DossierCandidat,
): Promise<readonly Anomalie[]> {
  if (session === null) throw new Error('candidates without a session');
  for (let essai = 1; ; essai++) {
    const connu = await parts.candidats.lire(session, candidat.noCandidat);
    if (connu !== null && connu.depotId > depotId) return [anomalie('import-perime', position)];
    const applique = connu?.depotId === depotId;
    const nouveau = { ...candidat, session, depotId };
    const issue = applique
      ? { faite: true }
      : await executerTransaction(parts.dynamo, [
          ...parts.candidats.ecritures(connu, nouveau),
          ...(await parts.ines.ecritures(connu, nouveau)),
        ]);
    if (issue.faite) {
      await parts.inscrireJury(session, candidat.jury, candidat.centre);
      return confronter(parts, session, { position, ...candidat });
    }
    if (essai === ESSAIS) throw new Error('candidate written by others at each try');
  }
}

/** Tells that a registration gives another INE. Of two files that come at the same moment, only this warning is lost. */
async function confronter(
  { candidats }: Parties,
  session: number,
  { position, ...candidat }: DossierCandidat,
): Promise<readonly Anomalie[]> {
  const { ine, noCandidat } = candidat;
  if (ine === null) return [];
  const { inscription } = await candidats.lireIdentite(session, candidat);
  if (inscription?.ines.every((inscrit) => inscrit === ine) ?? true) return [];
  return [anomalie('inscription-ine-differents', { ...position, eleve: noCandidat })];
}
