import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Cible } from '../../shared/cli/cible.ts';
import { appariement } from '../../shared/cli/commandes/appariement.ts';
import { transferer } from '../../shared/cli/commandes/transferer.ts';
import { SORTIE } from '../../shared/cli/sorties.ts';
import { ecouterLaSortie } from './sortie.ts';

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

describe('« transferer »', () => {
  const demande = {
    uai: '0380029A',
    session: 2016,
    divisions: [],
    attendre: true,
    suivre: false,
    json: false,
  };
  const envoi = (livretIds: string[], reste: object = {}) => ({
    demandes: livretIds.length,
    papiers: 0,
    livretIds,
    nonProduits: [],
    dejaRecus: 0,
    enRetard: false,
    retenus: [],
    ...reste,
  });
  const suivi = (attendent: string[], reste: object = {}) => ({
    attendent,
    depuis: attendent.length === 0 ? null : MAINTENANT,
    devant: 0,
    minutes: attendent.length === 0 ? null : { min: 1, max: 1 },
    retenus: [],
    recus: 4,
    repris: [],
    ...reste,
  });
  const retenu = (livretId: string) => ({
    livretId,
    eleveId: '77',
    code: 'non-valide',
    message: 'Il n’est pas validé.',
    remede: 'Validez-le.',
  });

  const repris = (livretId: string) => ({ livretId, eleveId: '5' });

  test('waits until none of the livrets that it asked for waits any more', async () => {
    let lectures = 0;
    const cible = deploiement({
      'transfert/envoyer-livrets': () => envoi(['A', 'B'], { papiers: 1, dejaRecus: 1, nonProduits: ['12'] }),
      'transfert/suivre-envois': () => {
        lectures += 1;
        // Another livret of the establishment, which waited before, is none of them.
        return suivi([['A', 'B', 'Z'], ['B', 'Z'], ['Z']][Math.min(lectures, 3) - 1] ?? []);
      },
    });
    expect(await ecouler(transferer(cible, demande))).toBe(0);
    expect(lectures).toBe(3);
    expect(sortie.texte).toBe(
      '2 livrets reçus par le référentiel national, dont 1 statut de livret papier · 1 déjà reçu lors d’un envoi précédent\n' +
        '1 livret non produit : le candidat s’y oppose (élève 12)\n',
    );
  });

  test('looks the less often the longer what is left takes: each look reads all that waits in the académie', async () => {
    const instants: number[] = [];
    const cible = deploiement({
      'transfert/envoyer-livrets': () => envoi(['A']),
      'transfert/suivre-envois': () => {
        instants.push(performance.now());
        // Ten of the académie a second.
        const passes = Math.floor((performance.now() - (instants[0] ?? 0)) / 100);
        return passes >= 601 ? suivi([]) : suivi(['A'], { devant: Math.max(0, 600 - passes) });
      },
    });
    expect(await ecouler(transferer(cible, demande))).toBe(0);
    const pauses = instants.slice(1).map((instant, rang) => instant - (instants[rang] ?? 0));
    expect(Math.max(...pauses)).toBe(5_000);
    expect(pauses.slice(-3).every((pause) => pause < 1_500)).toBe(true);
    expect(instants.length).toBeLessThan(35);
  });

  test('tells apart those that were retained when their turn came', async () => {
    const cible = deploiement({
      'transfert/envoyer-livrets': () => envoi(['A', 'B']),
      'transfert/suivre-envois': () => suivi([], { retenus: [retenu('B'), retenu('Z')] }),
    });
    expect(await ecouler(transferer(cible, demande))).toBe(SORTIE.partielle);
    expect(sortie.texte).toMatch(/^1 livret reçu par le référentiel national\n {2}non envoyé élève 77 : .+\n.+\n$/);
  });

  test('tells apart those of pupils whom another académie holds: acknowledged, they are not in force', async () => {
    const cible = deploiement({
      'transfert/envoyer-livrets': () => envoi(['A', 'B', 'C']),
      'transfert/suivre-envois': () =>
        suivi([], { retenus: [retenu('C')], repris: [repris('B'), repris('C'), repris('Z')] }),
    });
    expect(await ecouler(transferer(cible, demande))).toBe(SORTIE.partielle);
    expect(sortie.texte).toMatch(
      /^1 livret reçu par le référentiel national\n1 élève repris par une autre académie : .+ \(élève 5\)\n {2}non envoyé élève 77/,
    );
  });

  test('gives up after ten minutes, and says how many came and how to follow the others', async () => {
    const cible = deploiement({
      'transfert/envoyer-livrets': () => envoi(['A', 'B', 'C']),
      'transfert/suivre-envois': () => suivi(['B', 'C']),
    });
    await expect(ecouler(transferer(cible, demande))).rejects.toMatchObject({
      code: 'accuses-en-retard',
      message: expect.stringContaining('1 sur 3'),
      remede: expect.stringContaining('--suivre'),
    });
  });

  test('only follows when asked: the place, the estimate, what is retained and what was taken over', async () => {
    const cible = deploiement({
      'transfert/suivre-envois': () =>
        suivi(['A', 'B'], { devant: 1250, minutes: { min: 2, max: 6 }, retenus: [retenu('C')], repris: [repris('D')] }),
    });
    expect(await ecouler(transferer(cible, { ...demande, suivre: true }))).toBe(SORTIE.partielle);
    expect(cible.appels).toEqual(['transfert/suivre-envois']);
    expect(sortie.texte).toContain('4 livrets reçus par le référentiel national\n');
    expect(sortie.texte).toContain('2 livrets attendent leur accusé de réception, depuis le 10/06/2016 12:00\n');
    expect(sortie.texte).toContain(
      '  1250 livrets de l’académie sont devant · entre 2 et 6 min au rythme du service\n',
    );
    expect(sortie.texte).toMatch(/^1 élève repris par une autre académie : .+ \(élève 5\)$/m);
    expect(sortie.texte).toContain('non envoyé élève 77');
  });

  test.for([
    { divisions: [], message: /n’a pas encore d’élève/ },
    { divisions: ['TX'], message: /dans la division demandée \(TX\)/ },
  ])('of nobody ($divisions) is an error, not a success', async ({ divisions, message }) => {
    const cible = deploiement({ 'transfert/envoyer-livrets': () => envoi([]) });
    await expect(ecouler(transferer(cible, { ...demande, divisions }))).rejects.toMatchObject({
      code: 'aucun-livret',
      message: expect.stringMatching(message),
    });
  });
});

describe('« appariement --envoyer »', () => {
  const demande = {
    uai: '0380029A',
    session: 2016,
    envoyer: true,
    divisions: [],
    eleves: [],
    csv: undefined,
    json: true,
  };
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
