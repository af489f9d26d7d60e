import { chaineFile } from '../../shared/aws/chaines.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { magasinEnvois } from '../../shared/livret/magasin-envois.ts';
import { environnementDuLivret, partiesDuLivret } from '../../shared/livret/parts.ts';
import { messageDesAccuses } from '../../shared/transfert/messages.ts';
import { recevoirAccuse } from '../../shared/transfert/recevoir-accuse.ts';

const journal = ouvrirJournal('transfert/recevoir-accuse');
const env = lireEnvironnement(environnementDuLivret);
const livret = partiesDuLivret(env);
const parts = { ...livret, envois: magasinEnvois(livret.dynamo, env.TABLE_LIVRETS), journal };

export const handler = chaineFile(journal, messageDesAccuses, (accuse) => recevoirAccuse(parts, accuse));
