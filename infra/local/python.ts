import { createHash } from 'node:crypto';
import { access, constants, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RACINE } from './dossier.ts';
import { erreurNuage, type Progres } from './erreurs.ts';
import { dernieresLignes, executer } from './processus.ts';
import { enExclusivite } from './verrou.ts';

const CANDIDATS = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];
const VERSION_MINIMALE = [3, 10] as const;
const VERROU = 'verrou.db';
/** Written last, with the fingerprint of what was asked: an installation that was cut has none. */
const EMPREINTE = 'exigences.sha256';

/** The project's Python environment. */
export interface Python {
  readonly python: string;
  /** The path of a command that a package installed. */
  bin(name: string): string;
}

export interface OptionsPython {
  /** @default `.venv` at the root of the project */
  readonly dossier?: string;
  /** @default infra/local/requirements.txt */
  readonly exigences?: string;
  readonly progres?: Progres;
}

/**
 * The project's Python environment, installed when it is missing or when its requirements changed.
 * Does nothing when it is up to date; two processes may call it at once.
 *
 * @throws ErreurCodee `python-absent`, `python-sans-venv`, `python-installation`
 */
export async function assurerPython({
  dossier = join(RACINE, '.venv'),
  exigences = join(import.meta.dirname, 'requirements.txt'),
  progres,
}: OptionsPython = {}): Promise<Python> {
  const bin = (name: string) => join(dossier, 'bin', name);
  const environnement: Python = { python: bin('python'), bin };
  // With the folder: the commands of an environment that was moved point to its old place.
  const empreinte = createHash('sha256')
    .update(await readFile(exigences))
    .update(dossier)
    .digest('hex');
  if (await isUpToDate(dossier, empreinte)) return environnement;

  await mkdir(dossier, { recursive: true });
  await enExclusivite(join(dossier, VERROU), async () => {
    if (await isUpToDate(dossier, empreinte)) return;
    progres?.('Installation de l’environnement Python (une fois)');
    await install(dossier, exigences, environnement);
    await writeFile(join(dossier, EMPREINTE), empreinte);
  });
  return environnement;
}

async function isUpToDate(dossier: string, empreinte: string): Promise<boolean> {
  try {
    // The interpreter is a link: it breaks when the system's Python is upgraded.
    await access(join(dossier, 'bin/python'), constants.X_OK);
    return (await readFile(join(dossier, EMPREINTE), 'utf8')) === empreinte;
  } catch {
    return false;
  }
}

async function install(dossier: string, exigences: string, { python }: Python): Promise<void> {
  const systeme = await findSystemPython();
  // Not `venv --clear`, which would remove the lock that we hold.
  const leftovers = (await readdir(dossier)).filter((entry) => !entry.startsWith(VERROU));
  await Promise.all(leftovers.map((entry) => rm(join(dossier, entry), { recursive: true, force: true })));

  const creation = await executer(systeme, ['-m', 'venv', dossier], { env: process.env });
  if (creation.code !== 0) {
    throw erreurNuage('python-sans-venv', {
      constat: 'Python ne peut pas créer d’environnement : le module venv manque sans doute.',
      ou: dernieresLignes(creation.sortie),
      remede: 'Installez-le (sur Debian ou Ubuntu : apt install python3-venv), puis recommencez.',
    });
  }
  const pip = await executer(
    python,
    [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '--no-input',
      '--require-hashes',
      '-r',
      exigences,
    ],
    { env: process.env },
  );
  if (pip.code !== 0) {
    throw erreurNuage('python-installation', {
      constat: 'pip n’a pas pu installer les paquets Python du projet.',
      ou: dernieresLignes(pip.sortie),
      remede: 'Vérifiez l’accès au dépôt de paquets (réseau, mandataire, PIP_INDEX_URL), puis recommencez.',
    });
  }
}

async function findSystemPython(): Promise<string> {
  const seen: string[] = [];
  for (const candidat of CANDIDATS) {
    const { code, sortie } = await executer(candidat, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'], {
      env: process.env,
    });
    if (code !== 0) continue;
    const [major = 0, minor = 0] = sortie.trim().split('.').map(Number);
    if (major === VERSION_MINIMALE[0] && minor >= VERSION_MINIMALE[1]) return candidat;
    seen.push(`${candidat} est en version ${sortie.trim()}`);
  }
  throw erreurNuage('python-absent', {
    constat: `Python ${VERSION_MINIMALE.join('.')} ou plus récent est introuvable.`,
    ou: seen.length > 0 ? `Trouvé : ${seen.join(', ')}.` : `Cherché dans le PATH : ${CANDIDATS.join(', ')}.`,
    remede: 'Installez python3 (sur Debian ou Ubuntu : apt install python3 python3-venv), puis recommencez.',
  });
}
