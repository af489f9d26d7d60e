import { describe, expect, test } from 'vitest';
import type { DossierEleve } from '../../shared/imports/dossiers.ts';
import { latin1 } from '../sources.ts';
import { affectation, ficheSiecle, PARAMETRES, siecle } from './fichiers.ts';
import { codes, lire } from './lectures.ts';

const lireSiecle = (fichier: string) => lire('eleves', latin1(fichier));

async function seul(fichier: string): Promise<DossierEleve> {
  const { dossiers } = await lireSiecle(fichier);
  expect(dossiers).toHaveLength(1);
  return dossiers[0] as DossierEleve;
}

const option = (eleveId: string, ...matieres: readonly (readonly [string, string])[]): string =>
  `<OPTION ELEVE_ID="${eleveId}">${matieres
    .map(
      ([code, modalite], rang) =>
        `<OPTIONS_ELEVE><NUM_OPTION>${rang + 1}</NUM_OPTION><CODE_MODALITE_ELECT>${modalite}</CODE_MODALITE_ELECT><CODE_MATIERE>${code}</CODE_MATIERE></OPTIONS_ELEVE>`,
    )
    .join('')}</OPTION>`;

describe('a SIECLE export of pupils', () => {
  test('joins identity, options and structures of its three sections', async () => {
    const { entete, dossiers, avertissements } = await lireSiecle(
      siecle({
        eleves: ficheSiecle({
          identite:
            '<NOM_DE_FAMILLE> DE LA TOUR </NOM_DE_FAMILLE><NOM_USAGE>MARTIN</NOM_USAGE><PRENOM>Zoé</PRENOM><PRENOM2>Marie-Ève</PRENOM2><PRENOM3/><DATE_NAISS>29/02/2000</DATE_NAISS>',
          suite:
            '<CODE_MEF>21133104110</CODE_MEF><SCOLARITE_AN_DERNIER><CODE_MEF>20010014110</CODE_MEF><CODE_STRUCTURE>2GT3</CODE_STRUCTURE><CODE_RNE>0380029A</CODE_RNE><LIGNE1>1 rue des Lilas</LIGNE1></SCOLARITE_AN_DERNIER><TEL_PERSONNEL>0600000000</TEL_PERSONNEL>',
        }),
        options: option('1413136', ['030201', 'O'], ['030602', 'O']),
        structures: affectation('1413136', [
          ['T_MATHS', 'G'],
          ['TST2S1', 'D'],
          ['T_EPS', 'G'],
        ]),
      }),
    );
    expect(entete).toMatchObject({ uai: '0380029A', annee: 2015, application: 'SIECLE' });
    expect(avertissements).toEqual([]);
    expect(dossiers).toEqual([
      {
        position: { ligne: 2, colonne: expect.any(Number) },
        eleveId: '1413136',
        ine: '123456789AB',
        nomDeFamille: 'DE LA TOUR',
        nomUsage: 'MARTIN',
        prenoms: ['Zoé', 'Marie-Ève'],
        dateNaissance: '2000-02-29',
        codeMef: '21133104110',
        divisions: ['TST2S1'],
        groupes: ['T_MATHS', 'T_EPS'],
        options: [
          { codeMatiere: '030201', modalite: 'O' },
          { codeMatiere: '030602', modalite: 'O' },
        ],
        anneePrecedente: { uai: '0380029A', codeMef: '20010014110', division: '2GT3' },
        dateSortie: null,
      },
    ]);
  });

  test('keeps no address nor telephone, whatever file it comes from', async () => {
    const avecAdresses = siecle({
      eleves: ficheSiecle({
        suite:
          '<CODE_MEF>21133104110</CODE_MEF><ADRESSE_ID>7</ADRESSE_ID><TEL_PERSONNEL>0600000000</TEL_PERSONNEL><MEL>zoe@exemple.fr</MEL>',
      }),
    }).replace(
      '<BOURSES/>',
      '<BOURSES/><ADRESSES><ADRESSE ADRESSE_ID="7"><LIGNE1>1 rue des Lilas</LIGNE1><LIGNE1_ADRESSE>1 rue des Lilas</LIGNE1_ADRESSE><CODE_POSTAL>38000</CODE_POSTAL><LIBELLE_POSTAL>VILLE</LIBELLE_POSTAL></ADRESSE></ADRESSES>',
    );
    const eleve = await seul(avecAdresses);
    expect(Object.keys(eleve).sort()).toEqual(
      [
        'anneePrecedente',
        'codeMef',
        'dateNaissance',
        'dateSortie',
        'divisions',
        'eleveId',
        'groupes',
        'ine',
        'nomDeFamille',
        'nomUsage',
        'options',
        'position',
        'prenoms',
      ].sort(),
    );
    expect(JSON.stringify(eleve)).not.toMatch(/Lilas|0600000000|38000|VILLE|exemple/);
  });

  test('gives pupils in the order of the file, each with their own', async () => {
    const { dossiers } = await lireSiecle(
      siecle({
        eleves: ['3', '1', '2'].map((id) => ficheSiecle({ id, ine: `<INE_RNIE>00000000${id}AA</INE_RNIE>` })).join(''),
        structures: affectation('1', [['A', 'D']]) + affectation('2', [['B', 'D']]) + affectation('3', [['C', 'D']]),
        options: option('2', ['030201', 'O']),
      }),
    );
    expect(dossiers.map(({ eleveId, divisions, options }) => [eleveId, divisions, options.length])).toEqual([
      ['3', ['C'], 0],
      ['1', ['A'], 0],
      ['2', ['B'], 1],
    ]);
  });
});

describe('the INE of SIECLE', () => {
  test.each([
    [
      'ID_NATIONAL first, of the RNIE form',
      '<ID_NATIONAL>123456789ab</ID_NATIONAL><INE_BEA>1234567890C</INE_BEA>',
      '123456789AB',
      [],
    ],
    ['ID_NATIONAL of the BEA form', '<ID_NATIONAL>1234567890C</ID_NATIONAL>', '1234567890C', []],
    ['ID_NATIONAL of the apprentices’ form', '<ID_NATIONAL>1234A56789B</ID_NATIONAL>', '1234A56789B', []],
    ['INE_RNIE then', '<INE_BEA>1234567890C</INE_BEA><INE_RNIE>123456789AB</INE_RNIE>', '123456789AB', []],
    ['INE_BEA last', '<ID_NATIONAL/><INE_BEA>1234567890C</INE_BEA>', '1234567890C', []],
    [
      'what follows a malformed one',
      '<ID_NATIONAL>0</ID_NATIONAL><INE_BEA>1234567890C</INE_BEA>',
      '1234567890C',
      ['ine-mal-forme'],
    ],
    ['nothing when all are malformed', '<ID_NATIONAL>0</ID_NATIONAL>', null, ['ine-mal-forme']],
    ['nothing when there is none', '', null, ['ine-absent']],
  ])('is %s', async (_nom, ine, attendu, attendues) => {
    const { dossiers, avertissements } = await lireSiecle(siecle({ eleves: ficheSiecle({ ine }) }));
    expect(dossiers[0]?.ine).toBe(attendu);
    expect(codes(avertissements)).toEqual(attendues);
  });

  test('of two pupils tells neither: both are refused, the others are not', async () => {
    const fiche = (id: string, ine: string): string => ficheSiecle({ id, ine: `<ID_NATIONAL>${ine}</ID_NATIONAL>` });
    const { dossiers, refus } = await lireSiecle(
      siecle({ eleves: fiche('1', '123456789AB') + fiche('2', '987654321AB') + fiche('3', '123456789ab') }),
    );
    expect(dossiers.map(({ eleveId }) => eleveId)).toEqual(['2']);
    expect(refus.map(({ eleve, anomalies }) => [eleve, codes(anomalies).at(0)])).toEqual([
      ['1', 'ine-en-double'],
      ['3', 'ine-en-double'],
    ]);
  });

  test('of a pupil who comes twice refuses the second time only', async () => {
    const { dossiers, refus } = await lireSiecle(siecle({ eleves: ficheSiecle() + ficheSiecle() }));
    expect(dossiers).toHaveLength(1);
    expect(codes(refus[0]?.anomalies ?? [])).toEqual(['eleve-en-double']);
  });
});

describe('what SIECLE lacks', () => {
  test.each([
    [
      'the name, the first name and the birth date',
      ficheSiecle({ identite: '' }),
      Array(3).fill('identite-incomplete'),
    ],
    [
      'an existing birth date',
      ficheSiecle({
        identite: '<NOM_DE_FAMILLE>A</NOM_DE_FAMILLE><PRENOM>B</PRENOM><DATE_NAISS>31/04/2000</DATE_NAISS>',
      }),
      ['date-de-naissance-invalide'],
    ],
    [
      'a name of 100 characters at most',
      ficheSiecle({
        identite: `<NOM_DE_FAMILLE>${'A'.repeat(101)}</NOM_DE_FAMILLE><PRENOM>B</PRENOM><DATE_NAISS>01/04/2000</DATE_NAISS>`,
      }),
      ['texte-trop-long'],
    ],
    ['an identifier', ficheSiecle({ id: '' }), ['eleve-id-invalide']],
  ])('refuses the pupil who has not %s', async (_nom, eleves, attendus) => {
    const { refus } = await lireSiecle(siecle({ eleves, structures: affectation('1413136') }));
    expect(codes(refus[0]?.anomalies ?? []).filter((code) => code !== 'division-absente')).toEqual(attendus);
  });

  test('is no reason to warn of a division for a pupil who left', async () => {
    const parti = siecle({
      eleves: ficheSiecle({ suite: '<CODE_MEF>21133104110</CODE_MEF><DATE_SORTIE>01/02/2016</DATE_SORTIE>' }),
      structures: '',
    });
    const { dossiers, avertissements } = await lireSiecle(parti);
    expect(dossiers[0]?.dateSortie).toBe('2016-02-01');
    expect(avertissements).toEqual([]);
  });

  test.each([
    ['parameters', '', 'structure-incomplete'],
    ['an establishment', PARAMETRES.replace('0380029A', ''), 'etablissement-invalide'],
    ['a school year', PARAMETRES.replace('2015', ''), 'annee-du-fichier-invalide'],
  ])('refuses the file that has no %s', async (_nom, parametres, code) => {
    await expect(lireSiecle(siecle({ parametres }))).rejects.toMatchObject({ code });
  });
});
