import { RemovalPolicy } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';

/** What every construct of one deployment (an académie, or the référentiel) shares. */
export interface Deploiement {
  /** « grenoble », « national »: the second part of every physical name, `lsl-<nom>-…`. */
  readonly nom: string;
  /** The académie that a part of the référentiel is made for, which ends its physical names. */
  readonly guichet?: string;
  readonly local: boolean;
  readonly horloge: string | null;
  /** Where alarms go. */
  readonly alertes: ITopic;
}

/** A deployment before its alarms have a topic to go to. */
export type DeploiementSansAlertes = Omit<Deploiement, 'alertes'>;

/** The référentiel's name among deployments: no académie may take it. */
export const NATIONAL = 'national';

/** Physical name: predictable, so that accounts can name each other's parts and a person finds them. */
export function nomPhysique({ nom, guichet }: Pick<Deploiement, 'nom' | 'guichet'>, quoi: string): string {
  return `lsl-${nom}-${quoi}${guichet === undefined ? '' : `-${guichet}`}`;
}

/**
 * The name of the function of an entry `<capability>/<verb>`, and of its role: by its verb alone when an académie ends it,
 * since a role's name has 64 letters at most.
 */
export function nomDeFonction(deploiement: Pick<Deploiement, 'nom' | 'guichet'>, entree: string): string {
  const [, verbe = ''] = entree.split('/');
  return nomPhysique(deploiement, deploiement.guichet === undefined ? entree.replace('/', '-') : verbe);
}

/** Names of buckets are worldwide: the account ends them. */
export function nomDuSeau(deploiement: Pick<Deploiement, 'nom'>, quoi: string, compte: string): string {
  return `${nomPhysique(deploiement, quoi)}-${compte}`;
}

/** State outlives its stack, except on the local cloud, where each deployment starts clean. */
export function politiqueDeRetrait({ local }: Pick<Deploiement, 'local'>): RemovalPolicy {
  return local ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
}
