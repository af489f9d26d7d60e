import { estCodeMatiereBcn, estCodeMefBcn } from '../kernel/codes.ts';
import { citer } from '../kernel/phrase.ts';
import type { MefDeSiecle } from '../livret/index.ts';
import type { Element } from '../xml/element.ts';
import type { Evenement, Plan } from '../xml/lire-elements.ts';
import { Constat } from './constat.ts';
import type { Lu } from './lu.ts';
import { dejaVu, elementsDeLExport, enteteDeSiecle, positionDe, texteDe } from './siecle.ts';
import { depasse } from './valeurs.ts';

/**
 * SIECLE's own nomenclature (formats.md §2): the MEF of the establishment and their programmes. Programmes and labels
 * of subjects stand in sections of their own, so that a MEF is whole only at the end of the file.
 */
export const RACINE_NOMENCLATURE_SIECLE = 'BEE_NOMENCLATURES';

export const PLAN_NOMENCLATURE_SIECLE: Plan = new Map<string, Plan | 'arbre'>([
  ['PARAMETRES', 'arbre'],
  [
    'DONNEES',
    new Map<string, Plan>([
      ['MEFS', new Map([['MEF', 'arbre']])],
      ['MATIERES', new Map([['MATIERE', 'arbre']])],
      ['PROGRAMMES', new Map([['PROGRAMME', 'arbre']])],
    ]),
  ],
]);

const LIBELLE_MAX = 100;

interface MefLu {
  readonly constat: Constat;
  readonly position: { readonly ligne: number; readonly colonne: number };
  readonly mef: Omit<MefDeSiecle, 'programmes'>;
}

interface Programme {
  readonly position: { readonly ligne: number; readonly colonne: number };
  readonly codeMatiere: string;
  readonly modalite: string;
}

interface Matiere {
  readonly libelle: string | null;
  /** Where another label was given to the same subject. */
  contredite: boolean;
}

export async function* lireNomenclatureDeSiecle(
  _racine: Element,
  evenements: AsyncIterable<Evenement>,
): AsyncGenerator<Lu, void, undefined> {
  const mefs: MefLu[] = [];
  const lignes = new Map<string, number>();
  const matieres = new Map<string, Matiere>();
  const programmes = new Map<string, Programme[]>();
  for await (const element of elementsDeLExport(evenements)) {
    if (element.nom === 'PARAMETRES') {
      yield enteteDeSiecle(element, 'nomenclature-siecle');
    } else if (element.nom === 'MEF') {
      mefs.push(lireMef(element, lignes));
    } else if (element.nom === 'MATIERE') {
      retenirMatiere(element, matieres);
    } else {
      retenirProgramme(element, programmes);
    }
  }

  for (const { constat, position, mef } of mefs) {
    const duMef = programmes.get(mef.codeMef) ?? [];
    yield constat.conclure('nomenclature-siecle', {
      position,
      ...mef,
      programmes: conclureProgrammes(mef.codeMef, duMef, matieres, constat),
    });
  }
  for (const [mef, [premier]] of programmes) {
    if (lignes.has(mef) || premier === undefined) continue;
    const constat = new Constat(null);
    constat.signaler('programme-sans-mef', premier.position, { mef });
    yield { type: 'refus', eleve: null, anomalies: constat.anomalies };
  }
}

function lireMef(element: Element, lignes: Map<string, number>): MefLu {
  const constat = new Constat(null);
  const codeMef = (element.attributs.CODE_MEF ?? '').trim();
  if (!estCodeMefBcn(codeMef)) constat.signaler('mef-de-siecle-invalide', element, { valeur: codeMef });
  const premiere = dejaVu(lignes, codeMef, element);
  if (premiere !== undefined) constat.signaler('mef-de-siecle-en-double', element, { mef: codeMef, premiere });
  const libelle = libelleDe(element);
  if (libelle !== null && depasse(libelle, LIBELLE_MAX)) {
    constat.signaler('texte-trop-long', element, { champ: 'libellé', max: LIBELLE_MAX });
  }
  const rattachement = texteDe(element, 'MEF_RATTACHEMENT');
  const rattache = rattachement !== null && estCodeMefBcn(rattachement);
  if (rattachement !== null && !rattache) constat.signaler('rattachement-invalide', element, { mef: codeMef });
  // A copy, because the texts are slices of the file that would keep it whole in memory until its end.
  const mef = structuredClone({ codeMef, libelle, rattachement: rattache ? rattachement : null });
  return { constat, position: positionDe(element), mef };
}

/** The label as it is printed, or the one of the screens: files leave one or the other out. */
function libelleDe(element: Element): string | null {
  return texteDe(element, 'LIBELLE_EDITION') ?? texteDe(element, 'LIBELLE_LONG') ?? texteDe(element, 'LIBELLE_COURT');
}

function retenirMatiere(element: Element, matieres: Map<string, Matiere>): void {
  const code = (element.attributs.CODE_MATIERE ?? '').trim();
  const libelle = structuredClone(libelleDe(element))?.slice(0, LIBELLE_MAX) ?? null;
  const connue = matieres.get(code);
  if (connue === undefined) matieres.set(structuredClone(code), { libelle, contredite: false });
  else if (connue.libelle !== libelle) connue.contredite = true;
}

function retenirProgramme(element: Element, programmes: Map<string, Programme[]>): void {
  const [codeMef, codeMatiere, modalite] = ['CODE_MEF', 'CODE_MATIERE', 'CODE_MODALITE_ELECT'].map(
    (nom) => texteDe(element, nom) ?? '',
  ) as [string, string, string];
  const cle = citer(codeMef);
  const duMef = programmes.get(cle) ?? [];
  duMef.push({ position: positionDe(element), ...structuredClone({ codeMatiere, modalite }) });
  programmes.set(structuredClone(cle), duMef);
}

function conclureProgrammes(
  mef: string,
  programmes: readonly Programme[],
  matieres: ReadonlyMap<string, Matiere>,
  constat: Constat,
): MefDeSiecle['programmes'] {
  const connus = new Map<string, MefDeSiecle['programmes'][number]>();
  for (const { position, codeMatiere, modalite } of programmes) {
    if (!estCodeMatiereBcn(codeMatiere) || !/^[A-Z]$/.test(modalite)) {
      constat.signaler('programme-mal-forme', position, { mef });
      continue;
    }
    const matiere = matieres.get(codeMatiere);
    const cle = `${codeMatiere}/${modalite}`;
    if (connus.has(cle)) constat.signaler('programme-en-double', position, { mef, matiere: codeMatiere, modalite });
    if ((matiere?.libelle ?? null) === null) {
      constat.signaler('matiere-sans-libelle', position, { mef, matiere: codeMatiere });
    }
    if (matiere?.contredite) constat.signaler('matiere-deux-libelles', position, { matiere: codeMatiere });
    connus.set(cle, { codeMatiere, libelle: matiere?.libelle ?? null, modalite });
  }
  return [...connus.values()];
}
