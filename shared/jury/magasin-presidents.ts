import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { type Dynamo, lirePartition, type Operation, sansCles } from '../aws/dynamo.ts';
import type { PresidenceGardee } from './presidents.ts';

/** Who presides over juries, in the table `session` under a key of its own: no function that knows candidates needs it. */
export interface MagasinPresidents {
  /** Null when nobody was named. */
  lire(session: number, jury: string): Promise<PresidenceGardee | null>;
  /** Of all juries of a session. */
  lireTous(session: number): Promise<PresidenceGardee[]>;
  /** Fails its transaction when it was written since that number. @param vue null when there was none */
  ecriture(session: number, presidence: PresidenceGardee, vue: number | null): Operation;
}

const cle = (session: number): string => `S#${session}#PRESIDENTS`;

export function magasinPresidents(dynamo: Dynamo, table: string): MagasinPresidents {
  return {
    async lire(session, jury) {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: { pk: cle(session), sk: jury }, ConsistentRead: true }),
      );
      return Item === undefined ? null : versPresidence(Item);
    },

    async lireTous(session) {
      return (await lirePartition(dynamo, table, cle(session))).map(versPresidence);
    },

    ecriture(session, presidence, vue) {
      return {
        Put: {
          TableName: table,
          Item: { pk: cle(session), sk: presidence.jury, schemaVersion: 1, ...presidence },
          ...(vue === null
            ? { ConditionExpression: 'attribute_not_exists(pk)' }
            : { ConditionExpression: 'n = :vue', ExpressionAttributeValues: { ':vue': vue } }),
        },
      };
    },
  };
}

const versPresidence = (item: Record<string, unknown>): PresidenceGardee =>
  sansCles(item) as unknown as PresidenceGardee;
