import { z } from 'zod';
import { appeler } from '../../shared/aws/appels.ts';
import { chaineCommande } from '../../shared/aws/chaines.ts';
import { clientDynamo, clientLambda, clientSqs } from '../../shared/aws/clients.ts';
import { horlogeDuDeploiement, lireEnvironnement } from '../../shared/aws/environnement.ts';
import { fileSqs } from '../../shared/aws/files.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { magasinCandidats } from '../../shared/candidats/magasin-candidats.ts';
import { demandeDeFichier, demanderFichier } from '../../shared/jury/demander-fichier.ts';
import type { MessageDEdition } from '../../shared/jury/fichier.ts';
import { magasinEditions } from '../../shared/jury/magasin-editions.ts';
import { preuveDesJurys } from '../../shared/preuve/chaine-du-jury.ts';
import type { Statut } from '../../shared/transfert/magasin-referentiel.ts';

const env = lireEnvironnement({
  TABLE_SESSION: z.string(),
  TABLE_PREUVE: z.string(),
  FILE_FICHIERS_JURY: z.string(),
  FONCTION_STATUTS: z.string(),
  LSL_DEPLOIEMENT: z.string(),
});
const dynamo = clientDynamo();
const lambda = clientLambda();
const parts = {
  candidats: magasinCandidats(dynamo, env.TABLE_SESSION),
  editions: magasinEditions(dynamo, env.TABLE_SESSION),
  preuve: preuveDesJurys(dynamo, env.TABLE_PREUVE),
  statuts: (session: number, noCandidats: readonly string[]) =>
    appeler<Statut[]>(lambda, env.FONCTION_STATUTS, { session, academie: env.LSL_DEPLOIEMENT, noCandidats }),
  file: fileSqs<MessageDEdition>(clientSqs(), env.FILE_FICHIERS_JURY),
  horloge: horlogeDuDeploiement(),
};

export const handler = chaineCommande(ouvrirJournal('jury/demander-fichier'), demandeDeFichier, (demande) =>
  demanderFichier(parts, demande),
);
