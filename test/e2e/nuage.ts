import { createHash } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { inject } from 'vitest';
import { accorderConfiance } from '../../infra/local/nuage.ts';
import { appeler } from '../../shared/aws/appels.ts';
import { type EnQualiteDe, revendiquer } from '../../shared/cli/qui.ts';
import type { ImportsConsultes } from '../../shared/imports/consulter-imports.ts';
import type { CompteRendu } from '../../shared/imports/depot.ts';
import type { DepotEnregistre } from '../../shared/imports/enregistrer-depot.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly endpoint: string;
    readonly region: string;
    /** The authority of the cloud's certificate. */
    readonly certificat: string | undefined;
  }
}

await accorderConfiance({ certificat: inject('certificat') });

/** The local cloud that the global set-up deployed, as tests reach it. */
const config = {
  endpoint: inject('endpoint'),
  region: inject('region'),
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
};
export const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient(config));
export const s3 = new S3Client({ ...config, forcePathStyle: true });
export const sqs = new SQSClient({ ...config, useQueueUrlAsEndpoint: false });
export const lambda = new LambdaClient(config);

export const COMPTE = '000000000000';
export const TABLES = ['livrets', 'registre', 'imports', 'session', 'preuve'].map((nom) => `lsl-grenoble-${nom}`);
export const TABLE_REFERENTIEL = 'lsl-national-referentiel';
export const SEAUX = ['lsl-grenoble-depots', 'lsl-grenoble-fichiers-jury', 'lsl-national-versions'].map(
  (nom) => `${nom}-${COMPTE}`,
);

/** In the name of who usually makes the demand, as the `lsl` command does, or of somebody else. */
export function commande<T>(
  fonction: string,
  demande: object,
  { academie = 'grenoble', ...qualite }: Partial<EnQualiteDe> & { readonly academie?: string } = {},
): Promise<T> {
  const qui = revendiquer({ enTantQue: undefined, etablissement: undefined, ...qualite }, demande);
  return appeler<T>(lambda, `lsl-${academie}-${fonction.replace('/', '-')}`, { ...demande, qui });
}

interface OptionsDeDepot {
  readonly session?: number;
  readonly revue?: boolean;
  /** @default grenoble */
  readonly academie?: string;
}

/** Deposits bytes through the signed form, and waits for the compte rendu. */
export async function deposer(
  octets: Uint8Array,
  proprietaire: string,
  options: OptionsDeDepot = {},
): Promise<{ readonly depotId: string; readonly compteRendu: CompteRendu }> {
  const depotId = await enregistrerEtEnvoyer(octets, proprietaire, options);
  return { depotId, compteRendu: await attendreCompteRendu(proprietaire, depotId, undefined, options.academie) };
}

/** Deposits bytes through the signed form. */
export async function enregistrerEtEnvoyer(
  octets: Uint8Array,
  proprietaire: string,
  { academie = 'grenoble', ...options }: OptionsDeDepot = {},
): Promise<string> {
  const demande = {
    proprietaire,
    ...options,
    octets: octets.length,
    sha256: createHash('sha256').update(octets).digest('base64'),
  };
  const { depotId, formulaire } = await commande<DepotEnregistre>('imports/enregistrer-depot', demande, { academie });
  const corps = new FormData();
  for (const [nom, valeur] of Object.entries(formulaire.champs)) corps.append(nom, valeur);
  corps.append('file', new Blob([Uint8Array.from(octets)]), 'depot');
  const reponse = await fetch(formulaire.url, { method: 'POST', body: corps });
  if (!reponse.ok) throw new Error(`the deposit was refused: ${reponse.status}`);
  return depotId;
}

/** The compte rendu of a deposit, once it says what is asked; any of them without it. */
export async function attendreCompteRendu(
  proprietaire: string,
  depotId: string,
  dit: (compteRendu: CompteRendu) => boolean = () => true,
  academie = 'grenoble',
): Promise<CompteRendu> {
  return attendreQue(async () => {
    const demande = { proprietaire, depotId };
    const { compteRendu } = await commande<ImportsConsultes>('imports/consulter-imports', demande, { academie });
    return compteRendu !== null && dit(compteRendu) ? compteRendu : null;
  });
}

/** Asks until the answer is not null; fails after a minute. */
export async function attendreQue<T>(demander: () => Promise<T | null>): Promise<T> {
  const limite = performance.now() + 60_000;
  for (;;) {
    const reponse = await demander();
    if (reponse !== null) return reponse;
    if (performance.now() > limite) throw new Error('it did not come within a minute');
    await new Promise((suite) => setTimeout(suite, 150));
  }
}

/** Every item of a table, in the order of its keys, but counts of livrets: they follow a moment later. */
export async function contenuDeTable(table: string): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let suite: Record<string, unknown> | undefined;
  do {
    const page = await dynamo.send(
      new ScanCommand({
        TableName: table,
        ConsistentRead: true,
        ...(suite === undefined ? {} : { ExclusiveStartKey: suite }),
      }),
    );
    items.push(...(page.Items ?? []));
    suite = page.LastEvaluatedKey;
  } while (suite !== undefined);
  return items
    .filter(({ pk }) => !String(pk).startsWith('BILANS#'))
    .toSorted((a, b) => `${a.pk} ${a.sk}`.localeCompare(`${b.pk} ${b.sk}`));
}

/** Every object of a bucket with the hash of its bytes. */
export async function contenuDeSeau(seau: string): Promise<Record<string, string>> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: seau }));
  const objets: Record<string, string> = {};
  for (const { Key } of Contents) {
    if (Key === undefined) continue;
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: seau, Key }));
    objets[Key] = createHash('sha256')
      .update((await Body?.transformToByteArray()) ?? '')
      .digest('hex');
  }
  return objets;
}

export async function lireItem(table: string, pk: string, sk: string): Promise<Record<string, unknown> | undefined> {
  const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key: { pk, sk }, ConsistentRead: true }));
  return Item;
}

export async function envoyer(file: string, message: unknown): Promise<void> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: file }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(message) }));
}

export async function ecrireObjet(seau: string, cle: string, octets: Uint8Array): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket: seau, Key: cle, Body: octets }));
}

async function profondeurs(): Promise<{ readonly nom: string; readonly messages: number }[]> {
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'lsl-' }));
  return Promise.all(
    QueueUrls.map(async (QueueUrl) => {
      const { Attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl,
          AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
        }),
      );
      return {
        nom: QueueUrl.split('/').at(-1) ?? '',
        messages:
          Number(Attributes.ApproximateNumberOfMessages) + Number(Attributes.ApproximateNumberOfMessagesNotVisible),
      };
    }),
  );
}

/** Waits until no queue holds a message, dead-letter queues aside. */
export function filesVides(): Promise<true> {
  return attendreQue(async () => {
    const occupees = (await profondeurs()).filter(({ nom, messages }) => messages > 0 && !nom.endsWith('-rebut'));
    return occupees.length === 0 ? true : null;
  });
}

/** Messages of the dead-letter queues, by queue. */
export async function rebuts(): Promise<Record<string, number>> {
  const pleins = (await profondeurs()).filter(({ nom, messages }) => messages > 0 && nom.endsWith('-rebut'));
  return Object.fromEntries(pleins.map(({ nom, messages }) => [nom, messages]));
}
