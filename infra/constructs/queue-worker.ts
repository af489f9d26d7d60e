import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct, type IConstruct } from 'constructs';
import { alarme } from './alarme.ts';
import { nomPhysique } from './deploiement.ts';
import { LslFunction, type LslFunctionProps } from './lsl-function.ts';

export interface QueueWorkerProps extends LslFunctionProps {
  /** The queue's name: one word, that of the runbook's section. */
  readonly file: string;
  /** What users lose when messages end in the dead-letter queue, one French sentence. */
  readonly cout: string;
  /** Messages given to the function at once. @default 1 */
  readonly messagesALaFois?: number;
  /** Functions at work at once, at most. @default as many as AWS starts */
  readonly enParallele?: number;
  /** Deliveries before the dead-letter queue. @default 4 */
  readonly essais?: number;
}

const SECONDES_DE_GRACE = 30;

/**
 * A queue and the function that empties it: failures reported one by one, a dead-letter queue kept 14 days, and
 * an alarm that says what it costs.
 *
 * A worker of one message has a visibility of its timeout plus 30 s, so that a crash is not an hour of silence;
 * batched ones follow AWS's six times (design.md).
 */
export class QueueWorker extends Construct {
  readonly file: Queue;
  readonly rebut: Queue;
  readonly travail: LslFunction;

  constructor(scope: Construct, id: string, props: QueueWorkerProps) {
    super(scope, id);
    const { deploiement, file, cout } = props;
    const duree = props.duree ?? Duration.seconds(30);
    const messagesALaFois = props.messagesALaFois ?? 1;
    this.travail = new LslFunction(this, 'Travail', { ...props, duree });
    this.rebut = new Queue(this, 'Rebut', {
      queueName: `${nomPhysique(deploiement, file)}-rebut`,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    this.file = new Queue(this, 'File', {
      queueName: nomPhysique(deploiement, file),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(4),
      visibilityTimeout:
        messagesALaFois === 1
          ? duree.plus(Duration.seconds(SECONDES_DE_GRACE))
          : Duration.seconds(6 * duree.toSeconds()),
      deadLetterQueue: { queue: this.rebut, maxReceiveCount: props.essais ?? 4 },
    });
    this.travail.fonction.addEventSource(
      new SqsEventSource(this.file, {
        batchSize: messagesALaFois,
        reportBatchItemFailures: true,
        ...(props.enParallele === undefined ? {} : { maxConcurrency: props.enParallele }),
      }),
    );
    alarme(this, 'Alarme', {
      deploiement,
      section: `${file}-rebut`,
      cout,
      mesure: this.rebut.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) }),
    });
  }
}

/** The queues of a stack, by their ARN. */
export function filesDe(pile: IConstruct): string[] {
  return pile.node.findAll().flatMap((noeud) => (noeud instanceof QueueWorker ? [noeud.file.queueArn] : []));
}

/** What `lsl rejouer` asks of queues: to empty the dead-letter queue of each, and to send again. */
export function droitsDeRejouer(files: readonly string[]): PolicyStatement[] {
  return [
    new PolicyStatement({
      actions: [
        'sqs:ChangeMessageVisibility',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:GetQueueUrl',
        'sqs:ReceiveMessage',
      ],
      resources: files.map((arn) => `${arn}-rebut`),
    }),
    new PolicyStatement({
      actions: ['sqs:GetQueueUrl', 'sqs:SendMessage'],
      resources: [...files],
    }),
  ];
}
