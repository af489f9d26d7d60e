import { z } from 'zod';
import { clientDynamo } from '../../shared/aws/clients.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { commandeHabilitee } from '../../shared/habilitations/commande-habilitee.ts';
import { droitsSansRegistre, environnementDesDroits } from '../../shared/habilitations/index.ts';
import {
  consulterBilans,
  demandeConsulterBilans,
  droitDeConsulterBilans,
} from '../../shared/livret/consulter-bilans.ts';
import { magasinBilans } from '../../shared/livret/magasin-bilans.ts';

const env = lireEnvironnement({ ...environnementDesDroits, TABLE_REGISTRE: z.string() });
const bilans = magasinBilans(clientDynamo(), env.TABLE_REGISTRE);

export const handler = commandeHabilitee(
  ouvrirJournal('livret/consulter-bilans'),
  demandeConsulterBilans,
  // All of an académie is the DEC's: who needs their establishment to bear them out is refused unread.
  droitsSansRegistre(env),
  droitDeConsulterBilans,
  (demande) => consulterBilans(bilans, demande),
);
