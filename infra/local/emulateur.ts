import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { z } from 'zod';
import type { ErreurCodee } from '../../shared/kernel/erreur.ts';
import { ecrire, effacer, lire, RACINE } from './dossier.ts';
import { erreurNuage, type Progres } from './erreurs.ts';
import { dernieresLignes, executer, processusMarques, terminer } from './processus.ts';
import { assurerPython } from './python.ts';

export const REGION = 'eu-west-3';
/** The emulator's own account. */
export const COMPTE = '000000000000';
/** The only credentials whose signatures the emulator verifies; they open nothing anywhere else. */
export const IDENTIFIANTS = { accessKeyId: 'test', secretAccessKey: 'test' } as const;

/** Carried by the emulator and by all that it starts, so that they can be told and stopped by it. */
const MARQUE = 'LSL_NUAGE';
/** Each concurrent Lambda unpacks its code and its layers, Chromium's above all. */
const ESPACE_MINIMAL_OCTETS = 2 * 1024 ** 3;
const ATTENTE_DEMARRAGE_MS = 60_000;
/** What a running cloud writes in its folder, and loses when it stops. */
const VIVANT = ['etat.json', 'outputs.json', 'donnees', 'tmp'] as const;

const Etat = z.object({
  pid: z.number().int(),
  port: z.number().int(),
  endpoint: z.string(),
  region: z.string(),
  compte: z.string(),
  demarreLe: z.string(),
  /** Whether the emulator verifies signatures and enforces IAM policies (and therefore speaks HTTPS). */
  droits: z.boolean(),
  /** The authority to trust for `endpoint`, when it is HTTPS. */
  certificat: z.string().optional(),
  /** Whether a deployment was begun: the next one starts from an empty cloud. */
  entame: z.boolean(),
});

/** A local cloud that answers. */
export interface Nuage extends z.infer<typeof Etat> {
  readonly dossier: string;
}

export interface OptionsEmulateur {
  /** @default a free one */
  readonly port?: number | undefined;
  /**
   * Verify signatures and enforce IAM policies as AWS does, over HTTPS with a certificate of our own.
   * @default false, or as it runs
   */
  readonly droits?: boolean | undefined;
  /** @default 2 GiB */
  readonly espaceMinimalOctets?: number;
  readonly progres?: Progres;
}

/** Starts the emulator of a folder, or finds it already started. */
export async function start(dossier: string, options: OptionsEmulateur): Promise<Nuage> {
  const running = await findRunning(dossier);
  if (running) {
    if (options.droits !== undefined && options.droits !== running.droits) throw wrongMode(dossier, running);
    return running;
  }
  await checkSpace(dossier, options.espaceMinimalOctets ?? ESPACE_MINIMAL_OCTETS);
  if (options.port !== undefined) await checkPort(options.port);
  const { python } = await assurerPython(options.progres ? { progres: options.progres } : {});
  options.progres?.('Démarrage du nuage local');
  // Lambdas of an emulator that was killed would still answer for it.
  await stop(dossier);
  await Promise.all(
    ['donnees', 'tmp', 'journaux', 'cdk-home'].map((name) => mkdir(join(dossier, name), { recursive: true })),
  );
  // The emulator's `_worker.js` calls `require`: our own package.json, higher up, would make it an ES module.
  await ecrire(dossier, 'tmp/package.json', { type: 'commonjs' });

  const droits = options.droits ?? false;
  const certificat = droits ? await makeCertificate(dossier, python) : undefined;
  await accorderConfiance({ certificat });
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort());
    const endpoint = `${droits ? 'https' : 'http'}://127.0.0.1:${port}`;
    const pid = await launch({ dossier, python, port, endpoint, certificat });
    if (pid === 'port taken' && options.port === undefined && attempt < 3) continue;
    if (typeof pid !== 'number') throw await startFailure(dossier);
    const nuage: z.infer<typeof Etat> = {
      pid,
      port,
      endpoint,
      region: REGION,
      compte: COMPTE,
      demarreLe: new Date().toISOString(),
      droits,
      ...(certificat === undefined ? {} : { certificat }),
      entame: false,
    };
    await ecrire(dossier, 'etat.json', nuage);
    return { ...nuage, dossier };
  }
}

/** Ends the emulator of a folder with all that it started. Says whether something was running. */
export async function stop(dossier: string): Promise<boolean> {
  const running = (await processusMarques(MARQUE, dossier)).length > 0;
  await terminer(MARQUE, dossier);
  await effacer(dossier, VIVANT);
  return running;
}

/** The cloud that runs in this folder: its process lives, is ours, and answers. */
export async function findRunning(dossier: string): Promise<Nuage | undefined> {
  const known = await lire(dossier, 'etat.json', Etat);
  if (!known || !(await processusMarques(MARQUE, dossier)).includes(known.pid)) return undefined;
  await accorderConfiance(known);
  return (await isReady(known.endpoint)) ? { ...known, dossier } : undefined;
}

/** Says that a deployment has begun: the next one will need an empty cloud. */
export function markDeployed(nuage: Nuage): Promise<void> {
  return ecrire(nuage.dossier, 'etat.json', { ...nuage, entame: true });
}

/** Makes this process trust the certificate of a cloud, for fetch and for the AWS SDK alike. */
export async function accorderConfiance({ certificat }: { readonly certificat?: string | undefined }): Promise<void> {
  if (certificat === undefined) return;
  setDefaultCACertificates([...getCACertificates('default'), await readFile(certificat, 'utf8')]);
}

/** The PATH with the project's Node first, and its commands. */
export function pathWithNode(): string {
  return [join(RACINE, 'node_modules/.bin'), process.env.PATH].filter((part) => part).join(delimiter);
}

interface Lancement {
  readonly dossier: string;
  readonly python: string;
  readonly port: number;
  readonly endpoint: string;
  readonly certificat: string | undefined;
}

/** Starts the emulator in a session of its own, so that it outlives this process and its terminal. */
async function launch({ dossier, python, port, endpoint, certificat }: Lancement) {
  const log = openSync(join(dossier, 'journaux/emulateur.log'), 'w');
  const child = spawn(python, ['-m', 'ministack'], {
    cwd: dossier,
    detached: true,
    stdio: ['ignore', log, log],
    env: {
      // Lambdas run on the first node of the PATH.
      PATH: pathWithNode(),
      HOME: join(dossier, 'tmp'),
      TMPDIR: join(dossier, 'tmp'),
      LANG: 'C.UTF-8',
      TZ: 'UTC', // as on AWS
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      MINISTACK_REGION: REGION,
      MINISTACK_ACCOUNT_ID: COMPTE,
      AWS_DEFAULT_REGION: REGION,
      AWS_ACCESS_KEY_ID: IDENTIFIANTS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: IDENTIFIANTS.secretAccessKey,
      S3_DATA_DIR: join(dossier, 'donnees/s3'),
      STATE_DIR: join(dossier, 'donnees/etat'),
      // Two listeners on fixed ports that we have no use for: a second cloud could not open them.
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      ...(certificat === undefined
        ? {}
        : { AUTH: 'true', USE_SSL: '1', MINISTACK_SSL_CERT: certificat, MINISTACK_SSL_KEY: cleDe(certificat) }),
      [MARQUE]: dossier,
    },
  });
  closeSync(log);
  child.unref();
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const deadline = Date.now() + ATTENTE_DEMARRAGE_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.pid === undefined) break;
    // Another cloud may have taken the port meanwhile, and answer in place of this one.
    const started = (await readLog(dossier)).includes('services available on port');
    if (started && (await isReady(endpoint))) return child.pid;
    await Promise.race([ended, sleep(50)]);
  }
  await stop(dossier);
  return /already in use/i.test(await readLog(dossier)) ? 'port taken' : 'failed';
}

async function isReady(endpoint: string): Promise<boolean> {
  try {
    const response = await fetch(`${endpoint}/_ministack/ready`, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

async function checkPort(port: number): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}`, { signal: AbortSignal.timeout(2_000) }).then(
    () => undefined,
    (error: Error) => error.cause as NodeJS.ErrnoException | undefined,
  );
  if (answer?.code === 'ECONNREFUSED') return; // nobody listens there
  throw erreurNuage('nuage-port', {
    // Browsers and fetch refuse the ports of old protocols, such as 6000 (X11).
    constat:
      answer?.message === 'bad port'
        ? `Le port ${port} est interdit aux navigateurs.`
        : `Le port ${port} est déjà pris.`,
    remede: 'Choisissez un autre port, ou aucun : le nuage local en prend alors un libre.',
  });
}

async function checkSpace(dossier: string, minimum: number): Promise<void> {
  const { bavail, bsize } = await statfs(dossier);
  const free = bavail * bsize;
  if (free >= minimum) return;
  const megaoctets = (bytes: number) => `${Math.round(bytes / 1024 ** 2)} Mo`;
  throw erreurNuage('nuage-disque', {
    constat: `Il reste ${megaoctets(free)} sur le disque ; le nuage local en demande ${megaoctets(minimum)}.`,
    ou: `Dossier : ${dossier}`,
    remede: 'Libérez de la place, ou choisissez un dossier sur un autre disque avec LSL_CLOUD_DIR.',
  });
}

async function makeCertificate(dossier: string, python: string): Promise<string> {
  const certificat = join(dossier, 'tmp/nuage.crt');
  const script = join(import.meta.dirname, 'certificat.py');
  const { code, sortie } = await executer(python, [script, certificat, cleDe(certificat)], { env: process.env });
  if (code !== 0) throw new Error(`certificat.py : ${dernieresLignes(sortie)}`);
  return certificat;
}

function cleDe(certificat: string): string {
  return certificat.replace(/\.crt$/, '.cle');
}

function wrongMode(dossier: string, { droits }: Nuage): ErreurCodee {
  return erreurNuage('nuage-mode', {
    constat: `Le nuage local tourne déjà, ${droits ? 'avec' : 'sans'} le contrôle des droits.`,
    ou: `Dossier : ${dossier}`,
    remede: 'Arrêtez-le, puis démarrez-le dans l’autre mode.',
  });
}

async function startFailure(dossier: string): Promise<ErreurCodee> {
  return erreurNuage('nuage-demarrage', {
    constat: 'L’émulateur d’AWS ne démarre pas.',
    ou: `${dernieresLignes(await readLog(dossier))}\nJournal complet : ${join(dossier, 'journaux/emulateur.log')}`,
    remede: 'Lisez la cause ci-dessus ; si elle ne dit rien d’utile, supprimez .venv et recommencez.',
  });
}

function readLog(dossier: string): Promise<string> {
  return readFile(join(dossier, 'journaux/emulateur.log'), 'utf8').catch(() => '');
}
