import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { lirePartition, sansCles } from '../aws/dynamo.ts';
import type { Bilan } from './bilan.ts';
import { cleBilans } from './cles.ts';

/** `BILANS#<année>` / `<uai>`: how far the livrets of an establishment are, as of the last row that changed. */
export interface BilanDEtablissement {
  readonly uai: string;
  readonly annee: number;
  /** Grows by one at each write. */
  readonly n: number;
  readonly bilan: Bilan;
  /** ISO instant. */
  readonly compteLe: string;
}

export interface MagasinBilans {
  lire(uai: string, annee: number): Promise<BilanDEtablissement | null>;
  /** Those of all the académie's establishments. */
  lireTous(annee: number): Promise<BilanDEtablissement[]>;
  /** @returns false when another one was written since the one before it was read */
  ecrire(bilan: BilanDEtablissement): Promise<boolean>;
}

export function magasinBilans(dynamo: DynamoDBDocumentClient, table: string): MagasinBilans {
  const versBilan = (item: Readonly<Record<string, unknown>>) => sansCles(item) as unknown as BilanDEtablissement;
  return {
    async lire(uai, annee) {
      const Key = { pk: cleBilans(annee), sk: uai };
      const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
      return Item === undefined ? null : versBilan(Item);
    },

    async lireTous(annee) {
      return (await lirePartition(dynamo, table, cleBilans(annee))).map(versBilan);
    },

    async ecrire(bilan) {
      try {
        await dynamo.send(
          new PutCommand({
            TableName: table,
            Item: { ...bilan, pk: cleBilans(bilan.annee), sk: bilan.uai, schemaVersion: 1 },
            ConditionExpression: 'attribute_not_exists(pk) OR n < :n',
            ExpressionAttributeValues: { ':n': bilan.n },
          }),
        );
        return true;
      } catch (erreur) {
        if (erreur instanceof ConditionalCheckFailedException) return false;
        throw erreur;
      }
    },
  };
}
