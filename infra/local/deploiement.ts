import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { reglerApresDeploiement } from './apres-deploiement.ts';
import { CONTEXTE_LOCAL } from './contexte.ts';
import { ecrire, effacer, RACINE } from './dossier.ts';
import { accorderConfiance, IDENTIFIANTS, type Nuage, pathWithNode } from './emulateur.ts';
import { erreurNuage, type Progres } from './erreurs.ts';
import { dernieresLignes, executer } from './processus.ts';

export const SchemaSorties = z.object({
  endpoint: z.string(),
  region: z.string(),
  compte: z.string(),
  certificat: z.string().optional(),
  deployeLe: z.string(),
  piles: z.record(z.string(), z.record(z.string(), z.string())),
});

/** `outputs.json`: where the deployed application is. */
export type Sorties = z.infer<typeof SchemaSorties>;

export interface OptionsApplication {
  /** The command of the CDK application. @default the one of cdk.json */
  readonly application?: string;
  /** Where the CDK application runs. @default the root of the project */
  readonly racine?: string;
  /** @default CONTEXTE_LOCAL */
  readonly contexte?: Readonly<Record<string, string>>;
  readonly progres?: Progres;
}

/** Deploys an application to an empty cloud with the real CDK command, then sets what the emulator dropped. */
export async function deploy(nuage: Nuage, options: OptionsApplication): Promise<Sorties> {
  const { dossier } = nuage;
  const { racine = RACINE, application, contexte = CONTEXTE_LOCAL, progres } = options;
  await effacer(dossier, ['cdk.out', 'outputs.json']);
  const assemblage = join(dossier, 'cdk.out');
  const outputs = join(dossier, 'tmp/outputs.json');
  const cdk = (step: string, args: readonly string[], cwd: string) => runCdk(nuage, step, args, cwd);

  progres?.('Synthèse de l’application et préparation du compte');
  const context = Object.entries(contexte).flatMap(([name, value]) => ['--context', `${name}=${value}`]);
  const app = application === undefined ? [] : ['--app', application];
  const prepared = await Promise.allSettled([
    cdk('synth', ['synth', '--quiet', ...app, '--output', assemblage, ...context], racine),
    // From a folder without cdk.json: with one, the CLI would synthesize the application once more.
    cdk('bootstrap', ['bootstrap', `aws://${nuage.compte}/${nuage.region}`], dossier),
  ]);
  for (const result of prepared) if (result.status === 'rejected') throw result.reason;

  progres?.('Déploiement des piles');
  const deployment = ['deploy', '--all', '--app', assemblage, '--outputs-file', outputs];
  await cdk(
    'deploy',
    [...deployment, '--require-approval', 'never', '--concurrency', '4', '--progress', 'events'],
    racine,
  );

  progres?.('Réglages que l’émulateur a oubliés');
  await accorderConfiance(nuage);
  const cible = { endpoint: nuage.endpoint, region: nuage.region, identifiants: IDENTIFIANTS, droits: nuage.droits };
  const corrections = await reglerApresDeploiement(assemblage, cible);
  await ecrire(dossier, 'journaux/apres-deploiement.json', corrections);

  const sorties: Sorties = {
    endpoint: nuage.endpoint,
    region: nuage.region,
    compte: nuage.compte,
    ...(nuage.certificat === undefined ? {} : { certificat: nuage.certificat }),
    deployeLe: new Date().toISOString(),
    piles: SchemaSorties.shape.piles.parse(JSON.parse(await readFile(outputs, 'utf8'))),
  };
  await ecrire(dossier, 'outputs.json', sorties);
  return sorties;
}

async function runCdk(nuage: Nuage, step: string, args: readonly string[], cwd: string): Promise<void> {
  const journal = join(nuage.dossier, `journaux/cdk-${step}.log`);
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS|CDK)_/.test(name));
  const { code, sortie } = await executer(
    process.execPath,
    [join(RACINE, 'node_modules/aws-cdk/bin/cdk'), ...args, '--no-notices', '--no-color'],
    {
      cwd,
      journal,
      env: {
        ...Object.fromEntries(inherited),
        PATH: pathWithNode(),
        AWS_ENDPOINT_URL: nuage.endpoint,
        AWS_REGION: nuage.region,
        AWS_DEFAULT_REGION: nuage.region,
        AWS_ACCESS_KEY_ID: IDENTIFIANTS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: IDENTIFIANTS.secretAccessKey,
        // Nothing of the user's own AWS configuration may lead to a real account.
        AWS_CONFIG_FILE: '/dev/null',
        AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
        AWS_EC2_METADATA_DISABLED: 'true',
        CDK_HOME: join(nuage.dossier, 'cdk-home'),
        CDK_DISABLE_CLI_TELEMETRY: '1',
        CDK_DISABLE_VERSION_CHECK: '1',
        CI: '1',
        ...(nuage.certificat === undefined
          ? {}
          : { NODE_EXTRA_CA_CERTS: nuage.certificat, AWS_CA_BUNDLE: nuage.certificat }),
      },
    },
  );
  if (code === 0) return;
  throw erreurNuage('nuage-deploiement', {
    constat: `La commande « cdk ${step} » a échoué.`,
    ou: `${dernieresLignes(sortie)}\nJournal complet : ${journal}`,
    remede: 'Corrigez l’erreur ci-dessus, puis déployez à nouveau.',
  });
}
