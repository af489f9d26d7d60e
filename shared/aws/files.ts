import { GetQueueAttributesCommand, SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** A queue to send to. Messages hold references, never content: they stay far under SQS's limit. */
export interface File<Message> {
  /** `groupe` shares the queue fairly between establishments (SQS fair queues). */
  envoyer(messages: readonly Message[], groupe: string): Promise<void>;
}

const LOT_SQS = 10;
const ESSAIS = 5;

export function fileSqs<Message>(sqs: SQSClient, url: string): File<Message> {
  return {
    async envoyer(messages, groupe) {
      for (let debut = 0; debut < messages.length; debut += LOT_SQS) {
        let reste = messages.slice(debut, debut + LOT_SQS).map((message, indice) => ({
          Id: String(indice),
          MessageBody: JSON.stringify(message),
          MessageGroupId: groupe,
        }));
        for (let essai = 1; reste.length > 0; essai++) {
          const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: reste }));
          if (Failed.length > 0 && essai === ESSAIS) throw new Error(`queue refused ${Failed.length} messages`);
          const refuses = new Set(Failed.map((refus) => refus.Id));
          reste = reste.filter(({ Id }) => refuses.has(Id));
          if (reste.length > 0) await new Promise((suite) => setTimeout(suite, 50 * 2 ** essai));
        }
      }
    },
  };
}

/** Counts the messages of a queue: about so many wait, are late by intention, or are being treated. */
export function messagesDeLaFile(sqs: SQSClient, url: string): () => Promise<number> {
  return async () => {
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: url,
        AttributeNames: [
          'ApproximateNumberOfMessages',
          'ApproximateNumberOfMessagesNotVisible',
          'ApproximateNumberOfMessagesDelayed',
        ],
      }),
    );
    return Object.values(Attributes).reduce((total, nombre) => total + Number(nombre), 0);
  };
}
