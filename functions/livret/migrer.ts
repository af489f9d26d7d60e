import { chaineCommande } from '../../shared/aws/chaines.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { magasinMigration } from '../../shared/livret/magasin-migration.ts';
import { magasinTravaux } from '../../shared/livret/magasin-travaux.ts';
import { demandeMigrer, migrer } from '../../shared/livret/migrer.ts';
import { environnementDuLivret, partiesDuLivret } from '../../shared/livret/parts.ts';

const env = lireEnvironnement(environnementDuLivret);
const communes = partiesDuLivret(env);
const parts = {
  ...communes,
  migration: magasinMigration(communes.dynamo, env.TABLE_LIVRETS),
  travaux: magasinTravaux(communes.dynamo, env.TABLE_REGISTRE),
};

export const handler = chaineCommande(ouvrirJournal('livret/migrer'), demandeMigrer, (demande) =>
  migrer(parts, demande),
);
