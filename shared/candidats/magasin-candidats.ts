import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { affecter, type Dynamo, lirePartition, type Operation, sansCles } from '../aws/dynamo.ts';
import type { CandidatDeLaDec } from './candidat.ts';

/** `S#<s>#E#<uai>` / `CAND#<no>`: what the DEC's file gives, then what the appariement adds. */
export interface Candidat extends CandidatDeLaDec {
  readonly session: number;
  readonly depotId: string;
  readonly livretId: string | null;
  readonly noEleve: string | null;
}

/** `S#<s>#J#<jury>` / `CAND#<no>`: a place in a jury, without identity. */
export interface PlaceDeJury {
  readonly noPv: string;
  readonly noCandidat: string;
}

/** The table `session`: candidates and juries of each session. */
export interface MagasinCandidats {
  /** A candidate by its number, wherever an earlier file had put it. */
  lire(session: number, noCandidat: string): Promise<Candidat | null>;
  listerDe(session: number, uai: string): Promise<Candidat[]>;
  listerJury(session: number, jury: string): Promise<PlaceDeJury[]>;
  /**
   * Puts a candidate in its establishment and its jury, and takes it away from where it was. Fails its
   * transaction when the candidate was written since it was read.
   *
   * @param connu the candidate as it was read, null when there was none
   */
  ecritures(connu: Candidat | null, nouveau: Omit<Candidat, 'livretId' | 'noEleve'>): Operation[];
  /** Fails its transaction when the candidate is already paired with another livret. */
  ecritureAppariement(
    candidat: Pick<Candidat, 'session' | 'uai' | 'noCandidat'>,
    livretId: string,
    noEleve: string,
  ): Operation;
}

const cleEtablissement = (session: number, uai: string): string => `S#${session}#E#${uai}`;
const cleJury = (session: number, jury: string): string => `S#${session}#J#${jury}`;
/** Where a candidate is: its establishment may change from one file to the next. */
const clePointeur = (session: number, noCandidat: string): string => `S#${session}#C#${noCandidat}`;
const cleCandidat = (noCandidat: string): string => `CAND#${noCandidat}`;
const POINTEUR = 'ETABLISSEMENT';

export function magasinCandidats(dynamo: Dynamo, table: string): MagasinCandidats {
  const lireItem = async (pk: string, sk: string): Promise<Record<string, unknown> | undefined> =>
    (await dynamo.send(new GetCommand({ TableName: table, Key: { pk, sk }, ConsistentRead: true }))).Item;
  const retrait = (pk: string, noCandidat: string, condition = {}): Operation => ({
    Delete: { TableName: table, Key: { pk, sk: cleCandidat(noCandidat) }, ...condition },
  });

  return {
    async lire(session, noCandidat) {
      const pointeur = await lireItem(clePointeur(session, noCandidat), POINTEUR);
      if (pointeur === undefined) return null;
      const item = await lireItem(cleEtablissement(session, String(pointeur.uai)), cleCandidat(noCandidat));
      return item === undefined ? null : versCandidat(item);
    },

    async listerDe(session, uai) {
      return (await lirePartition(dynamo, table, cleEtablissement(session, uai), 'CAND#')).map(versCandidat);
    },

    async listerJury(session, jury) {
      const places = await lirePartition(dynamo, table, cleJury(session, jury), 'CAND#');
      return places.map(({ noPv, noCandidat }) => ({ noPv: String(noPv), noCandidat: String(noCandidat) }));
    },

    ecritures(connu, nouveau) {
      const { session, uai, noCandidat, noPv, jury, depotId } = nouveau;
      const { livretId = null, noEleve = null } = connu ?? {};
      // A pair made since the candidate was read stays.
      const sansPaire = livretId === null ? { ConditionExpression: 'attribute_not_exists(livretId)' } : {};
      return [
        {
          Put: {
            TableName: table,
            Item: { pk: clePointeur(session, noCandidat), sk: POINTEUR, uai, depotId, schemaVersion: 1 },
            ...(connu === null
              ? { ConditionExpression: 'attribute_not_exists(pk)' }
              : { ConditionExpression: 'depotId = :lu', ExpressionAttributeValues: { ':lu': connu.depotId } }),
          },
        },
        {
          Put: {
            TableName: table,
            Item: {
              ...nouveau,
              ...(livretId === null ? {} : { livretId, noEleve }),
              pk: cleEtablissement(session, uai),
              sk: cleCandidat(noCandidat),
              schemaVersion: 1,
            },
            ...sansPaire,
          },
        },
        {
          Put: {
            TableName: table,
            Item: {
              pk: cleJury(session, jury),
              sk: cleCandidat(noCandidat),
              noPv,
              noCandidat,
              depotId,
              schemaVersion: 1,
            },
          },
        },
        ...(connu !== null && connu.uai !== uai
          ? [retrait(cleEtablissement(session, connu.uai), noCandidat, sansPaire)]
          : []),
        ...(connu !== null && connu.jury !== jury ? [retrait(cleJury(session, connu.jury), noCandidat)] : []),
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
