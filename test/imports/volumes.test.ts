import { expect, test } from 'vitest';
import { importerLycee } from './volumes.ts';

/**
 * Ceilings of what a livret costs from SIECLE's list and two years of marks, all told.
 *
 * Requests: a pupil of SIECLE takes a batch of reads and a transaction; marks take a batch of reads, a query of the
 * livret and a transaction, five in all. What is read once a lot, the lots themselves, and a request for each row of
 * STS and of the structures (some 250 for 422 pupils) are shared by all of them.
 *
 * Write units: a year of marks is one item of 7 to 9 KB, written in a transaction, which doubles it; two years of them,
 * the head, the row and two events make some 43. Longer appreciations than the factory's add to it.
 */
const REQUETES_MAX = 7;
const UNITES_MAX = 50;

test('a lycée of 422 pupils is imported whole, for a few requests a livret', async () => {
  const { comptesRendus, cout, academie } = await importerLycee(422);
  expect(comptesRendus.map(({ verdict }) => verdict)).toEqual(['accepte', 'accepte', 'accepte', 'accepte']);
  expect(comptesRendus.at(-1)?.dossiers).toMatchObject({ lus: 422, acceptes: 422, refuses: 0 });
  process.stdout.write(
    `${cout.livrets} livrets: ${cout.requetes.toFixed(2)} requests and ${cout.unitesDEcriture.toFixed(1)} write units each\n`,
  );
  expect(cout.requetes).toBeLessThan(REQUETES_MAX);
  expect(cout.unitesDEcriture).toBeLessThan(UNITES_MAX);
  const bases = academie.dynamo.items('livrets').filter(({ sk }) => String(sk).startsWith('BASE#2015'));
  expect(bases).toHaveLength(422);
});
