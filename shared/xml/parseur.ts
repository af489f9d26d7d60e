import {
  type CDataHandler,
  type CloseTagHandler,
  type CommentHandler,
  type DoctypeHandler,
  type ErrorHandler,
  type OpenTagHandler,
  type PIHandler,
  SaxesParser,
  type TextHandler,
  type XMLDeclHandler,
} from 'saxes';

/** What saxes tells, under the names of the fields where it keeps who listens. */
export interface Ecouteurs {
  errorHandler: ErrorHandler;
  xmldeclHandler: XMLDeclHandler;
  doctypeHandler: DoctypeHandler;
  piHandler: PIHandler;
  commentHandler: CommentHandler;
  textHandler: TextHandler;
  cdataHandler: CDataHandler;
  openTagHandler: OpenTagHandler<{ xmlns: false }>;
  closeTagHandler: CloseTagHandler<{ xmlns: false }>;
  /** Each attribute of the tag being read; two of one name are not told apart. */
  pushAttrib: (nom: string, valeur: string) => void;
}

/** The fields of saxes 6.0.0 that its types keep to themselves. */
interface Coulisses extends Ecouteurs {
  processAttribs: () => void;
  captureNameChars: (this: Coulisses) => number;
  readonly chunk: string;
  column: number;
  i: number;
  prevI: number;
  name: string;
}

const DANS_UN_NOM = 1;
const APRES_UN_NOM = 2;
/** What a character is to a name, for those that names are most often made of. */
const ROLES = new Uint8Array(0x10000);
for (const lettre of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_') {
  ROLES[lettre.charCodeAt(0)] = DANS_UN_NOM;
}
for (const signe of '=/> ') ROLES[signe.charCodeAt(0)] = APRES_UN_NOM;

const NOMS_CLES = 0x3ff;
const NOM_MAX = 64;

/** One string for all the times that a name is met: two names are then compared by their addresses. */
class Noms {
  readonly #connus: string[] = new Array(NOMS_CLES + 1).fill('');

  /** @param cle some bits of its letters */
  unique(nom: string, cle: number): string {
    const connu = this.#connus[cle] as string;
    if (connu === nom) return connu;
    if (nom.length > NOM_MAX) return nom;
    // The key of an object is a string of its own, where a slice would keep the whole chunk.
    const [propre = nom] = Object.keys({ [nom]: true });
    this.#connus[cle] = propre;
    return propre;
  }
}

/**
 * The parser of every XML feed: saxes 6.0.0, whose slow parts are gone round. It is the whole cost of reading, and
 * the bench of imports holds it: on a real export, each of the three is worth 10 % or more.
 */
export function creerParseur(ecouteurs: Ecouteurs): SaxesParser {
  const parseur = new SaxesParser({ xmlns: false, position: false }) as unknown as Coulisses;
  // One by one: stored under computed keys, as `on` does, they make a slow object of the parser.
  parseur.errorHandler = ecouteurs.errorHandler;
  parseur.xmldeclHandler = ecouteurs.xmldeclHandler;
  parseur.doctypeHandler = ecouteurs.doctypeHandler;
  parseur.piHandler = ecouteurs.piHandler;
  parseur.commentHandler = ecouteurs.commentHandler;
  parseur.textHandler = ecouteurs.textHandler;
  parseur.cdataHandler = ecouteurs.cdataHandler;
  parseur.openTagHandler = ecouteurs.openTagHandler;
  parseur.closeTagHandler = ecouteurs.closeTagHandler;
  parseur.pushAttrib = ecouteurs.pushAttrib;
  // Attributes are listed, then copied into a dictionary; they come by `pushAttrib` alone.
  parseur.processAttribs = () => {};
  // A name is read by two calls a character: this takes the plain ones, and leaves the others to saxes.
  const { captureNameChars } = parseur;
  const noms = new Noms();
  parseur.captureNameChars = function () {
    const { chunk, i: debut } = this;
    let i = debut;
    let code = 0;
    let cle = 0;
    for (; i < chunk.length; i++) {
      code = chunk.charCodeAt(i);
      if (ROLES[code] !== DANS_UN_NOM) break;
      cle = (cle * 31 + code) & NOMS_CLES;
    }
    const lu = noms.unique(chunk.slice(debut, i), cle);
    this.name = this.name === '' ? lu : this.name + lu;
    this.column += i - debut;
    this.i = i;
    if (i === chunk.length || ROLES[code] !== APRES_UN_NOM) return captureNameChars.call(this);
    this.prevI = i;
    this.i = i + 1;
    this.column += 1;
    return code;
  };
  return parseur as unknown as SaxesParser;
}
