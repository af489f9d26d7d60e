import type { Temporal } from 'temporal-polyfill';
import { aujourdhui, type Horloge } from './horloge.ts';
import type { Marque } from './marque.ts';

/** A school year, named by its first civil year: 2015 is 2015-2016. */
export type AnneeScolaire = Marque<number, 'AnneeScolaire'>;
/** An exam session, named by its civil year: the session 2016 ends the school year 2015. */
export type Session = Marque<number, 'Session'>;

export function anneeScolaire(annee: number): AnneeScolaire {
  if (!Number.isInteger(annee) || annee < 2000 || annee > 9999) {
    throw new RangeError(`année scolaire hors limites : ${annee}`);
  }
  return annee as AnneeScolaire;
}

export function session(annee: number): Session {
  return anneeScolaire(annee) as number as Session;
}

/** 2015 → « 2015-2016 » */
export function libelleAnnee(annee: AnneeScolaire): string {
  return `${annee}-${annee + 1}`;
}

/** The school year that a session ends. */
export function anneeDeSession(s: Session): AnneeScolaire {
  return anneeScolaire(s - 1);
}

/** The month in which the next school year can be prepared: SIECLE opens it before the summer ends. */
const MOIS_DE_LA_RENTREE = 8;

/** The school year that runs, in Paris, or that the coming rentrée opens. */
export function anneeEnCours(horloge: Horloge): AnneeScolaire {
  return anneeDuJour(aujourdhui(horloge));
}

/** The same, on a day. */
export function anneeDuJour({ year, month }: Pick<Temporal.PlainDate, 'year' | 'month'>): AnneeScolaire {
  return anneeScolaire(month >= MOIS_DE_LA_RENTREE ? year : year - 1);
}
