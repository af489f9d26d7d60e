import { chaineFile } from '../../shared/aws/chaines.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { environnementDuLivret, partiesDuLivret } from '../../shared/livret/parts.ts';
import { messageDAccuse } from '../../shared/transfert/messages.ts';
import { recevoirAccuse } from '../../shared/transfert/recevoir-accuse.ts';

const journal = ouvrirJournal('transfert/recevoir-accuse');
const parts = { ...partiesDuLivret(lireEnvironnement(environnementDuLivret)), journal };

export const handler = chaineFile(journal, messageDAccuse, (accuse) => recevoirAccuse(parts, accuse));
