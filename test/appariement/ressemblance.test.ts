import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparer, estAUneFaute, portraitDe, type Ressemblance } from '../../shared/appariement/ressemblance.ts';

const personne = (noms: string, prenoms: readonly string[] = ['Zoé'], dateNaissance = '1998-02-28') => {
  const [nomDeFamille = '', nomUsage = null] = noms.split('/');
  return { ine: null, nomDeFamille, nomUsage, prenoms, dateNaissance };
};
type Personne = ReturnType<typeof personne>;

/** Both ways, which must agree. */
const ressemblance = (a: Personne, b: Personne): Ressemblance => {
  const [un, autre] = [portraitDe(a), portraitDe(b)];
  expect(comparer(autre, un)).toEqual(comparer(un, autre));
  return comparer(un, autre);
};

test.for<[Ressemblance['noms'], string, string]>([
  ['memes', 'LEFÈVRE', 'lefevre'],
  ['memes', 'LE GOFF', 'LEGOFF'],
  ['memes', 'N’DIAYE', 'NDIAYE'],
  ['memes', "L'HOSTIS", 'L HOSTIS'],
  ['memes', 'SAINT-GERMAIN', 'ST GERMAIN'],
  ['memes', 'LECŒUR', 'LECOEUR'],
  ['memes', 'BENALI/DUVAL', 'DUVAL'],
  ['memes', 'BENALI/DUVAL', 'MERCIER/BENALI'],
  ['compatibles', 'DE LA TOUR', 'LATOUR'],
  ['compatibles', 'DE LA TOUR', 'TOUR'],
  ['compatibles', 'BEN AMOR', 'AMOR'],
  ['compatibles', 'DUPONT-MARTIN', 'MARTIN'],
  ['compatibles', 'DUPONT-MARTIN', 'MARTIN DUPONT'],
  ['compatibles', 'DA SILVA-LE GALL', 'LEGALL'],
  ['compatibles', 'DA SILVA-LE GALL', 'LE GALL DA SILVA'],
  ['compatibles', 'NGUYEN LE', 'NGUYEN'],
  ['proches', 'SCHNEIDER', 'SCHNIEDER'],
  ['proches', 'DURAND', 'DURANT'],
  ['proches', 'DE LA CROIX', 'DE LA CROI'],
  // Names that begin or end alike, and are others.
  ['autres', 'LE ROY', 'DU ROY'],
  ['autres', 'LATOUR', 'TOUR'],
  ['autres', 'DUPONT-MARTIN', 'DUPONT-LOPEZ'],
  ['autres', 'LE', 'LE GALL'],
  ['autres', 'M.', 'M’BAREK'],
  ['autres', 'NGUYEN LE', 'LE'],
  ['autres', 'TRAN', 'TRAM'],
  ['autres', 'MARTIN', 'MARTINEZ'],
  ['autres', 'MARTIN', ''],
  ['autres', '-', '-'],
])('names are %s: « %s » and « %s »', ([attendu, a, b]) => {
  expect(ressemblance(personne(a), personne(b)).noms).toBe(attendu);
});

test.for<[Ressemblance['prenoms'], string, string]>([
  ['memes', 'Hélène', 'HELENE'],
  ['memes', 'Zoé,Marie', 'Zoé'],
  ['memes', 'Zoé,Marie', 'Zoé,Anne,Marie'],
  ['memes', 'Jean-Baptiste', 'Jean,Baptiste'],
  ['memes', 'Jean-Baptiste,Louis', 'Jean,Baptiste,Louis'],
  ['memes', 'Jean-Baptiste,Louis', 'JEANBAPTISTE'],
  ['memes', 'JEANBAPTISTE', 'Jean,Baptiste'],
  ['memes', 'Jean-Baptiste,Louis', 'Jean,Baptiste'],
  ['memes', 'Léa,Marie', 'Léa,M.'],
  ['compatibles', 'Jean-Baptiste', 'Jean'],
  ['seconds', 'Zoé,Marie', 'Marie'],
  ['seconds', 'Zoé,Marie,Anne', 'Marie,Zoé'],
  ['seconds', 'Jean-Baptiste', 'Baptiste'],
  ['compatibles', 'Paul,Victor,Jean', 'Victor,Jean,Paul'],
  ['proches', 'Léa,Marie', 'Léa,Anne'],
  ['proches', 'Mohamed', 'Mohammed'],
  ['proches', 'Alexandre', 'Alex'],
  ['proches', 'Julie', 'J.'],
  // Twins.
  ['proches', 'Julie', 'Julien'],
  ['autres', 'Léa', 'Léo'],
  ['autres', 'Jean-Baptiste', 'Jean-Pierre'],
  ['proches', 'Jean-Baptiste', 'Jean,Pierre'],
  ['autres', 'Zoé,Marie', 'Anne,Marie'],
  ['absents', 'Zoé', ''],
  ['absents', '', '-'],
])('first names are %s: « %s » and « %s »', ([attendu, a, b]) => {
  expect(ressemblance(personne('MARTIN', a.split(',')), personne('MARTIN', b.split(','))).prenoms).toBe(attendu);
});

describe('family and first names in each other’s place', () => {
  test.for<[string, string[], string, string[]]>([
    ['MARTIN', ['Zoé', 'Marie'], 'Zoé Marie', ['MARTIN']],
    ['DE LA CROIX', ['Jean-Baptiste', 'Louis'], 'JEAN-BAPTISTE LOUIS', ['DE', 'LA', 'CROIX']],
    ['MARTIN', ['Zoé', 'Marie'], 'ZOE', ['MARTIN']],
    ['BENALI/DUVAL', ['Assia'], 'Assia', ['DUVAL']],
    ['DUPONT-MARTIN', ['Zoé'], 'Zoé', ['DUPONT']],
    // The usage name alone is in its place.
    ['BENALI/DUVAL', ['Assia'], 'Assia/DUVAL', ['BENALI']],
  ])('%s %j is %s %j', ([nom, prenoms, autreNom, autresPrenoms]) => {
    expect(ressemblance(personne(nom, prenoms), personne(autreNom, autresPrenoms))).toMatchObject({
      noms: 'compatibles',
      prenoms: 'compatibles',
      inverses: true,
    });
  });

  test('half of it is another person', () => {
    expect(ressemblance(personne('MARTIN', ['Zoé']), personne('Zoé', ['LOPEZ'])).inverses).toBe(false);
    expect(ressemblance(personne('MARTIN', ['Zoé']), personne('Zoé', [])).inverses).toBe(false);
    // A typing error on top of it is too much.
    expect(ressemblance(personne('MARTIN', ['Zoé']), personne('Zoé', ['MARTEN'])).inverses).toBe(false);
  });
});

test.for<[Ressemblance['naissance'], string, string]>([
  ['meme', '1998-02-28', '1998-02-28'],
  ['proche', '1998-02-28', '1998-02-27'],
  ['proche', '1998-02-28', '1989-02-28'],
  ['proche', '1998-02-13', '1998-02-31'],
  ['proche', '1998-06-07', '1998-07-06'],
  ['proche', '1998-03-11', '1998-11-03'],
  ['autre', '1998-02-28', '1997-12-28'],
  ['autre', '1998-03-11', '1997-11-03'],
])('birth dates are %s: %s and %s', ([attendu, a, b]) => {
  expect(ressemblance(personne('MARTIN', [], a), personne('MARTIN', [], b)).naissance).toBe(attendu);
});

describe('a typing error', () => {
  const ine = fc.stringMatching(/^[0-9]{10}[A-Z]$/);
  const signe = fc.constantFrom(...'0123456789AZ');

  test('is one sign put for another, left out, added or exchanged with its neighbour', () => {
    fc.assert(
      fc.property(ine, fc.nat(10), signe, (mot, rang, autre) => {
        const [avant, apres] = [mot.slice(0, rang), mot.slice(rang + 1)];
        const fautes = [
          avant + autre + apres,
          avant + apres,
          avant + autre + mot.slice(rang),
          avant + apres.slice(0, 1) + mot.charAt(rang) + apres.slice(1),
        ];
        for (const faute of fautes) {
          expect(estAUneFaute(mot, faute)).toBe(faute !== mot);
          expect(estAUneFaute(faute, mot)).toBe(faute !== mot);
        }
      }),
    );
  });

  test('is one, and not two', () => {
    for (const [a, b] of [
      ['MARTIN', 'MARTIN'],
      ['MARTIN', 'MORTEN'],
      ['MARTIN', 'MARTINEZ'],
      ['MARTIN', 'RAMTIN'],
      ['MARTIN', 'NITRAM'],
      ['ABCDEF', 'BCDEFG'],
      ['ABCD', 'CBAD'],
      ['A', ''],
    ] as const) {
      expect([a, b, estAUneFaute(a, b)]).toEqual([a, b, a === 'A']);
      expect([b, a, estAUneFaute(b, a)]).toEqual([b, a, a === 'A']);
    }
  });

  test('compares INEs', () => {
    const ines = (a: string | null, b: string | null) =>
      comparer(portraitDe({ ...personne('X'), ine: a }), portraitDe({ ...personne('X'), ine: b })).ine;
    expect(ines('9912345678A', '9912345678A')).toBe('meme');
    expect(ines('9912345678A', '9912345687A')).toBe('proche');
    expect(ines('9912345678A', '9912354687A')).toBe('different');
    expect(ines('9912345678A', null)).toBe('absent');
    expect(ines(null, null)).toBe('absent');
  });
});
