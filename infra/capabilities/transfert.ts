import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { AccountPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { permettreDeCompter, permettreEnvoi, permettreTable } from '../constructs/acces.ts';
import { alarme } from '../constructs/alarme.ts';
import { Commande } from '../constructs/commande.ts';
import { NATIONAL, nomDeFonction } from '../constructs/deploiement.ts';
import { QueueWorker } from '../constructs/queue-worker.ts';
import { ScheduledJob } from '../constructs/scheduled-job.ts';
import { permettreObjetDuReferentiel } from '../referentiel.ts';
import {
  CHAINES_DES_LIVRETS,
  type ContexteAcademie,
  ENVOIS,
  ETABLISSEMENTS,
  environnementDesDroits,
  environnementDuLivret,
  permettreDeReconnaitre,
  permettreDOuvrir,
} from './contexte.ts';

/**
 * Of one function that tells one livret after another: half a second each, or two when it starts and calls are made again
 * (docs/exploitation/transfert.md).
 */
const LIVRETS_PAR_MINUTE = { auPlus: 120, auMoins: 30 } as const;

/** Freezes livrets and sends them to the référentiel national, then hears that they arrived. */
export class Transfert extends Construct {
  readonly commandes: readonly Commande[];
  /** Livrets to send, and what became of those that were. */
  readonly file: IQueue;

  constructor(scope: Construct, id: string, contexte: ContexteAcademie) {
    super(scope, id);
    const { deploiement, stockage, referentiel, calendriers, transfertsEnParallele } = contexte;
    const environnement = environnementDuLivret(contexte);

    const transferer = new QueueWorker(this, 'Transferer', {
      deploiement,
      file: 'transfert',
      cout: 'Des livrets ne partent pas vers le référentiel national : le jury ne les aura pas.',
      entree: 'transfert/transferer-livret',
      enParallele: transfertsEnParallele,
      environnement: {
        ...environnement,
        SEAU_VERSIONS: referentiel.seauVersions,
        FILE_STATUTS: referentiel.fileStatuts.url,
        LSL_CALENDRIERS: JSON.stringify(calendriers),
      },
    });
    permettreTable(transferer.travail, stockage.livrets, ['Query', 'PutItem', 'ConditionCheckItem']);
    permettreTable(transferer.travail, stockage.livrets, ['GetItem', 'UpdateItem', 'DeleteItem'], ENVOIS);
    permettreDOuvrir(transferer.travail, contexte);
    permettreTable(transferer.travail, stockage.registre, ['UpdateItem'], ETABLISSEMENTS);
    permettreTable(transferer.travail, stockage.preuve, ['PutItem'], CHAINES_DES_LIVRETS);
    for (const prefixe of ['versions/', 'projections/', 'termes/']) {
      permettreObjetDuReferentiel(transferer.travail, referentiel, `${prefixe}${deploiement.nom}/`, 'ecrire');
    }
    permettreEnvoi(transferer.travail, referentiel.fileStatuts.arn);

    const accuses = new QueueWorker(this, 'Accuses', {
      deploiement,
      file: 'accuses',
      cout: 'La date d’envoi n’apparaît pas sur des livrets pourtant reçus : les établissements les croient perdus.',
      entree: 'transfert/recevoir-accuse',
      messagesALaFois: 10,
      environnement,
    });
    permettreTable(accuses.travail, stockage.livrets, ['BatchGetItem', 'PutItem']);
    permettreTable(accuses.travail, stockage.livrets, ['UpdateItem', 'DeleteItem'], ENVOIS);
    permettreTable(accuses.travail, stockage.registre, ['UpdateItem'], ETABLISSEMENTS);
    permettreTable(accuses.travail, stockage.preuve, ['PutItem'], CHAINES_DES_LIVRETS);
    // The sender lives in the référentiel's account: the queue lets in its one function.
    accuses.file.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AccusesDuReferentiel',
        principals: [new AccountPrincipal(referentiel.compte)],
        actions: ['sqs:SendMessage', 'sqs:GetQueueUrl'],
        resources: [accuses.file.queueArn],
        conditions: {
          ArnEquals: {
            'aws:PrincipalArn': `arn:aws:iam::${referentiel.compte}:role/${nomDeFonction({ nom: NATIONAL }, 'transfert/recevoir-statut')}`,
          },
        },
      }),
    );

    const envoyer = new Commande(this, 'EnvoyerLivrets', {
      deploiement,
      entree: 'transfert/envoyer-livrets',
      cout: 'Des établissements ne peuvent pas envoyer leurs livrets.',
      duree: Duration.minutes(2),
      environnement: {
        ...environnement,
        ...environnementDesDroits(contexte),
        FILE_TRANSFERT: transferer.file.queueUrl,
        LSL_CALENDRIERS: JSON.stringify(calendriers),
      },
    });
    permettreTable(envoyer, stockage.livrets, ['Query', 'PutItem']);
    permettreTable(envoyer, stockage.livrets, ['UpdateItem'], ENVOIS);
    permettreDOuvrir(envoyer, contexte);
    permettreTable(envoyer, stockage.preuve, ['PutItem'], CHAINES_DES_LIVRETS);
    permettreDeReconnaitre(envoyer, contexte);
    permettreEnvoi(envoyer, transferer.file.queueArn);

    const suivre = new Commande(this, 'SuivreEnvois', {
      deploiement,
      entree: 'transfert/suivre-envois',
      cout: 'Des établissements ne voient pas où en sont les livrets qu’ils ont envoyés.',
      environnement: {
        ...environnement,
        ...environnementDesDroits(contexte),
        LSL_CALENDRIERS: JSON.stringify(calendriers),
        LSL_LIVRETS_PAR_MINUTE_AU_PLUS: String(transfertsEnParallele * LIVRETS_PAR_MINUTE.auPlus),
        LSL_LIVRETS_PAR_MINUTE_AU_MOINS: String(transfertsEnParallele * LIVRETS_PAR_MINUTE.auMoins),
      },
    });
    permettreTable(suivre, stockage.livrets, ['Query']);
    permettreDOuvrir(suivre, contexte);
    permettreDeReconnaitre(suivre, contexte);
    this.commandes = [envoyer, suivre];

    const surveillance = new ScheduledJob(this, 'Surveillance', {
      deploiement,
      tache: 'surveiller-envois',
      quand: ScheduleExpression.rate(Duration.minutes(15)),
      cout: 'Ce qui se perd entre l’académie et le référentiel national n’est plus relancé ni signalé.',
      entree: 'transfert/surveiller-envois',
      duree: Duration.minutes(5),
      environnement: {
        TABLE_LIVRETS: stockage.livrets.tableName,
        FILE_TRANSFERT: transferer.file.queueUrl,
        LSL_CALENDRIERS: JSON.stringify(calendriers),
      },
    });
    permettreTable(surveillance.travail, stockage.livrets, ['Query', 'UpdateItem'], ENVOIS);
    permettreEnvoi(surveillance.travail, transferer.file.queueArn);
    permettreDeCompter(surveillance.travail, transferer.file.queueArn);
    alarme(this, 'EnvoisSansAccuse', {
      deploiement,
      section: 'envois-sans-accuse',
      cout: 'Des livrets envoyés il y a plus de neuf heures n’ont pas d’accusé du référentiel national.',
      mesure: new Metric({
        namespace: 'LSL',
        metricName: 'EnvoisSansAccuse',
        dimensionsMap: { deploiement: deploiement.nom, service: 'transfert' },
        statistic: 'Maximum',
        period: Duration.minutes(15),
      }),
    });
    this.file = transferer.file;
  }
}
