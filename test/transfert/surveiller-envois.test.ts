import { encodeTime } from 'ulid';
import { beforeEach, describe, expect, test } from 'vitest';
import { executerTransaction } from '../../shared/aws/dynamo.ts';
import type { MessageDeTransfert } from '../../shared/livret/envoi.ts';
import { magasinEnvois } from '../../shared/livret/magasin-envois.ts';
import { surveillerEnvois } from '../../shared/transfert/surveiller-envois.ts';
import { FileEnMemoire, muet } from '../doubles.ts';
import { DynamoEnMemoire } from '../dynamo.ts';
import { UAI } from '../livret/dossiers.ts';

const MINUTE = 60_000;
const DEBUT = Date.parse('2026-06-10T08:00:00Z');
const livretId = (n: number): string => `01J00000000000000000000${String(n).padStart(3, '0')}`;

let dynamo: DynamoEnMemoire;
let transferts: FileEnMemoire<MessageDeTransfert>;
let enFile: number;
const envois = () => magasinEnvois(dynamo.client, 'livrets');
const surveiller = (minutes: number, sessions = [2016]) =>
  surveillerEnvois(
    { envois: envois(), transferts, sessions, enFile: async () => enFile, journal: muet },
    DEBUT + minutes * MINUTE,
  );
/** @param minutes after the beginning */
const demander = async (n: number, minutes = 0, session = 2016): Promise<string> => {
  const tour = `${encodeTime(DEBUT + minutes * MINUTE, 10)}${String(n).padStart(16, '0')}`;
  const envoi = { session, livretId: livretId(n), uai: UAI, eleveId: String(n), tour, demande: true };
  await executerTransaction(dynamo.client, [envois().ecriture({ ...envoi, depuis: '2016-06-10T08:00:00Z' })]);
  return tour;
};
const relances = () => transferts.messages.map(({ livretId: id }) => Number(id.slice(-3)));

beforeEach(() => {
  dynamo = new DynamoEnMemoire('livrets');
  transferts = new FileEnMemoire<MessageDeTransfert>();
  enFile = 0;
});

describe('what waits to be told to the référentiel', () => {
  test('for a quarter of an hour is queued again, that of its own session', async () => {
    await demander(1);
    await demander(2, 10);
    await demander(3, 0, 2017);
    expect(await surveiller(14)).toBe(0);
    expect(relances()).toEqual([]);
    expect(await surveiller(15, [2016, 2017])).toBe(0);
    expect(transferts.envois).toEqual([
      { message: { session: 2016, livretId: livretId(1) }, groupe: UAI },
      { message: { session: 2017, livretId: livretId(3) }, groupe: UAI },
    ]);
    expect(await envois().lire(2016, livretId(1))).toMatchObject({
      relances: 1,
      relanceLe: '2026-06-10T08:15:00.000Z',
    });
  });

  test('is left to the queue as long as it is at work, and may hold it still', async () => {
    await demander(1);
    await demander(2, 10);
    enFile = 1;
    await surveiller(239);
    expect(relances()).toEqual([]);
    await surveiller(240);
    expect(relances()).toEqual([1]);
    await surveiller(250);
    expect(relances()).toEqual([1, 2]);
  });

  test('for nine hours is counted, at rest or at work, however often it was queued again', async () => {
    await demander(1);
    await demander(2, 60);
    for (const messages of [0, 1]) {
      enFile = messages;
      expect(await surveiller(9 * 60 - 1)).toBe(0);
      expect(await surveiller(9 * 60)).toBe(1);
      expect(await surveiller(10 * 60)).toBe(2);
    }
  });

  test('and is refused by the référentiel for nine hours is counted too, and never queued again', async () => {
    const [refuse, retenu] = [await demander(1), await demander(2)];
    await envois().retenir({ session: 2016, livretId: livretId(1), tour: refuse }, 'place-d-un-autre');
    await envois().retenir({ session: 2016, livretId: livretId(2), tour: retenu }, 'non-valide');
    expect(await surveiller(9 * 60 - 1)).toBe(0);
    expect(await surveiller(9 * 60)).toBe(1);
    expect(relances()).toEqual([]);
  });

  test('is queued again three times, each later than the one before', async () => {
    await demander(1);
    const passees: number[] = [];
    for (let minutes = 0; minutes <= 2_000; minutes += 15) {
      const avant = transferts.messages.length;
      await surveiller(minutes);
      if (transferts.messages.length > avant) passees.push(minutes);
    }
    expect(passees).toEqual([15, 75, 315]);
  });

  test('and that something retains, or that was told since, is left alone', async () => {
    const tour = await demander(1);
    await envois().retenir({ session: 2016, livretId: livretId(1), tour }, 'non-valide');
    await envois().clore({ session: 2016, livretId: livretId(2), tour: await demander(2) });
    await demander(3);
    // Another turn begins: it has its own quarter of an hour.
    await demander(3, 20);
    expect(await surveiller(30)).toBe(0);
    expect(relances()).toEqual([]);
    await surveiller(35);
    expect(relances()).toEqual([3]);
  });

  test('is queued before it is noted: stopped in between, it is queued once more', async () => {
    await demander(1);
    dynamo.avant = (commande) => {
      if (commande === 'UpdateCommand') throw new Error('the function stops');
    };
    await expect(surveiller(15)).rejects.toThrow('the function stops');
    dynamo.avant = () => {};
    await surveiller(30);
    expect(relances()).toEqual([1, 1]);
    expect(await envois().lire(2016, livretId(1))).toMatchObject({ relances: 1 });
  });
});
