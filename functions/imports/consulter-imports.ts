import { z } from 'zod';
import { chaineCommande } from '../../shared/aws/chaines.ts';
import { clientS3 } from '../../shared/aws/clients.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { objetsDuSeau, signataireDuSeau } from '../../shared/aws/objets.ts';
import { consulterImports, demandeConsulterImports } from '../../shared/imports/consulter-imports.ts';
import { magasinDepots } from '../../shared/imports/magasin-depots.ts';
import { environnementDuLivret, partiesDuLivret } from '../../shared/livret/parts.ts';

const env = lireEnvironnement({ ...environnementDuLivret, TABLE_IMPORTS: z.string(), SEAU_DEPOTS: z.string() });
const { dynamo, registre } = partiesDuLivret(env);
const s3 = clientS3();
const parts = {
  depots: magasinDepots(dynamo, env.TABLE_IMPORTS),
  objets: objetsDuSeau(s3, env.SEAU_DEPOTS),
  signataire: signataireDuSeau(s3, env.SEAU_DEPOTS),
  registre,
};

export const handler = chaineCommande(ouvrirJournal('imports/consulter-imports'), demandeConsulterImports, (demande) =>
  consulterImports(parts, demande),
);
