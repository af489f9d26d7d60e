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
  handleTextInRoot: (this: Coulisses) => void;
  readonly sAttrib: (this: Coulisses) => void;
  readonly sAttribValueClosed: (this: Coulisses) => void;
  /** What reads each state. */
  readonly stateTable: ((this: Coulisses) => void)[];
  state: number;
  /** How much of « ]]> » the text has just had. */
  forbiddenState: number;
  readonly chunk: string;
  /** Of the next character, in the chunk. */
  i: number;
  prevI: number;
  column: number;
  name: string;
  text: string;
}

const EGAL = 0x3d;
const GUILLEMET = 0x22;
const ESPERLUETTE = 0x26;
const OUVRANT = 0x3c;
const FERMANT = 0x3e;
const CROCHET = 0x5d;

const DANS_UN_NOM = 1;
const DEBUT_DE_NOM = 2;
const FIN_DE_NOM = 4;
/** What the plainest characters are to a name. */
const ROLES = new Uint8Array(0x10000);
for (const lettre of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_') {
  ROLES[lettre.charCodeAt(0)] = DANS_UN_NOM | DEBUT_DE_NOM;
}
for (const suite of '0123456789-') ROLES[suite.charCodeAt(0)] = DANS_UN_NOM;
for (const fin of '=/> ') ROLES[fin.charCodeAt(0)] = FIN_DE_NOM;

/** Role of the character there; none after the end of the chunk. */
const role = (chunk: string, i: number): number => (i < chunk.length ? (ROLES[chunk.charCodeAt(i)] as number) : 0);

/** A character of one unit that is text and no line end. */
const estSimple = (code: number): boolean => code >= 0x20 && code < 0xd800 && code !== OUVRANT && code !== ESPERLUETTE;

const CLES = 0x3ff;
const NOM_MAX = 64;

/** One string for all the times that a name is met: two names are then compared by their addresses. */
class Noms {
  readonly #connus: string[] = new Array(CLES + 1).fill('');

  /** The plain characters from there on. */
  lire(chunk: string, debut: number): string {
    let fin = debut;
    let cle = 0;
    for (; fin < chunk.length; fin++) {
      const code = chunk.charCodeAt(fin);
      if (((ROLES[code] as number) & DANS_UN_NOM) === 0) break;
      cle = (cle * 31 + code) & CLES;
    }
    const nom = chunk.slice(debut, fin);
    const connu = this.#connus[cle] as string;
    if (connu === nom) return connu;
    return nom.length > NOM_MAX ? nom : this.#retenir(nom, cle);
  }

  #retenir(nom: string, cle: number): string {
    // The key of an object is a string of its own, where a slice would keep the whole chunk.
    const [propre = nom] = Object.keys({ [nom]: true });
    this.#connus[cle] = propre;
    return propre;
  }
}

/**
 * The parser of every XML feed: saxes 6.0.0, whose slow parts are gone round. It is most of the cost of reading, and
 * the bench of imports holds it. saxes reads by two calls a character and a state for each sign; here the plain runs,
 * nearly all of an export, are taken at once, and whatever is not plain is left to saxes, where it stood.
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

  const { captureNameChars, handleTextInRoot, sAttrib, stateTable } = parseur;
  const noms = new Noms();
  const apresLaValeur = stateTable.indexOf(parseur.sAttribValueClosed);

  parseur.captureNameChars = function () {
    const { chunk, i: debut } = this;
    const nom = noms.lire(chunk, debut);
    const fin = debut + nom.length;
    this.name = this.name === '' ? nom : this.name + nom;
    this.column += nom.length;
    this.i = fin;
    if (role(chunk, fin) !== FIN_DE_NOM) return captureNameChars.call(this);
    this.prevI = fin;
    this.i = fin + 1;
    this.column += 1;
    return chunk.charCodeAt(fin);
  };

  /** `nom="valeur"`, when it is whole and plain. */
  function lireAttribut(this: Coulisses): boolean {
    const { chunk, i: debut } = this;
    if ((role(chunk, debut) & DEBUT_DE_NOM) === 0) return false;
    const nom = noms.lire(chunk, debut);
    const egal = debut + nom.length;
    if (chunk.charCodeAt(egal) !== EGAL || chunk.charCodeAt(egal + 1) !== GUILLEMET) return false;
    let fin = egal + 2;
    let code = 0;
    for (; fin < chunk.length; fin++) {
      code = chunk.charCodeAt(fin);
      if (code === GUILLEMET || !estSimple(code)) break;
    }
    if (code !== GUILLEMET) return false;
    this.i = fin + 1;
    this.column += fin + 1 - debut;
    this.state = apresLaValeur;
    this.pushAttrib(nom, chunk.slice(egal + 2, fin));
    return true;
  }
  stateTable[stateTable.indexOf(sAttrib)] = function () {
    if (!lireAttribut.call(this)) sAttrib.call(this);
  };

  parseur.handleTextInRoot = function () {
    const { chunk, i: debut } = this;
    let fin = debut;
    for (; fin < chunk.length; fin++) {
      const code = chunk.charCodeAt(fin);
      // « ]]> » is forbidden in a text.
      if (!estSimple(code) || code === CROCHET || code === FERMANT) break;
    }
    if (fin > debut) {
      this.text += chunk.slice(debut, fin);
      this.column += fin - debut;
      this.i = fin;
      this.forbiddenState = 0;
    }
    handleTextInRoot.call(this);
  };
  return parseur as unknown as SaxesParser;
}
