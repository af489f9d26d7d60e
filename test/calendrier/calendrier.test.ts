import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { calendrierDe, calendriersDeTexte, exigerServicesOuverts } from '../../shared/calendrier/calendrier.ts';
import { FUSEAU, horlogeFixe } from '../../shared/kernel/horloge.ts';

const CALENDRIER = {
  ouvertureDesServices: '2016-05-02',
  livretsComplets: '2016-06-08',
  transfertAvant: '2016-06-18',
  deliberations: '2016-07-05',
};
const a = (instant: string) => exigerServicesOuverts(CALENDRIER, horlogeFixe(instant));

describe('an exchange with the référentiel', () => {
  test.for([
    ['2016-05-01T21:59:59.999Z', 'services-fermes'],
    ['2016-01-01T00:00:00Z', 'services-fermes'],
    ['2016-07-04T22:00:00Z', 'deliberations-ouvertes'],
    ['2016-07-05T12:00:00Z', 'deliberations-ouvertes'],
    ['2017-06-10T12:00:00Z', 'deliberations-ouvertes'],
  ] as const)('at %s is refused: %s', ([instant, code]) => {
    expect(() => a(instant)).toThrow(expect.objectContaining({ code }));
  });

  test('before the opening is told the day to come back', () => {
    expect(() => a('2016-04-30T12:00:00Z')).toThrow(
      expect.objectContaining({ message: 'Les services d’envoi ouvrent le 02/05/2016.' }),
    );
  });

  test.for([
    ['from midnight in Paris on the day of the opening', '2016-05-01T22:00:00Z', false],
    ['after the day asked for complete livrets', '2016-06-09T12:00:00Z', false],
    ['« avant le 18 juin », until the last instant of the 17th', '2016-06-17T21:59:59.999Z', false],
    ['from the 18th on, late and still accepted', '2016-06-17T22:00:00Z', true],
    ['until the last instant before the deliberations, late', '2016-07-04T21:59:59.999Z', true],
  ] as const)('is accepted %s', ([, instant, enRetard]) => {
    expect(a(instant)).toBe(enRetard);
  });

  test('on any day of the year is refused, on time or late by the day alone, never by the hour', () => {
    const jour = fc.integer({ min: 0, max: 365 }).map((n) => Temporal.PlainDate.from('2016-01-01').add({ days: n }));
    fc.assert(
      fc.property(jour, fc.integer({ min: 0, max: 1439 }), (date, minute) => {
        const heure = Temporal.PlainTime.from({ hour: Math.floor(minute / 60), minute: minute % 60 });
        const instant = date.toZonedDateTime({ timeZone: FUSEAU, plainTime: heure }).toInstant().toString();
        let issue: string;
        try {
          issue = a(instant) ? 'tard' : 'à temps';
        } catch (erreur) {
          issue = (erreur as { code: string }).code;
        }
        const iso = date.toString();
        const attendu =
          iso < '2016-05-02'
            ? 'services-fermes'
            : iso < '2016-06-18'
              ? 'à temps'
              : iso < '2016-07-05'
                ? 'tard'
                : 'deliberations-ouvertes';
        expect(issue).toBe(attendu);
      }),
    );
  });
});

describe('the calendars of an académie', () => {
  test('are parameters of the deployment, by session', () => {
    const calendriers = calendriersDeTexte.parse(JSON.stringify({ '2016': CALENDRIER }));
    expect(calendrierDe(calendriers, 2016)).toEqual(CALENDRIER);
    expect(() => calendrierDe(calendriers, 2017)).toThrow(
      expect.objectContaining({
        code: 'session-sans-calendrier',
        message: 'L’académie n’a pas de calendrier pour la session 2017.',
      }),
    );
  });

  test.for<{ defaut: string; calendriers: unknown }>([
    { defaut: 'a day that does not exist', calendriers: { '2016': { ...CALENDRIER, transfertAvant: '2016-06-31' } } },
    { defaut: 'a French date', calendriers: { '2016': { ...CALENDRIER, transfertAvant: '18/06/2016' } } },
    {
      defaut: 'an instant for a day',
      calendriers: { '2016': { ...CALENDRIER, transfertAvant: '2016-06-18T00:00:00Z' } },
    },
    { defaut: 'a date that is missing', calendriers: { '2016': { ...CALENDRIER, deliberations: undefined } } },
    { defaut: 'a date that nobody knows', calendriers: { '2016': { ...CALENDRIER, rattrapage: '2016-07-08' } } },
    { defaut: 'a session that is no year', calendriers: { juin: CALENDRIER } },
  ])('with $defaut are refused', ({ calendriers }) => {
    expect(calendriersDeTexte.safeParse(JSON.stringify(calendriers)).success).toBe(false);
  });
});
