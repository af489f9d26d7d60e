import { z } from 'zod';
import { chaineCommande } from '../../shared/aws/chaines.ts';
import { clientDynamo, clientS3, clientSqs } from '../../shared/aws/clients.ts';
import { horlogeDuDeploiement, lireEnvironnement } from '../../shared/aws/environnement.ts';
import { fileSqs } from '../../shared/aws/files.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { objetsDuSeau } from '../../shared/aws/objets.ts';
import { annulerDepot, demandeAnnulerDepot } from '../../shared/imports/annuler-depot.ts';
import type { MessageDesLots } from '../../shared/imports/integrer-lot.ts';
import { magasinDepots } from '../../shared/imports/magasin-depots.ts';

const env = lireEnvironnement({ TABLE_IMPORTS: z.string(), SEAU_DEPOTS: z.string(), FILE_LOTS: z.string() });
const parts = {
  depots: magasinDepots(clientDynamo(), env.TABLE_IMPORTS),
  objets: objetsDuSeau(clientS3(), env.SEAU_DEPOTS),
  lots: fileSqs<MessageDesLots>(clientSqs(), env.FILE_LOTS),
  horloge: horlogeDuDeploiement(),
};

export const handler = chaineCommande(ouvrirJournal('imports/annuler-depot'), demandeAnnulerDepot, (demande) =>
  annulerDepot(parts, demande),
);
