import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { avecNavigateur } from '../../shared/jury/navigateur.ts';
import { COUCHE } from './impression.ts';
import { attenduDe, enfants, html, invoquer } from './robustesse.ts';

let temporaire: string;
beforeEach(() => {
  temporaire = mkdtempSync(join(tmpdir(), 'lsl-robustesse-'));
  vi.stubEnv('TMPDIR', temporaire);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(temporaire, { recursive: true, force: true });
});

describe('la composition malmenée', () => {
  it('ne laisse ni processus ni dossier derrière 200 invocations d’un même processus', async () => {
    await avecNavigateur((navigateur) => navigateur.imprimer(html('a')), COUCHE);
    const dossiers = readdirSync(temporaire);
    for (let rang = 0; rang < 200; rang += 1) {
      expect(await invoquer(rang)).toBe(attenduDe(rang));
      expect(enfants()).toEqual([]);
      expect(readdirSync(temporaire)).toEqual(dossiers);
    }
  });

  // Only root may mount a small disk.
  it.runIf(process.getuid?.() === 0)(
    'dit qu’un dossier temporaire est plein, sans y rien laisser, puis reprend',
    async () => {
      const imprimer = () => avecNavigateur((navigateur) => navigateur.imprimer(html('a')), COUCHE);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=450m', 'tmpfs', temporaire]);
      try {
        writeFileSync(join(temporaire, 'autre'), Buffer.alloc(350_000_000));
        // Full while the browser is unpacked.
        await expect(imprimer()).rejects.toMatchObject({ code: 'navigateur-indisponible' });
        expect(readdirSync(temporaire)).toEqual(['autre']);
        rmSync(join(temporaire, 'autre'));
        await imprimer();
        // Full once the browser is there: it has nowhere to work.
        const dossiers = readdirSync(temporaire);
        remplir(join(temporaire, 'autre'));
        await expect(imprimer()).rejects.toMatchObject({
          code: expect.stringMatching(/^(navigateur-indisponible|impression-impossible)$/),
        });
        rmSync(join(temporaire, 'autre'));
        expect(readdirSync(temporaire)).toEqual(dossiers);
        await imprimer();
      } finally {
        execFileSync('umount', ['-l', temporaire]);
      }
    },
  );
});

/** Writes until the disk has no room left. */
function remplir(fichier: string): void {
  try {
    for (;;) writeFileSync(fichier, Buffer.alloc(1_000_000), { flag: 'a' });
  } catch (erreur) {
    if ((erreur as NodeJS.ErrnoException).code !== 'ENOSPC') throw erreur;
  }
}
