import { z } from 'zod';
import { chainePlanification } from '../../shared/aws/chaines.ts';
import { clientDynamo, clientSqs } from '../../shared/aws/clients.ts';
import { horlogeDuDeploiement, lireEnvironnement } from '../../shared/aws/environnement.ts';
import { fileSqs } from '../../shared/aws/files.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { calendriersDeTexte } from '../../shared/calendrier/index.ts';
import { magasinCandidats } from '../../shared/candidats/magasin-candidats.ts';
import type { MessageDeComposition } from '../../shared/jury/fichier.ts';
import { magasinEditions } from '../../shared/jury/magasin-editions.ts';
import { preparerFichiers } from '../../shared/jury/preparer-fichiers.ts';
import { magasinEnvois } from '../../shared/livret/magasin-envois.ts';
import { magasinLivrets } from '../../shared/livret/magasin-livrets.ts';
import { preuveDesJurys } from '../../shared/preuve/magasin-preuve.ts';
import { statutsDuReferentiel } from '../../shared/transfert/statuts.ts';

const env = lireEnvironnement({
  LSL_DEPLOIEMENT: z.string(),
  LSL_CALENDRIERS: calendriersDeTexte,
  LSL_JOURS_AVANT: z.coerce.number().int().positive(),
  TABLE_SESSION: z.string(),
  TABLE_LIVRETS: z.string(),
  TABLE_PREUVE: z.string(),
  FILE_FICHIERS_JURY: z.string(),
  FONCTION_STATUTS: z.string(),
});
const journal = ouvrirJournal('jury/preparer-fichiers');
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
  calendriers: env.LSL_CALENDRIERS,
  joursAvant: env.LSL_JOURS_AVANT,
  journal,
};

export const handler = chainePlanification(journal, () => preparerFichiers(parts));
