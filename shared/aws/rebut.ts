import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type Message,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { ErreurCodee } from '../kernel/erreur.ts';

/**
 * A dead-letter queue, moved back to its queue by receiving, sending and deleting, in this order: at least once, as
 * every consumer asks for no more. One way for AWS and the local cloud, which has no StartMessageMoveTask.
 */

/** SQS's limit for one call. */
const LOT = 10;
/** A message that was received is nobody else's meanwhile. */
const RESERVE_SECONDES = 60;
/** A long poll asks every server of SQS: an empty answer is one. */
const ATTENTE_SECONDES = 2;

/** Null when there is no queue of that name. */
export async function urlDeFile(sqs: SQSClient, nom: string): Promise<string | null> {
  try {
    return (await sqs.send(new GetQueueUrlCommand({ QueueName: nom }))).QueueUrl ?? null;
  } catch (erreur) {
    if (erreur instanceof QueueDoesNotExist) return null;
    throw erreur;
  }
}

/** About how many messages a queue holds, those that somebody is looking at included. */
export async function compterMessages(sqs: SQSClient, url: string): Promise<number> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: url,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return (
    Number(Attributes.ApproximateNumberOfMessages ?? 0) + Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0)
  );
}

/** ISO instants at which messages were first sent. */
export interface AgesDeRebut {
  readonly plusAncien: string;
  readonly plusRecent: string;
}

/** Of the messages that a look may hold at once. */
const AGES_MAX = 500;

/** When what waits was sent, without its contents; null when nothing does. Every message is put back at once. */
export async function lireAges(sqs: SQSClient, url: string): Promise<AgesDeRebut | null> {
  const vus = new Map<string, Message>();
  try {
    while (vus.size < AGES_MAX) {
      const recus = await recevoir(sqs, url);
      if (recus.every(({ MessageId = '' }) => vus.has(MessageId))) break;
      for (const message of recus) vus.set(message.MessageId ?? '', message);
    }
  } finally {
    await rendre(sqs, url, [...vus.values()]);
  }
  const instants = [...vus.values()].map(({ Attributes }) => Number(Attributes?.SentTimestamp)).sort((a, b) => a - b);
  const [premier] = instants;
  const dernier = instants.at(-1);
  if (premier === undefined || dernier === undefined) return null;
  return { plusAncien: new Date(premier).toISOString(), plusRecent: new Date(dernier).toISOString() };
}

export interface Reprise {
  /** Messages moved back to their queue. */
  readonly rejoues: number;
  /** Those of them that failed again, and were left in the dead-letter queue. */
  readonly revenus: number;
}

/**
 * Moves messages back until nothing but what it moved itself comes: what fails again at once is not moved without end.
 *
 * @param avancer is told how many were moved
 * @throws ErreurCodee `file-refuse-messages`
 */
export async function rejouerRebut(
  sqs: SQSClient,
  { rebut, file }: { readonly rebut: string; readonly file: string },
  avancer: (rejoues: number) => void = () => {},
): Promise<Reprise> {
  /** A message keeps its identifier on its way to the dead-letter queue. */
  const envoyes = new Set<string>();
  const retires = new Set<string>();
  const revenus = new Map<string, Message>();
  try {
    for (;;) {
      const recus = await recevoir(sqs, rebut);
      const nouveaux = recus.filter(({ MessageId = '' }) => !envoyes.has(MessageId));
      const reviennent = recus.filter((message) => !nouveaux.includes(message));
      if (nouveaux.length === 0 && reviennent.every(({ MessageId = '' }) => revenus.has(MessageId))) break;
      for (const message of reviennent) revenus.set(message.MessageId ?? '', message);
      // One whose deletion was lost is deleted, and not sent twice.
      const dejaEnvoyes = nouveaux.filter(({ MessageId = '' }) => retires.has(MessageId));
      const partis = await envoyer(
        sqs,
        { rebut, file },
        nouveaux.filter((message) => !dejaEnvoyes.includes(message)),
      );
      for (const { message, messageId } of partis) {
        envoyes.add(messageId);
        retires.add(message.MessageId ?? '');
      }
      await supprimer(sqs, rebut, [...dejaEnvoyes, ...partis.map(({ message }) => message)]);
      avancer(retires.size);
    }
  } finally {
    await rendre(sqs, rebut, [...revenus.values()]);
  }
  return { rejoues: retires.size, revenus: revenus.size };
}

async function recevoir(sqs: SQSClient, url: string): Promise<readonly Message[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: LOT,
      WaitTimeSeconds: ATTENTE_SECONDES,
      VisibilityTimeout: RESERVE_SECONDES,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['MessageGroupId', 'SentTimestamp'],
    }),
  );
  return Messages;
}

/** @returns those that the queue took, each with its new identifier; the others are put back */
async function envoyer(
  sqs: SQSClient,
  { rebut, file }: { readonly rebut: string; readonly file: string },
  messages: readonly Message[],
): Promise<{ readonly message: Message; readonly messageId: string }[]> {
  if (messages.length === 0) return [];
  const { Successful = [] } = await sqs.send(
    new SendMessageBatchCommand({
      QueueUrl: file,
      Entries: messages.map(({ Body, Attributes, MessageAttributes }, rang) => ({
        Id: String(rang),
        MessageBody: Body,
        ...(MessageAttributes === undefined ? {} : { MessageAttributes }),
        ...(Attributes?.MessageGroupId === undefined ? {} : { MessageGroupId: Attributes.MessageGroupId }),
      })),
    }),
  );
  const pris = new Map(Successful.map(({ Id, MessageId }) => [Id, MessageId ?? '']));
  const partis = messages.flatMap((message, rang) => {
    const messageId = pris.get(String(rang));
    return messageId === undefined ? [] : [{ message, messageId }];
  });
  await rendre(
    sqs,
    rebut,
    messages.filter((_, rang) => !pris.has(String(rang))),
  );
  if (partis.length > 0) return partis;
  throw new ErreurCodee(
    'file-refuse-messages',
    'La file refuse les messages qui lui sont rendus : ils restent dans le rebut.',
    'Vérifiez l’état d’AWS et vos droits sur cette file, puis recommencez : rien n’est perdu.',
  );
}

async function supprimer(sqs: SQSClient, url: string, messages: readonly Message[]): Promise<void> {
  if (messages.length === 0) return;
  const Entries = messages.map(({ ReceiptHandle }, rang) => ({ Id: String(rang), ReceiptHandle }));
  await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries }));
}

/** Makes messages visible again at once. */
async function rendre(sqs: SQSClient, url: string, messages: readonly Message[]): Promise<void> {
  for (let debut = 0; debut < messages.length; debut += LOT) {
    const Entries = messages
      .slice(debut, debut + LOT)
      .map(({ ReceiptHandle }, rang) => ({ Id: String(rang), ReceiptHandle, VisibilityTimeout: 0 }));
    await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries }));
  }
}
