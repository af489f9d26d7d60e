import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { commandeReconnue } from '../../shared/habilitations/commande-habilitee.ts';
import { droitsDuRegistre } from '../../shared/livret/droits-du-registre.ts';
import { magasinRectifications } from '../../shared/livret/magasin-rectifications.ts';
import { environnementDActe, partiesDActe } from '../../shared/livret/parts-d-acte.ts';
import { demandeDemanderRectification, demanderRectification } from '../../shared/livret/traiter-rectification.ts';

const env = lireEnvironnement(environnementDActe);
const acte = partiesDActe(env);
const parts = { ...acte, rectifications: magasinRectifications(acte.dynamo, env.TABLE_REGISTRE) };

export const handler = commandeReconnue(
  ouvrirJournal('livret/demander-rectification'),
  demandeDemanderRectification,
  droitsDuRegistre(env, parts.dynamo),
  'demander-rectification',
  (demande, acteur) => demanderRectification(parts, acteur, demande),
);
