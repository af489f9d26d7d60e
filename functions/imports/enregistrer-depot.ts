import { z } from 'zod';
import { chaineCommande } from '../../shared/aws/chaines.ts';
import { clientDynamo, clientS3 } from '../../shared/aws/clients.ts';
import { horlogeDuDeploiement, lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { signataireDuSeau } from '../../shared/aws/objets.ts';
import { demandeEnregistrerDepot, enregistrerDepot } from '../../shared/imports/enregistrer-depot.ts';
import { magasinDepots } from '../../shared/imports/magasin-depots.ts';

const env = lireEnvironnement({ TABLE_IMPORTS: z.string(), SEAU_DEPOTS: z.string() });
const parts = {
  depots: magasinDepots(clientDynamo(), env.TABLE_IMPORTS),
  signataire: signataireDuSeau(clientS3(), env.SEAU_DEPOTS),
  horloge: horlogeDuDeploiement(),
};

export const handler = chaineCommande(ouvrirJournal('imports/enregistrer-depot'), demandeEnregistrerDepot, (demande) =>
  enregistrerDepot(parts, demande),
);
