import { createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { creerDossier, retirerDossier } from './dossiers.ts';

/** The headless browser of the layer, unpacked and ready to start. */
export interface Chromium {
  readonly executable: string;
  readonly options: readonly string[];
  /** Where its libraries and its spare typeface are; the rest of our environment is no business of a browser. */
  readonly environnement: Readonly<Record<string, string>>;
}

/** Lambda mounts layers here; it also gives `/opt/nodejs/node_modules` to every `require`. */
export const COUCHE_LAMBDA = '/opt';

/** Finds the packages of a layer folder, as Lambda's own `require` does. */
export function exigerDeLaCouche(couche: string): NodeJS.Require {
  return createRequire(join(couche, 'nodejs', 'couche.js'));
}

interface PaquetChromium {
  readonly default: { setGraphicsMode: boolean; readonly args: readonly string[] };
}

/**
 * Unpacks the browser in the temporary folder, once a machine and a version. The package's own unpacking takes a
 * file half written by a killed invocation, or by a neighbour at work, for a whole one; here the folder takes its
 * name when it is whole.
 */
export async function deballerChromium(exiger: NodeJS.Require): Promise<Chromium> {
  const paquet = join(dirname(exiger.resolve('@sparticuz/chromium')), '..');
  const { version } = JSON.parse(await readFile(join(paquet, 'package.json'), 'utf8')) as { version: string };
  const dossier = join(tmpdir(), `chromium-${version}`);
  if (!(await existe(dossier))) await deballer(exiger, join(paquet, 'bin'), dossier);

  const { default: chromium } = exiger('@sparticuz/chromium') as PaquetChromium;
  chromium.setGraphicsMode = false;
  return {
    executable: join(dossier, 'chromium'),
    options: chromium.args,
    environnement: { FONTCONFIG_PATH: join(dossier, 'fonts'), LD_LIBRARY_PATH: join(dossier, 'al2023', 'lib') },
  };
}

async function deballer(exiger: NodeJS.Require, source: string, dossier: string): Promise<void> {
  const { extract } = exiger('tar-fs') as { extract(dossier: string): NodeJS.WritableStream };
  const chantier = await creerDossier('chantier');
  try {
    const vers = (fichier: string, sortie: NodeJS.WritableStream) =>
      pipeline(createReadStream(join(source, fichier)), createBrotliDecompress(), sortie);
    await mkdir(join(chantier, 'fonts'));
    await Promise.all([
      vers('chromium.br', createWriteStream(join(chantier, 'chromium'), { mode: 0o700 })),
      // The drawing libraries stand beside the browser, or it does not start.
      vers('swiftshader.tar.br', extract(chantier)),
      vers('fonts.tar.br', extract(join(chantier, 'fonts'))),
      vers('al2023.tar.br', extract(join(chantier, 'al2023'))),
    ]);
    // Only the layer's own typeface is there for a sign that ours lack: the machine's would change the page.
    await writeFile(
      join(chantier, 'fonts', 'fonts.conf'),
      `<?xml version="1.0"?><fontconfig><dir>${dossier}/fonts/fonts</dir><cachedir>${dossier}/fonts/cache</cachedir></fontconfig>`,
    );
    await rename(chantier, dossier);
  } catch (erreur) {
    if (!(await existe(dossier))) throw erreur;
  } finally {
    await retirerDossier(chantier);
  }
}

function existe(chemin: string): Promise<boolean> {
  return access(chemin).then(
    () => true,
    () => false,
  );
}
