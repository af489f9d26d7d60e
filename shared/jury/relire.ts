import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { getDocumentProxy } from 'unpdf';

/** A PDF as its reader sees it: what the control judges is the finished file, not what was meant. */
export interface FichierRelu {
  readonly pages: readonly PageRelue[];
  /** Title, author, dates…: every text of the document's information, and its XMP packet as `xmp`. */
  readonly metadonnees: Readonly<Record<string, string>>;
  readonly signets: readonly { readonly titre: string; readonly page: number | null }[];
  /** Names of attached files. */
  readonly piecesJointes: readonly string[];
}

export interface PageRelue {
  /** 1-based. */
  readonly numero: number;
  /** Points. */
  readonly largeur: number;
  readonly hauteur: number;
  /** In the order of the drawing; lines end with a line feed. */
  readonly texte: string;
  readonly fragments: readonly Fragment[];
  readonly liens: readonly LienRelu[];
}

/** A run of text and where it stands, in points from the bottom left corner. */
export interface Fragment {
  readonly texte: string;
  readonly x: number;
  readonly y: number;
  readonly largeur: number;
  readonly corps: number;
}

/** A link, or any other annotation that a reader could click or read. */
export interface LienRelu {
  readonly texte: string;
  /** Page of the file it leads to; null when it leads elsewhere or nowhere. */
  readonly page: number | null;
  readonly adresse: string | null;
}

/** Points: more than this between two runs and they are two words. */
const ECART_DE_MOTS = 1;

/** Below twice this number, starting a thread takes longer than it gains. */
const PAGES_PAR_FIL = 60;

/** Two processors read the pages: nearly all of the time of a control. */
const FILS = 2;

/** Reads a whole file; a long one is read by threads beside, so that who waits can work meanwhile. */
export async function relirePdf(pdf: Uint8Array): Promise<FichierRelu> {
  return avecDocument(pdf, async (document) => {
    const { info, metadata } = await document.getMetadata();
    const signets = [];
    for (const signet of ((await document.getOutline()) ?? []) as Signet[]) {
      signets.push({ titre: signet.title, page: await pageDe(document, signet.dest) });
    }
    return {
      pages: await relireToutes(pdf, document),
      metadonnees: textesDe({ ...info, ...(metadata === null ? {} : { xmp: metadata.getRaw() }) }),
      signets,
      piecesJointes: nomsDes(await document.getAttachments()),
    };
  });
}

async function relireToutes(pdf: Uint8Array, document: Document): Promise<PageRelue[]> {
  const { numPages } = document;
  if (numPages < FILS * PAGES_PAR_FIL) return relirePages(document, 1, numPages);
  const parFil = Math.ceil(numPages / FILS);
  const parts = Array.from({ length: FILS }, (_, rang) =>
    relireAilleurs({ pdf, de: rang * parFil + 1, a: Math.min((rang + 1) * parFil, numPages) }),
  );
  return (await Promise.all(parts)).flat();
}

interface PagesARelire {
  readonly pdf: Uint8Array;
  /** 1-based, both read. */
  readonly de: number;
  readonly a: number;
}

/** In a thread that loads this very file, or the bundle that it is in, and goes no further than the lines below. */
function relireAilleurs(demande: PagesARelire): Promise<PageRelue[]> {
  return new Promise((resolve, reject) => {
    const fil = new Worker(new URL(import.meta.url), { workerData: { [CE_FIL]: demande } });
    fil.once('message', resolve);
    fil.once('error', reject);
    // After what it said, if it said anything.
    fil.once('exit', () => reject(new Error('a thread ended before it had read its pages')));
  });
}

const CE_FIL = 'lsl-relire';
const demandee: unknown = isMainThread ? undefined : workerData?.[CE_FIL];
if (demandee !== undefined) {
  const { pdf, de, a } = demandee as PagesARelire;
  parentPort?.postMessage(await avecDocument(pdf, (document) => relirePages(document, de, a)));
  process.exit();
}

type Document = Awaited<ReturnType<typeof getDocumentProxy>>;

async function avecDocument<T>(pdf: Uint8Array, lire: (document: Document) => Promise<T>): Promise<T> {
  // The reader takes the buffer for itself: it is given a copy.
  const document = await getDocumentProxy(new Uint8Array(pdf));
  try {
    return await lire(document);
  } finally {
    await document.loadingTask.destroy();
  }
}

async function relirePages(document: Document, de: number, a: number): Promise<PageRelue[]> {
  const pages: PageRelue[] = [];
  for (let numero = de; numero <= a; numero += 1) {
    const page = await document.getPage(numero);
    const [gauche = 0, bas = 0, droite = 0, haut = 0] = page.view;
    const fragments: Fragment[] = [];
    let texte = '';
    let finDuMot: number | null = null;
    for (const item of (await page.getTextContent()).items) {
      if (!('str' in item)) continue;
      const [, , , , x = 0, y = 0] = item.transform as number[];
      // The reader says nothing between two runs of one line drawn from right to left, as a foot can be.
      if (finDuMot !== null && item.str !== '' && Math.abs(x - finDuMot) > ECART_DE_MOTS) texte += '\n';
      texte += item.hasEOL ? `${item.str}\n` : item.str;
      const estMot = item.str.trim() !== '';
      finDuMot = estMot && !item.hasEOL ? x + item.width : null;
      if (estMot) fragments.push({ texte: item.str, x, y, largeur: item.width, corps: item.height });
    }
    const liens: LienRelu[] = [];
    for (const annotation of (await page.getAnnotations()) as Annotation[]) {
      liens.push({
        texte: [annotation.overlaidText, annotation.contentsObj?.str].filter(Boolean).join(' '),
        page: await pageDe(document, annotation.dest),
        adresse: annotation.unsafeUrl ?? annotation.url ?? annotation.action ?? null,
      });
    }
    pages.push({ numero, largeur: droite - gauche, hauteur: haut - bas, texte, fragments, liens });
    page.cleanup();
  }
  return pages;
}

async function pageDe(document: Document, destination: unknown): Promise<number | null> {
  const cible = typeof destination === 'string' ? await document.getDestination(destination) : destination;
  const reference: unknown = Array.isArray(cible) ? cible[0] : null;
  return estReference(reference) ? (await document.getPageIndex(reference)) + 1 : null;
}

/** What is read of an annotation and of a bookmark; the reader's own types leave them open. */
interface Annotation {
  readonly overlaidText?: string;
  readonly contentsObj?: { readonly str: string };
  readonly dest?: unknown;
  readonly url?: string;
  readonly unsafeUrl?: string;
  readonly action?: string;
}

interface Signet {
  readonly title: string;
  readonly dest: unknown;
}

/** The reader gives a map, which its types do not say. */
function nomsDes(pieces: unknown): string[] {
  return pieces instanceof Map ? Array.from(pieces.keys(), String) : Object.keys(pieces ?? {});
}

function estReference(valeur: unknown): valeur is { readonly num: number; readonly gen: number } {
  return typeof valeur === 'object' && valeur !== null && 'num' in valeur && 'gen' in valeur;
}

/** The texts of a tree of metadata, each under the key that holds it (custom entries are one level deeper). */
function textesDe(valeurs: object): Record<string, string> {
  const textes: Record<string, string> = {};
  for (const [cle, valeur] of Object.entries(valeurs)) {
    if (typeof valeur === 'string') textes[cle] = valeur;
    else if (typeof valeur === 'object' && valeur !== null) Object.assign(textes, textesDe(valeur));
  }
  return textes;
}
