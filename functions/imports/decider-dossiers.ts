import { z } from 'zod';
import { chaineCommande } from '../../shared/aws/chaines.ts';
import { clientDynamo, clientSqs } from '../../shared/aws/clients.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { fileSqs } from '../../shared/aws/files.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { deciderDossiers, demandeDeciderDossiers } from '../../shared/imports/decider-dossiers.ts';
import type { MessageDesLots } from '../../shared/imports/integrer-lot.ts';
import { magasinDepots } from '../../shared/imports/magasin-depots.ts';

const env = lireEnvironnement({ TABLE_IMPORTS: z.string(), FILE_LOTS: z.string() });
const parts = {
  depots: magasinDepots(clientDynamo(), env.TABLE_IMPORTS),
  lots: fileSqs<MessageDesLots>(clientSqs(), env.FILE_LOTS),
};

export const handler = chaineCommande(ouvrirJournal('imports/decider-dossiers'), demandeDeciderDossiers, (demande) =>
  deciderDossiers(parts, demande),
);
