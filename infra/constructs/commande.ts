import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { alarme } from './alarme.ts';
import { LslFunction, type LslFunctionProps } from './lsl-function.ts';

export interface CommandeProps extends LslFunctionProps {
  /** What its users cannot do while it fails, one French sentence. */
  readonly cout: string;
}

/**
 * A function that a person or another function calls and waits for. When it fails its caller reads that the ops
 * team was told: the alarm keeps that promise. A refusal is an answer, not a failure.
 */
export class Commande extends LslFunction {
  constructor(scope: Construct, id: string, props: CommandeProps) {
    super(scope, id, props);
    const [, verbe] = props.entree.split('/');
    alarme(this, 'Erreurs', {
      deploiement: props.deploiement,
      section: `${verbe}-erreurs`,
      cout: props.cout,
      mesure: this.fonction.metricErrors({ period: Duration.minutes(5) }),
    });
  }
}
