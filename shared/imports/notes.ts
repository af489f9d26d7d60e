import { type CodeMatiere, estCodeMatiere, estModalite, langueGenerique, type Modalite } from '../kernel/codes.ts';
import { NON_NOTE, type Note } from '../kernel/note.ts';
import { citer } from '../kernel/phrase.ts';
import { estBlanc } from '../kernel/texte.ts';
import { estUai } from '../kernel/uai.ts';
import type {
  Avis,
  CodeAvisExamen,
  CodeEngagement,
  Evaluation,
  NiveauImporte,
  Scolarite,
  Structure,
} from '../livret/index.ts';
import { type Element, enfant } from '../xml/element.ts';
import type { Evenement, Plan } from '../xml/lire-elements.ts';
import { refusFichier } from './anomalies.ts';
import { Constat } from './constat.ts';
import type { DossierNotes } from './dossiers.ts';
import { attributsInattendus, auPlusUn, type Forme, nimporteCombien, plusieurs, un, verifierForme } from './forme.ts';
import type { EnteteLu, Lu } from './lu.ts';
import { depasse, lireAnnee, lireDateXsd, lireDecimal, lireEleveId, lirePositif } from './valeurs.ts';

/**
 * The LSL import of the notes software (formats.md §1): what import-lsl_1.xsd demands, and what it forgets.
 * A value that is reported here refuses its dossier, so that whatever stands in for it is never used.
 */
export const RACINE_NOTES = '{urn:ac-grenoble.fr:lsl:import}lsl';

export const PLAN_NOTES: Plan = new Map<string, Plan | 'arbre'>([
  ['entete', 'arbre'],
  ['donnees', new Map([['eleve', 'arbre']])],
]);

const SEULEMENT_DU_TEXTE: Forme = { requis: [], facultatifs: [], contenu: 'texte' };
const ENTETE: Forme = {
  requis: [],
  facultatifs: [],
  contenu: { ordre: 'libre', enfants: [un('editeur'), un('application'), un('etablissement')] },
};
const ELEVE: Forme = {
  requis: ['id'],
  facultatifs: [],
  contenu: { ordre: 'suite', enfants: [auPlusUn('engagements'), auPlusUn('avisExamen'), un('scolarites')] },
};
const ENGAGEMENTS: Forme = {
  requis: [],
  facultatifs: [],
  contenu: { ordre: 'suite', enfants: [nimporteCombien('engagement'), auPlusUn('engagement-autre')] },
};
const CODE_SEUL: Forme = { requis: ['code'], facultatifs: [], contenu: 'vide' };
const SCOLARITES: Forme = {
  requis: [],
  facultatifs: [],
  contenu: { ordre: 'suite', enfants: [plusieurs('scolarite')] },
};
const SCOLARITE: Forme = {
  requis: ['annee-scolaire', 'code-periode'],
  facultatifs: [],
  contenu: {
    ordre: 'suite',
    enfants: [
      auPlusUn('avisEngagement'),
      auPlusUn('avisInvestissement'),
      auPlusUn('avisChefEtab'),
      plusieurs('evaluation'),
    ],
  },
};
const AVIS: Forme = { requis: ['nom', 'prenom'], facultatifs: ['date'], contenu: 'texte' };
const EVALUATION: Forme = {
  requis: ['modalite-election', 'code-matiere'],
  facultatifs: ['date'],
  contenu: {
    ordre: 'libre',
    enfants: [
      un('structure'),
      auPlusUn('annuelle'),
      auPlusUn('periodiques'),
      auPlusUn('competences'),
      un('enseignants'),
    ],
  },
};
const STRUCTURE: Forme = {
  requis: [],
  facultatifs: ['effectif', 'moyenne', 'repar-moins-huit', 'repar-huit-douze', 'repar-plus-douze'],
  contenu: 'vide',
};
const PERIODIQUES: Forme = {
  requis: [],
  facultatifs: [],
  contenu: { ordre: 'suite', enfants: [plusieurs('periode')] },
};
const PERIODE: Forme = { requis: ['numero', 'moyenne'], facultatifs: [], contenu: 'vide' };
const COMPETENCES: Forme = {
  requis: [],
  facultatifs: [],
  contenu: { ordre: 'suite', enfants: [plusieurs('competence')] },
};
const COMPETENCE: Forme = { requis: [], facultatifs: ['code'], contenu: 'texte' };
const ENSEIGNANTS: Forme = {
  requis: [],
  facultatifs: [],
  contenu: { ordre: 'suite', enfants: [plusieurs('enseignant')] },
};
const ENSEIGNANT: Forme = { requis: [], facultatifs: ['nom', 'prenom'], contenu: 'vide' };

const TEXTE_MAX = 300;
const NOM_MAX = 65;
const PRENOM_MAX = 50;
const APPLICATION_MAX = 50;

export async function* lireNotes(
  racine: Element,
  evenements: AsyncIterable<Evenement>,
): AsyncGenerator<Lu, void, undefined> {
  verifierRacine(racine);
  const lignes = new Map<string, number>();
  let attendu: 'entete' | 'donnees' | null = 'entete';
  for await (const evenement of evenements) {
    if (evenement.type === 'element' && evenement.element.nom === 'eleve') {
      yield lireEleve(evenement.element, lignes);
    } else if (evenement.type === 'element' && attendu === 'entete') {
      attendu = 'donnees';
      yield lireEntete(evenement.element);
    } else if (evenement.type === 'ouverture' && attendu === 'donnees') {
      attendu = null;
      exigerAttributs(evenement.element, []);
    } else if (evenement.type === 'texte') {
      throw refusFichier('structure-texte', { element: evenement.parent.nom }, evenement);
    } else if (evenement.type !== 'fermeture') {
      const { element } = evenement;
      const code = element.nom.startsWith('{') ? 'espace-de-noms' : 'structure-inattendue';
      throw refusFichier(code, { element: citer(element.nom.replace(/^\{.*\}/, '')) }, element);
    } else if (evenement.element === racine && attendu !== null) {
      throw refusFichier('structure-incomplete', { element: attendu }, racine);
    }
  }
}

function verifierRacine(racine: Element): void {
  exigerAttributs(racine, ['schemaVersion']);
  const version = racine.attributs.schemaVersion ?? '';
  if (lireDecimal(version) !== '1') throw refusFichier('schema-version', { version: citer(version) }, racine);
}

/** These attributes and no other, or the file is refused. */
function exigerAttributs(element: Element, requis: readonly string[]): void {
  const attribut =
    requis.find((nom) => element.attributs[nom] === undefined) ?? attributsInattendus(element, requis, [])[0];
  if (attribut === undefined) return;
  const details = { attribut: citer(attribut), element: element.nom.replace(/^\{.*\}/, '') };
  throw refusFichier('structure-attribut', details, element);
}

function lireEntete(entete: Element): EnteteLu {
  const constat = new Constat(null);
  verifierForme(entete, ENTETE, constat);
  for (const champ of entete.enfants) verifierForme(champ, SEULEMENT_DU_TEXTE, constat);
  const [premiere] = constat.anomalies;
  if (premiere !== undefined) {
    const { ligne, colonne, message } = premiere;
    throw refusFichier('entete-non-conforme', { cause: message }, { ligne: ligne ?? 1, colonne: colonne ?? 1 });
  }
  const texte = (nom: string): string => enfant(entete, nom)?.texte ?? '';
  const application = texte('application');
  if (depasse(application, APPLICATION_MAX)) {
    throw refusFichier('application-trop-longue', { max: APPLICATION_MAX }, entete);
  }
  const uai = texte('etablissement');
  if (!estUai(uai)) throw refusFichier('etablissement-invalide', { uai: citer(uai) }, entete);
  return {
    type: 'entete',
    flux: 'notes',
    uai,
    annee: null,
    editeur: texte('editeur').trim() || null,
    application: application.trim() || null,
    positionDeLEditeur: positionDe(enfant(entete, 'editeur') ?? entete),
  };
}

function lireEleve(eleve: Element, lignes: Map<string, number>): Lu {
  const valeur = eleve.attributs.id;
  const eleveId = valeur === undefined ? undefined : lireEleveId(valeur);
  const constat = new Constat(eleveId ?? null);
  verifierForme(eleve, ELEVE, constat);
  if (eleveId !== undefined) {
    const premiere = lignes.get(eleveId);
    if (premiere === undefined) lignes.set(eleveId, eleve.ligne);
    else constat.signaler('eleve-en-double', eleve, { premiere });
  } else if (valeur !== undefined) {
    constat.signaler('eleve-id-invalide', eleve, { valeur: valeur });
  }
  const dossier: DossierNotes = {
    position: positionDe(eleve),
    eleveId: eleveId ?? '',
    ...lireEngagements(enfant(eleve, 'engagements'), constat),
    avisExamen: lireAvisExamen(enfant(eleve, 'avisExamen'), constat),
    scolarites: lireScolarites(enfant(eleve, 'scolarites'), constat),
  };
  return constat.conclure('notes', dossier);
}

function positionDe({ ligne, colonne }: Element): { ligne: number; colonne: number } {
  return { ligne, colonne };
}

function lireEngagements(
  engagements: Element | undefined,
  constat: Constat,
): Pick<DossierNotes, 'engagements' | 'engagementAutre'> {
  if (engagements === undefined) return { engagements: [], engagementAutre: null };
  verifierForme(engagements, ENGAGEMENTS, constat);
  const codes = new Set<CodeEngagement>();
  for (const engagement of engagements.enfants) {
    if (engagement.nom !== 'engagement') continue;
    verifierForme(engagement, CODE_SEUL, constat);
    const code = engagement.attributs.code;
    if (code === undefined) continue;
    if (!estCodeEngagement(code)) constat.signaler('engagement-inconnu', engagement, { valeur: code });
    else if (codes.has(code)) constat.signaler('engagement-en-double', engagement, { code });
    else codes.add(code);
  }
  const autre = enfant(engagements, 'engagement-autre');
  if (autre !== undefined) verifierForme(autre, SEULEMENT_DU_TEXTE, constat);
  return {
    engagements: [...codes],
    engagementAutre: autre === undefined ? null : lireTexte(autre, 'autre engagement', constat),
  };
}

function estCodeEngagement(code: string): code is CodeEngagement {
  return code === 'C' || code === 'V' || code === 'A' || code === 'E' || code === 'S';
}

function lireAvisExamen(avis: Element | undefined, constat: Constat): CodeAvisExamen | null {
  if (avis === undefined) return null;
  verifierForme(avis, CODE_SEUL, constat);
  const code = avis.attributs.code;
  if (code === 'T' || code === 'F' || code === 'A' || code === 'D') return code;
  if (code !== undefined) constat.signaler('avis-examen-inconnu', avis, { valeur: code });
  return null;
}

function lireScolarites(scolarites: Element | undefined, constat: Constat): Scolarite[] {
  if (scolarites === undefined) return [];
  verifierForme(scolarites, SCOLARITES, constat);
  const lues: Scolarite[] = [];
  const annees = new Set<number>();
  for (const element of scolarites.enfants) {
    if (element.nom !== 'scolarite') continue;
    const scolarite = lireScolarite(element, constat);
    // The schema lets one year stand twice; two bases cannot be laid for it.
    if (annees.has(scolarite.annee)) constat.signaler('annee-en-double', element, { annee: scolarite.annee });
    if (scolarite.annee !== 0) annees.add(scolarite.annee);
    lues.push(scolarite);
  }
  return lues;
}

function lireScolarite(element: Element, constat: Constat): Scolarite {
  verifierForme(element, SCOLARITE, constat);
  const { 'annee-scolaire': valeur, 'code-periode': code } = element.attributs;
  const annee = valeur === undefined ? 0 : (lireAnnee(valeur) ?? 0);
  if (valeur !== undefined && annee === 0) {
    constat.signaler('annee-scolaire-invalide', element, { valeur: valeur });
  }
  if (code !== undefined && code !== 'T' && code !== 'S') {
    constat.signaler('decoupage-inconnu', element, { valeur: code, annee });
  }
  const decoupage = code === 'S' ? 'S' : 'T';
  const evaluations: Evaluation[] = [];
  for (const evaluation of element.enfants) {
    if (evaluation.nom === 'evaluation') evaluations.push(lireEvaluation(evaluation, annee, decoupage, constat));
  }
  return {
    annee,
    decoupage,
    avisEngagement: lireAvis(enfant(element, 'avisEngagement'), 'observation du CPE', constat),
    avisInvestissement: lireAvis(enfant(element, 'avisInvestissement'), 'avis sur l’investissement', constat),
    avisChefEtab: lireAvis(enfant(element, 'avisChefEtab'), 'avis du chef d’établissement', constat),
    evaluations,
  };
}

function lireAvis(avis: Element | undefined, champ: string, constat: Constat): Avis | null {
  if (avis === undefined) return null;
  verifierForme(avis, AVIS, constat);
  const texte = lireTexte(avis, champ, constat);
  const auteur = lireAuteur(avis, constat);
  const date = lireDate(avis, constat);
  return texte === null ? null : { texte, ...auteur, date };
}

/** 1 to 300 characters; null when none of them can be seen (GEPI writes a no-break space for a missing text). */
function lireTexte(element: Element, champ: string, constat: Constat): string | null {
  const { texte } = element;
  if (texte === '') {
    constat.signaler('texte-vide', element, { champ });
  } else if (depasse(texte, TEXTE_MAX)) {
    constat.signaler('texte-trop-long', element, { champ, max: TEXTE_MAX });
  } else if (estBlanc(texte)) {
    constat.signaler('texte-blanc', element, { champ });
  } else {
    return texte;
  }
  return null;
}

function lireAuteur(element: Element, constat: Constat): { nom: string; prenom: string } {
  const { nom = '', prenom = '' } = element.attributs;
  if (depasse(nom, NOM_MAX)) constat.signaler('texte-trop-long', element, { champ: 'nom', max: NOM_MAX });
  if (depasse(prenom, PRENOM_MAX)) {
    constat.signaler('texte-trop-long', element, { champ: 'prénom', max: PRENOM_MAX });
  }
  return { nom, prenom };
}

function lireDate(element: Element, constat: Constat): string | null {
  const valeur = element.attributs.date;
  if (valeur === undefined) return null;
  const date = lireDateXsd(valeur);
  if (date === undefined) {
    constat.signaler('date-invalide', element, { valeur: valeur, element: element.nom });
  }
  return date ?? null;
}

/** What the sentences say of the evaluation that they are about. */
interface Contexte {
  readonly matiere: string;
  readonly annee: number;
}

function lireEvaluation(element: Element, annee: number, decoupage: 'T' | 'S', constat: Constat): Evaluation {
  verifierForme(element, EVALUATION, constat);
  const { 'code-matiere': code = '', 'modalite-election': modalite = '' } = element.attributs;
  const contexte: Contexte = { matiere: code, annee };
  if (!estCodeMatiere(code) && element.attributs['code-matiere'] !== undefined) {
    constat.signaler('matiere-invalide', element, { valeur: code });
  }
  if (!estModalite(modalite) && element.attributs['modalite-election'] !== undefined) {
    constat.signaler('modalite-inconnue', element, { valeur: modalite, matiere: contexte.matiere });
  }
  return {
    position: positionDe(element),
    codeMatiere: code as CodeMatiere,
    modalite: modalite as Modalite,
    date: lireDate(element, constat),
    structure: lireStructure(enfant(element, 'structure'), contexte, constat),
    appreciation: lireAppreciation(enfant(element, 'annuelle'), contexte, constat),
    periodes: lirePeriodes(enfant(element, 'periodiques'), decoupage, contexte, constat),
    competences: lireCompetences(enfant(element, 'competences'), contexte, constat),
    enseignants: lireEnseignants(enfant(element, 'enseignants'), contexte, constat),
  };
}

const STRUCTURE_ABSENTE: Structure = { effectif: null, moyenne: null, moinsDe8: null, de8a12: null, plusDe12: null };

/** Figures of the group are shown as received: they warn and never refuse, unless the schema does (rules.md 7). */
function lireStructure(element: Element | undefined, contexte: Contexte, constat: Constat): Structure {
  if (element === undefined) return STRUCTURE_ABSENTE;
  verifierForme(element, STRUCTURE, constat);
  const moinsDe8 = lireChiffre(element, 'repar-moins-huit', lireDecimal, contexte, constat);
  const de8a12 = lireChiffre(element, 'repar-huit-douze', lireDecimal, contexte, constat);
  const plusDe12 = lireChiffre(element, 'repar-plus-douze', lireDecimal, contexte, constat);
  if (!estRepartition(moinsDe8, de8a12, plusDe12)) constat.signaler('repartition-incoherente', element, contexte);
  return {
    effectif: lireChiffre(element, 'effectif', lirePositif, contexte, constat),
    moyenne: lireMoyenneDuGroupe(element, contexte, constat),
    moinsDe8,
    de8a12,
    plusDe12,
  };
}

function lireChiffre<V>(
  structure: Element,
  attribut: string,
  lire: (texte: string) => V | undefined,
  contexte: Contexte,
  constat: Constat,
): V | null {
  const valeur = structure.attributs[attribut];
  if (valeur === undefined) return null;
  const chiffre = lire(valeur);
  if (chiffre === undefined) constat.signaler('groupe-invalide', structure, { ...contexte, valeur, attribut });
  return chiffre ?? null;
}

function lireMoyenneDuGroupe(structure: Element, contexte: Contexte, constat: Constat): string | null {
  const moyenne = lireChiffre(structure, 'moyenne', lireDecimal, contexte, constat);
  if (moyenne === null || estSur20(moyenne)) return moyenne;
  if (moyenne !== NON_NOTE) {
    constat.signaler('moyenne-du-groupe-hors-bornes', structure, { ...contexte, valeur: moyenne });
  }
  return null;
}

/** Three bands rounded to the unit may miss 100 by one (R53). Sums are of hundredths, so that they are exact. */
function estRepartition(...bandes: readonly (string | null)[]): boolean {
  let total = 0;
  let donnees = 0;
  for (const bande of bandes) {
    if (bande === null) continue;
    const centiemes = Math.round(Number(bande) * 100);
    if (centiemes < 0 || centiemes > 10_000) return false;
    total += centiemes;
    donnees += 1;
  }
  return donnees === 0 || Math.abs(total - 10_000) <= 100;
}

/** Exact on decimals of two digits: rounding to binary keeps their order. */
function estSur20(decimal: string): boolean {
  const nombre = Number(decimal);
  return nombre >= 0 && nombre <= 20;
}

function lireAppreciation(annuelle: Element | undefined, contexte: Contexte, constat: Constat): string | null {
  if (annuelle === undefined) return null;
  verifierForme(annuelle, SEULEMENT_DU_TEXTE, constat);
  const { texte } = annuelle;
  if (texte === '') {
    constat.signaler('appreciation-vide', annuelle, contexte);
  } else if (depasse(texte, TEXTE_MAX)) {
    constat.signaler('texte-trop-long', annuelle, { champ: `appréciation ${contexte.matiere}`, max: TEXTE_MAX });
  } else if (estBlanc(texte)) {
    constat.signaler('appreciation-blanche', annuelle, contexte);
  } else {
    return texte;
  }
  return null;
}

function lirePeriodes(
  periodiques: Element | undefined,
  decoupage: 'T' | 'S',
  contexte: Contexte,
  constat: Constat,
): Evaluation['periodes'] {
  if (periodiques === undefined) return [];
  verifierForme(periodiques, PERIODIQUES, constat);
  const nombre = decoupage === 'T' ? 3 : 2;
  const periodes: { numero: number; moyenne: Note }[] = [];
  for (const element of periodiques.enfants) {
    if (element.nom !== 'periode') continue;
    verifierForme(element, PERIODE, constat);
    const { numero: texte, moyenne: valeur } = element.attributs;
    const moyenne = valeur === undefined ? null : lireMoyenne(valeur, element, contexte, constat);
    if (texte === undefined) continue;
    const numero = lirePositif(texte);
    if (numero === undefined) {
      constat.signaler('periode-invalide', element, { ...contexte, valeur: texte });
    } else if (numero > nombre) {
      constat.signaler('periode-hors-decoupage', element, { ...contexte, numero, nombre });
    } else if (periodes.some((autre) => autre.numero === numero)) {
      constat.signaler('periode-en-double', element, { ...contexte, numero });
    } else {
      periodes.push({ numero, moyenne });
    }
  }
  return enOrdre(periodes) ? periodes : periodes.sort((a, b) => a.numero - b.numero);
}

function enOrdre(periodes: readonly { readonly numero: number }[]): boolean {
  return periodes.every(({ numero }, rang) => rang === 0 || numero > (periodes[rang - 1]?.numero ?? 0));
}

/** 0 to 20, or -1 for « non noté » (rules.md 8). */
function lireMoyenne(valeur: string, element: Element, contexte: Contexte, constat: Constat): Note {
  const moyenne = lireDecimal(valeur);
  if (moyenne === undefined) {
    constat.signaler('moyenne-invalide', element, { ...contexte, valeur: valeur });
  } else if (moyenne !== NON_NOTE) {
    if (estSur20(moyenne)) return moyenne;
    constat.signaler('moyenne-hors-bornes', element, { ...contexte, valeur: moyenne });
  }
  return null;
}

/** Of the CECRL: rules.md 9 keeps them for languages. */
const NIVEAU_DE_LANGUE = /^[ABC][12]$/;
const CODE_DE_COMPETENCE = /^[0-9]{4}$/;
const NIVEAUX: ReadonlySet<string> = new Set<NiveauImporte>([
  '0',
  'NE',
  '1',
  '2',
  '3',
  '4',
  'A1',
  'A2',
  'B1',
  'B2',
  'C1',
  'C2',
]);

function lireCompetences(
  competences: Element | undefined,
  contexte: Contexte,
  constat: Constat,
): Evaluation['competences'] {
  if (competences === undefined) return [];
  verifierForme(competences, COMPETENCES, constat);
  const { matiere } = contexte;
  const lues: { code: string | null; niveau: NiveauImporte }[] = [];
  for (const element of competences.enfants) {
    if (element.nom !== 'competence') continue;
    verifierForme(element, COMPETENCE, constat);
    const code = element.attributs.code ?? null;
    const niveau = element.texte;
    if (code !== null && !CODE_DE_COMPETENCE.test(code)) {
      constat.signaler('competence-code-invalide', element, { matiere, valeur: code });
    } else if (code !== null && porte(lues, code)) {
      constat.signaler('competence-en-double', element, { matiere, competence: code });
    }
    if (!NIVEAUX.has(niveau)) {
      constat.signaler('competence-niveau-inconnu', element, { matiere, valeur: niveau });
    } else if (NIVEAU_DE_LANGUE.test(niveau) && langueGenerique(matiere) === null) {
      constat.signaler('niveau-cecrl-hors-langue', element, { matiere, competence: code ?? 'sans code' });
    }
    lues.push({ code, niveau: niveau as NiveauImporte });
  }
  return lues;
}

/** A subject has 3 to 8 competences: a set would cost more than it saves. */
function porte(competences: readonly { readonly code: string | null }[], code: string): boolean {
  for (const competence of competences) if (competence.code === code) return true;
  return false;
}

function lireEnseignants(
  enseignants: Element | undefined,
  contexte: Contexte,
  constat: Constat,
): Evaluation['enseignants'] {
  if (enseignants === undefined) return [];
  verifierForme(enseignants, ENSEIGNANTS, constat);
  const lus: { nom: string; prenom: string }[] = [];
  for (const element of enseignants.enfants) {
    if (element.nom !== 'enseignant') continue;
    verifierForme(element, ENSEIGNANT, constat);
    const auteur = lireAuteur(element, constat);
    // The schema makes both optional: a teacher without any name is no one.
    if (estBlanc(auteur.nom + auteur.prenom)) constat.signaler('enseignant-sans-nom', element, contexte);
    else lus.push(auteur);
  }
  return lus;
}
