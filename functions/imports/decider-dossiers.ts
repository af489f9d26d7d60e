import { z } from 'zod';
import { clientDynamo, clientSqs } from '../../shared/aws/clients.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { fileSqs } from '../../shared/aws/files.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { commandeHabilitee } from '../../shared/habilitations/commande-habilitee.ts';
import { deciderDossiers, demandeDeciderDossiers } from '../../shared/imports/decider-dossiers.ts';
import { droitSurDepots } from '../../shared/imports/demande.ts';
import type { MessageDesLots } from '../../shared/imports/integrer-lot.ts';
import { magasinDepots } from '../../shared/imports/magasin-depots.ts';
import { droitsDuRegistre, environnementDuRegistre } from '../../shared/livret/droits-du-registre.ts';

const env = lireEnvironnement({ ...environnementDuRegistre, TABLE_IMPORTS: z.string(), FILE_LOTS: z.string() });
const journal = ouvrirJournal('imports/decider-dossiers');
const dynamo = clientDynamo();
const parts = {
  depots: magasinDepots(dynamo, env.TABLE_IMPORTS),
  lots: fileSqs<MessageDesLots>(clientSqs(), env.FILE_LOTS),
};

export const handler = commandeHabilitee(
  journal,
  demandeDeciderDossiers,
  droitsDuRegistre(env, dynamo),
  droitSurDepots('decider-dossiers'),
  (demande) => deciderDossiers(parts, demande),
);
