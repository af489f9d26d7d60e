import { apparierEtablissement, messageDAppariement } from '../../shared/appariement/apparier-etablissement.ts';
import { environnementDAppariement, partiesDAppariement } from '../../shared/appariement/parts.ts';
import { chaineFile } from '../../shared/aws/chaines.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';

const env = lireEnvironnement(environnementDAppariement);
const journal = ouvrirJournal('appariement/apparier-etablissement');
const parts = { ...partiesDAppariement(env), journal };

export const handler = chaineFile(journal, messageDAppariement, (message) => apparierEtablissement(parts, message));
