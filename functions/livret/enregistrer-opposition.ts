import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { commandeReconnue } from '../../shared/habilitations/commande-habilitee.ts';
import { droitsDuRegistre } from '../../shared/livret/droits-du-registre.ts';
import { demandeEnregistrerOpposition, enregistrerOpposition } from '../../shared/livret/opposition.ts';
import { environnementDActe, partiesDActe } from '../../shared/livret/parts-d-acte.ts';
import { environnementDesEnvois, partiesDesEnvois } from '../../shared/livret/parts-des-envois.ts';

const env = lireEnvironnement({ ...environnementDActe, ...environnementDesEnvois });
const acte = partiesDActe(env);
const parts = { ...acte, ...partiesDesEnvois(env) };

export const handler = commandeReconnue(
  ouvrirJournal('livret/enregistrer-opposition'),
  demandeEnregistrerOpposition,
  droitsDuRegistre(env, parts.dynamo),
  'enregistrer-opposition',
  (demande, acteur) => enregistrerOpposition(parts, acteur, demande),
);
