import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { commandeReconnue } from '../../shared/habilitations/commande-habilitee.ts';
import { droitsDuRegistre } from '../../shared/livret/droits-du-registre.ts';
import { demandeLireLivret, lireLivret } from '../../shared/livret/lire-livret.ts';
import { environnementDActe, partiesDActe } from '../../shared/livret/parts-d-acte.ts';

const env = lireEnvironnement(environnementDActe);
const journal = ouvrirJournal('livret/lire-livret');
const parts = partiesDActe(env);

export const handler = commandeReconnue(
  journal,
  demandeLireLivret,
  droitsDuRegistre(env, parts.dynamo),
  'lire-livret',
  (demande, acteur) => lireLivret(parts, acteur, demande),
);
