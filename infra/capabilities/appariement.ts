import { Duration } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { permettreAppel, permettreEnvoi, permettreSecret, permettreTable } from '../constructs/acces.ts';
import { Commande } from '../constructs/commande.ts';
import type { LslFunction } from '../constructs/lsl-function.ts';
import { QueueWorker } from '../constructs/queue-worker.ts';
import {
  BILANS_D_APPARIEMENT,
  CANDIDATS,
  CHAINES_DES_LIVRETS,
  type ContexteAcademie,
  ENVOIS,
  ETABLISSEMENTS,
  environnementDesDroits,
  environnementDuLivret,
  INES_DES_CANDIDATS,
  NOMENCLATURES,
  POINTEURS_DES_CANDIDATS,
  permettreDeReconnaitre,
  permettreDOuvrir,
} from './contexte.ts';

/** Pairs pupils with the candidates of the exam, and allots each pair its No Élève. */
export class Appariement extends Construct {
  readonly commandes: readonly Commande[];
  /** Establishments to look at. */
  readonly file: IQueue;
  readonly #contexte: ContexteAcademie;

  /** @param transfert the queue through which it is told that a livret which had been sent lost or found its candidate */
  constructor(scope: Construct, id: string, contexte: ContexteAcademie, transfert: IQueue) {
    super(scope, id);
    this.#contexte = contexte;
    const { deploiement, stockage, referentiel, calendriers, academies } = contexte;
    const situation = { ...environnementDuLivret(contexte), TABLE_SESSION: stockage.session.tableName };
    const paires = { ...situation, FONCTION_NUMEROS: referentiel.fonctionNumeros, FILE_TRANSFERT: transfert.queueUrl };

    const apparier = new QueueWorker(this, 'Apparier', {
      deploiement,
      file: 'appariement',
      cout: 'Des élèves ne sont pas reliés à leur candidat : leur livret ne pourra pas être envoyé.',
      entree: 'appariement/apparier-etablissement',
      duree: Duration.minutes(5),
      environnement: paires,
    });
    this.#permettreDeSituer(apparier.travail);
    permettreTable(apparier.travail, stockage.registre, ['Query', 'UpdateItem'], ETABLISSEMENTS);
    permettreTable(apparier.travail, stockage.livrets, ['ConditionCheckItem', 'PutItem'], CHAINES_DES_LIVRETS);
    permettreTable(apparier.travail, stockage.livrets, ['UpdateItem'], ENVOIS);
    permettreTable(apparier.travail, stockage.session, ['UpdateItem'], CANDIDATS);
    permettreTable(apparier.travail, stockage.session, ['PutItem'], BILANS_D_APPARIEMENT);
    permettreTable(apparier.travail, stockage.preuve, ['PutItem'], CHAINES_DES_LIVRETS);
    permettreAppel(apparier.travail, referentiel.fonctionNumeros);
    permettreEnvoi(apparier.travail, transfert.queueArn);

    const droits = environnementDesDroits(contexte);
    const noms = { LSL_ACADEMIES: JSON.stringify(academies) };
    const envoyer = new Commande(this, 'EnvoyerIdentifiants', {
      deploiement,
      entree: 'appariement/envoyer-identifiants',
      cout: 'Des établissements ne peuvent pas envoyer les identifiants de leurs élèves.',
      environnement: {
        ...environnementDuLivret(contexte),
        ...droits,
        FILE_APPARIEMENT: apparier.file.queueUrl,
        LSL_CALENDRIERS: JSON.stringify(calendriers),
      },
    });
    permettreTable(envoyer, stockage.registre, ['UpdateItem'], ETABLISSEMENTS);
    permettreEnvoi(envoyer, apparier.file.queueArn);

    const consulter = new Commande(this, 'Consulter', {
      deploiement,
      entree: 'appariement/consulter-appariement',
      cout: 'Des établissements ne voient pas où en est l’appariement de leurs élèves.',
      environnement: { ...situation, ...droits, ...noms },
    });
    this.#permettreDeSituer(consulter);
    permettreTable(consulter, stockage.session, ['GetItem'], BILANS_D_APPARIEMENT);
    permettreTable(consulter, stockage.registre, ['BatchGetItem'], NOMENCLATURES);

    const decider = new Commande(this, 'Decider', {
      deploiement,
      entree: 'appariement/decider-appariement',
      cout: 'Personne ne peut décider d’un appariement douteux : ces livrets ne pourront pas être envoyés.',
      environnement: { ...paires, ...droits, ...noms, FILE_APPARIEMENT: apparier.file.queueUrl },
    });
    permettreTable(
      decider,
      stockage.livrets,
      ['BatchGetItem', 'ConditionCheckItem', 'PutItem', 'Query'],
      CHAINES_DES_LIVRETS,
    );
    permettreTable(decider, stockage.livrets, ['UpdateItem'], ENVOIS);
    permettreDOuvrir(decider, contexte);
    permettreTable(decider, stockage.registre, ['UpdateItem'], ETABLISSEMENTS);
    permettreTable(decider, stockage.session, ['GetItem'], POINTEURS_DES_CANDIDATS);
    permettreTable(decider, stockage.session, ['GetItem', 'PutItem', 'UpdateItem'], CANDIDATS);
    permettreTable(decider, stockage.preuve, ['PutItem'], CHAINES_DES_LIVRETS);
    permettreAppel(decider, referentiel.fonctionNumeros);
    for (const file of [apparier.file, transfert]) permettreEnvoi(decider, file.queueArn);

    for (const commande of [envoyer, consulter, decider]) permettreDeReconnaitre(commande, contexte);

    const parAcademie = new Commande(this, 'ConsulterAppariements', {
      deploiement,
      entree: 'appariement/consulter-appariements',
      cout: 'La DEC ne voit pas où en est l’appariement de ses établissements.',
      environnement: { ...droits, TABLE_SESSION: stockage.session.tableName },
    });
    permettreTable(parAcademie, stockage.session, ['Query'], BILANS_D_APPARIEMENT);
    this.commandes = [envoyer, consulter, decider, parAcademie];
    this.file = apparier.file;
  }

  /** Pupils, candidates of the establishment, and those that an INE finds in others. No pointer from an INE to a livret. */
  #permettreDeSituer(travail: LslFunction): void {
    const { livrets, session, nomSecretIne, cle } = this.#contexte.stockage;
    permettreTable(travail, livrets, ['BatchGetItem'], CHAINES_DES_LIVRETS);
    permettreTable(travail, session, ['BatchGetItem', 'Query'], CANDIDATS);
    permettreTable(travail, session, ['BatchGetItem'], POINTEURS_DES_CANDIDATS);
    permettreTable(travail, session, ['Query'], INES_DES_CANDIDATS);
    permettreSecret(travail, nomSecretIne, cle);
  }
}
