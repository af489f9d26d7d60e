import { createHash } from 'node:crypto';
import {
  ParseSpeeds,
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  type PDFObject,
  type PDFPage,
  PDFRawStream,
  PDFRef,
  PDFString,
} from '@cantoo/pdf-lib';
import type { TermesInterdits } from '../transfert/index.ts';
import { contenuDe, NOM_DE_L_INDEX, NOM_DU_JURY } from './contenu.ts';
import {
  type AnomalieDeFichier,
  anomalie,
  anomaliesDeTextes,
  controlerFichierDuJury,
  type TexteAFouiller,
  type Verdict,
} from './controler.ts';
import { parNoPv } from './edition.ts';
import type { Edition } from './fichier.ts';
import { manifesteDe, NOM_DU_MANIFESTE } from './manifeste.ts';
import { empreinteDuModele } from './modele.ts';
import { pageDIndex } from './page-index.tsx';
import { relirePdf } from './relire.ts';
import { type EntreeDeZip, ecrireZip, lireZip } from './zip.ts';

/**
 * Judges a finished ZIP. The PDF of the jury is read as a reader shows it; a candidate's own PDF is proven to hold the same
 * pages, drawing by drawing, which is faster than reading them twice; `index.html`, `manifeste.json` and the ZIP itself
 * are made again from the edition and must be the same bytes: nothing can hide in them. What is written anywhere is
 * searched for the terms of the jury's pupils, so that a hit tells its nature and its place.
 *
 * @throws ErreurCodee `zip-illisible`
 */
export async function controlerZip(
  zip: Uint8Array,
  edition: Edition,
  termes: readonly TermesInterdits[],
): Promise<Verdict> {
  const { entrees, annexes } = await lireZip(zip);
  const parNom = new Map(entrees.map(({ nom, contenu }) => [nom, contenu]));
  const rates = new Set(edition.echecs.map(({ noEleve }) => noEleve));
  const candidats = edition.candidats.filter(({ noEleve }) => !rates.has(noEleve)).toSorted(parNoPv);
  const octetsDuJury = parNom.get(NOM_DU_JURY);
  // Threads beside read the pages; meanwhile what draws them is summed here.
  const relecture =
    octetsDuJury === undefined
      ? Promise.resolve({ pages: [], metadonnees: {}, signets: [], piecesJointes: [] })
      : relirePdf(octetsDuJury);
  const [fichier, documents] = await Promise.all([relecture, ouvrirTous(entrees)]);
  const verdict = controlerFichierDuJury({ fichier, candidats, termes });
  const pages = new Map(
    verdict.livrets.flatMap(({ noEleve, pages: nombre }) => (nombre > 0 ? [[noEleve, nombre] as const] : [])),
  );
  const contenu = contenuDe(edition, pages);
  const attendus = new Set([
    NOM_DE_L_INDEX,
    NOM_DU_JURY,
    NOM_DU_MANIFESTE,
    ...contenu.livrets.map(({ fichier }) => fichier),
  ]);
  const anomalies: AnomalieDeFichier[] = [];
  const textes: TexteAFouiller[] = [];
  // Outside of the pages nobody writes: a name of any of them is one too many.
  const fouiller = (lieu: string, texte: string) => textes.push({ lieu, page: null, proprietaire: null, texte });

  for (const nom of attendus) {
    if (!parNom.has(nom)) anomalies.push(anomalie('zip-incomplet', `Il manque « ${nom} » dans le ZIP.`));
  }
  for (const { nom, contenu: octets } of entrees) {
    if (attendus.has(nom)) continue;
    anomalies.push(anomalie('zip-inattendu', 'Le ZIP contient un fichier que l’édition ne prévoit pas.'));
    fouiller('Un fichier inattendu du ZIP', `${nom}\n${enTexte(octets)}`);
  }
  for (const texte of annexes) fouiller('Un commentaire ou un champ du ZIP', texte);

  const autres = entrees.filter(({ nom }) => nom !== NOM_DU_MANIFESTE && attendus.has(nom));
  const refaits = [
    [NOM_DE_L_INDEX, new TextEncoder().encode(pageDIndex(contenu)), texteDeHtml],
    [NOM_DU_MANIFESTE, manifesteDe(contenu, autres, empreinteDuModele()).contenu, sansEmpreintes],
  ] as const;
  for (const [nom, refait, lisible] of refaits) {
    const trouve = parNom.get(nom);
    if (trouve === undefined) continue;
    const texte = enTexte(trouve);
    const fidele = Buffer.compare(trouve, refait) === 0;
    if (!fidele) anomalies.push(anomalie('contenu-faux', `« ${nom} » n’est pas ce que l’édition demande.`));
    // Of what is told byte by byte, tags and sums are known; of anything else every sign counts.
    fouiller(`« ${nom} »`, fidele ? lisible(texte) : `${lisible(texte)}\n${texte}`);
  }
  if (Buffer.compare(ecrireZip(entrees, edition.demandeLe), zip) !== 0) {
    anomalies.push(anomalie('contenu-faux', 'Le ZIP contient autre chose que ses fichiers, ou une autre date.'));
    fouiller('Le ZIP, entre ses fichiers,', enTexte(zip));
  }

  const jury = documents.get(NOM_DU_JURY);
  const dessins = jury?.dessins ?? [];
  if (jury !== undefined) fouiller('« jury.pdf », hors de ses pages,', jury.ecrits);
  if (jury?.deTrop === true) {
    anomalies.push(anomalie('contenu-faux', '« jury.pdf » contient ce que la composition n’écrit pas.'));
  }
  for (const { noPv, noEleve, fichier } of contenu.livrets) {
    const { premierePage, pages: nombre } = verdict.livrets.find((livret) => livret.noEleve === noEleve) ?? {};
    const debut = (premierePage ?? 1) - 1;
    const seul = documents.get(fichier);
    const attendues = dessins.slice(debut, debut + (nombre ?? 0));
    if (String(seul?.dessins) !== String(attendues)) {
      anomalies.push(
        anomalie('livret-different', `Le fichier du No PV ${noPv} n’a pas les pages de « jury.pdf ».`, { noEleve }),
      );
    }
    // Where there is no link, no bookmark and no attached file, all that is written is the document's own title.
    if (seul !== undefined) fouiller(`Le fichier du No PV ${noPv}, hors de ses pages,`, seul.ecrits);
    if (seul?.annote === true) {
      anomalies.push(anomalie('lien-inattendu', `Le fichier du No PV ${noPv} porte un lien ou une note.`, { noEleve }));
    }
    if (seul?.deTrop === true) {
      anomalies.push(
        anomalie('contenu-faux', `Le fichier du No PV ${noPv} contient ce que la composition n’écrit pas.`, {
          noEleve,
        }),
      );
    }
  }
  const toutes = [...verdict.anomalies, ...anomalies, ...anomaliesDeTextes(textes, edition.candidats, termes)];
  return { ...verdict, anomalies: toutes, conforme: toutes.length === 0 };
}

function enTexte(octets: Uint8Array): string {
  return new TextDecoder().decode(octets);
}

/** What is read of a page of ours: its texts and where its links lead. */
function texteDeHtml(html: string): string {
  const sansCode = html.replaceAll(/<(style|script)>[\s\S]*?<\/\1>/g, '');
  const liens = Array.from(sansCode.matchAll(/ href="([^"]*)"/g), ([, cible]) => cible ?? '');
  return [sansCode.replaceAll(/<[^>]*>/g, '\n'), ...liens].join('\n');
}

/** Sums are true, the manifest was made again; their figures must not pass for an identifier. */
function sansEmpreintes(texte: string): string {
  return texte.replaceAll(/"[0-9a-f]{64}"/g, '""');
}

/** What a PDF of the ZIP holds, without its text being read. */
interface DocumentOuvert {
  /** One sum a page. */
  readonly dessins: readonly string[];
  /** What is written outside of its pages. */
  readonly ecrits: string;
  /** True when a page holds a link or a note. */
  readonly annote: boolean;
  /** True when it holds what the composition does not write. */
  readonly deTrop: boolean;
}

/** By name, those that can be opened. */
async function ouvrirTous(entrees: readonly EntreeDeZip[]): Promise<ReadonlyMap<string, DocumentOuvert>> {
  const ouverts = new Map<string, DocumentOuvert>();
  for (const { nom, contenu } of entrees) {
    if (!nom.endsWith('.pdf')) continue;
    try {
      const document = await PDFDocument.load(contenu, { updateMetadata: false, parseSpeed: ParseSpeeds.Fastest });
      ouverts.set(nom, {
        dessins: empreintesDesPages(document),
        ecrits: ecritsDe(document),
        annote: document.getPages().some(annotee),
        deTrop: aDeTrop(document, contenu),
      });
    } catch {
      // A candidate's file that cannot be opened has not the pages of the jury's.
    }
  }
  return ouverts;
}

function annotee({ node }: PDFPage): boolean {
  return (node.Annots()?.size() ?? 0) > 0;
}

/** Every text that the objects of a PDF hold outside of their drawings: titles, bookmarks, notes, names, XMP packets. */
function ecritsDe({ context }: PDFDocument): string {
  const textes: string[] = [];
  const lire = (objet: PDFObject): void => {
    if (objet instanceof PDFString || objet instanceof PDFHexString) {
      const texte = objet.decodeText();
      if (!/^D:\d{14}/.test(texte)) textes.push(texte);
    } else if (objet instanceof PDFArray) for (const element of objet.asArray()) lire(element);
    else if (objet instanceof PDFDict) for (const [, valeur] of objet.entries()) lire(valeur);
    else if (objet instanceof PDFRawStream) {
      lire(objet.dict);
      const sorte = objet.dict.get(PDFName.of('Type'));
      if (sorte === PDFName.of('Metadata') || sorte === PDFName.of('EmbeddedFile')) {
        textes.push(enTexte(objet.getContents()));
      }
    }
  };
  for (const [, objet] of context.enumerateIndirectObjects()) lire(objet);
  return textes.join('\n');
}

const CLES_DU_DOCUMENT = clesDe('Type Pages Outlines ViewerPreferences Lang');
const CLES_D_UNE_PAGE = clesDe('Type Parent MediaBox Resources Contents Annots Tabs');
const FIN = '%%EOF';

function clesDe(noms: string): ReadonlySet<PDFName> {
  return new Set(noms.split(' ').map((nom) => PDFName.of(nom)));
}

/** True of a PDF that holds more than what it shows: a key of its own, an object that nothing leads to, a second end. */
function aDeTrop(document: PDFDocument, octets: Uint8Array): boolean {
  const { catalog, context } = document;
  if (Buffer.from(octets.buffer, octets.byteOffset, octets.length).indexOf(FIN) !== octets.length - FIN.length) {
    return true;
  }
  if (catalog.keys().some((cle) => !CLES_DU_DOCUMENT.has(cle))) return true;
  if (document.getPages().some(({ node }) => node.keys().some((cle) => !CLES_D_UNE_PAGE.has(cle)))) return true;
  const menes = objetsMenes(context);
  return context.enumerateIndirectObjects().some(([ref, objet]) => !menes.has(ref) && !estDuRangement(objet));
}

/** What the document's catalogue and its information lead to. */
function objetsMenes(context: PDFContext): ReadonlySet<PDFRef> {
  const menes = new Set<PDFRef>();
  const aLire: (PDFObject | undefined)[] = [context.trailerInfo.Root, context.trailerInfo.Info];
  while (aLire.length > 0) {
    const objet = aLire.pop();
    if (objet instanceof PDFRef) {
      if (!menes.has(objet)) aLire.push(context.lookup(objet));
      menes.add(objet);
    } else if (objet instanceof PDFArray) aLire.push(...objet.asArray());
    else if (objet instanceof PDFDict) aLire.push(...objet.values());
    else if (objet instanceof PDFRawStream) aLire.push(...objet.dict.values());
  }
  return menes;
}

/** Where the file keeps its objects and their places. */
function estDuRangement(objet: PDFObject): boolean {
  const sorte = objet instanceof PDFRawStream ? objet.dict.get(PDFName.of('Type')) : undefined;
  return sorte === PDFName.of('ObjStm') || sorte === PDFName.of('XRef');
}

/** One sum a page, of all that draws it: two pages of the same sum show the same, whatever the document they stand in. */
function empreintesDesPages(document: PDFDocument): string[] {
  const connues = new Map<string, string>();
  const somme = (objet: PDFObject | undefined): string => {
    if (objet instanceof PDFRef) {
      const nom = objet.toString();
      const connue = connues.get(nom);
      if (connue !== undefined) return connue;
      // What leads back to itself is told by the way there.
      connues.set(nom, 'ici');
      const calculee = somme(document.context.lookup(objet));
      connues.set(nom, calculee);
      return calculee;
    }
    const condense = createHash('sha256');
    if (objet instanceof PDFRawStream) condense.update(somme(objet.dict)).update(objet.getContents());
    else if (objet instanceof PDFDict) {
      const cles = objet.keys().map((cle) => cle.toString());
      for (const cle of cles.sort()) {
        if (cle !== '/Length') condense.update(cle).update(somme(objet.get(PDFName.of(cle.slice(1)))));
      }
    } else if (objet instanceof PDFArray) for (const element of objet.asArray()) condense.update(somme(element));
    else condense.update(String(objet));
    return condense.digest('base64');
  };
  return document
    .getPages()
    .map(({ node }) =>
      ['Contents', 'Resources', 'MediaBox', 'Rotate'].map((cle) => somme(node.get(PDFName.of(cle)))).join(),
    );
}
