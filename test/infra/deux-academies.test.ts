import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Parametres, parametresDe } from '../../infra/parametres.ts';
import { NOMS, RACINE, synthetiser } from './synthese.ts';

// Deployed in one account, as on the local cloud: what an account holds once must be named apart.

/** Types whose names CloudFormation makes itself, or that have none. */
const SANS_NOM = [
  'AWS::IAM::Policy',
  'AWS::KMS::Key',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Permission',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
];

const creteil = synthetiser({ academie: 'creteil' });
const grenoble = synthetiser({ academie: 'grenoble' });
const national = synthetiser({ national: 'true' });

const noms = (synthese: typeof creteil): string[] =>
  synthese.ressources().flatMap(({ type, proprietes }) => {
    const propriete = NOMS[type];
    return propriete === undefined ? [] : [`${type} ${proprietes[propriete]}`];
  });

test('every type of resource is one whose name is known, or that has none', () => {
  const types = new Set([creteil, national].flatMap((synthese) => synthese.ressources().map(({ type }) => type)));
  expect([...types].filter((type) => NOMS[type] === undefined && !SANS_NOM.includes(type))).toEqual([]);
});

describe.each([
  ['creteil', creteil],
  ['grenoble', grenoble],
  ['national', national],
])('the resources of %s', (nom, synthese) => {
  test('carry its name, each a name of its own', () => {
    const siens = noms(synthese);
    expect(siens.length).toBeGreaterThan(15);
    expect(siens.filter((ligne) => !ligne.includes(`lsl-${nom}-`) && !ligne.includes(`lsl/${nom}`))).toEqual([]);
    expect(new Set(siens).size).toBe(siens.length);
  });
});

test('two académies and the référentiel share no name, and no export', () => {
  const tous = [creteil, grenoble, national].flatMap(noms);
  expect(new Set(tous).size).toBe(tous.length);
  const exports = [creteil, grenoble, national].flatMap((synthese) => synthese.exports);
  expect(new Set(exports).size).toBe(exports.length);
  expect(exports.length).toBeGreaterThan(0);
});

test('an académie says nothing of another one, but its name to people who read where a place is held', () => {
  const textes = (synthese: typeof creteil) =>
    JSON.stringify(
      synthese.piles.map((pile) => synthese.gabarit(pile)),
      (cle, valeur) => (cle === 'LSL_ACADEMIES' ? undefined : valeur),
    );
  expect(/grenoble/i.test(textes(creteil))).toBe(false);
  expect(/creteil|créteil/i.test(textes(grenoble))).toBe(false);
});

test('the longest name that an académie may have fits everywhere', () => {
  const slug = 'saint-pierre-et-miquelon';
  const lus = parametresDe(join(RACINE, 'infra'));
  const parametres: Parametres = {
    academie: () => ({ ...lus.academie('creteil'), slug }),
    editeurs: lus.editeurs,
    national: () => ({ ...lus.national(), academies: [slug] }),
  };
  // One letter more is refused when the parameters are read.
  expect(() => lus.academie(`${slug}s`)).toThrow(/n’a pas de paramètres/);
  const LIMITES: Readonly<Record<string, number>> = {
    'AWS::Events::Rule': 64,
    'AWS::IAM::Role': 64,
    'AWS::Lambda::Function': 64,
    'AWS::Lambda::LayerVersion': 140,
    'AWS::S3::Bucket': 63,
    'AWS::SQS::Queue': 80,
    'AWS::Scheduler::Schedule': 64,
  };
  const ressources = synthetiser({ academie: slug }, parametres).ressources();
  const mesures = ressources.flatMap(({ type, proprietes }) => {
    const limite = LIMITES[type];
    const propriete = NOMS[type];
    return limite === undefined || propriete === undefined ? [] : [{ nom: String(proprietes[propriete]), limite }];
  });
  expect(mesures.length).toBeGreaterThan(40);
  expect(mesures.filter(({ nom, limite }) => nom.length > limite)).toEqual([]);
});
