import { type Element, estEspaceXml } from '../xml/element.ts';
import type { Constat } from './constat.ts';

/** What an element must look like, as an XSD complex type says it. */
export interface Forme {
  readonly requis: readonly string[];
  readonly facultatifs: readonly string[];
  /** `texte`: text only. `vide`: nothing, not even white space. Otherwise elements only. */
  readonly contenu: 'texte' | 'vide' | Enfants;
}

export interface Enfants {
  /** `suite`: in this order (xs:sequence). `libre`: each once at most, in any order (xs:all). */
  readonly ordre: 'suite' | 'libre';
  readonly enfants: readonly Occurrence[];
}

export interface Occurrence {
  readonly nom: string;
  readonly requis: boolean;
  readonly plusieurs: boolean;
}

export const un = (nom: string): Occurrence => ({ nom, requis: true, plusieurs: false });
export const auPlusUn = (nom: string): Occurrence => ({ nom, requis: false, plusieurs: false });
export const plusieurs = (nom: string): Occurrence => ({ nom, requis: true, plusieurs: true });
export const nimporteCombien = (nom: string): Occurrence => ({ nom, requis: false, plusieurs: true });

const XSI = '{http://www.w3.org/2001/XMLSchema-instance}';
/** Attributes that a schema never lists and always allows. */
const INDICATIONS_DE_SCHEMA: ReadonlySet<string> = new Set([`${XSI}schemaLocation`, `${XSI}noNamespaceSchemaLocation`]);

/** The attributes of the element that are neither of these nor a schema's location. */
export function attributsInattendus(
  element: Element,
  requis: readonly string[],
  facultatifs: readonly string[],
): readonly string[] {
  return Object.keys(element.attributs).filter(
    (nom) => !requis.includes(nom) && !facultatifs.includes(nom) && !INDICATIONS_DE_SCHEMA.has(nom),
  );
}

/** Reports what the element lacks or has too much; its children's own form is not looked at. */
export function verifierForme(element: Element, forme: Forme, constat: Constat): void {
  verifierAttributs(element, forme, constat);
  const { contenu } = forme;
  if (typeof contenu === 'string') {
    if (element.enfants.length > 0) for (const enfant of element.enfants) signalerInattendu(enfant, element, constat);
    if (contenu === 'vide' && element.texte !== '') {
      constat.signaler('texte-inattendu', element, { element: element.nom });
    }
    return;
  }
  if (element.texte !== '' && !estEspaceXml(element.texte)) {
    constat.signaler('texte-inattendu', element, { element: element.nom });
  }
  if (contenu.ordre === 'suite') verifierSuite(element, contenu.enfants, constat);
  else verifierLibre(element, contenu.enfants, constat);
}

function verifierAttributs(element: Element, forme: Forme, constat: Constat): void {
  const { attributs } = element;
  let connus = 0;
  for (const attribut of forme.requis) {
    if (attributs[attribut] !== undefined) connus += 1;
    else constat.signaler('attribut-manquant', element, { attribut, element: element.nom });
  }
  if (connus === element.nombreAttributs) return;
  for (const attribut of forme.facultatifs) if (attributs[attribut] !== undefined) connus += 1;
  if (connus === element.nombreAttributs) return;
  for (const attribut of attributsInattendus(element, forme.requis, forme.facultatifs)) {
    constat.signaler('attribut-inconnu', element, { attribut, element: element.nom });
  }
}

function verifierSuite(element: Element, attendus: readonly Occurrence[], constat: Constat): void {
  let rang = 0;
  let vus = 0;
  for (const enfant of element.enfants) {
    const suivant = rangDe(enfant.nom, attendus, rang);
    if (suivant === -1 || (suivant === rang && vus > 0 && attendus[rang]?.plusieurs === false)) {
      signalerInattendu(enfant, element, constat);
    } else if (suivant === rang) {
      vus += 1;
    } else {
      signalerManquants(element, attendus.slice(vus > 0 ? rang + 1 : rang, suivant), constat);
      rang = suivant;
      vus = 1;
    }
  }
  const premierAbsent = vus > 0 ? rang + 1 : rang;
  if (premierAbsent < attendus.length) signalerManquants(element, attendus.slice(premierAbsent), constat);
}

function verifierLibre(element: Element, attendus: readonly Occurrence[], constat: Constat): void {
  // One bit an expected name.
  let vus = 0;
  for (const enfant of element.enfants) {
    const rang = rangDe(enfant.nom, attendus, 0);
    if (rang === -1 || (vus & (1 << rang)) !== 0) signalerInattendu(enfant, element, constat);
    else vus |= 1 << rang;
  }
  if (vus !== (1 << attendus.length) - 1) {
    signalerManquants(
      element,
      attendus.filter((_attendu, rang) => (vus & (1 << rang)) === 0),
      constat,
    );
  }
}

function rangDe(nom: string, attendus: readonly Occurrence[], premier: number): number {
  for (let rang = premier; rang < attendus.length; rang++) if (attendus[rang]?.nom === nom) return rang;
  return -1;
}

function signalerInattendu(enfant: Element, parent: Element, constat: Constat): void {
  constat.signaler('element-inattendu', enfant, { element: enfant.nom, parent: parent.nom });
}

function signalerManquants(element: Element, absents: readonly Occurrence[], constat: Constat): void {
  for (const { nom, requis } of absents) {
    if (requis) constat.signaler('element-manquant', element, { element: nom, parent: element.nom });
  }
}
