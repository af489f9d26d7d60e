import type { z } from 'zod';
import { type demandeReserverNumeros, LIVRETS_PAR_DEMANDE, type Numeros } from './reserver-numeros.ts';

/** Numbers asked of the référentiel national's function, which alone writes its table. */
export function numerosDuReferentiel(
  demander: (demande: z.infer<typeof demandeReserverNumeros>) => Promise<Record<string, string>>,
): Numeros {
  return {
    async reserver(session, livretIds) {
      const numeros: Record<string, string> = {};
      for (let debut = 0; debut < livretIds.length; debut += LIVRETS_PAR_DEMANDE) {
        const tranche = livretIds.slice(debut, debut + LIVRETS_PAR_DEMANDE);
        Object.assign(numeros, await demander({ session, livretIds: tranche }));
      }
      return numeros;
    },
  };
}
