import { GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { type File, fileSqs } from '../aws/files.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import type { MessageDAccuse } from './messages.ts';

/**
 * The queues of acknowledgements of the académies, by the name that their deployment gives them. Only the
 * accounts of the deployment's list are written to: a message does not choose where it is answered.
 */
export function filesDAccuses(
  sqs: SQSClient,
  comptes: Readonly<Record<string, string>>,
): (academie: string) => Promise<File<MessageDAccuse>> {
  const connues = new Map<string, File<MessageDAccuse>>();
  return async (academie) => {
    const connue = connues.get(academie);
    if (connue !== undefined) return connue;
    const compte = comptes[academie];
    if (compte === undefined) {
      throw new ErreurCodee(
        'academie-inconnue',
        'Le référentiel national ne connaît pas cette académie.',
        'Ajoutez l’académie à la liste du référentiel national, puis rejouez le message.',
      );
    }
    const { QueueUrl } = await sqs.send(
      new GetQueueUrlCommand({ QueueName: `lsl-${academie}-accuses`, QueueOwnerAWSAccountId: compte }),
    );
    if (QueueUrl === undefined) throw new Error('the queue has no URL');
    const file = fileSqs<MessageDAccuse>(sqs, QueueUrl);
    connues.set(academie, file);
    return file;
  };
}
