import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { lireParCles, lirePartition, type Operation, sansCles } from '../aws/dynamo.ts';
import { cleConsultation, cleEtablissement } from './cles.ts';
import type { Consultation } from './consultation.ts';

/** Consultation by families, in the table `registre`: `E#<uai>#<année>` / `CONSULTATION#<division>`. */
export interface MagasinConsultations {
  /** One query. */
  lister(uai: string, annee: number): Promise<Consultation[]>;
  lire(uai: string, annee: number, division: string): Promise<Consultation | null>;
  /** Fails its transaction when somebody wrote it since it was read (`n` is that of what is written). */
  ecriture(consultation: Consultation): Operation;
}

export function magasinConsultations(dynamo: DynamoDBDocumentClient, table: string): MagasinConsultations {
  return {
    async lister(uai, annee) {
      return (await lirePartition(dynamo, table, cleEtablissement(uai, annee), cleConsultation(''))).map(
        (item) => sansCles(item) as unknown as Consultation,
      );
    },

    async lire(uai, annee, division) {
      const cle = { pk: cleEtablissement(uai, annee), sk: cleConsultation(division) };
      const [item] = await lireParCles(dynamo, table, [cle]);
      return item === undefined ? null : (sansCles(item) as unknown as Consultation);
    },

    ecriture(consultation) {
      const { uai, annee, division, n } = consultation;
      const cle = { pk: cleEtablissement(uai, annee), sk: cleConsultation(division) };
      const put = { TableName: table, Item: { ...cle, ...consultation, schemaVersion: 1 } };
      return {
        Put:
          n === 1
            ? { ...put, ConditionExpression: 'attribute_not_exists(pk)' }
            : { ...put, ConditionExpression: 'n = :lu', ExpressionAttributeValues: { ':lu': n - 1 } },
      };
    },
  };
}
