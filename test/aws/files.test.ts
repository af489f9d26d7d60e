import { GetQueueAttributesCommand, type SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fileSqs, messagesDeLaFile } from '../../shared/aws/files.ts';

type Entrees = NonNullable<SendMessageBatchCommand['input']['Entries']>;

/** SQS that refuses, batch after batch, the messages told: by their number in what was asked. */
class SqsDicte {
  readonly lots: Entrees[] = [];
  readonly refuser: (message: number, essai: number) => boolean;
  private readonly essais = new Map<number, number>();

  constructor(refuser: (message: number, essai: number) => boolean = () => false) {
    this.refuser = refuser;
  }

  get client(): SQSClient {
    return { send: async ({ input }: SendMessageBatchCommand) => this.repondre(input) } as unknown as SQSClient;
  }

  /** Messages that SQS took, in their order. */
  readonly acceptes: number[] = [];

  private repondre({ Entries = [], QueueUrl }: SendMessageBatchCommand['input']): object {
    expect(QueueUrl).toBe('url');
    expect(Entries.length).toBeGreaterThan(0);
    expect(Entries.length).toBeLessThanOrEqual(10);
    expect(new Set(Entries.map(({ Id }) => Id)).size).toBe(Entries.length);
    this.lots.push(Entries);
    const refuses = Entries.filter(({ MessageBody }) => {
      const { lot } = JSON.parse(MessageBody ?? '') as { lot: number };
      const essai = (this.essais.get(lot) ?? 0) + 1;
      this.essais.set(lot, essai);
      const refuse = this.refuser(lot, essai);
      if (!refuse) this.acceptes.push(lot);
      return refuse;
    });
    return refuses.length === 0 ? {} : { Failed: refuses.map(({ Id }) => ({ Id, Code: 'InternalError' })) };
  }
}

const messages = (nombre: number) => Array.from({ length: nombre }, (_, lot) => ({ lot }));

async function envoyer(sqs: SqsDicte, nombre: number): Promise<void> {
  const issue = Promise.allSettled([fileSqs<{ lot: number }>(sqs.client, 'url').envoyer(messages(nombre), '0380029A')]);
  await vi.runAllTimersAsync();
  const [reglee] = await issue;
  if (reglee.status === 'rejected') throw reglee.reason;
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('a queue to send to', () => {
  test('takes messages ten by ten, under the group that shares it fairly', async () => {
    const sqs = new SqsDicte();
    await envoyer(sqs, 23);
    expect(sqs.lots.map((lot) => lot.length)).toEqual([10, 10, 3]);
    expect(sqs.acceptes).toEqual(messages(23).map(({ lot }) => lot));
    expect(new Set(sqs.lots.flat().map(({ MessageGroupId }) => MessageGroupId))).toEqual(new Set(['0380029A']));
  });

  test('is not called for nothing', async () => {
    const sqs = new SqsDicte();
    await envoyer(sqs, 0);
    expect(sqs.lots).toEqual([]);
  });

  test('is sent again only what it refused, until it takes it', async () => {
    const sqs = new SqsDicte((message, essai) => (message === 1 && essai < 3) || (message === 3 && essai < 2));
    await envoyer(sqs, 12);
    expect(sqs.lots.map((lot) => lot.map(({ MessageBody }) => JSON.parse(MessageBody ?? '').lot))).toEqual([
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
      [1, 3],
      [1],
      [10, 11],
    ]);
    expect(sqs.acceptes.toSorted((a, b) => a - b)).toEqual(messages(12).map(({ lot }) => lot));
  });

  test('that refuses a message five times makes the sending fail: it begins again from its own message', async () => {
    const sqs = new SqsDicte((message) => message === 2);
    await expect(envoyer(sqs, 12)).rejects.toThrow('queue refused 1 messages');
    expect(sqs.lots.map((lot) => lot.length)).toEqual([10, 1, 1, 1, 1]);
  });
});

test('a queue counts what waits, what is late by intention and what is being treated', async () => {
  const demandes: unknown[] = [];
  const sqs = {
    send: async (commande: unknown) => {
      expect(commande).toBeInstanceOf(GetQueueAttributesCommand);
      const { input } = commande as GetQueueAttributesCommand;
      demandes.push(input.QueueUrl);
      return { Attributes: Object.fromEntries((input.AttributeNames ?? []).map((nom, rang) => [nom, `${rang + 1}`])) };
    },
  } as unknown as SQSClient;
  expect(await messagesDeLaFile(sqs, 'url')()).toBe(6);
  expect(demandes).toEqual(['url']);
  const vide = { send: async () => ({}) } as unknown as SQSClient;
  expect(await messagesDeLaFile(vide, 'url')()).toBe(0);
});
