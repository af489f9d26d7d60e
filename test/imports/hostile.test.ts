import { execFile } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lireFlux } from '../../shared/imports/lire-flux.ts';
import { documentDe, fabrication, octets } from '../fabrique/lectures.ts';
import { source, toutLire, utf8 } from '../sources.ts';
import { candidat, candidats, eleve, evaluation, nomenclature, notes, scolarite, siecle } from './fichiers.ts';
import { HOSTILES, type Hostile } from './hostiles.ts';
import { codeDe, type Mesure } from './lire-hostiles.ts';

const SECONDES_MAX = 2;
const MEGAOCTETS_MAX = 200;
/** A pupil's largest element, and what a stream reads ahead. */
const LUS_MAX = 1024 * 1024;

const executer = promisify(execFile);

describe('a hostile file is refused with its own code, in 2 seconds and 200 MB', () => {
  const mesures = new Map<string, Mesure>();
  let dossier = '';

  function ecrire(nom: string, { parties }: Hostile): string {
    const chemin = join(dossier, String(Object.keys(HOSTILES).indexOf(nom)));
    const fichier = openSync(chemin, 'w');
    for (const partie of parties()) writeSync(fichier, typeof partie === 'string' ? utf8(partie) : partie);
    closeSync(fichier);
    return chemin;
  }

  async function mesurer(noms: readonly string[]): Promise<void> {
    const chemins = noms.map((nom) => ecrire(nom, HOSTILES[nom] as Hostile));
    const { stdout } = await executer(process.execPath, [join(import.meta.dirname, 'lire-hostiles.ts'), ...chemins]);
    for (const [rang, mesure] of (JSON.parse(stdout) as Mesure[]).entries()) mesures.set(noms[rang] ?? '', mesure);
  }

  beforeAll(async () => {
    dossier = mkdtempSync(join(tmpdir(), 'hostiles-'));
    const noms = Object.keys(HOSTILES);
    await mesurer(noms.filter((nom) => HOSTILES[nom]?.seul !== true));
    for (const nom of noms) if (HOSTILES[nom]?.seul === true) await mesurer([nom]);
  }, 120_000);

  afterAll(() => rmSync(dossier, { recursive: true, force: true }));

  test.each(Object.entries(HOSTILES))('%s', (nom, { code }) => {
    const mesure = mesures.get(nom);
    expect(mesure?.code).toBe(code);
    expect(mesure?.millisecondes).toBeLessThan(SECONDES_MAX * 1000);
    expect(mesure?.megaoctets).toBeLessThan(MEGAOCTETS_MAX);
  });

  test.each(Object.entries(HOSTILES).filter(([nom, { code }]) => code.startsWith('xml-') && !nom.includes('ZIP')))(
    '%s is read no further than its fault',
    (nom) => {
      expect(mesures.get(nom)?.lus).toBeLessThan(LUS_MAX);
    },
  );
});

test('sound files that are read at the same time give what they give alone', async () => {
  const monde = fabrication({ graine: 5, eleves: 6, defauts: true });
  const [annee] = monde.sommaire.etablissements.flatMap(({ annees }) => annees);
  const sains: readonly (() => AsyncIterable<Uint8Array>)[] = [
    () => octets(documentDe(monde, annee?.notes ?? '')),
    () => octets(documentDe(monde, annee?.eleves ?? '')),
    () => octets(documentDe(monde, monde.sommaire.candidats.fichier)),
    () => source(nomenclature()),
    () => source(siecle()),
    () => source(candidats(candidat())),
    () => source(notes({ eleves: `${eleve()}${eleve()}` })),
  ];
  const seuls = await Promise.all(sains.map((ouvrir) => toutLire(lireFlux(ouvrir()))));
  expect(seuls[0]?.lus.length).toBeGreaterThan(3);

  const enVol = sains.map((ouvrir) => toutLire(lireFlux(goutteAGoutte(ouvrir()))));
  const refus = Object.values(HOSTILES)
    .filter(({ seul }) => seul !== true)
    .map(async ({ parties, code }) => [code, await codeDe(morceaux(parties()))]);
  for (const [code, trouve] of await Promise.all(refus)) expect(trouve).toBe(code);
  expect(await Promise.all(enVol)).toEqual(seuls);
  expect(Object.keys(Object.prototype)).toEqual([]);
}, 60_000);

/** A few bytes, then a turn to the others. */
async function* goutteAGoutte(fichier: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const morceau of fichier) {
    for (let i = 0; i < morceau.length; i += 500) {
      yield morceau.subarray(i, i + 500);
      await new Promise(setImmediate);
    }
  }
}

async function* morceaux(parties: Iterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  for (const partie of parties) {
    yield typeof partie === 'string' ? utf8(partie) : partie;
    await new Promise(setImmediate);
  }
}

test('names that mean something to JavaScript are only unknown names', async () => {
  const fichier = notes({
    eleves: eleve({ attributs: 'id="1" __proto__="x" constructor="y"' }).replace(
      '<scolarites>',
      '<__proto__/><scolarites>',
    ),
  });
  const { lus } = await toutLire(lireFlux(source(fichier)));
  expect(lus[1]).toMatchObject({
    type: 'refus',
    eleve: '1',
    anomalies: [
      { code: 'attribut-inconnu', message: 'L’attribut « __proto__ » de « eleve » n’est pas attendu.' },
      { code: 'attribut-inconnu' },
      { code: 'element-inattendu' },
    ],
  });
});

test('a dossier with a thousand faults costs a bounded compte rendu', async () => {
  const { lus } = await toutLire(lireFlux(source(notes({ eleves: eleve({ scolarites: '<x/>'.repeat(1000) }) }))));
  const [, refus] = lus;
  expect(refus?.type === 'refus' && refus.anomalies.length).toBe(201);
});

test('a refusal that comes after hundreds of warnings is still said', async () => {
  const evaluations =
    evaluation({ annuelle: '<annuelle> </annuelle>' }).repeat(300) + evaluation({ annuelle: '<annuelle/>' }).repeat(2);
  const fichier = notes({ eleves: eleve({ scolarites: scolarite({ evaluations }) }) });
  const { lus } = await toutLire(lireFlux(source(fichier)));
  const [, refus] = lus;
  const anomalies = refus?.type === 'refus' ? refus.anomalies : [];
  expect(anomalies).toHaveLength(202);
  expect(anomalies.at(-1)?.code).toBe('appreciation-vide');
});

test('thirty megabytes are read in a heap of 24', async () => {
  const { stdout } = await executer(process.execPath, [
    '--max-old-space-size=24',
    '--max-semi-space-size=4',
    `${import.meta.dirname}/lire-30-mo.ts`,
  ]);
  expect(JSON.parse(stdout)).toEqual({ dossiers: 1500, refus: 0 });
}, 30_000);
