import { z } from 'zod';
import { chaineCommande } from '../../shared/aws/chaines.ts';
import { clientDynamo, clientS3 } from '../../shared/aws/clients.ts';
import { horlogeDuDeploiement, lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { signataireDuSeau } from '../../shared/aws/objets.ts';
import { demandeDEtat } from '../../shared/jury/consulter-fichier.ts';
import { magasinEditions } from '../../shared/jury/magasin-editions.ts';
import { signerFichier } from '../../shared/jury/signer-fichier.ts';
import { preuveDesJurys } from '../../shared/preuve/magasin-preuve.ts';

const env = lireEnvironnement({ TABLE_SESSION: z.string(), TABLE_PREUVE: z.string(), SEAU_FICHIERS: z.string() });
const dynamo = clientDynamo();
const parts = {
  editions: magasinEditions(dynamo, env.TABLE_SESSION),
  preuve: preuveDesJurys(dynamo, env.TABLE_PREUVE),
  signataire: signataireDuSeau(clientS3(), env.SEAU_FICHIERS),
  horloge: horlogeDuDeploiement(),
};

export const handler = chaineCommande(ouvrirJournal('jury/signer-fichier'), demandeDEtat, (demande) =>
  signerFichier(parts, demande),
);
