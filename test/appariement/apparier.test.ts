import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apparierParIne } from '../../shared/appariement/apparier.ts';
import { ligne } from '../livret/dossiers.ts';
import { candidat } from './candidats.ts';

const INES = ['123456789AB', '987654321CD', '1234567890E'];

describe('the appariement of an establishment', () => {
  const eleves = (...ines: readonly (string | null)[]) =>
    ines.map((ine, rang) => ligne({ ine, eleveId: `${rang + 1}` }));
  const candidats = (...ines: readonly (string | null)[]) =>
    ines.map((ine, rang) => candidat({ ine, noCandidat: `c${rang + 1}` }));
  const paires = (...[e, c]: Parameters<typeof apparierParIne>): string[] =>
    apparierParIne(e, c).paires.map(({ eleve, candidat: { noCandidat } }) => `${eleve.eleveId}-${noCandidat}`);
  const [a = '', b = '', c = ''] = INES;

  test('pairs by INE, whatever the order and the names', () => {
    expect(paires(eleves(a, b, c), candidats(c, a))).toEqual(['1-c2', '3-c1']);
    expect(paires([ligne({ ine: a, nomDeFamille: 'X' })], [candidat({ ine: a, nomDeFamille: 'Y' })])).toHaveLength(1);
  });

  test('pairs nobody without an INE, even by the same name and birth', () => {
    expect(paires(eleves(null, null), candidats(null))).toEqual([]);
  });

  test('pairs nobody by an INE that two pupils or two candidates carry: a person settles it', () => {
    expect(paires(eleves(a, a, b), candidats(a, b))).toEqual(['3-c2']);
    expect(paires(eleves(a, b), candidats(a, a, b))).toEqual(['2-c3']);
  });

  test('never gives a pupil two candidates nor a candidate two pupils, and loses nobody', () => {
    const ine = fc.option(fc.constantFrom(...INES, '1111111111A', '2222222222B'), { nil: null });
    fc.assert(
      fc.property(fc.array(ine), fc.array(ine), (inesEleves, inesCandidats) => {
        const [e, k] = [eleves(...inesEleves), candidats(...inesCandidats)];
        const { paires: faites, elevesSansCandidat, candidatsSansEleve } = apparierParIne(e, k);
        expect(new Set(faites.map(({ eleve }) => eleve)).size).toBe(faites.length);
        expect(new Set(faites.map((paire) => paire.candidat)).size).toBe(faites.length);
        expect(new Set([...faites.map(({ eleve }) => eleve), ...elevesSansCandidat])).toEqual(new Set(e));
        expect(new Set([...faites.map((paire) => paire.candidat), ...candidatsSansEleve])).toEqual(new Set(k));
        expect(faites.length + elevesSansCandidat.length).toBe(e.length);
        expect(faites.length + candidatsSansEleve.length).toBe(k.length);
        // Exactly the INE that one pupil and one candidate carry.
        const seuls = (ines: readonly (string | null)[]): string[] =>
          ines.flatMap((i) => (i !== null && ines.filter((autre) => autre === i).length === 1 ? [i] : []));
        const attendus = seuls(inesEleves).filter((i) => seuls(inesCandidats).includes(i));
        expect(faites.map(({ eleve }) => eleve.ine)).toEqual(attendus);
        for (const { eleve, candidat: paire } of faites) expect(paire.ine).toBe(eleve.ine);
      }),
    );
  });
});
