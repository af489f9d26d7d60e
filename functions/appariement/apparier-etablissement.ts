import { apparierEtablissement, messageDAppariement } from '../../shared/appariement/apparier-etablissement.ts';
import {
  environnementDeSituation,
  environnementDesPlaces,
  partiesDeSituation,
  placesDe,
} from '../../shared/appariement/parts.ts';
import { chaineFile } from '../../shared/aws/chaines.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { environnementDuLivret, partiesDuLivret } from '../../shared/livret/parts.ts';
import { environnementDesEnvois, partiesDesEnvois } from '../../shared/livret/parts-des-envois.ts';

const env = lireEnvironnement({
  ...environnementDuLivret,
  ...environnementDeSituation,
  ...environnementDesPlaces,
  ...environnementDesEnvois,
});
const journal = ouvrirJournal('appariement/apparier-etablissement');
const livret = partiesDuLivret(env);
const parts = {
  ...livret,
  ...partiesDeSituation(env, livret),
  ...partiesDesEnvois(env),
  places: placesDe(env),
  journal,
};

export const handler = chaineFile(journal, messageDAppariement, (message) => apparierEtablissement(parts, message));
