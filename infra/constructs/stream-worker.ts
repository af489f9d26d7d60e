import { Duration, Validations } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { permettreEnvoi, permettreLaCle } from './acces.ts';
import { alarme } from './alarme.ts';
import { nomPhysique } from './deploiement.ts';
import { LslFunction, type LslFunctionProps } from './lsl-function.ts';

export interface StreamWorkerProps extends LslFunctionProps {
  /** One word, that of the runbook's section. */
  readonly flux: string;
  /** The table whose changes it follows. */
  readonly table: Table;
  /** Beginning of the sort keys that it looks at: what it writes itself begins otherwise. */
  readonly cles: string;
  /** What users lose when changes are given up, one French sentence. */
  readonly cout: string;
}

/**
 * A function that follows the changes of a table, many at once: records come at least once and in the order of their
 * partition. What fails after ten tries, or is a day old, is given up: the place of the records (they hold no data) goes
 * to a queue, with an alarm that says what it costs.
 */
export class StreamWorker extends Construct {
  readonly travail: LslFunction;

  constructor(scope: Construct, id: string, props: StreamWorkerProps) {
    super(scope, id);
    const { deploiement, flux, table, cles, cout } = props;
    const { tableStreamArn } = table;
    if (tableStreamArn === undefined) throw new Error('a table without a stream');
    this.travail = new LslFunction(this, 'Travail', props);
    const rebut = new Queue(this, 'Rebut', {
      queueName: nomPhysique(deploiement, `${flux}-rebut`),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    Validations.of(rebut).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is a dead-letter queue itself, that of a stream, where cdk-nag looks at queues only.',
    });
    // CDK's own source would let it list all streams, and write the role into the policy of the state's key.
    this.travail.fonction.addToRolePolicy(
      new PolicyStatement({
        actions: ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map((une) => `dynamodb:${une}`),
        resources: [tableStreamArn],
      }),
    );
    permettreLaCle(this.travail, table.encryptionKey, 'Decrypt');
    permettreEnvoi(this.travail, rebut.queueArn);
    const branchement = new EventSourceMapping(this, 'Branchement', {
      target: this.travail.fonction,
      eventSourceArn: tableStreamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 500,
      maxBatchingWindow: Duration.seconds(deploiement.local ? 1 : 10),
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts: 10,
      maxRecordAge: Duration.days(1),
      filters: [FilterCriteria.filter({ dynamodb: { Keys: { sk: { S: FilterRule.beginsWith(cles) } } } })],
      onFailure: { bind: () => ({ destination: rebut.queueArn }) },
    });
    // Lambda refuses a mapping whose function may not read the stream yet.
    branchement.node.addDependency(this.travail.role);
    alarme(this, 'Alarme', {
      deploiement,
      section: `${flux}-rebut`,
      cout,
      mesure: rebut.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) }),
    });
  }
}
