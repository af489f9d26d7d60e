import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, launch, type Page } from 'puppeteer-core';
import { ErreurCodee, messageDe } from '../kernel/erreur.ts';
import { type Chromium, COUCHE_LAMBDA, deballerChromium, exigerDeLaCouche } from './chromium.ts';

/** What prints: a document in, a PDF out. The only part of the composition that is not pure. */
export interface Navigateur {
  /** PDF of an HTML document: its styles and its body, on the sheets that its styles ask for. */
  imprimer(html: string): Promise<Uint8Array>;
}

export interface ReglagesNavigateur {
  /** Folder of the layer, which holds `nodejs/node_modules`. @default /opt */
  readonly couche?: string;
  /** Browsers at work at once; two take two cores and some 200 MB more. @default 1 */
  readonly presses?: number;
  /** Longest time for one document, milliseconds. @default 60000 */
  readonly delaiImpression?: number;
}

const DELAI_LANCEMENT = 30_000;
const DELAI_IMPRESSION = 60_000;
const DELAI_FERMETURE = 5_000;

/** The faces of the page: family, weight, file of the layer's package (SIL Open Font License 1.1). */
const POLICES = [
  ['Source Sans 3', 400, 'source-sans/WOFF2/TTF/SourceSans3-Regular.ttf.woff2'],
  ['Source Sans 3', 600, 'source-sans/WOFF2/TTF/SourceSans3-Semibold.ttf.woff2'],
  // The cut drawn for small text: an appreciation is set at 8.25 points.
  ['Source Serif 4', 400, 'source-serif/WOFF2/TTF/SourceSerif4SmText-Regular.ttf.woff2'],
] as const;

/**
 * Runs `travail` with headless browsers of its own, which are closed whatever happens, with all they wrote.
 * Their pages run no script and reach no network.
 *
 * @throws ErreurCodee `navigateur-indisponible` when a browser does not start, `impression-impossible` when a
 * document is not printed in time or at all.
 */
export async function avecNavigateur<T>(
  travail: (navigateur: Navigateur) => Promise<T>,
  reglages: ReglagesNavigateur = {},
): Promise<T> {
  const { couche = COUCHE_LAMBDA, presses: nombre = 1, delaiImpression = DELAI_IMPRESSION } = reglages;
  const ouvertures: Promise<Presse>[] = [];
  try {
    const [chromium, casse] = await preparer(couche);
    for (let rang = 0; rang < nombre; rang += 1) ouvertures.push(ouvrirPresse(chromium, casse, delaiImpression));
    const presses = await Promise.all(ouvertures);
    return await travail({ imprimer: (html) => moinsChargee(presses).imprimer(html) });
  } finally {
    await Promise.all(
      ouvertures.map((ouverture) => ouverture.then((presse) => presse.fermer()).catch(() => undefined)),
    );
  }
}

/** One browser, one page, one document at a time: those that come meanwhile wait in line. */
interface Presse {
  readonly enAttente: number;
  imprimer(html: string): Promise<Uint8Array>;
  fermer(): Promise<void>;
}

function moinsChargee(presses: readonly Presse[]): Presse {
  return presses.reduce((a, b) => (b.enAttente < a.enAttente ? b : a));
}

async function preparer(couche: string): Promise<[Chromium, string]> {
  try {
    const exiger = exigerDeLaCouche(couche);
    return await Promise.all([deballerChromium(exiger), casseDesPolices(exiger)]);
  } catch (erreur) {
    throw indisponible(erreur);
  }
}

async function ouvrirPresse(chromium: Chromium, casse: string, delai: number): Promise<Presse> {
  // Profile, crash reports and scratch files all go there, and away with it.
  const profil = await mkdtemp(join(tmpdir(), 'presse-'));
  let navigateur: Browser | undefined;
  const fermer = async () => {
    await fermerNavigateur(navigateur);
    await rm(profil, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    navigateur = await launch({
      executablePath: chromium.executable,
      args: [...chromium.options],
      env: { ...chromium.environnement, HOME: profil, TMPDIR: profil, TZ: 'Europe/Paris', LANG: 'fr_FR.UTF-8' },
      headless: 'shell',
      userDataDir: profil,
      timeout: DELAI_LANCEMENT,
      protocolTimeout: Math.max(delai, DELAI_LANCEMENT),
    });
    const page = await pageFermee(navigateur, casse);
    let enAttente = 0;
    let file: Promise<unknown> = Promise.resolve();
    return {
      get enAttente() {
        return enAttente;
      },
      imprimer(html) {
        enAttente += 1;
        const impression = file.then(() => imprimer(page, html, delai));
        file = impression
          .catch(() => undefined)
          .then(() => {
            enAttente -= 1;
          });
        return impression;
      },
      fermer,
    };
  } catch (erreur) {
    await fermer();
    throw indisponible(erreur);
  }
}

/** A page without script and without network, its faces loaded: what is printed is what was given. */
async function pageFermee(navigateur: Browser, casse: string): Promise<Page> {
  const page = await navigateur.newPage();
  await page.setJavaScriptEnabled(false);
  await page.setOfflineMode(true);
  await page.setContent(casse, { waitUntil: 'load', timeout: DELAI_LANCEMENT });
  // Rejected when a face is damaged: no edition is better than one in another letter.
  await page.evaluate('Promise.all(Array.from(document.fonts, (police) => police.load())).then(() => undefined)');
  return page;
}

async function imprimer(page: Page, html: string, delai: number): Promise<Uint8Array> {
  try {
    await page.evaluate(`(${POSER_DOCUMENT})(${JSON.stringify(html)})`);
    return await page.pdf({
      preferCSSPageSize: true,
      printBackground: true,
      // A tagged jury's file takes 2 to 3 times as long and 8 times as much room (design.md).
      tagged: false,
      outline: false,
      timeout: delai,
    });
  } catch (erreur) {
    throw new ErreurCodee(
      'impression-impossible',
      `Un document n’a pas pu être imprimé : ${messageDe(erreur)}`,
      'Relancez l’édition ; si l’erreur persiste, signalez-la à la cellule d’aide avec le numéro du jury.',
    );
  }
}

/**
 * Run by the browser, not by Node: puts the document's style and body in place of the former ones. The faces stay
 * loaded, which takes a third off the time of a jury; nothing else of the former document stays.
 */
const POSER_DOCUMENT = `(html) => {
  const nouveau = new DOMParser().parseFromString(html, 'text/html');
  document.documentElement.lang = nouveau.documentElement.lang;
  const styles = Array.from(nouveau.querySelectorAll('style'), (style) => style.textContent);
  document.querySelector('#style').replaceChildren(...styles);
  document.body.replaceWith(document.adoptNode(nouveau.body));
}`;

/**
 * The page where documents are put. The faces travel inside it, as data: a face that Chromium looked for on the
 * disk and did not find would leave pages without text and without an error (design.md), and another machine
 * would lend its own. Nothing is shown on screen, so that a document is laid out once, for its sheets.
 */
async function casseDesPolices(exiger: NodeJS.Require): Promise<string> {
  const regles = await Promise.all(
    POLICES.map(async ([famille, graisse, fichier]) => {
      const contenu = (await readFile(exiger.resolve(fichier))).toString('base64');
      return `@font-face{font-family:'${famille}';font-weight:${graisse};src:url(data:font/woff2;base64,${contenu}) format('woff2')}`;
    }),
  );
  return `<!DOCTYPE html><html><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:">
<style>${regles.join('\n')} @media screen { body { display: none } }</style><style id="style"></style></head><body></body></html>`;
}

function indisponible(erreur: unknown): ErreurCodee {
  return new ErreurCodee(
    'navigateur-indisponible',
    `Le navigateur qui imprime les livrets n’a pas démarré : ${messageDe(erreur)}`,
    'Relancez l’édition ; si l’erreur persiste, vérifiez la couche « chromium » de la fonction et son dossier temporaire.',
  );
}

/** A browser that does not close in time is ended: an invocation leaves no process behind it. */
async function fermerNavigateur(navigateur: Browser | undefined): Promise<void> {
  if (navigateur === undefined) return;
  const processus = navigateur.process();
  let minuterie: NodeJS.Timeout | undefined;
  const tropTard = new Promise<void>((resolve) => {
    minuterie = setTimeout(resolve, DELAI_FERMETURE);
  });
  await Promise.race([navigateur.close().catch(() => undefined), tropTard]);
  clearTimeout(minuterie);
  if (processus !== null && processus.exitCode === null && processus.signalCode === null) processus.kill('SIGKILL');
}
