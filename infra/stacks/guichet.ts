import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { permettreEnvoi, permettreObjets, permettreSecret, permettreTable } from '../constructs/acces.ts';
import { Commande } from '../constructs/commande.ts';
import type { Deploiement } from '../constructs/deploiement.ts';
import { Entree } from '../constructs/entree.ts';
import { QueueWorker } from '../constructs/queue-worker.ts';
import type { Academie } from '../parametres.ts';
import { type National, PREFIXES } from './national.ts';

/** Patterns of partition keys: what is told of a pupil, under their number; places, and what finds them, by livret and by INE. */
export const STATUTS = 'S#*#N#*';
export const PLACES = [STATUTS, 'S#*#L#*', 'S#*#I#*'] as const;
/** Of candidates of one académie. */
export const candidatsDe = (academie: string): string => `S#*#C#${academie}#*`;

/**
 * What one académie reaches of the référentiel national, and no other one does: its queue of statuses and two functions.
 * Whose they are says who sends and who asks: no message does.
 */
export class Guichet extends Stack {
  constructor(
    scope: Construct,
    id: string,
    props: StackProps & { readonly national: National; readonly academie: Academie },
  ) {
    const { national, academie } = props;
    super(scope, id, props);
    const { parametres, table, versions, cle, nomSecretIne } = national;
    const deploiement: Deploiement = { ...national.deploiement, guichet: academie.slug };
    const compte = academie.compte ?? this.account;
    const accuses = `lsl-${academie.slug}-accuses`;
    const statuts = new QueueWorker(this, 'Statuts', {
      deploiement,
      file: 'statuts',
      cout: 'Des livrets envoyés par une académie ne sont pas enregistrés : le jury ne les aura pas.',
      entree: 'transfert/recevoir-statut',
      messagesALaFois: 10,
      enParallele: parametres.receptionsEnParallele,
      environnement: {
        TABLE_REFERENTIEL: table.tableName,
        SEAU_VERSIONS: versions.bucketName,
        FILE_ACCUSES: `https://sqs.${this.region}.amazonaws.com/${compte}/${accuses}`,
      },
    });
    permettreTable(statuts.travail, table, ['GetItem'], STATUTS);
    permettreTable(statuts.travail, table, ['PutItem'], STATUTS, candidatsDe(academie.slug));
    for (const prefixe of PREFIXES) permettreObjets(statuts.travail, versions, `${prefixe}${academie.slug}/`, 'lire');
    permettreEnvoi(statuts.travail, `arn:aws:sqs:${this.region}:${compte}:${accuses}`);

    const numeros = new Commande(this, 'ReserverNumeros', {
      deploiement,
      entree: 'appariement/reserver-numeros',
      cout: 'Une académie n’obtient pas de No Élève : ses élèves ne sont pas reliés à leurs candidats.',
      environnement: { TABLE_REFERENTIEL: table.tableName, SECRET_INE: nomSecretIne },
    });
    permettreTable(numeros, table, ['BatchGetItem', 'PutItem'], ...PLACES);
    permettreSecret(numeros, nomSecretIne, cle);

    const consulter = new Commande(this, 'ConsulterStatuts', {
      deploiement,
      entree: 'transfert/consulter-statuts',
      cout: 'Une académie ne sait pas quels livrets sont arrivés : aucun fichier de jury ne peut y être demandé.',
      environnement: { TABLE_REFERENTIEL: table.tableName },
    });
    permettreTable(consulter, table, ['BatchGetItem'], STATUTS, candidatsDe(academie.slug));

    const entree = new Entree(parametres, [academie], this.account);
    statuts.file.addToResourcePolicy(
      entree.autoriser('EnvoyerUnStatut', 'transfert/transferer-livret', {
        actions: ['sqs:SendMessage'],
        resources: [statuts.file.queueArn],
      }),
    );
    entree.ouvrirFonction(numeros);
    entree.ouvrirFonction(consulter);
  }
}
