import { chaineCommande } from '../../shared/aws/chaines.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { demandeLireLivret, lireLivret } from '../../shared/livret/lire-livret.ts';
import { environnementDuLivret, partiesDuLivret } from '../../shared/livret/parts.ts';

const parts = partiesDuLivret(lireEnvironnement(environnementDuLivret));

export const handler = chaineCommande(ouvrirJournal('livret/lire-livret'), demandeLireLivret, (demande) =>
  lireLivret(parts, demande),
);
