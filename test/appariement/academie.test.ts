import { describe, expect, test } from 'vitest';
import { apparier } from '../../shared/appariement/apparier.ts';
import { fabriquerAcademie } from './academie.ts';
import { candidatsPour, juger, passer } from './mesure.ts';

const ELEVES = 2000;

describe.for([
  [1, 30, 2045],
  [2, 30, 2045],
  [3, 30, 2045],
  // Far more than any académie has.
  [4, 300, 2060],
] as const)(
  'an académie of 2,000 pupils, seed %d, with defects on %d in a thousand',
  ([graine, defautsPourMille, nombre]) => {
    const academie = fabriquerAcademie({
      graine,
      eleves: ELEVES,
      candidats: nombre,
      etablissements: 8,
      defautsPourMille,
    });
    const candidats = candidatsPour(academie);
    const issues = academie.etablissements.map(({ uai, eleves }) => apparier(eleves, candidats(uai, eleves)));
    const mesure = juger(academie, issues);

    test('has the size that was asked, and its defects', () => {
      expect(mesure.total.eleves).toBe(ELEVES);
      expect(academie.candidats).toHaveLength(nombre);
      expect(new Set(academie.candidats.map(({ noCandidat }) => noCandidat)).size).toBe(nombre);
      const plantes = [...academie.plantes.values()].reduce((total, nombre) => total + nombre, 0);
      expect(plantes).toBeGreaterThan((ELEVES * defautsPourMille * 0.6) / 1000);
      // Twins and homonyms born the same day may be too few.
      expect([...academie.plantes.keys()].filter((defaut) => !/^(jumeau|homonyme)/.test(defaut))).toHaveLength(38);
    });

    test('has no pair that is wrong, and nearly all those that have one right answer', () => {
      expect(mesure.total.faux).toBe(0);
      expect(mesure.precision).toBe(1);
      expect(mesure.rappel).toBeGreaterThanOrEqual(0.99);
      expect(mesure.parDefaut.get(null)).toMatchObject({ faux: 0, aVoir: 0 });
      for (const [defaut, { eleves, certains, certainsTrouves }] of mesure.parDefaut) {
        expect([defaut, certains - certainsTrouves <= Math.ceil(eleves / 8)]).toEqual([defaut, true]);
      }
    });

    test('tells a person of every pupil whose candidate is there and who is not paired', () => {
      const connus = new Set(academie.etablissements.flatMap(({ candidats: siens }) => siens));
      const seuls = issues.flatMap((issue) => issue.elevesSansCandidat);
      const oublies = seuls.flatMap(({ livretId, uai }) => {
        const verite = academie.verites.get(livretId);
        const sien = [...connus].find(({ noCandidat }) => noCandidat === verite?.noCandidat);
        return sien?.uai === uai ? [verite?.defaut] : [];
      });
      expect(oublies).toEqual([]);
    });
  },
);

describe('the real worker, on all the establishments of a small académie', async () => {
  const academie = fabriquerAcademie({
    graine: 5,
    eleves: 600,
    candidats: 640,
    etablissements: 4,
    defautsPourMille: 300,
  });
  const passages = await passer(
    academie,
    academie.etablissements.map(({ uai }) => uai),
  );

  test('writes no pair that is wrong, on livret, row and candidate alike, and nearly all those that have one right answer', () => {
    expect(passages.fausses).toBe(0);
    expect(passages.certains).toBeGreaterThan(450);
    expect(passages.certainsTrouves / passages.certains).toBeGreaterThanOrEqual(0.99);
  });

  test('asks little more than one transaction a pair, and next to nothing the second time', () => {
    expect(passages.requetes / passages.paires).toBeLessThan(2.6);
    expect(passages.requetesASuivre / academie.etablissements.length).toBeLessThan(60);
  });
});
