import { z } from 'zod';
import { clientDynamo } from '../../shared/aws/clients.ts';
import { horlogeDuDeploiement, lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { magasinCandidats } from '../../shared/candidats/magasin-candidats.ts';
import { commandeHabilitee } from '../../shared/habilitations/commande-habilitee.ts';
import { droitsSansRegistre, environnementDesDroits, juryDeSession } from '../../shared/habilitations/index.ts';
import { preuveDesJurys } from '../../shared/preuve/magasin-preuve.ts';
import { demandeDePointage, pointerPapiers } from '../../shared/transfert/pointer-papiers.ts';
import { statutsDuReferentiel } from '../../shared/transfert/statuts.ts';

const env = lireEnvironnement({
  ...environnementDesDroits,
  TABLE_SESSION: z.string(),
  TABLE_PREUVE: z.string(),
  FONCTION_STATUTS: z.string(),
});
const dynamo = clientDynamo();
const parts = {
  candidats: magasinCandidats(dynamo, env.TABLE_SESSION),
  preuve: preuveDesJurys(dynamo, env.TABLE_PREUVE),
  statuts: statutsDuReferentiel(env),
  horloge: horlogeDuDeploiement(),
};

export const handler = commandeHabilitee(
  ouvrirJournal('transfert/pointer-papiers'),
  demandeDePointage,
  droitsSansRegistre(env),
  { operation: 'controler-presence', objet: juryDeSession },
  (demande, acteur) => pointerPapiers(parts, acteur, demande),
);
