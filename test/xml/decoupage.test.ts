import fc from 'fast-check';
import { test } from 'vitest';
import { memeLectureDecoupee } from './decoupage.ts';

test('what is read or refused, and where, does not depend on where the chunks are cut', async () => {
  await fc.assert(memeLectureDecoupee, { numRuns: 1000 });
});
