import { expect, test, vi } from 'vitest';
import { memoriser } from '../../shared/livret/memoriser.ts';

test('what was asked is not asked again, even at the same time; each key by itself', async () => {
  const lire = vi.fn(async (uai: string, annee: number) => `${uai} ${annee}`);
  const connu = memoriser(lire);
  expect(await Promise.all([connu('A', 2015), connu('A', 2015), connu('B', 2015)])).toEqual([
    'A 2015',
    'A 2015',
    'B 2015',
  ]);
  expect(await connu('A', 2015)).toBe('A 2015');
  expect(lire.mock.calls).toEqual([
    ['A', 2015],
    ['B', 2015],
  ]);
});

test('what failed is asked again', async () => {
  const lire = vi.fn(async (_code: string) => 'lu').mockRejectedValueOnce(new Error('throttled'));
  const connu = memoriser(lire);
  await expect(connu('A')).rejects.toThrow('throttled');
  expect(await connu('A')).toBe('lu');
  expect(await connu('A')).toBe('lu');
  expect(lire).toHaveBeenCalledTimes(2);
});
