import { expect, test } from 'vitest';
import { apparier } from '../../shared/appariement/apparier.ts';
import { lireSoixante } from './soixante.ts';

test('sixty pupils and their candidates are settled as a person would', () => {
  const { eleves, candidats, reponses } = lireSoixante();
  expect(eleves).toHaveLength(60);
  const { paires, ambigus, elevesSansCandidat, candidatsSansEleve } = apparier(eleves, candidats);
  const dites = [
    ...paires.map(
      ({ eleve, candidat, par, certitude }) => `${eleve.eleveId} = ${candidat.noCandidat} ${par} ${certitude}`,
    ),
    ...ambigus.map(({ eleve, candidats: siens, cause }) => {
      const numeros = siens.map(({ candidat }) => candidat.noCandidat).sort();
      return `${eleve.eleveId} ? ${numeros.join(' ')} ${cause}`;
    }),
    ...elevesSansCandidat.map(({ eleveId }) => `${eleveId} -`),
    ...candidatsSansEleve.map(({ noCandidat }) => `${noCandidat} -`),
  ];
  expect(dites.sort()).toEqual(reponses);
});
