import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import {
  LIRE_ET_ECRIRE,
  permettreEnvoi,
  permettreObjets,
  permettreSecret,
  permettreTable,
} from '../constructs/acces.ts';
import { alarme } from '../constructs/alarme.ts';
import { Commande } from '../constructs/commande.ts';
import { nomPhysique } from '../constructs/deploiement.ts';
import { QueueWorker } from '../constructs/queue-worker.ts';
import { ScheduledJob } from '../constructs/scheduled-job.ts';
import {
  CANDIDATS,
  CHAINES_DES_LIVRETS,
  type ContexteAcademie,
  ENVOIS,
  ETABLISSEMENTS,
  environnementDesDroits,
  environnementDuLivret,
  environnementDuRegistre,
  INES_DES_CANDIDATS,
  JURYS,
  LISTES_DES_JURYS,
  POINTEURS_DES_CANDIDATS,
  permettreDeReconnaitre,
} from './contexte.ts';

/** From the deposit of a file to its compte rendu. */
export class Imports extends Construct {
  readonly commandes: readonly Commande[];

  /**
   * @param transfert the queue through which a corrected identity of a livret that was sent is told
   * @param appariement the queue through which candidates that came are looked at
   */
  constructor(scope: Construct, id: string, contexte: ContexteAcademie, transfert: IQueue, appariement: IQueue) {
    super(scope, id);
    const { deploiement, stockage, editeurs } = contexte;
    const environnement = {
      TABLE_IMPORTS: stockage.imports.tableName,
      SEAU_DEPOTS: stockage.depots.bucketName,
    };

    const lots = new QueueWorker(this, 'Lots', {
      deploiement,
      file: 'lots',
      cout: 'Des dossiers d’élèves déposés ne sont pas intégrés : leur établissement n’a pas de compte rendu.',
      entree: 'imports/integrer-lot',
      duree: Duration.minutes(2),
      memoire: 1024,
      environnement: {
        ...environnement,
        ...environnementDuLivret(contexte),
        TABLE_SESSION: stockage.session.tableName,
        FILE_TRANSFERT: transfert.queueUrl,
        FILE_APPARIEMENT: appariement.queueUrl,
      },
    });
    permettreEnvoi(lots.travail, transfert.queueArn);
    permettreEnvoi(lots.travail, appariement.queueArn);
    permettreTable(lots.travail, stockage.imports, LIRE_ET_ECRIRE);
    permettreTable(
      lots.travail,
      stockage.session,
      ['BatchGetItem', 'GetItem', 'Query', 'PutItem', 'DeleteItem'],
      CANDIDATS,
    );
    permettreTable(lots.travail, stockage.session, ['BatchGetItem', 'GetItem', 'PutItem'], POINTEURS_DES_CANDIDATS);
    permettreTable(lots.travail, stockage.session, ['UpdateItem', 'DeleteItem'], JURYS);
    permettreTable(lots.travail, stockage.session, ['PutItem', 'DeleteItem'], INES_DES_CANDIDATS);
    permettreTable(lots.travail, stockage.session, ['PutItem'], LISTES_DES_JURYS);
    permettreTable(lots.travail, stockage.livrets, ['BatchGetItem', 'Query', 'PutItem', 'DeleteItem']);
    permettreTable(lots.travail, stockage.livrets, ['UpdateItem'], ENVOIS);
    permettreTable(lots.travail, stockage.registre, LIRE_ET_ECRIRE);
    permettreTable(lots.travail, stockage.preuve, ['PutItem'], CHAINES_DES_LIVRETS);
    permettreObjets(lots.travail, stockage.depots, 'staging/', 'lire');
    permettreObjets(lots.travail, stockage.depots, 'constats/', 'lire');
    permettreObjets(lots.travail, stockage.depots, 'constats/', 'ecrire');
    permettreObjets(lots.travail, stockage.depots, 'comptes-rendus/', 'ecrire');
    permettreSecret(lots.travail, stockage.nomSecretIne, stockage.cle);

    const depots = new QueueWorker(this, 'Depots', {
      deploiement,
      file: 'imports',
      cout: 'Des fichiers déposés ne sont pas lus : leur établissement n’a pas de compte rendu.',
      entree: 'imports/lire-depot',
      duree: Duration.minutes(10),
      memoire: 1024,
      environnement: {
        ...environnement,
        FILE_LOTS: lots.file.queueUrl,
        LSL_EDITEURS: JSON.stringify(editeurs.agrees),
        LSL_EDITEURS_NON_AGREES: editeurs.regle,
      },
    });
    permettreTable(depots.travail, stockage.imports, LIRE_ET_ECRIRE);
    permettreObjets(depots.travail, stockage.depots, 'depots/', 'lire');
    permettreObjets(depots.travail, stockage.depots, 'staging/', 'ecrire');
    permettreObjets(depots.travail, stockage.depots, 'constats/', 'ecrire');
    permettreObjets(depots.travail, stockage.depots, 'comptes-rendus/', 'ecrire');
    permettreEnvoi(depots.travail, lots.file.queueArn);

    new Rule(this, 'FichierDepose', {
      ruleName: nomPhysique(deploiement, 'fichier-depose'),
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: {
          bucket: { name: [stockage.depots.bucketName] },
          object: { key: [{ prefix: 'depots/' }] },
        },
      },
      // What could not be delivered waits with what could not be read: one alarm, one redrive.
      targets: [new SqsQueue(depots.file, { deadLetterQueue: depots.rebut })],
    });

    const surveillance = new ScheduledJob(this, 'Surveillance', {
      deploiement,
      tache: 'surveiller-depots',
      quand: ScheduleExpression.rate(Duration.minutes(15)),
      cout: 'Les dépôts qui n’aboutissent pas ne sont plus relancés ni signalés.',
      entree: 'imports/surveiller-depots',
      environnement: { TABLE_IMPORTS: stockage.imports.tableName, FILE_LOTS: lots.file.queueUrl },
    });
    permettreTable(surveillance.travail, stockage.imports, ['GetItem', 'Query', 'UpdateItem', 'DeleteItem']);
    permettreEnvoi(surveillance.travail, lots.file.queueArn);
    alarme(this, 'DepotsEnRetard', {
      deploiement,
      section: 'depots-en-retard',
      cout: 'Des établissements attendent leur compte rendu depuis plus d’une demi-heure.',
      mesure: new Metric({
        namespace: 'LSL',
        metricName: 'DepotsEnRetard',
        dimensionsMap: { deploiement: deploiement.nom, service: 'imports' },
        statistic: 'Maximum',
        period: Duration.minutes(15),
      }),
    });

    const enregistrer = new Commande(this, 'Enregistrer', {
      deploiement,
      entree: 'imports/enregistrer-depot',
      cout: 'Des établissements ne peuvent pas déposer de fichier.',
      environnement: { ...environnement, ...environnementDuRegistre(contexte) },
    });
    permettreDeReconnaitre(enregistrer, contexte);
    permettreTable(enregistrer, stockage.imports, ['PutItem']);
    permettreObjets(enregistrer, stockage.depots, 'depots/', 'ecrire');

    const consulter = new Commande(this, 'Consulter', {
      deploiement,
      entree: 'imports/consulter-imports',
      cout: 'Des établissements ne peuvent ni suivre leurs dépôts, ni lire leurs comptes rendus.',
      environnement: { ...environnement, ...environnementDuLivret(contexte), ...environnementDesDroits(contexte) },
    });
    permettreTable(consulter, stockage.imports, ['GetItem', 'Query']);
    permettreDeReconnaitre(consulter, contexte);
    permettreObjets(consulter, stockage.depots, 'comptes-rendus/', 'lire');

    const annuler = new Commande(this, 'Annuler', {
      deploiement,
      entree: 'imports/annuler-depot',
      cout: 'Des établissements ne peuvent pas revenir sur un dépôt.',
      environnement: { ...environnement, ...environnementDuRegistre(contexte), FILE_LOTS: lots.file.queueUrl },
    });
    permettreDeReconnaitre(annuler, contexte);
    permettreTable(annuler, stockage.imports, ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem']);
    permettreObjets(annuler, stockage.depots, 'staging/', 'lire');
    permettreEnvoi(annuler, lots.file.queueArn);

    const revoir = new Commande(this, 'ConsulterRevue', {
      deploiement,
      entree: 'imports/consulter-revue',
      cout: 'Des établissements ne voient pas les dossiers qu’ils doivent accepter ou refuser.',
      environnement: {
        TABLE_IMPORTS: stockage.imports.tableName,
        ...environnementDuLivret(contexte),
        ...environnementDesDroits(contexte),
      },
    });
    permettreDeReconnaitre(revoir, contexte);
    permettreTable(revoir, stockage.imports, ['BatchGetItem', 'GetItem', 'Query']);
    permettreTable(revoir, stockage.livrets, ['Query']);
    permettreTable(revoir, stockage.registre, ['BatchGetItem']);

    const decider = new Commande(this, 'Decider', {
      deploiement,
      entree: 'imports/decider-dossiers',
      cout: 'Des établissements ne peuvent ni accepter, ni refuser les dossiers d’un dépôt.',
      // Ten thousand decisions at once.
      duree: Duration.minutes(1),
      environnement: {
        TABLE_IMPORTS: stockage.imports.tableName,
        ...environnementDuRegistre(contexte),
        FILE_LOTS: lots.file.queueUrl,
      },
    });
    permettreDeReconnaitre(decider, contexte);
    permettreTable(decider, stockage.imports, LIRE_ET_ECRIRE);
    permettreEnvoi(decider, lots.file.queueArn);

    const choisir = new Commande(this, 'ChoisirSource', {
      deploiement,
      entree: 'imports/choisir-source',
      cout: 'Des établissements ne peuvent pas choisir ce qui l’emporte, de l’import ou de la saisie.',
      environnement: { ...environnementDuLivret(contexte), ...environnementDesDroits(contexte) },
    });
    permettreDeReconnaitre(choisir, contexte);
    permettreTable(choisir, stockage.registre, ['PutItem'], ETABLISSEMENTS);
    this.commandes = [enregistrer, consulter, annuler, revoir, decider, choisir];
  }
}
