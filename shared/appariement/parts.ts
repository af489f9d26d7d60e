import { z } from 'zod';
import { fonctionAppelee } from '../aws/appels.ts';
import { clientLambda, clientSqs } from '../aws/clients.ts';
import { fileSqs } from '../aws/files.ts';
import { lecteurDeSecret } from '../aws/secret.ts';
import { indexDesIne, magasinCandidats } from '../candidats/index.ts';
import { magasinEnvois } from '../livret/index.ts';
import { environnementDuLivret, partiesDuLivret } from '../livret/parts.ts';
import { magasinBilansDAppariement } from './magasin-bilans.ts';
import { type DemandeDePlaces, placesDuReferentiel, type Reponse } from './places.ts';

/** What reads pupils and candidates together works with. */
export const environnementDeSituation = { ...environnementDuLivret, TABLE_SESSION: z.string() };

export function partiesDeSituation(
  env: Parameters<typeof partiesDuLivret>[0] & { readonly TABLE_SESSION: string; readonly SECRET_INE: string },
) {
  const livret = partiesDuLivret(env);
  return {
    ...livret,
    candidats: magasinCandidats(livret.dynamo, env.TABLE_SESSION),
    ines: indexDesIne(livret.dynamo, env.TABLE_SESSION, lecteurDeSecret(env.SECRET_INE)),
    bilans: magasinBilansDAppariement(livret.dynamo, env.TABLE_SESSION),
  };
}

/** What makes and undoes pairs besides. LSL_DEPLOIEMENT names the académie. */
export const environnementDAppariement = {
  ...environnementDeSituation,
  FONCTION_NUMEROS: z.string(),
  FILE_TRANSFERT: z.string(),
  LSL_DEPLOIEMENT: z.string(),
};

export function partiesDAppariement(
  env: Parameters<typeof partiesDeSituation>[0] & {
    readonly FONCTION_NUMEROS: string;
    readonly FILE_TRANSFERT: string;
    readonly LSL_DEPLOIEMENT: string;
  },
) {
  const situation = partiesDeSituation(env);
  return {
    ...situation,
    places: placesDuReferentiel(
      env.LSL_DEPLOIEMENT,
      fonctionAppelee<DemandeDePlaces, Record<string, Reponse>>(clientLambda(), env.FONCTION_NUMEROS),
    ),
    envois: magasinEnvois(situation.dynamo, env.TABLE_LIVRETS),
    transfert: fileSqs<{ readonly session: number; readonly livretId: string }>(clientSqs(), env.FILE_TRANSFERT),
  };
}
