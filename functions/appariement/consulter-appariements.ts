import { z } from 'zod';
import {
  consulterAppariements,
  demandeConsulterAppariements,
  droitDeConsulterAppariements,
} from '../../shared/appariement/consulter-appariements.ts';
import { magasinBilansDAppariement } from '../../shared/appariement/magasin-bilans.ts';
import { clientDynamo } from '../../shared/aws/clients.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { commandeHabilitee } from '../../shared/habilitations/commande-habilitee.ts';
import { droitsSansRegistre, environnementDesDroits } from '../../shared/habilitations/index.ts';

const env = lireEnvironnement({ ...environnementDesDroits, TABLE_SESSION: z.string() });
const bilans = magasinBilansDAppariement(clientDynamo(), env.TABLE_SESSION);

export const handler = commandeHabilitee(
  ouvrirJournal('appariement/consulter-appariements'),
  demandeConsulterAppariements,
  // All of an académie is the DEC's: who needs their establishment to bear them out is refused unread.
  droitsSansRegistre(env),
  droitDeConsulterAppariements,
  (demande) => consulterAppariements(bilans, demande),
);
