import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { Coffre, type Seau, secretDHmac } from '../constructs/coffre.ts';
import { type Deploiement, type DeploiementSansAlertes, nomPhysique } from '../constructs/deploiement.ts';
import { Entree } from '../constructs/entree.ts';
import { droitsDeRejouer } from '../constructs/queue-worker.ts';
import type { Academie, National as Parametres } from '../parametres.ts';
import { usageDeLaCle } from '../referentiel.ts';
import { sujetDesAlertes } from './alertes.ts';

/** Prefixes of the bucket of versions, each for its own readers. */
export const PREFIXES = ['versions/', 'projections/', 'termes/'] as const;

/**
 * The référentiel national, deployed once: statuses, versions and projections of every académie. Académies
 * reach its bucket, each through the one role that needs it, and the rest by their own counter (guichet.ts).
 */
export class National extends Stack {
  readonly deploiement: Deploiement;
  readonly parametres: Parametres;
  readonly table: Table;
  readonly versions: Seau;
  readonly cle: IKey;
  readonly nomSecretIne: string;

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
    const versions = coffre.seau('versions', []);
    this.deploiement = deploiement;
    this.parametres = parametres;
    this.table = coffre.table('referentiel');
    this.versions = versions;
    this.cle = coffre.cle;
    this.nomSecretIne = secretDHmac(this, 'SecretIne', {
      deploiement: props.deploiement,
      cle: coffre.cle,
      description: 'Key of the HMAC under which INE point to places',
    });

    new ManagedPolicy(this, 'Exploitants', {
      managedPolicyName: nomPhysique(deploiement, 'exploitants'),
      description: 'What failed sent again, by lsl rejouer',
      statements: droitsDeRejouer(
        academies.map(({ slug }) =>
          this.formatArn({ service: 'sqs', resource: nomPhysique({ ...deploiement, guichet: slug }, 'statuts') }),
        ),
      ),
    });

    const entree = new Entree(parametres, academies, this.account);
    // A version that is not there is refused for what it is, rather than tried again (see permettreDeSavoirAbsent).
    const savoirAbsent = (prefixe: (typeof PREFIXES)[number]) => ({
      actions: ['s3:ListBucket'],
      resources: [versions.bucketArn],
      conditions: { StringLike: { 's3:prefix': `${prefixe}*` } },
    });
    for (const [rang, academie] of academies.entries()) {
      // Under its own name, whatever the kind: thirty statements that name each prefix are more than a policy may hold.
      versions.addToResourcePolicy(
        new Entree(parametres, [academie], this.account).autoriser(`Deposer${rang}`, 'transfert/transferer-livret', {
          actions: ['s3:PutObject'],
          resources: [versions.arnForObjects(`*/${academie.slug}/*`)],
        }),
      );
    }
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
  }
}
