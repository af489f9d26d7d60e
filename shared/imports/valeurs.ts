/**
 * Values as the feeds write them. Each function answers undefined for a text that is not one.
 */

const ZERO = 0x30;
const NEUF = 0x39;
const POINT = 0x2e;

/**
 * The canonical form of an unsigned decimal as almost all of a real file are (« 14 », « 9.25 », « 12.50 »), or
 * undefined for any other text. By hand, since an export of 30 MB holds 300,000 of them.
 */
function canoniserSimple(texte: string): string | undefined {
  const longueur = texte.length;
  let i = 0;
  while (i < longueur && texte.charCodeAt(i) >= ZERO && texte.charCodeAt(i) <= NEUF) i += 1;
  if (i === 0 || i > 9 || (i > 1 && texte.charCodeAt(0) === ZERO)) return undefined;
  if (i === longueur) return texte;
  if (texte.charCodeAt(i) !== POINT || longueur - i > 3) return undefined;
  let fin = i;
  for (let j = i + 1; j < longueur; j++) {
    const code = texte.charCodeAt(j);
    if (code < ZERO || code > NEUF) return undefined;
    if (code > ZERO) fin = j + 1;
  }
  return fin === longueur ? texte : texte.slice(0, fin);
}

const DECIMAL = /^[\t\n\r ]*([+-]?)([0-9]*)(?:\.([0-9]*))?[\t\n\r ]*$/;
/** No mark nor percentage is longer, and what is quadratic below stays small. */
const DECIMAL_MAX = 64;

/** xs:decimal with at most two fraction digits, canonical: « 011.40 » → « 11.4 ». */
export function lireDecimal(texte: string): string | undefined {
  const simple = canoniserSimple(texte);
  if (simple !== undefined || texte.length > DECIMAL_MAX) return simple;
  const [, signe, entier = '', fraction = ''] = DECIMAL.exec(texte) ?? [];
  if (signe === undefined || entier + fraction === '') return undefined;
  const decimales = fraction.replace(/0+$/, '');
  if (decimales.length > 2) return undefined;
  const valeur = (entier.replace(/^0+/, '') || '0') + (decimales === '' ? '' : `.${decimales}`);
  return signe === '-' && valeur !== '0' ? `-${valeur}` : valeur;
}

const POSITIF_CANONIQUE = /^[1-9][0-9]{0,8}$/;

/** xs:positiveInteger, up to 9 digits. */
export function lirePositif(texte: string): number | undefined {
  if (POSITIF_CANONIQUE.test(texte)) return Number(texte);
  const chiffres = /^[\t\n\r ]*\+?0*([1-9][0-9]{0,8})[\t\n\r ]*$/.exec(texte)?.[1];
  return chiffres === undefined ? undefined : Number(chiffres);
}

/** A school year, xs:int from 2000 to 9999. */
export function lireAnnee(texte: string): number | undefined {
  const chiffres = /^[\t\n\r ]*\+?0*([2-9][0-9]{3})[\t\n\r ]*$/.exec(texte)?.[1];
  return chiffres === undefined ? undefined : Number(chiffres);
}

/**
 * SIECLE's ELEVE_ID, xs:positiveInteger, without sign nor leading zeros: the same pupil has the same key in
 * every feed. Up to 18 digits.
 */
export function lireEleveId(texte: string): string | undefined {
  return /^[\t\n\r ]*\+?0*([1-9][0-9]{0,17})[\t\n\r ]*$/.exec(texte)?.[1];
}

const DATE_XSD = /^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?$/;
const DATE_FRANCAISE = /^[0-9]{2}\/[0-9]{2}\/[0-9]{4}$/;

/** xs:date → AAAA-MM-JJ. The time zone that it may carry says nothing of a school date. */
export function lireDateXsd(texte: string): string | undefined {
  if (!DATE_XSD.test(texte)) return undefined;
  const [annee, mois, jour] = [texte.slice(0, 4), texte.slice(5, 7), texte.slice(8, 10)];
  return jourExiste(Number(annee), Number(mois), Number(jour)) ? texte.slice(0, 10) : undefined;
}

/** JJ/MM/AAAA → AAAA-MM-JJ */
export function lireDateFrancaise(texte: string): string | undefined {
  if (!DATE_FRANCAISE.test(texte)) return undefined;
  const [jour, mois, annee] = [texte.slice(0, 2), texte.slice(3, 5), texte.slice(6)];
  return jourExiste(Number(annee), Number(mois), Number(jour)) ? `${annee}-${mois}-${jour}` : undefined;
}

function jourExiste(annee: number, mois: number, jour: number): boolean {
  if (!(annee >= 1 && mois >= 1 && mois <= 12 && jour >= 1)) return false;
  const bissextile = annee % 4 === 0 && (annee % 100 !== 0 || annee % 400 === 0);
  const dernier = mois === 2 ? (bissextile ? 29 : 28) : [4, 6, 9, 11].includes(mois) ? 30 : 31;
  return jour <= dernier;
}

/** Characters as XSD counts them: code points. */
export function depasse(texte: string, max: number): boolean {
  return texte.length > max && [...texte].length > max;
}

/** « 1 » (STS-Web), « M. » and « MME » (SIECLE) → as it is written before a name; what is not known stays. */
export function lireCivilite(texte: string | null): string | null {
  return texte === null ? null : (CIVILITES.get(texte.toUpperCase()) ?? texte.slice(0, CIVILITE_MAX));
}

const CIVILITE_MAX = 20;
const CIVILITES: ReadonlyMap<string, string> = new Map([
  ['1', 'M.'],
  ['M', 'M.'],
  ['M.', 'M.'],
  ['2', 'Mme'],
  ['3', 'Mme'],
  ['MME', 'Mme'],
  ['MLLE', 'Mme'],
]);
