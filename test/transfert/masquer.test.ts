import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contient, fouiller, type TermeCherche } from '../../shared/kernel/termes.ts';
import { type TermeConnu, termesConnus } from '../../shared/livret/textes.ts';
import { type ANePasNommer, masqueDe } from '../../shared/transfert/masquer.ts';

const COMMUNS = {
  sigle: 'LGT',
  denomination: 'LYCEE GENERAL HECTOR BERLIOZ',
  complement: null,
  commune: 'LA COTE-SAINT-ANDRE CEDEX',
  periodes: [],
};
const MERE = {
  personneId: '1',
  civilite: null,
  nomDeFamille: 'DURAND',
  nomUsage: null,
  prenom: 'Solange',
  niveau: '1',
  parente: null,
};
const NATURES = {
  'nom-de-l-eleve': 'nom',
  'nom-d-un-proche': 'proche',
  etablissement: 'etablissement',
  commune: 'commune',
} as const satisfies Record<TermeConnu['nature'], string>;

type Eleve = ANePasNommer['eleve'];

function personnes(eleve: Partial<Eleve>, communs: Partial<typeof COMMUNS> = {}): ANePasNommer {
  const entier: Eleve = { nomDeFamille: 'MARTIN', nomUsage: null, prenoms: ['Zoé', 'Marie'], divisions: [], ...eleve };
  const connus = termesConnus(entier, [{ ...COMMUNS, ...communs }], [MERE]);
  return {
    eleve: entier,
    termes: connus.map(({ terme, nature, partie }) => ({ terme, nature: NATURES[nature], partie })),
    auteurs: [{ nom: 'GRANDJEAN', prenom: 'Odile' }],
  };
}

const lu = (texte: string, eleve: Partial<Eleve> = {}, communs: Partial<typeof COMMUNS> = {}): string =>
  masqueDe(personnes(eleve, communs))(texte);

describe('initials are masked', () => {
  test.for([
    ['Z. M. travaille.', '[…] travaille.'],
    ['Z.M. travaille.', '[…] travaille.'],
    ['Bravo à M. Z. !', 'Bravo à […] !'],
    ['Z. M. M. a mûri.', '[…] a mûri.'],
    ['Zoé M. a mûri.', '[…] a mûri.'],
    ['Zoé M a mûri.', '[…] a mûri.'],
    ['Z. Martin a mûri.', '[…] a mûri.'],
    ['Z.-M. Martin a mûri.', '[…] a mûri.'],
    ['Mlle M. a mûri.', 'Mlle […] a mûri.'],
    ['Mademoiselle M a mûri.', 'Mademoiselle […] a mûri.'],
    ['L’élève M. a mûri.', 'L’élève […] a mûri.'],
    ['Mme D. nous a écrit.', 'Mme […] nous a écrit.'],
    ['M. D. nous a écrit.', 'M. […] nous a écrit.'],
    ['Z. progresse.', '[…] progresse.'],
    ['S. Durand nous a écrit.', '[…] nous a écrit.'],
  ] as const)('« %s » is read « %s »', ([texte, attendu]) => expect(lu(texte)).toBe(attendu));

  test.for([
    ['J.-B. progresse.', '[…] progresse.'],
    ['JB progresse.', '[…] progresse.'],
    ['J.B. L. progresse.', '[…] progresse.'],
    ['J.-B. L. G. progresse.', '[…] progresse.'],
    ['Av. J.-C. et av. J.-B., J. L. progresse.', 'Av. J.-C. et av. J.-B., […] progresse.'],
  ] as const)('of compound names: « %s » is read « %s »', ([texte, attendu]) => {
    expect(lu(texte, { nomDeFamille: 'LE GOFF', prenoms: ['Jean-Baptiste', 'Cyr'] })).toBe(attendu);
  });

  test.for([
    [
      'T.P. et D.S. de S.V.T., E.P.S., L.V. 1, A.P.',
      { nomDeFamille: 'PONS', prenoms: ['Tom', 'Diane', 'Sara', 'Ana'] },
    ],
    ['En Terminale S. Très bien. Vitamine C.', { nomDeFamille: 'SOW', prenoms: ['Chloé'] }],
    ['M. le proviseur félicite. Plan A, plan B.', { nomDeFamille: 'MALO', prenoms: ['Ana', 'Béa'] }],
    ['À Lyon, A-t-il compris ? L’an prochain, S’il veut.', { nomDeFamille: 'LAM', prenoms: ['Sam'] }],
    ['Rome av. J.-C., avant J. C. et après J.-C.', { nomDeFamille: 'COLIN', prenoms: ['Julie'] }],
    ['C. D. a compris.', { nomDeFamille: 'MARTIN', prenoms: ['Zoé'] }],
  ] as const)('but not what a school writes with points: « %s »', ([texte, eleve]) => {
    expect(lu(texte, eleve)).toBe(texte);
  });

  test('« D. S. » with a space is somebody, « D.S. » a test', () => {
    const eleve = { nomDeFamille: 'SIMON', prenoms: ['Denis'] };
    expect(lu('D. S. a manqué le D.S. de maths.', eleve)).toBe('[…] a manqué le D.S. de maths.');
  });
});

describe('a name that is an ordinary word', () => {
  const PETIT = { nomDeFamille: 'PETIT', prenoms: ['Rose', 'Claire'] };
  test.for([
    ['M. Petit progresse.', 'M. […] progresse.'],
    ['L’élève Petit progresse.', 'L’élève […] progresse.'],
    ['PETIT progresse.', '[…] progresse.'],
    ['Le travail de PETIT.', 'Le travail de […].'],
    ['Petit a progressé.', '[…] a progressé.'],
    ['Rose Petit, PETIT Rose', '[…], […]'],
    ['R. Petit progresse.', '[…] progresse.'],
    ['Rose P. progresse.', '[…] progresse.'],
    ['Rose progresse.', '[…] progresse.'],
    ['ROSE A PROGRESSE.', '[…] A PROGRESSE.'],
    ['Bravo, Rose !', 'Bravo, […] !'],
    ['Le trimestre de d’Claire', 'Le trimestre de d’[…]'],
    ['P E T I T', '[…]'],
  ] as const)('is masked as a name: « %s » is read « %s »', ([texte, attendu]) =>
    expect(lu(texte, PETIT)).toBe(attendu),
  );

  test.for([
    'Petit à petit, l’élève progresse.',
    'PETIT A PETIT, TRES PETIT PROGRES.',
    'Petit travail. Petit effort.',
    'Une petite classe, un petit groupe, la vie en rose.',
    'Claire et concise. Claire dans l’exposé.',
  ])('stays as a word: « %s »', (texte) => expect(lu(texte, PETIT)).toBe(texte));

  test.for<[string, Partial<Eleve>]>([
    ['Bon travail. BON TRAVAIL. Un bon élève.', { nomDeFamille: 'BON' }],
    ['Le grand progrès, légal. Grand progrès.', { nomDeFamille: 'LE GRAND', nomUsage: 'LE GAL' }],
    ['Grâce à son travail, elle aime lire. Aime lire.', { prenoms: ['Grâce', 'Aimé'] }],
    ['Constant dans l’effort. Juste et fort.', { prenoms: ['Constant', 'Juste'] }],
    ['Il faut qu’elle lise plus. Ils sont venus.', { prenoms: ['Lise', 'Vénus'] }],
  ])('of others: « %s »', ([texte, eleve]) => expect(lu(texte, eleve)).toBe(texte));

  test('of two words shows by its capitals, glued or not', () => {
    const eleve = { nomDeFamille: 'LE GRAND' };
    expect(lu('Le Grand progresse, M. Legrand. LE GRAND', eleve)).toBe('[…] progresse, M. […]. […]');
  });

  test('of a place too', () => {
    const communs = { denomination: 'LYCEE DU PARC', commune: 'LE PORT' };
    expect(lu('Au lycée du parc, au Parc, dans le parc.', {}, communs)).toBe('Au […], au […], dans le parc.');
    expect(lu('Vient du Port, de Le Port ; au port. Un port.', {}, communs)).toBe(
      'Vient du […], de […] ; au port. Un port.',
    );
    expect(lu('De lourdes lacunes, à Lourdes.', {}, { commune: 'LOURDES' })).toBe('De lourdes lacunes, à […].');
  });
});

describe('is masked too', () => {
  test.for<[string, string, Partial<Eleve>]>([
    ['jean baptiste, Jean-Baptiste, JEANBAPTISTE, Baptiste', '[…], […], […], […]', { prenoms: ['Jean-Baptiste'] }],
    ['Alex progresse, axel aussi.', '[…] progresse, axel aussi.', { prenoms: ['Alexandre'] }],
    ['ŒUVRARD, Oeuvrard, œuvrard', '[…], […], […]', { nomDeFamille: 'ŒUVRARD' }],
    ['Walesa et WAŁĘSA', '[…] et […]', { nomDeFamille: 'WAŁĘSA' }],
    ['Z.O.É., z o e, Zo\u00ADé, Zo\u0065\u0301', '[…]., […], […], […]', {}],
    ["O’Brien, o'brien, OBrien", '[…], […], […]', { nomDeFamille: "O'BRIEN" }],
    ['VANDEN-\nBROUCKEN', '[…]', { nomDeFamille: 'VANDENBROUCKEN' }],
    ['Martin-pêcheur', '[…]-pêcheur', {}],
    ['Zoé Martin MARTIN zoé', '[…]', {}],
    ['En TS1, en ts 1, T S 1, terminale S1, Tle S1.', 'En […], en […], […], […], […].', { divisions: ['TS1'] }],
    ['En T°ES2, TES 2. En TES.', 'En […], […]. En TES.', { divisions: ['T°ES2'] }],
    ['En TG5, tg 05. En TG50.', 'En […], […]. En TG50.', { divisions: ['TG05'] }],
    ['En TG05.', 'En […].', { divisions: ['TG5'] }],
    ['La TSA et le TSa.', 'La […] et le TSa.', { divisions: ['TSA'] }],
    ['Niveau B2 en T1, classe de B2.', 'Niveau B2 en T1, […].', { divisions: ['B2'] }],
    ['En T1, en terminale 1.', 'En T1, en […].', { divisions: ['T1'] }],
    ['En T1, en T01.', 'En T1, en […].', { divisions: ['T01'] }],
    ['En 1S3 puis première S3.', 'En […] puis […].', { divisions: ['1S3'] }],
    ['En 1ère S2, 1S2 ; 12 sur 20.', 'En […], […] ; 12 sur 20.', { divisions: ['1ère S2'] }],
    ['En 2de 4, seconde 4 ; 24 heures.', 'En […], […] ; 24 heures.', { divisions: ['2NDE 4'] }],
    ['Classe de 301, 301 mots.', '[…], 301 mots.', { divisions: ['301'] }],
    ['En TS, rien de la classe.', 'En TS, rien de la classe.', { divisions: ['TS', 'CLASSE', '1'] }],
    ['M. Grandjean, O. Grandjean, Odile Grandjean', 'M. […], […], […]', {}],
    ['Un grandjean, Odile.', 'Un grandjean, Odile.', {}],
    ['zoe.m@exemple.fr, zoe (at) exemple.fr, 06/12/34/56/78', '[…], […], […]', {}],
    ['Au lycée H. Berlioz, H.Berlioz.', 'Au lycée […], […].', {}],
    ['À La Côte-St-André.', 'À […].', {}],
  ])('« %s », read « %s »', ([texte, attendu, eleve]) => expect(lu(texte, eleve)).toBe(attendu));

  test.for<[string, string, Partial<typeof COMMUNS>]>([
    ['Au Havre, du Havre, le havre de paix.', 'Au […], du […], […] de paix.', { commune: 'LE HAVRE' }],
    ['De l’Isle-d’Abeau, d’Isle d’Abeau.', 'De […], d’[…].', { commune: "L'ISLE D'ABEAU" }],
    ['De Châlons-en-Champagne, de Châlons.', 'De […], de […].', { commune: 'CHALONS EN CHAMPAGNE' }],
    ['À St-Germain, à Saint Germain.', 'À […], à […].', { commune: 'ST GERMAIN EN LAYE CEDEX' }],
    ['Les arts plastiques, au lycée des arts.', 'Les arts plastiques, au […].', { denomination: 'LYCEE DES ARTS' }],
  ])('a place as people say it: « %s », read « %s »', ([texte, attendu, communs]) => {
    expect(lu(texte, {}, communs)).toBe(attendu);
  });
});

describe('whatever the text', () => {
  const ZOE = personnes({ divisions: ['TS1'], nomUsage: 'PETIT' });
  const masque = masqueDe(ZOE);
  const bout = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom(
      'Zoé',
      'Martin',
      'PETIT',
      'petit',
      'Z.',
      'M.',
      'Mlle',
      'D.',
      '[…]',
      '[',
      ']',
      '|',
      'TS1',
      'Berlioz',
    ),
    fc.constantFrom(' ', ' ', '. ', ', ', '-', '’', '\n', '\u00AD', '\u0301', '\u200B', '👩‍🎓', 'lycée', 'élève', 'à'),
  );
  const texteQuelconque = fc.array(bout, { maxLength: 30 }).map((bouts) => bouts.join(''));

  test('it is masked once for all, and nothing of the list is left', () => {
    fc.assert(
      fc.property(texteQuelconque, (texte) => {
        const masquee = masque(texte);
        expect(masque(masquee)).toBe(masquee);
        for (const terme of ZOE.termes as readonly TermeCherche[]) {
          expect([contient(fouiller(masquee), terme), terme]).toEqual([false, terme]);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('what a mask parts is not joined again', () => {
    expect(lu('Le Zoé Goff', { nomDeFamille: 'LE GOFF' })).toBe('Le […]');
    expect(lu('Le Zoé grand', { nomDeFamille: 'LE GRAND' })).toBe('Le […] grand');
    expect(contient(fouiller('La […] Rochelle'), { terme: 'LA ROCHELLE', nature: 'commune' })).toBe(false);
  });

  test.for([
    'a',
    'A.',
    'Z. M. ',
    'Z.',
    '[…] ',
    'M. ',
    '0612',
    'a@',
    'a.',
    '-',
    'zoé ',
    'Mme ',
    'Z-',
    'petit ',
    'e\u0301',
    '\u200D',
    'é',
    ' ',
    '\n',
    '👩‍🎓',
  ])('5 000 signs of « %s » take no time', (motif) => {
    const debut = process.cpuUsage();
    masque(motif.repeat(Math.ceil(5000 / motif.length)));
    const { user, system } = process.cpuUsage(debut);
    expect((user + system) / 1000).toBeLessThan(500);
  });
});
