import { z } from 'zod';
import type { MessageDAppariement } from '../../shared/appariement/apparier-etablissement.ts';
import { demandeEnvoyerIdentifiants, envoyerIdentifiants } from '../../shared/appariement/envoyer-identifiants.ts';
import { clientSqs } from '../../shared/aws/clients.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { fileSqs } from '../../shared/aws/files.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { calendriersDeTexte } from '../../shared/calendrier/calendrier.ts';
import { commandeHabilitee } from '../../shared/habilitations/commande-habilitee.ts';
import { environnementDesDroits, etablissementEnSession } from '../../shared/habilitations/index.ts';
import { droitsDuRegistre } from '../../shared/livret/droits-du-registre.ts';
import { environnementDuLivret, partiesDuLivret } from '../../shared/livret/parts.ts';

const env = lireEnvironnement({
  ...environnementDuLivret,
  ...environnementDesDroits,
  FILE_APPARIEMENT: z.string(),
  LSL_CALENDRIERS: calendriersDeTexte,
});
const journal = ouvrirJournal('appariement/envoyer-identifiants');
const livret = partiesDuLivret(env);
const parts = {
  ...livret,
  file: fileSqs<MessageDAppariement>(clientSqs(), env.FILE_APPARIEMENT),
  calendriers: env.LSL_CALENDRIERS,
};

export const handler = commandeHabilitee(
  journal,
  demandeEnvoyerIdentifiants,
  droitsDuRegistre(env, livret.dynamo),
  { operation: 'envoyer-identifiants', objet: etablissementEnSession },
  (demande) => envoyerIdentifiants(parts, demande),
);
