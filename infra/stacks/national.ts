import { Stack, type StackProps } from 'aws-cdk-lib';
import { AccountPrincipal, AnyPrincipal, type IPrincipal, ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { permettreObjets, permettreSecret, permettreTable } from '../constructs/acces.ts';
import { Coffre, secretDHmac } from '../constructs/coffre.ts';
import { Commande } from '../constructs/commande.ts';
import {
  type Deploiement,
  type DeploiementSansAlertes,
  nomDeFonction,
  nomPhysique,
} from '../constructs/deploiement.ts';
import type { LslFunction } from '../constructs/lsl-function.ts';
import { droitsDeRejouer, QueueWorker } from '../constructs/queue-worker.ts';
import type { Academie, National as Parametres } from '../parametres.ts';
import { usageDeLaCle } from '../referentiel.ts';
import { sujetDesAlertes } from './alertes.ts';

/** Patterns of partition keys: places by their number, and what finds them, by livret and by INE. */
export const PLACES = ['S#*#N#*', 'S#*#L#*', 'S#*#I#*'] as const;

/** Prefixes of the bucket of versions, each for its own readers. */
const PREFIXES = ['versions/', 'projections/', 'termes/'] as const;

/**
 * The référentiel national, deployed once: statuses, versions and projections of every académie. Académies
 * reach its bucket, its queue and two functions, each through the one role that needs it.
 */
export class National extends Stack {
  constructor(
    scope: Construct,
    id: string,
    props: StackProps & {
      readonly deploiement: DeploiementSansAlertes;
      readonly parametres: Parametres;
      readonly academies: readonly Academie[];
    },
  ) {
    super(scope, id, { ...props, terminationProtection: !props.deploiement.local });
    const { parametres, academies } = props;
    const alertes = sujetDesAlertes(this, props.deploiement, parametres.contacts.exploitation);
    const deploiement: Deploiement = { ...props.deploiement, alertes };

    const coffre = new Coffre(this, 'Coffre', { deploiement, compte: this.account });
    const table = coffre.table('referentiel');
    const versions = coffre.seau('versions', []);
    const nomSecretIne = secretDHmac(this, 'SecretIne', {
      deploiement: props.deploiement,
      cle: coffre.cle,
      description: 'Key of the HMAC under which INE point to places',
    });

    const statuts = new QueueWorker(this, 'Statuts', {
      deploiement,
      file: 'statuts',
      cout: 'Des livrets envoyés par les académies ne sont pas enregistrés : le jury ne les aura pas.',
      entree: 'transfert/recevoir-statut',
      messagesALaFois: 10,
      enParallele: parametres.receptionsEnParallele,
      environnement: {
        TABLE_REFERENTIEL: table.tableName,
        SEAU_VERSIONS: versions.bucketName,
        LSL_ACADEMIES: this.toJsonString(
          Object.fromEntries(academies.map(({ slug, compte }) => [slug, compte ?? this.account])),
        ),
      },
    });
    permettreTable(statuts.travail, table, ['GetItem', 'PutItem']);
    for (const prefixe of PREFIXES) permettreObjets(statuts.travail, versions, prefixe, 'lire');
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

    const numeros = new Commande(this, 'ReserverNumeros', {
      deploiement,
      entree: 'appariement/reserver-numeros',
      cout: 'Les académies n’obtiennent pas de No Élève : leurs élèves ne sont pas reliés à leurs candidats.',
      environnement: { TABLE_REFERENTIEL: table.tableName, SECRET_INE: nomSecretIne },
    });
    permettreTable(numeros, table, ['BatchGetItem', 'PutItem'], ...PLACES);
    permettreSecret(numeros, nomSecretIne, coffre.cle);

    const consulter = new Commande(this, 'ConsulterStatuts', {
      deploiement,
      entree: 'transfert/consulter-statuts',
      cout: 'Les académies ne savent pas quels livrets sont arrivés : aucun fichier de jury ne peut être demandé.',
      environnement: { TABLE_REFERENTIEL: table.tableName },
    });
    permettreTable(consulter, table, ['BatchGetItem']);

    new ManagedPolicy(this, 'Exploitants', {
      managedPolicyName: nomPhysique(deploiement, 'exploitants'),
      description: 'What failed sent again, by lsl rejouer',
      statements: droitsDeRejouer(this),
    });

    const entree = new Entree(parametres, academies, this.account);
    // A version that is not there is refused for what it is, rather than tried again (see permettreDeSavoirAbsent).
    const savoirAbsent = (prefixe: (typeof PREFIXES)[number]) => ({
      actions: ['s3:ListBucket'],
      resources: [versions.bucketArn],
      conditions: { StringLike: { 's3:prefix': `${prefixe}*` } },
    });
    versions.addToResourcePolicy(
      entree.autoriser('DeposerLesVersions', 'transfert/transferer-livret', {
        actions: ['s3:PutObject'],
        resources: PREFIXES.map((prefixe) => versions.arnForObjects(`${prefixe}*`)),
      }),
    );
    versions.addToResourcePolicy(
      entree.autoriser('LireLesProjections', 'jury/composer-fichier', {
        actions: ['s3:GetObject'],
        resources: [versions.arnForObjects('projections/*')],
      }),
    );
    versions.addToResourcePolicy(
      entree.autoriser('SavoirUneProjectionAbsente', 'jury/composer-fichier', savoirAbsent('projections/')),
    );
    versions.addToResourcePolicy(
      entree.autoriser('LireLesTermes', 'jury/controler-fichier', {
        actions: ['s3:GetObject'],
        resources: [versions.arnForObjects('termes/*')],
      }),
    );
    versions.addToResourcePolicy(
      entree.autoriser('SavoirDesTermesAbsents', 'jury/controler-fichier', savoirAbsent('termes/')),
    );
    const cle = { resources: ['*'], conditions: usageDeLaCle({ region: this.region, seauVersions: versions.nom }) };
    coffre.cle.addToResourcePolicy(
      entree.autoriser('ChiffrerLesVersions', 'transfert/transferer-livret', {
        ...cle,
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      }),
    );
    coffre.cle.addToResourcePolicy(
      entree.autoriser('LirePourComposer', 'jury/composer-fichier', { ...cle, actions: ['kms:Decrypt'] }),
    );
    coffre.cle.addToResourcePolicy(
      entree.autoriser('LirePourControler', 'jury/controler-fichier', { ...cle, actions: ['kms:Decrypt'] }),
    );
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

/**
 * Who may come in: of each académie that the référentiel serves, in its account, the one role that needs it;
 * from inside the organisation when there is one.
 */
class Entree {
  readonly #organisation: string | null;
  readonly #academies: readonly { readonly nom: string; readonly compte: string }[];

  constructor(parametres: Parametres, academies: readonly Academie[], compteCourant: string) {
    this.#organisation = parametres.organisation;
    this.#academies = academies.map(({ slug, compte }) => ({ nom: slug, compte: compte ?? compteCourant }));
  }

  /** @param fonction the entry of the académies' function whose role comes in */
  autoriser(
    sid: string,
    fonction: string,
    quoi: {
      readonly actions: string[];
      readonly resources: string[];
      readonly conditions?: {
        readonly StringEquals?: Readonly<Record<string, string>>;
        readonly StringLike?: Readonly<Record<string, string>>;
      };
    },
  ): PolicyStatement {
    const roles = this.#academies.map(
      (academie) => `arn:aws:iam::${academie.compte}:role/${nomDeFonction(academie, fonction)}`,
    );
    const egalites = {
      ...quoi.conditions?.StringEquals,
      ...(this.#organisation === null ? {} : { 'aws:PrincipalOrgID': this.#organisation }),
    };
    return new PolicyStatement({
      sid,
      // Accounts rather than roles: a policy that names a role cannot be written before the role stands.
      principals: this.#principaux(),
      actions: quoi.actions,
      resources: quoi.resources,
      conditions: {
        ...quoi.conditions,
        ArnEquals: { 'aws:PrincipalArn': roles },
        ...(Object.keys(egalites).length === 0 ? {} : { StringEquals: egalites }),
      },
    });
  }

  /** A function's policy has no condition on roles: what its account lets call it is each académie's own policy. */
  ouvrirFonction({ fonction }: LslFunction): void {
    if (this.#organisation === null) {
      for (const [indice, compte] of this.#comptes().entries()) {
        fonction.addPermission(`Compte${indice}`, { principal: new AccountPrincipal(compte) });
      }
    } else {
      fonction.addPermission('Organisation', {
        principal: new AnyPrincipal(),
        organizationId: this.#organisation,
      });
    }
  }

  #comptes(): readonly string[] {
    return [...new Set(this.#academies.map(({ compte }) => compte))];
  }

  #principaux(): IPrincipal[] {
    return this.#organisation === null
      ? this.#comptes().map((compte) => new AccountPrincipal(compte))
      : [new AnyPrincipal()];
  }
}
