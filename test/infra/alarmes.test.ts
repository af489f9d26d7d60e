import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { enoncesDe, guichetDe, RACINE, type Ressource, synthetiser } from './synthese.ts';

const nuage = synthetiser({ academie: 'creteil', national: 'true' });
const alarmes = nuage.ressources('AWS::CloudWatch::Alarm').map((alarme) => {
  const nom = String(alarme.proprietes.AlarmName);
  const [, deploiement = '', fin = ''] = /^lsl-([a-z]+)-(.+)$/.exec(nom) ?? [];
  return { nom, deploiement, section: guichetDe(nom)?.quoi ?? fin, proprietes: alarme.proprietes };
});

const guide = readFileSync(join(RACINE, 'docs/exploitation/alarmes.md'), 'utf8');
/** Text of each `###` under a `##`, by its title. */
function sectionsDe(partie: string): Map<string, string> {
  const [, texte = ''] = guide.split(new RegExp(`^## ${partie}$`, 'm'));
  const [seule = ''] = texte.split(/^## /m);
  return new Map(
    seule
      .split(/^### /m)
      .slice(1)
      .map((section) => {
        const fin = section.indexOf('\n');
        return [section.slice(0, fin), section.slice(fin)];
      }),
  );
}
const GUIDES: Readonly<Record<string, Map<string, string>>> = {
  creteil: sectionsDe('Alarmes d’une académie'),
  national: sectionsDe('Alarmes du référentiel national'),
};

describe.each(alarmes.map((alarme): [string, (typeof alarmes)[number]] => [alarme.nom, alarme]))(
  'the alarm %s',
  (_, { deploiement, section, proprietes }) => {
    const [cout = '', lien] = String(proprietes.AlarmDescription).split(' Que faire : ');

    test('says in one French sentence what users lose, and where to read what to do', () => {
      expect(cout).toMatch(/^[A-ZÀ-Ý].{20,}\.$/);
      expect(lien).toBe(`docs/exploitation/alarmes.md#${section}`);
    });

    test('has its section: the same cost, how to find the cause, how to mend', () => {
      const texte = GUIDES[deploiement]?.get(section) ?? '';
      const [premier] = texte.trim().replaceAll('\n', ' ').split('  ');
      expect(premier).toBe(cout);
      expect(texte).toMatch(/\*\*Chercher la cause\.\*\* .{20}/);
      expect(texte).toMatch(/\*\*Rétablir\.\*\* .{20}/);
    });

    test('wakes the ops team of its deployment from the first failure on', () => {
      expect(proprietes.AlarmActions).toEqual([`arn:aws:sns:eu-west-3:111122223333:lsl-${deploiement}-alertes`]);
      expect(proprietes).toMatchObject({
        Threshold: 1,
        EvaluationPeriods: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        TreatMissingData: 'notBreaching',
      });
    });
  },
);

test('each section of the guide is that of an alarm', () => {
  const attendues = (deploiement: string) =>
    alarmes
      .filter((alarme) => alarme.deploiement === deploiement)
      .map(({ section }) => section)
      .sort();
  for (const [deploiement, sections] of Object.entries(GUIDES)) {
    // Of the référentiel, one alarm an académie.
    expect([...sections.keys()].sort()).toEqual([...new Set(attendues(deploiement))]);
  }
});

test('each section of a dead-letter queue that is replayed gives the command, and no other does', () => {
  const files = new Set(nuage.ressources('AWS::SQS::Queue').map(({ proprietes }) => String(proprietes.QueueName)));
  const commandes = Object.entries(GUIDES).flatMap(([deploiement, sections]) =>
    [...sections].flatMap(([section, texte]) =>
      [...texte.matchAll(/`npx lsl rejouer ([a-z<>é-]+) --(national|academie <nom>)`/g)].map(
        ([, file, ou]) => `${section}: ${file} of ${ou === 'national' ? 'national' : 'creteil'} in ${deploiement}`,
      ),
    ),
  );
  const attendues = [...files].flatMap((nom) => {
    const [, deploiement = '', file = ''] = /^lsl-([a-z]+)-(.+)$/.exec(nom) ?? [];
    const guichet = guichetDe(nom)?.quoi;
    const [section, laquelle] = guichet === undefined ? [file, file] : [guichet, `${guichet}-<académie>`];
    return files.has(`${nom}-rebut`) ? `${section}-rebut: ${laquelle} of ${deploiement} in ${deploiement}` : [];
  });
  expect(new Set(attendues).size).toBe(8);
  expect(commandes.sort()).toEqual([...new Set(attendues)].sort());
});

test('the guide tells of messages that cannot be read, as their error says', () => {
  expect(sectionsDe('Ce qui sert partout').get('message-illisible')).toMatch(/rejouez/);
});

describe('what is watched', () => {
  const surveille = (section: string, academie = ''): Record<string, unknown> =>
    alarmes.find((alarme) => alarme.section === section && (guichetDe(alarme.nom)?.academie ?? '') === academie)
      ?.proprietes ?? {};
  const dimension = (nom: string, valeur: unknown) => expect.arrayContaining([{ Name: nom, Value: valeur }]);

  test('every dead-letter queue, by the minute', () => {
    const rebuts = nuage
      .ressources('AWS::SQS::Queue')
      .map(({ proprietes }) => String(proprietes.QueueName))
      .filter((nom) => nom.endsWith('-rebut'));
    expect(rebuts.length).toBeGreaterThan(8);
    for (const rebut of rebuts) {
      const file = rebut.replace(/-rebut$/, '');
      const { quoi, academie } = guichetDe(file) ?? { quoi: file.replace(/^lsl-[a-z]+-/, ''), academie: '' };
      expect(surveille(`${quoi}-rebut`, academie)).toMatchObject({
        Namespace: 'AWS/SQS',
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Statistic: 'Maximum',
        Period: 60,
        Dimensions: dimension('QueueName', rebut),
      });
    }
  });

  test('the errors of every function that no queue or dead-letter queue watches', () => {
    const consommatrices = nuage
      .ressources('AWS::Lambda::EventSourceMapping')
      .map(({ proprietes }) => proprietes.FunctionName);
    const autres = nuage
      .ressources('AWS::Lambda::Function')
      .map(({ proprietes }) => String(proprietes.FunctionName))
      .filter((nom) => !consommatrices.includes(nom));
    expect(autres.length).toBeGreaterThan(10);
    for (const fonction of autres) {
      const { quoi, academie } = guichetDe(fonction) ?? {
        quoi: fonction.replace(/^lsl-[a-z]+-[a-z]+-/, ''),
        academie: '',
      };
      expect(surveille(`${quoi}-erreurs`, academie)).toMatchObject({
        Namespace: 'AWS/Lambda',
        MetricName: 'Errors',
        Statistic: 'Sum',
        Dimensions: dimension('FunctionName', fonction),
      });
    }
  });

  test.for([
    ['deposits that are late', 'depots-en-retard', 'imports', 'surveiller-depots', 'DepotsEnRetard'],
    ['livrets without acknowledgement', 'envois-sans-accuse', 'transfert', 'surveiller-envois', 'EnvoisSansAccuse'],
  ] as const)('the %s, as the function that counts them publishes it', ([, alarme, service, fonction, mesure]) => {
    const source = readFileSync(join(RACINE, `functions/${service}/${fonction}.ts`), 'utf8');
    expect(source).toContain("namespace: 'LSL'");
    expect(source).toContain(`serviceName: '${service}'`);
    expect(source).toContain(`addMetric('${mesure}'`);
    expect(surveille(alarme)).toMatchObject({
      Namespace: 'LSL',
      MetricName: mesure,
      Dimensions: [
        { Name: 'deploiement', Value: 'creteil' },
        { Name: 'service', Value: service },
      ],
    });
  });
});

describe.each(['creteil', 'national'])('the topic of the alarms of %s', (nom) => {
  const arn = `arn:aws:sns:eu-west-3:111122223333:lsl-${nom}-alertes`;
  const sujet = nuage.ressource('AWS::SNS::Topic', 'TopicName', `lsl-${nom}-alertes`);
  const cle = nuage
    .ressources('AWS::KMS::Key')
    .find(({ pile, id }) => pile === sujet.pile && id.startsWith('CleDesAlertes')) as Ressource;

  test('lets in the alarms of its deployment: a topic with a policy has lost its default one', () => {
    const politique = nuage
      .ressources('AWS::SNS::TopicPolicy')
      .filter(({ proprietes }) => JSON.stringify(proprietes.Topics).includes(arn))
      .flatMap(({ proprietes }) => enoncesDe(proprietes.PolicyDocument));
    expect(politique).toEqual([
      expect.objectContaining({ effet: 'Deny', conditions: { Bool: { 'aws:SecureTransport': 'false' } } }),
      {
        sid: 'PublierLesAlarmes',
        effet: 'Allow',
        principal: { Service: 'cloudwatch.amazonaws.com' },
        actions: ['sns:Publish'],
        ressources: [arn],
        conditions: {
          ArnLike: { 'aws:SourceArn': `arn:aws:cloudwatch:eu-west-3:111122223333:alarm:lsl-${nom}-*` },
        },
      },
    ]);
  });

  test('is encrypted with a key of its own that CloudWatch may use: it may not use that of AWS for SNS', () => {
    expect(sujet.proprietes.KmsMasterKeyId).toContain(`key/${cle.pile}.${cle.id}`);
    expect(enoncesDe(cle.proprietes.KeyPolicy)).toContainEqual({
      sid: 'ChiffrerLesAlarmes',
      effet: 'Allow',
      principal: { Service: 'cloudwatch.amazonaws.com' },
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      ressources: ['*'],
      conditions: undefined,
    });
    const autres = nuage.ressources('AWS::KMS::Key').filter(({ id }) => !id.startsWith('CleDesAlertes'));
    expect(JSON.stringify(autres)).not.toContain('cloudwatch');
  });

  test('reaches the address of the ops team', () => {
    const { proprietes } = nuage.ressource('AWS::SNS::Subscription', 'TopicArn', arn);
    const fichier = nom === 'national' ? 'national.json' : `academies/${nom}.json`;
    const { contacts } = JSON.parse(readFileSync(join(RACINE, 'infra', fichier), 'utf8'));
    expect(proprietes).toMatchObject({ Protocol: 'email', Endpoint: contacts.exploitation });
  });
});

test('the deployment guide explains each refusal of the command, and warns of the cloud that it deploys on', () => {
  const deploiement = readFileSync(join(RACINE, 'docs/exploitation/deploiement.md'), 'utf8');
  const source = readFileSync(join(RACINE, 'infra/parametres.ts'), 'utf8');
  const codes = [...source.matchAll(/new ErreurCodee\(\s*'([a-z-]+)'/g)].map(([, code]) => code).sort();
  const expliques = [...deploiement.matchAll(/^\| `([a-z]+(?:-[a-z]+)+)` *\|/gm)].map(([, code]) => code).sort();
  expect(codes.length).toBeGreaterThan(5);
  expect(expliques).toEqual([...new Set(codes)]);
  expect(deploiement).toMatch(/Cloud au centre[\s\S]*SecNumCloud[\s\S]*risque que le déployeur accepte par écrit/);
});
