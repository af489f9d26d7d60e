import { z } from 'zod';
import { clientDynamo } from '../../shared/aws/clients.ts';
import { horlogeDuDeploiement, lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { calendriersDeTexte } from '../../shared/calendrier/index.ts';
import { magasinCandidats } from '../../shared/candidats/magasin-candidats.ts';
import { commandeHabilitee } from '../../shared/habilitations/commande-habilitee.ts';
import { droitsSansRegistre, environnementDesDroits, juryDeSession } from '../../shared/habilitations/index.ts';
import { magasinPresidents } from '../../shared/jury/magasin-presidents.ts';
import { nommerPresidents } from '../../shared/jury/nommer-presidents.ts';
import { demandeDeNomination } from '../../shared/jury/presidents.ts';
import { preuveDesJurys } from '../../shared/preuve/magasin-preuve.ts';

const env = lireEnvironnement({
  ...environnementDesDroits,
  TABLE_SESSION: z.string(),
  TABLE_PREUVE: z.string(),
  LSL_CALENDRIERS: calendriersDeTexte,
});
const dynamo = clientDynamo();
const parts = {
  candidats: magasinCandidats(dynamo, env.TABLE_SESSION),
  presidents: magasinPresidents(dynamo, env.TABLE_SESSION),
  preuve: preuveDesJurys(dynamo, env.TABLE_PREUVE),
  calendriers: env.LSL_CALENDRIERS,
  horloge: horlogeDuDeploiement(),
};

export const handler = commandeHabilitee(
  ouvrirJournal('jury/nommer-presidents'),
  demandeDeNomination,
  droitsSansRegistre(env),
  { operation: 'nommer-president', objet: juryDeSession },
  (demande, acteur) => nommerPresidents(parts, acteur, demande),
);
