import { crc32 } from 'node:zlib';
import { Temporal } from 'temporal-polyfill';
import { fromBufferPromise, getFileNameLowLevel } from 'yauzl';
import { ErreurCodee } from '../kernel/erreur.ts';
import { FUSEAU } from '../kernel/horloge.ts';

/** A file of the ZIP. Its name is of letters, figures, hyphens, points and `/` only. */
export interface EntreeDeZip {
  readonly nom: string;
  readonly contenu: Uint8Array;
}

/** What a reader finds beside the contents, where nothing should be written. */
export interface ZipLu {
  readonly entrees: readonly EntreeDeZip[];
  /** Comments and extra fields of the ZIP and of its entries, that are not empty. */
  readonly annexes: readonly string[];
}

const ENTETE = 0x04034b50;
const TABLE = 0x02014b50;
const FIN = 0x06054b50;
const VERSION = 20;
const OCTETS_MAX = 0xffffffff;
const ENTREES_MAX = 0xffff;

/**
 * A ZIP whose bytes are told by its contents and its date alone: entries in the order of their names, stored as they are
 * (compressed bytes differ between builds of Node), no comment, no extra field.
 *
 * @param quand ISO instant, the date of every entry, as it is read in Paris
 */
export function ecrireZip(entrees: readonly EntreeDeZip[], quand: string): Uint8Array {
  const date = dateDeZip(quand);
  const corps: Buffer[] = [];
  const table: Buffer[] = [];
  let place = 0;
  for (const { nom, contenu } of entrees.toSorted((a, b) => (a.nom < b.nom ? -1 : 1))) {
    const octetsDuNom = Buffer.from(nom, 'latin1');
    const commun = Buffer.alloc(26);
    commun.writeUInt16LE(VERSION, 0);
    commun.writeUInt32LE(date, 6);
    commun.writeUInt32LE(crc32(contenu), 10);
    commun.writeUInt32LE(contenu.length, 14);
    commun.writeUInt32LE(contenu.length, 18);
    commun.writeUInt16LE(octetsDuNom.length, 22);
    const suite = Buffer.alloc(14);
    suite.writeUInt32LE(place, 10);
    corps.push(entier(ENTETE), commun, octetsDuNom, Buffer.from(contenu.buffer, contenu.byteOffset, contenu.length));
    table.push(entier(TABLE), court(VERSION), commun, suite, octetsDuNom);
    place += 30 + octetsDuNom.length + contenu.length;
  }
  const longueur = table.reduce((total, { length }) => total + length, 0);
  if (entrees.length > ENTREES_MAX || place + longueur > OCTETS_MAX) throw new Error('more than a ZIP can hold');
  const fin = Buffer.alloc(22);
  fin.writeUInt32LE(FIN, 0);
  fin.writeUInt16LE(entrees.length, 8);
  fin.writeUInt16LE(entrees.length, 10);
  fin.writeUInt32LE(longueur, 12);
  fin.writeUInt32LE(place, 16);
  return Buffer.concat([...corps, ...table, fin]);
}

function entier(valeur: number): Buffer {
  const octets = Buffer.alloc(4);
  octets.writeUInt32LE(valeur);
  return octets;
}

function court(valeur: number): Buffer {
  return entier(valeur).subarray(0, 2);
}

/** The time on two bytes, then the day on two: what a ZIP has kept since 1980. */
function dateDeZip(quand: string): number {
  const { year, month, day, hour, minute, second } = Temporal.Instant.from(quand).toZonedDateTimeISO(FUSEAU);
  const jour = ((year - 1980) << 9) | (month << 5) | day;
  return jour * 0x10000 + ((hour << 11) | (minute << 5) | (second >> 1));
}

/**
 * The contents of a ZIP of stored entries, read by its table. What stands between them is not looked for here: a ZIP that
 * {@link ecrireZip} writes again with the same bytes hides nothing.
 *
 * @throws ErreurCodee `zip-illisible`
 */
export async function lireZip(octets: Uint8Array): Promise<ZipLu> {
  const archive = Buffer.from(octets.buffer, octets.byteOffset, octets.length);
  try {
    const zip = await fromBufferPromise(archive, { decodeStrings: false, validateEntrySizes: false });
    const entrees: EntreeDeZip[] = [];
    const annexes: string[] = [String(zip.comment)];
    for await (const entree of zip.eachEntry()) {
      const nom = getFileNameLowLevel(entree.generalPurposeBitFlag, entree.fileNameRaw, entree.extraFields, true);
      const entete = await zip.readLocalFileHeaderPromise(entree, { minimal: false });
      const contenu = archive.subarray(entete.fileDataStart, entete.fileDataStart + entree.compressedSize);
      if (entree.compressionMethod !== 0 || crc32(contenu) !== entree.crc32) throw new Error(nom);
      entrees.push({ nom, contenu });
      annexes.push(
        ...[entree.fileCommentRaw, entree.extraFieldRaw, entete.extraField, entete.fileName]
          .map((brut) => brut.toString())
          .filter((texte) => texte !== nom),
      );
    }
    return { entrees, annexes: annexes.filter((texte) => texte !== '') };
  } catch {
    throw new ErreurCodee(
      'zip-illisible',
      'Ce fichier n’est pas un ZIP de fichier de jury, ou il a été abîmé : un de ses contenus ne se lit pas.',
      'Téléchargez-le de nouveau avec « npx lsl fichier-jury --telecharger ».',
    );
  }
}
