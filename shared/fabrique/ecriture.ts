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

export function encoder(texte: string, encodage: Encodage, secours: Secours): Uint8Array {
  if (encodage === 'UTF-8') return Buffer.from(texte, 'utf8');
  return Buffer.from(
    texte.replace(HORS_LATIN1, (caractere) => PROPRES_A_LATIN9.get(caractere) ?? secours(caractere)),
    'latin1',
  );
}

const TRANCHE_CARACTERES = 32768;

/** The bytes of a document, in chunks of about 128 KB. */
export function* octetsDe({ textes, encodage, secours }: Document): Generator<Uint8Array, void, undefined> {
  let tranche: string[] = [];
  let longueur = 0;
  for (const texte of textes()) {
    tranche.push(texte);
    longueur += texte.length;
    if (longueur < TRANCHE_CARACTERES) continue;
    yield encoder(tranche.join(''), encodage, secours);
    tranche = [];
    longueur = 0;
  }
  if (longueur > 0) yield encoder(tranche.join(''), encodage, secours);
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
