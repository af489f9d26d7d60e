import { Stack, type StackProps } from 'aws-cdk-lib';
import { AccountPrincipal, AnyPrincipal, Effect, type IPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { ECRIRE, LIRE, permettreObjets, permettreTable } from '../constructs/acces.ts';
import { Coffre } from '../constructs/coffre.ts';
import type { Deploiement } from '../constructs/deploiement.ts';
import { LslFunction } from '../constructs/lsl-function.ts';
import { QueueWorker } from '../constructs/queue-worker.ts';
import { type Academie, lireAcademie, type National as Parametres } from '../parametres.ts';
import { ROLES_DES_ACADEMIES } from '../referentiel.ts';
import { sujetDesAlertes } from './alertes.ts';

/**
 * The référentiel national, deployed once: statuses, versions and projections of every académie. Académies
 * reach its bucket, its queue and two functions, each through the one role that needs it.
 */
export class National extends Stack {
  constructor(
    scope: Construct,
    id: string,
    props: StackProps & { readonly deploiement: Omit<Deploiement, 'alertes'>; readonly parametres: Parametres },
  ) {
    super(scope, id, { ...props, terminationProtection: !props.deploiement.local });
    const { parametres } = props;
    const alertes = sujetDesAlertes(this, props.deploiement.nom, parametres.contacts.exploitation);
    const deploiement: Deploiement = { ...props.deploiement, alertes };
    const academies = parametres.academies.map(lireAcademie);

    const coffre = new Coffre(this, 'Coffre', { deploiement, compte: this.account });
    const table = coffre.table('referentiel');
    const versions = coffre.seau('versions', []);

    const statuts = new QueueWorker(this, 'Statuts', {
      deploiement,
      file: 'statuts',
      cout: 'Des livrets envoyés par les académies ne sont pas enregistrés : le jury ne les aura pas.',
      entree: 'transfert/recevoir-statut',
      environnement: {
        TABLE_REFERENTIEL: table.tableName,
        SEAU_VERSIONS: versions.bucketName,
        LSL_ACADEMIES: this.toJsonString(
          Object.fromEntries(academies.map(({ slug, compte }) => [slug, compte ?? this.account])),
        ),
      },
    });
    permettreTable(statuts.travail, table, [...LIRE, ...ECRIRE]);
    for (const prefixe of ['versions/', 'projections/', 'termes/']) {
      permettreObjets(statuts.travail, versions, prefixe, 'lire');
    }
    statuts.travail.fonction.addToRolePolicy(
      new PolicyStatement({
        actions: ['sqs:SendMessage', 'sqs:GetQueueUrl'],
        resources: academies.map(({ slug, compte }) =>
          this.formatArn({
            service: 'sqs',
            resource: `lsl-${slug}-accuses`,
            ...(compte === null ? {} : { account: compte }),
          }),
        ),
      }),
    );

    const numeros = new LslFunction(this, 'ReserverNumeros', {
      deploiement,
      entree: 'appariement/reserver-numeros',
      environnement: { TABLE_REFERENTIEL: table.tableName },
    });
    permettreTable(numeros, table, ['BatchGetItem', 'GetItem', 'PutItem']);

    const consulter = new LslFunction(this, 'ConsulterStatuts', {
      deploiement,
      entree: 'transfert/consulter-statuts',
      environnement: { TABLE_REFERENTIEL: table.tableName },
    });
    permettreTable(consulter, table, ['BatchGetItem']);

    const entree = new Entree(parametres, academies, this.account);
    for (const prefixe of ['versions/', 'projections/', 'termes/']) {
      versions.addToResourcePolicy(
        entree.autoriser(
          `Deposer-${prefixe.slice(0, -1)}`,
          ROLES_DES_ACADEMIES.transferer,
          ['s3:PutObject'],
          [versions.arnForObjects(`${prefixe}*`)],
        ),
      );
    }
    versions.addToResourcePolicy(
      entree.autoriser(
        'LireProjections',
        ROLES_DES_ACADEMIES.composer,
        ['s3:GetObject'],
        [versions.arnForObjects('projections/*')],
      ),
    );
    versions.addToResourcePolicy(
      entree.autoriser(
        'LireTermes',
        ROLES_DES_ACADEMIES.controler,
        ['s3:GetObject'],
        [versions.arnForObjects('termes/*')],
      ),
    );
    coffre.cle.addToResourcePolicy(
      entree.autoriser(
        'ChiffrerLesVersions',
        ROLES_DES_ACADEMIES.transferer,
        ['kms:GenerateDataKey', 'kms:Decrypt'],
        ['*'],
      ),
    );
    coffre.cle.addToResourcePolicy(
      entree.autoriser('LirePourComposer', ROLES_DES_ACADEMIES.composer, ['kms:Decrypt'], ['*']),
    );
    coffre.cle.addToResourcePolicy(
      entree.autoriser('LirePourControler', ROLES_DES_ACADEMIES.controler, ['kms:Decrypt'], ['*']),
    );
    statuts.file.addToResourcePolicy(
      entree.autoriser('EnvoyerUnStatut', ROLES_DES_ACADEMIES.transferer, ['sqs:SendMessage'], [statuts.file.queueArn]),
    );
    entree.ouvrirFonction(numeros);
    entree.ouvrirFonction(consulter);
  }
}

/** Who may come in: the organisation's roles of a given name, or those of the listed accounts. */
class Entree {
  readonly #organisation: string | null;
  readonly #comptes: readonly string[];

  constructor(parametres: Parametres, academies: readonly Academie[], compteCourant: string) {
    this.#organisation = parametres.organisation;
    this.#comptes = [...new Set(academies.map(({ compte }) => compte ?? compteCourant))];
  }

  autoriser(sid: string, role: string, actions: string[], ressources: string[]): PolicyStatement {
    return new PolicyStatement({
      sid: sid.replace(/[^A-Za-z0-9]/g, ''),
      effect: Effect.ALLOW,
      principals: this.#principaux(),
      actions,
      resources: ressources,
      conditions: {
        ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::*:role/${role}` },
        ...(this.#organisation === null ? {} : { StringEquals: { 'aws:PrincipalOrgID': this.#organisation } }),
      },
    });
  }

  ouvrirFonction({ fonction }: LslFunction): void {
    if (this.#organisation === null) {
      for (const [indice, compte] of this.#comptes.entries()) {
        fonction.addPermission(`Compte${indice}`, { principal: new AccountPrincipal(compte) });
      }
    } else {
      fonction.addPermission('Organisation', {
        principal: new AnyPrincipal(),
        organizationId: this.#organisation,
      });
    }
  }

  #principaux(): IPrincipal[] {
    return this.#organisation === null
      ? this.#comptes.map((compte) => new AccountPrincipal(compte))
      : [new AnyPrincipal()];
  }
}
