import { afterEach, expect, test, vi } from 'vitest';

async function empreinte(): Promise<string> {
  vi.resetModules();
  return (await import('../../shared/jury/modele.ts')).empreinteDuModele();
}

afterEach(() => vi.doUnmock('../../shared/jury/page-index.tsx'));

test('the sum of the template is the same each time, and another one when the page of index is', async () => {
  const avant = await empreinte();
  expect(await empreinte()).toBe(avant);
  vi.doMock('../../shared/jury/page-index.tsx', () => ({ pageDIndex: () => 'another page' }));
  expect(await empreinte()).not.toBe(avant);
});
