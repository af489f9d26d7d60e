import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { magasinNumeros } from '../../shared/appariement/magasin-numeros.ts';
import { numerosDuReferentiel } from '../../shared/appariement/numeros-du-referentiel.ts';
import {
  demandeReserverNumeros,
  LIVRETS_PAR_DEMANDE,
  reserverNumeros,
  tirerNumero,
} from '../../shared/appariement/reserver-numeros.ts';
import { DynamoEnMemoire } from '../dynamo.ts';

const livret = (n: number): string => `01J00000000000000000000${String(n).padStart(3, '0')}`;
const livrets = (nombre: number): string[] => Array.from({ length: nombre }, (_, rang) => livret(rang));

/** The référentiel, with draws told beforehand: the last one is repeated. */
function referentiel(...tirages: readonly string[]) {
  const dynamo = new DynamoEnMemoire('referentiel');
  let tires = 0;
  const tirer = tirages.length === 0 ? tirerNumero : () => tirages[Math.min(tires++, tirages.length - 1)] ?? '';
  const parts = { numeros: magasinNumeros(dynamo.client, 'referentiel'), tirer };
  const reserver = (livretIds: readonly string[], session = 2016) =>
    reserverNumeros(parts, { session, livretIds: [...livretIds] });
  return { dynamo, reserver, tires: () => tires };
}

describe('a No Élève', () => {
  test('is ten digits, drawn anew each time', () => {
    const tirages = Array.from({ length: 2000 }, tirerNumero);
    for (const numero of tirages) expect(numero).toMatch(/^[0-9]{10}$/);
    expect(new Set(tirages).size).toBe(tirages.length);
    // Each position takes each digit, the first ones included.
    for (let rang = 0; rang < 10; rang += 1) expect(new Set(tirages.map((numero) => numero[rang])).size).toBe(10);
  });

  test('is the same when asked again, by itself or among others', async () => {
    const { reserver } = referentiel();
    const premiers = await reserver(livrets(3));
    expect(Object.keys(premiers)).toEqual(livrets(3));
    expect(await reserver(livrets(5))).toMatchObject(premiers);
    expect(await reserver([livret(1)])).toEqual({ [livret(1)]: premiers[livret(1)] });
  });

  test('is another one in another session', async () => {
    const { reserver } = referentiel('1111111111', '2222222222');
    expect(await reserver([livret(0)], 2016)).toEqual({ [livret(0)]: '1111111111' });
    expect(await reserver([livret(0)], 2017)).toEqual({ [livret(0)]: '2222222222' });
  });

  test('may serve again in another session, which knows nothing of this one', async () => {
    const { reserver } = referentiel('1111111111');
    expect(await reserver([livret(0)], 2016)).toEqual(await reserver([livret(0)], 2017));
  });

  test('that is taken is drawn again', async () => {
    const { reserver, tires } = referentiel('1111111111', '1111111111', '1111111111', '2222222222');
    expect(await reserver(livrets(2))).toEqual({ [livret(0)]: '1111111111', [livret(1)]: '2222222222' });
    expect(tires()).toBe(4);
  });

  test('is given up after ten draws that are taken, and nothing is half reserved', async () => {
    const { reserver, dynamo, tires } = referentiel('1111111111');
    await reserver([livret(0)]);
    await expect(reserver([livret(1)])).rejects.toThrow('no free number');
    expect(tires()).toBe(11);
    expect(dynamo.items('referentiel')).toHaveLength(2);
  });

  test('asked twice at once is one number: whoever comes second reads the first', async () => {
    const { reserver, dynamo } = referentiel('1111111111', '2222222222');
    let autre: Record<string, string> = {};
    dynamo.avant = async (commande) => {
      if (commande !== 'TransactWriteCommand') return;
      dynamo.avant = () => {};
      autre = await reserver([livret(0)]);
    };
    const issue = await reserver([livret(0)]);
    expect(issue).toEqual(autre);
    expect(dynamo.items('referentiel')).toHaveLength(2);
  });

  test('is unique in its session, whatever is asked, in whatever order and however often', async () => {
    const demandes = fc.array(fc.array(fc.nat(9), { minLength: 1, maxLength: 5 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(demandes, fc.array(fc.nat(12), { minLength: 30 }), async (appels, tirages) => {
        // Few numbers, so that draws collide; those that run out are drawn for real.
        const { reserver } = referentiel(
          ...tirages.map((n) => String(n).padStart(10, '0')),
          ...Array.from({ length: 60 }, tirerNumero),
        );
        const numeros = new Map<string, string>();
        for (const appel of appels) {
          const issue = await reserver(appel.map(livret)).catch(() => null);
          if (issue === null) continue;
          for (const [livretId, numero] of Object.entries(issue)) {
            expect(numeros.get(livretId) ?? numero).toBe(numero);
            numeros.set(livretId, numero);
          }
        }
        expect(new Set(numeros.values()).size).toBe(numeros.size);
      }),
    );
  });
});

describe('an académie', () => {
  test('asks the référentiel for its numbers fifty by fifty, and gets them all', async () => {
    const tailles: number[] = [];
    const numeros = numerosDuReferentiel(async (demande) => {
      const { session, livretIds } = demandeReserverNumeros.parse(demande);
      expect(session).toBe(2016);
      tailles.push(livretIds.length);
      return Object.fromEntries(livretIds.map((livretId) => [livretId, `n${livretId}`]));
    });
    const demandes = livrets(2 * LIVRETS_PAR_DEMANDE + 7);
    expect(await numeros.reserver(2016, demandes)).toEqual(Object.fromEntries(demandes.map((id) => [id, `n${id}`])));
    expect(tailles).toEqual([50, 50, 7]);
    expect(await numeros.reserver(2016, [])).toEqual({});
    expect(tailles).toHaveLength(3);
  });
});
