import { estCodeMatiere, estCodeMef } from '../kernel/codes.ts';
import { formeIne, ineDeSiecle } from '../kernel/ine.ts';
import { estUai } from '../kernel/uai.ts';
import { type Element, enfant } from '../xml/element.ts';
import type { Evenement, Plan } from '../xml/lire-elements.ts';
import { Constat } from './constat.ts';
import type { DossierEleve } from './dossiers.ts';
import type { EnteteLu, Lu } from './lu.ts';
import { dejaVu, elementsDeLExport, enteteDeSiecle, positionDe, texteDe } from './siecle.ts';
import { CODE_STRUCTURE_MAX } from './structures.ts';
import { depasse, lireDateFrancaise, lireEleveId } from './valeurs.ts';

/**
 * SIECLE's export of pupils, with or without addresses (formats.md §2). Its versions differ in what they add:
 * what is not read here is passed over, addresses first of all.
 *
 * Options and structures stand in sections of their own after the pupils, so that a pupil is whole only at the
 * end of the file: the pupils of one establishment are kept until then.
 *
 * A file without pupils that gives structures to some is the links between pupils and groups, which SIECLE exports in
 * the same form: the first pupil tells one from the other, or the end of the file.
 */
export const RACINE_ELEVES = 'BEE_ELEVES';

export const PLAN_ELEVES: Plan = new Map<string, Plan | 'arbre'>([
  ['PARAMETRES', 'arbre'],
  [
    'DONNEES',
    new Map<string, Plan>([
      ['ELEVES', new Map([['ELEVE', 'arbre']])],
      ['OPTIONS', new Map([['OPTION', 'arbre']])],
      ['STRUCTURES', new Map([['STRUCTURES_ELEVE', 'arbre']])],
    ]),
  ],
]);

const NOM_MAX = 100;

interface EleveEnCours {
  readonly constat: Constat;
  readonly dossier: Omit<DossierEleve, 'divisions' | 'groupes' | 'options'>;
}

/** One STRUCTURES_ELEVE. `eleveId` is as the file has it where it is no identifier. */
interface Affectation {
  readonly position: { readonly ligne: number; readonly colonne: number };
  readonly eleveId: string;
  readonly divisions: readonly string[];
  readonly groupes: readonly string[];
  /** Something in it was neither a division nor a group. */
  readonly malFormee: boolean;
}

interface Option {
  readonly codeMatiere: string;
  readonly modalite: string;
}

export async function* lireEleves(
  _racine: Element,
  evenements: AsyncIterable<Evenement>,
): AsyncGenerator<Lu, void, undefined> {
  let entete: EnteteLu | null = null;
  const eleves: EleveEnCours[] = [];
  const lignes = new Map<string, number>();
  const affectations: Affectation[] = [];
  const options = new Map<string, Option[]>();
  const optionsMalFormees = new Set<string>();

  for await (const element of elementsDeLExport(evenements, 'eleves-trop-nombreux')) {
    if (element.nom === 'PARAMETRES') {
      entete = enteteDeSiecle(element, 'eleves');
    } else if (element.nom === 'ELEVE') {
      if (eleves.length === 0 && entete !== null) yield entete;
      eleves.push(lireEleve(element, lignes));
    } else if (element.nom === 'STRUCTURES_ELEVE') {
      affectations.push(lireAffectation(element));
    } else {
      const eleveId = lireEleveId(element.attributs.ELEVE_ID ?? '');
      if (eleveId !== undefined && !lireOptions(element, eleveId, options)) optionsMalFormees.add(eleveId);
    }
  }
  if (eleves.length === 0 && entete !== null) {
    yield affectations.length === 0 ? entete : { ...entete, flux: 'liens' };
    for (const affectation of affectations) yield conclureLiens(affectation, lignes);
    return;
  }

  refuserInesEnDouble(eleves);
  const parEleve = Map.groupBy(affectations, ({ eleveId }) => eleveId);
  for (const { constat, dossier } of eleves) {
    const { eleveId, position } = dossier;
    const siennes = parEleve.get(eleveId) ?? [];
    const divisions = new Set(siennes.flatMap((affectation) => affectation.divisions));
    const groupes = new Set(siennes.flatMap((affectation) => affectation.groupes));
    // A pupil who left has no division any more.
    if (divisions.size === 0 && dossier.dateSortie === null) constat.signaler('division-absente', position, {});
    for (const { malFormee, position: place } of siennes) {
      if (malFormee) constat.signaler('affectation-mal-formee', place, {});
    }
    if (optionsMalFormees.has(eleveId)) constat.signaler('option-mal-formee', position, {});
    yield constat.conclure('eleves', {
      ...dossier,
      divisions: [...divisions],
      groupes: [...groupes],
      options: options.get(eleveId) ?? [],
    });
  }
}

/** A pupil who comes twice in the links has the structures of the first time: the second is told. */
function conclureLiens(affectation: Affectation, lignes: Map<string, number>): Lu {
  const { position, divisions, groupes } = affectation;
  const eleveId = lireEleveId(affectation.eleveId);
  const constat = new Constat(eleveId ?? null);
  if (eleveId === undefined) constat.signaler('eleve-id-invalide', position, { valeur: affectation.eleveId });
  const premiere = eleveId === undefined ? undefined : dejaVu(lignes, eleveId, position);
  if (premiere !== undefined) constat.signaler('eleve-en-double', position, { premiere });
  if (divisions.length === 0) constat.signaler('division-absente', position, {});
  if (affectation.malFormee) constat.signaler('affectation-mal-formee', position, {});
  return constat.conclure('liens', { position, eleveId: eleveId ?? '', divisions, groupes });
}

function lireEleve(element: Element, lignes: Map<string, number>): EleveEnCours {
  const valeur = element.attributs.ELEVE_ID;
  const eleveId = valeur === undefined ? undefined : lireEleveId(valeur);
  const constat = new Constat(eleveId ?? null);
  if (eleveId === undefined) {
    constat.signaler('eleve-id-invalide', element, { valeur: valeur ?? '' });
  } else {
    const premiere = dejaVu(lignes, eleveId, element);
    if (premiere !== undefined) constat.signaler('eleve-en-double', element, { premiere });
  }

  const nomDeFamille = exiger(element, 'NOM_DE_FAMILLE', constat);
  const prenom = exiger(element, 'PRENOM', constat);
  const autresPrenoms = ['PRENOM2', 'PRENOM3'].map((nom) => texteDe(element, nom)).filter((autre) => autre !== null);
  const naissance = exiger(element, 'DATE_NAISS', constat);
  const dateNaissance = lireDateFrancaise(naissance);
  if (naissance !== '' && dateNaissance === undefined) constat.signaler('date-de-naissance-invalide', element, {});

  const dossier = {
    position: positionDe(element),
    eleveId: eleveId ?? '',
    ine: lireIne(element, constat),
    nomDeFamille,
    nomUsage: texteDe(element, 'NOM_USAGE'),
    prenoms: [prenom, ...autresPrenoms],
    dateNaissance: dateNaissance ?? '',
    codeMef: lireMef(element, constat),
    anneePrecedente: lireAnneePrecedente(element, constat),
    dateSortie: lireDateSortie(element, constat),
  };
  for (const texte of [nomDeFamille, dossier.nomUsage ?? '', ...dossier.prenoms]) {
    if (depasse(texte, NOM_MAX)) constat.signaler('texte-trop-long', element, { champ: 'nom ou prénom', max: NOM_MAX });
  }
  // A copy, because the texts are slices of the file that would keep it whole in memory until its end.
  return { constat, dossier: structuredClone(dossier) };
}

function exiger(eleve: Element, champ: string, constat: Constat): string {
  const texte = texteDe(eleve, champ);
  if (texte === null) constat.signaler('identite-incomplete', eleve, { champ });
  return texte ?? '';
}

/** The three patterns and their precedence are the kernel's; what is passed over is said. */
function lireIne(eleve: Element, constat: Constat): DossierEleve['ine'] {
  const [idNational, ineRnie, ineBea] = ['ID_NATIONAL', 'INE_RNIE', 'INE_BEA'].map(
    (nom) => texteDe(eleve, nom) ?? undefined,
  );
  const donnes = [idNational, ineRnie, ineBea].filter((ine) => ine !== undefined);
  if (donnes.length === 0) constat.signaler('ine-absent', eleve, {});
  else if (donnes.some((ine) => formeIne(ine) === undefined)) constat.signaler('ine-mal-forme', eleve, {});
  return ineDeSiecle({ idNational, ineRnie, ineBea }) ?? null;
}

function lireMef(eleve: Element, constat: Constat): DossierEleve['codeMef'] {
  const mef = texteDe(eleve, 'CODE_MEF') ?? '';
  if (estCodeMef(mef)) return mef;
  constat.signaler('mef-absent', eleve, {});
  return null;
}

function lireAnneePrecedente(eleve: Element, constat: Constat): DossierEleve['anneePrecedente'] {
  const precedente = enfant(eleve, 'SCOLARITE_AN_DERNIER');
  if (precedente === undefined) return null;
  const uai = texteDe(precedente, 'CODE_RNE');
  const mef = texteDe(precedente, 'CODE_MEF') ?? '';
  if (uai !== null && !estUai(uai)) constat.signaler('etablissement-precedent-invalide', eleve, {});
  return {
    uai: uai !== null && estUai(uai) ? uai : null,
    // Many pupils come from where there is no MEF (abroad, apprenticeship): its absence is no anomaly.
    codeMef: estCodeMef(mef) ? mef : null,
    division: texteDe(precedente, 'CODE_STRUCTURE'),
  };
}

function lireDateSortie(eleve: Element, constat: Constat): string | null {
  const texte = texteDe(eleve, 'DATE_SORTIE');
  if (texte === null) return null;
  const date = lireDateFrancaise(texte);
  if (date === undefined) constat.signaler('date-de-sortie-invalide', eleve, {});
  return date ?? null;
}

function lireAffectation(element: Element): Affectation {
  const divisions = new Set<string>();
  const groupes = new Set<string>();
  let malFormee = false;
  for (const structure of element.enfants) {
    const code = texteDe(structure, 'CODE_STRUCTURE');
    const type = texteDe(structure, 'TYPE_STRUCTURE');
    if (code === null || depasse(code, CODE_STRUCTURE_MAX) || (type !== 'D' && type !== 'G')) malFormee = true;
    else (type === 'D' ? divisions : groupes).add(code);
  }
  const valeur = element.attributs.ELEVE_ID ?? '';
  return structuredClone({
    position: positionDe(element),
    eleveId: lireEleveId(valeur) ?? valeur,
    divisions: [...divisions],
    groupes: [...groupes],
    malFormee,
  });
}

/** False when an option has no subject code, or a modalité that is no letter. */
function lireOptions(element: Element, eleveId: string, options: Map<string, Option[]>): boolean {
  const lues = options.get(eleveId) ?? [];
  let bienFormees = true;
  for (const option of element.enfants) {
    if (option.nom !== 'OPTIONS_ELEVE') continue;
    const codeMatiere = texteDe(option, 'CODE_MATIERE') ?? '';
    const modalite = texteDe(option, 'CODE_MODALITE_ELECT') ?? '';
    if (estCodeMatiere(codeMatiere) && modalite.length <= 1) lues.push({ codeMatiere, modalite });
    else bienFormees = false;
  }
  options.set(eleveId, lues);
  return bienFormees;
}

/** An INE that two pupils carry tells neither of them: guessing would give one the other's livret (R41). */
function refuserInesEnDouble(eleves: readonly EleveEnCours[]): void {
  const porteurs = new Map<string, EleveEnCours[]>();
  for (const eleve of eleves) {
    const { ine } = eleve.dossier;
    if (ine === null) continue;
    const memeIne = porteurs.get(ine);
    if (memeIne === undefined) porteurs.set(ine, [eleve]);
    else memeIne.push(eleve);
  }
  for (const memeIne of porteurs.values()) {
    const differents = new Set(memeIne.map(({ dossier }) => dossier.eleveId));
    if (differents.size < 2) continue;
    for (const { constat, dossier } of memeIne) constat.signaler('ine-en-double', dossier.position, {});
  }
}
