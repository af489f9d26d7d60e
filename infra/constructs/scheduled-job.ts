import { Duration, Stack, TimeZone, Validations } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
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
    Validations.of(rebut).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is a dead-letter queue itself, that of a schedule, where cdk-nag looks at queues only.',
    });
    new Schedule(this, 'Planification', {
      scheduleName: nomPhysique(deploiement, tache),
      schedule: props.quand,
      target: new LambdaInvoke(this.travail.fonction, {
        deadLetterQueue: rebut,
        maxEventAge: Duration.minutes(10),
        retryAttempts: 2,
        // Without CDK's own grants, which give the function's versions too.
        role: this.#declencheur(props, rebut).withoutPolicyUpdates(),
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

  /** The role under which the schedule starts the function, and leaves what it could not start. */
  #declencheur({ deploiement, tache }: ScheduledJobProps, rebut: Queue): Role {
    const pile = Stack.of(this);
    return new Role(this, 'Declencheur', {
      roleName: nomPhysique(deploiement, `${tache}-declencheur`),
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: {
            'aws:SourceAccount': pile.account,
            'aws:SourceArn': pile.formatArn({
              service: 'scheduler',
              resource: 'schedule-group',
              resourceName: 'default',
            }),
          },
        },
      }),
      inlinePolicies: {
        declencher: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['lambda:InvokeFunction'],
              resources: [this.travail.fonction.functionArn],
            }),
            new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [rebut.queueArn] }),
          ],
        }),
      },
    });
  }
}
