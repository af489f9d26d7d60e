import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Cible } from '../../shared/cli/cible.ts';
import { appariement } from '../../shared/cli/commandes/appariement.ts';
import { transferer } from '../../shared/cli/commandes/transferer.ts';
import { ecouterLaSortie } from './sortie.ts';

const AVANT = '2016-06-01T10:00:00Z';
const MAINTENANT = '2016-06-10T10:00:00Z';

const sortie = ecouterLaSortie();
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A deployment whose functions answer by their name; each call is kept. */
function deploiement(reponses: Readonly<Record<string, () => unknown>>): Cible & { readonly appels: string[] } {
  const appels: string[] = [];
  return {
    appels,
    appeler: async <T>(fonction: string) => {
      appels.push(fonction);
      return reponses[fonction]?.() as T;
    },
  };
}

async function ecouler<T>(travail: Promise<T>): Promise<T> {
  const issue = Promise.allSettled([travail]);
  await vi.runAllTimersAsync();
  const [{ status, ...reste }] = await issue;
  if (status === 'rejected') throw (reste as { reason: unknown }).reason;
  return (reste as { value: T }).value;
}

describe('« transferer --attendre »', () => {
  const demande = { uai: '0380029A', session: 2016, divisions: [], attendre: true, json: false };
  const envoi = (livretIds: string[]) => ({
    demandes: livretIds.length,
    papiers: 0,
    livretIds,
    nonProduits: [],
    dejaRecus: 0,
    enRetard: false,
    retenus: [],
  });

  test('waits for the livrets that had no date, and tells apart those of an earlier sending', async () => {
    let lectures = 0;
    const cible = deploiement({
      'livret/lister-livrets': () => {
        lectures += 1;
        return [
          { livretId: 'A', statutEnvoyeLe: AVANT },
          { livretId: 'B', statutEnvoyeLe: lectures < 4 ? null : MAINTENANT },
        ];
      },
      'transfert/envoyer-livrets': () => envoi(['A', 'B']),
    });
    expect(await ecouler(transferer(cible, demande))).toBe(0);
    expect(cible.appels.slice(0, 2)).toEqual(['livret/lister-livrets', 'transfert/envoyer-livrets']);
    expect(lectures).toBe(4);
    expect(sortie.texte).toBe('1 livret reçu par le référentiel national · 1 déjà reçu lors d’un envoi précédent\n');
  });

  test.for([
    { divisions: [], message: /n’a pas encore d’élève/ },
    { divisions: ['TX'], message: /dans la division demandée \(TX\)/ },
  ])('of nobody ($divisions) is an error, not a success', async ({ divisions, message }) => {
    const cible = deploiement({ 'livret/lister-livrets': () => [], 'transfert/envoyer-livrets': () => envoi([]) });
    await expect(ecouler(transferer(cible, { ...demande, divisions }))).rejects.toMatchObject({
      code: 'aucun-livret',
      message: expect.stringMatching(message),
    });
  });
});

describe('« appariement --envoyer »', () => {
  const demande = { uai: '0380029A', session: 2016, envoyer: true, json: false };
  const etat = (identifiantsEnvoyesLe: string | null, noEleve: string | null) => ({
    eleves: [
      { nom: 'MARTIN', prenom: 'Léa', ine: null, division: null, noCandidat: null, noEleve, identifiantsEnvoyesLe },
    ],
    candidatsSansEleve: [],
  });

  test('waits for the date of a first sending', async () => {
    let lectures = 0;
    const cible = deploiement({
      'appariement/consulter-appariement': () => {
        lectures += 1;
        return lectures < 4 ? etat(null, null) : etat(MAINTENANT, '4821093657');
      },
    });
    expect(await ecouler(appariement(cible, demande))).toBe(0);
    expect(lectures).toBe(4);
    expect(sortie.texte).not.toContain('déjà envoyés');
  });

  test('sent once more, gives the date and waits until new pairs stop coming', async () => {
    let envoyeA = 0;
    const cible = deploiement({
      'appariement/envoyer-identifiants': () => {
        envoyeA = performance.now();
      },
      'appariement/consulter-appariement': () =>
        etat(AVANT, envoyeA > 0 && performance.now() - envoyeA > 1500 ? '4821093657' : null),
    });
    await vi.advanceTimersByTimeAsync(10);
    expect(await ecouler(appariement(cible, demande))).toBe(0);
    expect(sortie.texte).toMatch(/^identifiants déjà envoyés le 01\/06\/2016\n/);
    expect(sortie.texte).toContain('4821093657');
  });
});
