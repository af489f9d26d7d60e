import { expect, test } from 'vitest';
import { avecNavigateur } from '../../shared/jury/navigateur.ts';
import { fichiersRefuses } from './fuites.ts';
import { COUCHE } from './impression.ts';

test('200 files of pupils whose names, schools and towns are words: none is refused', async () => {
  expect(await avecNavigateur((navigateur) => fichiersRefuses(200, navigateur), COUCHE)).toEqual([]);
});
