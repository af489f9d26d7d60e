import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { executerTransaction, lireParCles } from '../aws/dynamo.ts';
import type { MessageDeStatut } from './messages.ts';

/** What the référentiel national holds of one livret in one session. */
export interface Statut {
  readonly livretId: string;
  readonly academie: string;
  readonly noCandidat: string;
  readonly noEleve: string;
  readonly format: 'numerique' | 'papier';
  readonly epoque: number;
  readonly n: number;
  readonly empreintes: MessageDeStatut['empreintes'];
  /** ISO instant. */
  readonly recuLe: string;
}

/** The table `referentiel` of the national stack. */
export interface MagasinReferentiel {
  /**
   * Records a status and its version. The latest version wins whatever the order of arrival; the same one
   * twice changes nothing.
   *
   * @returns when this version was first received, ISO
   */
  recevoir(message: MessageDeStatut, maintenant: string): Promise<string>;
  /** Statuses of candidates of one académie; those without status are left out. */
  lireParCandidats(session: number, academie: string, noCandidats: readonly string[]): Promise<Statut[]>;
}

const STATUT = 'STATUT';
const POINTEUR = 'LIVRET';

const cleDuLivret = (session: number, livretId: string): string => `S#${session}#L#${livretId}`;
const cleDuCandidat = (session: number, academie: string, noCandidat: string): string =>
  `S#${session}#C#${academie}#${noCandidat}`;
/** Sorts as (époque, n) compares. */
const rang = (epoque: number, n: number): string => `${String(epoque).padStart(4, '0')}#${String(n).padStart(6, '0')}`;

export function magasinReferentiel(dynamo: DynamoDBDocumentClient, table: string): MagasinReferentiel {
  return {
    async recevoir(message, maintenant) {
      const { session, livretId, academie, noCandidat, epoque, n } = message;
      const pk = cleDuLivret(session, livretId);
      const sk = `VERSION#${rang(epoque, n)}`;
      const version = { ...message, recuLe: maintenant, schemaVersion: 1 };
      await executerTransaction(dynamo, [
        { Put: { TableName: table, Item: { pk, sk, ...version }, ConditionExpression: 'attribute_not_exists(pk)' } },
      ]);
      await executerTransaction(dynamo, [
        {
          Put: {
            TableName: table,
            Item: { pk, sk: STATUT, rang: rang(epoque, n), ...version },
            ConditionExpression: 'attribute_not_exists(pk) OR rang < :rang',
            ExpressionAttributeValues: { ':rang': rang(epoque, n) },
          },
        },
        {
          Put: {
            TableName: table,
            Item: { pk: cleDuCandidat(session, academie, noCandidat), sk: POINTEUR, livretId, schemaVersion: 1 },
          },
        },
      ]);
      const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key: { pk, sk }, ConsistentRead: true }));
      return String(Item?.recuLe ?? maintenant);
    },

    async lireParCandidats(session, academie, noCandidats) {
      const pointeurs = await lireParCles(
        dynamo,
        table,
        noCandidats.map((no) => ({ pk: cleDuCandidat(session, academie, no), sk: POINTEUR })),
      );
      const statuts = await lireParCles(
        dynamo,
        table,
        pointeurs.map(({ livretId }) => ({ pk: cleDuLivret(session, String(livretId)), sk: STATUT })),
      );
      return (statuts as unknown as Statut[]).map(sansIdentite);
    },
  };
}

/** Only what the reader of statuses needs: the item also holds the pupil's place in its establishment. */
function sansIdentite(statut: Statut): Statut {
  const { livretId, academie, noCandidat, noEleve, format, epoque, n, empreintes, recuLe } = statut;
  return { livretId, academie, noCandidat, noEleve, format, epoque, n, empreintes, recuLe };
}
