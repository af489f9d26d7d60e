import { langueGenerique } from '../kernel/codes.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import { decimalCanonique, type Note, somme } from '../kernel/note.ts';
import { citer } from '../kernel/phrase.ts';
import { estBlanc } from '../kernel/texte.ts';
import type { NiveauImporte, Structure } from './contenu.ts';
import type { EvaluationDemandee, ValeurDemandee } from './demande-de-saisie.ts';
import { lignesPossibles } from './lignes.ts';
import type { MatiereDeNomenclature, MefDeNomenclature } from './nomenclature.ts';
import { type EvaluationSaisie, estDeLigne, type ValeurSaisie } from './saisie.ts';

/** What an entry is judged by. */
export interface CadreDeSaisie {
  /** Nomenclature of the pupil's MEF that year. */
  readonly mef: MefDeNomenclature | null;
  /** Trimesters or semesters. */
  readonly nombreDePeriodes: 2 | 3;
  /** Labels of the mentions that the académie knows (R56). */
  readonly mentions: readonly string[];
  /** ISO date in Paris: that of an opinion. */
  readonly jour: string;
}

/** As the import (formats.md §1.2). */
const TEXTE_MAX = 300;

/**
 * The entry as it is kept, in the same domain as an import's; names of teachers come after.
 *
 * @throws ErreurCodee for a value that the livret of this pupil and year cannot hold
 */
export function verifierSaisie(valeur: ValeurDemandee, cadre: CadreDeSaisie): ValeurSaisie {
  switch (valeur.sorte) {
    case 'evaluation':
      return verifierEvaluation(valeur, cadre);
    case 'engagements':
      return {
        sorte: 'engagements',
        engagements: [...new Set(valeur.engagements)],
        autre: verifierTexte(valeur.autre, 'L’autre engagement'),
      };
    case 'observation':
    case 'investissement':
    case 'avis-chef': {
      const texte = verifierTexte(valeur.avis?.texte ?? null, 'L’avis');
      const { nom = '', prenom = '' } = valeur.avis ?? {};
      return { sorte: valeur.sorte, avis: texte === null ? null : { texte, nom, prenom, date: cadre.jour } };
    }
    case 'avis-examen':
      return valeur;
    case 'mentions': {
      const inconnue = valeur.mentions.find((mention) => !cadre.mentions.includes(mention));
      if (inconnue === undefined) return { sorte: 'mentions', mentions: [...new Set(valeur.mentions)] };
      throw new ErreurCodee(
        'mention-inconnue',
        `La mention « ${citer(inconnue)} » n’est pas de celles que l’académie connaît.`,
        cadre.mentions.length === 0
          ? 'L’académie n’en a déclaré aucune dans ses paramètres.'
          : `Choisissez parmi : ${cadre.mentions.join(', ')}.`,
      );
    }
    case 'sanction-examen':
      return verifierSanction(valeur);
  }
}

function verifierEvaluation(
  { ligne, codeMatiere, periodes, competences, appreciation, groupe }: EvaluationDemandee,
  { mef, nombreDePeriodes }: CadreDeSaisie,
): EvaluationSaisie {
  if (mef === null) {
    throw new ErreurCodee(
      'nomenclature-absente',
      'La nomenclature de cette année n’est pas connue pour la formation de l’élève.',
      'Demandez à la division des examens de déposer la nomenclature de l’année.',
    );
  }
  const matiere = mef.matieres.find((une) => estDeLigne(ligne, une));
  const possibles = lignesPossibles({ codeMatiere, modalite: ligne.modalite }, mef.matieres);
  if (matiere === undefined || !possibles.includes(matiere)) {
    throw new ErreurCodee(
      'matiere-hors-nomenclature',
      `La nomenclature ne prévoit pas la matière ${codeMatiere} sur cette ligne du livret de l’élève.`,
      'Choisissez une ligne que la grille de saisie propose pour cet élève.',
    );
  }
  const notes = verifierPeriodes(periodes, nombreDePeriodes);
  if (!matiere.periodique && Object.keys(notes).length > 0) {
    throw new ErreurCodee(
      'periodes-non-prevues',
      `La matière ${codeMatiere} n’est pas notée par période dans ce livret.`,
      'N’y saisissez que les compétences et l’appréciation.',
    );
  }
  return {
    sorte: 'evaluation',
    ligne,
    codeMatiere,
    periodes: notes,
    competences: verifierCompetences(competences, matiere, codeMatiere),
    ...(appreciation === undefined ? {} : { appreciation: verifierTexte(appreciation, 'L’appréciation') }),
    ...(groupe === undefined ? {} : { groupe: verifierGroupe(groupe) }),
    enseignants: [],
  };
}

function verifierPeriodes(periodes: EvaluationDemandee['periodes'], nombre: 2 | 3): Record<string, Note> {
  return Object.fromEntries(
    Object.entries(periodes).map(([numero, note]): [string, Note] => {
      if (Number(numero) > nombre) {
        throw new ErreurCodee(
          'periode-hors-decoupage',
          `La période ${numero} n’existe pas : l’année compte ${nombre} ${nombre === 3 ? 'trimestres' : 'semestres'}.`,
          `Saisissez les périodes 1 à ${nombre}.`,
        );
      }
      return [numero, note === null ? null : verifierNote(note, `La moyenne de la période ${numero}`)];
    }),
  );
}

/** Point or comma; leading zeros and signs are slips. */
const DECIMAL = /^(?:0|[1-9][0-9]?)(?:[.,][0-9]{1,2})?$/;

function verifierNote(note: string, quoi: string): string {
  const decimale = lireDecimal(note, 20);
  if (decimale !== null) return decimale;
  throw new ErreurCodee(
    'moyenne-invalide',
    `${quoi} n’est pas un nombre de 0 à 20, à deux décimales au plus : « ${citer(note)} ».`,
    'Corrigez-la ; « NN » se dit pour un élève non noté.',
  );
}

function lireDecimal(texte: string, max: number): string | null {
  const motif = max === 100 ? /^(?:0|[1-9][0-9]{0,2})(?:[.,][0-9]{1,2})?$/ : DECIMAL;
  if (!motif.test(texte)) return null;
  const decimale = decimalCanonique(texte.replace(',', '.'));
  return Number(decimale) <= max ? decimale : null;
}

const NIVEAUX: readonly string[] = ['1', '2', '3', '4', 'NE'];
/** Of the CECRL: for languages only (rules.md 9). */
const NIVEAUX_DE_LANGUE: readonly string[] = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'];

function verifierCompetences(
  competences: EvaluationDemandee['competences'],
  matiere: MatiereDeNomenclature,
  codeMatiere: string,
): Record<string, NiveauImporte> {
  const prevues = new Set(matiere.rubriques.flatMap((rubrique) => rubrique.competences.map(({ code }) => code)));
  const admis = langueGenerique(codeMatiere) === null ? NIVEAUX : [...NIVEAUX, ...NIVEAUX_DE_LANGUE];
  for (const [code, niveau] of Object.entries(competences)) {
    if (!prevues.has(code)) {
      throw new ErreurCodee(
        'competence-hors-nomenclature',
        `La compétence « ${citer(code)} » n’est pas prévue pour la matière ${codeMatiere}.`,
        'Choisissez parmi celles que la nomenclature donne à cette ligne.',
      );
    }
    if (!admis.includes(niveau)) {
      throw new ErreurCodee(
        'competence-niveau-inconnu',
        `Le niveau « ${citer(niveau)} » n’est pas admis pour la compétence ${code}.`,
        `Choisissez parmi : ${admis.join(', ')}.`,
      );
    }
  }
  return competences as Record<string, NiveauImporte>;
}

/** Null when no character of it can be seen, as in an import. */
function verifierTexte(texte: string | null, quoi: string): string | null {
  if (texte === null || estBlanc(texte)) return null;
  const longueur = [...texte].length;
  if (longueur > TEXTE_MAX) {
    throw new ErreurCodee(
      'texte-trop-long',
      `${quoi} compte ${longueur} caractères ; ${TEXTE_MAX} sont admis.`,
      'Raccourcissez ce texte.',
    );
  }
  // Neither XML nor a page can carry them.
  if (!texte.isWellFormed() || /[^\P{Cc}\t\n\r]/u.test(texte)) {
    throw new ErreurCodee('texte-illisible', `${quoi} contient un caractère invisible.`, 'Retapez ce texte.');
  }
  return texte;
}

/** Figures of the group (R46, R53): three bands rounded to the unit may miss 100 by one. */
function verifierGroupe(groupe: Structure): Structure {
  const pourcent = (texte: string | null): string | null => {
    if (texte === null) return null;
    const decimale = lireDecimal(texte, 100);
    if (decimale === null) throw groupeInvalide(`« ${citer(texte)} » n’est pas un pourcentage`);
    return decimale;
  };
  const bandes = [pourcent(groupe.moinsDe8), pourcent(groupe.de8a12), pourcent(groupe.plusDe12)] as const;
  const donnees = bandes.filter((bande) => bande !== null);
  if (donnees.length === 3 && somme(donnees).minus(100).abs().greaterThan(1)) {
    throw groupeInvalide('la répartition ne fait pas 100 %');
  }
  return {
    effectif: groupe.effectif,
    moyenne: groupe.moyenne === null ? null : verifierNote(groupe.moyenne, 'La moyenne du groupe'),
    moinsDe8: bandes[0],
    de8a12: bandes[1],
    plusDe12: bandes[2],
  };
}

function groupeInvalide(cause: string): ErreurCodee {
  return new ErreurCodee(
    'groupe-invalide',
    `Les chiffres du groupe ne sont pas recevables : ${cause}.`,
    'Corrigez-les ; ils se laissent vides quand ils ne sont pas connus.',
  );
}

function verifierSanction(valeur: Extract<ValeurDemandee, { sorte: 'sanction-examen' }>): ValeurSaisie {
  const { sanction } = valeur;
  const fausse =
    sanction !== null &&
    (sanction.nature === 'interdiction'
      ? sanction.jusquAu === null || sanction.jusquAu <= sanction.prononceeLe
      : sanction.jusquAu !== null);
  if (!fausse) return valeur;
  throw new ErreurCodee(
    'sanction-invalide',
    'Seule une interdiction a une date de fin, et elle suit le jour où elle est prononcée.',
    'Corrigez les dates de la sanction.',
  );
}
