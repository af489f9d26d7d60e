import { Temporal } from 'temporal-polyfill';

/** Where the rules read the time: never from the machine directly (design.md). */
export interface Horloge {
  maintenant(): Temporal.Instant;
}

/** School dates are those of Paris. */
export const FUSEAU = 'Europe/Paris';

export const horlogeReelle: Horloge = { maintenant: () => Temporal.Now.instant() };

/** A clock stopped at one instant: a parameter of the local cloud, refused elsewhere. */
export function horlogeFixe(instant: string): Horloge {
  const fixe = Temporal.Instant.from(instant);
  return { maintenant: () => fixe };
}

export function aujourdhui(horloge: Horloge): Temporal.PlainDate {
  return horloge.maintenant().toZonedDateTimeISO(FUSEAU).toPlainDate();
}

/** « 02/05/2017 » */
export function dateFrancaise(date: Temporal.PlainDate): string {
  return `${[date.day, date.month].map((n) => String(n).padStart(2, '0')).join('/')}/${date.year}`;
}

/** « 02/05/2017 09:00 », in Paris, of an ISO instant. */
export function instantFrancais(instant: string): string {
  const heure = Temporal.Instant.from(instant).toZonedDateTimeISO(FUSEAU);
  return `${dateFrancaise(heure.toPlainDate())} ${heure.toPlainTime().toString({ smallestUnit: 'minute' })}`;
}

/** The French date, in Paris, of an ISO instant. */
export function dateFrancaiseDe(instant: string): string {
  return dateFrancaise(Temporal.Instant.from(instant).toZonedDateTimeISO(FUSEAU).toPlainDate());
}
