import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { magasinPlaces } from '../../shared/appariement/magasin-places.ts';
import {
  type DemandeDePlaces,
  demandeReserverNumeros,
  ELEVES_PAR_DEMANDE,
  type EleveAPlacer,
  type Place,
  type PlaceARendre,
  placesDuReferentiel,
  type Reponse,
} from '../../shared/appariement/places.ts';
import { reserverNumeros, tirerNumero } from '../../shared/appariement/reserver-numeros.ts';
import { DynamoEnMemoire } from '../dynamo.ts';

const livret = (n: number): string => `01J00000000000000000000${String(n).padStart(3, '0')}`;
const INE = '123456789AB';
const NAISSANCE = '1998-02-28';
const eleve = (n: number, reste: Partial<EleveAPlacer> = {}): EleveAPlacer => ({
  livretId: livret(n),
  ine: `${String(n).padStart(9, '0')}AB`,
  dateNaissance: NAISSANCE,
  noCandidat: `c${n}`,
  ...reste,
});
const eleves = (nombre: number): EleveAPlacer[] => Array.from({ length: nombre }, (_, rang) => eleve(rang));

/** The référentiel, with draws told beforehand: the last one is repeated. */
function referentiel(...tirages: readonly string[]) {
  const dynamo = new DynamoEnMemoire('referentiel');
  let tires = 0;
  const tirer = tirages.length === 0 ? tirerNumero : () => tirages[Math.min(tires++, tirages.length - 1)] ?? '';
  const parts = { places: magasinPlaces(dynamo.client, 'referentiel', async () => 'clé'), tirer };
  const reserver = (demandes: readonly EleveAPlacer[], academie = 'grenoble', session = 2016) =>
    reserverNumeros(parts, { ...demandeReserverNumeros.parse({ session, eleves: [...demandes] }), academie });
  const un = async (demande: EleveAPlacer, academie = 'grenoble', session = 2016): Promise<Reponse | undefined> =>
    (await reserver([demande], academie, session))[demande.livretId];
  const rendre = (rendue: PlaceARendre, academie = 'grenoble', session = 2016) =>
    reserverNumeros(parts, { session, academie, eleves: [], rendues: [rendue] });
  const places = (): Place[] => dynamo.items('referentiel').filter(({ sk }) => sk === 'PLACE') as unknown as Place[];
  return { dynamo, reserver, un, rendre, places, tires: () => tires };
}
const place = (noEleve: string, epoque = 0): Reponse => ({ etat: 'place', noEleve, epoque });

describe('a No Élève', () => {
  test('is ten digits, drawn anew each time', () => {
    const tirages = Array.from({ length: 2000 }, tirerNumero);
    for (const numero of tirages) expect(numero).toMatch(/^[0-9]{10}$/);
    expect(new Set(tirages).size).toBe(tirages.length);
    // Each position takes each digit, the first ones included.
    for (let rang = 0; rang < 10; rang += 1) expect(new Set(tirages.map((numero) => numero[rang])).size).toBe(10);
  });

  test('is the same when asked again, by itself or among others, and nothing is written', async () => {
    const { reserver, dynamo } = referentiel();
    const premiers = await reserver(eleves(3));
    expect(Object.keys(premiers)).toEqual([livret(0), livret(1), livret(2)]);
    expect(await reserver(eleves(5))).toMatchObject(premiers);
    const avant = dynamo.appels.length;
    expect(await reserver([eleve(1)])).toEqual({ [livret(1)]: premiers[livret(1)] });
    expect(dynamo.appels.slice(avant)).toEqual(['BatchGetCommand', 'BatchGetCommand']);
  });

  test('is another one in another session, which knows nothing of this one', async () => {
    const { un } = referentiel('1111111111', '2222222222');
    expect(await un(eleve(0), 'grenoble', 2016)).toEqual(place('1111111111'));
    expect(await un(eleve(0), 'grenoble', 2017)).toEqual(place('2222222222'));
    const meme = referentiel('1111111111');
    expect(await meme.un(eleve(0), 'grenoble', 2016)).toEqual(await meme.un(eleve(0), 'grenoble', 2017));
  });

  test('that is taken is drawn again; given up after ten, nothing is half reserved', async () => {
    const { reserver, dynamo, tires } = referentiel('1111111111', '1111111111', '1111111111', '2222222222');
    expect(await reserver(eleves(2))).toEqual({ [livret(0)]: place('1111111111'), [livret(1)]: place('2222222222') });
    expect(tires()).toBe(4);
    const [avant] = [dynamo.items('referentiel').length];
    await expect(reserver([eleve(2)])).rejects.toThrow('no place after 10 tries');
    expect(dynamo.items('referentiel')).toHaveLength(avant);
  });

  test('shows no INE and no birth date, in keys neither', async () => {
    const { reserver, dynamo } = referentiel();
    await reserver([eleve(0, { ine: INE })]);
    expect(JSON.stringify(dynamo.items('referentiel'))).not.toMatch(/123456789AB|1998/);
  });
});

describe('the place of a pupil', () => {
  const ici = eleve(1, { ine: INE });
  const la = eleve(2, { ine: INE, noCandidat: 'k2' });

  test('without a candidate is given to nobody', async () => {
    const { un, dynamo } = referentiel();
    expect(await un({ ...ici, noCandidat: null })).toEqual({ etat: 'inconnu' });
    expect(dynamo.items('referentiel')).toEqual([]);
  });

  test('is taken over by the académie where a candidate is, and taken back, each time under a higher époque', async () => {
    const { un, places } = referentiel('1111111111');
    expect(await un(ici, 'grenoble')).toEqual(place('1111111111', 0));
    expect(await un(la, 'creteil')).toEqual(place('1111111111', 1));
    expect(await un(la, 'creteil')).toEqual(place('1111111111', 1));
    expect(await un(ici, 'grenoble')).toEqual(place('1111111111', 2));
    expect(await un(la, 'creteil')).toEqual(place('1111111111', 3));
    expect(places()).toMatchObject([{ epoque: 3, detenteur: { academie: 'creteil', livretId: la.livretId } }]);
  });

  test('held elsewhere is told to who has no candidate, and stays where it is', async () => {
    const { un, places } = referentiel();
    await un(ici, 'grenoble');
    expect(await un({ ...la, noCandidat: null }, 'creteil')).toEqual({ etat: 'ailleurs', academie: 'grenoble' });
    await un(la, 'creteil');
    expect(await un({ ...ici, noCandidat: null }, 'grenoble')).toEqual({ etat: 'ailleurs', academie: 'creteil' });
    expect(places()).toMatchObject([{ epoque: 1, detenteur: { academie: 'creteil' } }]);
  });

  test.for([
    ['the INE of somebody born another day', 'creteil', { dateNaissance: '1998-02-27' }],
    ['the INE of another livret of the académie', 'grenoble', {}],
  ] as const)('is not given under %s; without the INE, the pupil has one of their own', async ([, academie, reste]) => {
    const { un, places } = referentiel('1111111111', '2222222222');
    await un(ici, 'grenoble');
    expect(await un({ ...la, ...reste }, academie)).toEqual({ etat: 'conflit' });
    expect(places()).toHaveLength(1);
    expect(await un({ ...la, ...reste, ine: null }, academie)).toEqual(place('2222222222'));
    // From now on it is the livret's own, whatever its INE.
    expect(await un({ ...la, ...reste }, academie)).toEqual(place('2222222222'));
  });

  test('does not go to a second livret of the académie that took it over', async () => {
    const { un } = referentiel();
    await un(ici, 'grenoble');
    await un(la, 'creteil');
    expect(await un(eleve(3, { ine: INE }), 'creteil')).toEqual({ etat: 'conflit' });
  });

  test('made without an INE is found by the one that comes later, when the pupil moves', async () => {
    const { un, places } = referentiel('1111111111', '2222222222');
    expect(await un({ ...ici, ine: null })).toEqual(place('1111111111'));
    expect(await un(ici)).toEqual(place('1111111111'));
    expect(await un(la, 'creteil')).toEqual(place('1111111111', 1));
    expect(places()).toHaveLength(1);
  });

  test('made without an INE does not take the one of another place', async () => {
    const { un, places } = referentiel('1111111111', '2222222222');
    await un(la, 'creteil');
    expect(await un({ ...ici, ine: null })).toEqual(place('2222222222'));
    expect(await un(ici)).toEqual(place('2222222222'));
    expect(await un({ ...la, noCandidat: null }, 'creteil')).toEqual(place('1111111111'));
    expect(places().find(({ noEleve }) => noEleve === '2222222222')?.naissance).toBeNull();
  });

  test('keeps the INE that it was made with', async () => {
    const { un, dynamo } = referentiel('1111111111');
    await un(ici);
    const avant = dynamo.items('referentiel');
    expect(await un({ ...ici, ine: '987654321ZZ' })).toEqual(place('1111111111'));
    expect(dynamo.items('referentiel')).toEqual(avant);
  });

  test('gets an INE that another place gets at once: the first one has it', async () => {
    const { un, dynamo, places } = referentiel('1111111111', '2222222222');
    await un({ ...ici, ine: null });
    dynamo.avantLaTransaction(async () => {
      await un(la, 'creteil');
    });
    expect(await un(ici)).toEqual(place('1111111111'));
    expect(places().map(({ noEleve, naissance }) => [noEleve, naissance === null])).toEqual([
      ['1111111111', true],
      ['2222222222', false],
    ]);
  });

  describe('that a pair had taken over, and that it needs no more', () => {
    const noEleve = '1111111111';
    const prise: PlaceARendre = { livretId: la.livretId, noEleve, epoque: 1 };
    async function reprise() {
      const national = referentiel(noEleve);
      await national.un(ici, 'grenoble');
      await national.un(la, 'creteil');
      return national;
    }

    test('goes back to who held it, once, under a higher époque', async () => {
      const { rendre, places, un } = await reprise();
      for (let fois = 0; fois < 2; fois += 1) {
        expect(await rendre(prise, 'creteil')).toEqual({});
        expect(places()).toMatchObject([
          {
            epoque: 2,
            detenteur: { academie: 'grenoble', livretId: ici.livretId },
            anciens: [
              { academie: 'grenoble', livretId: ici.livretId },
              { academie: 'creteil', livretId: la.livretId },
            ],
          },
        ]);
      }
      expect(await un(ici)).toEqual(place(noEleve, 2));
      expect(await un({ ...la, noCandidat: null }, 'creteil')).toEqual({ etat: 'ailleurs', academie: 'grenoble' });
      // Paired again, it takes it over again, and that is another pair to undo.
      expect(await un(la, 'creteil')).toEqual(place(noEleve, 3));
      await rendre(prise, 'creteil');
      expect(places()).toMatchObject([{ epoque: 3 }]);
    });

    test.for([
      ['by another académie', 'versailles', prise],
      ['by another livret', 'creteil', { ...prise, livretId: livret(3) }],
      ['by who held it before', 'grenoble', { ...prise, livretId: ici.livretId }],
      ['by who held it, under the époque of then', 'grenoble', { livretId: ici.livretId, noEleve, epoque: 0 }],
      ['under an époque that is past', 'creteil', { ...prise, epoque: 0 }],
      ['under an époque to come', 'creteil', { ...prise, epoque: 2 }],
      ['under a number that nobody has', 'creteil', { ...prise, noEleve: '9999999999' }],
    ] as const)('is not given back %s', async ([, academie, rendue]) => {
      const { rendre, dynamo } = await reprise();
      const avant = dynamo.items('referentiel');
      await rendre(rendue, academie);
      expect(dynamo.items('referentiel')).toEqual(avant);
    });

    test('that was given back is given to nobody; taken over once more, it is given back once more', async () => {
      const { rendre, dynamo, places, un } = await reprise();
      await rendre(prise, 'creteil');
      const avant = dynamo.items('referentiel');
      await rendre({ livretId: ici.livretId, noEleve, epoque: 2 });
      expect(dynamo.items('referentiel')).toEqual(avant);
      await un(la, 'creteil');
      await rendre({ ...prise, epoque: 3 }, 'creteil');
      expect(places()).toMatchObject([{ epoque: 4, detenteur: { academie: 'grenoble' } }]);
    });

    test('is not given back by who was first: nobody held it before', async () => {
      const { un, rendre, dynamo } = referentiel(noEleve);
      await un(ici);
      const avant = dynamo.items('referentiel');
      await rendre({ livretId: ici.livretId, noEleve, epoque: 0 });
      expect(dynamo.items('referentiel')).toEqual(avant);
    });

    test('is not given back over the head of an académie that takes it over at once', async () => {
      const { un, rendre, dynamo, places } = await reprise();
      dynamo.avantLaTransaction(async () => {
        await un(eleve(3, { ine: INE }), 'versailles');
      });
      await rendre(prise, 'creteil');
      expect(places()).toMatchObject([{ epoque: 2, detenteur: { academie: 'versailles' } }]);
    });
  });

  test('asked twice at once is one: whoever comes second reads the first', async () => {
    const { un, dynamo, places } = referentiel('1111111111', '2222222222');
    let autre: unknown = null;
    dynamo.avantLaTransaction(async () => {
      autre = await un(ici);
    });
    expect(await un(ici)).toEqual(autre);
    expect(places()).toHaveLength(1);
  });
});

const ACADEMIES = ['grenoble', 'creteil', 'versailles'] as const;

/**
 * Two pupils, each with a livret in three académies; demands at once, in an order that fast-check decides call by call,
 * some of which stop.
 */
test('any interleaving of académies that stop anywhere: one place a pupil, one holder, époques that only grow', async () => {
  const demande = fc.record({
    academie: fc.constantFrom(...ACADEMIES),
    quels: fc.uniqueArray(fc.nat(1), { minLength: 1 }),
    rend: fc.boolean(),
    candidat: fc.integer({ min: 0, max: 3 }).map((n) => n > 0),
    arret: fc.option(fc.nat(8), { nil: null }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(demande, { minLength: 3, maxLength: 10 }),
      // Few numbers, so that draws collide.
      fc.array(fc.nat(4), { minLength: 40, maxLength: 40 }),
      async (ordonnanceur, demandes, tirages) => {
        const dynamo = new DynamoEnMemoire('referentiel');
        const epoques = new Map<string, number>();
        const numeros = [
          ...tirages.map((n) => String(n).padStart(10, '0')),
          ...Array.from({ length: 99 }, tirerNumero),
        ];
        const verifier = (): void => {
          const items = dynamo.items('referentiel');
          const places = items.filter(({ sk }) => sk === 'PLACE') as unknown as Place[];
          // One place a pupil: of a number its own, an INE leads to one, a livret to one.
          expect(places.length).toBeLessThanOrEqual(2);
          expect(new Set(places.map(({ naissance }) => naissance)).size).toBe(places.length);
          for (const { noEleve, epoque, detenteur, anciens } of places) {
            expect(anciens).toHaveLength(epoque);
            expect(anciens.at(-1)?.academie).not.toBe(detenteur.academie);
            expect(epoque).toBeGreaterThanOrEqual(epoques.get(noEleve) ?? 0);
            epoques.set(noEleve, epoque);
          }
          for (const { sk, noEleve } of items) {
            if (sk === 'NUMERO') expect(places.map((une) => une.noEleve)).toContain(noEleve);
          }
        };
        const tenues = new Map<string, string>();
        const demander = async ({
          academie,
          quels,
          rend,
          candidat,
          arret,
        }: (typeof demandes)[number]): Promise<void> => {
          let appels = 0;
          const client = {
            send: async (commande: unknown) => {
              await ordonnanceur.schedule(Promise.resolve());
              appels += 1;
              if (appels === arret) throw new Error('the function stops');
              const issue = await dynamo.send(commande);
              verifier();
              // It stops once what it wrote is written.
              if (arret !== null && appels === arret - 4) throw new Error('the function stops');
              return issue;
            },
          };
          const places = magasinPlaces(client as never, 'referentiel', async () => 'clé');
          const tirer = () => numeros.shift() ?? '';
          const siens = quels.map((n) =>
            eleve(n + 100 * ACADEMIES.indexOf(academie), {
              ine: eleve(n).ine,
              noCandidat: candidat ? `c${n}` : null,
            }),
          );
          const reponses = await reserverNumeros({ places, tirer }, { session: 2016, academie, eleves: siens });
          for (const [livretId, reponse] of Object.entries(reponses)) {
            if (reponse.etat !== 'place') continue;
            // Nobody is told of an époque under another holder.
            const cle = `${reponse.noEleve} ${reponse.epoque}`;
            expect(tenues.get(cle) ?? livretId).toBe(livretId);
            tenues.set(cle, livretId);
            const { noEleve, epoque } = reponse;
            if (rend) {
              const rendues = [{ livretId, noEleve, epoque }];
              await reserverNumeros({ places, tirer }, { session: 2016, academie, eleves: [], rendues });
            }
          }
        };
        const issues = Promise.allSettled(demandes.map(demander));
        await ordonnanceur.waitFor(issues);
        for (const issue of await issues) {
          if (issue.status === 'rejected') expect(String(issue.reason)).toMatch(/the function stops|no place after/);
        }
      },
    ),
    { numRuns: 300 },
  );
});

describe('an académie', () => {
  test('asks the référentiel for its places fifty by fifty, and gets them all', async () => {
    const tailles: number[] = [];
    const places = placesDuReferentiel(async (demande: DemandeDePlaces) => {
      const { session, eleves: demandes } = demandeReserverNumeros.parse(demande);
      expect(session).toBe(2016);
      tailles.push(demandes.length);
      return Object.fromEntries(demandes.map(({ livretId }) => [livretId, place(`n${livretId}`)]));
    });
    const demandes = eleves(2 * ELEVES_PAR_DEMANDE + 7);
    expect(await places.demander(2016, demandes)).toEqual(
      new Map(demandes.map(({ livretId }) => [livretId, place(`n${livretId}`)])),
    );
    expect(tailles).toEqual([50, 50, 7]);
    expect(await places.demander(2016, [])).toEqual(new Map());
    expect(tailles).toHaveLength(3);
  });

  test('gives a place back by asking for none', async () => {
    const demandes: unknown[] = [];
    const places = placesDuReferentiel(async (demande: DemandeDePlaces) => {
      demandes.push(demandeReserverNumeros.parse(demande));
      return {};
    });
    const rendue = { livretId: livret(1), noEleve: '1111111111', epoque: 1 };
    await places.rendre(2016, rendue);
    expect(demandes).toEqual([{ session: 2016, eleves: [], rendues: [rendue] }]);
  });
});
