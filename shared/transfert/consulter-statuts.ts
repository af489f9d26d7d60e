import { z } from 'zod';
import type { MagasinReferentiel, Statut } from './magasin-referentiel.ts';

/** Of one call. */
export const NO_CANDIDATS_PAR_APPEL = 500;

export const demandeConsulterStatuts = z.strictObject({
  session: z.int().min(2001).max(9999),
  academie: z.string(),
  noCandidats: z.array(z.string()).max(NO_CANDIDATS_PAR_APPEL),
});

/** The statuses that the référentiel holds of an académie's candidates: numbers and hashes, no identity. */
export function consulterStatuts(
  referentiel: MagasinReferentiel,
  { session, academie, noCandidats }: z.infer<typeof demandeConsulterStatuts>,
): Promise<Statut[]> {
  return referentiel.lireParCandidats(session, academie, noCandidats);
}
