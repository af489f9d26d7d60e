import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { Anomalie } from '../../shared/imports/anomalie.ts';
import { anomalieDeFichier, CATALOGUE, type CodeAnomalie } from '../../shared/imports/anomalies.ts';
import { pageDesAnomalies } from '../../shared/imports/catalogue.ts';
import { lireFlux } from '../../shared/imports/lire-flux.ts';
import { ErreurCodee } from '../../shared/kernel/erreur.ts';
import { BORNES } from '../../shared/xml/lire-elements.ts';
import { PAGE_DES_ANOMALIES } from '../docs/anomalies.ts';
import { source, toutLire } from '../sources.ts';
import { APPLICATIONS } from './applications.ts';
import { EXEMPLES, type Exemple } from './exemples.ts';

async function anomaliesDe({
  octets,
  bornes,
}: Exemple): Promise<{ anomalies: Anomalie[]; dossiers: number; refus: number }> {
  const { lus, erreur } = await toutLire(lireFlux(source(octets), { ...BORNES, ...bornes }));
  if (erreur !== null && !(erreur instanceof ErreurCodee)) throw erreur;
  const anomalies = lus.flatMap((lu) => (lu.type === 'entete' ? [] : [...lu.anomalies]));
  if (erreur !== null) anomalies.push(anomalieDeFichier(erreur));
  const nombre = (type: string): number => lus.filter((lu) => lu.type === type).length;
  return { anomalies, dossiers: nombre('dossier'), refus: nombre('refus') };
}

describe('each anomaly has its file', () => {
  test.each(Object.entries(EXEMPLES))('%s', async (code, exemple) => {
    const { anomalies, dossiers, refus } = await anomaliesDe(exemple);
    const trouvee = anomalies.find((anomalie) => anomalie.code === code);
    const { gravite, remede } = CATALOGUE[code as CodeAnomalie];
    expect(trouvee).toMatchObject({ gravite, remede });
    expect(trouvee?.ligne).toBeGreaterThan(0);
    expect(trouvee?.colonne).toBeGreaterThan(0);
    // A sentence without anything left to fill.
    expect(trouvee?.message).toMatch(/^\p{Lu}[^{}]*\.$/u);
    if (gravite === 'avertissement') expect({ dossiers, refus }).toEqual({ dossiers: 1, refus: 0 });
    if (gravite === 'refus-dossier') expect(refus).toBeGreaterThan(0);
    if (gravite === 'refus-fichier') expect(anomalies.at(-1)?.code).toBe(code);
  });
});

describe('each anomaly that reading cannot tell has its case', () => {
  test.each(Object.entries(APPLICATIONS))('%s', async (code, appliquer) => {
    const anomalies = await appliquer();
    const { gravite, remede } = CATALOGUE[code as CodeAnomalie];
    const dites = anomalies.filter((anomalie) => anomalie.code === code);
    expect(dites).not.toEqual([]);
    for (const dite of dites) {
      // An absent pupil is nowhere in the file; what waited too long is not kept.
      const place = code === 'absent-de-siecle' || code === 'attente-expiree' ? null : expect.any(Number);
      expect(dite).toMatchObject({ gravite, remede, ligne: place, colonne: place });
      expect(dite.message).toMatch(/^\p{Lu}[^{}]*\.$/u);
    }
    // Nothing else in the way: the case is its own.
    expect(new Set(anomalies.map((anomalie) => anomalie.code))).toEqual(new Set([code]));
  });
});

describe('the catalogue', () => {
  test.each(Object.entries(CATALOGUE))('%s speaks correct French and says what to do', (_code, { phrase, remede }) => {
    for (const texte of [phrase, remede]) {
      expect(texte).toMatch(/^[\p{Lu}«].*[.}]$/u);
      expect(texte).not.toMatch(/['"]| {2}|\s,|\s\./);
    }
  });

  test('has stable codes in kebab-case', () => {
    for (const code of Object.keys(CATALOGUE)) expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
  });
});

describe('the page of the anomalies', () => {
  test('is what the catalogue says: « npm run docs:anomalies » writes it', async () => {
    expect(await readFile(PAGE_DES_ANOMALIES, 'utf8')).toBe(pageDesAnomalies());
  });

  test('has each code once, with its sentence and its remedy, and no gap left open', () => {
    const page = pageDesAnomalies();
    for (const [code, { remede }] of Object.entries(CATALOGUE)) {
      expect(page.split(`### \`${code}\`\n`)).toHaveLength(2);
      expect(page).toContain(`> ${remede}`);
    }
    expect(page).not.toMatch(/[{}]/);
    expect(page).toContain('La moyenne … de la matière … n’est ni entre 0 et 20 ni égale à -1, année ….');
  });
});
