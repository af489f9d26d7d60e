import { z } from 'zod';
import { chaineFile } from '../../shared/aws/chaines.ts';
import { clientDynamo, clientS3, clientSqs } from '../../shared/aws/clients.ts';
import { horlogeDuDeploiement, lireEnvironnement } from '../../shared/aws/environnement.ts';
import { fileSqs } from '../../shared/aws/files.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { objetsDuSeau } from '../../shared/aws/objets.ts';
import { composerFichier } from '../../shared/jury/composer-fichier.ts';
import { type MessageDEdition, messageDeComposition } from '../../shared/jury/fichier.ts';
import { avecIncident } from '../../shared/jury/incident.ts';
import { magasinEditions } from '../../shared/jury/magasin-editions.ts';

const env = lireEnvironnement({
  TABLE_SESSION: z.string(),
  SEAU_FICHIERS: z.string(),
  SEAU_VERSIONS: z.string(),
  FILE_CONTROLES: z.string(),
});
const journal = ouvrirJournal('jury/composer-fichier');
const s3 = clientS3();
const parts = {
  editions: magasinEditions(clientDynamo(), env.TABLE_SESSION),
  projections: objetsDuSeau(s3, env.SEAU_VERSIONS),
  fichiers: objetsDuSeau(s3, env.SEAU_FICHIERS),
  controles: fileSqs<MessageDEdition>(clientSqs(), env.FILE_CONTROLES),
  journal,
  horloge: horlogeDuDeploiement(),
  // Two browsers take the function's two cores.
  reglages: { presses: 2 },
};

export const handler = chaineFile(journal, messageDeComposition, (message) =>
  avecIncident(parts, message, () => composerFichier(parts, message)),
);
