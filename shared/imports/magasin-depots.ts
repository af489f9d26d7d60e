import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { affecter, executerTransaction, lirePartition, sansCles, siNouveau } from '../aws/dynamo.ts';
import type { Depot, EtatDepot, VerdictDeLot } from './depot.ts';
import type { Flux } from './dossiers.ts';

/** The table `imports`: deposits, their lots and verdicts. */
export interface MagasinDepots {
  enregistrer(depot: Depot): Promise<void>;
  lire(depotId: string): Promise<Depot | null>;
  /** Latest first. */
  listerDe(proprietaire: string): Promise<Depot[]>;
  /** Deposits whose compte rendu is not there yet. */
  listerOuverts(): Promise<Depot[]>;
  /**
   * Moves a deposit from one state to another with what it learnt; false when it was not in that state any
   * more. A final state takes it off the list of open ones, in the same transaction.
   */
  passer(
    depot: Depot,
    de: EtatDepot,
    vers: EtatDepot,
    appris: Partial<Pick<Depot, 'flux' | 'annee' | 'lots' | 'empreinte' | 'bilan'>>,
  ): Promise<boolean>;
  /** The first verdict of a lot stands: a redelivery changes nothing. */
  ecrireVerdict(depotId: string, verdict: VerdictDeLot): Promise<void>;
  lireVerdicts(depotId: string): Promise<VerdictDeLot[]>;
  /** The last file of this feed (and session) that was applied; its hash is '' when something of it was refused. */
  dernierApplique(depot: DepotDeFlux, flux: Flux): Promise<{ depotId: string; empreinte: string } | null>;
  /** Remembers it, unless a newer deposit already did. */
  retenirApplique(depot: DepotDeFlux & Pick<Depot, 'depotId'>, flux: Flux, empreinte: string): Promise<void>;
}

/** Whose deposits of a feed replace each other. */
type DepotDeFlux = Pick<Depot, 'proprietaire' | 'session'>;

const META = 'META';
const OUVERTS = 'OUVERTS';
const FINAUX: readonly EtatDepot[] = ['clos', 'refuse', 'deja-importe', 'abandonne'];

export function magasinDepots(dynamo: DynamoDBDocumentClient, table: string): MagasinDepots {
  const lire = async (depotId: string): Promise<Depot | null> => {
    const { Item } = await dynamo.send(
      new GetCommand({ TableName: table, Key: { pk: `D#${depotId}`, sk: META }, ConsistentRead: true }),
    );
    return Item === undefined ? null : (sansCles(Item) as unknown as Depot);
  };
  const lirePointes = async (pk: string): Promise<Depot[]> => {
    const pointeurs = await lirePartition(dynamo, table, pk, 'D#');
    const depots = await Promise.all(pointeurs.map(({ sk }) => lire(String(sk).slice(2))));
    return depots.filter((depot) => depot !== null);
  };

  return {
    lire,

    async enregistrer(depot) {
      const { depotId, proprietaire } = depot;
      await dynamo.send(
        new TransactWriteCommand({
          TransactItems: [
            { pk: `D#${depotId}`, sk: META, ...depot },
            { pk: `P#${proprietaire}`, sk: `D#${depotId}` },
            { pk: OUVERTS, sk: `D#${depotId}` },
          ].map((item) => ({
            Put: {
              TableName: table,
              Item: { ...item, schemaVersion: 1 },
              ConditionExpression: 'attribute_not_exists(pk)',
            },
          })),
        }),
      );
    },

    async listerDe(proprietaire) {
      return (await lirePointes(`P#${proprietaire}`)).reverse();
    },

    listerOuverts: () => lirePointes(OUVERTS),

    async passer(depot, de, vers, appris) {
      const { ExpressionAttributeNames, ExpressionAttributeValues, UpdateExpression } = affecter({
        ...appris,
        etat: vers,
      });
      const issue = await executerTransaction(dynamo, [
        {
          Update: {
            TableName: table,
            Key: { pk: `D#${depot.depotId}`, sk: META },
            UpdateExpression,
            ConditionExpression: '#etat = :de',
            ExpressionAttributeNames,
            ExpressionAttributeValues: { ...ExpressionAttributeValues, ':de': de },
          },
        },
        ...(FINAUX.includes(vers)
          ? [{ Delete: { TableName: table, Key: { pk: OUVERTS, sk: `D#${depot.depotId}` } } }]
          : []),
      ]);
      return issue.faite;
    },

    async ecrireVerdict(depotId, verdict) {
      await siNouveau(() =>
        dynamo.send(
          new PutCommand({
            TableName: table,
            Item: { pk: `D#${depotId}`, sk: cleVerdict(verdict.lot), schemaVersion: 1, ...verdict },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      );
    },

    async lireVerdicts(depotId) {
      return (await lirePartition(dynamo, table, `D#${depotId}`, 'LOT#')) as unknown as VerdictDeLot[];
    },

    async dernierApplique(depot, flux) {
      const { Item } = await dynamo.send(
        new GetCommand({
          TableName: table,
          Key: cleApplique(depot, flux),
          ConsistentRead: true,
        }),
      );
      return (Item as { depotId: string; empreinte: string } | undefined) ?? null;
    },

    async retenirApplique(depot, flux, empreinte) {
      await siNouveau(() =>
        dynamo.send(
          new UpdateCommand({
            TableName: table,
            Key: cleApplique(depot, flux),
            ...affecter({ depotId: depot.depotId, empreinte, schemaVersion: 1 }),
            ConditionExpression: 'attribute_not_exists(pk) OR #depotId < :depotId',
          }),
        ),
      );
    },
  };
}

const cleApplique = ({ proprietaire, session }: DepotDeFlux, flux: Flux) => ({
  pk: `P#${proprietaire}`,
  sk: `APPLIQUE#${flux}${session === null ? '' : `#${session}`}`,
});

const cleVerdict = (lot: number): string => `LOT#${String(lot).padStart(6, '0')}`;
