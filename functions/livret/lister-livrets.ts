import { chaineCommande } from '../../shared/aws/chaines.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { demandeListerLivrets, listerLivrets } from '../../shared/livret/lister-livrets.ts';
import { environnementDuLivret, partiesDuLivret } from '../../shared/livret/parts.ts';

const { registre } = partiesDuLivret(lireEnvironnement(environnementDuLivret));

export const handler = chaineCommande(ouvrirJournal('livret/lister-livrets'), demandeListerLivrets, (demande) =>
  listerLivrets(registre, demande),
);
