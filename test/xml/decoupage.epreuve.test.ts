import fc from 'fast-check';
import { test } from 'vitest';
import { memeLectureDecoupee } from './decoupage.ts';

test('what is read or refused does not depend on where the chunks are cut, over 30,000 documents', async () => {
  await fc.assert(memeLectureDecoupee, { numRuns: 30_000 });
});
