import { normaliserNom } from '../kernel/texte.ts';
import {
  BILANS,
  COMPLEMENTS,
  CONSEILS,
  FAMILLES,
  type Famille,
  PART,
  POINTS,
  type Resultat,
  type Tendance,
  TOURNURES,
  type Ton,
} from './grammaire.ts';
import { Hasard } from './hasard.ts';

export type Sexe = 'F' | 'M';

/** Texts of the three parts: as many numbers, one text each. */
export const COMBINAISONS = PART ** 3;
/** The schema's limit (formats.md §1.2). */
export const APPRECIATION_MAX = 300;

export interface Sujet {
  readonly sexe: Sexe;
  readonly famille: Famille;
  /** Hundredths of a point; null when no period has a mark. */
  readonly moyenne: number | null;
  readonly tendance: Tendance;
  readonly ton: Ton;
}

/**
 * A text for this subject. Two numbers of 0..4095 never give the same text, whatever their subjects: each number is
 * one sentence of each part, and no sentence stands twice in the grammar. A class gives each of its texts a number
 * of its own ({@link numeroDeTexte}), so that none of them is repeated, in whatever order they are written.
 */
export function appreciation(sujet: Sujet, numero: number): string {
  const bilan = BILANS[resultatDe(sujet.moyenne)][numero % PART] ?? '';
  const remarque = remarqueDe(sujet, Math.floor(numero / PART) % PART);
  const conseil = CONSEILS[sujet.tendance][Math.floor(numero / PART ** 2) % PART] ?? '';
  const trois = accorder(`${bilan} ${remarque} ${conseil}`, sujet.sexe);
  // One text in eight is as long as the field allows; these sentences speak of lessons and papers.
  const long = numero % 8 === 5 && sujet.famille !== 'sport';
  const complement = long ? ` ${COMPLEMENTS[numero % COMPLEMENTS.length]}` : '';
  return typographier(trois.length + complement.length <= APPRECIATION_MAX ? trois + complement : trois);
}

function remarqueDe({ famille, ton }: Sujet, rang: number): string {
  const point = POINTS[famille][rang >> 1] ?? '';
  return TOURNURES[ton][rang % 2 === 0 ? 0 : 1].replace('{}', point);
}

/** The bands of a mark, in hundredths. */
export function resultatDe(moyenne: number | null): Resultat {
  if (moyenne === null) return 'sansNote';
  if (moyenne >= 1550) return 'excellent';
  if (moyenne >= 1250) return 'bon';
  if (moyenne >= 1000) return 'moyen';
  return moyenne >= 800 ? 'fragile' : 'faible';
}

/**
 * The number of a text among those of a class: distinct for distinct ranks, and without visible order.
 *
 * @param rang of the text in its class, from 0 to 4095
 * @param cles what tells the class
 */
export function numeroDeTexte(rang: number, ...cles: readonly (number | string)[]): number {
  const hasard = new Hasard('texte', ...cles);
  const pas = hasard.entier(COMBINAISONS / 2) * 2 + 1;
  return (Math.imul(rang, pas) + hasard.entier(COMBINAISONS)) & (COMBINAISONS - 1);
}

export function familleDe(discipline: string): Famille {
  const mots = normaliserNom(discipline);
  return FAMILLES.find(([, motif]) => motif.test(mots))?.[0] ?? 'generale';
}

/** « [attentif|attentive] » → « attentive » */
export function accorder(texte: string, sexe: Sexe): string {
  return texte.replace(/\[([^|\]]*)\|([^|\]]*)\]/g, (_choix, masculin: string, feminin: string) =>
    sexe === 'F' ? feminin : masculin,
  );
}

/** A no-break space before « : ; ! ? », as French has it. */
export function typographier(texte: string): string {
  return texte.replace(/ (?=[:;!?])/g, '\u00A0');
}
