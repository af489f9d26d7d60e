import { executerTransaction } from '../aws/dynamo.ts';
import type { PartiesDuLivret } from '../livret/index.ts';
import type { Anomalie } from './anomalie.ts';
import { anomalie } from './anomalies.ts';
import type { Depot } from './depot.ts';
import type { DossierLiens } from './dossiers.ts';

/** Divisions and groups of a pupil whom SIECLE gave, as long as no newer file of pupils or of links did. */
export async function integrerLiens(
  parts: Pick<PartiesDuLivret, 'dynamo' | 'registre'>,
  { annee, proprietaire: uai, depotId }: Depot,
  { position, ...liens }: DossierLiens,
): Promise<readonly Anomalie[]> {
  if (annee === null) throw new Error('links without a school year');
  const { eleveId } = liens;
  const eleve = { uai, annee, eleveId };
  const issue = await executerTransaction(parts.dynamo, [parts.registre.ecritureLiens(eleve, liens, depotId)]);
  if (issue.faite) return [];
  const connu = await parts.registre.lireEleve(uai, annee, eleveId);
  return [anomalie(connu === null ? 'liens-eleve-inconnu' : 'import-perime', { ...position, eleve: eleveId })];
}
