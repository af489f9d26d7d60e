import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { UNKNOWN_ACCOUNT } from 'aws-cdk-lib/cx-api';
import type { Parametres } from '../../infra/parametres.ts';
import { creerPiles } from '../../infra/piles.ts';

export const RACINE = join(import.meta.dirname, '../..');
/** The account where stacks without one of their own are read to stand. */
export const COMPTE = '111122223333';
const REGION = 'eu-west-3';

/** What the référentiel has for one académie alone: what it is, and of whom. */
export function guichetDe(nom: string): { readonly quoi: string; readonly academie: string } | null {
  const [, quoi = '', academie = ''] = /^lsl-national-(.+)-(creteil|grenoble)$/.exec(nom) ?? [];
  return academie === '' ? null : { quoi, academie };
}

type Objet = Readonly<Record<string, unknown>>;

/** A resource as CloudFormation would create it: its properties have their references resolved. */
export interface Ressource {
  readonly pile: string;
  readonly id: string;
  readonly type: string;
  readonly proprietes: Objet;
  readonly retrait: { readonly DeletionPolicy: unknown; readonly UpdateReplacePolicy: unknown };
}

export interface Enonce {
  readonly sid: string | undefined;
  readonly effet: string;
  readonly actions: readonly string[];
  readonly ressources: readonly string[];
  readonly conditions: unknown;
  readonly principal: unknown;
}

interface Gabarit {
  readonly Resources: Readonly<
    Record<string, { Type: string; Properties?: Objet; DeletionPolicy?: unknown; UpdateReplacePolicy?: unknown }>
  >;
  readonly Outputs?: Readonly<Record<string, { Value: unknown; Export?: { Name: string } }>>;
}

const contexteDuProjet = (JSON.parse(readFileSync(join(RACINE, 'cdk.json'), 'utf8')) as { context: Objet }).context;

/**
 * The stacks that a command line asks for, synthesized in this process. Functions are not bundled: their code is
 * not what these tests look at, and takes a second each.
 */
export function synthetiser(contexte: Readonly<Record<string, string>>, parametres?: Parametres): Synthese {
  const app = new App({
    analyticsReporting: false,
    context: {
      ...contexteDuProjet,
      'aws:cdk:bundling-stacks': [],
      'aws:cdk:disable-asset-staging': true,
      ...contexte,
    },
  });
  creerPiles(app, parametres);
  return new Synthese(app);
}

/** Synthesized stacks, to be asked about. */
export class Synthese {
  readonly app: App;
  readonly piles: readonly string[];
  readonly #gabarits: ReadonlyMap<string, Gabarit>;
  readonly #protegees: ReadonlySet<string>;
  readonly #comptes: ReadonlyMap<string, string>;
  readonly #exports = new Map<string, { pile: string; valeur: unknown }>();

  constructor(app: App) {
    this.app = app;
    const { stacks } = app.synth();
    this.piles = stacks.map(({ stackName }) => stackName);
    this.#gabarits = new Map(stacks.map(({ stackName, template }) => [stackName, template as Gabarit]));
    this.#comptes = new Map(
      stacks.map(({ stackName, environment }) => [
        stackName,
        environment.account === UNKNOWN_ACCOUNT ? COMPTE : environment.account,
      ]),
    );
    this.#protegees = new Set(stacks.filter((pile) => pile.terminationProtection).map(({ stackName }) => stackName));
    for (const [pile, { Outputs = {} }] of this.#gabarits) {
      for (const { Value, Export } of Object.values(Outputs)) {
        if (Export !== undefined) this.#exports.set(Export.Name, { pile, valeur: Value });
      }
    }
  }

  /** Names of the exports of every stack: an account holds each once. */
  get exports(): readonly string[] {
    return [...this.#exports.keys()];
  }

  estProtegee(pile: string): boolean {
    return this.#protegees.has(pile);
  }

  /** A template as it is sent to CloudFormation. */
  gabarit(pile: string): unknown {
    return this.#gabarit(pile);
  }

  ressources(type?: string): Ressource[] {
    return this.piles.flatMap((pile) =>
      Object.entries(this.#gabarit(pile).Resources)
        .filter(([, { Type }]) => type === undefined || Type === type)
        .map(([id, { Type, Properties = {}, DeletionPolicy, UpdateReplacePolicy }]) => ({
          pile,
          id,
          type: Type,
          proprietes: this.#resoudre(pile, Properties) as Objet,
          retrait: { DeletionPolicy, UpdateReplacePolicy },
        })),
    );
  }

  /** The one resource of a type whose property has a value. */
  ressource(type: string, propriete: string, valeur: string): Ressource {
    const trouvees = this.ressources(type).filter(({ proprietes }) => proprietes[propriete] === valeur);
    const [seule] = trouvees;
    if (seule === undefined || trouvees.length > 1) {
      throw new Error(`${trouvees.length} resources of type ${type} have ${propriete} = ${valeur}`);
    }
    return seule;
  }

  /** What a role may do, whichever policy says it. */
  droitsDe(role: string): Enonce[] {
    const { proprietes } = this.ressource('AWS::IAM::Role', 'RoleName', role);
    const enLigne = (proprietes.Policies ?? []) as { PolicyDocument: unknown }[];
    const attachees = this.ressources('AWS::IAM::Policy')
      .filter((politique) => (politique.proprietes.Roles as string[]).includes(role))
      .map((politique) => politique.proprietes.PolicyDocument);
    return [...enLigne.map(({ PolicyDocument }) => PolicyDocument), ...attachees].flatMap(enoncesDe);
  }

  #compte(pile: string): string {
    return this.#comptes.get(pile) ?? COMPTE;
  }

  #gabarit(pile: string): Gabarit {
    const gabarit = this.#gabarits.get(pile);
    if (gabarit === undefined) throw new Error(`no stack ${pile}`);
    return gabarit;
  }

  #resoudre(pile: string, valeur: unknown): unknown {
    if (Array.isArray(valeur)) return valeur.map((element) => this.#resoudre(pile, element));
    if (typeof valeur !== 'object' || valeur === null) return valeur;
    const [[cle, argument] = []] = Object.entries(valeur) as [string, unknown][];
    if (cle === 'Ref') return this.#reference(pile, String(argument));
    if (cle === 'Fn::GetAtt') return this.#attribut(pile, argument as [string, string]);
    if (cle === 'Fn::Join') {
      const [separateur, morceaux] = argument as [string, unknown[]];
      return morceaux.map((morceau) => this.#resoudre(pile, morceau)).join(separateur);
    }
    if (cle === 'Fn::ImportValue') {
      const exporte = this.#exports.get(String(argument));
      if (exporte === undefined) throw new Error(`nothing exports ${argument}`);
      return this.#resoudre(exporte.pile, exporte.valeur);
    }
    if (cle === 'Fn::Sub') return String(argument).replace(/\$\{AWS::AccountId\}/g, this.#compte(pile));
    if (cle?.startsWith('Fn::') === true) throw new Error(`${cle} is not read by these tests`);
    return Object.fromEntries(Object.entries(valeur).map(([nom, contenu]) => [nom, this.#resoudre(pile, contenu)]));
  }

  #reference(pile: string, id: string): string {
    if (id === 'AWS::AccountId') return this.#compte(pile);
    if (id === 'AWS::Partition') return 'aws';
    const { type, nom, arn } = this.#identite(pile, id);
    if (type === 'AWS::SNS::Topic' || type === 'AWS::SecretsManager::Secret' || type === 'AWS::IAM::ManagedPolicy') {
      return arn;
    }
    return type === 'AWS::SQS::Queue' ? `https://sqs.${REGION}.amazonaws.com/${this.#compte(pile)}/${nom}` : nom;
  }

  #attribut(pile: string, [id, attribut]: [string, string]): string {
    const { nom, arn } = this.#identite(pile, id);
    if (attribut === 'Arn') return arn;
    if (attribut === 'QueueName') return nom;
    if (attribut === 'StreamArn') return `${arn}/stream/2016-06-10T00:00:00.000`;
    throw new Error(`the attribute ${attribut} is not read by these tests`);
  }

  /** What CloudFormation gives for a reference to a resource: its name, and its ARN. */
  #identite(pile: string, id: string): { readonly type: string; readonly nom: string; readonly arn: string } {
    const ressource = this.#gabarit(pile).Resources[id];
    if (ressource === undefined) throw new Error(`no resource ${id} in ${pile}`);
    const { Type: type, Properties = {} } = ressource;
    const propriete = NOMS[type];
    const nom = propriete === undefined ? id : String(this.#resoudre(pile, Properties[propriete]));
    const arn = (service: string, quoi: string, region = REGION, compte = this.#compte(pile)): string =>
      `arn:aws:${service}:${region}:${compte}:${quoi}`;
    switch (type) {
      case 'AWS::DynamoDB::Table':
        return { type, nom, arn: arn('dynamodb', `table/${nom}`) };
      case 'AWS::S3::Bucket':
        return { type, nom, arn: arn('s3', nom, '', '') };
      case 'AWS::SQS::Queue':
        return { type, nom, arn: arn('sqs', nom) };
      case 'AWS::SNS::Topic':
        return { type, nom, arn: arn('sns', nom) };
      case 'AWS::Lambda::Function':
        return { type, nom, arn: arn('lambda', `function:${nom}`) };
      case 'AWS::Lambda::LayerVersion':
        return { type, nom, arn: arn('lambda', `layer:${nom}:1`) };
      case 'AWS::IAM::Role':
        return { type, nom, arn: arn('iam', `role/${nom}`, '') };
      case 'AWS::IAM::ManagedPolicy':
        return { type, nom, arn: arn('iam', `policy/${nom}`, '') };
      case 'AWS::Logs::LogGroup':
        return { type, nom, arn: arn('logs', `log-group:${nom}:*`) };
      case 'AWS::Events::Rule':
        return { type, nom, arn: arn('events', `rule/${nom}`) };
      case 'AWS::SecretsManager::Secret':
        return { type, nom, arn: arn('secretsmanager', `secret:${nom}`) };
      case 'AWS::KMS::Key':
        return { type, nom, arn: arn('kms', `key/${pile}.${id}`) };
      default:
        throw new Error(`these tests do not know how ${type} is referred to`);
    }
  }
}

/** Where a type of resource carries the name that an account holds once. */
export const NOMS: Readonly<Record<string, string>> = {
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Events::Rule': 'Name',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::KMS::Alias': 'AliasName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Lambda::LayerVersion': 'LayerName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::Scheduler::Schedule': 'Name',
  'AWS::SecretsManager::Secret': 'Name',
};

/** The statements of a policy document. */
export function enoncesDe(document: unknown): Enonce[] {
  const liste = (valeur: unknown): string[] => (Array.isArray(valeur) ? valeur : [valeur]) as string[];
  const { Statement } = document as { Statement: Record<string, unknown>[] };
  return Statement.map((enonce) => ({
    sid: enonce.Sid as string | undefined,
    effet: String(enonce.Effect),
    actions: liste(enonce.Action),
    ressources: liste(enonce.Resource),
    conditions: enonce.Condition,
    principal: enonce.Principal,
  }));
}
