import { Duration } from 'aws-cdk-lib';
import { ArnPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { LslFunction } from '../constructs/lsl-function.ts';
import { QueueWorker } from '../constructs/queue-worker.ts';
import { NATIONAL, permettreObjetDuReferentiel } from '../referentiel.ts';
import { type ContexteAcademie, environnementDuLivret, permettreEcriture, permettreLecture } from './contexte.ts';

/** Freezes livrets and sends them to the référentiel national, then hears that they arrived. */
export class Transfert extends Construct {
  readonly commandes: readonly LslFunction[];

  constructor(scope: Construct, id: string, contexte: ContexteAcademie) {
    super(scope, id);
    const { deploiement, referentiel, calendriers } = contexte;
    const environnement = environnementDuLivret(contexte);

    const transferer = new QueueWorker(this, 'Transferer', {
      deploiement,
      file: 'transfert',
      cout: 'Des livrets ne partent pas vers le référentiel national : le jury ne les aura pas.',
      entree: 'transfert/transferer-livret',
      environnement: {
        ...environnement,
        SEAU_VERSIONS: referentiel.seauVersions,
        FILE_STATUTS: referentiel.fileStatuts.url,
      },
    });
    permettreEcriture(contexte, transferer.travail);
    for (const prefixe of ['versions/', 'projections/', 'termes/']) {
      permettreObjetDuReferentiel(transferer.travail, referentiel, prefixe, 'ecrire');
    }
    transferer.travail.fonction.addToRolePolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [referentiel.fileStatuts.arn] }),
    );

    const accuses = new QueueWorker(this, 'Accuses', {
      deploiement,
      file: 'accuses',
      cout: 'La date d’envoi n’apparaît pas sur des livrets pourtant reçus : les établissements les croient perdus.',
      entree: 'transfert/recevoir-accuse',
      environnement,
    });
    permettreEcriture(contexte, accuses.travail);
    // The sender lives in the référentiel's account: the queue lets in its one function.
    accuses.file.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AccusesDuReferentiel',
        principals: [new ArnPrincipal(`arn:aws:iam::${referentiel.compte}:root`)],
        actions: ['sqs:SendMessage', 'sqs:GetQueueUrl'],
        resources: [accuses.file.queueArn],
        conditions: {
          ArnEquals: {
            'aws:PrincipalArn': `arn:aws:iam::${referentiel.compte}:role/lsl-${NATIONAL}-transfert-recevoir-statut`,
          },
        },
      }),
    );

    const envoyer = new LslFunction(this, 'EnvoyerLivrets', {
      deploiement,
      entree: 'transfert/envoyer-livrets',
      duree: Duration.minutes(2),
      environnement: {
        ...environnement,
        FILE_TRANSFERT: transferer.file.queueUrl,
        LSL_CALENDRIERS: JSON.stringify(calendriers),
      },
    });
    permettreLecture(contexte, envoyer);
    transferer.file.grantSendMessages(envoyer.fonction);
    this.commandes = [envoyer];
  }
}
