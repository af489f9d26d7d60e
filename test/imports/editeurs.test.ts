import { describe, expect, test } from 'vitest';
import emportes from '../../infra/editeurs.json' with { type: 'json' };
import { controlerEditeur, editeurAgree, schemaEditeurs } from '../../shared/imports/editeurs.ts';
import type { EnteteLu } from '../../shared/imports/lu.ts';

const LISTE = schemaEditeurs.parse(emportes);
const agree = (editeur: string | null, application: string | null, annee = 2015) =>
  editeurAgree({ editeur, application }, annee, LISTE);

describe('the list of the project', () => {
  test('holds the editors that the ministry had accredited then (R32), and GEPI, for each year of 2014 to 2018', () => {
    expect(Object.keys(LISTE)).toEqual(['2014', '2015', '2016', '2017', '2018']);
    for (const annee of [2014, 2015, 2016, 2017, 2018]) {
      for (const [editeur, application] of [
        ['STATIM', 'Charlemagne'],
        ['APLON', 'Notes'],
        ['AXESS-OMT', 'Notabene'],
        ['INDEX EDUCATION', 'Pronote'],
        ['ITOP', 'Educ-Horus'],
        [null, 'SIECLE Notes'],
        ['Développeurs GEPI', 'GEPI'],
      ] as const) {
        expect(agree(editeur, application, annee), `${editeur} ${application} ${annee}`).toBe(true);
      }
    }
  });

  test.each([
    ['index-éducation s.a.s.', null],
    ['Société INDEX EDUCATION SARL', null],
    [null, 'PRONOTE 2015.0.4'],
    [null, 'Pronote version 2016'],
    ['Autre', 'educ horus'],
    ['GEPI', 'GEPI'],
  ])('is looked up whatever the spelling, the legal form and the version: %s, %s', (editeur, application) => {
    expect(agree(editeur, application)).toBe(true);
  });

  test.each([
    ['Essai', 'Essai'],
    ['INDEX', 'Pronotes'],
    ['SA', '2015'],
    ['Notes', null],
    [null, null],
  ])('does not hold %s, %s', (editeur, application) => {
    expect(agree(editeur, application)).toBe(false);
  });

  test('says nothing of a year that it does not have', () => {
    expect(agree('Essai', 'Essai', 2013)).toBeNull();
  });
});

describe('the editor of a file', () => {
  const entete: EnteteLu = {
    type: 'entete',
    flux: 'notes',
    uai: '0380029A',
    annee: null,
    editeur: 'Essai',
    application: null,
    positionDeLEditeur: { ligne: 4, colonne: 5 },
  };

  test('that is not accredited is warned of, or refused if the académie says so, where it is named', () => {
    expect(controlerEditeur(entete, 2015, LISTE, 'avertir')).toMatchObject({
      code: 'editeur-non-agree',
      ligne: 4,
      colonne: 5,
      eleve: null,
      message: expect.stringContaining('« Essai », ou son application « sans nom »'),
    });
    expect(() => controlerEditeur(entete, 2015, LISTE, 'refuser')).toThrow(
      expect.objectContaining({ code: 'editeur-refuse', lieu: { ligne: 4, colonne: 5 } }),
    );
  });

  test('is left alone when it is accredited, when its year has no list, and in other feeds than notes', () => {
    for (const regle of ['avertir', 'refuser'] as const) {
      expect(controlerEditeur({ ...entete, editeur: 'GEPI', application: 'GEPI' }, 2015, LISTE, regle)).toBeNull();
      expect(controlerEditeur(entete, 2030, LISTE, regle)).toBeNull();
      expect(controlerEditeur({ ...entete, flux: 'eleves' }, 2015, LISTE, regle)).toBeNull();
    }
  });
});

test.each([
  [{ '15': [] }],
  [{ '2015': [{ editeur: '' }] }],
  [{ '2015': [{ editeur: 'A', applications: [], x: 1 }] }],
  [[]],
])('a list of another shape is not read: %j', (liste) => {
  expect(schemaEditeurs.safeParse(liste).success).toBe(false);
});
