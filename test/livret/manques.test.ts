import { describe, expect, test } from 'vitest';
import type { CodeAvisExamen, Evaluation, Scolarite } from '../../shared/livret/contenu.ts';
import { LIBELLES_DE_MANQUE } from '../../shared/livret/manque.ts';
import { manquesDeLAnnee } from '../../shared/livret/manques.ts';
import type { MatiereDeNomenclature } from '../../shared/livret/nomenclature.ts';
import { base, evaluation, matiere, mef } from './dossiers.ts';

const MATHS = '061300';
const COMPETENCES = [{ intitule: null, competences: [{ code: '0001', libelle: 'Raisonner' }] }];
const AVIS = { texte: 'Bien.', nom: 'A', prenom: 'B', date: null };

/** A subject's year that lacks nothing. */
const pleine = (reste: Partial<Evaluation> = {}, code = MATHS): Evaluation =>
  evaluation(code, {
    appreciation: 'Bon travail.',
    periodes: [{ numero: 1, moyenne: '12' }],
    structure: { effectif: 30, moyenne: '11', moinsDe8: '10', de8a12: '40', plusDe12: '50' },
    competences: [{ code: '0001', niveau: '3' }],
    enseignants: [{ nom: 'DURAND', prenom: '' }],
    ...reste,
  });

interface Annee {
  readonly evaluations?: readonly Evaluation[];
  readonly matieres?: readonly MatiereDeNomenclature[];
  readonly scolarite?: Partial<Scolarite>;
  readonly niveau?: string;
  readonly avisExamen?: CodeAvisExamen | null;
}

/** « code matière », with « ! » when it blocks. */
function manques({
  evaluations = [pleine()],
  matieres = [matiere(MATHS, { rubriques: COMPETENCES })],
  scolarite = {},
  niveau = 'Terminale',
  avisExamen = 'F',
}: Annee): string[] {
  const { scolarite: annee } = base(2015, {
    scolarite: { avisInvestissement: AVIS, avisChefEtab: AVIS, evaluations, ...scolarite },
  });
  return manquesDeLAnnee(annee, mef(matieres, { niveau }), avisExamen).map(
    ({ code, matiere: m, bloquant, annee: an }) => {
      expect(an).toBe(2015);
      return [code, m, bloquant ? '!' : ''].filter(Boolean).join(' ');
    },
  );
}

describe('a year', () => {
  test('with all that its nomenclature plans lacks nothing', () => {
    expect(manques({})).toEqual([]);
  });

  test('lacks a subject that all follow, never one that is chosen, nor an optional one', () => {
    const matieres = [
      matiere(MATHS),
      matiere('100100'),
      matiere('062300', { regroupement: 'UN ENSEIGNEMENT SPECIFIQUE A LA SPECIALITE CHOISIE PAR L’ELEVE' }),
      matiere('062900', { regroupement: 'UN ENSEIGNEMENT OBLIGATOIRE AU CHOIX' }),
      matiere('030001', { modalite: 'O' }),
      matiere('083200', { modalite: 'F' }),
    ];
    expect(manques({ matieres })).toEqual(['discipline 100100 !']);
  });

  test('lacks the opinions of a terminale in terminale only', () => {
    const scolarite = { avisInvestissement: null, avisChefEtab: null };
    expect(manques({ scolarite, avisExamen: null, niveau: 'Première' })).toEqual(['avis-investissement']);
    expect(manques({ scolarite, avisExamen: null })).toEqual([
      'avis-investissement',
      'avis-chef-etablissement',
      'avis-examen',
    ]);
  });
});

describe('a subject', () => {
  const NN = [
    { numero: 1, moyenne: null },
    { numero: 2, moyenne: null },
  ];
  test.for<[string, Partial<Evaluation>, string[]]>([
    ['without any period, which nobody wrote', { periodes: [] }, ['moyenne 061300 !']],
    ['of which every period is NN, as for a pupil exempted', { periodes: NN }, ['moyenne 061300']],
    ['of which one period has a mark', { periodes: [...NN, { numero: 3, moyenne: '0' }] }, []],
    ['without appreciation', { appreciation: null }, ['appreciation 061300 !']],
    ['without teacher', { enseignants: [] }, ['enseignant 061300']],
    [
      'without the size of its group',
      { structure: { effectif: null, moyenne: '11', moinsDe8: '10', de8a12: '40', plusDe12: '50' } },
      ['groupe 061300'],
    ],
    ['of which no competence is evaluated', { competences: [{ code: '0001', niveau: 'NE' }] }, ['competences 061300']],
    ['of which a competence is left blank (R49)', { competences: [{ code: '0001', niveau: '1' }] }, []],
  ])('%s', ([, reste, attendus]) => {
    expect(manques({ evaluations: [pleine(reste)] })).toEqual(attendus);
  });

  test('that is not graded by period lacks neither marks nor figures of a group', () => {
    const sansNote = pleine({
      periodes: [],
      structure: { effectif: null, moyenne: null, moinsDe8: null, de8a12: null, plusDe12: null },
      competences: [],
    });
    expect(manques({ evaluations: [sansNote], matieres: [matiere(MATHS, { periodique: false })] })).toEqual([]);
  });

  test('of a pupil who changed class lacks only what neither class gave', () => {
    const avant = pleine({ appreciation: null, periodes: [{ numero: 1, moyenne: '9' }] });
    const apres = pleine({ enseignants: [], competences: [], periodes: [{ numero: 2, moyenne: '10' }] });
    expect(manques({ evaluations: [avant, apres] })).toEqual([]);
  });

  test('is that of its row: the specialty does not stand for the common subject of the same code', () => {
    const commune = matiere(MATHS, { regroupement: 'COMMUNS' });
    const specialite = matiere(MATHS, { regroupement: 'SPÉCIALITÉ CHOISIE' });
    const ligne = { regroupement: 'SPÉCIALITÉ CHOISIE', discipline: specialite.discipline };
    expect(manques({ evaluations: [pleine({ ligne })], matieres: [commune, specialite] })).toEqual([
      'discipline 061300 !',
    ]);
  });
});

test('each kind of missing data has its French label', () => {
  for (const libelle of Object.values(LIBELLES_DE_MANQUE)) expect(libelle).toMatch(/^\p{Ll}[^'"{}.]+$/u);
  expect(new Set(Object.values(LIBELLES_DE_MANQUE)).size).toBe(Object.keys(LIBELLES_DE_MANQUE).length);
});
