import { z } from 'zod';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { commandeHabilitee } from '../../shared/habilitations/commande-habilitee.ts';
import { environnementDesDroits } from '../../shared/habilitations/index.ts';
import { consulterRevue, demandeConsulterRevue } from '../../shared/imports/consulter-revue.ts';
import { droitSurDepots } from '../../shared/imports/demande.ts';
import { magasinDepots } from '../../shared/imports/magasin-depots.ts';
import { droitsDuRegistre } from '../../shared/livret/droits-du-registre.ts';
import { environnementDuLivret, partiesDuLivret } from '../../shared/livret/parts.ts';

const env = lireEnvironnement({ ...environnementDuLivret, ...environnementDesDroits, TABLE_IMPORTS: z.string() });
const journal = ouvrirJournal('imports/consulter-revue');
const livret = partiesDuLivret(env);
const parts = { ...livret, depots: magasinDepots(livret.dynamo, env.TABLE_IMPORTS) };

export const handler = commandeHabilitee(
  journal,
  demandeConsulterRevue,
  droitsDuRegistre(env, livret.dynamo),
  droitSurDepots('consulter-imports'),
  (demande) => consulterRevue(parts, demande),
);
