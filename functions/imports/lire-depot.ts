import { z } from 'zod';
import { chaineFile } from '../../shared/aws/chaines.ts';
import { clientDynamo, clientS3, clientSqs } from '../../shared/aws/clients.ts';
import { horlogeDuDeploiement, lireEnvironnement } from '../../shared/aws/environnement.ts';
import { fileSqs } from '../../shared/aws/files.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { objetsDuSeau } from '../../shared/aws/objets.ts';
import { sansPublier } from '../../shared/imports/integrer-tableau.ts';
import { lireDepot, type MessageDeLot, objetDepose } from '../../shared/imports/lire-depot.ts';
import { magasinDepots } from '../../shared/imports/magasin-depots.ts';

const env = lireEnvironnement({ TABLE_IMPORTS: z.string(), SEAU_DEPOTS: z.string(), FILE_LOTS: z.string() });
const journal = ouvrirJournal('imports/lire-depot');
const parts = {
  depots: magasinDepots(clientDynamo(), env.TABLE_IMPORTS),
  objets: objetsDuSeau(clientS3(), env.SEAU_DEPOTS),
  lots: fileSqs<MessageDeLot>(clientSqs(), env.FILE_LOTS),
  horloge: horlogeDuDeploiement(),
  publier: sansPublier,
  journal,
};

export const handler = chaineFile(journal, objetDepose, (depot) => lireDepot(parts, depot));
