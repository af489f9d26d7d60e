import { z } from 'zod';
import { clientDynamo } from '../../shared/aws/clients.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { magasinCandidats } from '../../shared/candidats/magasin-candidats.ts';
import { commandeHabilitee } from '../../shared/habilitations/commande-habilitee.ts';
import { droitsSansRegistre, environnementDesDroits, juryDeSession } from '../../shared/habilitations/index.ts';
import { consulterFichier, demandeDEtat } from '../../shared/jury/consulter-fichier.ts';
import { magasinEditions } from '../../shared/jury/magasin-editions.ts';
import { statutsDuReferentiel } from '../../shared/transfert/statuts.ts';

const env = lireEnvironnement({ ...environnementDesDroits, TABLE_SESSION: z.string(), FONCTION_STATUTS: z.string() });
const journal = ouvrirJournal('jury/consulter-fichier');
const dynamo = clientDynamo();
const parts = {
  editions: magasinEditions(dynamo, env.TABLE_SESSION),
  candidats: magasinCandidats(dynamo, env.TABLE_SESSION),
  statuts: statutsDuReferentiel(env),
};

export const handler = commandeHabilitee(
  journal,
  demandeDEtat,
  droitsSansRegistre(env),
  { operation: 'consulter-fichier-jury', objet: juryDeSession },
  (demande) => consulterFichier(parts, demande),
);
