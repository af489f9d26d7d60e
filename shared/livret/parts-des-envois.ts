import { z } from 'zod';
import { clientDynamo, clientSqs } from '../aws/clients.ts';
import { fileSqs } from '../aws/files.ts';
import type { MessageDeTransfert, PartiesDesEnvois } from './envoi.ts';
import { magasinEnvois } from './magasin-envois.ts';

/** Environment of the functions after which something may have to be told to the référentiel national. */
export const environnementDesEnvois = { TABLE_LIVRETS: z.string(), FILE_TRANSFERT: z.string() };

export function partiesDesEnvois(env: {
  readonly TABLE_LIVRETS: string;
  readonly FILE_TRANSFERT: string;
}): PartiesDesEnvois {
  return {
    envois: magasinEnvois(clientDynamo(), env.TABLE_LIVRETS),
    transferts: fileSqs<MessageDeTransfert>(clientSqs(), env.FILE_TRANSFERT),
  };
}
