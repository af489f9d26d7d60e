import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { commandeHabilitee } from '../../shared/habilitations/commande-habilitee.ts';
import { environnementDesDroits } from '../../shared/habilitations/index.ts';
import { droitsDuRegistre } from '../../shared/livret/droits-du-registre.ts';
import { demandeListerLivrets, droitDeLister, listerLivrets } from '../../shared/livret/lister-livrets.ts';
import { environnementDuLivret, partiesDuLivret } from '../../shared/livret/parts.ts';

const env = lireEnvironnement({ ...environnementDuLivret, ...environnementDesDroits });
const journal = ouvrirJournal('livret/lister-livrets');
const { dynamo, registre } = partiesDuLivret(env);

export const handler = commandeHabilitee(
  journal,
  demandeListerLivrets,
  droitsDuRegistre(env, dynamo),
  droitDeLister,
  (demande) => listerLivrets(registre, demande),
);
