import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dossierEphemere, effacer } from './fixture/nuage-essai.ts';

const CLI = join(import.meta.dirname, '../../infra/local/cli.ts');

let dossier: string;

beforeEach(async () => {
  dossier = await dossierEphemere();
});

afterEach(() => effacer(dossier));

function cloud(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, LSL_CLOUD_DIR: dossier, NO_COLOR: '1' };
    execFile(process.execPath, [CLI, ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });
}

test('up, status and down say what happens and succeed', { timeout: 180_000 }, async () => {
  const up = await cloud('up');
  expect(up).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Nuage local : http:\/\/127\.0\.0\.1:\d+\n/) });
  expect(up.stderr).toContain('Démarrage du nuage local');
  const status = await cloud('status');
  expect(status).toMatchObject({ code: 0, stdout: expect.stringContaining('Rien n’y est déployé.') });
  expect(await cloud('down')).toMatchObject({ code: 0, stdout: 'Nuage local arrêté.\n' });
  expect(await cloud('down')).toMatchObject({ code: 0, stdout: 'Aucun nuage local ne tournait.\n' });
  expect(await cloud('status')).toMatchObject({ code: 0, stdout: 'Nuage local arrêté.\n' });
});

test.for([
  { args: [], raison: 'Indiquez une commande' },
  { args: ['lancer'], raison: 'lancer' },
  { args: ['up', 'encore'], raison: 'encore' },
  { args: ['up', '--vite'], raison: 'vite' },
  { args: ['status', '--garder'], raison: 'garder' },
  { args: ['up', '--port', '70000'], raison: 'Le port est un nombre de 1 à 65535.' },
  { args: ['deploy', '-c', 'academie'], raison: 'Contexte mal écrit : academie (attendu : clé=valeur).' },
])('a misuse ($args) is explained with the help', async ({ args, raison }) => {
  const { code, stderr } = await cloud(...args);
  expect(code).toBe(3);
  expect(stderr.split('\n')[0]).toContain(raison);
  expect(stderr).toContain('npm run cloud --');
});

test('--aide shows the help and succeeds', async () => {
  expect(await cloud('--aide')).toMatchObject({ code: 0, stdout: expect.stringContaining('Codes de sortie') });
});

test('a failure exits with 1 and the coded error only', async () => {
  const { code, stderr } = await cloud('up', '--port', '6000');
  expect(code).toBe(1);
  expect(stderr).toMatch(/^Erreur Le port 6000 .+ \[nuage-port\]\nChoisissez .+\n$/);
});
