import { spawn } from 'node:child_process';
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { CreateBucketCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, expect, test } from 'vitest';
import { arreter, demarrer, deployer, etat, IDENTIFIANTS, type Nuage } from '../../infra/local/nuage.ts';
import { processusMarques } from '../../infra/local/processus.ts';
import { dossierEphemere, effacer } from './fixture/nuage-essai.ts';

const dossiers: string[] = [];

async function nouveauDossier(): Promise<string> {
  const dossier = await dossierEphemere();
  dossiers.push(dossier);
  return dossier;
}

afterEach(async () => {
  await Promise.all(dossiers.splice(0).map(effacer));
});

function s3({ endpoint, region }: Nuage): S3Client {
  return new S3Client({ endpoint, region, credentials: IDENTIFIANTS, forcePathStyle: true });
}

test('starting twice, even at the same instant, gives one cloud', { timeout: 180_000 }, async () => {
  const dossier = await nouveauDossier();
  const [first, second] = await Promise.all([demarrer({ dossier }), demarrer({ dossier })]);
  expect(second).toEqual(first);
  expect(await demarrer({ dossier })).toEqual(first);
  expect(await processusMarques('LSL_NUAGE', dossier)).toEqual([first.pid]);
});

test('a cloud listens on the loopback only, on one port', { timeout: 60_000 }, async () => {
  const { pid, port } = await demarrer({ dossier: await nouveauDossier() });
  const LISTEN = '0A';
  const inodes = (await readFile('/proc/net/tcp', 'utf8'))
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[3] === LISTEN && columns[1]?.endsWith(`:${port.toString(16).toUpperCase()}`));
  expect(inodes.map((columns) => columns[1])).toEqual([`0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`]);
  expect(pid).toBeGreaterThan(0);
});

test('two clouds side by side share nothing', { timeout: 60_000 }, async () => {
  const [one, other] = await Promise.all([
    demarrer({ dossier: await nouveauDossier() }),
    demarrer({ dossier: await nouveauDossier() }),
  ]);
  expect(one.port).not.toBe(other.port);
  await s3(one).send(new CreateBucketCommand({ Bucket: 'a-un-seul' }));
  expect((await s3(one).send(new ListBucketsCommand())).Buckets?.map(({ Name }) => Name)).toEqual(['a-un-seul']);
  expect((await s3(other).send(new ListBucketsCommand())).Buckets ?? []).toEqual([]);
  await arreter({ dossier: one.dossier });
  expect((await etat({ dossier: other.dossier })).nuage).toEqual(other);
});

test('stopping ends all that the cloud started, even what left its group, and stopping again is harmless', {
  timeout: 60_000,
}, async () => {
  const dossier = await nouveauDossier();
  await demarrer({ dossier });
  // As Chromium does in a Lambda: another session, the same environment.
  const stray = spawn('sleep', ['600'], {
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, LSL_NUAGE: dossier },
  });
  stray.unref();
  await expect.poll(() => processusMarques('LSL_NUAGE', dossier)).toHaveLength(2);
  expect(await arreter({ dossier })).toBe(true);
  expect(await processusMarques('LSL_NUAGE', dossier)).toEqual([]);
  expect((await etat({ dossier })).nuage).toBeUndefined();
  expect(await arreter({ dossier })).toBe(false);
});

test('a cloud that was killed is seen as stopped, and starts again', { timeout: 60_000 }, async () => {
  const dossier = await nouveauDossier();
  const killed = await demarrer({ dossier });
  process.kill(killed.pid, 'SIGKILL');
  await expect.poll(async () => (await etat({ dossier })).nuage).toBeUndefined();
  const restarted = await demarrer({ dossier });
  expect(restarted.pid).not.toBe(killed.pid);
  expect((await etat({ dossier })).nuage).toEqual(restarted);
});

test('a cloud whose state was copied to another folder is neither taken for that folder’s nor stopped by it', {
  timeout: 60_000,
}, async () => {
  const nuage = await demarrer({ dossier: await nouveauDossier() });
  const copie = await nouveauDossier();
  await copyFile(join(nuage.dossier, 'etat.json'), join(copie, 'etat.json'));
  expect((await etat({ dossier: copie })).nuage).toBeUndefined();
  expect(await arreter({ dossier: copie })).toBe(false);
  expect((await etat({ dossier: nuage.dossier })).nuage).toEqual(nuage);
});

test('stopping removes what the cloud wrote, or keeps its logs', { timeout: 60_000 }, async () => {
  const dossier = await nouveauDossier();
  const journal = join(dossier, 'journaux/emulateur.log');
  await demarrer({ dossier });
  await arreter({ dossier, garder: true });
  expect(await readFile(journal, 'utf8')).toContain('Ready');
  await arreter({ dossier });
  await expect(readFile(journal)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a port that is taken or forbidden is refused before anything starts', async () => {
  const dossier = await nouveauDossier();
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
  try {
    await expect(demarrer({ dossier, port: 6000 })).rejects.toMatchObject({
      code: 'nuage-port',
      message: expect.stringContaining('Le port 6000 est interdit aux navigateurs.'),
    });
    await expect(demarrer({ dossier, port })).rejects.toMatchObject({
      code: 'nuage-port',
      message: expect.stringContaining(`Le port ${port} est déjà pris.`),
    });
  } finally {
    server.close();
  }
});

test('a disk that is nearly full is refused before anything starts', async () => {
  const dossier = await nouveauDossier();
  await expect(demarrer({ dossier, espaceMinimalOctets: Number.MAX_SAFE_INTEGER })).rejects.toMatchObject({
    code: 'nuage-disque',
    message: expect.stringMatching(/Il reste \d+ Mo sur le disque/),
  });
});

test('an application that does not synthesize shows its cause, not the noise', { timeout: 60_000 }, async () => {
  const dossier = await nouveauDossier();
  const application = join(dossier, 'application.js');
  await writeFile(application, `throw new Error('académie inconnue : atlantide');`);
  await expect(deployer({ dossier, application: `node ${application}` })).rejects.toMatchObject({
    code: 'nuage-deploiement',
    message: expect.stringMatching(/cdk synth[\s\S]*académie inconnue : atlantide[\s\S]*cdk-synth\.log/),
  });
  await rm(application);
});
