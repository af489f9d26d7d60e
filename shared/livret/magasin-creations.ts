import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { lireParCles, sansCles } from '../aws/dynamo.ts';
import { CREATION, cleEtablissement, LISTE } from './cles.ts';

/** `E#<uai>#<année>` / `CREATION`: who provoked the creation of the year's livrets, when, and what was found. */
export interface Creation {
  readonly uai: string;
  readonly annee: number;
  /** How many times: it is done again after new arrivals. */
  readonly n: number;
  readonly premiere: Signataire;
  readonly derniere: Signataire;
  /** The list of SIECLE and the services of STS that it was provoked on. */
  readonly liste: string;
  readonly services: string;
  readonly comptes: ComptesDeCreation;
}

interface Signataire {
  readonly par: string;
  readonly role: string;
  /** ISO instant. */
  readonly le: string;
}

/** Numbers of pupils. */
export interface ComptesDeCreation {
  readonly crees: number;
  readonly trouvesIci: number;
  readonly trouvesAilleurs: number;
  readonly manquants: number;
  readonly vides: number;
  readonly sansNomenclature: number;
}

export interface MagasinCreations {
  /** The deposit of SIECLE's newest whole list, and the creation that stands; null where there is none yet. */
  lire(uai: string, annee: number): Promise<{ readonly liste: string | null; readonly creation: Creation | null }>;
  /** @returns false when another one was written since the one before it was read */
  ecrire(creation: Creation): Promise<boolean>;
}

export function magasinCreations(dynamo: DynamoDBDocumentClient, table: string): MagasinCreations {
  return {
    async lire(uai, annee) {
      const pk = cleEtablissement(uai, annee);
      const items = await lireParCles(dynamo, table, [
        { pk, sk: LISTE },
        { pk, sk: CREATION },
      ]);
      const creation = items.find(({ sk }) => sk === CREATION);
      const liste = items.find(({ sk }) => sk === LISTE)?.depotId;
      return {
        liste: liste === undefined ? null : String(liste),
        creation: creation === undefined ? null : (sansCles(creation) as unknown as Creation),
      };
    },

    async ecrire(creation) {
      const cles = { pk: cleEtablissement(creation.uai, creation.annee), sk: CREATION };
      try {
        await dynamo.send(
          new PutCommand({
            TableName: table,
            Item: { ...creation, ...cles, schemaVersion: 1 },
            ConditionExpression: 'attribute_not_exists(pk) OR n < :n',
            ExpressionAttributeValues: { ':n': creation.n },
          }),
        );
        return true;
      } catch (erreur) {
        if (erreur instanceof ConditionalCheckFailedException) return false;
        throw erreur;
      }
    },
  };
}
