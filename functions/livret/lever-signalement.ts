import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { commandeReconnue } from '../../shared/habilitations/commande-habilitee.ts';
import { droitsDuRegistre } from '../../shared/livret/droits-du-registre.ts';
import { demandeLeverSignalement, leverSignalement } from '../../shared/livret/lever-signalement.ts';
import { environnementDActe, partiesDActe } from '../../shared/livret/parts-d-acte.ts';

const env = lireEnvironnement(environnementDActe);
const parts = partiesDActe(env);

export const handler = commandeReconnue(
  ouvrirJournal('livret/lever-signalement'),
  demandeLeverSignalement,
  droitsDuRegistre(env, parts.dynamo),
  'lever-signalement',
  (demande, acteur) => leverSignalement(parts, acteur, demande),
);
