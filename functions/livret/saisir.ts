import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { commandeReconnue } from '../../shared/habilitations/commande-habilitee.ts';
import { droitsDuRegistre } from '../../shared/livret/droits-du-registre.ts';
import { environnementDActe, partiesDActe } from '../../shared/livret/parts-d-acte.ts';
import { demandeSaisir, mentionsDeTexte, operationDeSaisie, saisir } from '../../shared/livret/saisir.ts';

const env = lireEnvironnement({ ...environnementDActe, LSL_MENTIONS: mentionsDeTexte });
const parts = { ...partiesDActe(env), mentions: env.LSL_MENTIONS };

export const handler = commandeReconnue(
  ouvrirJournal('livret/saisir'),
  demandeSaisir,
  droitsDuRegistre(env, parts.dynamo),
  ({ valeur }) => operationDeSaisie(valeur.sorte),
  (demande, acteur) => saisir(parts, acteur, demande),
);
