import { z } from 'zod';
import { clientSqs } from '../../shared/aws/clients.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { fileSqs } from '../../shared/aws/files.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { calendriersDeTexte } from '../../shared/calendrier/calendrier.ts';
import { commandeHabilitee } from '../../shared/habilitations/commande-habilitee.ts';
import { environnementDesDroits, etablissementEnSession } from '../../shared/habilitations/index.ts';
import { droitsDuRegistre } from '../../shared/livret/droits-du-registre.ts';
import { environnementDuLivret, partiesDuLivret } from '../../shared/livret/parts.ts';
import { demandeEnvoyerLivrets, envoyerLivrets } from '../../shared/transfert/envoyer-livrets.ts';
import type { MessageDeTransfert } from '../../shared/transfert/messages.ts';

const env = lireEnvironnement({
  ...environnementDuLivret,
  ...environnementDesDroits,
  FILE_TRANSFERT: z.string(),
  LSL_CALENDRIERS: calendriersDeTexte,
});
const journal = ouvrirJournal('transfert/envoyer-livrets');
const livret = partiesDuLivret(env);
const parts = {
  ...livret,
  file: fileSqs<MessageDeTransfert>(clientSqs(), env.FILE_TRANSFERT),
  calendriers: env.LSL_CALENDRIERS,
};

export const handler = commandeHabilitee(
  journal,
  demandeEnvoyerLivrets,
  droitsDuRegistre(env, livret.dynamo),
  { operation: 'envoyer-livrets', objet: etablissementEnSession },
  (demande) => envoyerLivrets(parts, demande),
);
