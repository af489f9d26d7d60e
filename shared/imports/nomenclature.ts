import {
  type CodeMatiere,
  type CodeMef,
  estCodeMatiere,
  estCodeMef,
  estModalite,
  type Modalite,
} from '../kernel/codes.ts';
import { citer } from '../kernel/phrase.ts';
import type { MatiereDeNomenclature } from '../livret/index.ts';
import type { Element } from '../xml/element.ts';
import type { Evenement, Plan } from '../xml/lire-elements.ts';
import { refusFichier } from './anomalies.ts';
import { Constat } from './constat.ts';
import type { DossierMef } from './dossiers.ts';
import { type Forme, nimporteCombien, plusieurs, verifierForme } from './forme.ts';
import type { Lu } from './lu.ts';
import { lireAnnee } from './valeurs.ts';

/**
 * The LSL nomenclature (formats.md §1.5): labels of the competences of each year first, then the MEF of each
 * year with their subjects, in the order of the page.
 *
 * Our documented extension: an `intitule` on a subject's `competences`, several of which may follow each other,
 * gives the headings of R48 that the published file lacks.
 */
export const RACINE_NOMENCLATURE = 'nomenclaturesLsl';

export const PLAN_NOMENCLATURE: Plan = new Map<string, Plan>([
  ['competences', new Map([['competence', 'arbre']])],
  ['anneeScolaire', new Map([['mef', 'arbre']])],
]);

const LIBELLE: Forme = { requis: ['code', 'annee'], facultatifs: [], contenu: 'texte' };
const MEF: Forme = {
  requis: ['codeMef', 'niveau', 'codeSerie', 'serie'],
  facultatifs: ['specialite'],
  contenu: { ordre: 'suite', enfants: [plusieurs('matiere')] },
};
const MATIERE: Forme = {
  requis: ['regroupement', 'discipline', 'codeBcn', 'presenceEvaluationPeriodique', 'modaliteElection'],
  facultatifs: [],
  contenu: { ordre: 'suite', enfants: [nimporteCombien('competences')] },
};
const RUBRIQUE: Forme = {
  requis: [],
  facultatifs: ['intitule'],
  contenu: { ordre: 'suite', enfants: [nimporteCombien('competence')] },
};
const RENVOI: Forme = { requis: [], facultatifs: [], contenu: 'texte' };

/** Labels by « année/code ». */
type Libelles = Map<string, string>;

export async function* lireNomenclature(
  racine: Element,
  evenements: AsyncIterable<Evenement>,
): AsyncGenerator<Lu, void, undefined> {
  yield { type: 'entete', flux: 'nomenclature', uai: null, annee: null, editeur: null, application: null };
  const libelles: Libelles = new Map();
  const lignes = new Map<string, number>();
  let millesime: Element = racine;
  for await (const evenement of evenements) {
    switch (evenement.type) {
      case 'ouverture':
        millesime = evenement.element;
        break;
      case 'element':
        if (evenement.element.nom === 'competence') retenirLibelle(evenement.element, libelles);
        else yield lireMef(evenement.element, millesime.attributs.millesime ?? '', libelles, lignes);
        break;
      case 'inattendu':
        throw refusFichier('structure-inattendue', { element: citer(evenement.element.nom) }, evenement.element);
      case 'texte':
        throw refusFichier('structure-texte', { element: evenement.parent.nom }, evenement);
      case 'fermeture':
        break;
    }
  }
}

function retenirLibelle(element: Element, libelles: Libelles): void {
  const constat = new Constat(null);
  verifierForme(element, LIBELLE, constat);
  const { code: competence = '', annee: texte = '' } = element.attributs;
  const annee = lireAnnee(texte);
  const libelle = element.texte.trim();
  const valable = constat.anomalies.length === 0 && /^[0-9]{4}$/.test(competence) && libelle !== '';
  if (annee === undefined || !valable) throw refusFichier('libelle-invalide', {}, element);
  const cle = `${annee}/${competence}`;
  if ((libelles.get(cle) ?? libelle) !== libelle) {
    throw refusFichier('libelle-contradictoire', { competence, annee }, element);
  }
  libelles.set(cle, libelle);
}

function lireMef(element: Element, millesime: string, libelles: Libelles, lignes: Map<string, number>): Lu {
  const constat = new Constat(null);
  verifierForme(element, MEF, constat);
  const annee = lireAnnee(millesime) ?? 0;
  if (annee === 0) constat.signaler('millesime-invalide', element, { valeur: millesime });
  const { codeMef = '', specialite = '' } = element.attributs;
  if (!estCodeMef(codeMef)) constat.signaler('mef-invalide', element, { valeur: codeMef });
  const cle = `${annee}/${codeMef}`;
  const premiere = lignes.get(cle);
  if (premiere === undefined) lignes.set(cle, element.ligne);
  else constat.signaler('mef-en-double', element, { mef: codeMef, annee, premiere });
  return constat.conclure('nomenclature', {
    position: { ligne: element.ligne, colonne: element.colonne },
    annee,
    codeMef: codeMef as CodeMef,
    niveau: exiger(element, 'niveau', constat),
    codeSerie: exiger(element, 'codeSerie', constat),
    serie: exiger(element, 'serie', constat),
    specialite: specialite.trim() || null,
    matieres: lireMatieres(element, annee, libelles, constat),
  } satisfies DossierMef);
}

function exiger(element: Element, attribut: string, constat: Constat): string {
  const texte = element.attributs[attribut]?.trim();
  if (texte === '') constat.signaler('libelle-vide', element, { attribut, element: element.nom });
  return texte ?? '';
}

function lireMatieres(mef: Element, annee: number, libelles: Libelles, constat: Constat): MatiereDeNomenclature[] {
  const rangs = new Set<string>();
  const matieres: MatiereDeNomenclature[] = [];
  for (const element of mef.enfants) {
    if (element.nom !== 'matiere') continue;
    const matiere = lireMatiere(element, annee, libelles, constat);
    // rules.md 10: (regroupement, code, modalité) may repeat under two labels, never with one.
    const { regroupement, discipline, codeMatiere, modalite } = matiere;
    const rang = [regroupement, discipline, codeMatiere, modalite].join('\n');
    if (rangs.has(rang)) constat.signaler('ligne-en-double', element, { matiere: codeMatiere });
    rangs.add(rang);
    matieres.push(matiere);
  }
  return matieres;
}

function lireMatiere(element: Element, annee: number, libelles: Libelles, constat: Constat): MatiereDeNomenclature {
  verifierForme(element, MATIERE, constat);
  const { codeBcn = '', modaliteElection = '', presenceEvaluationPeriodique = '' } = element.attributs;
  const matiere = codeBcn;
  if (!estCodeMatiere(codeBcn)) constat.signaler('matiere-invalide', element, { valeur: matiere });
  if (!estModalite(modaliteElection)) {
    constat.signaler('modalite-inconnue', element, { valeur: modaliteElection, matiere });
  }
  if (presenceEvaluationPeriodique !== 'true' && presenceEvaluationPeriodique !== 'false') {
    constat.signaler('presence-invalide', element, { valeur: presenceEvaluationPeriodique });
  }
  return {
    regroupement: exiger(element, 'regroupement', constat),
    discipline: exiger(element, 'discipline', constat),
    codeMatiere: codeBcn as CodeMatiere,
    modalite: modaliteElection as Modalite,
    periodique: presenceEvaluationPeriodique === 'true',
    rubriques: lireRubriques(element, annee, libelles, constat),
  };
}

function lireRubriques(
  matiere: Element,
  annee: number,
  libelles: Libelles,
  constat: Constat,
): MatiereDeNomenclature['rubriques'] {
  const rubriques: { intitule: string | null; competences: { code: string; libelle: string }[] }[] = [];
  for (const element of matiere.enfants) {
    if (element.nom !== 'competences') continue;
    verifierForme(element, RUBRIQUE, constat);
    const competences: { code: string; libelle: string }[] = [];
    for (const renvoi of element.enfants) {
      if (renvoi.nom !== 'competence') continue;
      verifierForme(renvoi, RENVOI, constat);
      const code = renvoi.texte.trim();
      const libelle = libelles.get(`${annee}/${code}`);
      if (libelle === undefined) constat.signaler('competence-sans-libelle', renvoi, { competence: code, annee });
      else competences.push({ code, libelle });
    }
    rubriques.push({ intitule: element.attributs.intitule?.trim() || null, competences });
  }
  return rubriques;
}
