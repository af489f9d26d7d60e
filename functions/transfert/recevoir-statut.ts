import { z } from 'zod';
import { chaineFile } from '../../shared/aws/chaines.ts';
import { clientDynamo, clientS3, clientSqs } from '../../shared/aws/clients.ts';
import { horlogeDuDeploiement, lireEnvironnement } from '../../shared/aws/environnement.ts';
import { filesParNom } from '../../shared/aws/files.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { objetsDuSeau } from '../../shared/aws/objets.ts';
import { filesDAccuses } from '../../shared/transfert/files-d-accuses.ts';
import { magasinReferentiel } from '../../shared/transfert/magasin-referentiel.ts';
import { type MessageDesAccuses, messageDesStatuts } from '../../shared/transfert/messages.ts';
import { recevoirStatut } from '../../shared/transfert/recevoir-statut.ts';

const env = lireEnvironnement({
  TABLE_REFERENTIEL: z.string(),
  SEAU_VERSIONS: z.string(),
  /** Account of each académie, by slug: « {"grenoble":"123456789012"} ». */
  LSL_ACADEMIES: z
    .string()
    .transform((texte): unknown => JSON.parse(texte))
    .pipe(z.record(z.string(), z.string())),
});
const journal = ouvrirJournal('transfert/recevoir-statut');
const parts = {
  referentiel: magasinReferentiel(clientDynamo(), env.TABLE_REFERENTIEL),
  versions: objetsDuSeau(clientS3(), env.SEAU_VERSIONS),
  accuses: filesDAccuses(filesParNom<MessageDesAccuses>(clientSqs()), env.LSL_ACADEMIES),
  horloge: horlogeDuDeploiement(),
  journal,
};

export const handler = chaineFile(journal, messageDesStatuts, (message) => recevoirStatut(parts, message));
