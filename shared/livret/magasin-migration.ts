import { type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Cle, Operation } from '../aws/dynamo.ts';
import { cleLivret, TETE } from './cles.ts';
import type { Tete } from './livret.ts';
import { SCHEMA_DE_TETE } from './magasin-livrets.ts';

/** The table `livrets` from end to end: what nothing but a migration may do. */
export interface MagasinMigration {
  /**
   * One page of all the heads, in the table's own order, which never changes: at most 1 MB is looked at, and there may
   * be no head in it. What is written meanwhile may be there or not.
   *
   * @param apres where the page before ended; null for the first one
   */
  parcourir(apres: Cle | null): Promise<PageDeTetes>;
  /** Rewrites a head in the current schema, on condition that nobody wrote it since it was read. */
  ecriture(lue: TeteParcourue, apres: Tete): Operation;
}

/** A head as it stands in the table, whatever its schema. */
export interface TeteParcourue {
  readonly livretId: string;
  readonly verrou: number;
  readonly schema: number;
}

export interface PageDeTetes {
  readonly tetes: readonly TeteParcourue[];
  /** Null after the last page. */
  readonly suite: Cle | null;
}

export function magasinMigration(dynamo: DynamoDBDocumentClient, table: string): MagasinMigration {
  return {
    async parcourir(apres) {
      const { Items = [], LastEvaluatedKey } = await dynamo.send(
        new ScanCommand({
          TableName: table,
          ConsistentRead: true,
          FilterExpression: 'sk = :tete',
          ExpressionAttributeValues: { ':tete': TETE },
          ...(apres === null ? {} : { ExclusiveStartKey: apres }),
        }),
      );
      return {
        tetes: Items.map(({ livretId, verrou, schemaVersion }) => ({
          livretId: String(livretId),
          verrou: Number(verrou),
          schema: Number(schemaVersion),
        })),
        suite: LastEvaluatedKey === undefined ? null : { pk: LastEvaluatedKey.pk, sk: LastEvaluatedKey.sk },
      };
    },

    ecriture({ livretId, verrou, schema }, apres) {
      return {
        Put: {
          TableName: table,
          Item: { ...apres, pk: cleLivret(livretId), sk: TETE, schemaVersion: SCHEMA_DE_TETE, verrou: verrou + 1 },
          ConditionExpression: 'verrou = :lu AND schemaVersion = :schema',
          ExpressionAttributeValues: { ':lu': verrou, ':schema': schema },
        },
      };
    },
  };
}
