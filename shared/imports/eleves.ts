import { estCodeMatiere, estCodeMef } from '../kernel/codes.ts';
import { formeIne, ineDeSiecle } from '../kernel/ine.ts';
import { citer } from '../kernel/phrase.ts';
import { estUai } from '../kernel/uai.ts';
import { type Element, enfant } from '../xml/element.ts';
import type { Evenement, Plan } from '../xml/lire-elements.ts';
import { refusFichier } from './anomalies.ts';
import { Constat } from './constat.ts';
import type { DossierEleve } from './dossiers.ts';
import type { EnteteLu, Lu } from './lu.ts';
import { depasse, lireAnnee, lireDateFrancaise, lireEleveId } from './valeurs.ts';

/**
 * SIECLE's export of pupils, with or without addresses (formats.md §2). Its versions differ in what they add:
 * what is not read here is passed over, addresses first of all.
 *
 * Options and structures stand in sections of their own after the pupils, so that a pupil is whole only at the
 * end of the file: the pupils of one establishment are kept until then.
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
const CODE_STRUCTURE_MAX = 20;
/** Three sections of 20,000 pupils, far more than any establishment has: they are kept in memory. */
const FICHES_MAX = 60_000;

interface EleveEnCours {
  readonly constat: Constat;
  readonly dossier: Omit<DossierEleve, 'divisions' | 'groupes' | 'options'>;
}

interface Affectations {
  readonly divisions: Set<string>;
  readonly groupes: Set<string>;
}

interface Option {
  readonly codeMatiere: string;
  readonly modalite: string;
}

export async function* lireEleves(
  _racine: Element,
  evenements: AsyncIterable<Evenement>,
): AsyncGenerator<Lu, void, undefined> {
  let enteteLu = false;
  const eleves: EleveEnCours[] = [];
  const lignes = new Map<string, number>();
  const affectations = new Map<string, Affectations>();
  const options = new Map<string, Option[]>();
  const optionsMalFormees = new Set<string>();
  let fiches = 0;

  for await (const evenement of evenements) {
    if (evenement.type !== 'element') {
      if (evenement.type === 'ouverture' && !enteteLu) {
        throw refusFichier('structure-incomplete', { element: 'PARAMETRES' }, evenement.element);
      }
      continue;
    }
    const { element } = evenement;
    fiches += 1;
    if (fiches > FICHES_MAX) throw refusFichier('eleves-trop-nombreux', { max: FICHES_MAX }, element);
    if (element.nom === 'PARAMETRES') {
      if (enteteLu) throw refusFichier('structure-inattendue', { element: element.nom }, element);
      enteteLu = true;
      yield lireParametres(element);
    } else if (element.nom === 'ELEVE') {
      eleves.push(lireEleve(element, lignes));
    } else {
      const eleveId = lireEleveId(element.attributs.ELEVE_ID ?? '');
      if (eleveId === undefined) continue;
      if (element.nom === 'STRUCTURES_ELEVE') lireAffectations(element, eleveId, affectations);
      else if (!lireOptions(element, eleveId, options)) optionsMalFormees.add(eleveId);
    }
  }
  if (!enteteLu) throw refusFichier('structure-incomplete', { element: 'PARAMETRES' });

  refuserInesEnDouble(eleves);
  for (const { constat, dossier } of eleves) {
    const { eleveId, position } = dossier;
    const { divisions, groupes } = affectations.get(eleveId) ?? { divisions: new Set(), groupes: new Set() };
    // A pupil who left has no division any more.
    if (divisions.size === 0 && dossier.dateSortie === null) constat.signaler('division-absente', position, {});
    if (optionsMalFormees.has(eleveId)) constat.signaler('option-mal-formee', position, {});
    yield constat.conclure('eleves', {
      ...dossier,
      divisions: [...divisions],
      groupes: [...groupes],
      options: options.get(eleveId) ?? [],
    });
  }
}

function lireParametres(parametres: Element): EnteteLu {
  const uai = texteDe(parametres, 'UAJ') ?? '';
  if (!estUai(uai)) throw refusFichier('etablissement-invalide', { uai: citer(uai) }, parametres);
  const millesime = texteDe(parametres, 'ANNEE_SCOLAIRE') ?? '';
  const annee = lireAnnee(millesime);
  if (annee === undefined) throw refusFichier('annee-du-fichier-invalide', { annee: citer(millesime) }, parametres);
  return { type: 'entete', flux: 'eleves', uai, annee, editeur: null, application: 'SIECLE' };
}

function lireEleve(element: Element, lignes: Map<string, number>): EleveEnCours {
  const valeur = element.attributs.ELEVE_ID;
  const eleveId = valeur === undefined ? undefined : lireEleveId(valeur);
  const constat = new Constat(eleveId ?? null);
  if (eleveId === undefined) {
    constat.signaler('eleve-id-invalide', element, { valeur: valeur ?? '' });
  } else {
    const premiere = lignes.get(eleveId);
    if (premiere === undefined) lignes.set(eleveId, element.ligne);
    else constat.signaler('eleve-en-double', element, { premiere });
  }

  const nomDeFamille = exiger(element, 'NOM_DE_FAMILLE', constat);
  const prenom = exiger(element, 'PRENOM', constat);
  const autresPrenoms = ['PRENOM2', 'PRENOM3'].map((nom) => texteDe(element, nom)).filter((autre) => autre !== null);
  const naissance = exiger(element, 'DATE_NAISS', constat);
  const dateNaissance = lireDateFrancaise(naissance);
  if (naissance !== '' && dateNaissance === undefined) constat.signaler('date-de-naissance-invalide', element, {});

  const dossier = {
    position: { ligne: element.ligne, colonne: element.colonne },
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

function lireAffectations(element: Element, eleveId: string, affectations: Map<string, Affectations>): void {
  const connues = affectations.get(eleveId) ?? { divisions: new Set(), groupes: new Set() };
  for (const structure of element.enfants) {
    const code = texteDe(structure, 'CODE_STRUCTURE');
    const type = texteDe(structure, 'TYPE_STRUCTURE');
    if (code === null || code.length > CODE_STRUCTURE_MAX) continue;
    if (type === 'D') connues.divisions.add(code);
    else if (type === 'G') connues.groupes.add(code);
  }
  affectations.set(eleveId, connues);
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

/** The trimmed text of a child; null when absent or blank (formats.md §2: an empty tag is an empty value). */
function texteDe(element: Element, nom: string): string | null {
  return enfant(element, nom)?.texte.trim() || null;
}
