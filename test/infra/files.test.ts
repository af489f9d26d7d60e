import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { describe, expect, test } from 'vitest';
import { QueueWorker } from '../../infra/constructs/queue-worker.ts';
import { HEURE_DE_PARIS, ScheduledJob } from '../../infra/constructs/scheduled-job.ts';
import { parametresDe } from '../../infra/parametres.ts';
import { sujetDesAlertes } from '../../infra/stacks/alertes.ts';
import { enoncesDe, RACINE, type Ressource, synthetiser } from './synthese.ts';

const nuage = synthetiser({ academie: 'creteil', national: 'true' });

const files = nuage.ressources('AWS::SQS::Queue');
const tousLesBranchements = nuage.ressources('AWS::Lambda::EventSourceMapping');
const branchements = tousLesBranchements.filter(({ proprietes }) =>
  String(proprietes.EventSourceArn).startsWith('arn:aws:sqs:'),
);
const nomDe = (file: Ressource): string => String(file.proprietes.QueueName);
const arnDe = (nom: string): string => `arn:aws:sqs:eu-west-3:111122223333:${nom}`;
const fileDe = (arn: unknown): Ressource =>
  nuage.ressource('AWS::SQS::Queue', 'QueueName', String(arn).split(':').at(-1) ?? '');

test('the queues are these, each with the one where its failures wait', () => {
  expect(files.map(nomDe).sort()).toEqual(
    [
      'lsl-creteil-accuses',
      'lsl-creteil-appariement',
      'lsl-creteil-controles',
      'lsl-creteil-fichiers-jury',
      'lsl-creteil-imports',
      'lsl-creteil-lots',
      'lsl-creteil-transfert',
      'lsl-national-statuts',
    ]
      .flatMap((file) => [file, `${file}-rebut`])
      // A schedule has no queue, but leaves what it could not start; so does a stream.
      .concat(
        ...['surveiller-depots', 'surveiller-envois', 'preparer-fichiers', 'bilans'].map(
          (tache) => `lsl-creteil-${tache}-rebut`,
        ),
      )
      .sort(),
  );
});

describe.each(files.map((file): [string, Ressource] => [nomDe(file), file]))('the queue %s', (nom, { proprietes }) => {
  test('is encrypted, and refuses everybody without TLS', () => {
    expect(proprietes.SqsManagedSseEnabled).toBe(true);
    const politique = nuage
      .ressources('AWS::SQS::QueuePolicy')
      .filter(({ proprietes: { Queues } }) => JSON.stringify(Queues).includes(`/${nom}"`))
      .flatMap(({ proprietes: { PolicyDocument } }) => enoncesDe(PolicyDocument));
    expect(politique).toContainEqual(
      expect.objectContaining({
        effet: 'Deny',
        actions: ['sqs:*'],
        ressources: [arnDe(nom)],
        principal: { AWS: '*' },
        conditions: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
  });
});

test.each(files.map(nomDe).filter((nom) => nom.endsWith('-rebut')))(
  'the dead-letter queue %s keeps what failed 14 days, the longest that SQS does',
  (nom) => {
    const { proprietes } = nuage.ressource('AWS::SQS::Queue', 'QueueName', nom);
    expect(proprietes.MessageRetentionPeriod).toBe(14 * 24 * 3600);
    expect(proprietes).not.toHaveProperty('RedrivePolicy');
  },
);

test('every queue that does not hold failures is consumed, by one function', () => {
  const consommees = branchements.map(({ proprietes }) => nomDe(fileDe(proprietes.EventSourceArn)));
  expect(consommees.sort()).toEqual(
    files
      .map(nomDe)
      .filter((nom) => !nom.endsWith('-rebut'))
      .sort(),
  );
});

/** Short, many, and of different livrets. */
const EN_LOTS = ['lsl-creteil-transfert-recevoir-accuse', 'lsl-national-transfert-recevoir-statut'];

test('a whole académie that sends in an hour goes at a bounded rate, and so do all of them together', () => {
  const limites = Object.fromEntries(
    branchements
      .filter(({ proprietes }) => proprietes.ScalingConfig !== undefined)
      .map(({ proprietes }) => [proprietes.FunctionName, proprietes.ScalingConfig]),
  );
  expect(limites).toEqual({
    'lsl-creteil-transfert-transferer-livret': { MaximumConcurrency: 8 },
    'lsl-national-transfert-recevoir-statut': { MaximumConcurrency: 30 },
  });
  const suivre = nuage.ressource('AWS::Lambda::Function', 'FunctionName', 'lsl-creteil-transfert-suivre-envois');
  expect(suivre.proprietes.Environment).toMatchObject({
    Variables: { LSL_LIVRETS_PAR_MINUTE_AU_PLUS: '960', LSL_LIVRETS_PAR_MINUTE_AU_MOINS: '240' },
  });
});

describe.each(
  branchements.map((branchement): [string, Ressource] => [String(branchement.proprietes.FunctionName), branchement]),
)('the function %s', (nom, { proprietes }) => {
  const file = fileDe(proprietes.EventSourceArn);
  const fonction = nuage.ressource('AWS::Lambda::Function', 'FunctionName', nom);

  test('reports its failures one by one', () => {
    expect(proprietes.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
  });

  const lots = EN_LOTS.includes(nom);
  test.runIf(!lots)('takes one message at a time, that nobody else sees until 30 s after its time is over', () => {
    expect(proprietes.BatchSize).toBe(1);
    expect(file.proprietes.VisibilityTimeout).toBe(Number(fonction.proprietes.Timeout) + 30);
  });

  test.runIf(lots)('takes ten messages at a time, that nobody else sees for six times its time', () => {
    expect(proprietes.BatchSize).toBe(10);
    expect(file.proprietes.VisibilityTimeout).toBe(6 * Number(fonction.proprietes.Timeout));
  });

  test('leaves what failed four times to the dead-letter queue of its queue', () => {
    expect(file.proprietes.RedrivePolicy).toEqual({
      deadLetterTargetArn: arnDe(`${nomDe(file)}-rebut`),
      maxReceiveCount: 4,
    });
  });
});

describe('the changes of pupils’ rows', () => {
  const [flux, ...autres] = tousLesBranchements.filter((branchement) => !branchements.includes(branchement));

  test('are followed by the function that counts livrets, and no other stream is', () => {
    expect(autres).toEqual([]);
    expect(flux?.proprietes.FunctionName).toBe('lsl-creteil-livret-tenir-bilans');
    const table = nuage.ressource('AWS::DynamoDB::Table', 'TableName', 'lsl-creteil-registre');
    expect(table.proprietes.StreamSpecification).toEqual({ StreamViewType: 'KEYS_ONLY' });
  });

  test('are read by it alone, and it reads no other stream: Lambda asks for these four rights', () => {
    const lecteurs = nuage
      .ressources('AWS::Lambda::Function')
      .map(({ proprietes }) => String(proprietes.FunctionName))
      .flatMap((nom) => nuage.droitsDe(nom).map((droit) => ({ nom, ...droit })))
      .filter(({ actions }) => actions.some((action) => /^dynamodb:.*(Stream|Records)/.test(action)));
    expect(lecteurs).toEqual([
      expect.objectContaining({
        nom: 'lsl-creteil-livret-tenir-bilans',
        actions: [
          'dynamodb:DescribeStream',
          'dynamodb:GetRecords',
          'dynamodb:GetShardIterator',
          'dynamodb:ListStreams',
        ],
        ressources: [flux?.proprietes.EventSourceArn],
      }),
    ]);
  });

  test('alone: what the function writes itself does not call it again', () => {
    expect(flux?.proprietes.FilterCriteria).toEqual({
      Filters: [{ Pattern: JSON.stringify({ dynamodb: { Keys: { sk: { S: [{ prefix: 'ELEVE#' }] } } } }) }],
    });
  });

  test('come again when they fail, from the first that failed on, until they are given up to a queue', () => {
    expect(flux?.proprietes).toMatchObject({
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 10,
      StartingPosition: 'TRIM_HORIZON',
      DestinationConfig: { OnFailure: { Destination: arnDe('lsl-creteil-bilans-rebut') } },
    });
  });
});

describe('a deposited file', () => {
  const regle = nuage.ressource('AWS::Events::Rule', 'Name', 'lsl-creteil-fichier-depose');

  test('is told to the queue of imports, for the bucket and the prefix of deposits alone', () => {
    expect(regle.proprietes.EventPattern).toEqual({
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: { bucket: { name: ['lsl-creteil-depots-111122223333'] }, object: { key: [{ prefix: 'depots/' }] } },
    });
  });

  test('that could not be told waits in the dead-letter queue', () => {
    expect(regle.proprietes.Targets).toEqual([
      expect.objectContaining({
        Arn: arnDe('lsl-creteil-imports'),
        DeadLetterConfig: { Arn: arnDe('lsl-creteil-imports-rebut') },
      }),
    ]);
  });

  test.each(['lsl-creteil-imports', 'lsl-creteil-imports-rebut'])(
    'lets EventBridge send to %s for this rule alone',
    (nom) => {
      const ouvertures = nuage
        .ressources('AWS::SQS::QueuePolicy')
        .filter(({ proprietes }) => JSON.stringify(proprietes.Queues).includes(`/${nom}"`))
        .flatMap(({ proprietes }) => enoncesDe(proprietes.PolicyDocument))
        .filter(({ effet }) => effet === 'Allow');
      expect(ouvertures).toEqual([
        expect.objectContaining({
          principal: { Service: 'events.amazonaws.com' },
          ressources: [arnDe(nom)],
          conditions: {
            ArnEquals: { 'aws:SourceArn': 'arn:aws:events:eu-west-3:111122223333:rule/lsl-creteil-fichier-depose' },
          },
        }),
      ]);
    },
  );
});

test('files of juries are prepared every day at noon in Paris, unless the académie leaves it to people (R75)', () => {
  const { proprietes } = nuage.ressource('AWS::Scheduler::Schedule', 'Name', 'lsl-creteil-preparer-fichiers');
  expect(proprietes).toMatchObject({
    ScheduleExpression: 'cron(0 12 * * ? *)',
    ScheduleExpressionTimezone: 'Europe/Paris',
  });
  const parametres = parametresDe(join(RACINE, 'infra'));
  const academie = (slug: string) => ({ ...parametres.academie(slug), fichiersJury: null });
  const sans = synthetiser({ academie: 'creteil', national: 'true' }, { ...parametres, academie });
  const noms = sans.ressources('AWS::Scheduler::Schedule').map(({ proprietes: { Name } }) => Name);
  expect(noms.sort()).toEqual(['lsl-creteil-surveiller-depots', 'lsl-creteil-surveiller-envois']);
});

test('a schedule starts its function alone, and says where it left what it could not start', () => {
  const { proprietes } = nuage.ressource('AWS::Scheduler::Schedule', 'Name', 'lsl-creteil-surveiller-depots');
  const fonction = 'arn:aws:lambda:eu-west-3:111122223333:function:lsl-creteil-imports-surveiller-depots';
  const rebut = arnDe('lsl-creteil-surveiller-depots-rebut');
  expect(proprietes.ScheduleExpression).toBe('rate(15 minutes)');
  expect(proprietes.Target).toEqual({
    Arn: fonction,
    DeadLetterConfig: { Arn: rebut },
    RetryPolicy: { MaximumEventAgeInSeconds: 600, MaximumRetryAttempts: 2 },
    RoleArn: 'arn:aws:iam::111122223333:role/lsl-creteil-surveiller-depots-declencheur',
  });
  expect(
    nuage
      .droitsDe('lsl-creteil-surveiller-depots-declencheur')
      .map(({ actions, ressources }) => ({ actions, ressources })),
  ).toEqual([
    { actions: ['lambda:InvokeFunction'], ressources: [fonction] },
    { actions: ['sqs:SendMessage'], ressources: [rebut] },
  ]);
  const role = nuage.ressource('AWS::IAM::Role', 'RoleName', 'lsl-creteil-surveiller-depots-declencheur');
  expect(enoncesDe(role.proprietes.AssumeRolePolicyDocument)).toEqual([
    expect.objectContaining({
      principal: { Service: 'scheduler.amazonaws.com' },
      conditions: {
        StringEquals: {
          'aws:SourceAccount': '111122223333',
          'aws:SourceArn': 'arn:aws:scheduler:eu-west-3:111122223333:schedule-group/default',
        },
      },
    }),
  ]);
});

describe('house constructs that no capability uses this way yet', () => {
  const pile = () => {
    const app = new App({ context: { 'aws:cdk:bundling-stacks': [], 'aws:cdk:disable-asset-staging': true } });
    const stack = new Stack(app, 'essai');
    const nu = { nom: 'essai', local: false, horloge: null };
    return { stack, deploiement: { ...nu, alertes: sujetDesAlertes(stack, nu, 'essai@ac-essai.example') } };
  };

  test('a worker of batches has six times its time, and as many at once as it says', () => {
    const { stack, deploiement } = pile();
    new QueueWorker(stack, 'Lots', {
      deploiement,
      file: 'essais',
      cout: 'Rien ne manque à personne.',
      entree: 'imports/integrer-lot',
      duree: Duration.minutes(1),
      messagesALaFois: 10,
      enParallele: 5,
      essais: 2,
    });
    const gabarit = Template.fromStack(stack);
    gabarit.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'lsl-essai-essais',
      VisibilityTimeout: 360,
      RedrivePolicy: { maxReceiveCount: 2, deadLetterTargetArn: Match.anyValue() },
    });
    gabarit.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 5 },
    });
  });

  test('a job of a time of day runs at that time in Paris', () => {
    const { stack, deploiement } = pile();
    new ScheduledJob(stack, 'Nuit', {
      deploiement,
      tache: 'rappels',
      cout: 'Rien ne manque à personne.',
      quand: ScheduleExpression.cron({ hour: '6', minute: '0', timeZone: HEURE_DE_PARIS }),
      entree: 'imports/surveiller-depots',
    });
    Template.fromStack(stack).hasResourceProperties('AWS::Scheduler::Schedule', {
      Name: 'lsl-essai-rappels',
      ScheduleExpression: 'cron(0 6 * * ? *)',
      ScheduleExpressionTimezone: 'Europe/Paris',
    });
  });
});
