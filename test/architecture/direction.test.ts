import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { beforeAll, describe, expect, it } from 'vitest';
import { OPTIONS, REGLES } from './regles.ts';

const RACINE = join(import.meta.dirname, '../..');
const DOSSIERS = ['shared', 'functions', 'infra', 'layers'];

/** TypeScript files of the project, as the file system has them. */
function sources(dossier: string): string[] {
  return readdirSync(join(RACINE, dossier), { recursive: true, withFileTypes: true })
    .filter((entree) => entree.isFile() && /\.tsx?$/.test(entree.name) && !entree.parentPath.includes('node_modules'))
    .map((entree) => join(entree.parentPath, entree.name));
}

let vus: ICruiseResult;

beforeAll(async () => {
  const { output } = await cruise(
    DOSSIERS,
    { ...OPTIONS, baseDir: RACINE, ruleSet: { forbidden: REGLES }, validate: true },
    undefined,
    { tsConfig: extractTsConfig(join(RACINE, 'tsconfig.json')) },
  );
  vus = output as ICruiseResult;
});

describe('the direction of imports', () => {
  it('is seen for every module of the project', () => {
    const modules = new Set(vus.modules.map(({ source }) => source));
    const tous = DOSSIERS.flatMap(sources).map((chemin) => chemin.slice(RACINE.length + 1));
    expect(tous.length).toBeGreaterThan(100);
    expect(tous.filter((chemin) => !modules.has(chemin))).toEqual([]);
  });

  it('sees imports of types', () => {
    const presenter = vus.modules.find(({ source }) => source === 'shared/livret/presenter.ts');
    expect(presenter?.dependencies.map(({ resolved }) => resolved)).toContain('shared/livret/presentation.ts');
  });

  it('is the one of the design', () => {
    expect(vus.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  });
});

describe('a Lambda entry', () => {
  const entrees = sources('functions');

  it('is a page at most', () => {
    const longues = entrees.filter((chemin) => readFileSync(chemin, 'utf8').split('\n').length > 60);
    expect(longues).toEqual([]);
  });

  it('has its construct in the capability of the same name', () => {
    const infra = ['capabilities', 'stacks']
      .flatMap((dossier) => sources(`infra/${dossier}`))
      .map((chemin) => readFileSync(chemin, 'utf8'))
      .join('\n');
    const orphelines = entrees
      .map((chemin) => chemin.slice(join(RACINE, 'functions').length + 1, -'.ts'.length))
      .filter((entree) => !infra.includes(`'${entree}'`));
    expect(orphelines).toEqual([]);
  });
});
