import {
  type CDataHandler,
  type CloseTagHandler,
  type CommentHandler,
  type DoctypeHandler,
  type ErrorHandler,
  type OpenTagHandler,
  type PIHandler,
  SaxesParser,
  type SaxesTagPlain,
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
  handleTextInRoot: (this: Coulisses) => void;
  readonly openTag: () => void;
  readonly openSelfClosingTag: () => void;
  readonly closeTag: () => void;
  readonly sText: () => void;
  readonly sOpenWaka: () => void;
  readonly sAttrib: () => void;
  readonly sAttribValueClosed: () => void;
  /** What reads each state. */
  readonly stateTable: readonly (() => void)[];
  state: number;
  readonly chunk: string;
  /** Of the next character, in the chunk. */
  i: number;
  line: number;
  column: number;
  readonly tags: readonly SaxesTagPlain[];
  tag: SaxesTagPlain | null;
  name: string;
  text: string;
  /** How much of « ]]> », forbidden in a text, has just been read. */
  forbiddenState: number;
}

const FIN_DE_LIGNE = 0x0a;
const ESPACE = 0x20;
const GUILLEMET = 0x22;
const ESPERLUETTE = 0x26;
const BARRE = 0x2f;
const OUVRANT = 0x3c;
const EGAL = 0x3d;
const FERMANT = 0x3e;
const CROCHET = 0x5d;

const DANS_UN_NOM = 1;
const DEBUT_DE_NOM = 2;
/** What a character is to a name, for the plainest ones. */
const ROLES = new Uint8Array(0x10000);
for (const lettre of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_') {
  ROLES[lettre.charCodeAt(0)] = DANS_UN_NOM | DEBUT_DE_NOM;
}
for (const suite of '0123456789-') ROLES[suite.charCodeAt(0)] = DANS_UN_NOM;

/** A character of one unit, that stands for itself in a text or a value. */
function estSimple(code: number): boolean {
  return code >= ESPACE && code < 0xd800 && code !== OUVRANT && code !== ESPERLUETTE;
}

const SANS_ATTRIBUT: Record<string, string> = Object.create(null);

const CLES = 0x3ff;
const NOM_MAX = 64;

/** One string for all the times that a name is met: two names are then compared by their addresses. */
class Noms {
  readonly #connus: string[] = new Array(CLES + 1).fill('');

  /** The name there, as far as it is plain; empty when it does not begin plainly. */
  lire(chunk: string, debut: number): string {
    let fin = debut;
    let cle = 0;
    for (; fin < chunk.length; fin++) {
      const code = chunk.charCodeAt(fin);
      const attendu = fin === debut ? DEBUT_DE_NOM : DANS_UN_NOM;
      if (((ROLES[code] as number) & attendu) === 0) break;
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
 * The parser of every XML feed: saxes 6.0.0, and a way round it. saxes takes two calls a character and a state for
 * each sign, which is most of the cost of reading. Here plain texts and tags, nearly all of an export, are read in
 * one loop; at the first sign that is not plain, a reference, a comment, a line end in a tag or the end of the chunk,
 * saxes goes on from there in the state where it would have been. Errors are thus always its own.
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

  const { handleTextInRoot, stateTable } = parseur;
  const dansUnTexte = stateTable.indexOf(parseur.sText);
  const apresOuvrant = stateTable.indexOf(parseur.sOpenWaka);
  const dansUneBalise = stateTable.indexOf(parseur.sAttrib);
  const apresUneValeur = stateTable.indexOf(parseur.sAttribValueClosed);
  const noms = new Noms();

  parseur.handleTextInRoot = function () {
    while (this.state === dansUnTexte && this.tags.length > 0 && this.i < this.chunk.length) {
      if (!lireTexte(this)) {
        handleTextInRoot.call(this);
        return;
      }
      if (this.state === apresOuvrant && !lireFermante(this)) lireOuvrante(this);
    }
  };

  /** Up to the « < », or to the end of the chunk; false where something is not plain. */
  function lireTexte(p: Coulisses): boolean {
    const { chunk, i: debut } = p;
    let fin = debut;
    let ligne = debut - p.column;
    let code = 0;
    for (; fin < chunk.length; fin++) {
      code = chunk.charCodeAt(fin);
      if (code === FIN_DE_LIGNE) {
        p.line += 1;
        ligne = fin + 1;
      } else if (!estSimple(code) || code === CROCHET || code === FERMANT) {
        break;
      }
    }
    const texte = p.text + chunk.slice(debut, fin);
    if (fin > debut) p.forbiddenState = 0;
    if (fin === chunk.length || code !== OUVRANT) {
      p.text = texte;
      avancer(p, fin, ligne);
      return fin === chunk.length;
    }
    p.forbiddenState = 0;
    p.state = apresOuvrant;
    avancer(p, fin + 1, ligne);
    if (texte !== '') {
      p.textHandler(texte);
      p.text = '';
    }
    return true;
  }

  /** @param ligne index of the beginning of the line */
  function avancer(p: Coulisses, i: number, ligne: number): void {
    p.i = i;
    p.column = i - ligne;
  }

  /** « /nom> », whole and plain. */
  function lireFermante(p: Coulisses): boolean {
    const { chunk, i } = p;
    if (chunk.charCodeAt(i) !== BARRE) return false;
    const nom = noms.lire(chunk, i + 1);
    const fin = i + 1 + nom.length;
    if (nom === '' || chunk.charCodeAt(fin) !== FERMANT) return false;
    avancer(p, fin + 1, i - p.column);
    p.name = nom;
    p.closeTag();
    return true;
  }

  /** After the second quote, or -1 for what is not whole and plain. */
  function finDeValeur(chunk: string, debut: number): number {
    if (chunk.charCodeAt(debut) !== GUILLEMET) return -1;
    for (let fin = debut + 1; fin < chunk.length; fin++) {
      const code = chunk.charCodeAt(fin);
      if (code === GUILLEMET) return fin + 1;
      if (!estSimple(code)) return -1;
    }
    return -1;
  }

  /** « nom a="1" b="2"> » or « /> »; what is left of it to saxes begins at a name, or after a value. */
  function lireOuvrante(p: Coulisses): void {
    const { chunk, i: debut } = p;
    const ligne = debut - p.column;
    const nom = noms.lire(chunk, debut);
    let i = debut + nom.length;
    const suite = chunk.charCodeAt(i);
    if (nom === '' || (suite !== ESPACE && suite !== FERMANT && suite !== BARRE)) return;
    if (suite === BARRE && chunk.charCodeAt(i + 1) !== FERMANT) return;
    p.tag = { name: nom, attributes: SANS_ATTRIBUT, isSelfClosing: false };
    while (chunk.charCodeAt(i) === ESPACE) {
      const attribut = noms.lire(chunk, i + 1);
      const egal = i + 1 + attribut.length;
      const fin = attribut !== '' && chunk.charCodeAt(egal) === EGAL ? finDeValeur(chunk, egal + 1) : -1;
      if (fin === -1) {
        p.state = dansUneBalise;
        avancer(p, i + 1, ligne);
        return;
      }
      avancer(p, fin, ligne);
      p.pushAttrib(attribut, chunk.slice(egal + 2, fin - 1));
      i = fin;
    }
    if (chunk.charCodeAt(i) === FERMANT) {
      avancer(p, i + 1, ligne);
      p.openTag();
    } else if (chunk.charCodeAt(i) === BARRE && chunk.charCodeAt(i + 1) === FERMANT) {
      avancer(p, i + 2, ligne);
      p.openSelfClosingTag();
    } else {
      p.state = apresUneValeur;
    }
  }
  return parseur as unknown as SaxesParser;
}
