import { z } from 'zod';
import { chaineFile } from '../../shared/aws/chaines.ts';
import { clientDynamo, clientS3, clientSqs } from '../../shared/aws/clients.ts';
import { horlogeDuDeploiement, lireEnvironnement } from '../../shared/aws/environnement.ts';
import { fileSqs } from '../../shared/aws/files.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { objetsDuSeau } from '../../shared/aws/objets.ts';
import { editeursDeTexte } from '../../shared/imports/editeurs.ts';
import type { MessageDesLots } from '../../shared/imports/integrer-lot.ts';
import { lireDepot, objetDepose } from '../../shared/imports/lire-depot.ts';
import { magasinDepots } from '../../shared/imports/magasin-depots.ts';

const env = lireEnvironnement({
  TABLE_IMPORTS: z.string(),
  SEAU_DEPOTS: z.string(),
  FILE_LOTS: z.string(),
  LSL_EDITEURS: editeursDeTexte,
  LSL_EDITEURS_NON_AGREES: z.enum(['avertir', 'refuser']),
});
const journal = ouvrirJournal('imports/lire-depot');
const parts = {
  depots: magasinDepots(clientDynamo(), env.TABLE_IMPORTS),
  objets: objetsDuSeau(clientS3(), env.SEAU_DEPOTS),
  lots: fileSqs<MessageDesLots>(clientSqs(), env.FILE_LOTS),
  horloge: horlogeDuDeploiement(),
  editeurs: { agrees: env.LSL_EDITEURS, regle: env.LSL_EDITEURS_NON_AGREES },
  journal,
};

export const handler = chaineFile(journal, objetDepose, (depot) => lireDepot(parts, depot));
