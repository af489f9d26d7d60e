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
  parseur.captureNameChars = function () {
    const { chunk, i: debut } = this;
    let i = debut;
    while (i < chunk.length && ROLES[chunk.charCodeAt(i)] === DANS_UN_NOM) i += 1;
    this.name += chunk.slice(debut, i);
    this.column += i - debut;
    this.i = i;
    const code = i < chunk.length ? chunk.charCodeAt(i) : 0;
    if (ROLES[code] !== APRES_UN_NOM) return captureNameChars.call(this);
    this.prevI = i;
    this.i = i + 1;
    this.column += 1;
    return code;
  };
  return parseur as unknown as SaxesParser;
}
