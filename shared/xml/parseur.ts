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
  name: string;
}

/** One for each code that a name is most often made of. */
const DANS_UN_NOM = new Uint8Array(0x10000);
for (const lettre of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_') {
  DANS_UN_NOM[lettre.charCodeAt(0)] = 1;
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
  // A name is read by two calls a character: this takes the run of plain letters, and leaves the rest to saxes.
  const { captureNameChars } = parseur;
  parseur.captureNameChars = function () {
    const { chunk, i: debut } = this;
    let i = debut;
    while (i < chunk.length && DANS_UN_NOM[chunk.charCodeAt(i)] === 1) i += 1;
    this.name += chunk.slice(debut, i);
    this.column += i - debut;
    this.i = i;
    return captureNameChars.call(this);
  };
  return parseur as unknown as SaxesParser;
}
