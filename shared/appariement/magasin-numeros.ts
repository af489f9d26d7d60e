import { type Dynamo, executerTransaction, lireParCles } from '../aws/dynamo.ts';

/** Reserved No Élève, in the table `referentiel` of the national stack. */
export interface MagasinNumeros {
  /** The numbers of those livrets that have one in this session, by livret. @param livretIds at most 100 */
  lire(session: number, livretIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Gives a number to a livret, unless either is taken. */
  reserver(session: number, livretId: string, noEleve: string): Promise<'reserve' | 'deja-numerote' | 'numero-pris'>;
}

const NUMERO = 'NUMERO';
const cleDuLivret = (session: number, livretId: string): string => `S#${session}#L#${livretId}`;
const cleDuNumero = (session: number, noEleve: string): string => `S#${session}#N#${noEleve}`;

export function magasinNumeros(dynamo: Dynamo, table: string): MagasinNumeros {
  const siLibre = (item: { readonly pk: string } & Record<string, unknown>) => ({
    Put: {
      TableName: table,
      Item: { ...item, sk: NUMERO, schemaVersion: 1 },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  });
  return {
    async lire(session, livretIds) {
      const connus = new Map<string, string>();
      const parCle = new Map(livretIds.map((livretId) => [cleDuLivret(session, livretId), livretId]));
      const cles = [...parCle.keys()].map((pk) => ({ pk, sk: NUMERO }));
      for (const { pk, noEleve } of await lireParCles(dynamo, table, cles)) {
        const livretId = parCle.get(String(pk));
        if (livretId !== undefined) connus.set(livretId, String(noEleve));
      }
      return connus;
    },

    async reserver(session, livretId, noEleve) {
      const issue = await executerTransaction(dynamo, [
        siLibre({ pk: cleDuLivret(session, livretId), noEleve }),
        siLibre({ pk: cleDuNumero(session, noEleve), livretId }),
      ]);
      if (issue.faite) return 'reserve';
      return issue.conditions[0] === true ? 'deja-numerote' : 'numero-pris';
    },
  };
}
