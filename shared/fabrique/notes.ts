import type { Niveau } from './filieres.ts';
import type { Tendance, Ton } from './grammaire.ts';
import { Hasard } from './hasard.ts';
import type { Etablissement, Monde } from './monde.ts';
import { LANGUE_PRINCIPALE, type Parcours, type Place, type Suivi, suivis } from './parcours.ts';

/**
 * One pupil's year in one subject. Marks are whole hundredths of a point, so that sums and means are exact
 * (rules.md 6); `null` is « not graded ».
 */
export interface Evaluation {
  readonly suivi: Suivi;
  readonly classe: Classe;
  readonly place: Place;
  /** Null where the nomenclature has no mark by period. */
  readonly periodes: readonly (number | null)[] | null;
  /** Mean of the graded periods, truncated; null when there is none. */
  readonly moyenne: number | null;
  /** What the texts and competences speak of: the mean, or what it would have been. */
  readonly niveau: number | null;
  readonly tendance: Tendance;
  readonly ton: Ton;
}

/** Those who are taught a subject together: a division, or a group of two divisions' pupils. */
export interface Classe {
  /** Unique in an establishment and a year. */
  readonly cle: string;
  readonly type: 'D' | 'G';
  /** Ranks of its divisions in their cohort. */
  readonly divisions: readonly number[];
}

/** Divisions whose pupils are gathered for a language, a specialty or an option. */
const BARRETTE = 2;

/** What the pupil is evaluated in at that level, in the order of the nomenclature. */
export function evaluations(
  { graine }: Monde,
  etablissement: Etablissement,
  eleve: Parcours,
  niveau: Niveau,
): Evaluation[] {
  const place = niveau === 'terminale' ? eleve.terminale : eleve.premiere;
  if (place === null) return [];
  const quittee = niveau === 'terminale' ? eleve.divisionQuittee : null;
  const nombre = etablissement.decoupage === 'T' ? 3 : 2;
  const absent = niveau === 'terminale' && eleve.arrivee?.enCoursDAnnee === true ? 1 : 0;
  return suivis(graine, eleve, niveau).flatMap((suivi) => {
    const classe = classeDe(eleve, suivi, place, niveau);
    const tirage = tirer(graine, etablissement, eleve, suivi, niveau, nombre);
    if (quittee === null || classe.type === 'G') {
      const periodes = tirage.periodes.map((note, rang) => (rang < absent ? null : note));
      return [evaluation(suivi, classe, place, periodes, tirage)];
    }
    // Two evaluations of one subject, whose periods complete each other (rules.md 10).
    const avant = tirage.periodes.map((note, rang) => (rang === 0 ? note : null));
    const apres = tirage.periodes.map((note, rang) => (rang === 0 ? null : note));
    return [
      evaluation(suivi, classeDe(eleve, suivi, quittee, niveau), quittee, avant, tirage),
      evaluation(suivi, classe, place, apres, tirage),
    ];
  });
}

export function classeDe({ cohorte }: Parcours, { ligne, langue }: Suivi, { division }: Place, niveau: Niveau): Classe {
  const { filiere, divisions } = cohorte;
  const langueDeTous = ligne.place === 'langue' && langue === LANGUE_PRINCIPALE && !estLv2(ligne.matiere.codeMatiere);
  const enDivision = ligne.place === 'commun' || langueDeTous;
  const premiere = enDivision ? division : division - (division % BARRETTE);
  const derniere = enDivision ? division : Math.min(premiere + BARRETTE, divisions[niveau].length) - 1;
  return {
    cle: `${filiere.rang}/${enDivision ? 'D' : 'G'}${premiere}/${ligne.rang}/${langue ?? ''}`,
    type: enDivision ? 'D' : 'G',
    divisions: Array.from({ length: derniere - premiere + 1 }, (_, rang) => premiere + rang),
  };
}

const estLv2 = (generique: string): boolean => generique.endsWith('02');

interface Tirage {
  readonly periodes: readonly (number | null)[];
  readonly pente: number;
  readonly ton: number;
}

/** A pupil has an aptitude, more or less taste for a subject, and good or bad periods. */
function tirer(
  graine: number,
  etablissement: Etablissement,
  { numero, cohorte }: Parcours,
  { ligne, codeMatiere }: Suivi,
  niveau: Niveau,
  nombre: number,
): Tirage {
  const aptitude = 11.7 + 2.5 * new Hasard(graine, 'aptitude', numero).ecart();
  const gout = 1.5 * new Hasard(graine, 'gout', numero, codeMatiere).ecart();
  const exigence = 0.6 * new Hasard(graine, 'exigence', etablissement.rang, codeMatiere, cohorte.filiere.rang).ecart();
  const facilite = ligne.place === 'facultatif' ? 1.6 : 0;
  const hasard = new Hasard(graine, 'notes', numero, niveau, ligne.rang, codeMatiere);
  const pente = 0.8 * hasard.ecart();
  const pas = hasard.choixPese([
    [1, 60],
    [10, 25],
    [50, 15],
  ] as const);
  const sansMoyenne = hasard.chance(4);
  const periodes = Array.from({ length: nombre }, (_, rang) => {
    const note = aptitude + gout + exigence + facilite + pente * (rang - (nombre - 1) / 2) + 0.9 * hasard.ecart();
    // rules.md 8: « not graded » is a mark of the file, -1.
    if (hasard.chance(15) || sansMoyenne) return null;
    return Math.min(2000, Math.max(0, Math.round((note * 100) / pas) * pas));
  });
  return { periodes, pente, ton: hasard.reel() };
}

function evaluation(
  suivi: Suivi,
  classe: Classe,
  place: Place,
  periodes: readonly (number | null)[],
  tirage: Tirage,
): Evaluation {
  const niveau = moyenneDe(periodes);
  const notee = suivi.ligne.matiere.periodique;
  return {
    suivi,
    classe,
    place,
    periodes: notee ? periodes : null,
    moyenne: notee ? niveau : null,
    niveau,
    tendance: tendanceDe(periodes, niveau),
    ton: tonDe(niveau, tirage.ton),
  };
}

/** The annual average (R51-R52), in hundredths: periods without a mark are skipped, the rest is cut off. */
function moyenneDe(periodes: readonly (number | null)[]): number | null {
  const notes = periodes.filter((note) => note !== null);
  return notes.length === 0 ? null : Math.floor(notes.reduce((somme, note) => somme + note, 0) / notes.length);
}

function tendanceDe(periodes: readonly (number | null)[], niveau: number | null): Tendance {
  const notes = periodes.filter((note) => note !== null);
  const progres = (notes.at(-1) ?? 0) - (notes[0] ?? 0);
  if (progres >= 130) return 'hausse';
  // A point lost at the top is no relapse.
  if (progres <= -130 && (niveau ?? 0) < 1550) return 'baisse';
  return niveau !== null && niveau >= 1250 ? 'acquis' : 'effort';
}

function tonDe(niveau: number | null, tirage: number): Ton {
  if (niveau === null) return 'progres';
  if (niveau >= 1550) return 'atout';
  if (niveau >= 1250) return tirage < 0.65 ? 'atout' : 'progres';
  if (niveau >= 800) return tirage < 0.75 ? 'progres' : 'lacune';
  return 'lacune';
}
