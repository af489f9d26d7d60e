import { Duration } from 'aws-cdk-lib';
import { Architecture, type ILayerVersion } from 'aws-cdk-lib/aws-lambda';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { permettreAppel, permettreEnvoi, permettreObjets, permettreTable } from '../constructs/acces.ts';
import { Commande } from '../constructs/commande.ts';
import type { LslFunction } from '../constructs/lsl-function.ts';
import { QueueWorker } from '../constructs/queue-worker.ts';
import { HEURE_DE_PARIS, ScheduledJob } from '../constructs/scheduled-job.ts';
import { permettreObjetDuReferentiel } from '../referentiel.ts';
import {
  CHAINES_DES_JURYS,
  type ContexteAcademie,
  EDITIONS,
  environnementDesDroits,
  JURYS,
  LISTES_DES_JURYS,
  PRESIDENTS,
  permettreDExpliquerLAbsence,
} from './contexte.ts';

/**
 * The jury's file: composed from projections only, checked by a function that knows what must not appear and
 * may only give its verdict, signed on demand (design.md, "Anonymity").
 */
export class Jury extends Construct {
  readonly commandes: readonly Commande[];

  constructor(scope: Construct, id: string, contexte: ContexteAcademie & { readonly chromium: ILayerVersion }) {
    super(scope, id);
    const { deploiement, stockage, referentiel, calendriers, chromium, fichiersJury } = contexte;
    const environnement = {
      TABLE_SESSION: stockage.session.tableName,
      SEAU_FICHIERS: stockage.fichiersJury.bucketName,
      SEAU_VERSIONS: referentiel.seauVersions,
    };

    const controler = new QueueWorker(this, 'Controler', {
      deploiement,
      file: 'controles',
      cout: 'Des fichiers de jury composés ne sont pas contrôlés : les centres ne peuvent pas les télécharger.',
      entree: 'jury/controler-fichier',
      duree: Duration.minutes(5),
      memoire: 4096,
      environnement,
    });
    permettreTable(controler.travail, stockage.session, ['GetItem', 'UpdateItem'], EDITIONS);
    permettreObjets(controler.travail, stockage.fichiersJury, 'fichiers/', 'lire');
    permettreObjetDuReferentiel(controler.travail, referentiel, 'termes/', 'lire');

    const composer = new QueueWorker(this, 'Composer', {
      deploiement,
      file: 'fichiers-jury',
      cout: 'Des fichiers de jury ne sont pas composés : le jury n’aura pas les livrets hors connexion.',
      entree: 'jury/composer-fichier',
      duree: Duration.minutes(10),
      memoire: 4096,
      disque: 2048,
      // Chromium is built for x86_64 only.
      architecture: Architecture.X86_64,
      couches: [chromium],
      environnement: {
        ...environnement,
        FILE_CONTROLES: controler.file.queueUrl,
        // Makes @sparticuz/chromium unpack its own system libraries.
        AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x',
      },
    });
    permettreTable(composer.travail, stockage.session, ['GetItem', 'UpdateItem'], EDITIONS);
    permettreObjets(composer.travail, stockage.fichiersJury, 'fichiers/', 'ecrire');
    permettreObjetDuReferentiel(composer.travail, referentiel, 'projections/', 'lire');
    permettreEnvoi(composer.travail, controler.file.queueArn);

    const demander = new Commande(this, 'Demander', {
      deploiement,
      entree: 'jury/demander-fichier',
      cout: 'Des fichiers de jury ne peuvent pas être demandés.',
      environnement: {
        ...environnementDesDroits(contexte),
        TABLE_SESSION: stockage.session.tableName,
        TABLE_LIVRETS: stockage.livrets.tableName,
        TABLE_PREUVE: stockage.preuve.tableName,
        FILE_FICHIERS_JURY: composer.file.queueUrl,
        FONCTION_STATUTS: referentiel.fonctionStatuts,
      },
    });
    permettreDeDemander(demander, contexte, composer.file);

    const consulter = new Commande(this, 'Consulter', {
      deploiement,
      entree: 'jury/consulter-fichier',
      cout: 'L’avancement des fichiers de jury ne peut pas être suivi.',
      environnement: {
        ...environnementDesDroits(contexte),
        TABLE_SESSION: stockage.session.tableName,
        FONCTION_STATUTS: referentiel.fonctionStatuts,
      },
    });
    permettreTable(consulter, stockage.session, ['Query'], EDITIONS, JURYS);
    permettreAppel(consulter, referentiel.fonctionStatuts);

    const signer = new Commande(this, 'Signer', {
      deploiement,
      entree: 'jury/signer-fichier',
      cout: 'Des jurys ne peuvent pas télécharger leur fichier.',
      environnement: {
        ...environnementDesDroits(contexte),
        TABLE_SESSION: stockage.session.tableName,
        TABLE_PREUVE: stockage.preuve.tableName,
        SEAU_FICHIERS: stockage.fichiersJury.bucketName,
        FONCTION_STATUTS: referentiel.fonctionStatuts,
      },
    });
    permettreTable(signer, stockage.session, ['Query'], JURYS);
    permettreTable(signer, stockage.session, ['Query', 'UpdateItem'], EDITIONS);
    permettreTable(signer, stockage.preuve, ['Query', 'PutItem'], CHAINES_DES_JURYS);
    permettreObjets(signer, stockage.fichiersJury, 'fichiers/', 'lire');
    permettreAppel(signer, referentiel.fonctionStatuts);

    const suivre = new Commande(this, 'Suivre', {
      deploiement,
      entree: 'jury/suivre-fichiers',
      cout: 'La DEC ne voit pas quels jurys n’ont pas leur fichier.',
      // A request a jury, and there may be a thousand.
      duree: Duration.minutes(1),
      environnement: { ...environnementDesDroits(contexte), TABLE_SESSION: stockage.session.tableName },
    });
    permettreTable(suivre, stockage.session, ['Query'], EDITIONS, JURYS, LISTES_DES_JURYS);

    const lirePresidents = new Commande(this, 'LirePresidents', {
      deploiement,
      entree: 'jury/lire-presidents',
      cout: 'La DEC et les centres ne voient pas qui préside leurs jurys.',
      duree: Duration.minutes(1),
      environnement: { ...environnementDesDroits(contexte), TABLE_SESSION: stockage.session.tableName },
    });
    permettreTable(lirePresidents, stockage.session, ['Query'], JURYS, LISTES_DES_JURYS);
    permettreTable(lirePresidents, stockage.session, ['GetItem', 'Query'], PRESIDENTS);

    const nommerPresidents = new Commande(this, 'NommerPresidents', {
      deploiement,
      entree: 'jury/nommer-presidents',
      cout: 'La présidence des jurys ne peut pas être saisie.',
      environnement: {
        ...environnementDesDroits(contexte),
        TABLE_SESSION: stockage.session.tableName,
        TABLE_PREUVE: stockage.preuve.tableName,
        LSL_CALENDRIERS: JSON.stringify(calendriers),
      },
    });
    permettreTable(nommerPresidents, stockage.session, ['Query'], JURYS);
    permettreTable(nommerPresidents, stockage.session, ['PutItem'], PRESIDENTS);
    permettreTable(nommerPresidents, stockage.preuve, ['Query', 'PutItem'], CHAINES_DES_JURYS);
    this.commandes = [demander, consulter, signer, suivre, lirePresidents, nommerPresidents];
    if (fichiersJury !== null) this.#preparer(contexte, fichiersJury, composer.file);
  }
  /** On the eve of the deliberations, for juries that nobody asked for. */
  #preparer(
    contexte: ContexteAcademie,
    { joursAvant, heure }: NonNullable<ContexteAcademie['fichiersJury']>,
    file: IQueue,
  ): void {
    const { deploiement, stockage, referentiel, calendriers } = contexte;
    const { travail } = new ScheduledJob(this, 'Preparer', {
      deploiement,
      tache: 'preparer-fichiers',
      // Every day: the function reads the calendars.
      quand: ScheduleExpression.cron({ hour: String(heure), minute: '0', timeZone: HEURE_DE_PARIS }),
      cout: 'Des jurys que personne n’a demandés n’ont pas leur fichier la veille des délibérations.',
      entree: 'jury/preparer-fichiers',
      // Of a thousand juries, eight at once.
      duree: Duration.minutes(10),
      environnement: {
        TABLE_SESSION: stockage.session.tableName,
        TABLE_LIVRETS: stockage.livrets.tableName,
        TABLE_PREUVE: stockage.preuve.tableName,
        FILE_FICHIERS_JURY: file.queueUrl,
        FONCTION_STATUTS: referentiel.fonctionStatuts,
        LSL_CALENDRIERS: JSON.stringify(calendriers),
        LSL_JOURS_AVANT: String(joursAvant),
      },
    });
    permettreTable(travail, stockage.session, ['Query'], LISTES_DES_JURYS);
    permettreDeDemander(travail, contexte, file);
  }
}

/** What asking for a file takes, whoever asks. */
function permettreDeDemander(travail: LslFunction, contexte: ContexteAcademie, file: IQueue): void {
  const { stockage } = contexte;
  permettreDExpliquerLAbsence(travail, contexte);
  permettreTable(travail, stockage.session, ['GetItem', 'Query', 'PutItem'], EDITIONS);
  permettreTable(travail, stockage.preuve, ['Query', 'PutItem'], CHAINES_DES_JURYS);
  permettreEnvoi(travail, file.queueArn);
}
