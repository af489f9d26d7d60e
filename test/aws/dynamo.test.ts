import {
  type CancellationReason,
  ProvisionedThroughputExceededException,
  TransactionCanceledException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { affecter, type Dynamo, executerTransaction, lirePartition, type Operation } from '../../shared/aws/dynamo.ts';
import { DynamoEnMemoire } from '../dynamo.ts';

const METADONNEES = { $metadata: {} };
const annulee = (...codes: readonly string[]): Error =>
  new TransactionCanceledException({
    message: 'cancelled',
    CancellationReasons: codes.map((Code): CancellationReason => ({ Code })),
    ...METADONNEES,
  });
const CONFLIT = annulee('None', 'TransactionConflict');
const OPERATIONS: Operation[] = ['a', 'b'].map((pk) => ({ Put: { TableName: 't', Item: { pk, sk: 's' } } }));

/** A client whose answers are written beforehand; the last one is repeated. */
class ClientDicte {
  readonly recues: unknown[] = [];
  readonly issues: readonly (Error | null)[];

  constructor(...issues: readonly (Error | null)[]) {
    this.issues = issues;
  }

  get dynamo(): Dynamo {
    return { send: (commande: unknown) => this.repondre(commande) } as unknown as Dynamo;
  }

  private async repondre(commande: unknown): Promise<object> {
    const issue = this.issues[Math.min(this.recues.length, this.issues.length - 1)];
    this.recues.push(commande);
    if (issue instanceof Error) throw issue;
    return {};
  }
}

/** Runs without waiting: timers fire at once. */
async function sansAttendre<T>(essai: () => Promise<T>): Promise<T> {
  const issue = Promise.allSettled([essai()]);
  await vi.runAllTimersAsync();
  const [reglee] = await issue;
  if (reglee.status === 'rejected') throw reglee.reason;
  return reglee.value;
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('a transaction', () => {
  test('is sent once when nothing stands in its way, with its operations in their order', async () => {
    const client = new ClientDicte(null);
    expect(await sansAttendre(() => executerTransaction(client.dynamo, OPERATIONS))).toEqual({ faite: true });
    expect(client.recues).toHaveLength(1);
    const [commande] = client.recues;
    expect(commande).toBeInstanceOf(TransactWriteCommand);
    expect((commande as TransactWriteCommand).input.TransactItems).toEqual(OPERATIONS);
  });

  test.for([1, 2, 5])('that meets %i conflicts goes through afterwards', async (conflits) => {
    const client = new ClientDicte(...Array<Error>(conflits).fill(CONFLIT), null);
    expect(await sansAttendre(() => executerTransaction(client.dynamo, OPERATIONS))).toEqual({ faite: true });
    expect(client.recues).toHaveLength(conflits + 1);
  });

  test.for(['ThrottlingError', 'ProvisionedThroughputExceeded'])(
    'that is cancelled for %s is tried again',
    async (raison) => {
      const client = new ClientDicte(annulee('None', raison), null);
      expect(await sansAttendre(() => executerTransaction(client.dynamo, OPERATIONS))).toEqual({ faite: true });
      expect(client.recues).toHaveLength(2);
    },
  );

  test('that the same request is still running is tried again', async () => {
    const client = new ClientDicte(new TransactionInProgressException({ message: 'running', ...METADONNEES }), null);
    expect(await sansAttendre(() => executerTransaction(client.dynamo, OPERATIONS))).toEqual({ faite: true });
    expect(client.recues).toHaveLength(2);
  });

  test.for([
    ['conflicts', CONFLIT],
    ['running twins', new TransactionInProgressException({ message: 'running', ...METADONNEES })],
  ] as const)('that meets only %s gives up after six tries, so that its message comes again', async ([, erreur]) => {
    const client = new ClientDicte(erreur);
    await expect(sansAttendre(() => executerTransaction(client.dynamo, OPERATIONS))).rejects.toBe(erreur);
    expect(client.recues).toHaveLength(6);
  });

  test('waits longer after each conflict, never more than a second', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.999);
    const client = new ClientDicte(CONFLIT);
    const debut = Date.now();
    const instants: number[] = [];
    const dynamo = {
      send: (commande: unknown) => {
        instants.push(Date.now() - debut);
        return client.dynamo.send(commande as never);
      },
    } as unknown as Dynamo;
    await expect(sansAttendre(() => executerTransaction(dynamo, OPERATIONS))).rejects.toBe(CONFLIT);
    const attentes = instants.slice(1).map((instant, rang) => instant - (instants[rang] ?? 0));
    expect(attentes).toEqual(attentes.toSorted((a, b) => a - b));
    expect(attentes[0]).toBeGreaterThan(0);
    expect(attentes.at(-1)).toBeLessThanOrEqual(1000);
    vi.restoreAllMocks();
  });

  test('whose conditions fail tells which, by position, and is not tried again', async () => {
    const client = new ClientDicte(annulee('ConditionalCheckFailed', 'None', 'ConditionalCheckFailed'));
    expect(await sansAttendre(() => executerTransaction(client.dynamo, OPERATIONS))).toEqual({
      faite: false,
      conditions: [true, false, true],
    });
    expect(client.recues).toHaveLength(1);
  });

  test('whose condition fails beside a conflict tells the condition: trying again would not help', async () => {
    const client = new ClientDicte(annulee('TransactionConflict', 'ConditionalCheckFailed'));
    expect(await sansAttendre(() => executerTransaction(client.dynamo, OPERATIONS))).toEqual({
      faite: false,
      conditions: [false, true],
    });
  });

  test.for([
    ['another reason of cancellation', annulee('ValidationError', 'None')],
    ['a cancellation without reasons', annulee()],
    ['throttling', new ProvisionedThroughputExceededException({ message: 'slow down', ...METADONNEES })],
    ['a network error', new Error('socket hang up')],
  ] as const)('that fails for %s is thrown at once', async ([, erreur]) => {
    const client = new ClientDicte(erreur);
    await expect(sansAttendre(() => executerTransaction(client.dynamo, OPERATIONS))).rejects.toBe(erreur);
    expect(client.recues).toHaveLength(1);
  });
});

describe('a partition', () => {
  test.for([1, 2, 3, 7, 100])('is read whole, whatever its pages of %i items', async (parPage) => {
    const dynamo = new DynamoEnMemoire('t');
    dynamo.parPage = parPage;
    const attendus = ['ELEVE#1', 'ELEVE#2', 'ELEVE#3', 'ELEVE#30', 'ELEVE#4', 'ELEVE#5', 'ELEVE#6'];
    const ecrire = (pk: string, sk: string) =>
      executerTransaction(dynamo.client, [{ Put: { TableName: 't', Item: { pk, sk } } }]);
    for (const sk of [...attendus, 'DELEG#1', 'STRUCT#1']) await ecrire('E#1', sk);
    await ecrire('E#2', 'ELEVE#1');
    const sks = async (prefixe?: string) =>
      (await lirePartition(dynamo.client, 't', 'E#1', prefixe)).map(({ sk }) => sk);
    expect(await sks('ELEVE#')).toEqual(attendus);
    expect(await sks()).toEqual(['DELEG#1', ...attendus, 'STRUCT#1']);
    expect(await sks('PV#')).toEqual([]);
  });
});

test('an assignment names each attribute apart from its value, so that no word is reserved', () => {
  expect(affecter({ etat: 'lu', session: null })).toEqual({
    UpdateExpression: 'SET #etat = :etat, #session = :session',
    ExpressionAttributeNames: { '#etat': 'etat', '#session': 'session' },
    ExpressionAttributeValues: { ':etat': 'lu', ':session': null },
  });
});

describe('an item', () => {
  test('above 400 KB is refused as DynamoDB does, put or updated, and nothing of its transaction is written', async () => {
    const dynamo = new DynamoEnMemoire('t');
    const texte = 'é'.repeat(200 * 1024);
    const poser = (Item: Record<string, unknown>) =>
      executerTransaction(dynamo.client, [
        { Put: { TableName: 't', Item: { pk: 'autre', sk: 's' } } },
        { Put: { TableName: 't', Item: { pk: 'p', sk: 's', ...Item } } },
      ]);
    await expect(poser({ texte })).rejects.toMatchObject({ name: 'ValidationException' });
    expect(dynamo.items('t')).toEqual([]);
    expect(await poser({ texte: texte.slice(0, -100) })).toEqual({ faite: true });
    const agrandir = { TableName: 't', Key: { pk: 'p', sk: 's' }, ...affecter({ suite: 'x'.repeat(1000) }) };
    await expect(executerTransaction(dynamo.client, [{ Update: agrandir }])).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});
