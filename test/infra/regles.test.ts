import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assurerPython } from '../../infra/local/python.ts';
import { parametresDe } from '../../infra/parametres.ts';
import { RACINE, synthetiser } from './synthese.ts';

const lus = parametresDe(join(RACINE, 'infra'));
const syntheses = {
  'in one account': synthetiser({ academie: 'creteil', national: 'true' }),
  'in accounts of their own': synthetiser(
    { academie: 'creteil', national: 'true' },
    {
      academie: (slug) => ({ ...lus.academie(slug), compte: '242424242424' }),
      editeurs: lus.editeurs,
      national: () => ({ ...lus.national(), compte: '999999999999', organisation: 'o-abcdefghij' }),
    },
  ),
  'on the local cloud': synthetiser({ academie: 'creteil', national: 'true', local: 'true' }),
};

/** Findings as « rule at construct ». */
function constats(app: App): string[] {
  return new AwsSolutionsChecks()
    .validateScope(app)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${ruleName} at ${constructPath}`),
    );
}

interface Explication {
  readonly chemin: string;
  readonly regle: string;
  readonly raison: string;
}

/** What the stacks acknowledge, where and why. */
function explications(app: App): Explication[] {
  return app.node.findAll().flatMap((noeud: IConstruct) =>
    noeud.node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries(data as Record<string, string>))
      .map(([regle, raison]) => ({ chemin: noeud.node.path, regle: regle.replace(/^annotation::/i, ''), raison })),
  );
}

/** Findings as if nothing were acknowledged: cdk-nag has no word for it. */
function constatsBruts(app: App): { readonly regle: string; readonly chemin: string }[] {
  const verification = new AwsSolutionsChecks();
  Object.defineProperty(verification, 'isAcknowledged', { value: () => false });
  return verification
    .validateScope(app)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => ({ regle: ruleName, chemin: constructPath ?? '' })),
    );
}

describe.each(Object.entries(syntheses))('cdk-nag (AwsSolutions) on stacks %s', (_, { app }) => {
  test('finds nothing that is not explained', () => {
    expect(constats(app)).toEqual([]);
  });

  test('finds each thing that is explained: an explanation of nothing is removed', () => {
    const bruts = constatsBruts(app);
    const donnees = explications(app);
    expect(donnees.length).toBeGreaterThan(30);
    const vaines = donnees.filter(
      ({ chemin, regle }) =>
        !bruts.some((constat) => constat.regle === regle && `${constat.chemin}/`.startsWith(`${chemin}/`)),
    );
    expect(vaines).toEqual([]);
  });

  test('is answered with reasons, one sentence each, on single findings', () => {
    for (const { regle, raison } of explications(app)) {
      expect(raison).toMatch(/^.{20,}\.$/);
      // A whole rule on a wildcard would explain findings to come.
      expect(regle).not.toBe('AwsSolutions-IAM5');
    }
  });
});

test('cdk-nag finds a bucket that is open to plain HTTP: these checks are not asleep', () => {
  const app = new App();
  new Bucket(new Stack(app, 'essai'), 'Seau');
  expect(constats(app)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^AwsSolutions-S10 at essai\/Seau/),
      expect.stringMatching(/^AwsSolutions-S1 /),
    ]),
  );
});

describe('cfn-lint', () => {
  const dossier = mkdtempSync(join(tmpdir(), 'lsl-cfn-lint-'));
  let cfnLint = '';

  beforeAll(async () => {
    cfnLint = (await assurerPython()).bin('cfn-lint');
  });
  afterAll(() => rmSync(dossier, { recursive: true }));

  /** Findings of every level: errors, warnings and information. */
  async function constater(gabarits: readonly unknown[]): Promise<string[]> {
    const fichiers = gabarits.map((gabarit, indice) => {
      const fichier = join(dossier, `${indice}.template.json`);
      writeFileSync(fichier, JSON.stringify(gabarit, null, 1));
      return fichier;
    });
    const options = [
      '--regions',
      'eu-west-3',
      '--include-checks',
      'I',
      '--ignore-checks',
      // CDK's own ways: functions wait for the policy of their role and, superfluously, for the role; and texts are
      // joined rather than substituted.
      'W3005',
      'I1022',
      '--format',
      'parseable',
    ];
    const { stdout } = await promisify(execFile)(cfnLint, [...options, ...fichiers]).catch(
      (erreur: { stdout: string; stderr: string; code: unknown }) => {
        // cfn-lint ends with a code when it finds something; without a finding it did not run.
        if (typeof erreur.code !== 'number' || erreur.stdout === '') throw erreur;
        return erreur;
      },
    );
    return stdout.split('\n').filter((ligne) => ligne !== '');
  }

  test('finds nothing in the templates of any deployment', async () => {
    const gabarits = Object.values(syntheses).flatMap((synthese) =>
      synthese.piles.map((pile) => synthese.gabarit(pile)),
    );
    expect(gabarits).toHaveLength(15);
    expect(await constater(gabarits)).toEqual([]);
  });

  test('finds a property that does not exist: these checks are not asleep', async () => {
    const faux = { Resources: { File: { Type: 'AWS::SQS::Queue', Properties: { Couleur: 'bleu' } } } };
    expect(await constater([faux])).toContainEqual(expect.stringMatching(/:E3002:.*Couleur/));
  });
});
