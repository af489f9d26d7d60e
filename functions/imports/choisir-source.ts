import { chaineCommande } from '../../shared/aws/chaines.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { choisirSource, demandeChoisirSource } from '../../shared/imports/choisir-source.ts';
import { environnementDuLivret, partiesDuLivret } from '../../shared/livret/parts.ts';

const parts = partiesDuLivret(lireEnvironnement(environnementDuLivret));

export const handler = chaineCommande(ouvrirJournal('imports/choisir-source'), demandeChoisirSource, (demande) =>
  choisirSource(parts, demande),
);
