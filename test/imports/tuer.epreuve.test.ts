import { expect, test } from 'vitest';
import { tuer } from './tuer.ts';

test('an import killed at 50 random points and delivered again is never half', async () => {
  const { tues, lectures } = await tuer(50, 2);
  process.stdout.write(`killed at work ${tues} times; livrets read meanwhile: ${lectures}\n`);
  expect(tues).toBeGreaterThan(35);
  expect(lectures).toBeGreaterThan(10_000);
});
