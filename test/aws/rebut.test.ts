import { beforeEach, describe, expect, test } from 'vitest';
import { compterMessages, lireAges, rejouerRebut, urlDeFile } from '../../shared/aws/rebut.ts';
import { SqsEnMemoire } from './sqs.ts';

const OU = { rebut: 'rebut', file: 'file' };
const numeros = (nombre: number): string[] => Array.from({ length: nombre }, (_, n) => String(n));

let sqs: SqsEnMemoire;
beforeEach(() => {
  sqs = new SqsEnMemoire();
});

describe('a dead-letter queue', () => {
  test('is moved back to its queue, ten messages at a time, until it is empty', async () => {
    for (const n of numeros(23)) sqs.poser('rebut', n);
    const vus: number[] = [];
    expect(await rejouerRebut(sqs.client, OU, (combien) => vus.push(combien))).toEqual({ rejoues: 23, revenus: 0 });
    expect(sqs.corps('file')).toEqual(numeros(23));
    expect(sqs.corps('rebut')).toEqual([]);
    expect(vus).toEqual([10, 20, 23]);
    // Sent before it is deleted: killed in between, a message is there twice rather than not at all.
    const premiere = sqs.appels.indexOf('DeleteMessageBatchCommand');
    expect(sqs.appels.slice(0, premiere)).toEqual(['ReceiveMessageCommand', 'SendMessageBatchCommand']);
  });

  test('gives each message back to the establishment that shares the queue', async () => {
    sqs.poser('rebut', 'a', { Attributes: { SentTimestamp: '1', MessageGroupId: '0380029A' } });
    await rejouerRebut(sqs.client, OU);
    expect(sqs.messages).toMatchObject([{ file: 'file', Attributes: { MessageGroupId: '0380029A' } }]);
  });

  test('whose messages fail again at once is not moved without end, and keeps them at hand', async () => {
    for (const n of numeros(12)) sqs.poser('rebut', n);
    sqs.consommateurEnPanne = true;
    expect(await rejouerRebut(sqs.client, OU)).toEqual({ rejoues: 12, revenus: 12 });
    expect(sqs.visibles).toBe(12);
    sqs.consommateurEnPanne = false;
    expect(await rejouerRebut(sqs.client, OU)).toEqual({ rejoues: 12, revenus: 0 });
    expect(sqs.corps('file').sort()).toEqual(numeros(12).sort());
  });

  test('loses nothing when the queue refuses a part of a batch', async () => {
    for (const n of numeros(10)) sqs.poser('rebut', n);
    const refuses = new Set(['3', '7']);
    sqs.refuserLEnvoi = (corps) => refuses.delete(corps);
    expect(await rejouerRebut(sqs.client, OU)).toEqual({ rejoues: 10, revenus: 0 });
    expect(sqs.corps('file').sort()).toEqual(numeros(10));
  });

  test('that its queue refuses stays whole and visible', async () => {
    for (const n of numeros(3)) sqs.poser('rebut', n);
    sqs.refuserLEnvoi = () => true;
    await expect(rejouerRebut(sqs.client, OU)).rejects.toMatchObject({ code: 'file-refuse-messages' });
    expect(sqs.visibles).toBe(3);
    expect(sqs.corps('file')).toEqual([]);
  });

  test('whose deletion is lost once is not sent a second time', async () => {
    sqs.poser('rebut', 'a');
    let perdue = false;
    sqs.perdreLaSuppression = () => {
      if (perdue) return false;
      perdue = true;
      return true;
    };
    expect(await rejouerRebut(sqs.client, OU)).toEqual({ rejoues: 1, revenus: 0 });
    expect([sqs.corps('file'), sqs.corps('rebut')]).toEqual([['a'], []]);
  });

  test('tells from when to when its messages are, and leaves them all visible', async () => {
    expect(await lireAges(sqs.client, 'rebut')).toBeNull();
    for (const n of numeros(25)) sqs.poser('rebut', n);
    expect(await compterMessages(sqs.client, 'rebut')).toBe(25);
    expect(await lireAges(sqs.client, 'rebut')).toEqual({
      plusAncien: '2016-06-10T08:01:00.000Z',
      plusRecent: '2016-06-10T08:25:00.000Z',
    });
    expect(sqs.visibles).toBe(25);
  });

  test('is found by its name, or is not', async () => {
    expect(await urlDeFile(sqs.client, 'lsl-grenoble-lots-rebut')).toBe('rebut');
    expect(await urlDeFile(sqs.client, 'lsl-grenoble-bilans')).toBeNull();
  });
});
