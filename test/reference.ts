import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'vitest';

/** Reference data and samples live beside the project and are never copied into it (formats.md). */
export const REFERENCE = resolve(import.meta.dirname, '../../shared');

/**
 * A test on a file of `../shared`. In a clone without that folder it is skipped and says so; on the project's
 * own CI its absence is a failure.
 */
export function testSurReference(nom: string, chemin: string, essai: (fichier: string) => void | Promise<void>): void {
  const fichier = join(REFERENCE, chemin);
  if (existsSync(fichier)) {
    test(nom, () => essai(fichier));
  } else if (process.env.CI !== undefined) {
    test(nom, () => {
      throw new Error(`reference file absent: ${fichier}`);
    });
  } else {
    process.stderr.write(`SKIPPED, reference file absent: ${fichier} — ${nom}\n`);
    test.skip(nom, () => {});
  }
}
