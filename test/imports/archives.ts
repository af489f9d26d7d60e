import { crc32, deflateRawSync } from 'node:zlib';
import { utf8 } from '../sources.ts';

/** ZIP archives, sound ones or with a lie anywhere: fields of the table and of the header before the data. */

export interface Entree {
  readonly nom?: string;
  readonly contenu?: Uint8Array | string;
  /** As they stand in the archive, where they are not the content deflated. */
  readonly octets?: Uint8Array;
  readonly methode?: number;
  readonly drapeaux?: number;
  readonly taille?: number;
  readonly tailleCompressee?: number;
  readonly somme?: number;
  /** What the table says of where the entry is, where it is elsewhere. */
  readonly debut?: number;
  /** Known to the table only. */
  readonly absente?: boolean;
  /** What the header before the data says, where it is not what the table says. */
  readonly nomLocal?: string;
  readonly methodeLocale?: number;
  /** Sizes and place in ZIP64 fields. */
  readonly zip64?: boolean;
}

const UTF8 = 0x800;
const MAX_32_BITS = 0xffffffff;

export interface Table {
  readonly nombre?: number;
  readonly debut?: number;
  /** Added to where the ZIP64 record is, in what says so. */
  readonly decalageZip64?: number;
}

export function archive(
  entrees: readonly Entree[],
  { nombre = entrees.length, debut, decalageZip64 }: Table = {},
): Buffer {
  const morceaux: Uint8Array[] = [];
  const table: Uint8Array[] = [];
  let position = 0;
  const ecrire = (...octets: readonly Uint8Array[]): void => {
    morceaux.push(...octets);
    for (const { length } of octets) position += length;
  };
  for (const entree of entrees) {
    const lieu = entree.debut ?? position;
    const e = completer(entree);
    if (entree.absente !== true) ecrire(enTeteLocal(e), e.octets);
    table.push(ligneDeTable(e, lieu));
  }
  const debutDeTable = position;
  for (const ligne of table) ecrire(ligne);
  const finDeTable = position;
  const zip64 = decalageZip64 !== undefined;
  if (zip64)
    morceaux.push(finZip64(entrees.length, finDeTable - debutDeTable, debutDeTable, finDeTable + decalageZip64));
  const fin = Buffer.alloc(22);
  fin.writeUInt32LE(0x06054b50, 0);
  fin.writeUInt16LE(zip64 ? 0xffff : nombre, 8);
  fin.writeUInt16LE(zip64 ? 0xffff : nombre, 10);
  fin.writeUInt32LE(finDeTable - debutDeTable, 12);
  fin.writeUInt32LE(zip64 ? MAX_32_BITS : (debut ?? debutDeTable), 16);
  return Buffer.concat([...morceaux, fin]);
}

/** One file, as SIECLE's interface gives it. */
export const zipper = (contenu: Uint8Array | string, entree: Omit<Entree, 'contenu'> = {}): Buffer =>
  archive([{ contenu, ...entree }]);

type Complete = Required<Omit<Entree, 'contenu' | 'debut' | 'absente'>>;

function completer({
  nom = 'ElevesSansAdresses.xml',
  contenu = '',
  methode = 8,
  drapeaux = UTF8,
  nomLocal = nom,
  methodeLocale = methode,
  zip64 = false,
  ...suite
}: Entree): Complete {
  const clair = typeof contenu === 'string' ? utf8(contenu) : contenu;
  const octets = suite.octets ?? (methode === 8 ? deflateRawSync(clair) : clair);
  const { taille = clair.length, tailleCompressee = octets.length, somme = crc32(clair) } = suite;
  return { nom, octets, methode, drapeaux, nomLocal, methodeLocale, zip64, taille, tailleCompressee, somme };
}

function enTeteLocal({ nomLocal, methodeLocale, drapeaux, zip64, taille, tailleCompressee, somme }: Complete): Buffer {
  const nom = utf8(nomLocal);
  const plus = zip64 ? champZip64(taille, tailleCompressee) : Buffer.alloc(0);
  const entete = Buffer.alloc(30);
  entete.writeUInt32LE(0x04034b50, 0);
  entete.writeUInt16LE(zip64 ? 45 : 20, 4);
  entete.writeUInt16LE(drapeaux, 6);
  entete.writeUInt16LE(methodeLocale, 8);
  entete.writeUInt32LE(somme, 14);
  entete.writeUInt32LE(zip64 ? MAX_32_BITS : tailleCompressee, 18);
  entete.writeUInt32LE(zip64 ? MAX_32_BITS : taille, 22);
  entete.writeUInt16LE(nom.length, 26);
  entete.writeUInt16LE(plus.length, 28);
  return Buffer.concat([entete, nom, plus]);
}

function ligneDeTable(
  { nom, methode, drapeaux, zip64, taille, tailleCompressee, somme }: Complete,
  lieu: number,
): Buffer {
  const texte = utf8(nom);
  const plus = zip64 ? champZip64(taille, tailleCompressee, lieu) : Buffer.alloc(0);
  const ligne = Buffer.alloc(46);
  ligne.writeUInt32LE(0x02014b50, 0);
  ligne.writeUInt16LE(zip64 ? 45 : 20, 6);
  ligne.writeUInt16LE(drapeaux, 8);
  ligne.writeUInt16LE(methode, 10);
  ligne.writeUInt32LE(somme, 16);
  ligne.writeUInt32LE(zip64 ? MAX_32_BITS : tailleCompressee, 20);
  ligne.writeUInt32LE(zip64 ? MAX_32_BITS : taille, 24);
  ligne.writeUInt16LE(texte.length, 28);
  ligne.writeUInt16LE(plus.length, 30);
  ligne.writeUInt32LE(zip64 ? MAX_32_BITS : lieu, 42);
  return Buffer.concat([ligne, texte, plus]);
}

function champZip64(...valeurs: readonly number[]): Buffer {
  const champ = Buffer.alloc(4 + 8 * valeurs.length);
  champ.writeUInt16LE(1, 0);
  champ.writeUInt16LE(8 * valeurs.length, 2);
  for (const [rang, valeur] of valeurs.entries()) champ.writeBigUInt64LE(BigInt(valeur), 4 + 8 * rang);
  return champ;
}

function finZip64(nombre: number, longueur: number, debut: number, lieu: number): Buffer {
  const fin = Buffer.alloc(56 + 20);
  fin.writeUInt32LE(0x06064b50, 0);
  fin.writeBigUInt64LE(44n, 4);
  fin.writeUInt16LE(45, 14);
  fin.writeBigUInt64LE(BigInt(nombre), 24);
  fin.writeBigUInt64LE(BigInt(nombre), 32);
  fin.writeBigUInt64LE(BigInt(longueur), 40);
  fin.writeBigUInt64LE(BigInt(debut), 48);
  fin.writeUInt32LE(0x07064b50, 56);
  fin.writeBigUInt64LE(BigInt(lieu), 64);
  fin.writeUInt32LE(1, 72);
  return fin;
}
