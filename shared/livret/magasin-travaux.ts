import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, type PutCommandInput } from '@aws-sdk/lib-dynamodb';
import { type Cle, sansCles } from '../aws/dynamo.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import { cleTravail, ETAT_DU_TRAVAIL } from './cles.ts';

/** What walks all the livrets: from an older schema to the current one, or a completeness worked out again. */
export type NomDeTravail = 'schema' | 'completude';

/** How far a walk is. It lives in the table `registre`, and is all that a walk that was killed needs to go on. */
export interface Travail {
  readonly nom: NomDeTravail;
  /** Which walk it is: one that begins again is another. */
  readonly parcours: string;
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
  /** Begins a walk, in the place of the one that stands. */
  commencer(travail: Travail): Promise<void>;
  /**
   * Moves a walk on. Nothing is written when another function did it since it was read: both went through the same page.
   *
   * @throws ErreurCodee `migration-remplacee` when another walk took its place: its cursor would jump
   */
  avancer(travail: Travail): Promise<void>;
}

export function magasinTravaux(dynamo: DynamoDBDocumentClient, table: string): MagasinTravaux {
  const lire = async (nom: NomDeTravail): Promise<Travail | null> => {
    const Key = { pk: cleTravail(nom), sk: ETAT_DU_TRAVAIL };
    const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
    return Item === undefined ? null : (sansCles(Item) as unknown as Travail);
  };

  const ecrire = (
    travail: Travail,
    condition: Pick<PutCommandInput, 'ConditionExpression' | 'ExpressionAttributeValues'> = {},
  ) => {
    const Item = { ...travail, pk: cleTravail(travail.nom), sk: ETAT_DU_TRAVAIL, schemaVersion: 1 };
    return dynamo.send(new PutCommand({ TableName: table, Item, ...condition }));
  };

  return {
    lire,

    async commencer(travail) {
      await ecrire(travail);
    },

    async avancer(travail) {
      try {
        await ecrire(travail, {
          ConditionExpression: 'parcours = :parcours AND n < :n',
          ExpressionAttributeValues: { ':parcours': travail.parcours, ':n': travail.n },
        });
      } catch (erreur) {
        if (!(erreur instanceof ConditionalCheckFailedException)) throw erreur;
        if ((await lire(travail.nom))?.parcours !== travail.parcours) throw remplacee();
      }
    },
  };
}

function remplacee(): ErreurCodee {
  return new ErreurCodee(
    'migration-remplacee',
    'Un autre parcours de cette migration a commencé depuis : celui-ci s’arrête.',
    'Laissez l’autre aller à son terme ; « npx lsl migrer » le suit.',
  );
}
