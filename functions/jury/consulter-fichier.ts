import { z } from 'zod';
import { chaineCommande } from '../../shared/aws/chaines.ts';
import { clientDynamo } from '../../shared/aws/clients.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { consulterFichier, demandeDEtat } from '../../shared/jury/consulter-fichier.ts';
import { magasinEditions } from '../../shared/jury/magasin-editions.ts';

const env = lireEnvironnement({ TABLE_SESSION: z.string() });
const editions = magasinEditions(clientDynamo(), env.TABLE_SESSION);

export const handler = chaineCommande(ouvrirJournal('jury/consulter-fichier'), demandeDEtat, (demande) =>
  consulterFichier(editions, demande),
);
