import { z } from 'zod';
import { clientDynamo } from '../aws/clients.ts';
import type { Dynamo } from '../aws/dynamo.ts';
import { horlogeDuDeploiement } from '../aws/environnement.ts';
import { lecteurDeSecret } from '../aws/secret.ts';
import type { Horloge } from '../kernel/horloge.ts';
import { type MagasinEtablissement, magasinEtablissement } from './magasin-etablissement.ts';
import { type MagasinLivrets, magasinLivrets } from './magasin-livrets.ts';
import { type MagasinRegistre, magasinRegistre } from './magasin-registre.ts';

/** What every function that works on livrets joins: the environment that its construct gives it. */
export const environnementDuLivret = {
  TABLE_LIVRETS: z.string(),
  TABLE_REGISTRE: z.string(),
  TABLE_PREUVE: z.string(),
  SECRET_INE: z.string(),
};

export interface PartiesDuLivret {
  readonly dynamo: Dynamo;
  readonly livrets: MagasinLivrets;
  readonly registre: MagasinRegistre;
  readonly etablissement: MagasinEtablissement;
  readonly tablePreuve: string;
  readonly horloge: Horloge;
}

export function partiesDuLivret(env: {
  readonly TABLE_LIVRETS: string;
  readonly TABLE_REGISTRE: string;
  readonly TABLE_PREUVE: string;
  readonly SECRET_INE: string;
}): PartiesDuLivret {
  const dynamo = clientDynamo();
  return {
    dynamo,
    livrets: magasinLivrets(dynamo, env.TABLE_LIVRETS),
    registre: magasinRegistre(dynamo, env.TABLE_REGISTRE, lecteurDeSecret(env.SECRET_INE)),
    etablissement: magasinEtablissement(dynamo, env.TABLE_REGISTRE),
    tablePreuve: env.TABLE_PREUVE,
    horloge: horlogeDuDeploiement(),
  };
}
