import { beforeEach, expect, test } from 'vitest';
import { Academie, SESSION } from './etablissements.ts';

const AUTRE = '0750655E';
let academie: Academie;

beforeEach(async () => {
  academie = new Academie();
  for (const n of [1, 2, 3]) await academie.presenter(n);
});

const numeros = (candidats: readonly { readonly noCandidat: string }[]) =>
  candidats.map(({ noCandidat }) => noCandidat).sort();

/** A file that moves candidate 2 between two reads. */
function demenagerAvantLaLecture(rang: number, sorte: string): void {
  let lectures = 0;
  academie.dynamo.avant = async (commande) => {
    if (commande !== sorte || ++lectures !== rang) return;
    academie.dynamo.avant = () => {};
    await academie.presenter(2, { uai: AUTRE, depotId: '01J0000000000000000000000D' });
  };
}

test('many candidates are read to the last, whatever one read gives', async () => {
  academie.dynamo.parPage = 1;
  expect(numeros(await academie.candidats.lireTous(SESSION, ['c1', 'c2', 'c3', 'c9']))).toEqual(['c1', 'c2', 'c3']);
});

test('all candidates of an INE are found, whatever one page gives', async () => {
  for (const n of [4, 5, 6]) await academie.presenter(n, { ine: '777777777ZZ' });
  academie.dynamo.parPage = 1;
  expect(numeros((await academie.ines.chercher(SESSION, ['777777777ZZ'])) as never)).toEqual(['c4', 'c5', 'c6']);
});

test('a candidate that a file moves while it is read is read where it goes', async () => {
  demenagerAvantLaLecture(2, 'GetCommand');
  expect(await academie.candidats.lire(SESSION, 'c2')).toMatchObject({ noCandidat: 'c2', uai: AUTRE });
});

test('so is one among many', async () => {
  demenagerAvantLaLecture(2, 'BatchGetCommand');
  const lus = await academie.candidats.lireTous(SESSION, ['c1', 'c2', 'c3']);
  expect(numeros(lus)).toEqual(['c1', 'c2', 'c3']);
  expect(lus.find(({ noCandidat }) => noCandidat === 'c2')).toMatchObject({ uai: AUTRE });
});

test('the establishment that a candidate left with its last file is known, until the next one', async () => {
  await academie.presenter(2, { uai: AUTRE, depotId: '01J0000000000000000000000D' });
  const quitte = async () => (await academie.candidats.lire(SESSION, 'c2'))?.quitte;
  expect(await quitte()).toBe('0380029A');
  await academie.presenter(2, { uai: AUTRE, depotId: '01J0000000000000000000000E' });
  expect(await quitte()).toBeUndefined();
});
