import { createReadStream } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { DossierMefDeSiecle } from '../../shared/imports/dossiers.ts';
import { lireFlux } from '../../shared/imports/lire-flux.ts';
import { testSurReference } from '../reference.ts';
import { latin1 } from '../sources.ts';
import {
  affectation,
  bee,
  communs,
  division,
  divisionDeSts,
  groupe,
  individu,
  inscription,
  inscriptions,
  lienResponsable,
  liens,
  matiereDeSiecle,
  mefDeSiecle,
  nomenclatureSiecle,
  PARAMETRES,
  periode,
  personne,
  programme,
  responsables,
  service,
  structures,
  sts,
  UAJ,
} from './fichiers.ts';
import { codes, lire } from './lectures.ts';

const POSITION = { ligne: 2, colonne: expect.any(Number) };
const sansPosition = (dossiers: readonly { readonly position: unknown }[]): unknown[] =>
  dossiers.map(({ position: _, ...reste }) => reste);

describe('SIECLE’s structures', () => {
  test('are divisions with their MEF, then groups with the divisions that they draw from', async () => {
    const fichier = structures(
      division('TS1', ['21133104110', '21133104112']) + division('TS2'),
      groupe('T_MATHS', ['TS2', 'TS1']) + groupe('T_EPS', []),
    );
    const { entete, dossiers, refus, avertissements } = await lire('structures', latin1(fichier));
    expect(entete).toMatchObject({ uai: '0380029A', annee: 2015, application: 'SIECLE' });
    expect([refus, avertissements]).toEqual([[], []]);
    expect(dossiers[0]?.position).toEqual(POSITION);
    expect(sansPosition(dossiers)).toEqual([
      { type: 'D', code: 'TS1', libelle: 'TERMINALE', mefs: ['21133104110', '21133104112'], divisions: [] },
      { type: 'D', code: 'TS2', libelle: 'TERMINALE', mefs: ['21133104110'], divisions: [] },
      { type: 'G', code: 'T_MATHS', libelle: 'MATHS', mefs: [], divisions: ['TS2', 'TS1'] },
      { type: 'G', code: 'T_EPS', libelle: 'MATHS', mefs: [], divisions: [] },
    ]);
  });

  test('may give a division and a group the same code; a division that comes twice stands once', async () => {
    const { dossiers, refus } = await lire(
      'structures',
      latin1(structures(division('T1') + division('T1', []), groupe('T1', ['T1']))),
    );
    expect(dossiers.map(({ type, mefs }) => [type, mefs.length])).toEqual([
      ['D', 1],
      ['G', 0],
    ]);
    expect(refus.map(({ anomalies }) => codes(anomalies))).toEqual([['structure-en-double']]);
  });

  test('keep of several MEF those that are MEF', async () => {
    const { dossiers, avertissements } = await lire(
      'structures',
      latin1(structures(division('T1', ['211', '21133104110']))),
    );
    expect(dossiers[0]?.mefs).toEqual(['21133104110']);
    expect(codes(avertissements)).toEqual(['structure-mef-invalide']);
  });
});

describe('SIECLE’s nomenclature', () => {
  test('gives each MEF its programme, with the labels of its subjects, and the MEF that it is attached to', async () => {
    const { dossiers, avertissements } = await lire(
      'nomenclature-siecle',
      latin1(
        nomenclatureSiecle({
          mefs: mefDeSiecle() + mefDeSiecle('21133104112') + mefDeSiecle('20010014110', ''),
          matieres: matiereDeSiecle() + matiereDeSiecle('030C09', '<LIBELLE_LONG>LANGUE</LIBELLE_LONG>'),
          programmes: programme() + programme('21133104112', '030C09', 'O') + programme('21133104110', '061300', 'O'),
        }),
      ),
    );
    expect(avertissements).toEqual([]);
    expect(sansPosition(dossiers)).toEqual([
      {
        codeMef: '21133104110',
        libelle: 'TERMINALE ST2S',
        rattachement: '21133104110',
        programmes: [
          { codeMatiere: '061300', libelle: 'Mathématiques', modalite: 'S' },
          { codeMatiere: '061300', libelle: 'Mathématiques', modalite: 'O' },
        ],
      },
      {
        codeMef: '21133104112',
        libelle: 'TERMINALE ST2S',
        rattachement: '21133104110',
        programmes: [{ codeMatiere: '030C09', libelle: 'LANGUE', modalite: 'O' }],
      },
      { codeMef: '20010014110', libelle: 'TERMINALE ST2S', rattachement: null, programmes: [] },
    ]);
  });

  test('says once that a programme has no MEF, and gives the others', async () => {
    const orphelins = programme('21133104112').repeat(3);
    const { dossiers, refus } = await lire(
      'nomenclature-siecle',
      latin1(nomenclatureSiecle({ programmes: orphelins + programme() })),
    );
    expect(dossiers.map(({ programmes }) => programmes.length)).toEqual([1]);
    expect(refus.map(({ anomalies }) => codes(anomalies))).toEqual([['programme-sans-mef']]);
  });

  testSurReference(
    'of a real lycée of 2014 is read whole, without an anomaly: 68 MEF, 1 428 subjects in their programmes',
    'reference/lsl/siecle-nomenclature-2014.xml',
    async (fichier) => {
      const mefs: DossierMefDeSiecle[] = [];
      for await (const lu of lireFlux(createReadStream(fichier))) {
        if (lu.type === 'entete') {
          expect(lu).toMatchObject({ flux: 'nomenclature-siecle', uai: '0860038Z', annee: 2014 });
          continue;
        }
        expect(lu.anomalies).toEqual([]);
        if (lu.type === 'dossier' && lu.flux === 'nomenclature-siecle') mefs.push(lu.dossier);
      }
      expect(mefs).toHaveLength(68);
      expect(mefs.flatMap(({ programmes }) => programmes)).toHaveLength(1428);
      expect(mefs.filter(({ rattachement }) => rattachement !== null)).toHaveLength(52);
      expect(mefs.find(({ codeMef }) => codeMef === '20010015112')?.rattachement).toBe('20010015110');
      expect(mefs.every(({ programmes }) => programmes.every(({ libelle }) => libelle !== null))).toBe(true);
    },
  );
});

describe('SIECLE’s guardians', () => {
  test('are given pupil by pupil, without address, telephone, e-mail nor profession', async () => {
    const fichier = responsables(
      personne() + personne('32', '<NOM_DE_FAMILLE>LEGRAND</NOM_DE_FAMILLE><NOM_USAGE>PETIT</NOM_USAGE>'),
      lienResponsable() + lienResponsable('77', '32') + lienResponsable('1413136', '32'),
    );
    const { dossiers, avertissements } = await lire('responsables', latin1(fichier));
    expect(avertissements).toEqual([]);
    const martin = { personneId: '31', civilite: 'Mme', nomDeFamille: 'MARTIN', nomUsage: null, prenom: 'Ève' };
    const legrand = { personneId: '32', civilite: 'Mme', nomDeFamille: 'LEGRAND', nomUsage: 'PETIT', prenom: null };
    expect(sansPosition(dossiers)).toEqual([
      {
        eleveId: '1413136',
        responsables: [
          { ...martin, niveau: '1', parente: '1' },
          { ...legrand, niveau: '1', parente: '1' },
        ],
      },
      { eleveId: '77', responsables: [{ ...legrand, niveau: '1', parente: '1' }] },
    ]);
    expect(JSON.stringify(dossiers)).not.toMatch(/Lilas|0600000000|exemple|"33"|"7"/);
  });

  test.each([
    ['<NIVEAU_RESPONSABILITE>1</NIVEAU_RESPONSABILITE>', '1'],
    ['<NIVEAU_RESPONSABILITE>2</NIVEAU_RESPONSABILITE>', null],
    ['<NIVEAU_RESPONSABILITE>3</NIVEAU_RESPONSABILITE><RESP_LEGAL>1</RESP_LEGAL>', null],
    ['<RESP_LEGAL>1</RESP_LEGAL><RESP_FINANCIER>1</RESP_FINANCIER>', '1'],
    ['<RESP_LEGAL>2</RESP_LEGAL>', '2'],
    ['<RESP_LEGAL>0</RESP_LEGAL>', null],
    ['', null],
  ])('are legal or not by either form: %s', async (niveau, attendu) => {
    const { dossiers } = await lire(
      'responsables',
      latin1(responsables(undefined, lienResponsable('7', '31', niveau))),
    );
    expect(dossiers[0]?.responsables.map((un) => un.niveau)).toEqual([attendu]);
  });

  test('unknown, unnamed or twice are passed over, and the pupil keeps the others', async () => {
    const fichier = responsables(
      personne() + personne('32', ''),
      ['32', '99', '31', '31'].map((id) => lienResponsable('7', id)).join(''),
    );
    const { dossiers, avertissements } = await lire('responsables', latin1(fichier));
    expect(dossiers.map((un) => un.responsables.map(({ personneId }) => personneId))).toEqual([['31']]);
    expect(codes(avertissements)).toEqual(['responsable-sans-nom', 'responsable-inconnu', 'responsable-en-double']);
  });

  test('of no pupil, or with a name that is none, are refused', async () => {
    const long = personne('31', `<NOM_DE_FAMILLE>${'A'.repeat(101)}</NOM_DE_FAMILLE>`);
    const { refus } = await lire('responsables', latin1(responsables(long, lienResponsable('x') + lienResponsable())));
    expect(refus.map(({ eleve, anomalies }) => [eleve, codes(anomalies)])).toEqual([
      [null, ['eleve-id-invalide']],
      ['1413136', ['texte-trop-long']],
    ]);
  });
});

describe('SIECLE’s common data', () => {
  const deux =
    periode('2', 'T', '<DATE_DEBUT>01/12/2015</DATE_DEBUT><DATE_FIN>10/03/2016</DATE_FIN>') + periode('1', 'T');

  test('are one dossier: the names of the establishment and its periods', async () => {
    const { dossiers, avertissements } = await lire('communs', latin1(communs(deux)));
    expect(avertissements).toEqual([]);
    expect(sansPosition(dossiers)).toEqual([
      {
        sigle: 'LGT',
        denomination: 'LYCEE GENERAL',
        complement: 'DES LILAS',
        commune: 'VILLE',
        periodes: [
          { type: 'T', indice: 2, libelle: 'PERIODE 2', debut: '2015-12-01', fin: '2016-03-10' },
          { type: 'T', indice: 1, libelle: 'PERIODE 1', debut: '2015-09-01', fin: '2015-11-30' },
        ],
      },
    ]);
  });

  test('have their periods read whatever the tags around them', async () => {
    const autre = deux.replaceAll('PERIODE_PEDAGOGIQUE>', 'PERIODE>');
    const fichier = bee('BEE_COMMUN', `<CALENDRIER><PERIODES><ANNEE>${autre}</ANNEE></PERIODES></CALENDRIER>`);
    const { dossiers } = await lire('communs', latin1(fichier));
    expect(dossiers[0]).toMatchObject({ denomination: null, periodes: [{ indice: 2 }, { indice: 1 }] });
  });

  test('with a period whose end comes first, or without dates, keep the others', async () => {
    const envers = '<DATE_DEBUT>01/12/2015</DATE_DEBUT><DATE_FIN>30/11/2015</DATE_FIN>';
    const { dossiers, avertissements } = await lire(
      'communs',
      latin1(communs(periode('1', 'S', envers) + periode('0', 'S') + periode('2', 'S') + periode('1', 'A'))),
    );
    expect(dossiers[0]?.periodes.map(({ indice }) => indice)).toEqual([2]);
    expect(codes(avertissements)).toEqual([
      'periode-scolaire-mal-formee',
      'periode-scolaire-mal-formee',
      'periode-scolaire-ignoree',
    ]);
  });

  test('that tell nothing are refused: they must not take the place of those that do', async () => {
    await expect(lire('communs', latin1(communs('', '')))).rejects.toMatchObject({ code: 'aucun-dossier' });
    expect((await lire('communs', latin1(communs('', UAJ)))).dossiers).toHaveLength(1);
  });
});

describe('STS-Web', () => {
  test('gives teachers, then divisions and groups with who teaches them what', async () => {
    const principal = '<PROFS_PRINC><PROF_PRINC><CODE_STRUCTURE>TS1</CODE_STRUCTURE></PROF_PRINC></PROFS_PRINC>';
    const groupeDeSts = `<GROUPE CODE="T_M"><LIBELLE_LONG>MATHS</LIBELLE_LONG><EFFECTIF_PREVU>12</EFFECTIF_PREVU><DIVISIONS_APPARTENANCE><DIVISION_APPARTENANCE CODE="TS1"><EFFECTIF_PREVU>12</EFFECTIF_PREVU></DIVISION_APPARTENANCE></DIVISIONS_APPARTENANCE><SERVICES>${service('CODE_MATIERE="030C09"', '<ENSEIGNANT ID="41" TYPE="local"/><ENSEIGNANT ID="41" TYPE="epp"/>')}</SERVICES></GROUPE>`;
    const { entete, dossiers, refus, avertissements } = await lire(
      'sts',
      latin1(
        sts({
          individus:
            individu(undefined, undefined, principal) +
            individu('ID="41" TYPE="local"', '<CIVILITE>2</CIVILITE><NOM_PATRONYMIQUE>ROUX</NOM_PATRONYMIQUE>'),
          divisions: divisionDeSts(undefined, '<MEF CODE="21133104110"/><MEF_APPARTENANCE CODE="21133104112"/>'),
          groupes: groupeDeSts,
        }),
      ),
    );
    expect(entete).toMatchObject({ uai: '0380029A', annee: 2015, application: 'STS-Web' });
    expect([refus, avertissements]).toEqual([[], []]);
    expect(sansPosition(dossiers)).toEqual([
      {
        type: 'enseignant',
        enseignant: {
          id: '41',
          type: 'epp',
          civilite: 'M.',
          nom: 'DURAND',
          prenom: 'Luc',
          fonction: 'ENS',
          principalDe: ['TS1'],
        },
      },
      {
        type: 'enseignant',
        enseignant: {
          id: '41',
          type: 'local',
          civilite: 'Mme',
          nom: 'ROUX',
          prenom: null,
          fonction: 'ENS',
          principalDe: [],
        },
      },
      {
        type: 'structure',
        structure: {
          type: 'D',
          code: 'TS1',
          libelle: 'TERMINALE',
          mefs: ['21133104110', '21133104112'],
          divisions: [],
        },
        services: [
          {
            structure: { type: 'D', code: 'TS1' },
            codeMatiere: '061300',
            modaliteDeCours: 'CG',
            enseignants: [{ id: '41', type: 'epp' }],
          },
        ],
      },
      {
        type: 'structure',
        structure: { type: 'G', code: 'T_M', libelle: 'MATHS', mefs: [], divisions: ['TS1'] },
        services: [
          {
            structure: { type: 'G', code: 'T_M' },
            codeMatiere: '030C09',
            modaliteDeCours: null,
            enseignants: [
              { id: '41', type: 'local' },
              { id: '41', type: 'epp' },
            ],
          },
        ],
      },
    ]);
    expect(JSON.stringify(dossiers)).not.toMatch(/1970|CERT/);
  });

  test('that names a teacher whom it does not describe loses that teacher only', async () => {
    const { dossiers, avertissements } = await lire(
      'sts',
      latin1(
        sts({
          divisions: divisionDeSts(
            service(undefined, '<ENSEIGNANT ID="42" TYPE="epp"/><ENSEIGNANT ID="41" TYPE="epp"/><ENSEIGNANT/>'),
          ),
        }),
      ),
    );
    expect(codes(avertissements)).toEqual(['enseignant-inconnu']);
    expect(dossiers[1]).toMatchObject({ services: [{ enseignants: [{ id: '41' }] }] });
  });

  test('that gives a service twice gives it once, with the teachers of both', async () => {
    const autre = service('CODE_MATIERE="061300" CODE_MOD_COURS="TP"');
    const { dossiers, avertissements } = await lire(
      'sts',
      latin1(
        sts({
          individus: individu() + individu('ID="42" TYPE="epp"'),
          divisions: divisionDeSts(service() + service(undefined, '<ENSEIGNANT ID="42" TYPE="epp"/>') + autre),
        }),
      ),
    );
    expect(codes(avertissements)).toEqual(['service-en-double']);
    expect(dossiers[2]).toMatchObject({
      services: [
        { modaliteDeCours: 'CG', enseignants: [{ id: '41' }, { id: '42' }] },
        { modaliteDeCours: 'TP', enseignants: [{ id: '41' }] },
      ],
    });
  });

  test('whose principal teacher heads a division that is not there is warned of', async () => {
    const principal = '<PROFS_PRINC><PROF_PRINC><CODE_STRUCTURE>TS9</CODE_STRUCTURE></PROF_PRINC></PROFS_PRINC>';
    const { avertissements } = await lire('sts', latin1(sts({ individus: individu(undefined, undefined, principal) })));
    expect(codes(avertissements)).toEqual(['division-inconnue']);
  });

  test.each([
    ['establishment', '<PARAMETRES><ANNEE_SCOLAIRE ANNEE="2015"/></PARAMETRES>', 'etablissement-invalide'],
    ['school year', '<PARAMETRES><UAJ CODE="0380029A"/></PARAMETRES>', 'annee-du-fichier-invalide'],
    ['parameters', '', 'structure-incomplete'],
  ])('without its %s is refused', async (_nom, parametres, code) => {
    await expect(lire('sts', latin1(sts({ parametres })))).rejects.toMatchObject({ code });
  });
});

describe('the links between pupils and groups', () => {
  test('are SIECLE’s pupils without pupils: one dossier a pupil, with its divisions and groups', async () => {
    const { entete, dossiers, avertissements } = await lire(
      'liens',
      latin1(
        liens(
          affectation('1413136', [
            ['T_MATHS', 'G'],
            ['TS1', 'D'],
          ]) + affectation('0077', [['TS2', 'D']]),
        ),
      ),
    );
    expect(entete).toMatchObject({ uai: '0380029A', annee: 2015 });
    expect(avertissements).toEqual([]);
    expect(sansPosition(dossiers)).toEqual([
      { eleveId: '1413136', divisions: ['TS1'], groupes: ['T_MATHS'] },
      { eleveId: '77', divisions: ['TS2'], groupes: [] },
    ]);
  });

  test('refuse a pupil who comes twice, and who is none', async () => {
    const fichier = liens(affectation('77') + affectation('077') + affectation('x'));
    const { dossiers, refus } = await lire('liens', latin1(fichier));
    expect(dossiers.map(({ eleveId }) => eleveId)).toEqual(['77']);
    expect(refus.map(({ eleve, anomalies }) => [eleve, codes(anomalies)])).toEqual([
      ['77', ['eleve-en-double']],
      [null, ['eleve-id-invalide']],
    ]);
  });

  test('without a link are an export of pupils without a pupil', async () => {
    await expect(lire('eleves', latin1(liens('')))).rejects.toMatchObject({ code: 'aucun-dossier' });
  });
});

describe('the exports of SIECLE', () => {
  const SANS_ANNEE = PARAMETRES.replace('2015', '');
  test.each([
    ['structures', 'BEE_STRUCTURES'],
    ['nomenclature-siecle', 'BEE_NOMENCLATURES'],
    ['responsables', 'BEE_RESPONSABLES'],
    ['communs', 'BEE_COMMUN'],
    ['eleves', 'BEE_ELEVES'],
  ] as const)('of %s say whose they are, and of which year, once', async (flux, racine) => {
    const corps = (parametres: string) => latin1(bee(racine, '<x/>', parametres));
    for (const [parametres, code] of [
      ['', 'structure-incomplete'],
      [PARAMETRES.replace('0380029A', '0380029B'), 'etablissement-invalide'],
      [SANS_ANNEE, 'annee-du-fichier-invalide'],
      [PARAMETRES + PARAMETRES, 'structure-inattendue'],
      [PARAMETRES, 'aucun-dossier'],
    ] as const) {
      await expect(lire(flux, corps(parametres))).rejects.toMatchObject({ code });
    }
  });
});

describe('the registrations of Cyclades', () => {
  test('give who is registered for what, and nothing of where they live or come from', async () => {
    const { entete, dossiers, avertissements } = await lire('inscriptions', inscriptions(inscription()));
    expect(entete).toMatchObject({ uai: null, annee: null });
    expect(avertissements).toEqual([]);
    expect(dossiers).toEqual([
      {
        position: { ligne: 2, colonne: 1 },
        ine: '123456789AB',
        nomDeFamille: 'MARTIN',
        prenoms: ['Zoé', 'Marie'],
        dateNaissance: '2000-02-29',
        uai: '0380029A',
        division: 'TG1',
        serie: 'BCG',
        categorie: '520',
        specialites: ['MATH', 'NUMINF'],
        lva: '0002',
        lvb: '0007',
      },
    ]);
    expect(JSON.stringify(dossiers)).not.toMatch(
      /Lilas|38000|LOCALITE|NAISSANCE-SUR-MER|0[46]00000000|exemple|MME|FRANCE/,
    );
  });

  test('are read in ISO-8859-15 as well, and quoted by a spreadsheet', async () => {
    const ligne = inscription()
      .split(';')
      .map((champ) => `"${champ}"`)
      .join(';');
    const { dossiers } = await lire('inscriptions', latin1(inscriptions(ligne)));
    expect(dossiers[0]).toMatchObject({ prenoms: ['Zoé', 'Marie'], lvb: '0007' });
  });

  test.each([
    [
      'without an identity',
      { nom_famille: '', prenoms: ' ', date_naissance: '' },
      Array(3).fill('candidat-champ-vide'),
    ],
    ['born on a day that is none', { date_naissance: '2000-02-29' }, ['date-de-naissance-invalide']],
    ['of no establishment', { etablissement: '0380029B' }, ['candidat-uai-invalide']],
    ['with a name that is none', { nom_famille: 'A'.repeat(101) }, ['candidat-champ-trop-long']],
  ])('%s are refused', async (_nom, valeurs, attendus) => {
    const { refus } = await lire('inscriptions', inscriptions(inscription(valeurs)));
    expect(refus.map(({ eleve, anomalies }) => [eleve, codes(anomalies)])).toEqual([[null, attendus]]);
  });

  test('are not judged on what is not read', async () => {
    const { avertissements } = await lire(
      'inscriptions',
      inscriptions(inscription({ adresse_1: 'x'.repeat(200), civilite: '', telephone: '\u0007' })),
    );
    expect(avertissements).toEqual([]);
  });

  test('of homonyms born the same day both stand, by their INE; the same one twice stands once', async () => {
    const { dossiers, refus } = await lire(
      'inscriptions',
      inscriptions(
        inscription(),
        inscription({ ine: '987654321CD' }),
        inscription({ prenoms: 'ZOE, MARIE' }),
        inscription({ etablissement: '0750655E' }),
      ),
    );
    expect(dossiers.map(({ position }) => position.ligne)).toEqual([2, 3, 5]);
    expect(refus.map(({ anomalies }) => codes(anomalies))).toEqual([['inscription-en-double']]);
  });
});
