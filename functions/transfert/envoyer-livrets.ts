import { z } from 'zod';
import { chaineCommande } from '../../shared/aws/chaines.ts';
import { clientSqs } from '../../shared/aws/clients.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { fileSqs } from '../../shared/aws/files.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { calendriersDeTexte } from '../../shared/calendrier/calendrier.ts';
import { environnementDuLivret, partiesDuLivret } from '../../shared/livret/parts.ts';
import { demandeEnvoyerLivrets, envoyerLivrets } from '../../shared/transfert/envoyer-livrets.ts';
import type { MessageDeTransfert } from '../../shared/transfert/messages.ts';

const env = lireEnvironnement({
  ...environnementDuLivret,
  FILE_TRANSFERT: z.string(),
  LSL_CALENDRIERS: calendriersDeTexte,
});
const parts = {
  ...partiesDuLivret(env),
  file: fileSqs<MessageDeTransfert>(clientSqs(), env.FILE_TRANSFERT),
  calendriers: env.LSL_CALENDRIERS,
};

export const handler = chaineCommande(ouvrirJournal('transfert/envoyer-livrets'), demandeEnvoyerLivrets, (demande) =>
  envoyerLivrets(parts, demande),
);
