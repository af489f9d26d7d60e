import { clientDynamo } from '../../shared/aws/clients.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { commandeHabilitee } from '../../shared/habilitations/commande-habilitee.ts';
import { demandeListerDelegations, listerDelegations, magasinDelegations } from '../../shared/habilitations/index.ts';
import { droitsDuRegistre, environnementDuRegistre } from '../../shared/livret/droits-du-registre.ts';

const env = lireEnvironnement(environnementDuRegistre);
const dynamo = clientDynamo();
const droits = droitsDuRegistre(env, dynamo);
const parts = { ...droits, delegations: magasinDelegations(dynamo, env.TABLE_REGISTRE) };

export const handler = commandeHabilitee(
  ouvrirJournal('habilitations/lister-delegations'),
  demandeListerDelegations,
  droits,
  { operation: 'deleguer', objet: ({ uai }) => ({ uai }) },
  (demande, acteur) => listerDelegations(parts, acteur, demande),
);
