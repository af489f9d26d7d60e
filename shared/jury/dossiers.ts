import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Folders of this process in the temporary one. Their names say whose they are: what a process that was killed halfway
 * left there is swept by the next one, or a function that is killed often would fill its disk.
 */
const NOM = /^lsl-[a-z]+-(\d+)-/;
const miens = new Set<string>();

export async function creerDossier(sorte: string): Promise<string> {
  const dossier = await mkdtemp(join(tmpdir(), `lsl-${sorte}-${process.pid}-`));
  miens.add(dossier);
  return dossier;
}

export async function retirerDossier(dossier: string): Promise<void> {
  await rm(dossier, { recursive: true, force: true, maxRetries: 3 });
  miens.delete(dossier);
}

/** Removes what processes that are no more left behind; one of our own number that is not ours is theirs too. */
export async function balayerDossiers(): Promise<void> {
  const racine = tmpdir();
  for (const nom of await readdir(racine)) {
    const pid = Number(NOM.exec(nom)?.[1] ?? Number.NaN);
    const dossier = join(racine, nom);
    if (Number.isNaN(pid) || (pid === process.pid ? miens.has(dossier) : estVivant(pid))) continue;
    await rm(dossier, { recursive: true, force: true });
  }
}

function estVivant(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (erreur) {
    // A process that may not be signalled is there.
    return (erreur as NodeJS.ErrnoException).code === 'EPERM';
  }
}
