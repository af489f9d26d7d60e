import { type Message, QueueDoesNotExist, type SQSClient } from '@aws-sdk/client-sqs';
import { expect } from 'vitest';

interface Garde extends Message {
  readonly file: string;
  visible: boolean;
  recu: number;
}

/** Two queues that keep SQS's rules: what is received is seen by nobody else, and one call takes ten messages. */
export class SqsEnMemoire {
  readonly urls: Readonly<Record<string, string>> = { 'lsl-grenoble-lots': 'file', 'lsl-grenoble-lots-rebut': 'rebut' };
  messages: Garde[] = [];
  readonly appels: string[] = [];
  /** The queue's consumer fails again, at once: what is sent comes back to the dead-letter queue. */
  consommateurEnPanne = false;
  refuserLEnvoi: (corps: string) => boolean = () => false;
  perdreLaSuppression: (corps: string) => boolean = () => false;
  private dernier = 0;

  get client(): SQSClient {
    return {
      send: async (commande: { input: object }) => {
        const nom = commande.constructor.name;
        this.appels.push(nom);
        return this.repondre(nom, commande.input);
      },
    } as unknown as SQSClient;
  }

  poser(file: string, Body: string, reste: Partial<Message> = {}): string {
    this.dernier += 1;
    const MessageId = `m${this.dernier}`;
    const Attributes = { SentTimestamp: String(Date.parse('2016-06-10T08:00:00Z') + this.dernier * 60_000) };
    this.messages.push({ file, Body, MessageId, Attributes, visible: true, recu: 0, ...reste });
    return MessageId;
  }

  corps(file: string): string[] {
    return this.messages.filter((un) => un.file === file).map(({ Body = '' }) => Body);
  }

  get visibles(): number {
    return this.messages.filter(({ file, visible }) => file === 'rebut' && visible).length;
  }

  private repondre(nom: string, input: object): unknown {
    const {
      QueueUrl,
      QueueName,
      Entries = [],
    } = input as {
      QueueUrl?: string;
      QueueName?: string;
      Entries?: readonly Record<string, string>[];
    };
    expect(Entries.length).toBeLessThanOrEqual(10);
    const siens = this.messages.filter(({ file }) => file === QueueUrl);
    const tenu = (poignee: string) => siens.find((un) => `${un.MessageId}/${un.recu}` === poignee);
    switch (nom) {
      case 'GetQueueUrlCommand': {
        const url = this.urls[QueueName ?? ''];
        if (url === undefined) throw new QueueDoesNotExist({ message: 'no queue', $metadata: {} });
        return { QueueUrl: url };
      }
      case 'GetQueueAttributesCommand': {
        const visibles = siens.filter(({ visible }) => visible).length;
        return {
          Attributes: {
            ApproximateNumberOfMessages: String(visibles),
            ApproximateNumberOfMessagesNotVisible: String(siens.length - visibles),
          },
        };
      }
      case 'ReceiveMessageCommand': {
        const pris = siens.filter(({ visible }) => visible).slice(0, 10);
        for (const un of pris) {
          un.visible = false;
          un.recu += 1;
        }
        return pris.length === 0
          ? {}
          : { Messages: pris.map((un) => ({ ...un, ReceiptHandle: `${un.MessageId}/${un.recu}` })) };
      }
      case 'SendMessageBatchCommand': {
        expect(QueueUrl).toBe('file');
        const pris = Entries.filter(({ MessageBody = '' }) => !this.refuserLEnvoi(MessageBody));
        const Successful = pris.map(({ Id, MessageBody = '', MessageGroupId }) => ({
          Id,
          MessageId: this.poser(this.consommateurEnPanne ? 'rebut' : 'file', MessageBody, {
            ...(MessageGroupId === undefined ? {} : { Attributes: { SentTimestamp: '0', MessageGroupId } }),
          }),
        }));
        return { Successful };
      }
      case 'DeleteMessageBatchCommand':
        for (const { ReceiptHandle = '' } of Entries) {
          const vise = tenu(ReceiptHandle);
          if (vise === undefined) throw new Error('a receipt handle that is no more');
          if (!this.perdreLaSuppression(vise.Body ?? '')) this.messages = this.messages.filter((un) => un !== vise);
          else vise.visible = true;
        }
        return {};
      case 'ChangeMessageVisibilityBatchCommand':
        expect(Entries.length).toBeGreaterThan(0);
        for (const { ReceiptHandle = '' } of Entries) {
          const vise = tenu(ReceiptHandle);
          if (vise !== undefined) vise.visible = true;
        }
        return {};
      default:
        throw new Error(`${nom} is not known here`);
    }
  }
}
