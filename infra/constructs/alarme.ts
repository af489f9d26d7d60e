import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Construct } from 'constructs';
import { type Deploiement, nomPhysique } from './deploiement.ts';

export interface AlarmeProps {
  readonly deploiement: Deploiement;
  /** Last part of its name, and the section of the runbook that it links to. */
  readonly section: string;
  /** What users lose while it rings, one French sentence. */
  readonly cout: string;
  readonly mesure: IMetric;
  /** It rings from this value on. @default 1 */
  readonly seuil?: number;
}

/** An alarm that says what it costs users, and where to read what to do. */
export function alarme(scope: Construct, id: string, props: AlarmeProps): Alarm {
  const { deploiement, section } = props;
  const posee = new Alarm(scope, id, {
    alarmName: nomPhysique(deploiement, section),
    alarmDescription: `${props.cout} Que faire : docs/exploitation/alarmes.md#${section}`,
    metric: props.mesure,
    threshold: props.seuil ?? 1,
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  posee.addAlarmAction(new SnsAction(deploiement.alertes));
  return posee;
}
