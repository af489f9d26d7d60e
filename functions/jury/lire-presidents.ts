import { z } from 'zod';
import { clientDynamo } from '../../shared/aws/clients.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { magasinCandidats } from '../../shared/candidats/magasin-candidats.ts';
import { commandeHabilitee } from '../../shared/habilitations/commande-habilitee.ts';
import { droitsSansRegistre, environnementDesDroits, juryDeSession } from '../../shared/habilitations/index.ts';
import { demandeDesPresidents, lirePresidents } from '../../shared/jury/lire-presidents.ts';
import { magasinPresidents } from '../../shared/jury/magasin-presidents.ts';

const env = lireEnvironnement({ ...environnementDesDroits, TABLE_SESSION: z.string() });
const dynamo = clientDynamo();
const parts = {
  candidats: magasinCandidats(dynamo, env.TABLE_SESSION),
  presidents: magasinPresidents(dynamo, env.TABLE_SESSION),
};

export const handler = commandeHabilitee(
  ouvrirJournal('jury/lire-presidents'),
  demandeDesPresidents,
  droitsSansRegistre(env),
  {
    operation: 'nommer-president',
    // All of them are the DEC's to see.
    objet: ({ session, jury }) => (jury === undefined ? {} : juryDeSession({ session, jury })),
  },
  (demande) => lirePresidents(parts, demande),
);
