import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { LslFunction } from './lsl-function.ts';

/**
 * Grants of the house: the exact actions that the code calls, never `dynamodb:*`. CDK's own grants give whole
 * families (scans, batch writes) that nothing here uses.
 */
type ActionDeTable =
  | 'BatchGetItem'
  | 'GetItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'ConditionCheckItem';

export const LIRE: readonly ActionDeTable[] = ['BatchGetItem', 'GetItem', 'Query'];
/** Transactions are authorised by the actions that they hold. */
export const ECRIRE: readonly ActionDeTable[] = ['PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'];

export function permettreTable(
  { fonction }: LslFunction,
  table: Table,
  actions: readonly ActionDeTable[],
  /** Limits the rights to partition keys of this pattern. */
  cles?: string,
): void {
  fonction.addToRolePolicy(
    new PolicyStatement({
      actions: actions.map((action) => `dynamodb:${action}`),
      resources: [table.tableArn],
      ...(cles === undefined ? {} : { conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [cles] } } }),
    }),
  );
  permettreCle(fonction, table.encryptionKey, 'Decrypt', 'GenerateDataKey*');
}

/** Reads or writes objects of one prefix, and nothing else of the bucket. */
export function permettreObjets(
  { fonction }: LslFunction,
  seau: Bucket,
  prefixe: string,
  droit: 'lire' | 'ecrire',
): void {
  fonction.addToRolePolicy(
    new PolicyStatement({
      actions: [droit === 'lire' ? 's3:GetObject' : 's3:PutObject'],
      resources: [seau.arnForObjects(`${prefixe}*`)],
    }),
  );
  if (droit === 'lire') permettreCle(fonction, seau.encryptionKey, 'Decrypt');
  else permettreCle(fonction, seau.encryptionKey, 'Decrypt', 'GenerateDataKey*');
}

/** CDK's own grant would write the role into the key's policy, and tie the state to what treats it. */
export function permettreSecret({ fonction }: LslFunction, secret: Secret): void {
  fonction.addToRolePolicy(
    new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secret.secretArn] }),
  );
  permettreCle(fonction, secret.encryptionKey, 'Decrypt');
}

function permettreCle(beneficiaire: IGrantable, cle: IKey | undefined, ...actions: string[]): void {
  if (cle === undefined) return;
  beneficiaire.grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({
      effect: Effect.ALLOW,
      actions: actions.map((action) => `kms:${action}`),
      resources: [cle.keyArn],
    }),
  );
}
