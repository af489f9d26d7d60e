import { z } from 'zod';
import { apparierEtablissement } from '../../shared/appariement/apparier-etablissement.ts';
import { demandeAppariement } from '../../shared/appariement/envoyer-identifiants.ts';
import { numerosDuReferentiel } from '../../shared/appariement/numeros-du-referentiel.ts';
import { fonctionAppelee } from '../../shared/aws/appels.ts';
import { chaineFile } from '../../shared/aws/chaines.ts';
import { clientLambda } from '../../shared/aws/clients.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { magasinCandidats } from '../../shared/candidats/magasin-candidats.ts';
import { environnementDuLivret, partiesDuLivret } from '../../shared/livret/parts.ts';

const env = lireEnvironnement({
  ...environnementDuLivret,
  TABLE_SESSION: z.string(),
  FONCTION_NUMEROS: z.string(),
});
const journal = ouvrirJournal('appariement/apparier-etablissement');
const livret = partiesDuLivret(env);
const parts = {
  ...livret,
  candidats: magasinCandidats(livret.dynamo, env.TABLE_SESSION),
  numeros: numerosDuReferentiel(fonctionAppelee(clientLambda(), env.FONCTION_NUMEROS)),
  journal,
};

export const handler = chaineFile(journal, demandeAppariement, (message) => apparierEtablissement(parts, message));
