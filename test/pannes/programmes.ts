import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Bilan, jouer } from './programme.ts';

/**
 * Plays programmes one after another.
 *
 * @param nombre how many, from the seed after `apres`
 */
export function jouerDesProgrammes(nombre: number, apres = 0): void {
  // What waits before it tries again waits for nothing here: order is all that counts.
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test(`${nombre} programmes of acts and faults end as the acts say, each status told once in effect`, async () => {
    const bilans: Bilan[] = [];
    for (let rang = 1; rang <= nombre; rang++) bilans.push(await nommer(apres + rang));
    // The programmes met what they are for.
    const somme = (lire: (bilan: Bilan) => number): number => bilans.reduce((total, bilan) => total + lire(bilan), 0);
    expect(somme(({ comptes }) => comptes.morts)).toBeGreaterThan(nombre);
    expect(somme(({ comptes }) => comptes.refus + comptes.reponsesPerdues)).toBeGreaterThan(nombre);
    expect(somme(({ comptes }) => comptes.perdus)).toBeGreaterThan(nombre / 4);
    expect(somme(({ comptes }) => comptes.doubles)).toBeGreaterThan(nombre / 4);
    expect(somme(({ rejoues }) => rejoues)).toBeGreaterThan(nombre / 2);
  });
}

async function nommer(graine: number): Promise<Bilan> {
  try {
    return await jouer(graine);
  } catch (erreur) {
    throw new Error(`programme ${graine}: ${(erreur as Error).message}`, { cause: erreur });
  }
}
