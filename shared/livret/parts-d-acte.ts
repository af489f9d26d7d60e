import { z } from 'zod';
import { magasinDelegations, type PartiesDeReconnaissance } from '../habilitations/index.ts';
import type { PartiesDeDroit } from './habiliter.ts';
import { environnementDuLivret, type PartiesDuLivret, partiesDuLivret } from './parts.ts';

/** What a person's act on a livret works with. */
export type PartiesDActe = PartiesDuLivret & PartiesDeDroit;

/** Environment of the functions through which people act. */
export const environnementDActe = {
  ...environnementDuLivret,
  LSL_DEPLOIEMENT: z.string(),
  LSL_ACCES_EXTERNE: z.enum(['ferme', 'ouvert']),
};

/** With what recognises who acts. */
export function partiesDActe(
  env: Parameters<typeof partiesDuLivret>[0] & {
    readonly LSL_DEPLOIEMENT: string;
    readonly LSL_ACCES_EXTERNE: 'ferme' | 'ouvert';
  },
): PartiesDActe & PartiesDeReconnaissance {
  const parts = partiesDuLivret(env);
  return {
    ...parts,
    academie: env.LSL_DEPLOIEMENT,
    accesExterne: env.LSL_ACCES_EXTERNE,
    delegations: magasinDelegations(parts.dynamo, env.TABLE_REGISTRE),
  };
}
