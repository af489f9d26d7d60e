import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type Browser, launch, type Page } from 'puppeteer-core';
import { ErreurCodee, messageDe } from '../kernel/erreur.ts';
import { type Chromium, COUCHE_LAMBDA, deballerChromium, exigerDeLaCouche } from './chromium.ts';
import { balayerDossiers, creerDossier, retirerDossier } from './dossiers.ts';

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
  /** Longest time for one document, milliseconds. @default 30000 */
  readonly delaiImpression?: number;
}

const DELAI_LANCEMENT = 30_000;
const DELAI_IMPRESSION = 30_000;
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
 * Their pages run no script and reach no network. A browser that crashes, hangs or fails is replaced by another one
 * for the next document.
 *
 * @throws ErreurCodee `navigateur-indisponible` when a browser does not start, `impression-impossible` when a
 * document is not printed in time or at all.
 */
export async function avecNavigateur<T>(
  travail: (navigateur: Navigateur) => Promise<T>,
  reglages: ReglagesNavigateur = {},
): Promise<T> {
  const { couche = COUCHE_LAMBDA, presses: nombre = 1, delaiImpression = DELAI_IMPRESSION } = reglages;
  const [chromium, casse] = await preparer(couche);
  const presses = Array.from({ length: nombre }, () => new Presse(chromium, casse, delaiImpression));
  try {
    await Promise.all(presses.map((presse) => presse.ouvrir()));
    return await travail(enFile(presses));
  } finally {
    await Promise.all(presses.map((presse) => presse.fermer()));
  }
}

/** A press that is free takes the document that waits the longest. */
function enFile(presses: readonly Presse[]): Navigateur {
  const libres = [...presses];
  const attentes: ((presse: Presse) => void)[] = [];
  const rendre = (presse: Presse): void => {
    const suivant = attentes.shift();
    if (suivant === undefined) libres.push(presse);
    else suivant(presse);
  };
  return {
    async imprimer(html) {
      const presse = libres.shift() ?? (await new Promise<Presse>((resolve) => attentes.push(resolve)));
      try {
        return await presse.imprimer(html);
      } finally {
        rendre(presse);
      }
    },
  };
}

async function preparer(couche: string): Promise<[Chromium, string]> {
  try {
    await balayerDossiers();
    const exiger = exigerDeLaCouche(couche);
    return await Promise.all([deballerChromium(exiger), casseDesPolices(exiger)]);
  } catch (erreur) {
    throw indisponible(erreur);
  }
}

/** One browser, one page, one document at a time. */
class Presse {
  readonly #chromium: Chromium;
  readonly #casse: string;
  readonly #delai: number;
  #navigateur: Browser | undefined;
  #page: Page | undefined;
  #profil: string | undefined;

  constructor(chromium: Chromium, casse: string, delai: number) {
    this.#chromium = chromium;
    this.#casse = casse;
    this.#delai = delai;
  }

  async ouvrir(): Promise<Page> {
    const { executable, options, environnement } = this.#chromium;
    try {
      // Profile, crash reports and scratch files all go there, and away with it.
      const profil = await creerDossier('presse');
      this.#profil = profil;
      this.#navigateur = await launch({
        executablePath: executable,
        args: [...options],
        env: { ...environnement, HOME: profil, TMPDIR: profil, TZ: 'Europe/Paris', LANG: 'fr_FR.UTF-8' },
        headless: 'shell',
        // A browser whose pipe closes ends by itself: it does not outlive a function that is killed.
        pipe: true,
        userDataDir: profil,
        timeout: DELAI_LANCEMENT,
        protocolTimeout: Math.max(this.#delai, DELAI_LANCEMENT),
      });
      this.#page = await pageFermee(this.#navigateur, this.#casse);
      return this.#page;
    } catch (erreur) {
      await this.fermer();
      throw indisponible(erreur);
    }
  }

  async imprimer(html: string): Promise<Uint8Array> {
    const page = this.#page ?? (await this.ouvrir());
    try {
      return await aTemps(imprimer(page, html, this.#delai), this.#delai);
    } catch (erreur) {
      // Whatever it is that it suffers from, it has no say in the next document.
      this.#navigateur?.process()?.kill('SIGKILL');
      await this.fermer();
      throw new ErreurCodee(
        'impression-impossible',
        `Un document n’a pas pu être imprimé : ${messageDe(erreur)}`,
        'Relancez l’édition ; si l’erreur persiste, signalez-la à la cellule d’aide avec le numéro du jury.',
      );
    }
  }

  async fermer(): Promise<void> {
    const [navigateur, profil] = [this.#navigateur, this.#profil];
    [this.#navigateur, this.#page, this.#profil] = [undefined, undefined, undefined];
    await fermerNavigateur(navigateur);
    if (profil !== undefined) await retirerDossier(profil);
  }
}

async function aTemps<T>(travail: Promise<T>, delai: number): Promise<T> {
  let minuterie: NodeJS.Timeout | undefined;
  const tropTard = new Promise<never>((_, rejeter) => {
    minuterie = setTimeout(() => rejeter(new Error(`plus de ${delai / 1000} s`)), delai);
  });
  // It may still fail once nobody waits for it.
  travail.catch(() => undefined);
  return Promise.race([travail, tropTard]).finally(() => clearTimeout(minuterie));
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
  await page.evaluate(`(${POSER_DOCUMENT})(${JSON.stringify(html)})`);
  return page.pdf({
    preferCSSPageSize: true,
    printBackground: true,
    // A tagged jury's file takes 2 to 3 times as long and 8 times as much room (design.md).
    tagged: false,
    outline: false,
    timeout: delai,
  });
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

/** A browser that does not close in time is ended, and waited for: an invocation leaves no process behind it. */
async function fermerNavigateur(navigateur: Browser | undefined): Promise<void> {
  const processus = navigateur?.process() ?? null;
  if (navigateur === undefined || processus === null || estFini(processus)) return;
  const fin = once(processus, 'exit');
  await aTemps(navigateur.close(), DELAI_FERMETURE).catch(() => processus.kill('SIGKILL'));
  if (!estFini(processus)) {
    processus.kill('SIGKILL');
    await fin;
  }
}

function estFini({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
