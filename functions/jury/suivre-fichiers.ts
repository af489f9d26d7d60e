import { z } from 'zod';
import { clientDynamo } from '../../shared/aws/clients.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { magasinCandidats } from '../../shared/candidats/magasin-candidats.ts';
import { commandeHabilitee } from '../../shared/habilitations/commande-habilitee.ts';
import { droitsSansRegistre, environnementDesDroits } from '../../shared/habilitations/index.ts';
import { magasinEditions } from '../../shared/jury/magasin-editions.ts';
import { demandeDeSuivi, suivreFichiers } from '../../shared/jury/suivre-fichiers.ts';

const env = lireEnvironnement({ ...environnementDesDroits, TABLE_SESSION: z.string() });
const dynamo = clientDynamo();
const parts = {
  candidats: magasinCandidats(dynamo, env.TABLE_SESSION),
  editions: magasinEditions(dynamo, env.TABLE_SESSION),
};

export const handler = commandeHabilitee(
  ouvrirJournal('jury/suivre-fichiers'),
  demandeDeSuivi,
  droitsSansRegistre(env),
  // Of the whole académie: a centre's head has its own juries, and no list.
  { operation: 'consulter-fichier-jury', objet: () => ({}) },
  (demande) => suivreFichiers(parts, demande),
);
