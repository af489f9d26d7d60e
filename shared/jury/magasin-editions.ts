import { type DynamoDBDocumentClient, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { affecter, executerTransaction, lirePartition, type Operation, sansCles, siNouveau } from '../aws/dynamo.ts';
import type { Edition, EditionRefaite, EtatDuFichier, MessageDEdition, SuiviDEdition } from './fichier.ts';

/** Editions of the jury files, in the table `session` under keys of their own: no identity stands there. */
export interface MagasinEditions {
  /** The latest edition; null when the file was never asked for. */
  derniere(session: number, jury: string): Promise<Edition | null>;
  /** Fail their transaction when this edition exists. @param demandePar a role, or `planification` */
  ecritures(edition: Edition, demandePar: string): Operation[];
  /** Moves an edition on; nothing happens when it is not in that state any more. */
  passer(
    edition: MessageDEdition,
    de: EtatDuFichier,
    vers: EtatDuFichier,
    appris: Partial<Omit<Edition, 'session' | 'jury' | 'n' | 'etat'>>,
  ): Promise<void>;
  lire(session: number, jury: string, n: number): Promise<Edition | null>;
  /** Keeps what composing it again gave; nothing else of the edition changes. */
  comparer(edition: MessageDEdition, refaite: EditionRefaite): Promise<void>;
  /** Notes how far an edition is, or what stopped it for now; of one that another follows, nothing. */
  noter(edition: MessageDEdition, appris: Partial<Pick<SuiviDEdition, 'avancement' | 'incident'>>): Promise<void>;
  /** Fails its transaction when another edition was asked for. */
  ecritureTelechargement(edition: MessageDEdition, quand: string): Operation;
  /** Where the latest edition of each jury of a session is, in no order; juries that have none are left out. */
  suivre(session: number): Promise<SuiviDEdition[]>;
}

/** Partition keys begin with F#: the rights of the composer and of the control hold on to it. */
export const PREFIXE_EDITIONS = 'F#';

const cle = (session: number, jury: string): string => `${PREFIXE_EDITIONS}${session}#${jury}`;
const cleEdition = (n: number): string => `EDITION#${String(n).padStart(4, '0')}`;
const cleDuSuivi = (session: number): string => `${PREFIXE_EDITIONS}${session}`;
const cleJury = (jury: string): string => `JURY#${jury}`;

export function magasinEditions(dynamo: DynamoDBDocumentClient, table: string): MagasinEditions {
  const modifier = (
    Key: { readonly pk: string; readonly sk: string },
    valeurs: Readonly<Record<string, unknown>>,
    condition: readonly [champ: string, valeur: unknown],
  ) => {
    const [champ, valeur] = condition;
    const { UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues } = affecter(valeurs);
    return {
      TableName: table,
      Key,
      UpdateExpression,
      ConditionExpression: `#${champ} = :condition`,
      ExpressionAttributeNames: { ...ExpressionAttributeNames, [`#${champ}`]: champ },
      ExpressionAttributeValues: { ...ExpressionAttributeValues, ':condition': valeur },
    };
  };
  /** Only as long as this edition is the jury's latest. */
  const modifierSuivi = ({ session, jury, n }: MessageDEdition, valeurs: Readonly<Record<string, unknown>>) =>
    modifier({ pk: cleDuSuivi(session), sk: cleJury(jury) }, valeurs, ['n', n]);

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

    ecritures(edition, demandePar) {
      const { session, jury, n, etat, demandeLe, candidats, sansLivret } = edition;
      const suivi: SuiviDEdition = {
        jury,
        n,
        etat,
        demandeLe,
        demandePar,
        livrets: candidats.length,
        sansLivret: sansLivret.length,
        avancement: null,
        incident: null,
        telechargeLe: null,
      };
      return [
        {
          Put: {
            TableName: table,
            Item: { pk: cle(session, jury), sk: cleEdition(n), schemaVersion: 1, ...edition },
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
        {
          Put: { TableName: table, Item: { pk: cleDuSuivi(session), sk: cleJury(jury), schemaVersion: 1, ...suivi } },
        },
      ];
    },

    async passer(edition, de, vers, appris) {
      const { session, jury, n } = edition;
      const Update = modifier({ pk: cle(session, jury), sk: cleEdition(n) }, { ...appris, etat: vers }, ['etat', de]);
      const suivi = modifierSuivi(edition, { etat: vers, avancement: null, incident: null });
      const issue = await executerTransaction(dynamo, [{ Update }, { Update: suivi }]);
      // Another edition follows this one: only its own item moves on.
      if (!issue.faite && issue.conditions[0] === false) await siNouveau(() => dynamo.send(new UpdateCommand(Update)));
    },

    async comparer({ session, jury, n }, refaite) {
      const Update = modifier({ pk: cle(session, jury), sk: cleEdition(n) }, { refaite }, ['n', n]);
      await dynamo.send(new UpdateCommand(Update));
    },

    noter(edition, appris) {
      return siNouveau(() => dynamo.send(new UpdateCommand(modifierSuivi(edition, appris))));
    },

    ecritureTelechargement(edition, quand) {
      return { Update: modifierSuivi(edition, { telechargeLe: quand }) };
    },

    async suivre(session) {
      const items = await lirePartition(dynamo, table, cleDuSuivi(session), cleJury(''));
      return items.map((item) => sansCles(item) as unknown as SuiviDEdition);
    },
  };
}

function versEdition(item: Record<string, unknown> | undefined): Edition | null {
  return item === undefined ? null : (sansCles(item) as unknown as Edition);
}
