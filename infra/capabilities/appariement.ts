import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { LIRE, permettreTable } from '../constructs/acces.ts';
import { LslFunction } from '../constructs/lsl-function.ts';
import { QueueWorker } from '../constructs/queue-worker.ts';
import { type ContexteAcademie, environnementDuLivret, permettreEcriture, permettreLecture } from './contexte.ts';

/** Pairs pupils with the candidates of the exam, and allots each pair its No Élève. */
export class Appariement extends Construct {
  readonly commandes: readonly LslFunction[];

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
    permettreEcriture(contexte, apparier.travail);
    permettreTable(apparier.travail, stockage.session, [...LIRE, 'UpdateItem']);
    apparier.travail.fonction.addToRolePolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [referentiel.fonctionNumeros] }),
    );

    const envoyer = new LslFunction(this, 'EnvoyerIdentifiants', {
      deploiement,
      entree: 'appariement/envoyer-identifiants',
      environnement: {
        ...environnementDuLivret(contexte),
        FILE_APPARIEMENT: apparier.file.queueUrl,
        LSL_CALENDRIERS: JSON.stringify(calendriers),
      },
    });
    permettreLecture(contexte, envoyer);
    apparier.file.grantSendMessages(envoyer.fonction);

    const consulter = new LslFunction(this, 'Consulter', {
      deploiement,
      entree: 'appariement/consulter-appariement',
      environnement: { ...environnementDuLivret(contexte), TABLE_SESSION: stockage.session.tableName },
    });
    permettreLecture(contexte, consulter);
    permettreTable(consulter, stockage.session, LIRE);
    this.commandes = [envoyer, consulter];
  }
}
