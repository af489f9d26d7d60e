import { z } from 'zod';
import { consulterAppariement } from '../../shared/appariement/consulter-appariement.ts';
import { demandeAppariement } from '../../shared/appariement/envoyer-identifiants.ts';
import { chaineCommande } from '../../shared/aws/chaines.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { magasinCandidats } from '../../shared/candidats/magasin-candidats.ts';
import { environnementDuLivret, partiesDuLivret } from '../../shared/livret/parts.ts';

const env = lireEnvironnement({ ...environnementDuLivret, TABLE_SESSION: z.string() });
const { dynamo, registre } = partiesDuLivret(env);
const parts = { registre, candidats: magasinCandidats(dynamo, env.TABLE_SESSION) };

export const handler = chaineCommande(
  ouvrirJournal('appariement/consulter-appariement'),
  demandeAppariement,
  (demande) => consulterAppariement(parts, demande),
);
