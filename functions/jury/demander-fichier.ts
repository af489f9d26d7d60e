import { z } from 'zod';
import { clientDynamo, clientSqs } from '../../shared/aws/clients.ts';
import { horlogeDuDeploiement, lireEnvironnement } from '../../shared/aws/environnement.ts';
import { fileSqs } from '../../shared/aws/files.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { magasinCandidats } from '../../shared/candidats/magasin-candidats.ts';
import { commandeHabilitee } from '../../shared/habilitations/commande-habilitee.ts';
import {
  droitsSansRegistre,
  environnementDesDroits,
  identifierActeur,
  juryDeSession,
} from '../../shared/habilitations/index.ts';
import { demandeDeFichier, demanderFichier } from '../../shared/jury/demander-fichier.ts';
import type { MessageDeComposition } from '../../shared/jury/fichier.ts';
import { magasinEditions } from '../../shared/jury/magasin-editions.ts';
import { magasinEnvois } from '../../shared/livret/magasin-envois.ts';
import { magasinLivrets } from '../../shared/livret/magasin-livrets.ts';
import { preuveDesJurys } from '../../shared/preuve/magasin-preuve.ts';
import { statutsDuReferentiel } from '../../shared/transfert/statuts.ts';

const env = lireEnvironnement({
  ...environnementDesDroits,
  TABLE_SESSION: z.string(),
  TABLE_LIVRETS: z.string(),
  TABLE_PREUVE: z.string(),
  FILE_FICHIERS_JURY: z.string(),
  FONCTION_STATUTS: z.string(),
});
const journal = ouvrirJournal('jury/demander-fichier');
const dynamo = clientDynamo();
const parts = {
  candidats: magasinCandidats(dynamo, env.TABLE_SESSION),
  livrets: magasinLivrets(dynamo, env.TABLE_LIVRETS),
  envois: magasinEnvois(dynamo, env.TABLE_LIVRETS),
  editions: magasinEditions(dynamo, env.TABLE_SESSION),
  preuve: preuveDesJurys(dynamo, env.TABLE_PREUVE),
  statuts: statutsDuReferentiel(env),
  file: fileSqs<MessageDeComposition>(clientSqs(), env.FILE_FICHIERS_JURY),
  horloge: horlogeDuDeploiement(),
  academie: env.LSL_DEPLOIEMENT,
};

export const handler = commandeHabilitee(
  journal,
  demandeDeFichier,
  droitsSansRegistre(env),
  { operation: 'demander-fichier-jury', objet: juryDeSession },
  (demande, acteur) => demanderFichier(parts, { par: identifierActeur(acteur), role: acteur.role }, demande),
);
