import { Temporal } from 'temporal-polyfill';

/** What a rectification may be about (R63, rules.md 14): evaluations may be contested the same way. */
export const OBJETS_DE_RECTIFICATION = {
  identite: 'une donnée personnelle',
  evaluation: 'une évaluation',
  autre: 'une autre donnée',
} as const;
export type ObjetDeRectification = keyof typeof OBJETS_DE_RECTIFICATION;

export const LIBELLES_DE_RECTIFICATION = {
  recue: 'reçue',
  acceptee: 'acceptée',
  refusee: 'refusée',
  retiree: 'retirée',
} as const;

/** A request of a pupil or a guardian, the establishment's dated answer, and the act that carries it out. */
export interface Rectification {
  readonly rectificationId: string;
  readonly uai: string;
  readonly annee: number;
  readonly livretId: string;
  readonly eleveId: string;
  readonly etat: keyof typeof LIBELLES_DE_RECTIFICATION;
  readonly objet: ObjetDeRectification;
  /** The entry that it contests, as the family names it; null when it names none. */
  readonly entree: string | null;
  readonly texte: string;
  readonly de: 'eleve' | 'responsable';
  /** ISO dates, in Paris. */
  readonly recueLe: string;
  readonly echeance: string;
  /** Who wrote it down. */
  readonly par: string;
  readonly role: string;
  readonly le: string;
  readonly reponse: Reponse | null;
  /** Salt of the hash that the event holds. */
  readonly sel: string;
}

export interface Reponse {
  readonly motif: string;
  readonly par: string;
  readonly role: string;
  /** ISO instant. */
  readonly le: string;
  /** The unlock that carries out an accepted request on a livret that was locked. */
  readonly acteId: string | null;
}

/** RGPD, article 12(3): an answer within one month of the request. */
export function echeanceDe(recueLe: string): string {
  return Temporal.PlainDate.from(recueLe).add({ months: 1 }).toString();
}
