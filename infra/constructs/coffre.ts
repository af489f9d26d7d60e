import { Duration, Validations } from 'aws-cdk-lib';
import { AttributeType, BillingMode, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type CfnBucket,
  type LifecycleRule,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { type DeploiementSansAlertes, nomDuSeau, nomPhysique, politiqueDeRetrait } from './deploiement.ts';

/**
 * Days during which a table can be restored, and an object that was replaced or deleted: past them an erased
 * pupil can be found nowhere (design.md, "Erasure").
 */
const JOURS_DE_RESTAURATION = 7;

/** A key of HMACs: what points from an INE shows none. Its name is known before it stands. */
export function secretDHmac(
  portee: Construct,
  id: string,
  props: { readonly deploiement: DeploiementSansAlertes; readonly cle: Key; readonly description: string },
): string {
  const { deploiement, cle, description } = props;
  const secretName = nomPhysique(deploiement, 'ine');
  const secret = new Secret(portee, id, {
    secretName,
    description,
    encryptionKey: cle,
    generateSecretString: { passwordLength: 64, excludePunctuation: true },
    removalPolicy: politiqueDeRetrait(deploiement),
  });
  Validations.of(secret).acknowledge({
    id: 'AwsSolutions-SMG4',
    reason:
      'Rotating this key would cut everything from the INE that points to it: it is replaced by a migration, not by a schedule.',
  });
  return secretName;
}

/** A bucket whose name is known before it stands: policies, here and in other accounts, spell it. */
export class Seau extends Bucket {
  readonly nom: string;

  constructor(scope: Construct, id: string, props: BucketProps & { readonly bucketName: string }) {
    super(scope, id, props);
    this.nom = props.bucketName;
  }
}

/** The stateful parts of one deployment, with the same protections for each. */
export class Coffre extends Construct {
  readonly cle: Key;
  readonly #deploiement: DeploiementSansAlertes;
  readonly #compte: string;

  constructor(
    scope: Construct,
    id: string,
    props: { readonly deploiement: DeploiementSansAlertes; readonly compte: string },
  ) {
    super(scope, id);
    this.#deploiement = props.deploiement;
    this.#compte = props.compte;
    this.cle = new Key(this, 'Cle', {
      alias: `lsl/${props.deploiement.nom}`,
      description: `LSL ${props.deploiement.nom}: tables, buckets and secrets`,
      enableKeyRotation: true,
      removalPolicy: politiqueDeRetrait(props.deploiement),
    });
  }

  /**
   * Keys `pk` and `sk`; the attribute `expireLe` (seconds since the epoch) removes an item.
   *
   * @param suivie whether its changes are followed: the stream tells the keys, never what they hold
   */
  table(nom: string, suivie = false): Table {
    const deploiement = this.#deploiement;
    return new Table(this, `Table-${nom}`, {
      tableName: nomPhysique(deploiement, nom),
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.cle,
      timeToLiveAttribute: 'expireLe',
      ...(suivie ? { stream: StreamViewType.KEYS_ONLY } : {}),
      deletionProtection: !deploiement.local,
      pointInTimeRecoverySpecification: {
        pointInTimeRecoveryEnabled: true,
        recoveryPeriodInDays: JOURS_DE_RESTAURATION,
      },
      removalPolicy: politiqueDeRetrait(deploiement),
    });
  }

  seau(nom: string, cycleDeVie: LifecycleRule[]): Seau {
    const deploiement = this.#deploiement;
    const seau = new Seau(this, `Seau-${nom}`, {
      bucketName: nomDuSeau(deploiement, nom, this.#compte),
      encryption: BucketEncryption.KMS,
      encryptionKey: this.cle,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      removalPolicy: politiqueDeRetrait(deploiement),
      lifecycleRules: [
        {
          abortIncompleteMultipartUploadAfter: Duration.days(1),
          noncurrentVersionExpiration: Duration.days(JOURS_DE_RESTAURATION),
        },
        ...cycleDeVie,
      ],
    });
    Validations.of(seau).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Accesses are logged by CloudTrail, apart from the application as the CNIL asks: docs/exploitation/deploiement.md has the ops team set it on the account.',
    });
    return seau;
  }
}

/**
 * Events of the bucket go to EventBridge by the native property: CDK's own flag creates a custom resource in
 * Python for the same effect.
 */
export function publierSurEventBridge(seau: Bucket): void {
  (seau.node.defaultChild as CfnBucket).notificationConfiguration = {
    eventBridgeConfiguration: { eventBridgeEnabled: true },
  };
}
