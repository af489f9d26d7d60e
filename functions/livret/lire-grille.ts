import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { commandeReconnue } from '../../shared/habilitations/commande-habilitee.ts';
import { droitsDuRegistre } from '../../shared/livret/droits-du-registre.ts';
import { demandeLireGrille, lireGrille, operationDeGrille } from '../../shared/livret/lire-grille.ts';
import { environnementDActe, partiesDActe } from '../../shared/livret/parts-d-acte.ts';

const env = lireEnvironnement(environnementDActe);
const parts = partiesDActe(env);

export const handler = commandeReconnue(
  ouvrirJournal('livret/lire-grille'),
  demandeLireGrille,
  droitsDuRegistre(env, parts.dynamo),
  ({ quoi }) => operationDeGrille(quoi),
  (demande, acteur) => lireGrille(parts, acteur, demande),
);
