import { readdirSync, readFileSync } from 'node:fs';
import { coucheAssemblee } from '../../layers/chromium/assembler.ts';
import { avecNavigateur } from '../../shared/jury/navigateur.ts';

/**
 * A function that is killed halfway, for the tests to start and kill: it says the number of its browser, then prints
 * without end.
 */
await avecNavigateur(
  async (navigateur) => {
    const enfants = readdirSync('/proc/self/task').map((fil) =>
      readFileSync(`/proc/self/task/${fil}/children`, 'utf8').trim(),
    );
    process.stdout.write(`${enfants.filter(Boolean).join(' ')}\n`);
    for (;;) await navigateur.imprimer('<p>mot</p>'.repeat(5000));
  },
  { couche: coucheAssemblee() },
);
