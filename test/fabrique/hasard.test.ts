import { describe, expect, test } from 'vitest';
import { Hasard } from '../../shared/fabrique/hasard.ts';

const tirer = (nombre: number, ...cles: (number | string)[]): number[] => {
  const hasard = new Hasard(...cles);
  return Array.from({ length: nombre }, () => hasard.reel());
};

describe('hasard', () => {
  test('la même clé donne la même suite', () => {
    expect(tirer(50, 7, 'notes', 12)).toEqual(tirer(50, 7, 'notes', 12));
  });

  test('deux clés voisines donnent deux suites, même quand leurs parties mises bout à bout se ressemblent', () => {
    const suites = [
      [1, 23],
      [12, 3],
      ['1', 23],
      [1, '23'],
      [1, 2, 3],
      [1],
      [2 ** 40 + 1],
      [2 ** 41 + 1],
      ['ab', 'c'],
      ['a', 'bc'],
    ].map((cles) => tirer(3, ...cles).join());
    expect(new Set(suites).size).toBe(suites.length);
  });

  test('les premiers tirages de clés consécutives se répartissent également', () => {
    const cases = new Array<number>(20).fill(0);
    const nombre = 20_000;
    for (let numero = 0; numero < nombre; numero++) {
      const rang = new Hasard(1, 'eleve', numero).entier(cases.length);
      cases[rang] = (cases[rang] ?? 0) + 1;
    }
    const attendu = nombre / cases.length;
    const khi2 = cases.reduce((somme, n) => somme + (n - attendu) ** 2 / attendu, 0);
    // 19 degrees of freedom: one chance in a thousand to be above 43.8.
    expect(khi2).toBeLessThan(43.8);
  });

  test('les tirages d’une même clé se répartissent également et ne se suivent pas', () => {
    const suite = tirer(20_000, 3, 'suite');
    const moyenne = suite.reduce((somme, n) => somme + n, 0) / suite.length;
    const produits = suite.slice(1).map((n, rang) => (n - 0.5) * ((suite[rang] ?? 0) - 0.5));
    expect(Math.abs(moyenne - 0.5)).toBeLessThan(0.01);
    expect(Math.abs(produits.reduce((somme, n) => somme + n, 0) / produits.length)).toBeLessThan(0.003);
  });

  test('un choix pesé suit ses poids', () => {
    const hasard = new Hasard(1, 'poids');
    const tirages = Array.from({ length: 10_000 }, () =>
      hasard.choixPese([
        ['a', 9],
        ['b', 1],
      ] as const),
    );
    const part = tirages.filter((tirage) => tirage === 'b').length / tirages.length;
    expect(part).toBeGreaterThan(0.08);
    expect(part).toBeLessThan(0.12);
  });

  test('on ne choisit pas dans une liste vide', () => {
    expect(() => new Hasard(1).choix([])).toThrow(RangeError);
  });
});
