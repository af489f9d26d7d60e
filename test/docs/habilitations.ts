import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pageDesHabilitations } from '../../shared/habilitations/catalogue.ts';

/** Where the page of rights stands; a test fails when it is not what the code says. */
export const PAGE_DES_HABILITATIONS = join(import.meta.dirname, '../../docs/habilitations.md');

// npm run docs:habilitations
if (process.argv[1] === import.meta.filename) await writeFile(PAGE_DES_HABILITATIONS, pageDesHabilitations());
