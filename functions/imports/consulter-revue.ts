import { z } from 'zod';
import { chaineCommande } from '../../shared/aws/chaines.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { consulterRevue, demandeConsulterRevue } from '../../shared/imports/consulter-revue.ts';
import { magasinDepots } from '../../shared/imports/magasin-depots.ts';
import { environnementDuLivret, partiesDuLivret } from '../../shared/livret/parts.ts';

const env = lireEnvironnement({ ...environnementDuLivret, TABLE_IMPORTS: z.string() });
const livret = partiesDuLivret(env);
const parts = { ...livret, depots: magasinDepots(livret.dynamo, env.TABLE_IMPORTS) };

export const handler = chaineCommande(ouvrirJournal('imports/consulter-revue'), demandeConsulterRevue, (demande) =>
  consulterRevue(parts, demande),
);
