import { accorder, appreciation, familleDe, numeroDeTexte, resultatDe, typographier } from './appreciations.ts';
import { eleveIdDe, identiteDe } from './fiches.ts';
import {
  AVIS_DU_CHEF,
  AVIS_ENGAGEMENT,
  AVIS_INVESTISSEMENT,
  ENGAGEMENTS_AUTRES,
  type Resultat,
  SUITES_DAVIS,
} from './grammaire.ts';
import { Hasard } from './hasard.ts';
import { identite } from './identites.ts';
import { type Adulte, adulte, type Usages } from './monde.ts';
import { type Evaluation, evaluations } from './notes.ts';
import { type Parcours, PLACES, type Place } from './parcours.ts';
import { codeDEquipe, enseignantDe, type Figures, type Registre } from './registre.ts';

/** A pupil as the notes software exports them to the livret (formats.md §1.2), every value as it is written. */
export interface Dossier {
  readonly id: string;
  readonly engagements: readonly string[];
  readonly engagementAutre: string | null;
  readonly avisExamen: string | null;
  readonly scolarites: readonly Scolarite[];
}

export interface Scolarite {
  readonly annee: number;
  readonly codePeriode: 'T' | 'S';
  readonly avisEngagement: Avis | null;
  readonly avisInvestissement: Avis | null;
  readonly avisChefEtab: Avis | null;
  readonly evaluations: readonly EvaluationEcrite[];
}

export interface Avis {
  readonly texte: string;
  readonly nom: string;
  readonly prenom: string;
  readonly date: string | null;
}

export interface EvaluationEcrite {
  readonly codeMatiere: string;
  readonly modalite: string;
  readonly date: string | null;
  readonly structure: Readonly<Record<'effectif' | 'moyenne' | 'moinsDe8' | 'de8a12' | 'plusDe12', string | null>>;
  /** Null when absent; empty for an empty element, which the schema refuses. */
  readonly annuelle: string | null;
  readonly periodes: readonly { readonly numero: string; readonly moyenne: string }[];
  readonly competences: readonly { readonly code: string; readonly niveau: string }[];
  readonly enseignants: readonly { readonly nom: string | null; readonly prenom: string | null }[];
}

/**
 * What the establishment exports of one pupil at the end of a level. In terminale the year of première goes with it,
 * if it was spent there; a repeater's first terminale is left out, as GEPI's export does (formats.md §1.4 b).
 */
export function dossierDe(registre: Registre, anneePrecedente: Registre | null, eleve: Parcours): Dossier {
  const { monde, etablissement, niveau } = registre;
  const hasard = new Hasard(monde.graine, 'engagements', eleve.numero, niveau);
  const engagements = ['C', 'V', 'A', 'E', 'S'].filter(() => hasard.chance(70));
  return {
    id: eleveIdDe(monde.graine, etablissement, eleve.rang),
    engagements,
    engagementAutre: hasard.chance(60) ? hasard.choix(ENGAGEMENTS_AUTRES) : null,
    avisExamen: niveau === 'terminale' ? avisPourLExamen(registre, eleve) : null,
    scolarites: [
      scolariteDe(registre, eleve),
      ...(anneePrecedente === null || eleve.premiere === null ? [] : [scolariteDe(anneePrecedente, eleve)]),
      ...(niveau === 'premiere' || eleve.premiereAncienne === null ? [] : [scolariteAncienne(registre, eleve)]),
    ],
  };
}

function scolariteDe(registre: Registre, eleve: Parcours): Scolarite {
  const { monde, etablissement, niveau, annee } = registre;
  const ecrites = evaluations(monde, etablissement, eleve, niveau).map((evaluation) => {
    const service = registre.service(evaluation.classe);
    return ecrire(
      registre,
      annee,
      eleve,
      evaluation,
      structureDe(service.figures, etablissement.usages),
      service.enseignants,
    );
  });
  return { annee, codePeriode: etablissement.decoupage, ...avisDe(registre, eleve), evaluations: ecrites };
}

/**
 * The première of a repeater, two years ago. Their class of then is out of the world: the software has kept its size
 * only, as GEPI does for a year whose averages were not archived.
 */
function scolariteAncienne(registre: Registre, eleve: Parcours): Scolarite {
  const { monde, etablissement } = registre;
  const annee = registre.annee - 2;
  const ancien: Parcours = { ...eleve, premiere: eleve.premiereAncienne };
  return {
    annee,
    codePeriode: etablissement.decoupage,
    avisEngagement: null,
    avisInvestissement: null,
    avisChefEtab: null,
    evaluations: evaluations(monde, etablissement, ancien, 'premiere').map((evaluation) => {
      const code = codeDEquipe(evaluation.suivi);
      const effectif = 22 + new Hasard(monde.graine, 'ancienne', etablissement.rang, evaluation.classe.cle).entier(12);
      const structure = { ...SANS_FIGURES, effectif: String(effectif) };
      return ecrire(registre, annee, ancien, evaluation, structure, [
        enseignantDe(monde, etablissement, code, eleve.position % 3),
      ]);
    }),
  };
}

const SANS_FIGURES = { effectif: null, moyenne: null, moinsDe8: null, de8a12: null, plusDe12: null };

function ecrire(
  { monde, etablissement }: Registre,
  annee: number,
  eleve: Parcours,
  evaluation: Evaluation,
  structure: EvaluationEcrite['structure'],
  enseignants: readonly Adulte[],
): EvaluationEcrite {
  const { suivi, place, periodes, moyenne, tendance, ton } = evaluation;
  const { usages } = etablissement;
  const { matiere } = suivi.ligne;
  const { sexe } = identite(monde.graine, eleve.numero, monde.annee, eleve.redoublant);
  // A subject without marks has no average to lack: its text speaks of the work.
  const noteDuTexte = matiere.periodique ? moyenne : (evaluation.niveau ?? 1000);
  const sujet = { sexe, famille: familleDe(matiere.discipline), moyenne: noteDuTexte, tendance, ton };
  return {
    codeMatiere: suivi.codeMatiere,
    modalite: suivi.modalite,
    date: usages.dates ? `${annee + 1}-05-${String(16 + (suivi.ligne.rang % 12)).padStart(2, '0')}` : null,
    structure,
    annuelle: appreciation(
      sujet,
      numeroDuTexte(monde.graine, etablissement.rang, annee, eleve, place, suivi.ligne.rang),
    ),
    periodes: (periodes ?? []).map((note, rang) => ({
      numero: String(rang + 1),
      moyenne: note === null ? '-1' : centiemes(note, usages),
    })),
    competences: competencesDe(monde.graine, annee, eleve, evaluation, usages),
    enseignants: enseignants.map(({ nom, prenom }) => ({ nom, prenom })),
  };
}

/** Rows of a course that have texts of their own. */
const LIGNES_MAX = 48;

/** Two divisions share groups: their texts are numbered together, each seat and each row its own. */
function numeroDuTexte(
  graine: number,
  etablissement: number,
  annee: number,
  { cohorte }: Parcours,
  { division, rang }: Place,
  ligne: number,
): number {
  const siege = (division % 2) * PLACES + Math.min(rang, PLACES - 1);
  return numeroDeTexte(
    siege * LIGNES_MAX + (ligne % LIGNES_MAX),
    graine,
    etablissement,
    annee,
    cohorte.filiere.rang,
    division >> 1,
  );
}

/** « 11.40 » or « 11.4 » */
function centiemes(valeur: number, { decimalesFixes }: Pick<Usages, 'decimalesFixes'>): string {
  const decimales = String(valeur % 100).padStart(2, '0');
  const texte = `${Math.floor(valeur / 100)}.${decimales}`;
  return decimalesFixes ? texte : texte.replace(/\.?0+$/, '') || '0';
}

/**
 * The figures of a group as GEPI computes them: over the pupils who have an average, in hundredths, and three
 * percentages that add up to 100 exactly, the rounding of one being made up for by the next.
 */
function structureDe(
  { inscrits, notes, somme, moinsDe8, de8a12 }: Figures,
  usages: Usages,
): EvaluationEcrite['structure'] {
  if (notes === 0) return { ...SANS_FIGURES, effectif: String(inscrits) };
  const premier = arrondi(10_000 * moinsDe8, notes);
  const deuxieme = arrondi(10_000 * (moinsDe8 + de8a12), notes);
  return {
    effectif: String(notes),
    moyenne: centiemes(arrondi(somme, notes), usages),
    moinsDe8: centiemes(premier, usages),
    de8a12: centiemes(deuxieme - premier, usages),
    plusDe12: centiemes(10_000 - deuxieme, usages),
  };
}

/** The quotient of two whole numbers, to the nearest. */
function arrondi(dividende: number, diviseur: number): number {
  return Math.floor((2 * dividende + diviseur) / (2 * diviseur));
}

const CECRL = ['A1', 'A2', 'B1', 'B2', 'C1'] as const;

function competencesDe(
  graine: number,
  annee: number,
  { numero }: Parcours,
  { suivi, place, niveau }: Evaluation,
  { cecrl }: Usages,
): EvaluationEcrite['competences'] {
  if (niveau === null) return [];
  const hasard = new Hasard(graine, 'competences', numero, annee, suivi.ligne.rang, place.division);
  const enLangue = cecrl && suivi.langue !== null;
  // LV1 is a level above LV2.
  const avance = suivi.codeMatiere.endsWith('01') ? 1 : 0;
  return suivi.ligne.matiere.rubriques.flatMap(({ competences }) =>
    competences.flatMap(({ code }) => {
      const tirage = hasard.entier(100);
      const degre = (niveau + 150 * hasard.ecart()) / 100;
      // R49: a competence may be left blank.
      if (tirage < 4) return [];
      if (tirage < 7) return [{ code, niveau: 'NE' }];
      const rang = degre < 8 ? 0 : degre < 10.5 ? 1 : degre < 14 ? 2 : 3;
      return [{ code, niveau: enLangue ? (CECRL[rang + avance] ?? 'B1') : String(rang + 1) }];
    }),
  );
}

function avisDe(
  registre: Registre,
  eleve: Parcours,
): Pick<Scolarite, 'avisEngagement' | 'avisInvestissement' | 'avisChefEtab'> {
  const { monde, etablissement, niveau, annee } = registre;
  const { graine } = monde;
  const { sexe } = identiteDe(registre, eleve);
  const place = niveau === 'terminale' ? eleve.terminale : eleve.premiere;
  if (place === null) throw new RangeError('an opinion on a pupil of no class');
  const hasard = new Hasard(graine, 'avis', eleve.numero, niveau);
  const cles = [graine, etablissement.rang, annee, eleve.cohorte.filiere.rang, place.division];
  const date = etablissement.usages.dates ? `${annee + 1}-05-30` : null;
  const avis = (pourMille: number, auteur: Adulte, texte: string): Avis | null =>
    hasard.chance(pourMille)
      ? { texte: typographier(accorder(texte, sexe)), nom: auteur.nom, prenom: auteur.prenom, date }
      : null;
  const principal = registre.professeurPrincipal(eleve.cohorte.divisions[niveau][place.division] ?? '');
  return {
    avisEngagement: avis(
      450,
      adulte(graine, 'cpe', etablissement.rang, place.division % 3),
      deuxPhrases(AVIS_ENGAGEMENT, place.rang, 'engagement', ...cles),
    ),
    avisInvestissement: avis(900, principal, deuxPhrases(AVIS_INVESTISSEMENT, place.rang, 'investissement', ...cles)),
    avisChefEtab: avis(
      niveau === 'terminale' ? 800 : 0,
      chefDe(graine, etablissement.rang),
      hasard.choix(AVIS_DU_CHEF),
    ),
  };
}

export function chefDe(graine: number, etablissement: number): Adulte {
  return adulte(graine, 'chef', etablissement);
}

/** Sixty-four texts, one a seat of the class. */
function deuxPhrases(debuts: readonly string[], rang: number, ...cles: readonly (number | string)[]): string {
  const numero = (rang * 13 + new Hasard(...cles).entier(64)) % 64;
  return `${debuts[numero % debuts.length]} ${SUITES_DAVIS[Math.floor(numero / debuts.length)]}`;
}

/** From the marks of the year: very favourable, favourable, rather favourable, must prove themselves. */
function avisPourLExamen({ monde, etablissement, niveau }: Registre, eleve: Parcours): string | null {
  const notes = evaluations(monde, etablissement, eleve, niveau).flatMap(({ moyenne }) => moyenne ?? []);
  if (notes.length === 0) return null;
  const avis: Readonly<Record<Resultat, string>> = {
    excellent: 'T',
    bon: 'F',
    moyen: 'F',
    fragile: 'A',
    faible: 'D',
    sansNote: 'D',
  };
  return avis[resultatDe(Math.floor(notes.reduce((somme, note) => somme + note, 0) / notes.length))];
}
