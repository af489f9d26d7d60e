import { expect, test } from 'vitest';
import { tuer } from './tuer.ts';

test('an import killed at random points and delivered again is never half, and nobody sees two imports mixed', {
  timeout: 120_000,
}, async () => {
  const { tues, lectures } = await tuer(5, 1);
  expect(tues).toBeGreaterThan(2);
  expect(lectures).toBeGreaterThan(1000);
});
