import { ArnFormat, Aws, Stack, Validations } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Seau } from './coffre.ts';
import type { LslFunction } from './lsl-function.ts';

/**
 * Grants of the house: the exact actions that the code calls, never `dynamodb:*`. CDK's own grants give whole
 * families (scans, batch writes) that nothing here uses. A transaction is authorised by the actions it holds.
 */
type ActionDeTable =
  | 'BatchGetItem'
  | 'GetItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'ConditionCheckItem'
  /** From end to end: migrations alone. */
  | 'Scan';

const PAR_CLE: readonly ActionDeTable[] = ['BatchGetItem', 'GetItem', 'Query'];
const LECTURES: readonly ActionDeTable[] = [...PAR_CLE, 'Scan'];

/** For who reads items by their key or their partition, and writes them: no scan, no batch of writes. */
export const LIRE_ET_ECRIRE: readonly ActionDeTable[] = [...PAR_CLE, 'PutItem', 'UpdateItem', 'DeleteItem'];

/** @param cles limits the rights to partition keys of these patterns; all of the table without them */
export function permettreTable(
  travail: LslFunction,
  table: Table,
  actions: readonly ActionDeTable[],
  ...cles: readonly string[]
): void {
  travail.fonction.addToRolePolicy(
    new PolicyStatement({
      actions: actions.map((action) => `dynamodb:${action}`),
      resources: [table.tableArn],
      ...(cles.length === 0 ? {} : { conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': cles } } }),
    }),
  );
  // DynamoDB uses the table's key in the name of who calls it.
  const ecrit = actions.some((action) => !LECTURES.includes(action));
  permettreLaCle(
    travail,
    table.encryptionKey,
    'Decrypt',
    'DescribeKey',
    ...(ecrit ? ['Encrypt', 'GenerateDataKey'] : []),
  );
}

/**
 * Reads these attributes of items of these partitions, and no other: whoever asks for a whole item is refused. The key
 * counts among what an item's reader asks for.
 */
export function permettreAttributs(
  travail: LslFunction,
  table: Table,
  action: 'BatchGetItem',
  attributs: readonly string[],
  ...cles: readonly string[]
): void {
  travail.fonction.addToRolePolicy(
    new PolicyStatement({
      actions: [`dynamodb:${action}`],
      resources: [table.tableArn],
      conditions: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': cles },
        'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk', 'sk', ...attributs] },
        StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
      },
    }),
  );
  permettreLaCle(travail, table.encryptionKey, 'Decrypt', 'DescribeKey');
}

/** Reads or writes objects of one prefix, and nothing else of the bucket; who reads is told of those that are not there. */
export function permettreObjets(travail: LslFunction, seau: Seau, prefixe: string, droit: 'lire' | 'ecrire'): void {
  const objets = `arn:aws:s3:::${seau.nom}/${prefixe}*`;
  travail.fonction.addToRolePolicy(
    new PolicyStatement({
      actions: [droit === 'lire' ? 's3:GetObject' : 's3:PutObject'],
      resources: [objets],
    }),
  );
  if (droit === 'lire') permettreDeSavoirAbsent(travail, seau.nom, prefixe);
  expliquerEtoile(travail, objets, 'Objects of one prefix: their names are not known before.');
  permettreLaCle(travail, seau.encryptionKey, 'Decrypt', ...(droit === 'lire' ? [] : ['GenerateDataKey']));
}

/**
 * S3 says « NoSuchKey » only to who may list the place where the object would be; to others « AccessDenied », which
 * nothing tells from a right that lacks. It judges this with the object's key as prefix.
 *
 * @param egalites what must hold besides
 */
export function permettreDeSavoirAbsent(
  travail: LslFunction,
  seau: string,
  prefixe: string,
  egalites?: Readonly<Record<string, string>>,
): void {
  travail.fonction.addToRolePolicy(
    new PolicyStatement({
      actions: ['s3:ListBucket'],
      resources: [`arn:aws:s3:::${seau}`],
      conditions: {
        StringLike: { 's3:prefix': [`${prefixe}*`] },
        ...(egalites === undefined ? {} : { StringEquals: egalites }),
      },
    }),
  );
}

/**
 * Reads a secret, by its name: AWS ends its ARN with six characters of its own. CDK's own grant would write the
 * role into the key's policy, and tie the state to what treats it.
 */
export function permettreSecret(travail: LslFunction, nom: string, cle: IKey): void {
  const secret = Stack.of(travail).formatArn({
    service: 'secretsmanager',
    resource: 'secret',
    resourceName: `${nom}-??????`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  travail.fonction.addToRolePolicy(
    new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secret] }),
  );
  permettreLaCle(travail, cle, 'Decrypt');
}

/** Sends to a queue, by its ARN: it may be the référentiel's. */
export function permettreEnvoi(travail: LslFunction, file: string): void {
  travail.fonction.addToRolePolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [file] }));
}

/** Counts the messages of a queue. */
export function permettreDeCompter(travail: LslFunction, file: string): void {
  travail.fonction.addToRolePolicy(new PolicyStatement({ actions: ['sqs:GetQueueAttributes'], resources: [file] }));
}

/** Calls a function, by its ARN: it is the référentiel's. */
export function permettreAppel(travail: LslFunction, fonction: string): void {
  travail.fonction.addToRolePolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [fonction] }));
}

/** Says why a resource of a role ends with a star: cdk-nag asks for each. */
export function expliquerEtoile({ role }: LslFunction, ressource: string, raison: string): void {
  Validations.of(role).acknowledge({
    id: `AwsSolutions-IAM5[Resource::${ressource.replaceAll(Aws.ACCOUNT_ID, '<AWS::AccountId>')}]`,
    reason: raison,
  });
}

/** The key of what it reads or writes: services use it in the name of who calls them. */
export function permettreLaCle({ fonction }: LslFunction, cle: IKey | undefined, ...actions: readonly string[]): void {
  if (cle === undefined) return;
  fonction.addToRolePolicy(
    new PolicyStatement({ actions: actions.map((action) => `kms:${action}`), resources: [cle.keyArn] }),
  );
}
