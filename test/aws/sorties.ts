import { format } from 'node:util';
import { vi } from 'vitest';

const NIVEAUX = ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const;

/** All that is written to the standard output, the error output and the console while `essai` runs. */
export async function sortiesDe(essai: () => unknown): Promise<string> {
  const ecrit: string[] = [];
  const flux = [process.stdout, process.stderr].map((sortie) =>
    vi.spyOn(sortie, 'write').mockImplementation((morceau) => {
      ecrit.push(typeof morceau === 'string' ? morceau : Buffer.from(morceau).toString('utf8'));
      return true;
    }),
  );
  const consoles = NIVEAUX.map((niveau) =>
    vi.spyOn(console, niveau).mockImplementation((...textes: unknown[]) => {
      ecrit.push(`${format(...textes)}\n`);
    }),
  );
  try {
    await essai();
  } finally {
    for (const espion of [...flux, ...consoles]) espion.mockRestore();
  }
  return ecrit.join('');
}

/** The same, for a log: one JSON object a line. */
export async function lignesDe(essai: () => unknown): Promise<Record<string, unknown>[]> {
  const ecrit = await sortiesDe(essai);
  return ecrit
    .split('\n')
    .filter((ligne) => ligne !== '')
    .map((ligne) => JSON.parse(ligne) as Record<string, unknown>);
}
