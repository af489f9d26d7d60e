import { DeleteCommand, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type Dynamo, lireParCles, lirePartition, type Operation, sansCles, siNouveau } from '../aws/dynamo.ts';
import { cleEnvois, cleLivret, TRANCHES_D_ENVOIS } from './cles.ts';

/**
 * `ENVOIS#<session>#<last letter>` / `L#<livretId>`, in the table `livrets`: something of this livret must be told to the référentiel
 * national, and was not acknowledged yet. It is written in the transaction that makes it so, and closed by the
 * acknowledgement of its own turn alone: whatever stops, is lost or comes twice in between, what is to be told is known
 * (docs/decisions/0020-transfer-protocol.md).
 */
export interface Envoi {
  readonly session: number;
  readonly livretId: string;
  /** The pupil's row. */
  readonly uai: string;
  readonly eleveId: string;
  /** ULID, new each time that something more is to be told: what is sent carries it, and so does what acknowledges it. */
  readonly tour: string;
  /** The head asked for the sending: a livret that was validated leaves for that only. */
  readonly demande: boolean;
  /** ISO instant of the act that began the turn: its right to leave is judged then. */
  readonly depuis: string;
  /** Code of what keeps it from leaving; null when nothing does. */
  readonly retenu: string | null;
  /** ISO instant of the last time that it was queued again, and how many times it was. */
  readonly relanceLe: string | null;
  readonly relances: number;
}

export type EnvoiADemander = Pick<Envoi, 'session' | 'livretId' | 'uai' | 'eleveId' | 'tour' | 'demande' | 'depuis'>;

export interface MagasinEnvois {
  lire(session: number, livretId: string): Promise<Envoi | null>;
  /** What waits of many livrets, in no order; those of which nothing does are left out. A request for a hundred. */
  lireTous(session: number, livretIds: readonly string[]): Promise<Envoi[]>;
  /** All that wait in a session, in no order that counts. */
  lister(session: number): Promise<Envoi[]>;
  /**
   * Begins a turn: what was asked for stays asked for.
   *
   * @param retirer takes back what was asked before: the livret is unlocked, and leaves when it is asked again
   */
  ecriture(envoi: EnvoiADemander, retirer?: 'demande-retiree'): Operation;
  /** Says why it cannot leave; nothing when another turn began. */
  retenir(envoi: Pick<Envoi, 'session' | 'livretId' | 'tour'>, code: string): Promise<void>;
  /** The same, or with null that it leaves, on a livret as it was judged. Fails its transaction when another turn began. */
  ecritureRetenue(envoi: Pick<Envoi, 'session' | 'livretId' | 'tour'>, code: string | null): Operation;
  /** It is queued again; nothing when another turn began. */
  relancer(envoi: Envoi, le: string): Promise<void>;
  /** What this turn had to tell was told and acknowledged, or nothing was; nothing when another turn began. */
  clore(envoi: Pick<Envoi, 'session' | 'livretId' | 'tour'>): Promise<void>;
}

export function magasinEnvois(dynamo: Dynamo, table: string): MagasinEnvois {
  const cleDe = ({ session, livretId }: Pick<Envoi, 'session' | 'livretId'>) => ({
    pk: cleEnvois(session, livretId.slice(-1)),
    sk: cleLivret(livretId),
  });
  const siMemeTour = (
    envoi: Pick<Envoi, 'session' | 'livretId' | 'tour'>,
    valeurs: Readonly<Record<string, unknown>>,
  ) => {
    const noms = Object.keys(valeurs);
    return {
      TableName: table,
      Key: cleDe(envoi),
      UpdateExpression: `SET ${noms.map((nom) => `#${nom} = :${nom}`).join(', ')}`,
      ConditionExpression: '#tour = :tour',
      ExpressionAttributeNames: { '#tour': 'tour', ...Object.fromEntries(noms.map((nom) => [`#${nom}`, nom])) },
      ExpressionAttributeValues: {
        ':tour': envoi.tour,
        ...Object.fromEntries(noms.map((nom) => [`:${nom}`, valeurs[nom]])),
      },
    };
  };
  const changer = (...args: Parameters<typeof siMemeTour>): Promise<void> =>
    siNouveau(() => dynamo.send(new UpdateCommand(siMemeTour(...args))));

  return {
    async lire(session, livretId) {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: cleDe({ session, livretId }), ConsistentRead: true }),
      );
      return Item === undefined ? null : versEnvoi(Item);
    },

    async lireTous(session, livretIds) {
      const cles = livretIds.map((livretId) => cleDe({ session, livretId }));
      return (await lireParCles(dynamo, table, cles)).map(versEnvoi);
    },

    async lister(session) {
      const tranches = await Promise.all(
        TRANCHES_D_ENVOIS.map((tranche) => lirePartition(dynamo, table, cleEnvois(session, tranche))),
      );
      return tranches.flat().map(versEnvoi);
    },

    ecriture({ session, livretId, uai, eleveId, tour, demande, depuis }, retirer) {
      return {
        Update: {
          TableName: table,
          Key: cleDe({ session, livretId }),
          UpdateExpression:
            'SET #session = :session, #livretId = :livretId, #uai = :uai, #eleveId = :eleveId, #tour = :tour, ' +
            `#demande = ${demande || retirer !== undefined ? ':demande' : 'if_not_exists(#demande, :demande)'}, ` +
            '#depuis = :depuis, #retenu = :retenu, #relanceLe = :retenu, #relances = :zero, ' +
            '#schemaVersion = :un',
          ExpressionAttributeNames: Object.fromEntries(
            [...CHAMPS, 'schemaVersion'].map((champ) => [`#${champ}`, champ]),
          ),
          ExpressionAttributeValues: {
            ':session': session,
            ':livretId': livretId,
            ':uai': uai,
            ':eleveId': eleveId,
            ':tour': tour,
            ':demande': demande,
            ':depuis': depuis,
            ':retenu': null,
            ':zero': 0,
            ':un': 1,
          },
        },
      };
    },

    ecritureRetenue: (envoi, retenu) => ({ Update: siMemeTour(envoi, { retenu }) }),

    retenir: (envoi, retenu) => changer(envoi, { retenu }),

    relancer: (envoi, le) => changer(envoi, { relanceLe: le, relances: envoi.relances + 1 }),

    clore: (envoi) =>
      siNouveau(() =>
        dynamo.send(
          new DeleteCommand({
            TableName: table,
            Key: cleDe(envoi),
            ConditionExpression: '#tour = :tour',
            ExpressionAttributeNames: { '#tour': 'tour' },
            ExpressionAttributeValues: { ':tour': envoi.tour },
          }),
        ),
      ),
  };
}

const CHAMPS = [
  'session',
  'livretId',
  'uai',
  'eleveId',
  'tour',
  'demande',
  'depuis',
  'retenu',
  'relanceLe',
  'relances',
] as const satisfies readonly (keyof Envoi)[];

function versEnvoi(item: Record<string, unknown>): Envoi {
  return sansCles(item) as unknown as Envoi;
}
