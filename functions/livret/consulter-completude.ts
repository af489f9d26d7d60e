import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { commandeReconnue } from '../../shared/habilitations/commande-habilitee.ts';
import { consulterCompletude, demandeConsulterCompletude } from '../../shared/livret/consulter-completude.ts';
import { droitsDuRegistre } from '../../shared/livret/droits-du-registre.ts';
import { environnementDActe, partiesDActe } from '../../shared/livret/parts-d-acte.ts';

const env = lireEnvironnement(environnementDActe);
const journal = ouvrirJournal('livret/consulter-completude');
const parts = partiesDActe(env);

export const handler = commandeReconnue(
  journal,
  demandeConsulterCompletude,
  droitsDuRegistre(env, parts.dynamo),
  'consulter-completude',
  (demande, acteur) => consulterCompletude(parts, acteur, demande),
);
