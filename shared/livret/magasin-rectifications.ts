import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { lireParCles, lirePartition, type Operation, sansCles } from '../aws/dynamo.ts';
import { cleEtablissement, cleRectification } from './cles.ts';
import type { Rectification } from './rectification.ts';

/**
 * Requests for rectification, in the table `registre`, `E#<uai>#<année>` / `RECTIFICATION#<ulid>`: what families write
 * names people, and the table of livrets names nobody. An item alone holds their words, so that they can be erased.
 */
export interface MagasinRectifications {
  /** One query, in the order in which they came. */
  lister(uai: string, annee: number): Promise<Rectification[]>;
  lire(uai: string, annee: number, rectificationId: string): Promise<Rectification | null>;
  /** Fails its transaction when it is no longer in this state; null: when it exists. */
  ecriture(rectification: Rectification, de: Rectification['etat'] | null): Operation;
}

export function magasinRectifications(dynamo: DynamoDBDocumentClient, table: string): MagasinRectifications {
  const cle = (uai: string, annee: number, id: string) => ({
    pk: cleEtablissement(uai, annee),
    sk: cleRectification(id),
  });
  return {
    async lister(uai, annee) {
      const items = await lirePartition(dynamo, table, cleEtablissement(uai, annee), cleRectification(''));
      return items.map((item) => sansCles(item) as unknown as Rectification);
    },

    async lire(uai, annee, rectificationId) {
      const [item] = await lireParCles(dynamo, table, [cle(uai, annee, rectificationId)]);
      return item === undefined ? null : (sansCles(item) as unknown as Rectification);
    },

    ecriture(rectification, de) {
      const { uai, annee, rectificationId } = rectification;
      const Item = { ...cle(uai, annee, rectificationId), ...rectification, schemaVersion: 1 };
      return {
        Put:
          de === null
            ? { TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' }
            : {
                TableName: table,
                Item,
                ConditionExpression: '#etat = :de',
                ExpressionAttributeNames: { '#etat': 'etat' },
                ExpressionAttributeValues: { ':de': de },
              },
      };
    },
  };
}
