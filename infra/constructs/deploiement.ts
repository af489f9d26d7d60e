import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';

/** What every construct of one deployment (an académie, or the référentiel) shares. */
export interface Deploiement {
  /** « grenoble », « national »: the second part of every physical name, `lsl-<nom>-…`. */
  readonly nom: string;
  readonly local: boolean;
  readonly horloge: string | null;
  /** Where alarms go. */
  readonly alertes: ITopic;
}

/** Physical name: predictable, so that accounts can name each other's parts and a person finds them. */
export function nomPhysique({ nom }: Pick<Deploiement, 'nom'>, quoi: string): string {
  return `lsl-${nom}-${quoi}`;
}

/** State outlives its stack, except on the local cloud, where each deployment starts clean. */
export function politiqueDeRetrait({ local }: Pick<Deploiement, 'local'>): RemovalPolicy {
  return local ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
}

/** Technical logs: three months, enough for an incident; evidence does not live there. */
export const RETENTION_DES_JOURNAUX = Duration.days(90);
