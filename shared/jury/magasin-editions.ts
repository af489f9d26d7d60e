import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { affecter, type Operation, sansCles } from '../aws/dynamo.ts';
import type { Edition, EtatDuFichier } from './fichier.ts';

/** Editions of the jury files, in the table `session` under keys of their own: no identity stands there. */
export interface MagasinEditions {
  /** The latest edition; null when the file was never asked for. */
  derniere(session: number, jury: string): Promise<Edition | null>;
  /** Fails its transaction when this edition exists. */
  ecriture(edition: Edition): Operation;
  /** Moves an edition on; nothing happens when it is not in that state any more. */
  passer(
    edition: Pick<Edition, 'session' | 'jury' | 'n'>,
    de: EtatDuFichier,
    vers: EtatDuFichier,
    appris: Partial<Pick<Edition, 'pages' | 'empreinte' | 'anomalies'>>,
  ): Promise<void>;
  lire(session: number, jury: string, n: number): Promise<Edition | null>;
}

/** Partition keys begin with F#: the rights of the composer and of the control hold on to it. */
export const PREFIXE_EDITIONS = 'F#';

const cle = (session: number, jury: string): string => `${PREFIXE_EDITIONS}${session}#${jury}`;
const cleEdition = (n: number): string => `EDITION#${String(n).padStart(4, '0')}`;

export function magasinEditions(dynamo: DynamoDBDocumentClient, table: string): MagasinEditions {
  return {
    async derniere(session, jury) {
      const { Items } = await dynamo.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
          ExpressionAttributeValues: { ':pk': cle(session, jury), ':sk': 'EDITION#' },
          ConsistentRead: true,
          ScanIndexForward: false,
          Limit: 1,
        }),
      );
      return versEdition(Items?.[0]);
    },

    async lire(session, jury, n) {
      const { Item } = await dynamo.send(
        new GetCommand({
          TableName: table,
          Key: { pk: cle(session, jury), sk: cleEdition(n) },
          ConsistentRead: true,
        }),
      );
      return versEdition(Item);
    },

    ecriture(edition) {
      return {
        Put: {
          TableName: table,
          Item: { pk: cle(edition.session, edition.jury), sk: cleEdition(edition.n), schemaVersion: 1, ...edition },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      };
    },

    async passer({ session, jury, n }, de, vers, appris) {
      const { ExpressionAttributeNames, ExpressionAttributeValues, UpdateExpression } = affecter({
        ...appris,
        etat: vers,
      });
      try {
        await dynamo.send(
          new UpdateCommand({
            TableName: table,
            Key: { pk: cle(session, jury), sk: cleEdition(n) },
            UpdateExpression,
            ConditionExpression: '#etat = :de',
            ExpressionAttributeNames,
            ExpressionAttributeValues: { ...ExpressionAttributeValues, ':de': de },
          }),
        );
      } catch (erreur) {
        if (!(erreur instanceof ConditionalCheckFailedException)) throw erreur;
      }
    },
  };
}

function versEdition(item: Record<string, unknown> | undefined): Edition | null {
  // Editions made before livrets could be withdrawn do not say it.
  return item === undefined ? null : ({ retires: [], ...sansCles(item) } as unknown as Edition);
}
