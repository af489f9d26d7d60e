import { Construct } from 'constructs';
import { permettreTable } from '../constructs/acces.ts';
import { Commande } from '../constructs/commande.ts';
import {
  type ContexteAcademie,
  environnementDesDroits,
  environnementDuLivret,
  permettreDeReconnaitre,
} from './contexte.ts';

/** Reading livrets: the establishment's table, and one livret. */
export class Livret extends Construct {
  readonly commandes: readonly Commande[];

  constructor(scope: Construct, id: string, contexte: ContexteAcademie) {
    super(scope, id);
    const { deploiement, stockage } = contexte;
    const environnement = { ...environnementDuLivret(contexte), ...environnementDesDroits(contexte) };

    const lister = new Commande(this, 'Lister', {
      deploiement,
      entree: 'livret/lister-livrets',
      cout: 'Des établissements ne voient pas la liste de leurs livrets.',
      environnement,
    });
    permettreDeReconnaitre(lister, contexte);

    const lire = new Commande(this, 'Lire', {
      deploiement,
      entree: 'livret/lire-livret',
      cout: 'Des livrets ne peuvent pas être lus.',
      environnement,
    });
    permettreTable(lire, stockage.livrets, ['Query']);
    permettreTable(lire, stockage.registre, ['BatchGetItem', 'GetItem']);
    permettreDeReconnaitre(lire, contexte);
    this.commandes = [lister, lire];
  }
}
