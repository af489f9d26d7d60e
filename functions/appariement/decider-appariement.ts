import { z } from 'zod';
import { academiesDeTexte } from '../../shared/appariement/academies.ts';
import type { MessageDAppariement } from '../../shared/appariement/apparier-etablissement.ts';
import { deciderAppariement, demandeDeciderAppariement } from '../../shared/appariement/decider-appariement.ts';
import {
  environnementDeSituation,
  environnementDesPlaces,
  partiesDeSituation,
  placesDe,
} from '../../shared/appariement/parts.ts';
import { clientSqs } from '../../shared/aws/clients.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { fileSqs } from '../../shared/aws/files.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { commandeHabilitee } from '../../shared/habilitations/commande-habilitee.ts';
import { environnementDesDroits, etablissementEnSession } from '../../shared/habilitations/index.ts';
import { droitsDuRegistre } from '../../shared/livret/droits-du-registre.ts';
import { environnementDuLivret, partiesDuLivret } from '../../shared/livret/parts.ts';
import { environnementDesEnvois, partiesDesEnvois } from '../../shared/livret/parts-des-envois.ts';

const env = lireEnvironnement({
  ...environnementDuLivret,
  ...environnementDeSituation,
  ...environnementDesPlaces,
  ...environnementDesEnvois,
  ...environnementDesDroits,
  FILE_APPARIEMENT: z.string(),
  LSL_ACADEMIES: academiesDeTexte,
});
const livret = partiesDuLivret(env);
const parts = {
  ...livret,
  ...partiesDeSituation(env, livret),
  ...partiesDesEnvois(env),
  places: placesDe(env),
  file: fileSqs<MessageDAppariement>(clientSqs(), env.FILE_APPARIEMENT),
  academies: env.LSL_ACADEMIES,
};

export const handler = commandeHabilitee(
  ouvrirJournal('appariement/decider-appariement'),
  demandeDeciderAppariement,
  droitsDuRegistre(env, parts.dynamo),
  { operation: 'decider-appariement', objet: etablissementEnSession },
  (demande, acteur) => deciderAppariement(parts, acteur, demande),
);
