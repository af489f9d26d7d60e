import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { permettreAppel, permettreEnvoi, permettreTable } from '../constructs/acces.ts';
import { Commande } from '../constructs/commande.ts';
import { QueueWorker } from '../constructs/queue-worker.ts';
import {
  CANDIDATS,
  CHAINES_DES_LIVRETS,
  type ContexteAcademie,
  ETABLISSEMENTS,
  environnementDesDroits,
  environnementDuLivret,
  permettreDeReconnaitre,
} from './contexte.ts';

/** Pairs pupils with the candidates of the exam, and allots each pair its No Élève. */
export class Appariement extends Construct {
  readonly commandes: readonly Commande[];

  constructor(scope: Construct, id: string, contexte: ContexteAcademie) {
    super(scope, id);
    const { deploiement, stockage, referentiel, calendriers } = contexte;

    const apparier = new QueueWorker(this, 'Apparier', {
      deploiement,
      file: 'appariement',
      cout: 'Des élèves ne sont pas reliés à leur candidat : leur livret ne pourra pas être envoyé.',
      entree: 'appariement/apparier-etablissement',
      duree: Duration.minutes(5),
      environnement: {
        ...environnementDuLivret(contexte),
        TABLE_SESSION: stockage.session.tableName,
        FONCTION_NUMEROS: referentiel.fonctionNumeros,
      },
    });
    permettreTable(apparier.travail, stockage.livrets, ['Query', 'PutItem']);
    permettreTable(apparier.travail, stockage.registre, ['Query', 'UpdateItem'], ETABLISSEMENTS);
    permettreTable(apparier.travail, stockage.session, ['Query', 'UpdateItem'], CANDIDATS);
    permettreTable(apparier.travail, stockage.preuve, ['PutItem'], CHAINES_DES_LIVRETS);
    permettreAppel(apparier.travail, referentiel.fonctionNumeros);

    const envoyer = new Commande(this, 'EnvoyerIdentifiants', {
      deploiement,
      entree: 'appariement/envoyer-identifiants',
      cout: 'Des établissements ne peuvent pas envoyer les identifiants de leurs élèves.',
      environnement: {
        ...environnementDuLivret(contexte),
        ...environnementDesDroits(contexte),
        FILE_APPARIEMENT: apparier.file.queueUrl,
        LSL_CALENDRIERS: JSON.stringify(calendriers),
      },
    });
    permettreDeReconnaitre(envoyer, contexte);
    permettreEnvoi(envoyer, apparier.file.queueArn);

    const consulter = new Commande(this, 'Consulter', {
      deploiement,
      entree: 'appariement/consulter-appariement',
      cout: 'Des établissements ne voient pas où en est l’appariement de leurs élèves.',
      environnement: {
        ...environnementDuLivret(contexte),
        ...environnementDesDroits(contexte),
        TABLE_SESSION: stockage.session.tableName,
      },
    });
    permettreDeReconnaitre(consulter, contexte);
    permettreTable(consulter, stockage.session, ['Query'], CANDIDATS);
    this.commandes = [envoyer, consulter];
  }
}
