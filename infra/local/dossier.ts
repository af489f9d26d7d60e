import { mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { z } from 'zod';

export const RACINE = resolve(import.meta.dirname, '../..');

/** The absolute path of a cloud's folder. */
export function chemin(dossier: string | undefined): string {
  return resolve(dossier ?? process.env.LSL_CLOUD_DIR ?? join(RACINE, '.cloud'));
}

/** The same, once the folder exists, and without links: it names the cloud to its processes. */
export async function ouvrir(dossier: string | undefined): Promise<string> {
  await mkdir(chemin(dossier), { recursive: true });
  return realpath(chemin(dossier));
}

/** What a file of the folder holds, or undefined when it is absent or of another form. */
export async function lire<T>(dossier: string, name: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const text = await readFile(join(dossier, name), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  return schema.safeParse(JSON.parse(text)).data;
}

/** Written aside then renamed: another process never reads half of it. */
export async function ecrire(dossier: string, name: string, content: unknown): Promise<void> {
  const file = join(dossier, name);
  await writeFile(`${file}.nouveau`, `${JSON.stringify(content, null, 2)}\n`);
  await rename(`${file}.nouveau`, file);
}

export async function effacer(dossier: string, names: readonly string[]): Promise<void> {
  await Promise.all(names.map((name) => rm(join(dossier, name), { recursive: true, force: true })));
}
