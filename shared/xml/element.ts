/** Children of an element that has none: one array for all. */
const SANS_ENFANT: readonly Element[] = [];

/**
 * Attributes by name. They inherit nothing, so that no name is special: an instance is as bare as
 * `Object.create(null)`, which V8 makes a dictionary, several times slower.
 */
export class Attributs {
  [nom: string]: string;
}
Object.setPrototypeOf(Attributs.prototype, null);
Reflect.deleteProperty(Attributs.prototype, 'constructor');

/**
 * An element of a feed, with its subtree. A name in a namespace is written `{uri}local`, a name without one as
 * it stands; namespace declarations are not attributes. `attributs` has no prototype: no name is special in it.
 */
export class Element {
  readonly nom: string;
  readonly attributs: Readonly<Record<string, string>>;
  readonly nombreAttributs: number;
  /** 1-based position of the « < ». */
  readonly ligne: number;
  readonly colonne: number;
  /** Text directly in the element, CDATA included, white space kept. */
  texte = '';
  enfants: readonly Element[] = SANS_ENFANT;

  constructor(
    nom: string,
    attributs: Readonly<Record<string, string>>,
    nombreAttributs: number,
    ligne: number,
    colonne: number,
  ) {
    this.nom = nom;
    this.attributs = attributs;
    this.nombreAttributs = nombreAttributs;
    this.ligne = ligne;
    this.colonne = colonne;
  }

  /** Answers how many children the element then has. */
  ajouter(enfant: Element): number {
    if (this.enfants === SANS_ENFANT) this.enfants = [enfant];
    else (this.enfants as Element[]).push(enfant);
    return this.enfants.length;
  }
}

/** The first child of that name. */
export function enfant(element: Element, nom: string): Element | undefined {
  for (const candidat of element.enfants) if (candidat.nom === nom) return candidat;
  return undefined;
}

const HORS_ESPACE = /[^\t\n\r ]/;

/** True for text made of XML's white space only (a no-break space is not). */
export function estEspaceXml(texte: string): boolean {
  return !HORS_ESPACE.test(texte);
}
