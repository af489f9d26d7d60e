import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const ICI = import.meta.dirname;
const CACHE = join(ICI, '../../node_modules/.cache/couche-chromium');

/** Of each family only these are kept: the whole of both packages would be 80 MB of a layer that may weigh 250. */
const GARDES = new Set(['WOFF2', 'LICENSE.md', 'package.json']);

/** What the layer is made of: the CDK names its asset by it, and the cache its folder. */
export function empreinteCouche(): string {
  const empreinte = createHash('sha256');
  for (const fichier of ['package.json', 'package-lock.json', 'assembler.ts']) {
    empreinte.update(readFileSync(join(ICI, fichier)));
  }
  return empreinte.digest('hex');
}

/**
 * The assembled layer, a folder that holds `nodejs/node_modules` as Lambda mounts it under `/opt`. Assembled
 * once per content of the lock; needs npm and its registry the first time, nothing afterwards.
 */
export function coucheAssemblee(): string {
  const couche = join(CACHE, empreinteCouche().slice(0, 16));
  if (existsSync(couche)) return couche;
  mkdirSync(CACHE, { recursive: true });
  const chantier = mkdtempSync(join(CACHE, 'chantier-'));
  try {
    installer(join(chantier, 'nodejs'));
    // The rename is the end of the work: a folder that has the final name is whole, whoever made it first.
    renameSync(chantier, couche);
  } catch (erreur) {
    if (!existsSync(couche)) throw erreur;
  } finally {
    rmSync(chantier, { recursive: true, force: true });
  }
  return couche;
}

function installer(nodejs: string): void {
  mkdirSync(nodejs, { recursive: true });
  for (const fichier of ['package.json', 'package-lock.json']) cpSync(join(ICI, fichier), join(nodejs, fichier));
  // No script of a package runs; --prefix because npm may itself be running us from another folder.
  execFileSync('npm', ['ci', '--prefix', nodejs, '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: nodejs,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  for (const famille of ['source-sans', 'source-serif']) {
    const dossier = join(nodejs, 'node_modules', famille);
    retirer(dossier, (nom) => GARDES.has(nom));
    retirer(join(dossier, 'WOFF2'), (nom) => nom === 'TTF');
  }
  // npm's own note of what it installed carries the order of its work, which changes between runs.
  rmSync(join(nodejs, 'node_modules/.package-lock.json'), { force: true });
}

function retirer(dossier: string, estGarde: (nom: string) => boolean): void {
  for (const nom of readdirSync(dossier)) {
    if (!estGarde(nom)) rmSync(join(dossier, nom), { recursive: true });
  }
}
