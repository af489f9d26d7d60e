import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pageDesAnomalies } from '../../shared/imports/catalogue.ts';

/** Where the page of the catalogue stands; a test fails when it is not what the code says. */
export const PAGE_DES_ANOMALIES = join(import.meta.dirname, '../../docs/anomalies.md');

// npm run docs:anomalies
if (process.argv[1] === import.meta.filename) await writeFile(PAGE_DES_ANOMALIES, pageDesAnomalies());
