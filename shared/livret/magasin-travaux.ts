import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type Cle, sansCles, siNouveau } from '../aws/dynamo.ts';
import { cleTravail, ETAT_DU_TRAVAIL } from './cles.ts';

/** What walks all the livrets: from an older schema to the current one, or a completeness worked out again. */
export type NomDeTravail = 'schema' | 'completude';

/** How far a walk is. It lives in the table `registre`, and is all that a walk that was killed needs to go on. */
export interface Travail {
  readonly nom: NomDeTravail;
  /** Grows by one at each write. */
  readonly n: number;
  /** ISO instants. The end is null as long as it goes on. */
  readonly commenceLe: string;
  readonly termineLe: string | null;
  /** Where the last whole page ended; null before the first one and after the last one. */
  readonly curseur: Cle | null;
  readonly lus: number;
  readonly reecrits: number;
}

export interface MagasinTravaux {
  lire(nom: NomDeTravail): Promise<Travail | null>;
  /** Nothing is written when somebody else has moved it on since it was read. */
  ecrire(travail: Travail): Promise<void>;
}

export function magasinTravaux(dynamo: DynamoDBDocumentClient, table: string): MagasinTravaux {
  return {
    async lire(nom) {
      const Key = { pk: cleTravail(nom), sk: ETAT_DU_TRAVAIL };
      const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
      return Item === undefined ? null : (sansCles(Item) as unknown as Travail);
    },

    async ecrire(travail) {
      await siNouveau(() =>
        dynamo.send(
          new PutCommand({
            TableName: table,
            Item: { ...travail, pk: cleTravail(travail.nom), sk: ETAT_DU_TRAVAIL, schemaVersion: 1 },
            ConditionExpression: 'attribute_not_exists(pk) OR n < :n',
            ExpressionAttributeValues: { ':n': travail.n },
          }),
        ),
      );
    },
  };
}
