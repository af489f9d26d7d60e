import { randomInt } from 'node:crypto';
import { BatchGetCommand, type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { executerTransaction } from '../aws/dynamo.ts';

/** How an académie asks the référentiel national for No Élève. */
export interface Numeros {
  /** The number of each livret, by livret: the same one when asked again. */
  reserver(session: number, livretIds: readonly string[]): Promise<Readonly<Record<string, string>>>;
}

export const LIVRETS_PAR_DEMANDE = 50;

export const demandeReserverNumeros = z.strictObject({
  session: z.int().min(2001).max(9999),
  livretIds: z.array(z.ulid()).max(LIVRETS_PAR_DEMANDE),
});

const ESSAIS = 10;
const NUMERO = 'NUMERO';
const cleDuLivret = (session: number, livretId: string): string => `S#${session}#L#${livretId}`;

/** Ten random digits: opaque, derived from nothing (rules.md 21). */
export function tirerNumero(): string {
  return String(randomInt(0, 100_000)).padStart(5, '0') + String(randomInt(0, 100_000)).padStart(5, '0');
}

/**
 * Reserves numbers in the référentiel: a number is unique in its session, nationally, and a livret has one
 * number in a session, whatever is asked twice or at once.
 */
export async function reserverNumeros(
  parts: { readonly dynamo: DynamoDBDocumentClient; readonly table: string; readonly tirer: () => string },
  { session, livretIds }: z.infer<typeof demandeReserverNumeros>,
): Promise<Record<string, string>> {
  const connus = await lireConnus(parts, session, livretIds);
  const numeros: Record<string, string> = {};
  for (const livretId of livretIds) {
    numeros[livretId] = connus.get(livretId) ?? (await reserver(parts, session, livretId));
  }
  return numeros;
}

async function reserver(
  { dynamo, table, tirer }: Parameters<typeof reserverNumeros>[0],
  session: number,
  livretId: string,
): Promise<string> {
  const pk = cleDuLivret(session, livretId);
  for (let essai = 1; essai <= ESSAIS; essai++) {
    const noEleve = tirer();
    const issue = await executerTransaction(dynamo, [
      {
        Put: {
          TableName: table,
          Item: { pk, sk: NUMERO, noEleve, schemaVersion: 1 },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
      {
        Put: {
          TableName: table,
          Item: { pk: `S#${session}#N#${noEleve}`, sk: NUMERO, livretId, schemaVersion: 1 },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
    ]);
    if (issue.faite) return noEleve;
    if (issue.conditions[0] === true) {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: { pk, sk: NUMERO }, ConsistentRead: true }),
      );
      if (Item !== undefined) return String(Item.noEleve);
    }
  }
  throw new Error(`no free number after ${ESSAIS} draws`);
}

async function lireConnus(
  { dynamo, table }: Pick<Parameters<typeof reserverNumeros>[0], 'dynamo' | 'table'>,
  session: number,
  livretIds: readonly string[],
): Promise<Map<string, string>> {
  const connus = new Map<string, string>();
  if (livretIds.length === 0) return connus;
  const parCle = new Map(livretIds.map((livretId) => [cleDuLivret(session, livretId), livretId]));
  const { Responses } = await dynamo.send(
    new BatchGetCommand({
      RequestItems: {
        [table]: { Keys: [...parCle.keys()].map((pk) => ({ pk, sk: NUMERO })), ConsistentRead: true },
      },
    }),
  );
  for (const item of Responses?.[table] ?? []) {
    const livretId = parCle.get(String(item.pk));
    if (livretId !== undefined) connus.set(livretId, String(item.noEleve));
  }
  return connus;
}
