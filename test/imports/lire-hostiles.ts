import { createReadStream } from 'node:fs';
import { lireFlux } from '../../shared/imports/lire-flux.ts';
import { estErreurCodee } from '../../shared/kernel/erreur.ts';
import { megaoctetsAuPlus } from '../memoire.ts';

/**
 * Reads files one after another, and prints what each gave. Run on its own by `hostile.test.ts`, so that its memory
 * is that of reading and of nothing else: the peak after a file is also that of all before it.
 */
export interface Mesure {
  readonly code: string;
  readonly millisecondes: number;
  /** Bytes taken from the file. */
  readonly lus: number;
  readonly megaoctets: number;
}

/** The code of the file's refusal, or of its first refused dossier. */
export async function codeDe(source: AsyncIterable<Uint8Array>): Promise<string> {
  let premier: string | undefined;
  try {
    for await (const lu of lireFlux(source)) if (lu.type === 'refus') premier ??= lu.anomalies[0]?.code;
  } catch (erreur) {
    if (!estErreurCodee(erreur)) throw erreur;
    return erreur.code;
  }
  return premier ?? 'accepté';
}

async function mesurer(fichier: string): Promise<Mesure> {
  const flux = createReadStream(fichier);
  const debut = performance.now();
  const code = await codeDe(flux);
  const millisecondes = performance.now() - debut;
  return { code, millisecondes, lus: flux.bytesRead, megaoctets: megaoctetsAuPlus() };
}

if (import.meta.main) {
  const mesures: Mesure[] = [];
  for (const fichier of process.argv.slice(2)) mesures.push(await mesurer(fichier));
  process.stdout.write(JSON.stringify(mesures));
}
