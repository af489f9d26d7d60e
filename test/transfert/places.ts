import type { Operation } from '../../shared/aws/dynamo.ts';

/** The place of a pupil as the référentiel reserved it, put as it stands: whoever tests the reservation asks for it. */
export function ecriturePlace(noEleve: string, livretId: string, academie = 'grenoble', epoque = 0): Operation {
  const place = { session: 2016, noEleve, epoque, detenteur: { academie, livretId }, naissance: null };
  const Item = { ...place, pk: `S#2016#N#${noEleve}`, sk: 'PLACE', schemaVersion: 1 };
  return { Put: { TableName: 'referentiel', Item } };
}
