import { z } from 'zod';
import { chaineFile } from '../../shared/aws/chaines.ts';
import { clientDynamo, clientS3, clientSqs } from '../../shared/aws/clients.ts';
import { horlogeDuDeploiement, lireEnvironnement } from '../../shared/aws/environnement.ts';
import { fileSqs } from '../../shared/aws/files.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { objetsDuSeau } from '../../shared/aws/objets.ts';
import { magasinReferentiel } from '../../shared/transfert/magasin-referentiel.ts';
import { type MessageDesAccuses, messageDesStatutsDe } from '../../shared/transfert/messages.ts';
import { recevoirStatut } from '../../shared/transfert/recevoir-statut.ts';

// One function and one queue an académie, to which nobody else may send.
const env = lireEnvironnement({
  TABLE_REFERENTIEL: z.string(),
  SEAU_VERSIONS: z.string(),
  LSL_ACADEMIE: z.string(),
  FILE_ACCUSES: z.string(),
});
const journal = ouvrirJournal('transfert/recevoir-statut');
const parts = {
  referentiel: magasinReferentiel(clientDynamo(), env.TABLE_REFERENTIEL),
  versions: objetsDuSeau(clientS3(), env.SEAU_VERSIONS),
  accuses: fileSqs<MessageDesAccuses>(clientSqs(), env.FILE_ACCUSES),
  horloge: horlogeDuDeploiement(),
  journal,
};

export const handler = chaineFile(journal, messageDesStatutsDe(env.LSL_ACADEMIE), (message) =>
  recevoirStatut(parts, message),
);
