import { describe, expect, test } from 'vitest';
import { completudeDe } from '../../shared/livret/completude.ts';
import { estFige, type Livret, reprendreSiNouvelleAnnee, type Tete } from '../../shared/livret/livret.ts';
import { COMPLETUDE_INITIALE, TACHES } from '../../shared/livret/manque.ts';
import type { MefDeNomenclature } from '../../shared/livret/nomenclature.ts';
import {
  type BaseVoulue,
  base,
  evaluation,
  evaluationSaisie,
  matiere,
  mef,
  sanctionSaisie,
  tete,
  validee,
  version as versionDite,
} from './dossiers.ts';

const MATHS = matiere('061300');
const PREMIERE = mef([MATHS], { annee: 2014, niveau: 'Première' });
const TERMINALE = mef([MATHS]);
const MEFS = new Map<number, MefDeNomenclature | null>([
  [2014, PREMIERE],
  [2015, TERMINALE],
]);
const PLEINE = evaluation('061300', { notes: ['12'], appreciation: 'Bien.' });

function livret(reste: Partial<Livret> = {}): Livret {
  return { tete: tete(), bases: [], saisies: [], ...reste };
}

const annee = (an: number, evaluations = [PLEINE], reste: BaseVoulue['scolarite'] = {}) =>
  base(an, { scolarite: { evaluations, ...reste } });

const codes = (lu: Livret, mefs = MEFS, courante = 2015) =>
  completudeDe(lu, mefs, courante).manques.map((un) => `${un.code}${un.bloquant ? ' !' : ''}`);

describe('a livret is complete (R61)', () => {
  test('when nothing blocking is lacking in any of its years', () => {
    const complet = completudeDe(livret({ bases: [annee(2014), annee(2015)] }), MEFS, 2015);
    expect(complet).toMatchObject({ complet: true, vide: false });
    expect(complet.manques.every(({ bloquant }) => !bloquant)).toBe(true);
    const incomplet = livret({ bases: [annee(2014, [evaluation('061300', { notes: ['12'] })]), annee(2015)] });
    expect(completudeDe(incomplet, MEFS, 2015).complet).toBe(false);
  });

  test('by its entries as by its imports', () => {
    const sansTexte = [evaluation('061300', { notes: ['12'] })];
    const lu = livret({ bases: [annee(2014), annee(2015, sansTexte)] });
    expect(codes(lu)).toContain('appreciation !');
    expect(codes({ ...lu, saisies: [evaluationSaisie(2015, 'Bien.')] })).not.toContain('appreciation !');
  });

  test('never when its current year holds nothing, and holds nothing at all without either feed', () => {
    expect(codes(livret({ bases: [annee(2014)] }))).toContain('annee !');
    expect(completudeDe(livret(), new Map(), 2015)).toMatchObject({
      complet: false,
      vide: true,
      manques: [{ code: 'annee', bloquant: true }],
      parTache: { chef: { bloquants: 1, autres: 0 } },
    });
    // A sanction of the commission is no content: nothing of it goes to a jury.
    expect(completudeDe(livret({ saisies: [sanctionSaisie(2015)] }), MEFS, 2015)).toMatchObject({
      complet: false,
      vide: true,
    });
  });

  test('without its première, which the head judges: the pupil may come from elsewhere (R30)', () => {
    expect(codes(livret({ bases: [annee(2015)] }))).toContain('annee-precedente');
    expect(codes(livret({ bases: [annee(2014)] }), MEFS, 2014)).not.toContain('annee-precedente');
  });

  test('never without the nomenclature of a year that it holds, nor with a mark that no row shows', () => {
    const connu = livret({ tete: tete({ mef: { '2015': '21111010110' } }), bases: [annee(2015)] });
    expect(codes(connu, new Map([[2015, null]]))).toContain('nomenclature !');
    // No list of SIECLE said which formation it was: the DEC has nothing to deposit.
    expect(codes(livret({ bases: [annee(2015)] }), new Map([[2015, null]]))).toContain('formation !');
    const horsLigne = [PLEINE, evaluation('999999', { notes: ['12'] })];
    expect(codes(livret({ bases: [annee(2015, horsLigne)] }))).toContain('hors-nomenclature !');
  });

  test('asks nothing of a year whose formation has no livret scolaire, until a nomenclature knows it', () => {
    const seconde = livret({ tete: tete({ completude: { ...COMPLETUDE_INITIALE, sansLivret: 2015 } }) });
    const inconnu = new Map([[2015, null]]);
    expect(completudeDe(seconde, inconnu, 2015)).toMatchObject({ manques: [], sansLivret: 2015, vide: true });
    expect(codes(seconde, inconnu, 2016)).toEqual(['annee !']);
    expect(codes(seconde, MEFS)).toContain('annee !');
  });

  test('says whose task each is', () => {
    const { manques, parTache } = completudeDe(
      livret({ bases: [annee(2015, [evaluation('061300', { notes: ['12'] })])] }),
      MEFS,
      2015,
    );
    expect(parTache).toMatchObject({
      enseignant: { bloquants: 1 },
      'professeur-principal': { bloquants: 0, autres: 1 },
    });
    for (const tache of Object.keys(parTache)) {
      const siens = manques.filter(({ code }) => TACHES[code] === tache);
      expect(parTache[tache as keyof typeof parTache]).toEqual({
        bloquants: siens.filter(({ bloquant }) => bloquant).length,
        autres: siens.filter(({ bloquant }) => !bloquant).length,
      });
    }
  });

  test('whatever the years of a session that is over lacked', () => {
    const sansTexte = [evaluation('061300', { notes: ['12'] })];
    const lu = livret({ bases: [annee(2014, sansTexte), annee(2015)] });
    expect(completudeDe(lu, MEFS, 2015, (an) => an < 2015).complet).toBe(true);
  });
});

describe('a pupil who repeats', () => {
  const appariement = { session: 2016, noCandidat: 'c1', noEleve: '4821093657', par: 'ine' } as const;
  const version = versionDite();
  const accuse = { epoque: 0, n: 1, noCandidat: 'c1', le: '2016-06-10T08:00:00Z' };
  const envoyee = tete({ ...validee(), etat: 'envoye', appariement, version, accuse });

  test('begins again without the opposition and the paper format that were of the session', () => {
    const opposition = { par: 'chef', le: '2016-06-01T08:00:00Z' };
    const reprise = reprendreSiNouvelleAnnee(
      { ...envoyee, opposition, format: 'papier', motifPapier: 'recours' },
      2016,
    );
    expect(reprise).toMatchObject({ opposition: null, format: 'numerique', motifPapier: null });
    expect(reprise.passages).toMatchObject([{ opposition, format: 'papier' }]);
  });

  test('begins again from a correction that nobody validated, and the years of the exam are locked then', () => {
    const correction = { par: 'chef', le: '2016-07-04T08:00:00Z', session: 2016, acteId: 'a' };
    const ouverte = tete({ etat: 'complet', appariement, version, correction });
    const reprise = reprendreSiNouvelleAnnee(ouverte, 2016);
    expect(reprise).toMatchObject({ etat: 'complet', correction: null, appariement: null });
    expect(reprise.passages).toMatchObject([{ session: 2016, etat: 'complet', version }]);
    expect([2015, 2016].map((an) => estFige(reprise, an))).toEqual([true, false]);
    expect(reprendreSiNouvelleAnnee(reprise, 2016)).toBe(reprise);
  });

  test('begins again, and what the session left stays as it was', () => {
    const reprise = reprendreSiNouvelleAnnee(envoyee, 2016);
    expect(reprise).toMatchObject({
      etat: 'alimente',
      appariement: null,
      validation: null,
      accuse: null,
      // The number of versions goes on: the référentiel keeps the highest.
      version,
      passages: [{ session: 2016, etat: 'envoye', appariement, version, accuse, validation: envoyee.validation }],
    });
    expect([2014, 2015, 2016].map((an) => estFige(reprise, an))).toEqual([true, true, false]);
  });

  test.for<[string, Tete, number]>([
    ['before the session', envoyee, 2015],
    ['of a livret of no session', tete({ etat: 'alimente' }), 2016],
    ['whose content is open', tete({ etat: 'complet', appariement }), 2016],
  ])('does not, %s', ([, avant, an]) => {
    expect(reprendreSiNouvelleAnnee(avant, an)).toBe(avant);
  });

  test('is locked for the years of a validated livret, paired or not', () => {
    const valide = tete(validee(2016));
    expect([2014, 2015, 2016].map((an) => estFige(valide, an))).toEqual([true, true, false]);
    expect(estFige(tete({ etat: 'complet', appariement }), 2015)).toBe(false);
  });
});
