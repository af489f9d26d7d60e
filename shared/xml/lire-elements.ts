import type { SaxesParser, SaxesTagPlain } from 'saxes';
import type { ErreurCodee } from '../kernel/erreur.ts';
import { Attributs, Element, estEspaceXml } from './element.ts';
import { commenceParBom, Decodeur, type Encodage, encodageDuXml, suffitPourLEncodage } from './encodages.ts';
import { creerParseur } from './parseur.ts';
import { type CodeRefusXml, refusXml } from './refus.ts';

/** Which elements become trees, from the root down: a name leads to deeper names, or to a whole element. */
export type Plan = ReadonlyMap<string, Plan | 'arbre'>;

export interface Bornes {
  /** Bytes of the whole file. */
  readonly octets: number;
  /** Levels of nested elements, the root included: without this limit saxes hangs (design.md). */
  readonly profondeur: number;
  /** Attributes of one element. */
  readonly attributs: number;
  /** Ways in which attributes follow each other, in the whole file. */
  readonly suites: number;
  /** Characters of a name. */
  readonly nom: number;
  /** Children of one element of a tree. */
  readonly enfants: number;
  /** Characters of one piece: a text, a tag with its attributes, a comment, a CDATA section. */
  readonly piece: number;
  /** Characters of one whole tree. */
  readonly element: number;
}

/** Ten thousand pupils weigh about 200 MB, one pupil 20,000 characters, its longest text 300. */
export const BORNES: Bornes = {
  octets: 512 * 1024 * 1024,
  profondeur: 32,
  attributs: 64,
  suites: 10_000,
  nom: 128,
  enfants: 1024,
  piece: 65_536,
  element: 524_288,
};

/** What a file says, in its order. */
export type Evenement =
  /** An element of the plan that leads deeper is open (the root first); it has its attributes only. */
  | { readonly type: 'ouverture'; readonly element: Element }
  | { readonly type: 'fermeture'; readonly element: Element }
  /** A whole element of the plan. */
  | { readonly type: 'element'; readonly element: Element }
  /** An element that the plan does not know: it is skipped, its attributes only are there. */
  | { readonly type: 'inattendu'; readonly element: Element; readonly parent: Element }
  /** Text that is not white space, where the plan has elements only. */
  | { readonly type: 'texte'; readonly parent: Element; readonly ligne: number; readonly colonne: number };

export interface Lecture {
  /** Called once with the root; may throw what refuses the file. */
  readonly plan: (racine: Element) => Plan;
  readonly bornes?: Partial<Bornes>;
}

/** Input is handed on in pieces of this size: it bounds what is read after the place of a refusal. */
const TRANCHE_OCTETS = 65_536;

/**
 * The one way in for XML: bytes to well-formed, bounded elements, in constant memory whatever the size.
 * Where the chunks are cut changes nothing to what is read or refused.
 *
 * @throws ErreurCodee each code of `refus.ts`, with line and column: the file is refused as a whole, after the
 *   elements that precede the fault have been given
 */
export async function* lireElements(
  source: AsyncIterable<Uint8Array>,
  { plan, bornes: choisies }: Lecture,
): AsyncGenerator<Evenement, void, undefined> {
  const bornes = { ...BORNES, ...choisies };
  const porte = new Porte(plan, bornes);
  for await (const { texte, encodage, refus } of decoder(source, bornes.octets)) {
    const echec = porte.ecrire(texte, encodage) ?? (refus === null ? null : porte.refuser(refus));
    yield* porte.vider();
    if (echec !== null) throw echec;
  }
  const echec = porte.fermer();
  yield* porte.vider();
  if (echec !== null) throw echec;
}

interface Morceau {
  readonly texte: string;
  readonly encodage: Encodage;
  /** What is wrong right after `texte`. */
  readonly refus: 'fichier-trop-gros' | 'xml-octet-hors-encodage' | 'xml-mal-forme' | 'xml-tronque' | null;
}

async function* decoder(source: AsyncIterable<Uint8Array>, octetsMax: number): AsyncGenerator<Morceau> {
  let decodeur: Decodeur | null = null;
  let debut: Uint8Array = new Uint8Array(0);
  for await (const tranche of trancher(source, octetsMax)) {
    let octets = tranche.octets;
    if (decodeur === null) {
      debut = debut.length === 0 ? octets : Buffer.concat([debut, octets]);
      if (tranche.suite === 'autre' && !suffitPourLEncodage(debut)) continue;
      decodeur = new Decodeur(encodageDuXml(debut));
      octets = commenceParBom(debut) ? debut.subarray(3) : debut;
      // saxes would pass over a second byte order mark, which is no part of XML.
      if (commenceParBom(octets)) yield { texte: '', encodage: decodeur.encodage, refus: 'xml-mal-forme' };
    }
    const { encodage } = decodeur;
    const { texte, invalide } = decodeur.decoder(octets);
    yield { texte, encodage, refus: invalide ? 'xml-octet-hors-encodage' : null };
    if (tranche.suite === 'trop') yield { texte: '', encodage, refus: 'fichier-trop-gros' };
    if (tranche.suite === 'fin' && decodeur.inacheve) yield { texte: '', encodage, refus: 'xml-tronque' };
  }
}

/** Small pieces of the source, then an empty last one; what goes beyond the limit is cut off. */
async function* trancher(
  source: AsyncIterable<Uint8Array>,
  octetsMax: number,
): AsyncGenerator<{ readonly octets: Uint8Array; readonly suite: 'autre' | 'fin' | 'trop' }> {
  let reste = octetsMax;
  for await (const octets of source) {
    for (let i = 0; i < octets.length; i += TRANCHE_OCTETS) {
      const fin = Math.min(i + TRANCHE_OCTETS, octets.length, i + reste);
      const tranche = octets.subarray(i, fin);
      reste -= tranche.length;
      yield { octets: tranche, suite: reste === 0 && fin < octets.length ? 'trop' : 'autre' };
    }
  }
  yield { octets: new Uint8Array(0), suite: 'fin' };
}

interface Conteneur {
  readonly element: Element;
  readonly plan: Plan;
}

/**
 * Names of attributes in the order of a tag, and all that came after them in the file. Exports have a few dozen;
 * each makes a class of objects in V8, and so must not be without end.
 */
class Suite {
  /** The last one. */
  readonly nom: string;
  readonly longueur: number;
  /** One of them declares a default namespace. */
  readonly declareEspace: boolean;
  readonly suivantes = new Map<string, Suite>();

  constructor(nom: string, longueur: number, declareEspace: boolean) {
    this.nom = nom;
    this.longueur = longueur;
    this.declareEspace = declareEspace;
  }
}

/** Prefixes bound by one element; the empty prefix is the default namespace. */
interface Portee {
  readonly profondeur: number;
  readonly liaisons: ReadonlyMap<string, string>;
}

/** RFC 3986; an empty one undeclares the default namespace. */
const CARACTERES_D_URI = /^[\w\-.~:/?#[\]@!$&'()*+,;=%]*$/;
/** Name characters that may not come first, and a second colon. */
const PAS_UN_NOM_LOCAL = /^[\d.\-\u00B7\u203F\u2040]|^[\u0300-\u036F]|:/;

const SANS_ATTRIBUT = new Attributs();

const ESPACE_XML = 'http://www.w3.org/XML/1998/namespace';
const ESPACE_XMLNS = 'http://www.w3.org/2000/xmlns/';

/**
 * saxes gives events; this gives elements. Positions come from where the previous event ended, so that no
 * event is needed for the start of a tag.
 */
class Porte {
  readonly #parseur: SaxesParser;
  readonly #choisirPlan: (racine: Element) => Plan;
  readonly #bornes: Bornes;
  #evenements: Evenement[] = [];

  /** Characters handed to saxes before the current chunk, and that chunk. */
  #ecrits = 0;
  #morceau = '';
  #encodage: Encodage = 'utf-8';
  #blanc = true;
  #fermeture = false;

  /** Where the current piece (tag, text, comment…) began: absolute index, 1-based line and column. */
  #debut = 0;
  #ligne = 1;
  #colonne = 1;
  /** The first characters of a piece that began in an earlier chunk. */
  #amorce = '';

  #profondeur = 0;
  #attributs = SANS_ATTRIBUT;
  readonly #racine = new Suite('', 0, false);
  /** The names of the attributes of the current tag, so far. */
  #suite = this.#racine;
  #nombreDeSuites = 0;
  /** Index in the current chunk of a colon, the first one after the last tag that was looked at. */
  #deuxPoints = -1;
  #portees: Portee[] = [];
  #espaceParDefaut = '';

  #conteneurs: Conteneur[] = [];
  /** The element being built, its ancestors in the tree, and where the tree began. */
  #courant: Element | null = null;
  #ancetres: Element[] = [];
  #debutArbre = 0;
  /** Depth inside an element that the plan does not know. */
  #ignores = 0;

  constructor(plan: (racine: Element) => Plan, bornes: Bornes) {
    this.#choisirPlan = plan;
    this.#bornes = bornes;
    this.#parseur = creerParseur({
      errorHandler: ({ message }) => {
        throw this.#traduire(message);
      },
      xmldeclHandler: ({ version, encoding }) => {
        this.#finDePiece(0);
        if (version !== '1.0') throw this.refuser('xml-version');
        if (encoding !== undefined && encoding.toLowerCase() !== this.#encodage) {
          throw this.refuser('xml-encodage-contradictoire');
        }
      },
      doctypeHandler: () => {
        throw this.#refuserPiece('xml-doctype');
      },
      piHandler: ({ target }) => {
        this.#finDePiece(0);
        if (target.includes(':')) throw this.refuser('xml-mal-forme');
      },
      // A comment is told before its « > » is read.
      commentHandler: () => this.#finDePiece(1),
      // … and a text after the « < » that follows it.
      textHandler: (texte) => this.#lireTexte(texte, -1),
      cdataHandler: (texte) => this.#lireTexte(texte, 0),
      pushAttrib: (nom, valeur) => this.#lireAttribut(nom, valeur),
      openTagHandler: (balise) => this.#ouvrir(balise),
      closeTagHandler: () => this.#fermerElement(),
    });
  }

  /** Null when all went well. */
  ecrire(texte: string, encodage: Encodage): Error | null {
    this.#encodage = encodage;
    if (this.#blanc) this.#blanc = estEspaceXml(texte);
    this.#morceau = texte;
    this.#deuxPoints = -1;
    const echec = this.#tenter(() => this.#parseur.write(texte));
    if (echec !== null) return echec;
    const fin = this.#ecrits + texte.length;
    this.#amorce = this.#debut < fin ? this.#debutDeLaPiece() : '';
    this.#ecrits = fin;
    if (this.#amorce.startsWith('<!DOCTYPE')) return this.#refuserPiece('xml-doctype');
    return fin - this.#debut > this.#bornes.piece ? this.#refuserTropLong() : null;
  }

  fermer(): Error | null {
    this.#fermeture = true;
    this.#morceau = '';
    return this.#tenter(() => this.#parseur.close());
  }

  /** The events gathered since the last call. */
  vider(): Evenement[] {
    const evenements = this.#evenements;
    this.#evenements = [];
    return evenements;
  }

  /** The refusal of the file where saxes stands now. */
  refuser(code: CodeRefusXml): ErreurCodee {
    const { line, column } = this.#parseur;
    // The byte that cannot be decoded comes after the last character that saxes saw.
    const colonne = code === 'xml-octet-hors-encodage' ? column + 1 : Math.max(1, column);
    return this.#refus(code, line, colonne, 0);
  }

  /** The refusal of the file where the current piece began. */
  #refuserPiece(code: CodeRefusXml, max = 0): ErreurCodee {
    return this.#refus(code, this.#ligne, this.#colonne, max);
  }

  #refus(code: CodeRefusXml, ligne: number, colonne: number, max: number): ErreurCodee {
    const caractere = this.#morceau.charCodeAt(this.#parseur.position - 1 - this.#ecrits);
    const details = {
      max,
      mega: Math.floor(this.#bornes.octets / 1_000_000),
      encodage: this.#encodage.toUpperCase(),
      caractere: `U+${caractere.toString(16).toUpperCase().padStart(4, '0')}`,
    };
    return refusXml(code, details, { ligne, colonne });
  }

  #tenter(action: () => unknown): Error | null {
    try {
      action();
      return null;
    } catch (erreur) {
      return erreur as Error;
    }
  }

  #refuserTropLong(): ErreurCodee {
    const debut = this.#debutDeLaPiece();
    const code =
      !debut.startsWith('<') || debut.startsWith('<![')
        ? 'xml-texte-trop-long'
        : debut.startsWith('<!') || debut.startsWith('<?')
          ? 'xml-commentaire-trop-long'
          : 'xml-balise-trop-longue';
    return this.#refuserPiece(code, this.#bornes.piece);
  }

  /** As many first characters of the current piece as tell its kind. */
  #debutDeLaPiece(): string {
    const debut = this.#debut - this.#ecrits;
    const longueur = '<!DOCTYPE'.length;
    return debut >= 0
      ? this.#morceau.slice(debut, debut + longueur)
      : (this.#amorce + this.#morceau).slice(0, longueur);
  }

  /**
   * To be called first by each handler: the answer is then the same wherever the chunks are cut, since a piece
   * too long is refused before what it holds. The piece ends `decalage` characters after what saxes has read.
   */
  #finDePiece(decalage: number): void {
    const fin = this.#parseur.position + decalage;
    if (fin - this.#debut > this.#bornes.piece) throw this.#refuserTropLong();
    this.#debut = fin;
    this.#ligne = this.#parseur.line;
    this.#colonne = this.#parseur.column + 1 + decalage;
  }

  /** saxes' own sentences, in English and without a code, become ours. */
  #traduire(message: string): ErreurCodee {
    // Some faults are told when the piece has just ended: they are not those of the next one.
    const dansUnePiece = this.#parseur.position > this.#debut;
    if (dansUnePiece && this.#debutDeLaPiece().startsWith('<!DOCTYPE')) return this.#refuserPiece('xml-doctype');
    if (this.#fermeture) return this.refuser(this.#blanc ? 'fichier-vide' : 'xml-tronque');
    if (this.#parseur.position - this.#debut > this.#bornes.piece) return this.#refuserTropLong();
    if (message.startsWith('undefined entity')) return this.refuser('xml-entite-inconnue');
    if (message.startsWith('malformed character entity')) return this.refuser('xml-reference-invalide');
    if (message.startsWith('unexpected close tag') || message.startsWith('unmatched closing tag')) {
      return this.refuser('xml-balises-croisees');
    }
    if (message.startsWith('text data outside of root') || message.startsWith('documents may contain only one')) {
      return this.refuser('xml-hors-racine');
    }
    if (message === 'disallowed character.') {
      // saxes says the same of « < » in an attribute.
      const caractere = this.#morceau[this.#parseur.position - 1 - this.#ecrits];
      if (caractere !== '<') return this.refuser('xml-caractere-interdit');
    }
    return this.refuser('xml-mal-forme');
  }

  #lireAttribut(nom: string, valeur: string): void {
    if (this.#suite === this.#racine) this.#attributs = new Attributs();
    this.#suite = this.#suite.suivantes.get(nom) ?? this.#prolonger(nom);
    // The known name, not the one just cut from the file, which V8 would first look up in all its strings.
    this.#attributs[this.#suite.nom] = valeur;
  }

  /** All that can be wrong with the names of a tag is wrong the first time that they follow each other. */
  #prolonger(nom: string): Suite {
    const longueur = this.#suite.longueur + 1;
    if (this.#parseur.position - this.#debut > this.#bornes.piece) throw this.#refuserTropLong();
    if (nom.length > this.#bornes.nom) throw this.#refuserPiece('xml-nom-trop-long', this.#bornes.nom);
    if (this.#attributs[nom] !== undefined) throw this.refuser('xml-attribut-en-double');
    if (longueur > this.#bornes.attributs) {
      throw this.#refuserPiece('xml-attributs-trop-nombreux', this.#bornes.attributs);
    }
    const suite = this.#allonger(nom);
    if (suite === null) throw this.#refuserPiece('xml-attributs-trop-varies', this.#bornes.suites);
    return suite;
  }

  /** Null when the file has too many suites. */
  #allonger(nom: string): Suite | null {
    if (this.#nombreDeSuites === this.#bornes.suites) return null;
    this.#nombreDeSuites += 1;
    const { longueur, declareEspace, suivantes } = this.#suite;
    const suite = new Suite(nom, longueur + 1, declareEspace || nom === 'xmlns');
    suivantes.set(nom, suite);
    return suite;
  }

  #ouvrir(balise: SaxesTagPlain): void {
    const ligne = this.#ligne;
    const colonne = this.#colonne;
    const debutDeBalise = this.#debut;
    const qualifie = this.#suite.declareEspace || this.#espaceParDefaut !== '' || this.#pieceADeuxPoints();
    this.#finDePiece(0);
    this.#profondeur += 1;
    if (this.#profondeur > this.#bornes.profondeur) {
      throw this.#refus('xml-trop-profond', ligne, colonne, this.#bornes.profondeur);
    }
    if (balise.name.length > this.#bornes.nom) {
      throw this.#refus('xml-nom-trop-long', ligne, colonne, this.#bornes.nom);
    }
    const element = qualifie
      ? this.#resoudre(balise.name, ligne, colonne)
      : new Element(balise.name, this.#attributs, this.#suite.longueur, ligne, colonne);
    this.#attributs = SANS_ATTRIBUT;
    this.#suite = this.#racine;

    if (this.#courant !== null) {
      if (this.#courant.ajouter(element) > this.#bornes.enfants) {
        throw this.#refus('xml-enfants-trop-nombreux', ligne, colonne, this.#bornes.enfants);
      }
      this.#ancetres.push(this.#courant);
      this.#courant = element;
      this.#bornerArbre();
    } else if (this.#ignores > 0) {
      this.#ignores += 1;
    } else {
      this.#situer(element, debutDeBalise);
    }
  }

  /**
   * Whether the current tag may hold a prefixed name: colons are few, and looking for the next one costs less
   * than looking at each name. A tag that began in an earlier chunk is always looked at.
   */
  #pieceADeuxPoints(): boolean {
    const debut = this.#debut - this.#ecrits;
    if (debut < 0) return true;
    if (this.#deuxPoints < debut) {
      const suivant = this.#morceau.indexOf(':', debut);
      this.#deuxPoints = suivant === -1 ? this.#morceau.length : suivant;
    }
    return this.#deuxPoints < this.#parseur.position - this.#ecrits;
  }

  /** Follows the plan: a container, the root of a tree, or an element to skip. */
  #situer(element: Element, debutDeBalise: number): void {
    const conteneur = this.#conteneurs.at(-1);
    const suite = conteneur === undefined ? this.#choisirPlan(element) : conteneur.plan.get(element.nom);
    if (suite === 'arbre') {
      this.#courant = element;
      this.#debutArbre = debutDeBalise;
      this.#bornerArbre();
    } else if (suite !== undefined) {
      this.#evenements.push({ type: 'ouverture', element });
      this.#conteneurs.push({ element, plan: suite });
    } else {
      this.#evenements.push({ type: 'inattendu', element, parent: (conteneur as Conteneur).element });
      this.#ignores = 1;
    }
  }

  #fermerElement(): void {
    this.#finDePiece(0);
    if (this.#portees.at(-1)?.profondeur === this.#profondeur) {
      this.#portees.pop();
      this.#espaceParDefaut = this.#lier('') ?? '';
    }
    this.#profondeur -= 1;
    if (this.#courant !== null) {
      const parent = this.#ancetres.pop();
      if (parent === undefined) {
        this.#bornerArbre();
        this.#evenements.push({ type: 'element', element: this.#courant });
      }
      this.#courant = parent ?? null;
    } else if (this.#ignores > 0) {
      this.#ignores -= 1;
    } else {
      const { element } = this.#conteneurs.pop() as Conteneur;
      this.#evenements.push({ type: 'fermeture', element });
    }
  }

  #bornerArbre(): void {
    if (this.#debut - this.#debutArbre > this.#bornes.element) {
      throw this.#refuserPiece('xml-element-trop-gros', this.#bornes.element);
    }
  }

  #lireTexte(texte: string, decalage: number): void {
    const ligne = this.#ligne;
    const colonne = this.#colonne;
    this.#finDePiece(decalage);
    if (this.#courant !== null) {
      this.#courant.texte += texte;
    } else if (this.#ignores === 0 && !estEspaceXml(texte)) {
      const parent = this.#conteneurs.at(-1)?.element;
      if (parent !== undefined) this.#evenements.push({ type: 'texte', parent, ligne, colonne });
    }
  }

  /** Names in a namespace become `{uri}local`; declarations leave the attributes (Namespaces in XML 1.0). */
  #resoudre(nom: string, ligne: number, colonne: number): Element {
    const paires = Object.entries(this.#attributs);
    const liaisons = new Map<string, string>();
    for (const [cle, uri] of paires) {
      const prefixe = cle === 'xmlns' ? '' : cle.startsWith('xmlns:') ? cle.slice(6) : null;
      if (prefixe === null) continue;
      const interdit =
        (prefixe !== '' && uri === '') ||
        prefixe === 'xmlns' ||
        uri === ESPACE_XMLNS ||
        !CARACTERES_D_URI.test(uri) ||
        (prefixe === 'xml') !== (uri === ESPACE_XML);
      if (interdit) throw this.#refus('xml-espace-de-noms-invalide', ligne, colonne, 0);
      liaisons.set(prefixe, uri);
    }
    if (liaisons.size > 0) {
      this.#portees.push({ profondeur: this.#profondeur, liaisons });
      this.#espaceParDefaut = this.#lier('') ?? '';
    }
    const attributs = new Attributs();
    this.#suite = this.#racine;
    for (const [cle, valeur] of paires) {
      if (cle === 'xmlns' || cle.startsWith('xmlns:')) continue;
      // The default namespace is not that of attributes.
      const complet = cle.includes(':') ? this.#nomComplet(cle, ligne, colonne) : cle;
      if (complet in attributs) throw this.#refus('xml-attribut-en-double', ligne, colonne, 0);
      const suite: Suite | null = this.#suite.suivantes.get(complet) ?? this.#allonger(complet);
      if (suite === null) throw this.#refus('xml-attributs-trop-varies', ligne, colonne, this.#bornes.suites);
      this.#suite = suite;
      attributs[complet] = valeur;
    }
    return new Element(this.#nomComplet(nom, ligne, colonne), attributs, this.#suite.longueur, ligne, colonne);
  }

  #nomComplet(nom: string, ligne: number, colonne: number): string {
    const deuxPoints = nom.indexOf(':');
    const local = nom.slice(deuxPoints + 1);
    const uri = deuxPoints === -1 ? this.#espaceParDefaut : this.#lier(nom.slice(0, deuxPoints));
    // saxes checked the name as a whole: what is left is that both halves are names.
    if (uri === undefined || deuxPoints === 0 || local === '' || PAS_UN_NOM_LOCAL.test(local)) {
      throw this.#refus('xml-espace-de-noms-invalide', ligne, colonne, 0);
    }
    return uri === '' ? nom : `{${uri}}${local}`;
  }

  #lier(prefixe: string): string | undefined {
    if (prefixe === 'xml') return ESPACE_XML;
    for (let i = this.#portees.length - 1; i >= 0; i--) {
      const uri = this.#portees[i]?.liaisons.get(prefixe);
      if (uri !== undefined) return uri;
    }
    return undefined;
  }
}
