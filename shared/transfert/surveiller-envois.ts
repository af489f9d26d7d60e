import { decodeTime } from 'ulid';
import type { Journal } from '../aws/journal.ts';
import type { Envoi, PartiesDesEnvois } from '../livret/index.ts';

export interface PartiesDeSurveillance extends PartiesDesEnvois {
  readonly sessions: readonly number[];
  /** Messages of the queue `transfert`, those that are being treated included. */
  readonly enFile: () => Promise<number>;
  readonly journal: Journal;
}

const MINUTE = 60_000;
/** A livret is told and acknowledged in seconds; each time that it was not, more is left to what may be slow. */
const DELAIS = [15 * MINUTE, 60 * MINUTE, 240 * MINUTE] as const;
/** Queued again in one pass; the others in the next one. */
const PAR_PASSAGE = 20_000;
const EN_PARALLELE = 16;

/**
 * Queues again what waits longer than it should, when nothing is left in the queue that would tell it: its message was
 * never sent, or what it told, or the acknowledgement, was lost. Three times; then somebody must look.
 *
 * @param maintenant milliseconds since the epoch, the machine's: compared with the ULIDs' time
 * @returns how many wait although they were queued again three times; null when the queue is at work
 */
export async function surveillerEnvois(parts: PartiesDeSurveillance, maintenant: number): Promise<number | null> {
  if ((await parts.enFile()) > 0) return null;
  const attendent = (await Promise.all(parts.sessions.map((session) => parts.envois.lister(session))))
    .flat()
    .filter(({ retenu }) => retenu === null);
  const tardent = attendent
    .filter((envoi) => maintenant - derniereFois(envoi) >= delaiDe(envoi))
    .sort((a, b) => derniereFois(a) - derniereFois(b));
  const perdus = tardent.filter(({ relances }) => relances >= DELAIS.length);
  for (const { livretId, session } of perdus) parts.journal.alerte('envoi sans accusé', { livretId, session });
  await relancer(parts, tardent.filter(({ relances }) => relances < DELAIS.length).slice(0, PAR_PASSAGE), maintenant);
  return perdus.length;
}

function derniereFois({ tour, relanceLe }: Envoi): number {
  return relanceLe === null ? decodeTime(tour) : Date.parse(relanceLe);
}

const delaiDe = ({ relances }: Envoi): number => DELAIS[Math.min(relances, DELAIS.length - 1)] ?? 0;

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
