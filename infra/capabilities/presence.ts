import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { permettreAppel, permettreTable } from '../constructs/acces.ts';
import { Commande } from '../constructs/commande.ts';
import {
  CHAINES_DES_JURYS,
  type ContexteAcademie,
  environnementDesDroits,
  JURYS,
  LISTES_DES_JURYS,
  permettreDExpliquerLAbsence,
} from './contexte.ts';

/** Whether every livret is there for its jury (R71), as the DEC and the centres check it. */
export class Presence extends Construct {
  readonly commandes: readonly Commande[];

  constructor(scope: Construct, id: string, contexte: ContexteAcademie) {
    super(scope, id);
    const { deploiement, stockage, referentiel } = contexte;
    const environnement = { ...environnementDesDroits(contexte), TABLE_SESSION: stockage.session.tableName };

    const lister = new Commande(this, 'ListerJurys', {
      deploiement,
      entree: 'transfert/lister-jurys',
      cout: 'La DEC ne voit pas la liste de ses jurys : elle ne peut pas contrôler la présence de toute l’académie.',
      // A request a jury, and there may be a thousand.
      duree: Duration.minutes(1),
      environnement,
    });
    permettreTable(lister, stockage.session, ['Query'], JURYS, LISTES_DES_JURYS);

    const controler = new Commande(this, 'Controler', {
      deploiement,
      entree: 'transfert/controler-presence',
      cout: 'La DEC et les centres ne peuvent pas contrôler que chaque livret est là pour son jury.',
      environnement: {
        ...environnement,
        TABLE_LIVRETS: stockage.livrets.tableName,
        FONCTION_STATUTS: referentiel.fonctionStatuts,
      },
    });
    permettreDExpliquerLAbsence(controler, contexte);

    const pointer = new Commande(this, 'PointerPapiers', {
      deploiement,
      entree: 'transfert/pointer-papiers',
      cout: 'Les centres ne peuvent pas noter quelles copies papier ils ont vues.',
      environnement: {
        ...environnement,
        TABLE_PREUVE: stockage.preuve.tableName,
        FONCTION_STATUTS: referentiel.fonctionStatuts,
      },
    });
    permettreTable(pointer, stockage.session, ['Query', 'UpdateItem'], JURYS);
    permettreTable(pointer, stockage.preuve, ['Query', 'PutItem'], CHAINES_DES_JURYS);
    permettreAppel(pointer, referentiel.fonctionStatuts);
    this.commandes = [lister, controler, pointer];
  }
}
