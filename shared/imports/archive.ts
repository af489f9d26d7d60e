import { crc32, createInflateRaw } from 'node:zlib';
import { type Entry, fromBufferPromise, getFileNameLowLevel, type ZipFile } from 'yauzl';
import { estErreurCodee, messageDe } from '../kernel/erreur.ts';
import { refusFichier } from './anomalies.ts';

/**
 * Bytes of an archive, which is held in memory since its table stands at its end. Ten thousand pupils, 200 MB of
 * notes, are 18 MB once compressed.
 */
const ARCHIVE_MAX_OCTETS = 24 * 1024 * 1024;
/** A real export is ten to thirty times smaller once compressed; only a trap is a thousand times. */
const TAUX_MAX = 200;
/** Files of macOS that an archive may hold beside its own one. */
const FICHIERS_DU_MAC_MAX = 16;
const TRANCHE_OCTETS = 65_536;

/** End of the table: of a ZIP, of a ZIP64. */
const SIGNATURES_DE_FIN: readonly number[] = [0x06054b50, 0x06064b50];
const STOCKE = 0;
const DEFLATE = 8;
/** Bits of the entry's flags: what is encrypted, and sizes that are written after the file instead of before. */
const CHIFFRE = 0x2041;
const TAILLES_APRES = 0x8;

/** The first bytes of a ZIP: whole, empty or in several volumes. */
export function estArchive([a, b, c, d]: Uint8Array): boolean {
  return a === 0x50 && b === 0x4b && ((c === 3 && d === 4) || (c === 5 && d === 6) || (c === 7 && d === 8));
}

/**
 * The file that a ZIP holds: SIECLE's interface gives no other (formats.md §2). The table at the end of the archive
 * is the one that counts, and whatever contradicts it is refused. The file is inflated once to be checked, size and
 * sum, then once more to be read: 5 % of the time of reading, and nothing of a damaged archive is taken for data.
 *
 * @throws ErreurCodee each code of `anomalies.ts` that begins by `archive-`, before the first byte of the file
 */
export async function* lireArchive(
  source: AsyncIterable<Uint8Array>,
  octetsMax: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const contenu = await ouvrir(await rassembler(source), octetsMax);
  await controler(contenu);
  yield* decompresser(contenu);
}

async function rassembler(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const morceaux: Uint8Array[] = [];
  let longueur = 0;
  for await (const octets of source) {
    longueur += octets.length;
    if (longueur > ARCHIVE_MAX_OCTETS) {
      throw refusFichier('archive-trop-grosse', { mega: ARCHIVE_MAX_OCTETS / 1024 / 1024 });
    }
    morceaux.push(octets);
  }
  return Buffer.concat(morceaux);
}

/** The file as the archive keeps it. */
interface Contenu {
  readonly octets: Uint8Array;
  readonly deflate: boolean;
  readonly taille: number;
  readonly somme: number;
}

async function ouvrir(archive: Buffer, octetsMax: number): Promise<Contenu> {
  try {
    const zip = await fromBufferPromise(archive, { decodeStrings: false, validateEntrySizes: false });
    return await trouver(zip, archive, octetsMax);
  } catch (erreur) {
    if (estErreurCodee(erreur)) throw erreur;
    // The only fault of an entry that yauzl tells before giving it.
    if (messageDe(erreur) === 'strong encryption is not supported') throw refusFichier('archive-chiffree', {});
    throw refusFichier('archive-endommagee', {});
  }
}

async function trouver(zip: ZipFile, archive: Buffer, octetsMax: number): Promise<Contenu> {
  const debutDeLaTable = curseur(zip);
  const entrees: Entry[] = [];
  let fichier: Entry | null = null;
  for await (const entree of zip.eachEntry()) {
    entrees.push(entree);
    const nom = getFileNameLowLevel(entree.generalPurposeBitFlag, entree.fileNameRaw, entree.extraFields, true);
    if (estDuMac(nom) && entrees.length <= FICHIERS_DU_MAC_MAX) continue;
    if (estUnChemin(nom)) throw refusFichier('archive-chemin', {});
    if (fichier !== null) throw refusFichier('archive-plusieurs-fichiers', {});
    fichier = entree;
  }
  if (fichier === null) throw refusFichier('archive-vide', {});
  exigerLisible(fichier, octetsMax);
  if (!SIGNATURES_DE_FIN.includes(archive.readUInt32LE(curseur(zip)))) throw refusFichier('archive-incoherente', {});
  await exigerSansChevauchement(zip, entrees, debutDeLaTable);
  const debut = await debutDesDonnees(zip, fichier);
  return {
    octets: archive.subarray(debut, debut + fichier.compressedSize),
    deflate: fichier.compressionMethod === DEFLATE,
    taille: fichier.uncompressedSize,
    somme: fichier.crc32,
  };
}

/** Where yauzl will read the next entry of the table: at first its beginning, at last its end. */
function curseur(zip: ZipFile): number {
  // Its types say a boolean.
  return Number(zip.readEntryCursor);
}

/** What Finder adds to the file that it compresses, and never shows; it is not looked into. */
function estDuMac(nom: string): boolean {
  return nom.startsWith('__MACOSX/') || nom === '.DS_Store';
}

function estUnChemin(nom: string): boolean {
  return /[/\\]|^[A-Za-z]:|^\.{0,2}$/.test(nom);
}

/** What can be told before inflating anything. */
function exigerLisible(
  { generalPurposeBitFlag, compressionMethod, compressedSize, uncompressedSize }: Entry,
  octetsMax: number,
): void {
  if ((generalPurposeBitFlag & CHIFFRE) !== 0) throw refusFichier('archive-chiffree', {});
  if (compressionMethod !== STOCKE && compressionMethod !== DEFLATE) throw refusFichier('archive-methode', {});
  if (uncompressedSize > octetsMax || uncompressedSize > TAUX_MAX * compressedSize) {
    throw refusFichier('archive-bombe', { mega: Math.floor(octetsMax / 1_000_000), fois: TAUX_MAX });
  }
  if (compressionMethod === STOCKE && compressedSize !== uncompressedSize) {
    throw refusFichier('archive-taille-fausse', {});
  }
}

/** The entries follow each other from the first byte on, and end before the table. */
async function exigerSansChevauchement(zip: ZipFile, entrees: readonly Entry[], debutDeLaTable: number): Promise<void> {
  let libre = 0;
  for (const entree of entrees.toSorted((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader)) {
    const debut = entree.relativeOffsetOfLocalHeader;
    if (debut < libre) throw refusFichier('archive-chevauchement', {});
    if (libre === 0 && debut > 0) throw refusFichier('archive-incoherente', {});
    libre = (await debutDesDonnees(zip, entree)) + entree.compressedSize;
  }
  if (libre > debutDeLaTable) throw refusFichier('archive-chevauchement', {});
}

/** After the header that precedes the data, which must say the same as the table. */
async function debutDesDonnees(zip: ZipFile, entree: Entry): Promise<number> {
  const entete = await zip.readLocalFileHeaderPromise(entree, { minimal: false });
  const drapeaux = entete.generalPurposeBitFlag;
  const memesTailles =
    entete.crc32 === entree.crc32 &&
    estCelleDe(entete.compressedSize, entree.compressedSize) &&
    estCelleDe(entete.uncompressedSize, entree.uncompressedSize);
  const coherent =
    entete.fileName.equals(entree.fileNameRaw) &&
    entete.compressionMethod === entree.compressionMethod &&
    ((drapeaux ^ entree.generalPurposeBitFlag) & CHIFFRE) === 0 &&
    (memesTailles || (drapeaux & TAILLES_APRES) !== 0);
  if (!coherent) throw refusFichier('archive-incoherente', {});
  return entete.fileDataStart;
}

/** In ZIP64, the size that stands here is elsewhere. */
function estCelleDe(taille: number, dite: number): boolean {
  return taille === dite || taille === 0xffffffff;
}

async function controler(contenu: Contenu): Promise<void> {
  let taille = 0;
  let somme = 0;
  for await (const octets of decompresser(contenu)) {
    taille += octets.length;
    if (taille > contenu.taille) throw refusFichier('archive-taille-fausse', {});
    somme = crc32(octets, somme);
  }
  if (taille < contenu.taille) throw refusFichier('archive-taille-fausse', {});
  if (somme !== contenu.somme) throw refusFichier('archive-endommagee', {});
}

async function* decompresser({ octets, deflate }: Contenu): AsyncGenerator<Uint8Array, void, undefined> {
  if (!deflate) {
    yield octets;
    return;
  }
  const flux = createInflateRaw({ chunkSize: TRANCHE_OCTETS });
  flux.end(octets);
  try {
    yield* flux;
  } catch {
    throw refusFichier('archive-endommagee', {});
  }
  if (flux.bytesWritten !== octets.length) throw refusFichier('archive-taille-fausse', {});
}
