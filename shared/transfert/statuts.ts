import type { z } from 'zod';
import { fonctionAppelee } from '../aws/appels.ts';
import { clientLambda } from '../aws/clients.ts';
import { type demandeConsulterStatuts, NO_CANDIDATS_PAR_APPEL } from './consulter-statuts.ts';
import type { Statut } from './magasin-referentiel.ts';

/** What the référentiel holds of an académie's candidates; those without status are left out. */
export type StatutsDesCandidats = (session: number, noCandidats: readonly string[]) => Promise<readonly Statut[]>;

export function statutsDuReferentiel(env: { readonly FONCTION_STATUTS: string }): StatutsDesCandidats {
  const consulter = fonctionAppelee<z.infer<typeof demandeConsulterStatuts>, Statut[]>(
    clientLambda(),
    env.FONCTION_STATUTS,
  );
  return async (session, noCandidats) => {
    const statuts: Statut[] = [];
    for (let debut = 0; debut < noCandidats.length; debut += NO_CANDIDATS_PAR_APPEL) {
      const tranche = noCandidats.slice(debut, debut + NO_CANDIDATS_PAR_APPEL);
      statuts.push(...(await consulter({ session, noCandidats: tranche })));
    }
    return statuts;
  };
}
