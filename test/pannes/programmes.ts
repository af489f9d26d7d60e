import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Bilan, jouer } from './programme.ts';

/**
 * Plays programmes one after another.
 *
 * @param nombre how many, from the seed after `apres`
 */
export function jouerDesProgrammes(nombre: number, apres = 0): void {
  sansAttendre();
  test(
    `${nombre} programmes of acts and faults end as the acts say, each status told once in effect`,
    async () => {
      const bilans: Bilan[] = [];
      for (let rang = 1; rang <= nombre; rang++) bilans.push(await nommer(apres + rang));
      // The programmes met what they are for.
      const somme = (lire: (bilan: Bilan) => number): number => bilans.reduce((total, bilan) => total + lire(bilan), 0);
      expect(somme(({ comptes }) => comptes.morts)).toBeGreaterThan(nombre);
      expect(somme(({ comptes }) => comptes.refus + comptes.reponsesPerdues)).toBeGreaterThan(nombre);
      expect(somme(({ comptes }) => comptes.perdus)).toBeGreaterThan(nombre / 4);
      expect(somme(({ comptes }) => comptes.doubles)).toBeGreaterThan(nombre / 4);
      expect(somme(({ rejoues }) => rejoues)).toBeGreaterThan(nombre / 2);
      for (const [fait, souvent] of Object.entries(SOUVENT)) {
        const combien = somme(({ faits }) => faits[fait] ?? 0);
        expect(combien, fait).toBeGreaterThan(nombre * souvent);
      }
    },
    nombre * DUREE_MAX_MS,
  );
}

/** Programmes that once failed; what each found has a test of its own too, since what a seed draws changes with the acts. */
export function rejouerDesProgrammes(graines: readonly number[]): void {
  sansAttendre();
  test.each(graines)(
    'programme %i, which failed once, ends as the acts say',
    async (graine) => void (await nommer(graine)),
    DUREE_MAX_MS * 20,
  );
}

/** What waits before it tries again waits for nothing here: order is all that counts. */
function sansAttendre(): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'Date', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
}

/** Of a programme, on a machine that does other things too; alone it takes 70 ms. */
const DUREE_MAX_MS = 600;

/** How often each thing must happen at least, a programme: what is hardly ever drawn is not tried. */
const SOUVENT: Readonly<Record<string, number>> = {
  'envoi-demande': 4,
  'version-figee': 1.2,
  'version-suivante': 0.3,
  'statut-papier-envoye': 0.25,
  'livret-deverrouille': 2,
  saisie: 0.4,
  'livret-valide': 4,
  'correction-annoncee': 0.4,
  'opposition-enregistree': 1,
  'opposition-levee': 0.6,
  'non-produit-annonce': 0.5,
  'version-retiree': 0.2,
  'attente-annoncee': 0.3,
  apparie: 4,
  'appariement-defait': 1,
  'paire-defaite-annoncee': 0.3,
  'change-de-candidat': 0.3,
  'place-reprise': 0.7,
  'identite-corrigee': 1,
  'format-change': 0.6,
  'retenu-par-le-calendrier': 0.05,
};

async function nommer(graine: number): Promise<Bilan> {
  try {
    return await jouer(graine);
  } catch (erreur) {
    throw new Error(`programme ${graine}: ${(erreur as Error).message}`, { cause: erreur });
  }
}
