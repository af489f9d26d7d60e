import { Duration, RemovalPolicy, Size, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type ILayerVersion, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogLevel, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { fichierDEntree, OPTIONS_DE_BUNDLE, POUR_CDK, RACINE } from './bundle.ts';
import { type Deploiement, nomDeFonction } from './deploiement.ts';

export interface LslFunctionProps {
  readonly deploiement: Deploiement;
  /** `<capability>/<verb>`: the file `functions/<capability>/<verb>.ts`. */
  readonly entree: string;
  readonly environnement?: Record<string, string>;
  /** @default 30 seconds */
  readonly duree?: Duration;
  /** Megabytes. @default 512 */
  readonly memoire?: number;
  /** Megabytes of the temporary folder. @default 512 */
  readonly disque?: number;
  /** @default arm64; Chromium is built for x86_64 only */
  readonly architecture?: Architecture;
  readonly couches?: ILayerVersion[];
}

/**
 * A Lambda of the house: Node 24, one bundled ES module, its own role without any default permission, logs kept
 * for three months, traces by the service.
 */
export class LslFunction extends Construct {
  readonly fonction: NodejsFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: LslFunctionProps) {
    super(scope, id);
    const { deploiement, entree } = props;
    const nom = nomDeFonction(deploiement, entree);
    const journal = new LogGroup(this, 'Journal', {
      logGroupName: ['/lsl', deploiement.nom, entree, deploiement.guichet].filter(Boolean).join('/'),
      // Enough for an incident; evidence does not live there.
      retention: RetentionDays.THREE_MONTHS,
      // Kept, it would stand in the way of its own name when the stack is made again.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', {
      roleName: nom,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    journal.grantWrite(this.role);
    this.fonction = new NodejsFunction(this, 'Fonction', {
      functionName: nom,
      entry: fichierDEntree(entree),
      runtime: Runtime.NODEJS_24_X,
      architecture: props.architecture ?? Architecture.ARM_64,
      timeout: props.duree ?? Duration.seconds(30),
      memorySize: props.memoire ?? 512,
      ...(props.disque === undefined ? {} : { ephemeralStorageSize: Size.mebibytes(props.disque) }),
      ...(props.couches === undefined ? {} : { layers: props.couches }),
      role: this.role,
      logGroup: journal,
      tracing: Tracing.ACTIVE,
      environment: {
        LSL_DEPLOIEMENT: deploiement.nom,
        ...(deploiement.guichet === undefined ? {} : { LSL_ACADEMIE: deploiement.guichet }),
        NODE_OPTIONS: '--enable-source-maps',
        ...(deploiement.horloge === null ? {} : { LSL_HORLOGE: deploiement.horloge }),
        ...props.environnement,
      },
      depsLockFilePath: `${RACINE}package-lock.json`,
      projectRoot: RACINE,
      bundling: {
        ...OPTIONS_DE_BUNDLE,
        ...POUR_CDK,
        format: OutputFormat.ESM,
        // The SDK that is tested is the one that runs.
        externalModules: [],
        logLevel: LogLevel.WARNING,
      },
    });
    Validations.of(this.role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'xray:PutTraceSegments and xray:PutTelemetryRecords know no resource.',
    });
  }
}
