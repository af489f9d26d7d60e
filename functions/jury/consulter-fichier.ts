import { z } from 'zod';
import { clientDynamo } from '../../shared/aws/clients.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { commandeHabilitee } from '../../shared/habilitations/commande-habilitee.ts';
import { droitsSansRegistre, environnementDesDroits, juryDeSession } from '../../shared/habilitations/index.ts';
import { consulterFichier, demandeDEtat } from '../../shared/jury/consulter-fichier.ts';
import { magasinEditions } from '../../shared/jury/magasin-editions.ts';

const env = lireEnvironnement({ ...environnementDesDroits, TABLE_SESSION: z.string() });
const journal = ouvrirJournal('jury/consulter-fichier');
const editions = magasinEditions(clientDynamo(), env.TABLE_SESSION);

export const handler = commandeHabilitee(
  journal,
  demandeDEtat,
  droitsSansRegistre(env),
  { operation: 'consulter-fichier-jury', objet: juryDeSession },
  (demande) => consulterFichier(editions, demande),
);
