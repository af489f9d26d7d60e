import { clientDynamo } from '../../shared/aws/clients.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { commandeHabilitee } from '../../shared/habilitations/commande-habilitee.ts';
import {
  consulterBilans,
  demandeConsulterBilans,
  droitDeConsulterBilans,
} from '../../shared/livret/consulter-bilans.ts';
import { droitsDuRegistre, environnementDuRegistre } from '../../shared/livret/droits-du-registre.ts';
import { magasinBilans } from '../../shared/livret/magasin-bilans.ts';

const env = lireEnvironnement(environnementDuRegistre);
const dynamo = clientDynamo();
const bilans = magasinBilans(dynamo, env.TABLE_REGISTRE);

export const handler = commandeHabilitee(
  ouvrirJournal('livret/consulter-bilans'),
  demandeConsulterBilans,
  droitsDuRegistre(env, dynamo),
  droitDeConsulterBilans,
  (demande) => consulterBilans(bilans, demande),
);
