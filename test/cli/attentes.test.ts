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
  const envoi = (livretIds: string[]) => ({ demandes: livretIds.length, livretIds, enRetard: false, retenus: [] });

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
  const demande = { uai: '0380029A', session: 2016, envoyer: true, divisions: [], eleves: [], csv: undefined, json: true };
  const envoi = { demande: '01B', envoyes: 1, dejaEnvoyes: 0, partis: [], enRetard: false };
  const etat = (tour: string | null) => ({
    eleves: [],
    candidatsSansEleve: [],
    individuels: 0,
    passage: tour === null ? null : { tour, faitLe: MAINTENANT },
  });

  test('waits for a run that took the sending into account, not for an earlier one', async () => {
    const passages = [null, '01A', '01A', '01B'];
    let lectures = 0;
    const cible = deploiement({
      'appariement/envoyer-identifiants': () => envoi,
      'appariement/consulter-appariement': () => etat(passages[lectures++] ?? null),
    });
    expect(await ecouler(appariement(cible, demande))).toBe(0);
    expect(cible.appels[0]).toBe('appariement/envoyer-identifiants');
    expect(lectures).toBe(4);
  });

  test('gives up after five minutes, and says that the sending is done', async () => {
    const cible = deploiement({
      'appariement/envoyer-identifiants': () => envoi,
      'appariement/consulter-appariement': () => etat('01A'),
    });
    await expect(ecouler(appariement(cible, demande))).rejects.toMatchObject({
      code: 'appariement-en-retard',
      message: expect.stringContaining('sont envoyés'),
    });
  });
});
