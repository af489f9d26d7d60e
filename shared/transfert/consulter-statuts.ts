import { z } from 'zod';
import type { MagasinReferentiel, Statut } from './magasin-referentiel.ts';

/** Of one call. */
export const NO_CANDIDATS_PAR_APPEL = 500;

/** Of the académie whose function of the référentiel is called: an académie asks for its own candidates, and no other. */
export const demandeConsulterStatuts = z.strictObject({
  session: z.int().min(2001).max(9999),
  noCandidats: z.array(z.string()).max(NO_CANDIDATS_PAR_APPEL),
});

/** The statuses that the référentiel holds of an académie's candidates: numbers and hashes, no identity. */
export function consulterStatuts(
  referentiel: MagasinReferentiel,
  { session, academie, noCandidats }: z.infer<typeof demandeConsulterStatuts> & { readonly academie: string },
): Promise<Statut[]> {
  return referentiel.lireParCandidats(session, academie, noCandidats);
}
