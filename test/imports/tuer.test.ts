import { expect, test } from 'vitest';
import { tuer } from './tuer.ts';

test('an import killed at random points and delivered again is never half, and nobody sees two imports mixed', {
  timeout: 120_000,
}, async () => {
  expect(await tuer(4, 1)).toBeGreaterThan(1000);
});
