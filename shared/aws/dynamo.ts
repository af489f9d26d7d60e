import {
  type CancellationReason,
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';

/** The client that stores are made with; use cases only hand it on. */
export type Dynamo = DynamoDBDocumentClient;

export type Operation = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/**
 * Concurrent transactions on one item meet TransactionConflict on AWS, and those of a table that is asked for more than
 * it was before are throttled (neither on the emulator): retried a bounded number of times with a random wait, then
 * thrown so that the message comes again.
 */
const ESSAIS = 6;
const PASSAGERES: ReadonlySet<string | undefined> = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

export type IssueDeTransaction =
  | { readonly faite: true }
  /** `conditions[i]` is true when the condition of operation i failed. */
  | { readonly faite: false; readonly conditions: readonly boolean[] };

export async function executerTransaction(
  dynamo: DynamoDBDocumentClient,
  operations: readonly Operation[],
): Promise<IssueDeTransaction> {
  for (let essai = 1; ; essai++) {
    try {
      await dynamo.send(new TransactWriteCommand({ TransactItems: [...operations] }));
      return { faite: true };
    } catch (erreur) {
      if (erreur instanceof TransactionCanceledException) {
        const raisons: CancellationReason[] = erreur.CancellationReasons ?? [];
        if (raisons.some((raison) => raison.Code === 'ConditionalCheckFailed')) {
          return { faite: false, conditions: raisons.map((raison) => raison.Code === 'ConditionalCheckFailed') };
        }
        if (!raisons.some((raison) => PASSAGERES.has(raison.Code)) || essai === ESSAIS) throw erreur;
      } else if (!(erreur instanceof TransactionInProgressException) || essai === ESSAIS) {
        throw erreur;
      }
      await new Promise((suite) => setTimeout(suite, Math.random() * 25 * 2 ** essai));
    }
  }
}

/** Every item of a strong query, page after page. */
export async function lireTout(
  dynamo: DynamoDBDocumentClient,
  requete: Omit<QueryCommandInput, 'ConsistentRead' | 'ExclusiveStartKey'>,
): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let suite: QueryCommandInput['ExclusiveStartKey'];
  do {
    const page = await dynamo.send(
      new QueryCommand({
        ...requete,
        ConsistentRead: true,
        ...(suite === undefined ? {} : { ExclusiveStartKey: suite }),
      }),
    );
    items.push(...(page.Items ?? []));
    suite = page.LastEvaluatedKey;
  } while (suite !== undefined);
  return items;
}

/** Items of one partition whose sort key begins with `prefixe` (all of them without one). */
export function lirePartition(
  dynamo: DynamoDBDocumentClient,
  table: string,
  pk: string,
  prefixe = '',
): Promise<Record<string, unknown>[]> {
  return lireTout(dynamo, {
    TableName: table,
    KeyConditionExpression: prefixe === '' ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :sk)',
    ExpressionAttributeValues: prefixe === '' ? { ':pk': pk } : { ':pk': pk, ':sk': prefixe },
  });
}

export interface Cle {
  readonly pk: string;
  readonly sk: string;
}

/** DynamoDB's limit for one BatchGet. */
const CLES_PAR_LECTURE = 100;
const RELECTURES = 8;

/**
 * The items of these keys, strongly read, in no order; a key without item is left out.
 *
 * @param champs the only attributes to read; all of them without it
 */
export async function lireParCles(
  dynamo: DynamoDBDocumentClient,
  table: string,
  cles: readonly Cle[],
  champs?: readonly string[],
): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  const projection = champs === undefined ? {} : { ProjectionExpression: champs.join(', ') };
  // DynamoDB refuses a read that asks for a key twice.
  const uniques = [...new Map(cles.map(({ pk, sk }) => [`${pk}|${sk}`, { pk, sk }])).values()];
  for (let debut = 0; debut < uniques.length; debut += CLES_PAR_LECTURE) {
    let reste: Cle[] = uniques.slice(debut, debut + CLES_PAR_LECTURE);
    for (let essai = 1; reste.length > 0; essai++) {
      const { Responses, UnprocessedKeys } = await dynamo.send(
        new BatchGetCommand({ RequestItems: { [table]: { Keys: reste, ConsistentRead: true, ...projection } } }),
      );
      items.push(...(Responses?.[table] ?? []));
      reste = (UnprocessedKeys?.[table]?.Keys ?? []) as unknown as Cle[];
      if (reste.length > 0) {
        if (essai === RELECTURES) throw new Error('DynamoDB leaves keys unread');
        await new Promise((suite) => setTimeout(suite, 50 * 2 ** essai));
      }
    }
  }
  return items;
}

/** Runs a conditional write. @returns false when its condition refused it */
export async function ecrireSi(ecrire: () => Promise<unknown>): Promise<boolean> {
  try {
    await ecrire();
    return true;
  } catch (erreur) {
    if (!(erreur instanceof ConditionalCheckFailedException)) throw erreur;
    return false;
  }
}

/** Runs a conditional write whose refusal means that it was done before. */
export async function siNouveau(ecrire: () => Promise<unknown>): Promise<void> {
  await ecrireSi(ecrire);
}

/** `SET #a = :a, …` for each value given. */
export function affecter(valeurs: Readonly<Record<string, unknown>>): {
  readonly UpdateExpression: string;
  readonly ExpressionAttributeNames: Record<string, string>;
  readonly ExpressionAttributeValues: Record<string, unknown>;
} {
  const noms = Object.keys(valeurs);
  return {
    UpdateExpression: `SET ${noms.map((nom) => `#${nom} = :${nom}`).join(', ')}`,
    ExpressionAttributeNames: Object.fromEntries(noms.map((nom) => [`#${nom}`, nom])),
    ExpressionAttributeValues: Object.fromEntries(noms.map((nom) => [`:${nom}`, valeurs[nom]])),
  };
}

/** An item as its domain knows it: without the keys, the version and the end that its store added. */
export function sansCles(item: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { pk: _pk, sk: _sk, schemaVersion: _schemaVersion, expireLe: _expireLe, ...valeurs } = item;
  return valeurs;
}
