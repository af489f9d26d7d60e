import { z } from 'zod';
import type { Dynamo } from '../aws/dynamo.ts';
import {
  type DroitsDuDeploiement,
  droitsSansRegistre,
  environnementDesDroits,
  magasinDelegations,
  reconnaitreActeur,
} from '../habilitations/index.ts';
import { magasinEtablissement } from './magasin-etablissement.ts';

/** Environment of the functions that people of an establishment command. */
export const environnementDuRegistre = { ...environnementDesDroits, TABLE_REGISTRE: z.string() };

/** Rights of people whom the establishment's partition of `registre` bears out: teachers, delegates. */
export function droitsDuRegistre(
  env: Parameters<typeof droitsSansRegistre>[0] & { readonly TABLE_REGISTRE: string },
  dynamo: Dynamo,
): DroitsDuDeploiement {
  const droits = droitsSansRegistre(env);
  const parts = {
    etablissement: magasinEtablissement(dynamo, env.TABLE_REGISTRE),
    delegations: magasinDelegations(dynamo, env.TABLE_REGISTRE),
    horloge: droits.horloge,
    academie: droits.academie,
  };
  return { ...droits, reconnaitre: (qui) => reconnaitreActeur(parts, qui) };
}
