import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { LslFunction } from '../../infra/constructs/lsl-function.ts';
import { CONTEXTE_LOCAL } from '../../infra/local/contexte.ts';
import { sujetDesAlertes } from '../../infra/stacks/alertes.ts';
import { guichetDe, RACINE, type Ressource, synthetiser } from './synthese.ts';

const nuage = synthetiser({ academie: 'creteil', national: 'true' });
const local = synthetiser(CONTEXTE_LOCAL);

/** `imports/lire-depot`, for each file of functions/. */
const entrees = globSync('*/*.ts', { cwd: join(RACINE, 'functions') })
  .map((fichier) => fichier.replace(/\.ts$/, ''))
  .sort();
const CHROMIUM = 'jury/composer-fichier';

const nomDe = (fonction: Ressource): string => String(fonction.proprietes.FunctionName);
const entreeDe = (fonction: Ressource): string => {
  const suffixe = nomDe(fonction).replace(/^lsl-[a-z]+-/, '');
  const verbe = guichetDe(nomDe(fonction))?.quoi;
  return entrees.find((entree) => entree.replace('/', '-') === suffixe || entree.split('/')[1] === verbe) ?? suffixe;
};
const fonctions = nuage.ressources('AWS::Lambda::Function');
const parEntree = fonctions.map((fonction): [string, Ressource] => [entreeDe(fonction), fonction]);
const environnementDe = ({ proprietes }: Ressource): Record<string, string> =>
  (proprietes.Environment as { Variables: Record<string, string> }).Variables;

/** One function each, for each académie. */
const GUICHETS = ['appariement/reserver-numeros', 'transfert/consulter-statuts', 'transfert/recevoir-statut'];

test('each entry of functions/ is deployed, once; those of the référentiel, once for each académie', () => {
  expect(parEntree.map(([entree]) => entree).sort()).toEqual([...entrees, ...GUICHETS].sort());
  const academies = fonctions.flatMap((fonction) => {
    const guichet = guichetDe(nomDe(fonction));
    return guichet === null ? [] : [[entreeDe(fonction), guichet.academie, environnementDe(fonction).LSL_ACADEMIE]];
  });
  expect(academies.sort()).toEqual(
    GUICHETS.flatMap((entree) => ['creteil', 'grenoble'].map((academie) => [entree, academie, academie])),
  );
});

test('every Lambda comes from the house construct', () => {
  const etrangeres = nuage.app.node
    .findAll()
    .filter((noeud) => noeud instanceof CfnFunction && !(noeud.node.scope?.node.scope instanceof LslFunction));
  expect(etrangeres.map(({ node }) => node.path)).toEqual([]);
  expect(nuage.app.node.findAll().filter((noeud) => noeud instanceof CfnFunction)).toHaveLength(fonctions.length);
});

describe.each(parEntree)('the function of %s', (entree, { pile, proprietes }) => {
  const nom = String(proprietes.FunctionName);

  test('runs on Node 24, where Chromium does or on arm64', () => {
    expect(proprietes.Runtime).toBe('nodejs24.x');
    expect(proprietes.Architectures).toEqual([entree === CHROMIUM ? 'x86_64' : 'arm64']);
    expect(proprietes.Layers !== undefined).toBe(entree === CHROMIUM);
  });

  test('is traced', () => {
    expect(proprietes.TracingConfig).toEqual({ Mode: 'Active' });
  });

  test('writes to a log of its own, kept 90 days, that goes with it', () => {
    const journal = ['/lsl', nom.split('-')[1], entree, guichetDe(nom)?.academie].filter(Boolean).join('/');
    expect(proprietes.LoggingConfig).toEqual({ LogGroup: journal });
    const groupe = nuage.ressource('AWS::Logs::LogGroup', 'LogGroupName', journal);
    expect(groupe.proprietes.RetentionInDays).toBe(90);
    expect(groupe.retrait.DeletionPolicy).toBe('Delete');
  });

  test('has a role of its own, which only Lambda takes and no managed policy widens', () => {
    expect(proprietes.Role).toBe(`arn:aws:iam::111122223333:role/${nom}`);
    expect(fonctions.filter((autre) => autre.proprietes.Role === proprietes.Role)).toHaveLength(1);
    const role = nuage.ressource('AWS::IAM::Role', 'RoleName', nom);
    expect(role.pile).toBe(pile);
    expect(role.proprietes).not.toHaveProperty('ManagedPolicyArns');
    expect(JSON.stringify(role.proprietes.AssumeRolePolicyDocument)).toContain('"lambda.amazonaws.com"');
  });

  test('is told which deployment it belongs to', () => {
    expect(environnementDe({ proprietes } as Ressource)).toMatchObject({ LSL_DEPLOIEMENT: nom.split('-')[1] });
  });
});

describe('a function starts with the environment that its template gives it', () => {
  afterEach(() => vi.unstubAllEnvs());

  test.each(parEntree)('%s', async (entree, fonction) => {
    vi.stubEnv('AWS_REGION', 'eu-west-3');
    for (const [variable, valeur] of Object.entries(environnementDe(fonction))) {
      // Options are the runtime's: this process has its own.
      if (variable !== 'NODE_OPTIONS') vi.stubEnv(variable, valeur);
    }
    vi.resetModules();
    await expect(import(join(RACINE, `functions/${entree}.ts`))).resolves.toHaveProperty('handler');
  });

  test('and does not without it', async () => {
    vi.stubEnv('AWS_REGION', 'eu-west-3');
    vi.resetModules();
    await expect(import(join(RACINE, 'functions/imports/lire-depot.ts'))).rejects.toThrow(/TABLE_IMPORTS, SEAU_DEPOTS/);
  });
});

describe('the environment of functions', () => {
  test('holds no secret: the name where one is read, never what it says', () => {
    const secrets = nuage.ressources('AWS::SecretsManager::Secret').map(({ proprietes }) => String(proprietes.Name));
    for (const fonction of fonctions) {
      const environnement = environnementDe(fonction);
      for (const [variable, valeur] of Object.entries(environnement)) {
        expect(valeur).not.toMatch(/resolve:(secretsmanager|ssm)/);
        if (/SECRET|CLE|TOKEN|PASSWORD|MOT_DE_PASSE/.test(variable)) expect(secrets).toContain(valeur);
      }
    }
    expect(fonctions.filter((fonction) => secrets.includes(environnementDe(fonction).SECRET_INE ?? ''))).not.toEqual(
      [],
    );
  });

  test('holds a fixed clock on the local cloud, where it is asked for, and nowhere else', () => {
    const horloges = (synthese: typeof nuage) =>
      synthese.ressources('AWS::Lambda::Function').map((fonction) => environnementDe(fonction).LSL_HORLOGE);
    expect(new Set(horloges(local))).toEqual(new Set([CONTEXTE_LOCAL.horloge]));
    expect(new Set(horloges(nuage))).toEqual(new Set([undefined]));
    for (const pile of nuage.piles) expect(JSON.stringify(nuage.gabarit(pile))).not.toContain('HORLOGE');
  });
});

describe('a bundle', () => {
  const sortie = mkdtempSync(join(tmpdir(), 'lsl-bundle-'));
  afterAll(() => rmSync(sortie, { recursive: true }));

  // Two of them, made by the one construct of all: a common one, and the one whose dependencies call `require`.
  test.each(['imports/lire-depot', CHROMIUM])('of %s is one ES module that Node starts', (entree) => {
    const app = new App({ outdir: join(sortie, entree) });
    const pile = new Stack(app, 'essai');
    const deploiement = { nom: 'essai', local: false, horloge: null };
    const alertes = sujetDesAlertes(pile, deploiement, 'essai@ac-essai.example');
    new LslFunction(pile, 'Fonction', { deploiement: { ...deploiement, alertes }, entree });
    const { dossier, gabarit } = bundleDe(app);
    expect(gabarit.Handler).toBe('index.handler');
    expect(readdirSync(dossier).sort()).toEqual(['index.mjs', 'index.mjs.map']);

    const [, deployee] = parEntree.find(([autre]) => autre === entree) ?? [];
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `const { handler } = await import('${dossier}/index.mjs'); console.log(typeof handler)`,
      ],
      {
        env: { PATH: process.env.PATH, AWS_REGION: 'eu-west-3', ...environnementDe(deployee as Ressource) },
        encoding: 'utf8',
      },
    );
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'function\n', stderr: '' });
  });

  /** The one function of an application, and the folder of its code. */
  function bundleDe(app: App): { dossier: string; gabarit: { Handler: string } } {
    const assemblage = app.synth();
    const fonction = Object.values(
      Template.fromJSON(assemblage.stacks[0]?.template).findResources('AWS::Lambda::Function'),
    )[0]?.Properties;
    const { files } = JSON.parse(readFileSync(join(assemblage.directory, 'essai.assets.json'), 'utf8')) as {
      files: Record<string, { source: { path: string } }>;
    };
    const chemin = files[String(fonction.Code.S3Key).replace(/\.zip$/, '')]?.source.path ?? 'absent';
    return { dossier: join(assemblage.directory, chemin), gabarit: fonction };
  }
});
