import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pageDesEtats } from '../../shared/livret/catalogue-des-etats.ts';

/** Where the page of states stands; a test fails when it is not what the code says. */
export const PAGE_DES_ETATS = join(import.meta.dirname, '../../docs/etats.md');

// npm run docs:etats
if (process.argv[1] === import.meta.filename) await writeFile(PAGE_DES_ETATS, pageDesEtats());
