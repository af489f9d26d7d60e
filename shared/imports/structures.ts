import { estCodeMefBcn } from '../kernel/codes.ts';
import type { StructureScolaire } from '../livret/index.ts';
import type { Element } from '../xml/element.ts';
import type { Evenement, Plan } from '../xml/lire-elements.ts';
import { Constat } from './constat.ts';
import type { Lu } from './lu.ts';
import { dejaVu, elementsDeLExport, enteteDeSiecle, petitsEnfants, positionDe, texteDe } from './siecle.ts';
import { depasse } from './valeurs.ts';

/** SIECLE's export of divisions and groups (formats.md §2). */
export const RACINE_STRUCTURES = 'BEE_STRUCTURES';

export const PLAN_STRUCTURES: Plan = new Map<string, Plan | 'arbre'>([
  ['PARAMETRES', 'arbre'],
  [
    'DONNEES',
    new Map<string, Plan>([
      ['DIVISIONS', new Map([['DIVISION', 'arbre']])],
      ['GROUPES', new Map([['GROUPE', 'arbre']])],
    ]),
  ],
]);

/** SIECLE gives 8 characters; a key of ours stays short whatever the file. */
export const CODE_STRUCTURE_MAX = 20;
const LIBELLE_MAX = 100;

export async function* lireStructures(
  _racine: Element,
  evenements: AsyncIterable<Evenement>,
): AsyncGenerator<Lu, void, undefined> {
  const lignes = new Map<string, number>();
  const lues: StructureLue[] = [];
  for await (const element of elementsDeLExport(evenements)) {
    if (element.nom === 'PARAMETRES') yield enteteDeSiecle(element, 'structures');
    else lues.push(lireStructure(element, lignes));
  }
  signalerDivisionsInconnues(lues);
  for (const { constat, position, structure } of lues) yield constat.conclure('structures', { position, ...structure });
}

export interface StructureLue {
  readonly constat: Constat;
  readonly position: { readonly ligne: number; readonly colonne: number };
  readonly structure: StructureScolaire;
}

/**
 * A DIVISION or a GROUPE, as SIECLE writes it (codes in elements) or as STS-Web does (in attributes; MEF and
 * MEF_APPARTENANCE are both met, formats.md §3).
 */
export function lireStructure(element: Element, lignes: Map<string, number>): StructureLue {
  const constat = new Constat(null);
  const type = element.nom === 'DIVISION' ? 'D' : 'G';
  const code = (element.attributs.CODE_STRUCTURE ?? element.attributs.CODE ?? '').trim();
  if (code === '' || depasse(code, CODE_STRUCTURE_MAX)) {
    constat.signaler('structure-code-invalide', element, { max: CODE_STRUCTURE_MAX });
  } else {
    const premiere = dejaVu(lignes, `${type}/${code}`, element);
    if (premiere !== undefined) constat.signaler('structure-en-double', element, { structure: code, premiere });
  }
  const libelle = texteDe(element, 'LIBELLE_LONG');
  if (libelle !== null && depasse(libelle, LIBELLE_MAX)) {
    constat.signaler('texte-trop-long', element, { champ: 'LIBELLE_LONG', max: LIBELLE_MAX });
  }
  const mefs = codesDAppartenance(element, 'MEFS_APPARTENANCE', 'CODE_MEF');
  if (!mefs.every(estCodeMefBcn)) constat.signaler('structure-mef-invalide', element, { structure: code });
  const divisions = codesDAppartenance(element, 'DIVISIONS_APPARTENANCE', 'CODE_STRUCTURE');
  // A copy, because the texts are slices of the file that would keep it whole in memory until its end.
  const structure = structuredClone({ type, code, libelle, mefs: mefs.filter(estCodeMefBcn), divisions } as const);
  return { constat, position: positionDe(element), structure };
}

function codesDAppartenance(element: Element, liste: string, feuille: string): string[] {
  const codes = petitsEnfants(element, liste).flatMap(({ attributs, enfants }) =>
    attributs.CODE === undefined
      ? enfants.filter(({ nom }) => nom === feuille).map(({ texte }) => texte.trim())
      : [attributs.CODE.trim()],
  );
  return [...new Set(codes)].filter((code) => code !== '');
}

/** A group draws its pupils from divisions that the file describes, wherever they stand in it. */
export function signalerDivisionsInconnues(lues: readonly StructureLue[]): ReadonlySet<string> {
  const connues = new Set(lues.flatMap(({ structure }) => (structure.type === 'D' ? [structure.code] : [])));
  for (const { constat, position, structure } of lues) {
    for (const division of structure.divisions) {
      if (!connues.has(division)) constat.signaler('division-inconnue', position, { division });
    }
  }
  return connues;
}
