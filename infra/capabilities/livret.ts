import { Construct } from 'constructs';
import { LslFunction } from '../constructs/lsl-function.ts';
import { type ContexteAcademie, environnementDuLivret, permettreLecture } from './contexte.ts';

/** Reading livrets: the establishment's table, and one livret. */
export class Livret extends Construct {
  readonly commandes: readonly LslFunction[];

  constructor(scope: Construct, id: string, contexte: ContexteAcademie) {
    super(scope, id);
    this.commandes = (['livret/lister-livrets', 'livret/lire-livret'] as const).map((entree) => {
      const fonction = new LslFunction(this, entree.replace('livret/', ''), {
        deploiement: contexte.deploiement,
        entree,
        environnement: environnementDuLivret(contexte),
      });
      permettreLecture(contexte, fonction);
      return fonction;
    });
  }
}
