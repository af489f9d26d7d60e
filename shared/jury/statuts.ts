import { fonctionAppelee } from '../aws/appels.ts';
import { clientLambda } from '../aws/clients.ts';
import type { Statut } from '../transfert/index.ts';

/** What the référentiel holds of an académie's candidates; those without status are left out. */
export type StatutsDesCandidats = (session: number, noCandidats: readonly string[]) => Promise<readonly Statut[]>;

export function statutsDuReferentiel(env: {
  readonly FONCTION_STATUTS: string;
  readonly LSL_DEPLOIEMENT: string;
}): StatutsDesCandidats {
  const consulter = fonctionAppelee<
    { readonly session: number; readonly academie: string; readonly noCandidats: readonly string[] },
    Statut[]
  >(clientLambda(), env.FONCTION_STATUTS);
  return (session, noCandidats) => consulter({ session, academie: env.LSL_DEPLOIEMENT, noCandidats });
}
