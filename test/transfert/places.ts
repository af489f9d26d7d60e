import type { Operation } from '../../shared/aws/dynamo.ts';
import type { Detenteur } from '../../shared/transfert/magasin-referentiel.ts';

/** The place of a pupil as the référentiel reserved it, put as it stands: whoever tests the reservation asks for it. */
export function ecriturePlace(
  noEleve: string,
  livretId: string,
  academie = 'grenoble',
  anciens: readonly Detenteur[] = [],
): Operation {
  const detenteur = { academie, livretId };
  const place = { session: 2016, noEleve, epoque: anciens.length, detenteur, anciens, naissance: null };
  const Item = { ...place, pk: `S#2016#N#${noEleve}`, sk: 'PLACE', schemaVersion: 1 };
  return { Put: { TableName: 'referentiel', Item } };
}
