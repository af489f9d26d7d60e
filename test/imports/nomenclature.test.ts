import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { testSurReference } from '../reference.ts';
import { LIBELLES, matiere, mef, nomenclature } from './fichiers.ts';
import { codes, lire } from './lectures.ts';

const lireNomenclature = (fichier: string | Uint8Array) => lire('nomenclature', fichier);

describe('a nomenclature', () => {
  testSurReference(
    'of the LSL team gives one dossier a MEF and year',
    'reference/lsl/lsl-nomenclatures.xml',
    async (fichier) => {
      const { dossiers, refus, avertissements } = await lireNomenclature(await readFile(fichier));
      expect(refus).toEqual([]);
      expect(avertissements).toEqual([]);
      const parAnnee = (annee: number): number => dossiers.filter((dossier) => dossier.annee === annee).length;
      expect([parAnnee(2014), parAnnee(2015)]).toEqual([13, 29]);
      expect(dossiers.flatMap(({ matieres }) => matieres)).toHaveLength(883);
      // rules.md 10: the common mathematics and those of the specialty, both 061300 S.
      const terminaleS = dossiers.find(
        ({ annee, codeSerie, niveau }) => annee === 2015 && codeSerie === 'S' && niveau === 'Terminale',
      );
      expect(
        terminaleS?.matieres.filter(({ codeMatiere, modalite }) => codeMatiere === '061300' && modalite === 'S').length,
      ).toBeGreaterThan(0);
    },
  );

  test('gives its subjects in their order, with the labels of their year', async () => {
    const libelles = LIBELLES + LIBELLES.replaceAll('2015', '2014').replace('Raisonner', 'Raisonner en 2014');
    const { entete, dossiers } = await lireNomenclature(nomenclature({ libelles }));
    expect(entete).toMatchObject({ uai: null, annee: null });
    expect(dossiers).toEqual([
      {
        position: { ligne: 2, colonne: expect.any(Number) },
        annee: 2015,
        codeMef: '21111010110',
        niveau: 'Terminale',
        codeSerie: 'S',
        serie: 'Scientifique',
        specialite: null,
        matieres: [
          {
            regroupement: 'ENSEIGNEMENTS OBLIGATOIRES',
            discipline: 'MATHÉMATIQUES',
            codeMatiere: '061300',
            modalite: 'S',
            periodique: true,
            rubriques: [
              {
                intitule: null,
                competences: [
                  { code: '0001', libelle: 'Raisonner' },
                  { code: '0002', libelle: 'Rédiger' },
                ],
              },
            ],
          },
        ],
      },
    ]);
  });

  test('may group competences under headings (R48)', async () => {
    const rubriques =
      '<competences intitule="Compétences générales"><competence>0001</competence></competences><competences intitule="Compétences expérimentales"><competence>0002</competence></competences>';
    const { dossiers } = await lireNomenclature(nomenclature({ mefs: mef(matiere(rubriques)) }));
    expect(
      dossiers[0]?.matieres[0]?.rubriques.map(({ intitule, competences }) => [intitule, competences.length]),
    ).toEqual([
      ['Compétences générales', 1],
      ['Compétences expérimentales', 1],
    ]);
  });

  test('may be of any year, and a subject without competences', async () => {
    const { dossiers } = await lireNomenclature(
      nomenclature({ libelles: LIBELLES.replaceAll('2015', '2031'), millesime: '2031', mefs: mef(matiere('')) }),
    );
    expect(dossiers).toMatchObject([{ annee: 2031, matieres: [{ rubriques: [] }] }]);
  });

  test('refuses one MEF and keeps the others', async () => {
    const { dossiers, refus } = await lireNomenclature(
      nomenclature({
        mefs:
          mef(matiere('<competences><competence>0009</competence></competences>')) +
          mef(matiere(), 'codeMef="21111011110" niveau="Terminale" codeSerie="S" serie="Scientifique"'),
      }),
    );
    expect(dossiers.map(({ codeMef }) => codeMef)).toEqual(['21111011110']);
    expect(refus).toMatchObject([{ eleve: null }]);
    expect(codes(refus[0]?.anomalies ?? [])).toEqual(['competence-sans-libelle']);
  });

  test('with a misspelt attribute is refused, not half read', async () => {
    const { refus } = await lireNomenclature(nomenclature({ mefs: mef(matiere('<competences titre="x"/>')) }));
    expect(codes(refus[0]?.anomalies ?? [])).toEqual(['attribut-inconnu']);
  });

  test('with something else at its top is refused', async () => {
    await expect(lireNomenclature(nomenclature({ suite: '<matieres/>' }))).rejects.toMatchObject({
      code: 'structure-inattendue',
    });
  });
});
