import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { commandeReconnue } from '../../shared/habilitations/commande-habilitee.ts';
import { changerFormat, demandeChangerFormat } from '../../shared/livret/changer-format.ts';
import { droitsDuRegistre } from '../../shared/livret/droits-du-registre.ts';
import { environnementDActe, partiesDActe } from '../../shared/livret/parts-d-acte.ts';

const env = lireEnvironnement(environnementDActe);
const parts = partiesDActe(env);

export const handler = commandeReconnue(
  ouvrirJournal('livret/changer-format'),
  demandeChangerFormat,
  droitsDuRegistre(env, parts.dynamo),
  'changer-format',
  (demande, acteur) => changerFormat(parts, acteur, demande),
);
