import {
  decodePDFRawStream,
  ParseSpeeds,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  type PDFPage,
  PDFRawStream,
  PDFRef,
  PDFString,
} from '@cantoo/pdf-lib';
import { ErreurCodee, estErreurCodee } from '../kernel/erreur.ts';
import { placesSansLivret } from './contenu.ts';
import {
  documentDesLivrets,
  documentDesPieds,
  documentDIndex,
  type LivretEnPage,
  livretEnPage,
  repereDuLivret,
} from './document.tsx';
import {
  type EditionDeJury,
  LIBELLES_DU_JURY,
  type LivretDeJury,
  noEleveDeLAdresse,
  parNoPv,
  titreDuFichier,
  titreDuLivret,
} from './edition.ts';
import type { Navigateur } from './navigateur.ts';

export interface FichierDuJury {
  /** The whole jury: indexes, then the livrets, with links and bookmarks. */
  readonly pdf: Uint8Array;
  /** Pages before the first livret. */
  readonly pagesDIndex: number;
  /** In the order of the file, which is that of the No PV. */
  readonly livrets: readonly LivretCompose[];
  /** Those that could not be printed, in the same order; the file holds all the others. */
  readonly echecs: readonly LivretNonImprime[];
}

export interface LivretCompose {
  readonly noPv: string;
  readonly noEleve: string;
  /** 1-based, in the file. */
  readonly premierePage: number;
  readonly pages: number;
  /** The same pages, in a file of their own. */
  readonly pdf: Uint8Array;
}

export interface LivretNonImprime {
  readonly noPv: string;
  readonly noEleve: string;
  /** `livret-illisible`: its content makes no page · `impression-impossible`: the browser does not print it. */
  readonly code: string;
}

/** Told as livrets are printed: `faits` of `total`. */
export type Progres = (faits: number, total: number) => void;

/**
 * Livrets printed at once. More is hardly faster and takes more memory; it is fixed, as the faces that a print embeds
 * hold the signs of all its livrets: another number would give other bytes.
 */
const LIVRETS_PAR_TIRAGE = 20;

/**
 * The jury's file: indexes, then every livret in the order of the No PV (R75-R77), and each livret by itself. The same
 * edition gives the same bytes with the same build of the layer: dates are the edition's, nothing is drawn at random.
 *
 * A livret that cannot be printed is told in `echecs` and the others come. A browser that fails once is given the same
 * work again: what it did the first time is in no file.
 *
 * @throws ErreurCodee `jury-sans-livret`, `candidat-en-double`, `livret-mal-attribue`, `impression-impossible` when no
 * livret at all can be printed, and `navigateur-indisponible` of the printer.
 */
export async function composerFichierDuJury(
  edition: EditionDeJury,
  navigateur: Navigateur,
  progres: Progres = () => undefined,
): Promise<FichierDuJury> {
  verifier(edition);
  const candidats = edition.candidats.toSorted(parNoPv);
  let faits = 0;
  const tirages = await Promise.all(
    enTirages(candidats).map(async (candidatsDuTirage) => {
      const tirage = await imprimerTirage(edition, candidatsDuTirage, navigateur);
      faits += candidatsDuTirage.length;
      progres(faits, candidats.length);
      return tirage;
    }),
  );
  const echecs = tirages.flatMap((tirage) => tirage.echecs);
  const imprimes = tirages.flatMap((tirage) => tirage.livrets);
  if (imprimes.length === 0) throw rienDImprime(echecs);
  const index = await ouvrir(
    await navigateur.imprimer(documentDIndex(edition, imprimes, placesSansLivret(edition.sansLivret ?? [], echecs))),
  );

  const fichier = await PDFDocument.create({ updateMetadata: false });
  const pagesDIndex = await ajouter(fichier, index, index.getPageIndices());
  const cibles = new Map<string, PDFPage>();
  const livrets: LivretCompose[] = [];
  for (const { document, livrets: siens } of tirages) {
    const pages = await ajouter(
      fichier,
      document,
      siens.flatMap(({ rangs }) => rangs),
    );
    let rang = 0;
    for (const { rangs, ...livret } of siens) {
      const premiere = pages[rang];
      if (premiere !== undefined) cibles.set(livret.noEleve, premiere);
      livrets.push({ ...livret, premierePage: fichier.getPageCount() - pages.length + rang + 1 });
      rang += rangs.length;
    }
  }
  lier(pagesDIndex, cibles);
  ajouterSignets(fichier, pagesDIndex, livrets);
  signer(fichier, edition, titreDuFichier(edition));
  return { pdf: await octetsDe(fichier), pagesDIndex: pagesDIndex.length, livrets, echecs };
}

function enTirages(candidats: readonly LivretDeJury[]): LivretDeJury[][] {
  return Array.from({ length: Math.ceil(candidats.length / LIVRETS_PAR_TIRAGE) }, (_, rang) =>
    candidats.slice(rang * LIVRETS_PAR_TIRAGE, (rang + 1) * LIVRETS_PAR_TIRAGE),
  );
}

/** Livrets that were printed at once, and those of the same candidates that could not be. */
interface Tirage {
  readonly document: PDFDocument;
  readonly livrets: readonly (Omit<LivretCompose, 'premierePage'> & { readonly rangs: readonly number[] })[];
  readonly echecs: readonly LivretNonImprime[];
}

type LivretAImprimer = LivretDeJury & LivretEnPage;

async function imprimerTirage(
  edition: EditionDeJury,
  candidats: readonly LivretDeJury[],
  navigateur: Navigateur,
): Promise<Tirage> {
  const codes = new Map<string, string>();
  const lisibles = candidats.flatMap((candidat): LivretAImprimer[] => {
    try {
      return [{ ...candidat, ...livretEnPage(edition, candidat) }];
    } catch {
      codes.set(candidat.noEleve, 'livret-illisible');
      return [];
    }
  });
  const imprimer = async (livrets: readonly LivretAImprimer[]) =>
    navigateur.imprimer(documentDesLivrets(edition, livrets));
  let sains = lisibles;
  let pdf = sains.length === 0 ? null : await imprimer(sains).catch(siNonImprime);
  if (pdf === null) {
    // The browser failed, or one livret fails it: each is tried by itself, and the sound ones go together again.
    await Promise.all(
      lisibles.map(async (livret) => {
        for (let essai = 1; essai <= ESSAIS; essai += 1) {
          if ((await imprimer([livret]).catch(siNonImprime)) !== null) return;
        }
        codes.set(livret.noEleve, NON_IMPRIME);
      }),
    );
    sains = lisibles.filter(({ noEleve }) => !codes.has(noEleve));
    pdf = sains.length === 0 ? null : await imprimer(sains);
  }
  const echecs = candidats.flatMap(({ noPv, noEleve }) => {
    const code = codes.get(noEleve);
    return code === undefined ? [] : [{ noPv, noEleve, code }];
  });
  if (pdf === null) return { document: await PDFDocument.create(), livrets: [], echecs };
  const document = await ouvrir(pdf);
  const rangs = rangsDesLivrets(document, sains.length);
  await poserLesPieds(edition, document, rangs, navigateur);
  const livrets = [];
  for (const [rang, { noPv, noEleve }] of sains.entries()) {
    const siens = rangs[rang] ?? [];
    const seul = await PDFDocument.create({ updateMetadata: false });
    await ajouter(seul, document, siens);
    signer(seul, edition, titreDuLivret(edition, { noPv, noEleve }));
    livrets.push({ noPv, noEleve, pages: siens.length, rangs: siens, pdf: await octetsDe(seul) });
  }
  return { document, livrets, echecs };
}

/** Of a livret printed by itself. */
const ESSAIS = 2;
const NON_IMPRIME = 'impression-impossible';

/** Null for what the browser did not print; any other fault is nobody's livret. */
function siNonImprime(erreur: unknown): null {
  if (estErreurCodee(erreur) && erreur.code === NON_IMPRIME) return null;
  throw erreur;
}

function rienDImprime(echecs: readonly LivretNonImprime[]): ErreurCodee {
  return new ErreurCodee(
    NON_IMPRIME,
    `Aucun des ${echecs.length} livrets de ce jury n’a pu être imprimé.`,
    'Relancez l’édition ; si l’erreur persiste, signalez-la à la cellule d’aide avec le numéro du jury.',
  );
}

/** The pages of each livret of a print, from 0: the links of its first page lead to where each one begins. */
function rangsDesLivrets(document: PDFDocument, nombre: number): number[][] {
  const pages = new Map(document.getPages().map((page, rang) => [page.ref, rang]));
  const destinations = document.catalog.lookup(PDFName.of('Dests'), PDFDict);
  const debuts = Array.from({ length: nombre }, (_, rang) => {
    const cible = destinations.lookup(PDFName.of(repereDuLivret(rang)), PDFArray).get(0);
    return cible instanceof PDFRef ? pages.get(cible) : undefined;
  });
  return debuts.map((debut, rang) => {
    const fin = rang + 1 < nombre ? debuts[rang + 1] : document.getPageCount();
    if (debut === undefined || fin === undefined || fin <= debut) {
      throw new Error('a livret of the print begins nowhere, or on the page of the next one');
    }
    return Array.from({ length: fin - debut }, (_, page) => debut + page);
  });
}

/** « Page x / y » of each page of each livret, drawn over what the browser printed, in the same letter. */
async function poserLesPieds(
  edition: EditionDeJury,
  document: PDFDocument,
  livrets: readonly (readonly number[])[],
  navigateur: Navigateur,
): Promise<void> {
  const cumuls = [...new Set(livrets.map(({ length }) => length))].sort((a, b) => a - b);
  const pieds = cumuls.flatMap((sur) => Array.from({ length: sur }, (_, rang) => ({ page: rang + 1, sur })));
  const imprimes = await ouvrir(await navigateur.imprimer(documentDesPieds(edition, pieds)));
  const calques = await document.embedPages(imprimes.getPages());
  await document.flush();
  const calqueDe = new Map(pieds.map(({ page, sur }, rang) => [`${page} / ${sur}`, calques[rang]?.ref]));
  const { context } = document;
  // Drawn first: the browser leaves its own scale and origin behind it.
  const dessin = context.register(context.stream('/Pied Do\n'));
  for (const rangs of livrets) {
    rangs.forEach((rang, indice) => {
      const { node } = document.getPage(rang);
      const contenu = node.get(PDFName.of('Contents'));
      const calque = calqueDe.get(`${indice + 1} / ${rangs.length}`);
      if (contenu === undefined || calque === undefined) throw new Error('a printed page without content or foot');
      node.set(PDFName.of('Contents'), context.obj([dessin, contenu]));
      node.Resources()?.set(PDFName.of('XObject'), context.obj({ Pied: calque }));
    });
  }
}

/** What would put a livret under another candidate's number stops the edition before a page is printed. */
function verifier({ candidats }: EditionDeJury): void {
  if (candidats.length === 0) {
    throw new ErreurCodee(
      'jury-sans-livret',
      'Ce jury n’a aucun livret numérique à éditer.',
      'Vérifiez l’appariement et l’envoi des livrets des candidats de ce jury.',
    );
  }
  for (const cle of ['noPv', 'noEleve'] as const) {
    const vus = new Set<string>();
    for (const candidat of candidats) {
      if (vus.has(candidat[cle])) {
        throw new ErreurCodee(
          'candidat-en-double',
          `Le ${LIBELLES_DU_JURY[cle]} ${candidat[cle]} figure deux fois dans ce jury.`,
          'Corrigez la liste des candidats du jury, puis relancez l’édition.',
        );
      }
      vus.add(candidat[cle]);
    }
  }
  const malAttribue = candidats.find(({ noEleve, livret }) => livret.noEleve !== noEleve);
  if (malAttribue !== undefined) {
    throw new ErreurCodee(
      'livret-mal-attribue',
      `Le livret du No PV ${malAttribue.noPv} porte un autre No Élève que celui du candidat.`,
      'Relancez l’appariement de ce candidat ; aucun fichier n’a été produit.',
    );
  }
}

async function ouvrir(pdf: Uint8Array): Promise<PDFDocument> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false, parseSpeed: ParseSpeeds.Fastest });
  corrigerApostrophes(document);
  return document;
}

function octetsDe(document: PDFDocument): Promise<Uint8Array> {
  return document.save({ addDefaultPage: false, updateFieldAppearances: false, objectsPerTick: Infinity });
}

/**
 * In the face of the appreciations one drawing serves the apostrophe and a rare letter of the same form; Chromium
 * tells readers the letter, and « l’année » is then neither found by a search nor copied right.
 */
function corrigerApostrophes({ context }: PDFDocument): void {
  for (const [, objet] of context.enumerateIndirectObjects()) {
    const reference = objet instanceof PDFDict ? objet.get(PDFName.of('ToUnicode')) : undefined;
    const table = reference instanceof PDFRef ? context.lookup(reference) : undefined;
    if (!(reference instanceof PDFRef && table instanceof PDFRawStream)) continue;
    const texte = Buffer.from(decodePDFRawStream(table).decode()).toString('latin1');
    const corrige = texte.replaceAll('<02BB>', '<2018>').replaceAll('<02BC>', '<2019>');
    if (corrige !== texte) context.assign(reference, context.flateStream(corrige));
  }
}

async function ajouter(fichier: PDFDocument, document: PDFDocument, rangs: readonly number[]): Promise<PDFPage[]> {
  const pages = await fichier.copyPages(document, [...rangs]);
  for (const page of pages) fichier.addPage(page);
  return pages;
}

/** The index was printed apart from the livrets: its links, addresses until now, become links to pages (R76). */
function lier(pages: readonly PDFPage[], cibles: ReadonlyMap<string, PDFPage>): void {
  for (const page of pages) {
    const annotations = page.node.Annots();
    for (let rang = 0; annotations !== undefined && rang < annotations.size(); rang += 1) {
      const lien = annotations.lookup(rang, PDFDict);
      const adresse = lien
        .lookupMaybe(PDFName.of('A'), PDFDict)
        ?.lookupMaybe(PDFName.of('URI'), PDFString, PDFHexString);
      const cible = cibles.get(noEleveDeLAdresse(adresse?.decodeText() ?? '') ?? '');
      if (cible === undefined) continue;
      lien.delete(PDFName.of('A'));
      lien.set(PDFName.of('Dest'), versPage(cible.ref, page.doc));
    }
  }
}

/** One bookmark a livret, beside the pages in any reader. */
function ajouterSignets(fichier: PDFDocument, index: readonly PDFPage[], livrets: readonly LivretCompose[]): void {
  const { context } = fichier;
  const entrees = [
    ...index.slice(0, 1).map((page) => ({ titre: LIBELLES_DU_JURY.index, page })),
    ...livrets.map(({ noPv, noEleve, premierePage }) => ({
      titre: `${LIBELLES_DU_JURY.noPv} ${noPv} · ${LIBELLES_DU_JURY.noEleve} ${noEleve}`,
      page: fichier.getPage(premierePage - 1),
    })),
  ];
  const racine = context.nextRef();
  const references = entrees.map(() => context.nextRef());
  entrees.forEach(({ titre, page }, rang) => {
    const signet = context.obj({
      Title: PDFHexString.fromText(titre),
      Parent: racine,
      Dest: versPage(page.ref, fichier),
    });
    const [precedent, suivant] = [references[rang - 1], references[rang + 1]];
    if (precedent !== undefined) signet.set(PDFName.of('Prev'), precedent);
    if (suivant !== undefined) signet.set(PDFName.of('Next'), suivant);
    context.assign(references[rang] as PDFRef, signet);
  });
  const bornes = { First: references[0] as PDFRef, Last: references.at(-1) as PDFRef };
  context.assign(racine, context.obj({ Type: 'Outlines', ...bornes, Count: references.length }));
  fichier.catalog.set(PDFName.of('Outlines'), racine);
}

function versPage(page: PDFRef, fichier: PDFDocument): PDFArray {
  return fichier.context.obj([page, 'Fit']);
}

/** Dates and names of the document come from the edition: no clock, no identity (rules.md 15). */
function signer(fichier: PDFDocument, edition: EditionDeJury, titre: string): void {
  const date = new Date(edition.dateEdition);
  fichier.setTitle(titre, { showInWindowTitleBar: true });
  fichier.setLanguage('fr-FR');
  fichier.setCreator(LOGICIEL);
  fichier.setProducer(LOGICIEL);
  fichier.setCreationDate(date);
  fichier.setModificationDate(date);
}

const LOGICIEL = 'Livret scolaire du lycée';
