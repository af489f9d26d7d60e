import { z } from 'zod';
import { clientDynamo } from '../../shared/aws/clients.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { magasinCandidats } from '../../shared/candidats/magasin-candidats.ts';
import { commandeHabilitee } from '../../shared/habilitations/commande-habilitee.ts';
import { droitsSansRegistre, environnementDesDroits, juryDeSession } from '../../shared/habilitations/index.ts';
import { magasinEnvois } from '../../shared/livret/magasin-envois.ts';
import { magasinLivrets } from '../../shared/livret/magasin-livrets.ts';
import { controlerPresence, demandeDePresence } from '../../shared/transfert/controler-presence.ts';
import { statutsDuReferentiel } from '../../shared/transfert/statuts.ts';

const env = lireEnvironnement({
  ...environnementDesDroits,
  TABLE_SESSION: z.string(),
  TABLE_LIVRETS: z.string(),
  FONCTION_STATUTS: z.string(),
});
const dynamo = clientDynamo();
const parts = {
  candidats: magasinCandidats(dynamo, env.TABLE_SESSION),
  livrets: magasinLivrets(dynamo, env.TABLE_LIVRETS),
  envois: magasinEnvois(dynamo, env.TABLE_LIVRETS),
  statuts: statutsDuReferentiel(env),
  academie: env.LSL_DEPLOIEMENT,
};

export const handler = commandeHabilitee(
  ouvrirJournal('transfert/controler-presence'),
  demandeDePresence,
  droitsSansRegistre(env),
  { operation: 'controler-presence', objet: juryDeSession },
  (demande) => controlerPresence(parts, demande),
);
