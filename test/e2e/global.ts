import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { arreter, deployer } from '../../infra/local/nuage.ts';

/**
 * One local cloud for these tests, in a folder of its own: a demo left running is not touched. It enforces IAM
 * policies as AWS does, so that a missing grant fails here.
 */
const dossier = join(import.meta.dirname, '../../.cloud/tests');

export async function setup({ provide }: TestProject): Promise<void> {
  const { endpoint, region, certificat } = await deployer({ dossier, droits: true });
  provide('endpoint', endpoint);
  provide('region', region);
  provide('certificat', certificat);
}

export async function teardown(): Promise<void> {
  await arreter({ dossier, garder: true });
}
