import { estErreurCodee } from '../kernel/erreur.ts';
import type { Horloge } from '../kernel/horloge.ts';
import type { MessageDEdition } from './fichier.ts';
import type { MagasinEditions } from './magasin-editions.ts';

/** What failed and has no code of ours. */
export const PANNE = 'panne';

/**
 * Treats a message of an edition; when it fails, who waits for the file sees it, until a later try moves the edition
 * on. The message itself comes again, then goes to the dead-letter queue.
 */
export async function avecIncident(
  { editions, horloge }: { readonly editions: Pick<MagasinEditions, 'noter'>; readonly horloge: Horloge },
  message: MessageDEdition,
  traiter: (message: MessageDEdition) => Promise<void>,
): Promise<void> {
  try {
    await traiter(message);
  } catch (erreur) {
    const incident = {
      le: horloge.maintenant().toString(),
      code: estErreurCodee(erreur) ? erreur.code : PANNE,
    };
    // What failed first is what counts.
    await editions.noter(message, { incident }).catch(() => undefined);
    throw erreur;
  }
}
