import { globSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { fichierDEntree, OPTIONS_DE_BUNDLE, POUR_ESBUILD, RACINE } from '../../infra/constructs/bundle.ts';

/** `imports/lire-depot`, for each file of functions/. */
export const ENTREES = globSync('*/*.ts', { cwd: join(RACINE, 'functions') })
  .map((fichier) => fichier.replace(/\.ts$/, ''))
  .sort();

export interface Bundle {
  readonly entree: string;
  /** Of the code alone: the source map is not loaded. */
  readonly octets: number;
  /** Bytes of each package or folder in it, the largest first. */
  readonly parts: readonly (readonly [nom: string, octets: number])[];
}

/** Bundles an entry with the options that deploy it. */
export async function faireBundle(entree: string, vers: string): Promise<Bundle> {
  const { metafile } = await build({
    ...OPTIONS_DE_BUNDLE,
    ...POUR_ESBUILD,
    entryPoints: [fichierDEntree(entree)],
    outfile: vers,
    metafile: true,
    logLevel: 'error',
  });
  const [sortie] = Object.entries(metafile.outputs).filter(([chemin]) => chemin.endsWith('.mjs'));
  if (sortie === undefined) throw new Error(`no bundle of ${entree}`);
  const [, { bytes, inputs }] = sortie;
  const parts = new Map<string, number>();
  for (const [chemin, { bytesInOutput }] of Object.entries(inputs)) {
    const nom =
      /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/.exec(chemin)?.[1] ?? chemin.split('/')[0] ?? '';
    parts.set(nom, (parts.get(nom) ?? 0) + bytesInOutput);
  }
  return { entree, octets: bytes, parts: [...parts].sort(([, a], [, b]) => b - a) };
}
