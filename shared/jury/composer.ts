import {
  decodePDFRawStream,
  type PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  type PDFPage,
  PDFRawStream,
  PDFRef,
  PDFString,
} from '@cantoo/pdf-lib';
import { ErreurCodee } from '../kernel/erreur.ts';
import { documentDIndex, documentDuLivret } from './document.tsx';
import { type EditionDeJury, LIBELLES_DU_JURY, noEleveDeLAdresse, parNoPv, titreDuFichier } from './edition.ts';
import type { Navigateur } from './navigateur.ts';

export interface FichierDuJury {
  readonly pdf: Uint8Array;
  /** Pages before the first livret. */
  readonly pagesDIndex: number;
  /** In the order of the file, which is that of the No PV. */
  readonly livrets: readonly LivretCompose[];
}

export interface LivretCompose {
  readonly noPv: string;
  readonly noEleve: string;
  /** 1-based, in the file. */
  readonly premierePage: number;
  readonly pages: number;
}

/**
 * The jury's file: indexes, then every livret in the order of the No PV (R75-R77). The same edition gives the same
 * bytes with the same build of the layer: dates are the edition's, nothing is drawn at random.
 *
 * Each livret is printed by itself. Its total of pages is then its own, and no livret can borrow a word or a
 * number of another one.
 *
 * @throws ErreurCodee `jury-sans-livret`, `candidat-en-double`, `livret-mal-attribue`, and those of the printer.
 */
export async function composerFichierDuJury(edition: EditionDeJury, navigateur: Navigateur): Promise<FichierDuJury> {
  verifier(edition);
  const candidats = edition.candidats.toSorted(parNoPv);
  const imprimes = await Promise.all(
    candidats.map(async (candidat) => {
      const { noPv, noEleve } = candidat;
      const document = await ouvrir(await navigateur.imprimer(documentDuLivret(edition, candidat)));
      return { noPv, noEleve, document, pages: document.getPageCount() };
    }),
  );
  const index = await ouvrir(await navigateur.imprimer(documentDIndex(edition, imprimes)));

  const fichier = await PDFDocument.create({ updateMetadata: false });
  const pagesDIndex = await ajouter(fichier, index);
  const cibles = new Map<string, PDFPage>();
  const livrets: LivretCompose[] = [];
  for (const { noPv, noEleve, document, pages } of imprimes) {
    const premierePage = fichier.getPageCount() + 1;
    const [premiere] = await ajouter(fichier, document);
    if (premiere !== undefined) cibles.set(noEleve, premiere);
    livrets.push({ noPv, noEleve, premierePage, pages });
  }
  lier(pagesDIndex, cibles);
  ajouterSignets(fichier, pagesDIndex, livrets);
  signer(fichier, edition);
  return { pdf: await fichier.save({ addDefaultPage: false }), pagesDIndex: pagesDIndex.length, livrets };
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
  const document = await PDFDocument.load(pdf, { updateMetadata: false });
  corrigerApostrophes(document);
  return document;
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

async function ajouter(fichier: PDFDocument, document: PDFDocument): Promise<PDFPage[]> {
  const pages = await fichier.copyPages(document, document.getPageIndices());
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
function signer(fichier: PDFDocument, edition: EditionDeJury): void {
  const date = new Date(edition.dateEdition);
  fichier.setTitle(titreDuFichier(edition), { showInWindowTitleBar: true });
  fichier.setLanguage('fr-FR');
  fichier.setCreator(LOGICIEL);
  fichier.setProducer(LOGICIEL);
  fichier.setCreationDate(date);
  fichier.setModificationDate(date);
}

const LOGICIEL = 'Livret scolaire du lycée';
