import { z } from 'zod';
import { fonctionAppelee } from '../aws/appels.ts';
import { clientLambda } from '../aws/clients.ts';
import { lecteurDeSecret } from '../aws/secret.ts';
import { indexDesIne, magasinCandidats } from '../candidats/index.ts';
import type { PartiesDuLivret } from '../livret/index.ts';
import { magasinBilansDAppariement } from './magasin-bilans.ts';
import { type DemandeDePlaces, type Places, placesDuReferentiel, type Reponse } from './places.ts';

/** What reads pupils and candidates together works with, beside livrets. */
export const environnementDeSituation = { TABLE_SESSION: z.string(), SECRET_INE: z.string() };

export function partiesDeSituation(
  env: { readonly TABLE_SESSION: string; readonly SECRET_INE: string },
  { dynamo }: Pick<PartiesDuLivret, 'dynamo'>,
) {
  return {
    candidats: magasinCandidats(dynamo, env.TABLE_SESSION),
    ines: indexDesIne(dynamo, env.TABLE_SESSION, lecteurDeSecret(env.SECRET_INE)),
    bilans: magasinBilansDAppariement(dynamo, env.TABLE_SESSION),
  };
}

/** Places of the référentiel: its function for this académie. */
export const environnementDesPlaces = { FONCTION_NUMEROS: z.string() };

export function placesDe(env: { readonly FONCTION_NUMEROS: string }): Places {
  return placesDuReferentiel(
    fonctionAppelee<DemandeDePlaces, Record<string, Reponse>>(clientLambda(), env.FONCTION_NUMEROS),
  );
}
