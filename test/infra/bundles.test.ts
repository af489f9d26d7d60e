import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ENTREES, faireBundle } from './bundles.ts';

/** Bytes of a bundle: what a cold start reads and compiles. */
const OCTETS_AU_PLUS = 1_500_000;
/** Those that write or read PDF files. */
const AVEC_PDF: ReadonlySet<string> = new Set(['jury/composer-fichier', 'jury/controler-fichier']);

const dossier = mkdtempSync(join(tmpdir(), 'lsl-bundles-'));
afterAll(() => rmSync(dossier, { recursive: true }));

describe('the bundle of a function, but those that handle PDF files', () => {
  test.each(ENTREES.filter((entree) => !AVEC_PDF.has(entree)))('%s is at most 1.5 MB', async (entree) => {
    const { octets, parts } = await faireBundle(entree, join(dossier, `${entree.replace('/', '-')}.mjs`));
    const plusGros = parts.slice(0, 8).map(([nom, taille]) => `${nom} ${taille}`);
    expect(octets, plusGros.join(', ')).toBeLessThanOrEqual(OCTETS_AU_PLUS);
    expect(octets).toBeGreaterThan(50_000);
  });
});
