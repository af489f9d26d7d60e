import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { commandeReconnue } from '../../shared/habilitations/commande-habilitee.ts';
import { droitsDuRegistre } from '../../shared/livret/droits-du-registre.ts';
import { magasinRectifications } from '../../shared/livret/magasin-rectifications.ts';
import { environnementDActe, partiesDActe } from '../../shared/livret/parts-d-acte.ts';
import { deciderRectification, demandeDeciderRectification } from '../../shared/livret/traiter-rectification.ts';

const env = lireEnvironnement(environnementDActe);
const acte = partiesDActe(env);
const parts = { ...acte, rectifications: magasinRectifications(acte.dynamo, env.TABLE_REGISTRE) };

export const handler = commandeReconnue(
  ouvrirJournal('livret/decider-rectification'),
  demandeDeciderRectification,
  droitsDuRegistre(env, parts.dynamo),
  'decider-rectification',
  (demande, acteur) => deciderRectification(parts, acteur, demande),
);
