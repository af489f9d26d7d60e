import { z } from 'zod';
import { clientDynamo, clientS3 } from '../../shared/aws/clients.ts';
import { horlogeDuDeploiement, lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { signataireDuSeau } from '../../shared/aws/objets.ts';
import { commandeHabilitee } from '../../shared/habilitations/commande-habilitee.ts';
import { droitSurDepots } from '../../shared/imports/demande.ts';
import { demandeEnregistrerDepot, enregistrerDepot } from '../../shared/imports/enregistrer-depot.ts';
import { magasinDepots } from '../../shared/imports/magasin-depots.ts';
import { droitsDuRegistre, environnementDuRegistre } from '../../shared/livret/droits-du-registre.ts';

const env = lireEnvironnement({ ...environnementDuRegistre, TABLE_IMPORTS: z.string(), SEAU_DEPOTS: z.string() });
const journal = ouvrirJournal('imports/enregistrer-depot');
const dynamo = clientDynamo();
const parts = {
  depots: magasinDepots(dynamo, env.TABLE_IMPORTS),
  signataire: signataireDuSeau(clientS3(), env.SEAU_DEPOTS),
  horloge: horlogeDuDeploiement(),
};

export const handler = commandeHabilitee(
  journal,
  demandeEnregistrerDepot,
  droitsDuRegistre(env, dynamo),
  droitSurDepots('deposer-fichier'),
  (demande, acteur) => enregistrerDepot(parts, acteur, demande),
);
