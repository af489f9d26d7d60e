import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';

/** What a command left behind; `code` is -1 when it could not be started or was killed. */
export interface Issue {
  readonly code: number;
  readonly sortie: string;
}

export interface OptionsExecution {
  readonly cwd?: string;
  readonly env: NodeJS.ProcessEnv;
  /** Both streams of the command are also written there. */
  readonly journal?: string;
}

/** Runs a command to its end without showing anything. Never throws for what the command does. */
export async function executer(
  commande: string,
  args: readonly string[],
  { cwd, env, journal }: OptionsExecution,
): Promise<Issue> {
  const log = journal === undefined ? undefined : createWriteStream(journal);
  let sortie = '';
  const code = await new Promise<number>((resolve) => {
    const child = spawn(commande, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        sortie += text;
        log?.write(text);
      });
    }
    child.on('error', (error) => {
      sortie += `${error.message}\n`;
      resolve(-1);
    });
    child.on('close', (status) => resolve(status ?? -1));
  });
  if (log) {
    log.end();
    await finished(log);
  }
  return { code, sortie };
}

/** Progress of CloudFormation, of the assets and of the bundler; what Node quotes of a minified file. */
const NOISE =
  /_IN_PROGRESS|_COMPLETE \||: (start|success): |-building\/|^⚡ Done|feature flags? are not configured|^.{1000,}$/;

/** The end of a log without colours and progress lines, which is where the cause of a failure stands. */
export function dernieresLignes(sortie: string, nombre = 15): string {
  return stripVTControlCharacters(sortie)
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !NOISE.test(line))
    .slice(-nombre)
    .join('\n');
}

/**
 * The living processes whose environment holds `nom=valeur`: a process and all that it started,
 * whatever group they moved to. Chromium, for one, leaves its Lambda's group; and a process id
 * that was given to another program since does not carry the mark.
 */
export async function processusMarques(nom: string, valeur: string): Promise<number[]> {
  const mark = `${nom}=${valeur}`;
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry)).map(Number);
  const marked = await Promise.all(
    pids.map(async (pid) => {
      // A process of another user, or one that has just ended, cannot be read: it is not ours.
      const environ = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
      return environ.split('\0').includes(Buffer.from(mark).toString('latin1'));
    }),
  );
  return pids.filter((_, index) => marked[index]);
}

/** Asks the marked processes to end, and ends those that have not after `delaiMs`. */
export async function terminer(nom: string, valeur: string, delaiMs = 5_000): Promise<void> {
  const deadline = Date.now() + delaiMs;
  const asked = new Set<number>();
  for (;;) {
    const pids = await processusMarques(nom, valeur);
    if (pids.length === 0) return;
    const late = Date.now() > deadline;
    for (const pid of pids) {
      if (late) signal(pid, 'SIGKILL');
      else if (!asked.has(pid)) signal(pid, 'SIGTERM');
      asked.add(pid);
    }
    await sleep(50);
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
