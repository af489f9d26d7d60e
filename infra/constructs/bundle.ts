import { fileURLToPath } from 'node:url';

/** How the entry of a function becomes one ES module: what is deployed, and what tests and benches measure. */
export const RACINE = fileURLToPath(new URL('../..', import.meta.url));

export const fichierDEntree = (entree: string): string => `${RACINE}functions/${entree}.ts`;

/** CommonJS dependencies call `require`, which an ES module lacks; the import needs a name of its own. */
const BANNIERE =
  "import { createRequire as lslCreateRequire } from 'node:module'; const require = lslCreateRequire(import.meta.url);";

/** Options that CDK's bundling and esbuild itself name alike. */
export const OPTIONS_DE_BUNDLE = {
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  keepNames: true,
  sourcesContent: false,
  tsconfig: `${RACINE}tsconfig.json`,
};

/** Those that CDK names otherwise, as CDK and as esbuild say them. */
export const POUR_CDK = { sourceMap: true, banner: BANNIERE };
export const POUR_ESBUILD = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  sourcemap: true,
  banner: { js: BANNIERE },
  external: [] as string[],
} as const;
