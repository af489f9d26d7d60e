import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonCanonique, sha256 } from '../../shared/kernel/empreinte.ts';
import { ErreurCodee, estErreurCodee, messageDe } from '../../shared/kernel/erreur.ts';
import { citer, completer } from '../../shared/kernel/phrase.ts';
import { compte, estBlanc, normaliserNom } from '../../shared/kernel/texte.ts';

describe('two spellings of one name', () => {
  test.for([
    ['Élodie', 'ELODIE'],
    ['E\u0301lodie', 'élodie'],
    ['Œuvrard', 'OEUVRARD'],
    ['Lætitia', 'LAETITIA'],
    ['L’Hermite', "L'HERMITE"],
    ['Jean-Pierre', 'JEAN  PIERRE'],
    [' Le Goff ', 'LE-GOFF'],
    ['D’Artagnan\u00a0', 'D ARTAGNAN'],
    ['Groß', 'GROSS'],
    ['François', 'FRANCOIS'],
  ] as const)('« %s » and « %s » become equal', ([a, b]) => {
    expect(normaliserNom(a)).toBe(normaliserNom(b));
    expect(normaliserNom(a)).not.toBe('');
  });

  test('stay different names when a letter differs', () => {
    expect(normaliserNom('Martin')).not.toBe(normaliserNom('Martine'));
    expect(normaliserNom('Le Goff')).not.toBe(normaliserNom('Legoff'));
    expect(normaliserNom('Жанна')).toBe('ЖАННА');
  });

  test('are made of capitals and figures with single spaces between, and stay so', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (texte) => {
        const nom = normaliserNom(texte);
        expect(nom).toMatch(/^([\p{L}\p{N}]+( [\p{L}\p{N}]+)*)?$/u);
        expect(normaliserNom(nom)).toBe(nom);
      }),
      { examples: [['Ǣ']] },
    );
  });
});

describe('a text', () => {
  const blanc = fc.string({
    unit: fc.constantFrom(' ', '\t', '\n', '\r', '\u00a0', '\u2007', '\u202f', '\u200b', '\ufeff'),
  });

  test('of spaces of any kind is blank, GEPI’s no-break space included', () => {
    expect(estBlanc('')).toBe(true);
    fc.assert(fc.property(blanc, (texte) => estBlanc(texte)));
  });

  test('with one visible character is not blank', () => {
    fc.assert(
      fc.property(
        blanc,
        fc.constantFrom('.', '-', 'é', '0', '…', '日'),
        blanc,
        (avant, signe, apres) => !estBlanc(avant + signe + apres),
      ),
    );
  });

  test('quoted from a file holds on one line of 40 characters', () => {
    expect(citer('Bon\n  travail\u0000 !')).toBe('Bon travail !');
    expect(citer('é'.repeat(40))).toBe('é'.repeat(40));
    expect(citer('é'.repeat(41))).toBe(`${'é'.repeat(39)}…`);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (valeur) => {
        const cite = citer(valeur);
        expect([...cite].length).toBeLessThanOrEqual(40);
        expect(cite).not.toMatch(/[\p{Cc}\n\r]/u);
      }),
    );
  });
});

describe('a sentence', () => {
  test('has its gaps filled once: what fills one is not read again', () => {
    expect(completer('La matière {matiere} ({modalite})', { matiere: '{modalite}', modalite: 'S' })).toBe(
      'La matière {modalite} (S)',
    );
    expect(completer('{n} sur {n} : $&', { n: 3 })).toBe('3 sur 3 : $&');
  });

  test('counts as French does: plural from two on', () => {
    expect([0, 1, 2].map((n) => compte(n, 'dossier'))).toEqual(['0 dossier', '1 dossier', '2 dossiers']);
    expect([1, 5].map((n) => compte(n, 'dossier lu', 'dossiers lus'))).toEqual(['1 dossier lu', '5 dossiers lus']);
  });
});

describe('the canonical JSON', () => {
  const melanger = (valeur: unknown): fc.Arbitrary<unknown> => {
    if (Array.isArray(valeur)) return fc.tuple(...valeur.map(melanger));
    if (valeur === null || typeof valeur !== 'object') return fc.constant(valeur);
    const cles = Object.keys(valeur);
    return fc
      .tuple(fc.shuffledSubarray(cles, { minLength: cles.length }), fc.tuple(...Object.values(valeur).map(melanger)))
      .map(([ordre, valeurs]) => Object.fromEntries(ordre.map((cle) => [cle, valeurs[cles.indexOf(cle)]])));
  };

  test('of a value is the same text whatever the order of its keys, at every depth', () => {
    const deuxOrdres = fc.jsonValue({ maxDepth: 4 }).chain((valeur) => fc.tuple(fc.constant(valeur), melanger(valeur)));
    fc.assert(fc.property(deuxOrdres, ([a, b]) => jsonCanonique(a) === jsonCanonique(b)));
  });

  test('says all of the value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (valeur) => {
        expect(JSON.parse(jsonCanonique(valeur))).toEqual(JSON.parse(JSON.stringify(valeur)));
      }),
    );
  });

  test('keeps the order of lists, which means something', () => {
    expect(jsonCanonique({ b: [2, 1], a: null })).toBe('{"a":null,"b":[2,1]}');
    expect(jsonCanonique([1, 2])).not.toBe(jsonCanonique([2, 1]));
  });

  test('is hashed as SHA-256 in small hexadecimal', () => {
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256(new TextEncoder().encode('é'))).toBe(sha256('é'));
  });
});

test('a coded error says what is wrong, what to do and where', () => {
  const erreur = new ErreurCodee('moyenne-invalide', 'La moyenne est fausse.', 'Corrigez-la.', { ligne: 3 });
  expect(estErreurCodee(erreur)).toBe(true);
  expect(erreur).toMatchObject({ code: 'moyenne-invalide', remede: 'Corrigez-la.', lieu: { ligne: 3 } });
  expect(estErreurCodee(Object.assign(new Error('x'), { code: 'moyenne-invalide' }))).toBe(false);
  expect([messageDe(erreur), messageDe('texte'), messageDe(undefined)]).toEqual([
    'La moyenne est fausse.',
    'texte',
    'undefined',
  ]);
});
