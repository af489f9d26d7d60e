import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { estCodeMatiere, estCodeMef, estModalite } from '../../shared/kernel/codes.ts';
import { formeIne, ineDeSiecle, lireIne } from '../../shared/kernel/ine.ts';
import { estUai, lettreDeControleUai, uai } from '../../shared/kernel/uai.ts';

const LETTRES = 'ABCDEFGHJKLMNPRSTUVWXYZ';
const numero = fc.stringMatching(/^[0-9]{7}$/);

describe('an UAI', () => {
  // Louis-le-Grand, Henri-IV, Charlemagne, le Parc; then those of the sample exports.
  test.for(['0750655E', '0750654D', '0750652B', '0690026D', '0380029A', '0860038Z', '0382032C'])(
    'of a real lycée, %s, is accepted',
    (texte) => {
      expect(estUai(texte)).toBe(true);
      expect(uai(texte)).toBe(texte);
    },
  );

  test('has one right letter and one only, never I, O nor Q', () => {
    fc.assert(
      fc.property(numero, (chiffres) => {
        const bonnes = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].filter((lettre) => estUai(chiffres + lettre));
        // The remainder by 23, digit by digit: no use of the division that is under test.
        const reste = [...chiffres].reduce((acc, chiffre) => (acc * 10 + Number(chiffre)) % 23, 0);
        expect(bonnes).toEqual([LETTRES[reste]]);
      }),
    );
  });

  test('typed with one wrong figure, or with two neighbours swapped, is refused', () => {
    fc.assert(
      fc.property(numero, fc.nat(6), fc.integer({ min: 1, max: 9 }), (chiffres, rang, ecart) => {
        const lettre = lettreDeControleUai(chiffres);
        const faux = [...chiffres].with(rang, String((Number(chiffres[rang]) + ecart) % 10)).join('');
        expect(estUai(faux + lettre)).toBe(false);
        const [a = '', b = ''] = [chiffres[rang], chiffres[(rang + 1) % 7]];
        fc.pre(rang < 6 && a !== b);
        expect(estUai(chiffres.slice(0, rang) + b + a + chiffres.slice(rang + 2) + lettre)).toBe(false);
      }),
    );
  });

  test.for(['', '0380029', '0380029B', '380029A', '0380029a', ' 0380029A', '0380029A\n', '03800299A', 'academie'])(
    'is not « %s »',
    (texte) => {
      expect(estUai(texte)).toBe(false);
      expect(() => uai(texte)).toThrow(expect.objectContaining({ code: 'uai-invalide' }));
    },
  );

  test('that is wrong is refused without being quoted', () => {
    expect(() => uai('DUPONT')).toThrow(expect.objectContaining({ message: expect.not.stringContaining('DUPONT') }));
  });
});

describe('an INE', () => {
  test('has one of three patterns, and no text has two of them', () => {
    const formes = {
      rnie: fc.stringMatching(/^[0-9]{9}[A-Z]{2}$/),
      bea: fc.stringMatching(/^[0-9]{10}[A-Z]$/),
      apprentissage: fc.stringMatching(/^[0-9]{4}A[0-9]{5}[A-Z]$/),
    };
    for (const [forme, textes] of Object.entries(formes)) {
      fc.assert(fc.property(textes, (texte) => formeIne(texte) === forme));
    }
  });

  test('is read in capitals, spaces around it aside', () => {
    expect(lireIne(' 123456789ab\n')).toBe('123456789AB');
    expect(lireIne('1234a56789z')).toBe('1234A56789Z');
    expect(formeIne('1234a56789z')).toBe('apprentissage');
  });

  test.for([
    '',
    '12345678901',
    '12345678ABC',
    '123456789A',
    '123456789ABC',
    '1234B56789Z',
    '123456789 AB',
    '１２３４５６７８９AB',
  ])('is not « %s »', (texte) => {
    expect(lireIne(texte)).toBeUndefined();
  });

  test('of SIECLE is ID_NATIONAL, then INE_RNIE, then INE_BEA; a malformed one is passed over', () => {
    const [idNational, ineRnie, ineBea] = ['123456789AB', '987654321CD', '1234567890E'];
    expect(ineDeSiecle({ idNational, ineRnie, ineBea })).toBe(idNational);
    expect(ineDeSiecle({ idNational: '12345', ineRnie, ineBea })).toBe(ineRnie);
    expect(ineDeSiecle({ idNational: undefined, ineRnie: '', ineBea })).toBe(ineBea);
    expect(ineDeSiecle({ ineBea: ' 1234567890e ' })).toBe(ineBea);
    expect(ineDeSiecle({ idNational: '?', ineRnie: '?', ineBea: '?' })).toBeUndefined();
    expect(ineDeSiecle({})).toBeUndefined();
  });
});

test('a code of the BCN keeps its leading zeros and counts its digits', () => {
  expect(['020100', '20100', '0201000', '02010A', '020100\n'].map(estCodeMatiere)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
  expect(['21111010110', '2111101011', '211110101100', '2111101011A'].map(estCodeMef)).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect(['S', 'O', 'F', 's', 'L', 'SO', ''].map(estModalite)).toEqual([true, true, true, false, false, false, false]);
});
