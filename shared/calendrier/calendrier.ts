import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { ErreurCodee } from '../kernel/erreur.ts';
import { aujourdhui, dateFrancaise, FUSEAU, type Horloge } from '../kernel/horloge.ts';

const dateIso = z.iso.date();

/**
 * The calendar of a session in one académie (R91-R96, rules.md 4): absolute dates, a parameter of the
 * deployment. Days are whole days of Paris.
 */
export const schemaCalendrier = z
  .strictObject({
    /** From this day on, identifiers and livrets can be sent. */
    ouvertureDesServices: dateIso,
    /** Last day asked of establishments for complete livrets. */
    livretsComplets: dateIso,
    /** Livrets are sent before this day, which is excluded (« avant le 18 juin »). */
    transfertAvant: dateIso,
    /** Day of the first-group deliberations, J. */
    deliberations: dateIso,
  })
  .refine(
    ({ ouvertureDesServices, livretsComplets, transfertAvant, deliberations }) =>
      ouvertureDesServices <= livretsComplets && livretsComplets <= transfertAvant && transfertAvant <= deliberations,
    'les dates d’une session se suivent : ouverture, livrets complets, transfert, délibérations',
  );

export type CalendrierDeSession = z.infer<typeof schemaCalendrier>;

/** By session, « 2016 ». */
export const schemaCalendriers = z.record(z.string().regex(/^[0-9]{4}$/), schemaCalendrier);
export type Calendriers = z.infer<typeof schemaCalendriers>;

/** Parses the LSL_CALENDRIERS variable of a function. */
export const calendriersDeTexte = z
  .string()
  .transform((texte): unknown => JSON.parse(texte))
  .pipe(schemaCalendriers);

export function calendrierDe(calendriers: Calendriers, session: number): CalendrierDeSession {
  const calendrier = calendriers[String(session)];
  if (calendrier === undefined) {
    throw new ErreurCodee(
      'session-sans-calendrier',
      `L’académie n’a pas de calendrier pour la session ${session}.`,
      'Demandez à l’académie d’ajouter le calendrier de cette session à ses paramètres.',
    );
  }
  return calendrier;
}

/**
 * Refuses an exchange with the référentiel before the services open, and from the day of the deliberations on.
 * Between the asked date and that day, late work stays possible: a pupil never loses a livret because a lycée
 * was late (rules.md 23).
 *
 * @returns true when the asked date has passed, so that lateness is shown.
 */
export function exigerServicesOuverts(calendrier: CalendrierDeSession, horloge: Horloge): boolean {
  const jour = aujourdhui(horloge);
  const avant = (iso: string): boolean => Temporal.PlainDate.compare(jour, Temporal.PlainDate.from(iso)) < 0;
  if (avant(calendrier.ouvertureDesServices)) {
    throw new ErreurCodee(
      'services-fermes',
      `Les services d’envoi ouvrent le ${dateFrancaise(Temporal.PlainDate.from(calendrier.ouvertureDesServices))}.`,
      'Recommencez à partir de cette date.',
    );
  }
  if (!avant(calendrier.deliberations)) {
    throw new ErreurCodee(
      'deliberations-ouvertes',
      'Les délibérations ont commencé : les envois sont clos pour cette session.',
      'Adressez-vous à la division des examens et concours de l’académie.',
    );
  }
  return !avant(calendrier.transfertAvant);
}

/** Whole days of Paris until the deliberations: 1 on their eve, 0 on their first day, less afterwards. */
export function joursAvantLesDeliberations(
  { deliberations }: Pick<CalendrierDeSession, 'deliberations'>,
  horloge: Horloge,
): number {
  return aujourdhui(horloge).until(deliberations, { largestUnit: 'day' }).days;
}

/** Whether the morning of the first day of the deliberations is over, in Paris. */
export function matinDesDeliberationsPasse(
  { deliberations }: Pick<CalendrierDeSession, 'deliberations'>,
  horloge: Horloge,
): boolean {
  const midi = Temporal.PlainDate.from(deliberations).toZonedDateTime({ timeZone: FUSEAU, plainTime: '12:00' });
  return Temporal.Instant.compare(horloge.maintenant(), midi.toInstant()) >= 0;
}
