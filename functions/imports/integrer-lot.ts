import { z } from 'zod';
import type { MessageDAppariement } from '../../shared/appariement/index.ts';
import { chaineFile } from '../../shared/aws/chaines.ts';
import { clientS3, clientSqs } from '../../shared/aws/clients.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { fileSqs } from '../../shared/aws/files.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { objetsDuSeau } from '../../shared/aws/objets.ts';
import { lecteurDeSecret } from '../../shared/aws/secret.ts';
import { magasinCandidats } from '../../shared/candidats/magasin-candidats.ts';
import { indexDesIne } from '../../shared/candidats/magasin-ine.ts';
import { clotures, integrateurs, suitesDeLot } from '../../shared/imports/integrateurs.ts';
import { integrerLot, messageDesLots } from '../../shared/imports/integrer-lot.ts';
import { magasinDepots } from '../../shared/imports/magasin-depots.ts';
import { environnementDuLivret, partiesDuLivret } from '../../shared/livret/parts.ts';
import { environnementDesEnvois, partiesDesEnvois } from '../../shared/livret/parts-des-envois.ts';

const env = lireEnvironnement({
  ...environnementDuLivret,
  TABLE_IMPORTS: z.string(),
  TABLE_SESSION: z.string(),
  SEAU_DEPOTS: z.string(),
  FILE_APPARIEMENT: z.string(),
  ...environnementDesEnvois,
});
const journal = ouvrirJournal('imports/integrer-lot');
const livret = partiesDuLivret(env);
const depots = magasinDepots(livret.dynamo, env.TABLE_IMPORTS);
const candidats = magasinCandidats(livret.dynamo, env.TABLE_SESSION);
const ines = indexDesIne(livret.dynamo, env.TABLE_SESSION, lecteurDeSecret(env.SECRET_INE));
const appariement = fileSqs<MessageDAppariement>(clientSqs(), env.FILE_APPARIEMENT);
const transfert = partiesDesEnvois(env);
const parts = {
  depots,
  objets: objetsDuSeau(clientS3(), env.SEAU_DEPOTS),
  integrateurs: () => integrateurs({ ...livret, candidats, ines, depots, ...transfert }),
  clotures: clotures({ ...livret, appariement }),
  suitesDeLot: suitesDeLot({ ...livret, candidats, appariement }),
  horloge: livret.horloge,
  journal,
};

export const handler = chaineFile(journal, messageDesLots, (message) => integrerLot(parts, message));
