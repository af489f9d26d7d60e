import { z } from 'zod';
import { consulterAppariement } from '../../shared/appariement/consulter-appariement.ts';
import { demandeAppariement } from '../../shared/appariement/envoyer-identifiants.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { magasinCandidats } from '../../shared/candidats/magasin-candidats.ts';
import { commandeHabilitee } from '../../shared/habilitations/commande-habilitee.ts';
import { environnementDesDroits, etablissementEnSession } from '../../shared/habilitations/index.ts';
import { droitsDuRegistre } from '../../shared/livret/droits-du-registre.ts';
import { environnementDuLivret, partiesDuLivret } from '../../shared/livret/parts.ts';

const env = lireEnvironnement({ ...environnementDuLivret, ...environnementDesDroits, TABLE_SESSION: z.string() });
const journal = ouvrirJournal('appariement/consulter-appariement');
const { dynamo, registre } = partiesDuLivret(env);
const parts = { registre, candidats: magasinCandidats(dynamo, env.TABLE_SESSION) };

export const handler = commandeHabilitee(
  journal,
  demandeAppariement,
  droitsDuRegistre(env, dynamo),
  { operation: 'consulter-appariement', objet: etablissementEnSession },
  (demande) => consulterAppariement(parts, demande),
);
