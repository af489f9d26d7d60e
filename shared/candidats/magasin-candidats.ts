import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { affecter, lirePartition, type Operation, sansCles } from '../aws/dynamo.ts';
import type { CandidatDeLaDec } from './candidat.ts';

/** `S#<s>#E#<uai>` / `CAND#<no>`: what the DEC's file gives, then what the appariement adds. */
export interface Candidat extends CandidatDeLaDec {
  readonly session: number;
  readonly depotId: string;
  readonly livretId: string | null;
  readonly noEleve: string | null;
}

/** `S#<s>#J#<jury>` / `PV#<no>`: a place in a jury, without identity. */
export interface PlaceDeJury {
  readonly noPv: string;
  readonly noCandidat: string;
}

/** The table `session`: candidates and juries of each session. */
export interface MagasinCandidats {
  lire(session: number, uai: string, noCandidat: string): Promise<Candidat | null>;
  listerDe(session: number, uai: string): Promise<Candidat[]>;
  listerJury(session: number, jury: string): Promise<PlaceDeJury[]>;
  ecritures(connu: Candidat | null, nouveau: Omit<Candidat, 'livretId' | 'noEleve'>): Operation[];
  /** Fails its transaction when the candidate is already paired with another livret. */
  ecritureAppariement(
    candidat: Pick<Candidat, 'session' | 'uai' | 'noCandidat'>,
    livretId: string,
    noEleve: string,
  ): Operation;
}

const cleEtablissement = (session: number, uai: string): string => `S#${session}#E#${uai}`;
const cleCandidat = (noCandidat: string): string => `CAND#${noCandidat}`;
const cleJury = (session: number, jury: string): string => `S#${session}#J#${jury}`;
const clePv = (noPv: string): string => `PV#${noPv}`;

export function magasinCandidats(dynamo: DynamoDBDocumentClient, table: string): MagasinCandidats {
  return {
    async lire(session, uai, noCandidat) {
      const { Item } = await dynamo.send(
        new GetCommand({
          TableName: table,
          Key: { pk: cleEtablissement(session, uai), sk: cleCandidat(noCandidat) },
          ConsistentRead: true,
        }),
      );
      return Item === undefined ? null : versCandidat(Item);
    },

    async listerDe(session, uai) {
      return (await lirePartition(dynamo, table, cleEtablissement(session, uai), 'CAND#')).map(versCandidat);
    },

    async listerJury(session, jury) {
      return (await lirePartition(dynamo, table, cleJury(session, jury), 'PV#')) as unknown as PlaceDeJury[];
    },

    ecritures(connu, nouveau) {
      const { session, uai, noCandidat, noPv, jury, depotId } = nouveau;
      const deplace = connu !== null && (connu.jury !== jury || connu.noPv !== noPv);
      return [
        {
          Update: {
            TableName: table,
            Key: { pk: cleEtablissement(session, uai), sk: cleCandidat(noCandidat) },
            ...affecter({ ...nouveau, schemaVersion: 1 }),
            ConditionExpression: 'attribute_not_exists(pk) OR #depotId < :depotId',
          },
        },
        {
          Put: {
            TableName: table,
            Item: { pk: cleJury(session, jury), sk: clePv(noPv), noPv, noCandidat, depotId, schemaVersion: 1 },
          },
        },
        ...(deplace
          ? [{ Delete: { TableName: table, Key: { pk: cleJury(session, connu.jury), sk: clePv(connu.noPv) } } }]
          : []),
      ];
    },

    ecritureAppariement({ session, uai, noCandidat }, livretId, noEleve) {
      return {
        Update: {
          TableName: table,
          Key: { pk: cleEtablissement(session, uai), sk: cleCandidat(noCandidat) },
          ...affecter({ livretId, noEleve }),
          ConditionExpression: 'attribute_exists(pk) AND (attribute_not_exists(#livretId) OR #livretId = :livretId)',
        },
      };
    },
  };
}

function versCandidat(item: Record<string, unknown>): Candidat {
  return { livretId: null, noEleve: null, ...(sansCles(item) as unknown as Omit<Candidat, 'livretId' | 'noEleve'>) };
}
