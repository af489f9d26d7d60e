import { Duration, TimeZone } from 'aws-cdk-lib';
import { Schedule, type ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { alarme } from './alarme.ts';
import { nomPhysique } from './deploiement.ts';
import { LslFunction, type LslFunctionProps } from './lsl-function.ts';

export interface ScheduledJobProps extends LslFunctionProps {
  /** The job's name: one word, that of the runbook's section. */
  readonly tache: string;
  /** Use {@link HEURE_DE_PARIS} for a time of day: school dates are those of Paris. */
  readonly quand: ScheduleExpression;
  /** What users lose when it does not run, one French sentence. */
  readonly cout: string;
}

export const HEURE_DE_PARIS = TimeZone.EUROPE_PARIS;

/** A function that runs by itself. A schedule never grants a right: what it starts reads the state again. */
export class ScheduledJob extends Construct {
  readonly travail: LslFunction;

  constructor(scope: Construct, id: string, props: ScheduledJobProps) {
    super(scope, id);
    const { deploiement, tache } = props;
    this.travail = new LslFunction(this, 'Travail', props);
    const rebut = new Queue(this, 'Rebut', {
      queueName: nomPhysique(deploiement, `${tache}-rebut`),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    new Schedule(this, 'Planification', {
      scheduleName: nomPhysique(deploiement, tache),
      schedule: props.quand,
      target: new LambdaInvoke(this.travail.fonction, {
        deadLetterQueue: rebut,
        maxEventAge: Duration.minutes(10),
        retryAttempts: 2,
      }),
    });
    alarme(this, 'Alarme', {
      deploiement,
      section: `${tache}-rebut`,
      cout: props.cout,
      mesure: rebut.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) }),
    });
    // A job started asynchronously fails out of the schedule's sight.
    alarme(this, 'Erreurs', {
      deploiement,
      section: `${tache}-erreurs`,
      cout: props.cout,
      mesure: this.travail.fonction.metricErrors({ period: Duration.minutes(15) }),
    });
  }
}
