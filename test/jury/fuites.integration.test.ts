import { beforeAll, describe, expect, test } from 'vitest';
import { controlerZip } from '../../shared/jury/controler-zip.ts';
import type { Edition } from '../../shared/jury/fichier.ts';
import { avecNavigateur } from '../../shared/jury/navigateur.ts';
import { type EntreeDeZip, ecrireZip, lireZip } from '../../shared/jury/zip.ts';
import {
  ELEVES,
  ecrire,
  FUITES_DE_TEXTE,
  type FuiteDeTexte,
  fichiersRefuses,
  geler,
  HORS_DE_PORTEE,
  type Identite,
  imprimerZip,
  numero,
} from './fuites.ts';
import { changerPdf, FUITES_FINIES } from './fuites-finies.ts';
import { COUCHE } from './impression.ts';

const NEUTRE = 'Travail régulier, des progrès à l’écrit.';

const eleve = (rang: number): Identite => {
  const trouve = ELEVES[rang];
  if (trouve === undefined) throw new Error('no such pupil');
  return trouve;
};

/** Prints one livret a leak, then one a pupil where nothing leaks, and says what the control finds in the pages of each. */
async function trouver(fuites: readonly FuiteDeTexte[]) {
  const hotes = [...fuites.map(({ chez }) => chez), ...ELEVES.keys()];
  const figes = hotes.map((qui, rang) => geler(eleve(qui), numero(rang), [NEUTRE]));
  const livrets = figes.map(({ projection }, rang) => {
    const fuite = fuites[rang];
    return fuite === undefined ? projection : ecrire(projection, fuite.champ, fuite.texte);
  });
  const { edition, compose, zip } = await avecNavigateur((navigateur) => imprimerZip(livrets, navigateur), COUCHE);
  const termes = figes.map((fige) => fige.termes);
  const { anomalies } = await controlerZip(zip, edition, termes);
  const trouvees = compose.livrets.map(({ premierePage, pages }) =>
    anomalies.filter(({ page }) => page !== null && page >= premierePage && page < premierePage + pages),
  );
  return { anomalies, trouvees };
}

test('every text that a mask let through is found on its page, told by its nature, never quoted', async () => {
  const { anomalies, trouvees } = await trouver(FUITES_DE_TEXTE);
  const manquees = FUITES_DE_TEXTE.filter(
    ({ nature }, rang) => !trouvees[rang]?.some((une) => une.code === 'terme-interdit' && une.nature === nature),
  );
  expect(manquees.map(({ sorte, texte }) => `${sorte} : ${texte}`)).toEqual([]);
  // Livrets of the same pupils, where nothing was let through.
  expect(trouvees.slice(FUITES_DE_TEXTE.length).flat()).toEqual([]);
  expect(JSON.stringify(anomalies)).not.toMatch(/dupont|zworkowski|valombreux|fervalgny|kaddour|14130|0707/i);
});

test('a classmate’s name alone is not looked for in another’s pages', async () => {
  expect((await trouver(HORS_DE_PORTEE)).anomalies).toEqual([]);
});

test('at least 100 leaks of 12 kinds are planted', () => {
  const toutes = [...FUITES_DE_TEXTE, ...FUITES_FINIES];
  expect(toutes.length).toBeGreaterThanOrEqual(100);
  expect(new Set(toutes.map(({ sorte }) => sorte)).size).toBeGreaterThanOrEqual(12);
});

test('files of pupils whose names are words are not refused; the long trial makes 200 of them', async () => {
  expect(await avecNavigateur((navigateur) => fichiersRefuses(20, navigateur), COUCHE)).toEqual([]);
});

describe('a finished file', () => {
  const figes = [0, 4].map((qui, rang) => geler(eleve(qui), numero(rang), [NEUTRE]));
  const termes = figes.map((fige) => fige.termes);
  let edition: Edition;
  let entrees: readonly EntreeDeZip[];
  beforeAll(async () => {
    const projections = figes.map(({ projection }) => projection);
    const imprime = await avecNavigateur((navigateur) => imprimerZip(projections, navigateur), COUCHE);
    edition = imprime.edition;
    ({ entrees } = await lireZip(imprime.zip));
  });

  test.each(['jury', 'livret'] as const)('that is only written again is not refused (%s)', async (lequel) => {
    const zip = ecrireZip(await changerPdf(entrees, lequel, () => undefined), edition.demandeLe);
    expect(await controlerZip(zip, edition, termes)).toMatchObject({ conforme: true, anomalies: [] });
  });

  test.each(FUITES_FINIES)('that leaks is refused: $sorte, $ou', async ({ planter, nature }) => {
    const { conforme, anomalies } = await controlerZip(await planter(entrees), edition, termes);
    expect(conforme).toBe(false);
    if (nature !== null) {
      expect(anomalies).toEqual(expect.arrayContaining([expect.objectContaining({ code: 'terme-interdit', nature })]));
    }
    expect(JSON.stringify(anomalies)).not.toMatch(/dupont|zworkowski|valombreux|14130|121256789/i);
  });
});
