import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { pageDesHabilitations } from '../../shared/habilitations/catalogue.ts';
import { PAGE_DES_HABILITATIONS } from '../docs/habilitations.ts';
import { TOUTES } from './acteurs.ts';

test('the page of rights is what the code says: run « npm run docs:habilitations »', async () => {
  expect(await readFile(PAGE_DES_HABILITATIONS, 'utf8')).toBe(pageDesHabilitations());
});

test('it has a row for every operation', () => {
  const page = pageDesHabilitations();
  expect(TOUTES.filter((operation) => page.split(`(\`${operation}\`)`).length !== 2)).toEqual([]);
});
