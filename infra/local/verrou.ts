import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { erreurNuage } from './erreurs.ts';

const SQLITE_BUSY = 5;
const POLL_MS = 100;

export interface OptionsVerrou {
  /** @default 10 minutes, longer than an installation or a deployment */
  readonly attenteMaxMs?: number;
  /** Called once, when another process holds the lock. */
  readonly siOccupe?: () => void;
}

/**
 * Runs `travail` while no other process, nor another call of this one, holds the lock `fichier`.
 *
 * Node has no file lock; SQLite's is the operating system's own. The kernel releases it when its
 * process dies, so that nobody has to guess whether a lock left behind is stale.
 */
export async function enExclusivite<T>(
  fichier: string,
  travail: () => Promise<T>,
  { attenteMaxMs = 600_000, siOccupe }: OptionsVerrou = {},
): Promise<T> {
  const verrou = new DatabaseSync(fichier);
  try {
    await lock(verrou, fichier, attenteMaxMs, siOccupe);
    return await travail();
  } finally {
    verrou.close();
  }
}

async function lock(
  verrou: DatabaseSync,
  fichier: string,
  attenteMaxMs: number,
  siOccupe: (() => void) | undefined,
): Promise<void> {
  const deadline = Date.now() + attenteMaxMs;
  for (let first = true; ; first = false) {
    try {
      verrou.exec('BEGIN EXCLUSIVE');
      return;
    } catch (error) {
      if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw error;
    }
    if (first) siOccupe?.();
    if (Date.now() > deadline) {
      throw erreurNuage('nuage-occupe', {
        constat: 'Une autre commande travaille déjà ici et ne se termine pas.',
        ou: `Verrou : ${fichier}`,
        remede: 'Attendez la fin de cette commande, ou arrêtez-la, puis recommencez.',
      });
    }
    await sleep(POLL_MS);
  }
}
