import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decimalAffiche,
  decimalCanonique,
  moyenneAnnuelle,
  moyenneRetenue,
  type Note,
  noteAffichee,
  somme,
} from '../../shared/kernel/note.ts';

/** Whole hundredths of a point: the arithmetic of this file is that of integers. */
const centiemes = fc.integer({ min: 0, max: 2000 });
const periode = fc.option(centiemes, { nil: null });
const deux = (n: number): string => String(n).padStart(2, '0');
/** 1840 → « 18.40 », as an editor writes it. */
const ecrit = (n: number): string => `${Math.floor(n / 100)}.${deux(n % 100)}`;
/** 1840 → « 18.4 », 1800 → « 18 »: no zero at the end, no decimal mark without a figure. */
const canonique = (n: number): string => ecrit(n).replace(/\.?0+$/, '');

describe('the annual average of the livret', () => {
  test.for<{ periodes: Note[]; affichee: string }>([
    { periodes: ['18.25', '18', '19'], affichee: '18,41' },
    { periodes: ['11.5', '12.5', null], affichee: '12' },
    { periodes: ['12', '13', '14'], affichee: '13' },
    { periodes: [null, null, null], affichee: 'NN' },
    { periodes: [], affichee: 'NN' },
    { periodes: ['0', null], affichee: '0' },
    { periodes: ['19.99', '20', '20'], affichee: '19,99' },
    // Binary floats add to 0.8699999999999999, which would be cut at 0,28.
    { periodes: ['0.29', '0.29', '0.29'], affichee: '0,29' },
    { periodes: ['10.01', '10.02'], affichee: '10,01' },
  ])('of $periodes is shown $affichee', ({ periodes, affichee }) => {
    expect(noteAffichee(moyenneAnnuelle(periodes))).toBe(affichee);
  });

  test('skips NN, is exact, and is cut at two decimals: never rounded up', () => {
    fc.assert(
      fc.property(fc.array(periode, { maxLength: 12 }), (periodes) => {
        const notes = periodes.filter((note) => note !== null);
        const total = notes.reduce((somme, note) => somme + note, 0);
        const attendue = notes.length === 0 ? null : canonique(Math.floor(total / notes.length));
        expect(moyenneAnnuelle(periodes.map((note) => (note === null ? null : ecrit(note))))).toBe(attendue);
      }),
      { numRuns: 1000 },
    );
  });

  test('does not depend on the order of periods nor on where NN stands', () => {
    const enDesordre = fc
      .array(periode, { maxLength: 6 })
      .chain((periodes) =>
        fc.tuple(fc.constant(periodes), fc.shuffledSubarray(periodes, { minLength: periodes.length })),
      );
    fc.assert(
      fc.property(enDesordre, ([avant, apres]) => {
        const ecrites = (periodes: readonly (number | null)[]): Note[] =>
          periodes.map((note) => (note === null ? null : ecrit(note)));
        expect(moyenneAnnuelle(ecrites(apres))).toBe(moyenneAnnuelle(ecrites(avant)));
      }),
    );
  });
});

describe('the average retained for the baccalauréat', () => {
  test.for([
    ['18.41', '18.5'],
    ['18.4', '18.4'],
    ['11.01', '11.1'],
    ['9.9001', '10'],
    ['12', '12'],
    ['0', '0'],
  ] as const)('of %s is %s: the next tenth, and itself when it is one', ([moyenne, retenue]) => {
    expect(moyenneRetenue(moyenne)).toBe(retenue);
  });

  test('is never below the average, and less than a tenth above it', () => {
    fc.assert(
      fc.property(centiemes, (n) => {
        expect(moyenneRetenue(ecrit(n))).toBe(canonique(Math.ceil(n / 10) * 10));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a mark', () => {
  test('is shown with a decimal comma, and NN where there is none', () => {
    expect(['18.25', '18', '18.0', '10.50', '0.5', null].map(noteAffichee)).toEqual([
      '18,25',
      '18',
      '18',
      '10,5',
      '0,5',
      'NN',
    ]);
  });

  test('keeps its own precision, whatever it is: only zeros that say nothing go', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9][0-9]{0,3}$/), fc.stringMatching(/^[0-9]{1,15}$/), (entier, decimales) => {
        const propre = decimales.replace(/0+$/, '');
        const attendu = propre === '' ? entier : `${entier}.${propre}`;
        expect(decimalCanonique(`00${entier}.${decimales}`)).toBe(attendu);
        expect(decimalAffiche(`${entier}.${decimales}`)).toBe(attendu.replace('.', ','));
      }),
    );
  });

  test('is never shown in powers of ten', () => {
    expect(decimalCanonique('0.0000001')).toBe('0.0000001');
    expect(decimalCanonique('1000000000000000000000000')).toBe('1000000000000000000000000');
  });
});

test('percentages add up exactly', () => {
  expect(somme(['10.1', '20.2', '69.7']).toFixed()).toBe('100');
  expect(somme([]).toFixed()).toBe('0');
});
