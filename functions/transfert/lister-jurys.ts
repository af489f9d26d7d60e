import { z } from 'zod';
import { clientDynamo } from '../../shared/aws/clients.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { magasinCandidats } from '../../shared/candidats/magasin-candidats.ts';
import { commandeHabilitee } from '../../shared/habilitations/commande-habilitee.ts';
import { droitsSansRegistre, environnementDesDroits } from '../../shared/habilitations/index.ts';
import { demandeDesJurys, listerJurys } from '../../shared/transfert/lister-jurys.ts';

const env = lireEnvironnement({ ...environnementDesDroits, TABLE_SESSION: z.string() });
const parts = { candidats: magasinCandidats(clientDynamo(), env.TABLE_SESSION) };

export const handler = commandeHabilitee(
  ouvrirJournal('transfert/lister-jurys'),
  demandeDesJurys,
  droitsSansRegistre(env),
  // Of the whole académie: a centre's head has its own juries, and no list.
  { operation: 'controler-presence', objet: () => ({}) },
  (demande) => listerJurys(parts, demande),
);
