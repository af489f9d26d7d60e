import { TextDecoder } from 'node:util';
import { refusXml } from './refus.ts';

/** The encodings that the feeds use (formats.md §1.4, §2). */
export type Encodage = 'utf-8' | 'iso-8859-1' | 'iso-8859-15' | 'windows-1252';

const ENCODAGES: readonly Encodage[] = ['utf-8', 'iso-8859-1', 'iso-8859-15', 'windows-1252'];

/** A declaration longer than this is not one. */
const DECLARATION_MAX_OCTETS = 1024;

/** Bytes as text, as far as they are valid; `invalide` says that the byte after `texte` is not. */
export interface Decode {
  readonly texte: string;
  readonly invalide: boolean;
}

/**
 * A strict decoder that chunks may feed anywhere, even in the middle of a character. It never replaces what it
 * cannot read, and keeps the text before the fault so that its line and column can be told.
 *
 * For the single-byte encodings the bytes 0x80-0x9F that give C1 controls are invalid: no text holds them, and
 * they are the sign of a windows-1252 text declared as ISO-8859 (which WHATWG decoders turn silently into it).
 */
export class Decodeur {
  readonly encodage: Encodage;
  readonly #fatal: TextDecoder;
  /** The beginning of a character whose end is in the next chunk (UTF-8 only). */
  #reste: Uint8Array = new Uint8Array(0);

  constructor(encodage: Encodage) {
    this.encodage = encodage;
    this.#fatal = new TextDecoder(encodage, { fatal: true, ignoreBOM: true });
  }

  decoder(octets: Uint8Array): Decode {
    return this.encodage === 'utf-8' ? this.#utf8(octets) : this.#unOctet(octets);
  }

  /** True when the bytes ended inside a character. */
  get inacheve(): boolean {
    return this.#reste.length > 0;
  }

  #unOctet(octets: Uint8Array): Decode {
    const texte =
      this.encodage === 'iso-8859-1'
        ? Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('latin1')
        : this.#fatal.decode(octets);
    const faute = texte.search(/[\x80-\x9F]/);
    return faute === -1 ? { texte, invalide: false } : { texte: texte.slice(0, faute), invalide: true };
  }

  #utf8(octets: Uint8Array): Decode {
    const tout = this.#reste.length === 0 ? octets : Buffer.concat([this.#reste, octets]);
    const entiers = finDesCaracteresEntiers(tout);
    // A copy: the source may reuse its buffer for the next chunk.
    this.#reste = new Uint8Array(tout.subarray(entiers));
    const complet = tout.subarray(0, entiers);
    try {
      return { texte: this.#fatal.decode(complet), invalide: false };
    } catch {
      return { texte: avantLaFaute(complet), invalide: true };
    }
  }
}

/** Index after the last complete UTF-8 character; a malformed end is left to the decoder. */
function finDesCaracteresEntiers(octets: Uint8Array): number {
  for (let recul = 1; recul <= 3 && recul <= octets.length; recul++) {
    const octet = octets[octets.length - recul] as number;
    if (octet < 0x80) break;
    if (octet >= 0xc0) {
      const longueur = octet >= 0xf0 ? 4 : octet >= 0xe0 ? 3 : 2;
      return longueur > recul ? octets.length - recul : octets.length;
    }
  }
  return octets.length;
}

/** The longest valid beginning: « is a valid beginning » is monotonic, so it is found by halves. */
function avantLaFaute(octets: Uint8Array): string {
  const debut = (longueur: number): string | undefined => {
    try {
      const decodeur = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
      return decodeur.decode(octets.subarray(0, longueur), { stream: true });
    } catch {
      return undefined;
    }
  };
  let valide = 0;
  let invalide = octets.length;
  while (invalide - valide > 1) {
    const milieu = (valide + invalide) >> 1;
    if (debut(milieu) === undefined) invalide = milieu;
    else valide = milieu;
  }
  return debut(valide) ?? '';
}

/** UTF-16 and UTF-32 betray themselves by a byte order mark or by a null among the first two bytes. */
export function estUtf16(debut: Uint8Array): boolean {
  const [a, b] = debut;
  if (a === undefined || b === undefined) return false;
  return (a === 0xfe && b === 0xff) || (a === 0xff && b === 0xfe) || a === 0 || b === 0;
}

export function commenceParBom(debut: Uint8Array): boolean {
  return debut[0] === 0xef && debut[1] === 0xbb && debut[2] === 0xbf;
}

/** True when `debut` holds enough of the file to know its encoding. */
export function suffitPourLEncodage(debut: Uint8Array): boolean {
  if (debut.length >= DECLARATION_MAX_OCTETS) return true;
  const texte = enLatin1(debut);
  return debut.length >= 8 && (!texte.includes('<?xml') || texte.includes('?>'));
}

/**
 * The encoding of an XML file from its first bytes: byte order mark and declaration (XML 1.0, appendix F).
 * @throws ErreurCodee fichier-utf16, xml-encodage-inconnu, xml-encodage-contradictoire
 */
export function encodageDuXml(debut: Uint8Array): Encodage {
  const lieu = { ligne: 1, colonne: 1 };
  if (estUtf16(debut)) throw refusXml('fichier-utf16', {}, lieu);
  const bom = commenceParBom(debut);
  const declare = /^<\?xml[ \t\r\n][^>]*?[ \t\r\n]encoding[ \t\r\n]*=[ \t\r\n]*["']([A-Za-z][A-Za-z0-9._-]*)["']/.exec(
    enLatin1(bom ? debut.subarray(3) : debut),
  )?.[1];
  if (declare === undefined) return 'utf-8';
  if (/^(utf-?(16|32)|ucs|iso-10646-ucs)/i.test(declare)) throw refusXml('fichier-utf16', {}, lieu);
  const encodage = ENCODAGES.find((connu) => connu === declare.toLowerCase());
  if (encodage === undefined) throw refusXml('xml-encodage-inconnu', { encodage: declare.slice(0, 40) }, lieu);
  if (bom && encodage !== 'utf-8') throw refusXml('xml-encodage-contradictoire', {}, lieu);
  return encodage;
}

function enLatin1(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, Math.min(octets.length, DECLARATION_MAX_OCTETS)).toString(
    'latin1',
  );
}
