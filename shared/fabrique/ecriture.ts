/** How the files of a world are written: texts in pieces, then bytes in chunks, never a whole file in memory. */

export type Encodage = 'UTF-8' | 'ISO-8859-15';

/** One file of a world. It can be read several times: each reading makes it again, the same. */
export interface Document {
  /** Relative to the world's folder, with `/`. */
  readonly chemin: string;
  readonly encodage: Encodage;
  readonly textes: () => Iterable<string>;
  /** What an encoding that lacks a character writes for it. */
  readonly secours: Secours;
}

export type Secours = (caractere: string) => string;

/** XML: any character can be given by its number. */
export const parReference: Secours = (caractere) => `&#${caractere.codePointAt(0)};`;
/** SIECLE and spreadsheets: the character is lost (formats.md §2). */
export const parInterrogation: Secours = () => '?';

/** The eight characters where ISO-8859-15 differs from ISO-8859-1, by their byte. */
const PROPRES_A_LATIN9: ReadonlyMap<string, string> = new Map([
  ['€', '\xA4'],
  ['Š', '\xA6'],
  ['š', '\xA8'],
  ['Ž', '\xB4'],
  ['ž', '\xB8'],
  ['Œ', '\xBC'],
  ['œ', '\xBD'],
  ['Ÿ', '\xBE'],
]);
/** The characters of those bytes in ISO-8859-1, and all that is beyond it. */
const HORS_LATIN1 = /[\u0100-\u{10FFFF}¤¦¨´¸¼½¾]/gu;

const TRANCHE_OCTETS = 65_536;
/** A character of a string is at most three bytes of UTF-8. */
const OCTETS_PAR_UNITE = { 'UTF-8': 3, 'ISO-8859-15': 1 } as const;

/** The bytes of a document, in chunks of about 64 KB. Each text goes into its chunk at once: none is kept. */
export function* octetsDe({ textes, encodage, secours }: Document): Generator<Uint8Array, void, undefined> {
  let tranche = Buffer.allocUnsafeSlow(TRANCHE_OCTETS);
  let plein = 0;
  for (const texte of textes()) {
    const ecrit = encodage === 'UTF-8' ? texte : enLatin9(texte, secours);
    const place = ecrit.length * OCTETS_PAR_UNITE[encodage];
    if (plein > 0 && plein + place > tranche.length) {
      yield tranche.subarray(0, plein);
      tranche = Buffer.allocUnsafeSlow(Math.max(TRANCHE_OCTETS, place));
      plein = 0;
    } else if (place > tranche.length) {
      tranche = Buffer.allocUnsafeSlow(place);
    }
    plein += tranche.write(ecrit, plein, encodage === 'UTF-8' ? 'utf8' : 'latin1');
  }
  if (plein > 0) yield tranche.subarray(0, plein);
}

/** A string whose characters are the bytes of ISO-8859-15. */
export function enLatin9(texte: string, secours: Secours): string {
  return texte.replace(HORS_LATIN1, (caractere) => PROPRES_A_LATIN9.get(caractere) ?? secours(caractere));
}

const A_ECHAPPER = /[&<>"]/;
const ENTITES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function echapper(texte: string): string {
  return A_ECHAPPER.test(texte) ? texte.replace(/[&<>"]/g, (signe) => ENTITES[signe] ?? signe) : texte;
}

export type Attributs = Readonly<Record<string, string | number | null>>;

/** `<nom a="1">contenu</nom>`; `contenu` is XML already. An attribute that is null is absent. */
export function element(nom: string, attributs: Attributs, contenu: string): string {
  return contenu === '' ? `<${nom}${ecrireAttributs(attributs)}/>` : `${ouvrir(nom, attributs)}${contenu}</${nom}>`;
}

export function ouvrir(nom: string, attributs: Attributs = {}): string {
  return `<${nom}${ecrireAttributs(attributs)}>`;
}

/** `<NOM>texte</NOM>`, or nothing for null: SIECLE leaves out what it does not know (formats.md §2). */
export function balise(nom: string, texte: string | number | null): string {
  return texte === null ? '' : `<${nom}>${typeof texte === 'number' ? texte : echapper(texte)}</${nom}>`;
}

function ecrireAttributs(attributs: Attributs): string {
  let ecrits = '';
  for (const nom in attributs) {
    const valeur = attributs[nom];
    if (valeur === null || valeur === undefined) continue;
    ecrits += ` ${nom}="${typeof valeur === 'number' ? valeur : echapper(valeur)}"`;
  }
  return ecrits;
}
