import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { commandeReconnue } from '../../shared/habilitations/commande-habilitee.ts';
import { droitsDuRegistre } from '../../shared/livret/droits-du-registre.ts';
import { magasinCreations } from '../../shared/livret/magasin-creations.ts';
import { environnementDActe, partiesDActe } from '../../shared/livret/parts-d-acte.ts';
import { demandeProvoquerCreation, provoquerCreation } from '../../shared/livret/provoquer-creation.ts';

const env = lireEnvironnement(environnementDActe);
const journal = ouvrirJournal('livret/provoquer-creation');
const communes = partiesDActe(env);
const parts = { ...communes, creations: magasinCreations(communes.dynamo, env.TABLE_REGISTRE) };

export const handler = commandeReconnue(
  journal,
  demandeProvoquerCreation,
  droitsDuRegistre(env, parts.dynamo),
  'provoquer-creation',
  (demande, acteur) => provoquerCreation(parts, acteur, demande),
);
