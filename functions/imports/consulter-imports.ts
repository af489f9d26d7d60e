import { z } from 'zod';
import { clientS3 } from '../../shared/aws/clients.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { objetsDuSeau, signataireDuSeau } from '../../shared/aws/objets.ts';
import { commandeHabilitee } from '../../shared/habilitations/commande-habilitee.ts';
import { environnementDesDroits } from '../../shared/habilitations/index.ts';
import { consulterImports, demandeConsulterImports } from '../../shared/imports/consulter-imports.ts';
import { droitSurDepots } from '../../shared/imports/demande.ts';
import { magasinDepots } from '../../shared/imports/magasin-depots.ts';
import { droitsDuRegistre } from '../../shared/livret/droits-du-registre.ts';
import { environnementDuLivret, partiesDuLivret } from '../../shared/livret/parts.ts';

const env = lireEnvironnement({
  ...environnementDuLivret,
  ...environnementDesDroits,
  TABLE_IMPORTS: z.string(),
  SEAU_DEPOTS: z.string(),
});
const journal = ouvrirJournal('imports/consulter-imports');
const { dynamo, registre } = partiesDuLivret(env);
const s3 = clientS3();
const parts = {
  depots: magasinDepots(dynamo, env.TABLE_IMPORTS),
  objets: objetsDuSeau(s3, env.SEAU_DEPOTS),
  signataire: signataireDuSeau(s3, env.SEAU_DEPOTS),
  registre,
};

export const handler = commandeHabilitee(
  journal,
  demandeConsulterImports,
  droitsDuRegistre(env, dynamo),
  droitSurDepots('consulter-imports'),
  (demande) => consulterImports(parts, demande),
);
