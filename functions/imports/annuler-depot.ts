import { z } from 'zod';
import { clientDynamo, clientS3, clientSqs } from '../../shared/aws/clients.ts';
import { horlogeDuDeploiement, lireEnvironnement } from '../../shared/aws/environnement.ts';
import { fileSqs } from '../../shared/aws/files.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { objetsDuSeau } from '../../shared/aws/objets.ts';
import { commandeHabilitee } from '../../shared/habilitations/commande-habilitee.ts';
import { annulerDepot, demandeAnnulerDepot } from '../../shared/imports/annuler-depot.ts';
import { droitSurDepots } from '../../shared/imports/demande.ts';
import type { MessageDesLots } from '../../shared/imports/integrer-lot.ts';
import { magasinDepots } from '../../shared/imports/magasin-depots.ts';
import { droitsDuRegistre, environnementDuRegistre } from '../../shared/livret/droits-du-registre.ts';

const env = lireEnvironnement({
  ...environnementDuRegistre,
  TABLE_IMPORTS: z.string(),
  SEAU_DEPOTS: z.string(),
  FILE_LOTS: z.string(),
});
const journal = ouvrirJournal('imports/annuler-depot');
const dynamo = clientDynamo();
const parts = {
  depots: magasinDepots(dynamo, env.TABLE_IMPORTS),
  objets: objetsDuSeau(clientS3(), env.SEAU_DEPOTS),
  lots: fileSqs<MessageDesLots>(clientSqs(), env.FILE_LOTS),
  horloge: horlogeDuDeploiement(),
};

export const handler = commandeHabilitee(
  journal,
  demandeAnnulerDepot,
  droitsDuRegistre(env, dynamo),
  droitSurDepots('annuler-depot'),
  (demande, acteur) => annulerDepot(parts, acteur, demande),
);
