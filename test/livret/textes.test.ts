import { beforeEach, describe, expect, test } from 'vitest';
import { type Connaissances, connaissances } from '../../shared/livret/connaissances.ts';
import { ouvrirLivret } from '../../shared/livret/ouvrir-livret.ts';
import { saisir } from '../../shared/livret/saisir.ts';
import {
  lireTermesConnus,
  signalements,
  signalementsDesTextes,
  type TermeConnu,
  termesConnus,
  textesDuLivret,
} from '../../shared/livret/textes.ts';
import { ClasseEnMemoire } from './classe.ts';
import { CHEF, CPE, eleveDe, livretDe, MEF_TS, mathematiques, PROF_DE_MATHS } from './division.ts';
import { base, evaluation, ligne, tete, UAI, validee } from './dossiers.ts';

const OU = { annee: 2015, champ: 'appreciation', codeMatiere: '061300', modalite: 'S', saisie: null } as const;
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
  nomUsage: 'MARTIN',
  prenom: 'Solange',
  niveau: '1',
  parente: null,
};
const TERMES: readonly TermeConnu[] = termesConnus(
  ligne({ nomDeFamille: 'MARTIN', nomUsage: 'LE', prenoms: ['Zoé', 'Marie-Œrine'] }),
  [COMMUNS],
  [MERE],
);
const natures = (texte: string, termes = TERMES): string[] =>
  signalementsDesTextes([{ ou: OU, texte }], termes).map(({ nature }) => nature);

describe('a text that could tell whose livret it is', () => {
  test.for([
    ['Zoé progresse.', ['nom-de-l-eleve']],
    ['ZOE progresse.', ['nom-de-l-eleve']],
    ['Un travail de martin.', ['nom-de-l-eleve']],
    ['Marie-Œrine, marie oerine', ['nom-de-l-eleve']],
    ['Sa mère Solange l’aide.', ['nom-d-un-proche']],
    ['Monsieur Durand est venu.', ['nom-d-un-proche']],
    ['Le lycée Berlioz la félicite.', ['etablissement']],
    ['Le lycée Hector Berlioz.', ['etablissement']],
    ['Elle habite La Côte Saint-André.', ['commune']],
    ['Écrire à zoe.m@exemple.fr', ['nom-de-l-eleve', 'adresse-electronique']],
    ['contact : parent@mail.example.org.', ['adresse-electronique']],
    ['Appeler le 01 23 45 67 89.', ['telephone']],
    ['Tél.01.23.45.67.89', ['telephone']],
    ['06-12-34-56-78', ['telephone']],
    ['0612345678', ['telephone']],
    ['+33 6 12 34 56 78', ['telephone']],
    ['+33612345678', ['telephone']],
    ['0033 1 23 45 67 89', ['telephone']],
    ['+33 (0)1 23 45 67 89', ['telephone']],
    ['01\u00a023\u00a045\u00a067\u00a089', ['telephone']],
  ] as const)('%s', ([texte, attendues]) => expect(natures(texte)).toEqual(attendues));

  test.for([
    'Bon travail, le niveau est là.',
    'Notes : 12, 13,5, 14, 15, 16.',
    'Moyennes 12 13 14 15 16',
    '08,5 puis 12,25 puis 14',
    'Le 01/02/2016, puis le 02.03.2016 et le 03-04-2016.',
    'Du 01 09 2015 au 30 06 2016.',
    'Année 2015-2016, 1234567890123 mots.',
    'La musique de Berlioz lui plaît.',
    'Rendez-vous @ la bibliothèque.',
    'Martinique, martinet et démarie.',
    'Un élève de LGT.',
  ])('not: %s', (texte) => expect(natures(texte)).toEqual([]));

  test('an ordinary word that is a name shows by its capital', () => {
    const petit = termesConnus({ nomDeFamille: 'PETIT', prenoms: ['Rose'], nomUsage: null }, [], []);
    expect(natures('Petit à petit, la vie en rose.', petit)).toEqual([]);
    expect(natures('Le travail de Petit, et Rose.', petit)).toEqual(['nom-de-l-eleve', 'nom-de-l-eleve']);
  });

  test('a short name shows by its capital', () => {
    expect(natures('Il a le niveau.')).toEqual([]);
    expect(natures('Monsieur Le travaille.')).toEqual(['nom-de-l-eleve']);
  });

  test('a name of the pupil that kin share is the pupil’s, once', () => {
    expect(TERMES.filter(({ terme }) => terme === 'MARTIN')).toEqual([
      { terme: 'MARTIN', nature: 'nom-de-l-eleve', partie: false },
    ]);
  });

  describe('holds a part of a compound name', () => {
    const eleve = (nomDeFamille: string, prenoms: readonly string[] = [], nomUsage: string | null = null) =>
      termesConnus({ nomDeFamille, prenoms, nomUsage }, [], []);
    test.for<[string, readonly TermeConnu[]]>([
      ['Mlle Dupont progresse.', eleve('DUPONT-MORETTI')],
      ['MORETTI : bien.', eleve('DUPONT MORETTI')],
      ['Jean progresse.', eleve('', ['Jean-Baptiste'])],
      ['Un bon travail de Baptiste.', eleve('', ['Jean Baptiste'])],
      ['M. Goff participe.', eleve('LE GOFF')],
      ['M. Le Goff participe.', eleve('LE GOFF')],
      ['Le Goff, puis Goff.', eleve('AUTRE', [], 'LE GOFF')],
      ['M. Salah participe.', eleve('BEN SALAH')],
    ])('« %s »', ([texte, termes]) => expect(new Set(natures(texte, termes))).toEqual(new Set(['nom-de-l-eleve'])));

    test.for<[string, readonly TermeConnu[]]>([
      ['Il est allé à La Rochelle.', eleve('DE LA TOUR')],
      ['Un grand progrès.', eleve('LE GRAND')],
      ['Saint-Exupéry, Van Gogh et Ben Hur.', eleve('SAINT-JUST', [], 'VAN BEN')],
      ['Il va à Bo.', eleve('BO-LI')],
      ['Dupontel et Jeanne.', eleve('DUPONT-MORETTI', ['Jean-Baptiste'])],
    ])('not « %s »', ([texte, termes]) => expect(natures(texte, termes)).toEqual([]));

    test('once when it is in the whole name only, apart when it also stands alone', () => {
      const termes = eleve('LE GOFF', ['Jean-Baptiste']);
      expect(natures('Jean-Baptiste Le Goff progresse.', termes)).toEqual(['nom-de-l-eleve', 'nom-de-l-eleve']);
      const seuls = signalementsDesTextes([{ ou: OU, texte: 'Jean-Baptiste progresse. Jean a compris.' }], termes);
      expect(seuls).toHaveLength(2);
    });

    test('of kin, of their family name alone', () => {
      const termes = termesConnus(
        { nomDeFamille: '', prenoms: [], nomUsage: null },
        [],
        [{ ...MERE, nomDeFamille: 'DURAND-MARTY', nomUsage: null, prenom: 'Marie-Solange' }],
      );
      expect(natures('Mme Marty est venue.', termes)).toEqual(['nom-d-un-proche']);
      expect(natures('Marie-Solange est venue.', termes)).toEqual(['nom-d-un-proche']);
      expect(natures('Marie Curie.', termes)).toEqual([]);
    });

    test('that is the whole name of kin wherever it stands', () => {
      const termes = termesConnus(
        { nomDeFamille: 'DUPONT-MORETTI', prenoms: [], nomUsage: null },
        [],
        [{ ...MERE, nomDeFamille: 'MORETTI', nomUsage: null }],
      );
      expect(natures('mme moretti', termes)).toEqual(['nom-de-l-eleve']);
    });
  });

  describe('holds the name of an establishment or of its commune', () => {
    const lycee = (denomination: string, commune: string | null = null, complement: string | null = null) =>
      termesConnus(
        { nomDeFamille: '', prenoms: [], nomUsage: null },
        [{ ...COMMUNS, denomination, commune, complement }],
        [],
      );
    test.for<[string, readonly TermeConnu[], string]>([
      ['L’équipe du lycée Charles de Gaulle.', lycee('LYCEE CHARLES DE GAULLE'), 'etablissement'],
      ['Au lycée de Gaulle.', lycee('LYCEE CHARLES DE GAULLE'), 'etablissement'],
      ['Au lycée Berlioz.', lycee('LYCEE MICHEL BERLIOZ'), 'etablissement'],
      ['Au lycée Gaulle.', lycee('LYCEE GENERAL CHARLES DE GAULLE'), 'etablissement'],
      ['À l’Essouriau.', lycee("LYCEE POLYVALENT DE L'ESSOURIAU"), 'etablissement'],
      ['La Cité scolaire internationale.', lycee('LYCEE CITE SCOLAIRE INTERNATIONALE'), 'etablissement'],
      ['Antoine de Saint-Exupéry', lycee('LYCEE ANTOINE DE ST EXUPERY'), 'etablissement'],
      ['Au lycée St-Exupéry', lycee('LYCEE ANTOINE DE SAINT-EXUPERY'), 'etablissement'],
      ['Notre-Dame de Sainte Anne', lycee('LYCEE PRIVE NOTRE DAME DE STE ANNE'), 'etablissement'],
      ['Au lycée du parc', lycee('LYCEE DU PARC'), 'etablissement'],
      ['Au Parc', lycee('LYCEE DU PARC'), 'etablissement'],
      ['De H. Berlioz', lycee('LYCEE HECTOR BERLIOZ'), 'etablissement'],
      ['Au lycée des lilas.', lycee('LYCEE GENERAL', null, 'DES LILAS'), 'etablissement'],
      ['Dite Rosa Parks.', lycee('LYCEE GENERAL', null, 'ROSA PARKS'), 'etablissement'],
      ['Annexe Rosa Parks.', lycee('LYCEE HECTOR BERLIOZ', null, 'ROSA PARKS'), 'etablissement'],
      ['Elle habite au Havre.', lycee('', 'LE HAVRE'), 'commune'],
      ['Elle habite Châlons.', lycee('', 'CHALONS EN CHAMPAGNE'), 'commune'],
      ['Elle habite Saint-Étienne.', lycee('', 'ST ETIENNE CEDEX 2'), 'commune'],
      ['Elle habite St Étienne.', lycee('', 'SAINT-ETIENNE'), 'commune'],
      ['Elle habite Sainte-Foy.', lycee('', 'STE FOY'), 'commune'],
    ])('« %s »', ([texte, termes, nature]) => expect(new Set(natures(texte, termes))).toEqual(new Set([nature])));

    test.for<[string, readonly TermeConnu[]]>([
      ['Lycée professionnel, lycée général.', lycee('LYCEE PROFESSIONNEL')],
      ['Charles et la Gaulle.', lycee('LYCEE CHARLES DE GAULLE')],
      ['Le Saint-Laurent.', lycee('', 'ST ETIENNE')],
      ['Un parc, les arts.', lycee('LYCEE DU PARC', 'LE PARC')],
      ['Les arts plastiques.', lycee('LYCEE DES ARTS')],
      ['Des lilas.', lycee('LYCEE GENERAL', null, 'DES LILAS')],
      ['De lourdes lacunes.', lycee('', 'LOURDES')],
    ])('not « %s »', ([texte, termes]) => expect(natures(texte, termes)).toEqual([]));
  });

  test('shows the passage, 30 characters on each side, whatever the signs before it', () => {
    const avant = '𝒶œ'.repeat(40);
    const [un] = signalementsDesTextes([{ ou: OU, texte: `${avant} Zoé ${'b'.repeat(40)}` }], TERMES);
    expect(un?.passage).toBe(`…œ${'𝒶œ'.repeat(14)} Zoé ${'b'.repeat(29)}…`);
    expect(signalementsDesTextes([{ ou: OU, texte: 'Zoé.' }], TERMES)[0]?.passage).toBe('Zoé.');
    const decompose = `${'b'.repeat(40)} Zoe\u0301 ${'b'.repeat(40)}`;
    expect(signalementsDesTextes([{ ou: OU, texte: decompose }], TERMES)[0]?.passage).toContain(' Zoe\u0301 ');
  });

  test('has an id that holds as long as its text, its place and its term do', () => {
    const id = (texte: string, ou: Parameters<typeof signalementsDesTextes>[0][number]['ou'] = OU, termes = TERMES) =>
      signalementsDesTextes([{ ou, texte }], termes).map((un) => un.id);
    expect(id('Zoé Martin')).toEqual(id('Zoé Martin'));
    expect(new Set(id('Zoé Martin')).size).toBe(2);
    expect(id('Zoé !')).not.toEqual(id('Zoé.'));
    expect(id('Zoé.', { ...OU, annee: 2014 })).not.toEqual(id('Zoé.'));
    expect(id('Zoé.', { ...OU, codeMatiere: '030201' })).not.toEqual(id('Zoé.'));
    // Where the text comes from does not count: an import that brings the same words says the same.
    expect(id('Zoé.', { ...OU, saisie: 'SAISIE#2015#x' })).toEqual(id('Zoé.'));
  });
});

describe('all free texts of a livret', () => {
  const avis = (texte: string) => ({ texte, nom: '', prenom: '', date: null });
  const bases = [
    base(2015, {
      engagementAutre: 'Club de Zoé',
      scolarite: {
        evaluations: [evaluation('061300', { appreciation: 'Zoé 1' }), evaluation('999999', { appreciation: 'Zoé 2' })],
        avisEngagement: avis('Zoé 3'),
        avisInvestissement: avis('Zoé 4'),
        avisChefEtab: avis('Zoé 5'),
      },
    }),
  ];
  const mefs = new Map([[2015, MEF_TS]]);

  test('are read, imported ones too, and told where they stand', () => {
    const trouves = signalements({ livret: { tete: tete(), bases, saisies: [] }, mefs }, TERMES);
    expect(trouves.map(({ ou }) => [ou.champ, ou.codeMatiere, ou.saisie])).toEqual([
      ['appreciation', '061300', null],
      ['appreciation', '999999', null],
      ['observation', null, null],
      ['investissement', null, null],
      ['avis-chef', null, null],
      ['engagement-autre', null, null],
    ]);
    expect(signalements({ livret: { tete: tete(), bases, saisies: [] }, mefs: new Map() }, TERMES)).toHaveLength(6);
  });

  test('leave out the years of a session that is over', () => {
    const passee = {
      session: 2016,
      etat: 'definitif',
      appariement: null,
      validation: null,
      version: null,
      accuse: null,
      format: 'numerique',
      opposition: null,
    } as const;
    const livret = { tete: tete({ passages: [passee] }), bases, saisies: [] };
    expect(textesDuLivret({ livret, mefs })).toEqual([]);
    // A livret that is locked is read: its validation may be asked about.
    expect(textesDuLivret({ livret: { ...livret, tete: tete(validee()) }, mefs })).toHaveLength(6);
  });
});

describe('at save', () => {
  let classe: ClasseEnMemoire;
  const demande = (valeur: Parameters<typeof saisir>[2]['valeur']) => ({
    livretId: livretDe(0),
    annee: 2015,
    valeur,
    vue: null,
  });

  beforeEach(async () => {
    classe = new ClasseEnMemoire();
    await classe.peupler(1, () => ({
      ligne: { nomDeFamille: 'MARTIN', prenoms: ['Zoé'] },
      bases: [
        base(2015, { depotId: 'd1', scolarite: { evaluations: [evaluation('061300', { appreciation: 'Zoé.' })] } }),
      ],
    }));
    await classe.renseigner({ [eleveDe(0)]: [{ nomDeFamille: 'DURAND', prenom: 'Solange' }] });
  });

  test('the author reads what is flagged of their own text, and it is kept', async () => {
    const issue = await saisir(
      classe.parts,
      CPE,
      demande({ sorte: 'observation', avis: { texte: 'Solange, Berlioz au lycée Berlioz.', nom: '', prenom: '' } }),
    );
    expect(issue).toMatchObject({
      etat: 'enregistree',
      signalements: [
        { nature: 'nom-d-un-proche', ou: { champ: 'observation' } },
        { nature: 'etablissement', ou: { saisie: 'SAISIE#2015#AVIS#OBSERVATION' } },
      ],
    });
    expect((await classe.livret()).saisies).toHaveLength(1);
  });

  test('an entry covers the text that was imported under it', async () => {
    const lire = async () => {
      const ouvert = await ouvrirLivret(classe.parts, livretDe(0));
      return signalements(ouvert, await lireTermesConnus(connaissances(classe.parts.etablissement, 'livret'), ouvert));
    };
    expect(await lire()).toMatchObject([{ nature: 'nom-de-l-eleve', ou: { saisie: null } }]);
    await saisir(classe.parts, PROF_DE_MATHS, demande({ ...mathematiques({ appreciation: 'Bon travail.' }) }));
    expect(await lire()).toEqual([]);
    const [saisie] = (await classe.livret()).saisies;
    await saisir(classe.parts, CHEF, {
      ...demande({ ...mathematiques({ appreciation: 'Martin.' }) }),
      vue: saisie?.contenu.n ?? null,
    });
    expect(await lire()).toMatchObject([{ passage: 'Martin.', ou: { saisie: saisie?.cle } }]);
  });

  describe('of a pupil who came from elsewhere', () => {
    const AUTRE = '0750655E';
    const siecle = { [`${UAI}#2015`]: eleveDe(0), [`${AUTRE}#2014`]: '7', [`${AUTRE}#2013`]: '7' };
    beforeEach(async () => {
      await classe.renseignerCommuns(AUTRE, 2014, { denomination: 'LYCEE CONDORCET', commune: 'PARIS 09' });
      await classe.renseignerCommuns(AUTRE, 2013, { denomination: 'LYCEE CONDORCET', commune: 'PARIS 09' });
    });
    const lire = (connues: Connaissances, ailleurs: boolean) => {
      const laTete = ailleurs ? tete({ siecle }) : tete({ siecle: { [`${UAI}#2015`]: eleveDe(0) } });
      return lireTermesConnus(connues, {
        ligne: ligne({ eleveId: eleveDe(0) }),
        livret: { tete: laTete, bases: [], saisies: [] },
      });
    };

    test('the establishments that knew them are looked for too, each with its commune', async () => {
      const termes = await lire(connaissances(classe.parts.etablissement, 'livret'), true);
      expect(natures('Arrivée du lycée Condorcet.', termes)).toEqual(['etablissement']);
      expect(natures('Arrivée de Paris.', termes)).toEqual(['commune']);
      expect(natures('Au lycée Berlioz.', termes)).toEqual(['etablissement']);
    });

    test('the entry is flagged when it is saved', async () => {
      const lu = await classe.livret();
      await classe.ecrire(classe.parts.livrets.ecritureTete(lu.tete, { ...lu.tete, siecle }));
      const issue = await saisir(
        classe.parts,
        CPE,
        demande({ sorte: 'observation', avis: { texte: 'Vient de Paris.', nom: '', prenom: '' } }),
      );
      expect(issue).toMatchObject({ signalements: [{ nature: 'commune' }] });
    });

    test('a class takes four requests, and two by establishment and year left', async () => {
      const connues = connaissances(classe.parts.etablissement, 'classe');
      classe.appels();
      await Promise.all([lire(connues, false), lire(connues, false)]);
      expect(classe.appels()).toHaveLength(4);
      await Promise.all([lire(connues, true), lire(connues, true), lire(connues, false)]);
      expect(classe.appels()).toHaveLength(4);
    });
  });
});
