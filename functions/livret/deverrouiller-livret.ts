import { z } from 'zod';
import { clientSqs } from '../../shared/aws/clients.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { fileSqs } from '../../shared/aws/files.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { calendriersDeTexte } from '../../shared/calendrier/index.ts';
import { commandeReconnue } from '../../shared/habilitations/commande-habilitee.ts';
import type { AnnonceDeLivret } from '../../shared/livret/annonce.ts';
import { demandeDeverrouillerLivret, deverrouillerLivret } from '../../shared/livret/deverrouiller-livret.ts';
import { droitsDuRegistre } from '../../shared/livret/droits-du-registre.ts';
import { environnementDActe, partiesDActe } from '../../shared/livret/parts-d-acte.ts';

const env = lireEnvironnement({
  ...environnementDActe,
  FILE_TRANSFERT: z.string(),
  LSL_CALENDRIERS: calendriersDeTexte,
});
const acte = partiesDActe(env);
const parts = {
  ...acte,
  annonces: fileSqs<AnnonceDeLivret>(clientSqs(), env.FILE_TRANSFERT),
  calendriers: env.LSL_CALENDRIERS,
};

export const handler = commandeReconnue(
  ouvrirJournal('livret/deverrouiller-livret'),
  demandeDeverrouillerLivret,
  droitsDuRegistre(env, parts.dynamo),
  'deverrouiller-livret',
  (demande, acteur) => deverrouillerLivret(parts, acteur, demande),
);
