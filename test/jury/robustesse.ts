import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as attendre } from 'node:timers/promises';
import type { Navigateur } from '../../shared/jury/navigateur.ts';
import { avecNavigateur } from '../../shared/jury/navigateur.ts';
import { COUCHE } from './impression.ts';

/** What happens to browsers and to functions, and what must be left of it: nothing. */

export const html = (corps: string, style = '') =>
  `<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><style>@page { size: A4; margin: 10mm } ${style}</style></head><body>${corps}</body></html>`;

/** Minutes of work for a browser. */
export const LONG = html('<p>mot</p>'.repeat(200_000));

/** Ids of the processes that this one started, zombies too. */
export function enfants(): number[] {
  const listes = readdirSync('/proc/self/task').map((fil) => {
    try {
      return readFileSync(`/proc/self/task/${fil}/children`, 'utf8');
    } catch {
      return '';
    }
  });
  return listes.join(' ').split(/\s+/).filter(Boolean).map(Number).sort();
}

/** Prints, and does this to the browser meanwhile: the code of what comes of it. */
export async function malmener(navigateur: Navigateur, signal: 'SIGKILL' | 'SIGSTOP'): Promise<unknown> {
  const avant = enfants();
  const impression = navigateur.imprimer(LONG).catch((erreur: { code: string }) => erreur.code);
  await attendre(100);
  for (const pid of avant) process.kill(pid, signal);
  return impression;
}

const SORTS = ['imprime', 'SIGKILL', 'SIGSTOP', 'travail', 'imprime'] as const;

/** One invocation in a row of many, in turn one that works and one of those that do not. */
export async function invoquer(rang: number): Promise<string> {
  const sort = SORTS[rang % SORTS.length] ?? 'imprime';
  try {
    return await avecNavigateur(
      async (navigateur) => {
        if (sort === 'travail') throw new Error('le travail échoue');
        if (sort !== 'imprime') return String(await malmener(navigateur, sort));
        return Buffer.from(await navigateur.imprimer(html('a')))
          .toString('latin1')
          .slice(0, 5);
      },
      { ...COUCHE, delaiImpression: sort === 'imprime' ? 30_000 : 500 },
    );
  } catch (erreur) {
    return (erreur as Error).message;
  }
}

export function attenduDe(rang: number): string {
  const sort = SORTS[rang % SORTS.length];
  return sort === 'imprime' ? '%PDF-' : sort === 'travail' ? 'le travail échoue' : 'impression-impossible';
}

/** Starts a function, kills it while its browser prints, and waits for that browser to end by itself. */
export async function tuerAMiChemin(): Promise<{ readonly navigateurFini: boolean }> {
  const fonction = spawn(process.execPath, [join(import.meta.dirname, 'interrompue.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [ligne] = await fonction.stdout.take(1).map(String).toArray();
  const pid = Number(ligne?.trim());
  const fin = new Promise((resolve) => fonction.on('exit', resolve));
  fonction.kill('SIGKILL');
  await fin;
  for (let essai = 0; essai < 100 && existsSync(`/proc/${pid}`); essai += 1) await attendre(100);
  return { navigateurFini: pid > 0 && !existsSync(`/proc/${pid}`) };
}
