import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { executerTransaction, lireParCles, type Operation } from '../aws/dynamo.ts';
import type { MessageDAvis, MessageDeStatut } from './messages.ts';

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
  /** ISO instants. Withdrawn, as the candidate opposes it: juries do not get it. */
  readonly retireLe: string | null;
  /** Being corrected: this version stays in force until the next one. */
  readonly correctionDepuis: string | null;
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
  /** Records what is said of the versions before it; also before they come. @returns as above */
  aviser(message: MessageDAvis, maintenant: string): Promise<string>;
  /** Statuses of candidates of one académie; those without status are left out. */
  lireParCandidats(session: number, academie: string, noCandidats: readonly string[]): Promise<Statut[]>;
}

const STATUT = 'STATUT';
/** The latest word said of versions, beside the latest of them. */
const AVIS = 'AVIS';
const POINTEUR = 'LIVRET';

const cleDuLivret = (session: number, livretId: string): string => `S#${session}#L#${livretId}`;
const cleDuCandidat = (session: number, academie: string, noCandidat: string): string =>
  `S#${session}#C#${academie}#${noCandidat}`;
/** Sorts as (époque, n) compares. */
const rang = (epoque: number, n: number): string => `${String(epoque).padStart(4, '0')}#${String(n).padStart(6, '0')}`;

export function magasinReferentiel(dynamo: DynamoDBDocumentClient, table: string): MagasinReferentiel {
  /** Kept as it first came. @returns when that was */
  const garder = async (
    message: Pick<MessageDeStatut, 'session' | 'livretId' | 'epoque' | 'n'>,
    maintenant: string,
  ): Promise<string> => {
    const { session, livretId, epoque, n } = message;
    const Item = {
      ...message,
      pk: cleDuLivret(session, livretId),
      sk: `VERSION#${rang(epoque, n)}`,
      recuLe: maintenant,
      schemaVersion: 1,
    };
    const { pk, sk } = Item;
    await executerTransaction(dynamo, [
      { Put: { TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' } },
    ]);
    const garde = await dynamo.send(new GetCommand({ TableName: table, Key: { pk, sk }, ConsistentRead: true }));
    return String(garde.Item?.recuLe ?? maintenant);
  };
  /** Takes the place of an earlier one only. */
  const avancer = (
    sk: typeof STATUT | typeof AVIS,
    message: MessageDeStatut | MessageDAvis,
    recuLe: string,
  ): Operation => {
    const { session, livretId, epoque, n } = message;
    return {
      Put: {
        TableName: table,
        Item: { ...message, pk: cleDuLivret(session, livretId), sk, rang: rang(epoque, n), recuLe, schemaVersion: 1 },
        ConditionExpression: 'attribute_not_exists(pk) OR rang < :rang',
        ExpressionAttributeValues: { ':rang': rang(epoque, n) },
      },
    };
  };

  return {
    async recevoir(message, maintenant) {
      const { session, livretId, academie, noCandidat } = message;
      const recuLe = await garder(message, maintenant);
      const pointeur = { pk: cleDuCandidat(session, academie, noCandidat), sk: POINTEUR, livretId, schemaVersion: 1 };
      await executerTransaction(dynamo, [
        avancer(STATUT, message, recuLe),
        { Put: { TableName: table, Item: pointeur } },
      ]);
      return recuLe;
    },

    async aviser(message, maintenant) {
      const recuLe = await garder(message, maintenant);
      await executerTransaction(dynamo, [avancer(AVIS, message, recuLe)]);
      return recuLe;
    },

    async lireParCandidats(session, academie, noCandidats) {
      const pointeurs = await lireParCles(
        dynamo,
        table,
        noCandidats.map((no) => ({ pk: cleDuCandidat(session, academie, no), sk: POINTEUR })),
      );
      const items = await lireParCles(
        dynamo,
        table,
        pointeurs.flatMap(({ livretId }) => {
          const pk = cleDuLivret(session, String(livretId));
          return [
            { pk, sk: STATUT },
            { pk, sk: AVIS },
          ];
        }),
      );
      const avis = new Map(items.filter(({ sk }) => sk === AVIS).map((un) => [un.livretId, un as unknown as Avis]));
      return items
        .filter(({ sk }) => sk === STATUT)
        .map((statut) => sansIdentite(statut as unknown as Range<Statut>, avis.get(statut.livretId)));
    },
  };
}

type Range<T> = T & { readonly rang: string };
type Avis = Range<MessageDAvis>;

/** Only what the reader of statuses needs: the item also holds the pupil's place in its establishment. */
function sansIdentite(statut: Range<Statut>, avis: Avis | undefined): Statut {
  const { livretId, academie, noCandidat, noEleve, format, epoque, n, empreintes, recuLe } = statut;
  // A version that came after what was said of those before it starts anew.
  const dit = avis !== undefined && avis.rang > statut.rang ? avis : undefined;
  return {
    livretId,
    academie,
    noCandidat,
    noEleve,
    format,
    epoque,
    n,
    empreintes,
    retireLe: dit?.avis === 'retrait' ? dit.depuis : null,
    correctionDepuis: dit?.avis === 'correction' ? dit.depuis : null,
    recuLe,
  };
}
