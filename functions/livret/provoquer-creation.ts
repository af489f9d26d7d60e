import { chaineCommande } from '../../shared/aws/chaines.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { reconnaitreActeur, revendication } from '../../shared/habilitations/index.ts';
import { magasinCreations } from '../../shared/livret/magasin-creations.ts';
import { environnementDActe, partiesDActe } from '../../shared/livret/parts-d-acte.ts';
import { demandeProvoquerCreation, provoquerCreation } from '../../shared/livret/provoquer-creation.ts';

const env = lireEnvironnement(environnementDActe);
const communes = partiesDActe(env);
const parts = { ...communes, creations: magasinCreations(communes.dynamo, env.TABLE_REGISTRE) };

export const handler = chaineCommande(
  ouvrirJournal('livret/provoquer-creation'),
  demandeProvoquerCreation.extend({ qui: revendication }),
  async ({ qui, ...demande }) => provoquerCreation(parts, await reconnaitreActeur(parts, qui), demande),
);
