import { z } from 'zod';
import { chaineFile } from '../../shared/aws/chaines.ts';
import { clientS3, clientSqs } from '../../shared/aws/clients.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { fileSqs } from '../../shared/aws/files.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { objetsDuSeau } from '../../shared/aws/objets.ts';
import { calendriersDeTexte } from '../../shared/calendrier/index.ts';
import { messageDeTransfert } from '../../shared/livret/envoi.ts';
import { magasinEnvois } from '../../shared/livret/magasin-envois.ts';
import { environnementDuLivret, partiesDuLivret } from '../../shared/livret/parts.ts';
import type { MessageDesStatuts } from '../../shared/transfert/messages.ts';
import { transfererLivret } from '../../shared/transfert/transferer-livret.ts';

const env = lireEnvironnement({
  ...environnementDuLivret,
  SEAU_VERSIONS: z.string(),
  FILE_STATUTS: z.string(),
  LSL_DEPLOIEMENT: z.string(),
  LSL_CALENDRIERS: calendriersDeTexte,
});
const journal = ouvrirJournal('transfert/transferer-livret');
const livret = partiesDuLivret(env);
const parts = {
  ...livret,
  envois: magasinEnvois(livret.dynamo, env.TABLE_LIVRETS),
  versions: objetsDuSeau(clientS3(), env.SEAU_VERSIONS),
  statuts: fileSqs<MessageDesStatuts>(clientSqs(), env.FILE_STATUTS),
  academie: env.LSL_DEPLOIEMENT,
  calendriers: env.LSL_CALENDRIERS,
  journal,
};

export const handler = chaineFile(journal, messageDeTransfert, (message) => transfererLivret(parts, message));
