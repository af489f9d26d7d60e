import { decodeTime } from 'ulid';
import type { File } from '../aws/files.ts';
import type { Journal } from '../aws/journal.ts';
import { cloreSiComplet, type PartiesDeCloture } from './clore-depot.ts';
import { envoyerLots, type MessageDeLot } from './lire-depot.ts';

const MINUTE = 60_000;
/** The form lives 15 minutes: a day later its file will not come. */
const ABANDON = 24 * 60 * MINUTE;
/** A deposit closes within seconds: half an hour means that something holds it. */
const RETARD = 30 * MINUTE;

/**
 * Looks after the deposits that no compte rendu closed: those whose file never came are closed as abandoned,
 * those that were read are closed, or have the lots that lack a verdict sent again, and the number of late ones feeds an alarm.
 *
 * @param maintenant milliseconds since the epoch, the machine's: compared with the ULIDs' time.
 * @returns how many deposits are late
 */
export async function surveillerDepots(
  parts: PartiesDeCloture & { readonly lots: File<MessageDeLot>; readonly journal: Journal },
  maintenant: number,
): Promise<number> {
  let retards = 0;
  for (const depot of await parts.depots.listerOuverts()) {
    const age = maintenant - decodeTime(depot.depotId);
    if (depot.etat === 'attendu' && age > ABANDON) {
      if (await parts.depots.passer(depot, 'attendu', 'abandonne', {})) {
        parts.journal.info('dépôt abandonné', { depotId: depot.depotId });
      }
    } else if (depot.etat === 'lu' && age > RETARD) {
      retards += 1;
      parts.journal.alerte('dépôt en retard', { depotId: depot.depotId, lots: depot.lots ?? 0 });
      const rendus = new Set((await parts.depots.lireVerdicts(depot.depotId)).map(({ lot }) => lot));
      if (await cloreSiComplet(parts, depot)) continue;
      // Complete, and open still: what it brought is made current by who applies lots.
      await envoyerLots(parts, depot, rendus.size === depot.lots ? new Set() : rendus);
    }
  }
  return retards;
}
