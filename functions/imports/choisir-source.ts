import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { commandeHabilitee } from '../../shared/habilitations/commande-habilitee.ts';
import { environnementDesDroits } from '../../shared/habilitations/index.ts';
import { choisirSource, demandeChoisirSource } from '../../shared/imports/choisir-source.ts';
import { droitsDuRegistre } from '../../shared/livret/droits-du-registre.ts';
import { environnementDuLivret, partiesDuLivret } from '../../shared/livret/parts.ts';

const env = lireEnvironnement({ ...environnementDuLivret, ...environnementDesDroits });
const journal = ouvrirJournal('imports/choisir-source');
const parts = partiesDuLivret(env);

export const handler = commandeHabilitee(
  journal,
  demandeChoisirSource,
  droitsDuRegistre(env, parts.dynamo),
  { operation: 'choisir-source', objet: ({ uai, annee, division }) => ({ uai, annee, divisions: [division] }) },
  (demande) => choisirSource(parts, demande),
);
