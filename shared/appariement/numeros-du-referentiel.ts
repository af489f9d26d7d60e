import type { LambdaClient } from '@aws-sdk/client-lambda';
import { appeler } from '../aws/appels.ts';
import { LIVRETS_PAR_DEMANDE, type Numeros } from './reserver-numeros.ts';

/** Numbers asked of the référentiel national's function, which alone writes its table. */
export function numerosDuReferentiel(lambda: LambdaClient, fonction: string): Numeros {
  return {
    async reserver(session, livretIds) {
      const numeros: Record<string, string> = {};
      for (let debut = 0; debut < livretIds.length; debut += LIVRETS_PAR_DEMANDE) {
        const demande = { session, livretIds: livretIds.slice(debut, debut + LIVRETS_PAR_DEMANDE) };
        Object.assign(numeros, await appeler<Record<string, string>>(lambda, fonction, demande));
      }
      return numeros;
    },
  };
}
