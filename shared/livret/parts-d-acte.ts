import { environnementDesDroits } from '../habilitations/index.ts';
import type { PartiesDeDroit } from './habiliter.ts';
import { environnementDuLivret, type PartiesDuLivret, partiesDuLivret } from './parts.ts';

/** What a person's act on a livret works with. */
export type PartiesDActe = PartiesDuLivret & PartiesDeDroit;

/** Environment of the functions through which people act. */
export const environnementDActe = { ...environnementDuLivret, ...environnementDesDroits };

export function partiesDActe(
  env: Parameters<typeof partiesDuLivret>[0] & {
    readonly LSL_DEPLOIEMENT: string;
    readonly LSL_ACCES_EXTERNE: PartiesDeDroit['accesExterne'];
  },
): PartiesDActe {
  return { ...partiesDuLivret(env), academie: env.LSL_DEPLOIEMENT, accesExterne: env.LSL_ACCES_EXTERNE };
}
