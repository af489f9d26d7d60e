import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { arreter, deployer } from '../../infra/local/nuage.ts';

/** One local cloud for the integration tests, in a folder of its own: a demo left running is not touched. */
const dossier = join(import.meta.dirname, '../../.cloud/tests');

export async function setup({ provide }: TestProject): Promise<void> {
  const { endpoint, region } = await deployer({ dossier });
  provide('endpoint', endpoint);
  provide('region', region);
}

export async function teardown(): Promise<void> {
  await arreter({ dossier, garder: true });
}
