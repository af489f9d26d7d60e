import { expect, test } from 'vitest';
import { tuer } from './tuer.ts';

test('an import killed at 50 random points and delivered again is never half', async () => {
  const lectures = await tuer(50, 2);
  process.stdout.write(`livrets read meanwhile: ${lectures}\n`);
  expect(lectures).toBeGreaterThan(10_000);
});
