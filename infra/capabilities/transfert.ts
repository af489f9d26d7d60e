import { Duration } from 'aws-cdk-lib';
import { AccountPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { permettreEnvoi, permettreTable } from '../constructs/acces.ts';
import { Commande } from '../constructs/commande.ts';
import { NATIONAL, nomDeFonction } from '../constructs/deploiement.ts';
import { QueueWorker } from '../constructs/queue-worker.ts';
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

/** Freezes livrets and sends them to the référentiel national, then hears that they arrived. */
export class Transfert extends Construct {
  readonly commandes: readonly Commande[];
  /** Livrets to send, and what became of those that were. */
  readonly file: IQueue;

  constructor(scope: Construct, id: string, contexte: ContexteAcademie) {
    super(scope, id);
    const { deploiement, stockage, referentiel, calendriers } = contexte;
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
        LSL_CALENDRIERS: JSON.stringify(calendriers),
      },
    });
    permettreTable(transferer.travail, stockage.livrets, ['Query', 'PutItem']);
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
      environnement,
    });
    permettreTable(accuses.travail, stockage.livrets, ['BatchGetItem', 'PutItem']);
    permettreTable(accuses.travail, stockage.livrets, ['DeleteItem'], ENVOIS);
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
    this.commandes = [envoyer];
    this.file = transferer.file;
  }
}
