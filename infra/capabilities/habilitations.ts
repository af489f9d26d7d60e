import { Construct } from 'constructs';
import { permettreTable } from '../constructs/acces.ts';
import { Commande } from '../constructs/commande.ts';
import { type ContexteAcademie, ETABLISSEMENTS, environnementDuRegistre, permettreDeReconnaitre } from './contexte.ts';

/** What heads delegate: kept in their establishment's own partition, which is all that these functions reach. */
export class Habilitations extends Construct {
  readonly commandes: readonly Commande[];

  constructor(scope: Construct, id: string, contexte: ContexteAcademie) {
    super(scope, id);
    const { deploiement, stockage } = contexte;
    const environnement = environnementDuRegistre(contexte);

    const deleguer = new Commande(this, 'Deleguer', {
      deploiement,
      entree: 'habilitations/deleguer',
      cout: 'Des chefs d’établissement ne peuvent pas donner de délégation.',
      environnement,
    });
    permettreTable(deleguer, stockage.registre, ['PutItem'], ETABLISSEMENTS);

    const revoquer = new Commande(this, 'Revoquer', {
      deploiement,
      entree: 'habilitations/revoquer-delegation',
      cout: 'Des chefs d’établissement ne peuvent pas révoquer de délégation : elles restent en vigueur.',
      environnement,
    });
    permettreTable(revoquer, stockage.registre, ['UpdateItem'], ETABLISSEMENTS);

    const lister = new Commande(this, 'Lister', {
      deploiement,
      entree: 'habilitations/lister-delegations',
      cout: 'Des chefs d’établissement ne voient pas les délégations qu’ils ont données.',
      environnement,
    });

    this.commandes = [deleguer, revoquer, lister];
    for (const commande of this.commandes) permettreDeReconnaitre(commande, contexte);
  }
}
