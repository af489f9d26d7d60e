import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { deploy, type OptionsApplication, SchemaSorties, type Sorties } from './deploiement.ts';
import { chemin, effacer, lire, ouvrir } from './dossier.ts';
import { findRunning, markDeployed, type Nuage, type OptionsEmulateur, start, stop } from './emulateur.ts';
import type { Progres } from './erreurs.ts';
import { enExclusivite } from './verrou.ts';

export type { Sorties } from './deploiement.ts';
export { accorderConfiance, COMPTE, IDENTIFIANTS, type Nuage, REGION } from './emulateur.ts';

/** What a stopped cloud leaves to be read. */
const TRACES = ['journaux', 'cdk.out', 'cdk-home'] as const;

export interface OptionsDossier {
  /** @default `LSL_CLOUD_DIR`, else `.cloud` at the root of the project */
  readonly dossier?: string | undefined;
}

export interface OptionsDemarrage extends OptionsDossier, OptionsEmulateur {}

export interface OptionsDeploiement extends OptionsDemarrage, OptionsApplication {}

/**
 * Starts the local cloud of a folder, or finds it already started.
 *
 * @throws ErreurCodee `python-…`, `nuage-…`
 */
export async function demarrer(options: OptionsDemarrage = {}): Promise<Nuage> {
  const dossier = await ouvrir(options.dossier);
  return reserver(dossier, options.progres, () => start(dossier, options));
}

/**
 * Deploys the CDK application to the local cloud of a folder, from an empty cloud: bootstrap,
 * deploy, then what the emulator dropped. Starts the cloud when it is stopped.
 *
 * @throws ErreurCodee `python-…`, `nuage-…`
 */
export async function deployer(options: OptionsDeploiement = {}): Promise<Sorties> {
  const dossier = await ouvrir(options.dossier);
  return reserver(dossier, options.progres, async () => {
    let nuage = await start(dossier, options);
    if (nuage.entame) {
      options.progres?.('Remise à zéro du nuage local');
      await stop(dossier);
      nuage = await start(dossier, { ...options, port: nuage.port, droits: nuage.droits });
    }
    await markDeployed(nuage);
    return deploy(nuage, options);
  });
}

/** The running cloud of a folder, and where the application is once deployed. */
export async function etat(
  options: OptionsDossier = {},
): Promise<{ readonly nuage: Nuage | undefined; readonly sorties: Sorties | undefined }> {
  if (!existsSync(chemin(options.dossier))) return { nuage: undefined, sorties: undefined };
  const dossier = await ouvrir(options.dossier);
  const nuage = await findRunning(dossier);
  return { nuage, sorties: nuage && (await lire(dossier, 'outputs.json', SchemaSorties)) };
}

/**
 * Stops the cloud of a folder with all that it started, and removes what it wrote there.
 *
 * @param garder keeps the logs and the synthesized templates for reading; the cloud's data lives in its memory
 * @returns whether something was running
 */
export async function arreter({
  garder = false,
  ...options
}: OptionsDossier & { readonly garder?: boolean } = {}): Promise<boolean> {
  if (!existsSync(chemin(options.dossier))) return false;
  const dossier = await ouvrir(options.dossier);
  return reserver(dossier, undefined, async () => {
    const running = await stop(dossier);
    if (!garder) await effacer(dossier, TRACES);
    return running;
  });
}

function reserver<T>(dossier: string, progres: Progres | undefined, travail: () => Promise<T>): Promise<T> {
  return enExclusivite(join(dossier, 'verrou.db'), travail, {
    siOccupe: () => progres?.('Attente de la fin d’une autre commande sur ce nuage'),
  });
}
