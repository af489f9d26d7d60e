import { z } from 'zod';
import { chaineFile } from '../../shared/aws/chaines.ts';
import { clientDynamo, clientS3 } from '../../shared/aws/clients.ts';
import { horlogeDuDeploiement, lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { objetsDuSeau } from '../../shared/aws/objets.ts';
import { controlerFichier } from '../../shared/jury/controler-fichier.ts';
import { messageDEdition } from '../../shared/jury/fichier.ts';
import { avecIncident } from '../../shared/jury/incident.ts';
import { magasinEditions } from '../../shared/jury/magasin-editions.ts';

const env = lireEnvironnement({ TABLE_SESSION: z.string(), SEAU_FICHIERS: z.string(), SEAU_VERSIONS: z.string() });
const journal = ouvrirJournal('jury/controler-fichier');
const s3 = clientS3();
const parts = {
  editions: magasinEditions(clientDynamo(), env.TABLE_SESSION),
  fichiers: objetsDuSeau(s3, env.SEAU_FICHIERS),
  termes: objetsDuSeau(s3, env.SEAU_VERSIONS),
  journal,
  horloge: horlogeDuDeploiement(),
};

export const handler = chaineFile(journal, messageDEdition, (message) =>
  avecIncident(parts, message, () => controlerFichier(parts, message)),
);
