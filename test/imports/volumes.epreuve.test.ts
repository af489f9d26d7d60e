import { expect, test } from 'vitest';
import { importerLycee } from './volumes.ts';

test('ten thousand pupils in one file are imported completely', async () => {
  const debut = performance.now();
  const { comptesRendus, cout, academie } = await importerLycee(10_000);
  expect(comptesRendus.map(({ verdict }) => verdict)).toEqual(['accepte', 'accepte', 'accepte', 'accepte']);
  expect(comptesRendus.at(-1)?.dossiers).toMatchObject({ lus: 10_000, acceptes: 10_000 });
  const bases = academie.dynamo.items('livrets').filter(({ sk }) => String(sk).startsWith('BASE#2015'));
  expect(bases).toHaveLength(10_000);
  process.stdout.write(
    `10,000 pupils in ${((performance.now() - debut) / 1000).toFixed(0)} s: ${cout.requetes.toFixed(2)} requests and ` +
      `${cout.unitesDEcriture.toFixed(1)} write units a livret\n`,
  );
});
