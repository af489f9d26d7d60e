import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Paquet {
  readonly version: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lire = (nom: string): unknown => JSON.parse(readFileSync(join(import.meta.dirname, '../..', nom), 'utf8'));
const { packages } = lire('package-lock.json') as { packages: Record<string, Paquet> };
const manifeste = lire('package.json') as Record<string, Readonly<Record<string, string>> | undefined>;

describe('the lock file', () => {
  it('pins exact versions only', () => {
    const sections = ['dependencies', 'devDependencies', 'optionalDependencies'];
    const versions = sections.flatMap((section) => Object.entries(manifeste[section] ?? {}));
    expect(versions.length).toBeGreaterThan(30);
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  // `npm install` leaves out the builds of platforms that its registry does not hold, and `npm ci` then refuses the
  // whole file: an entry with the version, `os`, `cpu` and `optional` is all that it asks for.
  it('has an entry for the build of each platform', () => {
    const absents = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
      Object.keys(optionalDependencies).filter((nom) => packages[`node_modules/${nom}`] === undefined),
    );
    expect(absents).toEqual([]);
  });
});
