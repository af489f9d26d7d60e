import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DescribeTimeToLiveCommand, DynamoDBClient, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { GetFunctionConcurrencyCommand, LambdaClient, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import {
  GetObjectLockConfigurationCommand,
  type ObjectLockConfiguration,
  PutBucketVersioningCommand,
  PutObjectLockConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { type AppelSigne, appelSigne } from './appel-signe.ts';
import { erreurNuage } from './erreurs.ts';

/** A property of a template that the emulator's CloudFormation had dropped, and that is now set. */
export interface Correction {
  readonly pile: string;
  readonly ressource: string;
  readonly propriete: string;
}

export interface Cible {
  readonly endpoint: string;
  readonly region: string;
  readonly identifiants: AppelSigne['identifiants'];
  /** Whether IAM policies are enforced. */
  readonly droits: boolean;
}

const Manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      displayName: z.string().optional(),
      properties: z.object({ templateFile: z.string().optional(), stackName: z.string().optional() }).optional(),
    }),
  ),
});

const Template = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }),
  ),
});

type Properties = Record<string, unknown>;

/** Sets one property on the deployed resource `nom`; says whether it was missing. */
interface Reglage {
  readonly propriete: string;
  /** What the template asks for, or undefined when it asks for nothing. */
  attendu(properties: Properties): unknown;
  regler(nom: string, properties: Properties, noms: ReadonlyMap<string, string>): Promise<boolean>;
}

/**
 * Sets what the emulator's CloudFormation drops and the runs need; `ecarts.md` lists them.
 * It reads before it writes: run twice, it corrects nothing the second time, and a version of the
 * emulator that closes a gap shows in the list, which a test compares with `ecarts.md`.
 *
 * @param assemblage the folder of the synthesized application (`cdk.out`)
 */
export async function reglerApresDeploiement(assemblage: string, cible: Cible): Promise<Correction[]> {
  const reglages = reglagesPour(cible);
  const corrections: Correction[] = [];
  for (const { pile, template } of await readStacks(assemblage)) {
    const noms = await physicalNames(pile, cible);
    for (const [ressource, { Type, Properties }] of Object.entries(template.Resources)) {
      const nom = noms.get(ressource);
      if (nom === undefined) continue; // a condition of the template left it out
      for (const reglage of reglages[Type] ?? []) {
        const attendu = reglage.attendu(Properties);
        if (attendu === undefined) continue;
        refuseIntrinsics(attendu, pile, ressource, reglage.propriete);
        const { propriete } = reglage;
        const corrected = await reglage.regler(nom, Properties, noms).catch((cause: Error) => {
          throw erreurNuage('nuage-reglage', {
            constat: `L’émulateur refuse un réglage : ${cause.message}`,
            ou: `Pile ${pile}, ressource ${ressource}, propriété ${propriete}.`,
            remede: 'Vérifiez cette propriété dans la pile.',
          });
        });
        if (corrected) corrections.push({ pile, ressource, propriete });
      }
    }
  }
  return corrections;
}

function reglagesPour(cible: Cible): Readonly<Record<string, readonly Reglage[]>> {
  const config = { endpoint: cible.endpoint, region: cible.region, credentials: cible.identifiants };
  const ttl = ttlSetting(new DynamoDBClient(config));
  return {
    'AWS::DynamoDB::Table': [ttl],
    'AWS::DynamoDB::GlobalTable': [ttl],
    'AWS::IAM::Policy': cible.droits ? [batchSendingSetting(cible)] : [],
    'AWS::Lambda::Function': [reservedConcurrencySetting(new LambdaClient(config))],
    'AWS::S3::Bucket': [objectLockSetting(new S3Client({ ...config, forcePathStyle: true }))],
    'AWS::Scheduler::Schedule': [scheduleWindowSetting(cible)],
  };
}

const Ttl = z.object({ AttributeName: z.string(), Enabled: z.boolean() });

function ttlSetting(dynamodb: DynamoDBClient): Reglage {
  return {
    propriete: 'TimeToLiveSpecification',
    attendu: (properties) => properties.TimeToLiveSpecification,
    async regler(TableName, { TimeToLiveSpecification }) {
      const wanted = Ttl.parse(TimeToLiveSpecification);
      const { TimeToLiveDescription } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }));
      const enabled = TimeToLiveDescription?.TimeToLiveStatus === 'ENABLED';
      if (enabled === wanted.Enabled) return false;
      await dynamodb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: wanted }));
      return true;
    },
  };
}

function reservedConcurrencySetting(lambda: LambdaClient): Reglage {
  return {
    propriete: 'ReservedConcurrentExecutions',
    attendu: (properties) => properties.ReservedConcurrentExecutions,
    async regler(FunctionName, properties) {
      const wanted = z.number().int().parse(properties.ReservedConcurrentExecutions);
      const current = await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }));
      if (current.ReservedConcurrentExecutions === wanted) return false;
      await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: wanted }));
      return true;
    },
  };
}

function objectLockSetting(s3: S3Client): Reglage {
  return {
    propriete: 'ObjectLockConfiguration',
    attendu: (properties) =>
      properties.ObjectLockEnabled === true ? (properties.ObjectLockConfiguration ?? {}) : undefined,
    async regler(Bucket, { ObjectLockConfiguration: declared }) {
      const current = await s3.send(new GetObjectLockConfigurationCommand({ Bucket })).catch((error: Error) => {
        if (error.name === 'ObjectLockConfigurationNotFoundError') return undefined;
        throw error;
      });
      if (current) return false;
      // AWS versions a bucket that is created with object lock; without versions there is nothing to lock.
      await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
      const configuration: ObjectLockConfiguration = {
        ...(declared as ObjectLockConfiguration | undefined),
        ObjectLockEnabled: 'Enabled',
      };
      await s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration: configuration }));
      return true;
    },
  };
}

const ScheduleWindow = z.object({
  StartDate: z.string().optional(),
  EndDate: z.string().optional(),
  ScheduleExpressionTimezone: z.string().optional(),
  ActionAfterCompletion: z.enum(['NONE', 'DELETE']).optional(),
});

/** Without its end, a schedule of a past session would go on firing; without DELETE, a one-time one would stay. */
function scheduleWindowSetting(cible: Cible): Reglage {
  const call = (request: Pick<AppelSigne, 'method' | 'path' | 'query' | 'body'>) =>
    appelSigne({ ...cible, service: 'scheduler', contentType: 'application/json', ...request });
  return {
    propriete: 'StartDate, EndDate, ScheduleExpressionTimezone, ActionAfterCompletion',
    attendu(properties) {
      const declared = Object.keys(ScheduleWindow.shape).filter((name) => properties[name] !== undefined);
      return declared.length === 0 ? undefined : declared.map((name) => properties[name]);
    },
    async regler(name, properties) {
      const { StartDate, EndDate, ...window } = ScheduleWindow.parse(properties);
      const wanted: Properties = {
        ...window,
        // The API speaks in seconds where the template speaks in ISO 8601.
        ...(StartDate === undefined ? {} : { StartDate: Date.parse(StartDate) / 1_000 }),
        ...(EndDate === undefined ? {} : { EndDate: Date.parse(EndDate) / 1_000 }),
      };
      const listed = z
        .object({ Schedules: z.array(z.object({ Name: z.string(), GroupName: z.string() })) })
        .parse(JSON.parse(await call({ method: 'GET', path: '/schedules', query: { NamePrefix: name } })));
      const groupName = listed.Schedules.find((schedule) => schedule.Name === name)?.GroupName ?? 'default';
      const path = `/schedules/${encodeURIComponent(name)}`;
      const current = JSON.parse(await call({ method: 'GET', path, query: { groupName } })) as Properties;
      if (Object.entries(wanted).every(([key, value]) => current[key] === value)) return false;
      await call({ method: 'PUT', path, body: JSON.stringify({ ...current, ...wanted }) });
      return true;
    },
  };
}

const Statement = z.looseObject({
  Action: z.union([z.string(), z.array(z.string())]).transform((action) => [action].flat()),
});
const Document = z.looseObject({ Statement: z.array(Statement) });
const RoleRef = z.tuple([z.object({ Ref: z.string() })]);

const sends = ({ Action }: z.infer<typeof Statement>): boolean => Action.includes('sqs:SendMessage');

/**
 * On AWS `sqs:SendMessage` allows batches too and `sqs:SendMessageBatch` is no action; the emulator asks for it.
 * Only where policies are enforced: elsewhere nobody reads them.
 */
function batchSendingSetting(cible: Cible): Reglage {
  const call = (parametres: Record<string, string>) =>
    appelSigne({
      ...cible,
      service: 'iam',
      method: 'POST',
      path: '/',
      contentType: 'application/x-www-form-urlencoded',
      body: new URLSearchParams({ ...parametres, Version: '2010-05-08' }).toString(),
    });
  return {
    propriete: 'PolicyDocument',
    attendu: ({ PolicyDocument }) =>
      Document.parse(PolicyDocument).Statement.some(sends) ? 'sqs:SendMessageBatch' : undefined,
    async regler(_nom, { PolicyName, Roles }, noms) {
      const policy = { RoleName: noms.get(RoleRef.parse(Roles)[0].Ref) ?? '', PolicyName: String(PolicyName) };
      const xml = await call({ Action: 'GetRolePolicy', ...policy });
      const written = /<PolicyDocument>([^<]*)<\/PolicyDocument>/.exec(xml)?.[1] ?? '';
      const document = Document.parse(JSON.parse(decodeURIComponent(written.replaceAll('+', ' '))));
      const widened = document.Statement.map((statement) =>
        sends(statement) ? { ...statement, Action: [...statement.Action, 'sqs:SendMessageBatch'] } : statement,
      );
      const PolicyDocument = JSON.stringify({ ...document, Statement: widened });
      await call({ Action: 'PutRolePolicy', ...policy, PolicyDocument });
      return true;
    },
  };
}

async function readStacks(assemblage: string) {
  const { artifacts } = Manifest.parse(JSON.parse(await readFile(join(assemblage, 'manifest.json'), 'utf8')));
  const stacks = Object.entries(artifacts).filter(([, { type }]) => type === 'aws:cloudformation:stack');
  return Promise.all(
    stacks.map(async ([id, { properties }]) => ({
      pile: properties?.stackName ?? id,
      template: Template.parse(
        JSON.parse(await readFile(join(assemblage, properties?.templateFile ?? `${id}.template.json`), 'utf8')),
      ),
    })),
  );
}

const StackResources = z.object({
  DescribeStackResourcesResponse: z.object({
    DescribeStackResourcesResult: z.object({
      StackResources: z.object({
        member: z.array(z.object({ LogicalResourceId: z.string(), PhysicalResourceId: z.string() })),
      }),
    }),
  }),
});

async function physicalNames(pile: string, cible: Cible): Promise<ReadonlyMap<string, string>> {
  const xml = await appelSigne({
    ...cible,
    service: 'cloudformation',
    method: 'POST',
    path: '/',
    contentType: 'application/x-www-form-urlencoded',
    body: new URLSearchParams({ Action: 'DescribeStackResources', StackName: pile, Version: '2010-05-15' }).toString(),
  });
  const parser = new XMLParser({ parseTagValue: false, isArray: (name) => name === 'member' });
  const { member } = StackResources.parse(parser.parse(xml)).DescribeStackResourcesResponse.DescribeStackResourcesResult
    .StackResources;
  return new Map(member.map(({ LogicalResourceId, PhysicalResourceId }) => [LogicalResourceId, PhysicalResourceId]));
}

/** A reference would need CloudFormation to resolve it; passing over it in silence would hide a gap. */
function refuseIntrinsics(value: unknown, pile: string, ressource: string, propriete: string): void {
  if (!/"(Ref|Fn::[A-Za-z]+)":/.test(JSON.stringify(value))) return;
  throw erreurNuage('nuage-reglage', {
    constat: 'Une valeur du modèle est une référence ; le nuage local ne sait régler qu’une valeur écrite.',
    ou: `Pile ${pile}, ressource ${ressource}, propriété ${propriete}.`,
    remede: 'Écrivez la valeur elle-même dans la pile.',
  });
}
