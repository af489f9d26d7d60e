import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import {
  anneeDeSession,
  anneeDuJour,
  anneeEnCours,
  anneeScolaire,
  libelleAnnee,
  session,
} from '../../shared/kernel/annee.ts';
import { aujourdhui, dateFrancaiseDe, horlogeFixe } from '../../shared/kernel/horloge.ts';

describe('today, in Paris', () => {
  test.for([
    ['in summer, begins two hours before that of London', '2016-06-17T21:59:59.999Z', '17/06/2016'],
    ['in summer, begins at 22 h UTC', '2016-06-17T22:00:00Z', '18/06/2016'],
    ['in winter, lasts until 23 h UTC', '2016-01-31T22:59:59.999Z', '31/01/2016'],
    ['in winter, begins at 23 h UTC', '2016-01-31T23:00:00Z', '01/02/2016'],
    ['begins in winter on the day when summer time begins', '2016-03-26T23:00:00Z', '27/03/2016'],
    ['ends an hour earlier on that day', '2016-03-27T22:00:00Z', '28/03/2016'],
    ['begins in summer on the day when winter time begins', '2016-10-29T22:00:00Z', '30/10/2016'],
    ['lasts an hour more on that day', '2016-10-30T22:59:59Z', '30/10/2016'],
    ['changes year at 23 h UTC', '2016-12-31T23:00:00Z', '01/01/2017'],
    ['knows the 29th of February', '2016-02-28T23:30:00Z', '29/02/2016'],
  ] as const)('%s', ([, instant, jour]) => {
    expect(dateFrancaiseDe(instant)).toBe(jour);
    const [j, m, a] = jour.split('/');
    expect(aujourdhui(horlogeFixe(instant)).toString()).toBe(`${a}-${m}-${j}`);
  });

  test('of a stopped clock stays the same instant', () => {
    const horloge = horlogeFixe('2016-06-10T08:00:00Z');
    expect(horloge.maintenant().toString()).toBe('2016-06-10T08:00:00Z');
    expect(horloge.maintenant()).toBe(horloge.maintenant());
    expect(() => horlogeFixe('en juin')).toThrow(RangeError);
  });
});

describe('a school year', () => {
  test('is named by its first civil year, and the session by the year that ends it', () => {
    expect(libelleAnnee(anneeScolaire(2015))).toBe('2015-2016');
    expect(anneeDeSession(session(2016))).toBe(2015);
  });

  test.for([
    ['2016-07-31', 2015],
    ['2016-08-01', 2016],
    ['2016-12-31', 2016],
    ['2017-01-01', 2016],
  ] as const)('can be prepared from August: on %s it is %i', ([jour, annee]) => {
    expect(anneeDuJour(Temporal.PlainDate.from(jour))).toBe(annee);
    expect(anneeEnCours(horlogeFixe(`${jour}T12:00:00+02:00`))).toBe(annee);
  });

  test.for([1999, 10_000, 2015.5, Number.NaN, -1])('is not %s', (annee) => {
    expect(() => anneeScolaire(annee)).toThrow(RangeError);
  });
});
