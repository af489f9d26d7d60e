import { z } from 'zod';
import { clientDynamo, clientS3 } from '../../shared/aws/clients.ts';
import { horlogeDuDeploiement, lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { signataireDuSeau } from '../../shared/aws/objets.ts';
import { magasinCandidats } from '../../shared/candidats/magasin-candidats.ts';
import { commandeHabilitee } from '../../shared/habilitations/commande-habilitee.ts';
import { droitsSansRegistre, environnementDesDroits, juryDeSession } from '../../shared/habilitations/index.ts';
import { demandeDEtat } from '../../shared/jury/consulter-fichier.ts';
import { magasinEditions } from '../../shared/jury/magasin-editions.ts';
import { signerFichier } from '../../shared/jury/signer-fichier.ts';
import { preuveDesJurys } from '../../shared/preuve/magasin-preuve.ts';
import { statutsDuReferentiel } from '../../shared/transfert/statuts.ts';

const env = lireEnvironnement({
  ...environnementDesDroits,
  TABLE_SESSION: z.string(),
  TABLE_PREUVE: z.string(),
  SEAU_FICHIERS: z.string(),
  FONCTION_STATUTS: z.string(),
});
const journal = ouvrirJournal('jury/signer-fichier');
const dynamo = clientDynamo();
const parts = {
  editions: magasinEditions(dynamo, env.TABLE_SESSION),
  candidats: magasinCandidats(dynamo, env.TABLE_SESSION),
  statuts: statutsDuReferentiel(env),
  preuve: preuveDesJurys(dynamo, env.TABLE_PREUVE),
  signataire: signataireDuSeau(clientS3(), env.SEAU_FICHIERS),
  horloge: horlogeDuDeploiement(),
};

export const handler = commandeHabilitee(
  journal,
  demandeDEtat,
  droitsSansRegistre(env),
  { operation: 'telecharger-fichier-jury', objet: juryDeSession },
  (demande, acteur) => signerFichier(parts, acteur, demande),
);
