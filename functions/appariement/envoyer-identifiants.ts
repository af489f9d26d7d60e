import { z } from 'zod';
import {
  type DemandeAppariement,
  demandeAppariement,
  envoyerIdentifiants,
} from '../../shared/appariement/envoyer-identifiants.ts';
import { chaineCommande } from '../../shared/aws/chaines.ts';
import { clientSqs } from '../../shared/aws/clients.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { fileSqs } from '../../shared/aws/files.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { calendriersDeTexte } from '../../shared/calendrier/calendrier.ts';
import { environnementDuLivret, partiesDuLivret } from '../../shared/livret/parts.ts';

const env = lireEnvironnement({
  ...environnementDuLivret,
  FILE_APPARIEMENT: z.string(),
  LSL_CALENDRIERS: calendriersDeTexte,
});
const parts = {
  ...partiesDuLivret(env),
  file: fileSqs<DemandeAppariement>(clientSqs(), env.FILE_APPARIEMENT),
  calendriers: env.LSL_CALENDRIERS,
};

export const handler = chaineCommande(
  ouvrirJournal('appariement/envoyer-identifiants'),
  demandeAppariement,
  (demande) => envoyerIdentifiants(parts, demande),
);
