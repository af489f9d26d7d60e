import type { Communs, PeriodeScolaire } from '../livret/index.ts';
import { type Element, enfant } from '../xml/element.ts';
import type { Evenement, Plan } from '../xml/lire-elements.ts';
import { Constat } from './constat.ts';
import type { Lu } from './lu.ts';
import { elementsDeLExport, enteteDeSiecle, positionDe, texteDe } from './siecle.ts';
import { lireDateFrancaise, lirePositif } from './valeurs.ts';

/** What SIECLE says of the establishment itself: its names and its periods (formats.md §2). */
export const RACINE_COMMUNS = 'BEE_COMMUN';

/** A few pages: read as one tree, since the tags around the periods are not all documented. */
export const PLAN_COMMUNS: Plan = new Map<string, Plan | 'arbre'>([
  ['PARAMETRES', 'arbre'],
  ['DONNEES', 'arbre'],
]);

const LIBELLE_MAX = 100;

export async function* lireCommuns(
  _racine: Element,
  evenements: AsyncIterable<Evenement>,
): AsyncGenerator<Lu, void, undefined> {
  for await (const element of elementsDeLExport(evenements)) {
    if (element.nom === 'PARAMETRES') yield enteteDeSiecle(element, 'communs');
    else yield* lireDonnees(element);
  }
}

/** Nothing when the file tells neither a name nor a period: it must not take the place of one that does. */
function* lireDonnees(donnees: Element): Generator<Lu> {
  const constat = new Constat(null);
  const noms = lireNoms(enfant(donnees, 'UAJ'));
  const periodes = lirePeriodes(donnees, constat);
  if (periodes.length === 0 && constat.anomalies.length === 0 && Object.values(noms).every((nom) => nom === null)) {
    return;
  }
  yield constat.conclure('communs', { position: positionDe(donnees), ...noms, periodes });
}

function lireNoms(uaj: Element | undefined): Omit<Communs, 'periodes'> {
  const lire = (...noms: readonly string[]): string | null =>
    uaj === undefined
      ? null
      : (noms
          .map((nom) => texteDe(uaj, nom))
          .find((texte) => texte !== null)
          ?.slice(0, LIBELLE_MAX) ?? null);
  return {
    sigle: lire('SIGLE'),
    denomination: lire('DENOM_PRINC'),
    complement: lire('DENOM_COMPL'),
    commune: lire('COMMUNE', 'LL_COMMUNE_INSEE', 'LIBELLE_POSTAL'),
  };
}

function lirePeriodes(donnees: Element, constat: Constat): PeriodeScolaire[] {
  const periodes = new Map<string, PeriodeScolaire>();
  for (const element of periodesDe(donnees)) {
    const type = texteDe(element, 'CODE_TYPE_PERIODE') ?? '';
    if (type !== 'T' && type !== 'S') {
      constat.signaler('periode-scolaire-ignoree', element, { type });
      continue;
    }
    const indice = lirePositif(texteDe(element, 'INDICE') ?? '');
    const [debut, fin] = ['DATE_DEBUT', 'DATE_FIN'].map((nom) => lireDateFrancaise(texteDe(element, nom) ?? ''));
    if (indice === undefined || debut === undefined || fin === undefined || debut > fin) {
      constat.signaler('periode-scolaire-mal-formee', element, {});
    } else if (periodes.has(`${type}${indice}`)) {
      constat.signaler('periode-scolaire-en-double', element, { type, indice });
    } else {
      const libelle = texteDe(element, 'LL_PERIODE')?.slice(0, LIBELLE_MAX) ?? null;
      periodes.set(`${type}${indice}`, { type, indice, libelle, debut, fin });
    }
  }
  return [...periodes.values()];
}

/** A period is what has a type of period, whatever its own tag and those around it. */
function* periodesDe(element: Element): Generator<Element> {
  if (enfant(element, 'CODE_TYPE_PERIODE') !== undefined) yield element;
  else for (const un of element.enfants) yield* periodesDe(un);
}
