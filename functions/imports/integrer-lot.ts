import { z } from 'zod';
import { chaineFile } from '../../shared/aws/chaines.ts';
import { clientS3 } from '../../shared/aws/clients.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { objetsDuSeau } from '../../shared/aws/objets.ts';
import { magasinCandidats } from '../../shared/candidats/magasin-candidats.ts';
import { integrateurs } from '../../shared/imports/integrateurs.ts';
import { integrerLot, messageDeLot } from '../../shared/imports/integrer-lot.ts';
import { publicateur } from '../../shared/imports/integrer-tableau.ts';
import { magasinDepots } from '../../shared/imports/magasin-depots.ts';
import { magasinEtablissement } from '../../shared/livret/magasin-etablissement.ts';
import { environnementDuLivret, partiesDuLivret } from '../../shared/livret/parts.ts';

const env = lireEnvironnement({
  ...environnementDuLivret,
  TABLE_IMPORTS: z.string(),
  TABLE_SESSION: z.string(),
  SEAU_DEPOTS: z.string(),
});
const journal = ouvrirJournal('imports/integrer-lot');
const livret = partiesDuLivret(env);
const etablissement = magasinEtablissement(livret.dynamo, env.TABLE_REGISTRE);
const parts = {
  depots: magasinDepots(livret.dynamo, env.TABLE_IMPORTS),
  objets: objetsDuSeau(clientS3(), env.SEAU_DEPOTS),
  integrateurs: integrateurs({
    ...livret,
    etablissement,
    candidats: magasinCandidats(livret.dynamo, env.TABLE_SESSION),
  }),
  publier: publicateur(etablissement),
  horloge: livret.horloge,
  journal,
};

export const handler = chaineFile(journal, messageDeLot, (message) => integrerLot(parts, message));
