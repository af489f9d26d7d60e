import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { executerTransaction, lirePartition, type Operation, sansCles } from '../aws/dynamo.ts';
import {
  CHAINE_VIDE,
  chainer,
  type Evenement,
  ecritureDePreuve,
  type FaitAProuver,
  type TeteDeChaine,
} from './evenement.ts';

const ESSAIS = 8;

/** The chain of a jury: `J#<session>#<jury>`. */
export interface PreuveDesJurys {
  /**
   * Writes the event with what it proves, all or nothing.
   *
   * @returns false when a condition of `operations` failed: neither they nor the event stand
   */
  prouver(session: number, jury: string, fait: FaitAProuver, operations?: readonly Operation[]): Promise<boolean>;
}

export function preuveDesJurys(dynamo: DynamoDBDocumentClient, table: string): PreuveDesJurys {
  const lireTete = async (chaine: string): Promise<TeteDeChaine> => {
    const { Items } = await dynamo.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': chaine },
        ConsistentRead: true,
        ScanIndexForward: false,
        Limit: 1,
      }),
    );
    const dernier = Items?.[0];
    return dernier === undefined ? CHAINE_VIDE : { seq: Number(dernier.seq), empreinte: String(dernier.empreinte) };
  };

  return {
    async prouver(session, jury, fait, operations = []) {
      const chaine = `J#${session}#${jury}`;
      for (let essai = 1; ; essai++) {
        const evenement = chainer(await lireTete(chaine), fait);
        const issue = await executerTransaction(dynamo, [...operations, ecritureDePreuve(table, chaine, evenement)]);
        if (issue.faite) return true;
        if (operations.some((_, indice) => issue.conditions[indice] === true)) return false;
        if (essai === ESSAIS) throw new Error('chain of the jury written by others at each try');
      }
    },
  };
}

/** The chain of a livret: `L#<id>`, read by who shows its history. */
export interface EvenementsDesLivrets {
  /** In their order. */
  lire(livretId: string): Promise<Evenement[]>;
}

export function evenementsDesLivrets(dynamo: DynamoDBDocumentClient, table: string): EvenementsDesLivrets {
  return {
    async lire(livretId) {
      return (await lirePartition(dynamo, table, `L#${livretId}`)).map(
        (item) => sansCles(item) as unknown as Evenement,
      );
    },
  };
}
