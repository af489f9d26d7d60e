import { decodeTime } from 'ulid';
import type { Journal } from '../aws/journal.ts';
import type { Envoi, PartiesDesEnvois } from '../livret/index.ts';
import { refusDuReferentiel } from './refus.ts';

export interface PartiesDeSurveillance extends PartiesDesEnvois {
  readonly sessions: readonly number[];
  /** Messages of the queue `transfert`, those that are being treated included. */
  readonly enFile: () => Promise<number>;
  readonly journal: Journal;
}

const MINUTE = 60_000;
/** A livret is told and acknowledged in seconds; each time that it was not, more is left to what may be slow. */
const DELAIS = [15 * MINUTE, 60 * MINUTE, 240 * MINUTE] as const;
/** What is queued longer than a whole académie takes at the rate that the deployment holds to is not in the queue. */
const AU_TRAVAIL = 240 * MINUTE;
/** Somebody must look at what has waited for so long, whatever was done for it. */
const PERDU = 9 * 60 * MINUTE;
/** Queued again in one pass; the others in the next one. */
const PAR_PASSAGE = 20_000;
const EN_PARALLELE = 16;

/**
 * Queues again, three times at most, what waits longer than it should: its message was never sent, or what it told, or
 * the acknowledgement, was lost. As long as the queue is at work it may still be in it: only what was queued hours ago is
 * queued again then. Told twice, a livret says the same.
 *
 * @param maintenant milliseconds since the epoch, the machine's: compared with the ULIDs' time
 * @returns how many wait, or are refused by the référentiel, for so long that somebody must look
 */
export async function surveillerEnvois(parts: PartiesDeSurveillance, maintenant: number): Promise<number> {
  const auTravail = (await parts.enFile()) > 0;
  const envois = (await Promise.all(parts.sessions.map((session) => parts.envois.lister(session)))).flat();
  const attendent = envois.filter(({ retenu }) => retenu === null);
  // What the référentiel refuses is in no dead-letter queue, and another word may still be in force there.
  const refuses = envois.filter(({ retenu }) => refusDuReferentiel(retenu) !== null);
  const perdus = [...attendent, ...refuses].filter(({ tour }) => maintenant - decodeTime(tour) >= PERDU);
  for (const { livretId, session, retenu } of perdus) {
    parts.journal.alerte('envoi sans accusé', { livretId, session, ...(retenu === null ? {} : { code: retenu }) });
  }
  const aRelancer = attendent
    .filter((envoi) => maintenant - derniereFois(envoi) >= delaiDe(envoi, auTravail))
    .sort((a, b) => derniereFois(a) - derniereFois(b));
  await relancer(parts, aRelancer.slice(0, PAR_PASSAGE), maintenant);
  return perdus.length;
}

function derniereFois({ tour, relanceLe }: Envoi): number {
  return relanceLe === null ? decodeTime(tour) : Date.parse(relanceLe);
}

/** Never, once it was queued again as often as it may be. */
function delaiDe({ relances }: Envoi, auTravail: boolean): number {
  const delai = DELAIS[relances] ?? Number.POSITIVE_INFINITY;
  return auTravail ? Math.max(delai, AU_TRAVAIL) : delai;
}

/** Sent before it is noted: stopped in between, it is sent once more. */
async function relancer(parts: PartiesDeSurveillance, envois: readonly Envoi[], maintenant: number): Promise<void> {
  const le = new Date(maintenant).toISOString();
  for (const [uai, siens] of Map.groupBy(envois, (envoi) => envoi.uai)) {
    await parts.transferts.envoyer(
      siens.map(({ session, livretId }) => ({ session, livretId })),
      uai,
    );
    for (let debut = 0; debut < siens.length; debut += EN_PARALLELE) {
      const tranche = siens.slice(debut, debut + EN_PARALLELE);
      await Promise.all(tranche.map((envoi) => parts.envois.relancer(envoi, le)));
    }
  }
  if (envois.length > 0) parts.journal.info('envois relancés', { envois: envois.length });
}
