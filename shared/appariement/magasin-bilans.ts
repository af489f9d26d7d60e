import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { lirePartition, sansCles, siNouveau } from '../aws/dynamo.ts';
import type { Dits, Issue } from './issues.ts';

/**
 * `S#<s>#APPARIEMENT` / `E#<uai>`, in the table `session`: what the last run of an establishment came to. Always counted
 * from its pupils and candidates, never added to; it names nobody.
 */
export interface BilanDAppariement {
  readonly session: number;
  readonly uai: string;
  /** ULID of the run: whatever was asked for before it is in it. */
  readonly tour: string;
  /** ISO instant. */
  readonly faitLe: string;
  readonly parIssue: Readonly<Partial<Record<Issue['etat'], number>>>;
  readonly candidats: number;
  readonly candidatsSansEleve: number;
  /** Individual candidates, who are nobody's pupils. */
  readonly individuels: number;
  /** Who waits longest that somebody decides; null when nobody does. */
  readonly plusAncien: { readonly quoi: 'eleve' | 'candidat'; readonly depuis: string } | null;
  readonly dits: Dits;
}

export interface MagasinBilansDAppariement {
  lire(session: number, uai: string): Promise<BilanDAppariement | null>;
  /** Those of all the establishments that have candidates or sent identifiers: one query. */
  lireTous(session: number): Promise<BilanDAppariement[]>;
  /** Nothing when a later run wrote it already. */
  ecrire(bilan: BilanDAppariement): Promise<void>;
}

export function magasinBilansDAppariement(dynamo: DynamoDBDocumentClient, table: string): MagasinBilansDAppariement {
  const partition = (session: number): string => `S#${session}#APPARIEMENT`;
  const cleDe = (session: number, uai: string) => ({ pk: partition(session), sk: `E#${uai}` });
  const versBilan = (item: Readonly<Record<string, unknown>>) => sansCles(item) as unknown as BilanDAppariement;
  return {
    async lire(session, uai) {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: cleDe(session, uai), ConsistentRead: true }),
      );
      return Item === undefined ? null : versBilan(Item);
    },

    async lireTous(session) {
      return (await lirePartition(dynamo, table, partition(session))).map(versBilan);
    },

    ecrire: (bilan) =>
      siNouveau(() =>
        dynamo.send(
          new PutCommand({
            TableName: table,
            Item: { ...bilan, ...cleDe(bilan.session, bilan.uai), schemaVersion: 1 },
            ConditionExpression: 'attribute_not_exists(pk) OR tour <= :tour',
            ExpressionAttributeValues: { ':tour': bilan.tour },
          }),
        ),
      ),
  };
}
