import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { executerTransaction } from '../../shared/aws/dynamo.ts';
import {
  CHAINE_VIDE,
  chainer,
  type Evenement,
  ecritureDePreuve,
  type FaitAProuver,
  premiereRupture,
  teteApres,
} from '../../shared/preuve/evenement.ts';
import { preuveDesJurys } from '../../shared/preuve/magasin-preuve.ts';
import { DynamoEnMemoire } from '../dynamo.ts';

const fait = fc.record({
  type: fc.constantFrom<FaitAProuver['type']>('livret-cree', 'notes-importees', 'apparie', 'statut-accuse'),
  quand: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  par: fc.stringMatching(/^depot\/[0-9A-Z]{4}$/),
  references: fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), fc.oneof(fc.nat(), fc.stringMatching(/^[0-9a-f]{8}$/)), {
    minKeys: 1,
    maxKeys: 3,
  }),
});

function chaineDe(faits: readonly FaitAProuver[]): Evenement[] {
  const evenements: Evenement[] = [];
  for (const f of faits) {
    const dernier = evenements.at(-1);
    evenements.push(chainer(dernier === undefined ? CHAINE_VIDE : teteApres(dernier), f));
  }
  return evenements;
}

const chaine = fc.array(fait, { minLength: 1, maxLength: 8 }).map(chaineDe);
/** A chain and the position of one of its events. */
const place = chaine.chain((evenements) => fc.tuple(fc.constant(evenements), fc.nat(evenements.length - 1)));

describe('a chain of evidence', () => {
  test('holds as it was written, whatever the order in which its store gives back the keys', () => {
    fc.assert(
      fc.property(chaine, (evenements) => {
        expect(premiereRupture(evenements)).toBeNull();
        const relus = evenements.map(
          (evenement) => Object.fromEntries(Object.entries(evenement).reverse()) as unknown as Evenement,
        );
        expect(premiereRupture(relus)).toBeNull();
      }),
    );
    expect(premiereRupture([])).toBeNull();
  });

  test('numbers its events from 1 and ties each to the one before', () => {
    const [premier, second] = chaineDe([
      { type: 'livret-cree', quand: '2016-06-10T08:00:00Z', par: 'depot/1', references: { annee: 2015 } },
      { type: 'apparie', quand: '2016-06-10T08:00:01Z', par: 'file/appariement', references: {} },
    ]);
    expect(premier).toMatchObject({ seq: 1, precedent: '', empreinte: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(second).toMatchObject({ seq: 2, precedent: premier?.empreinte });
  });

  test('shows the first event of which anything was changed', () => {
    const autre = (valeur: unknown): unknown => (typeof valeur === 'number' ? valeur + 1 : `${String(valeur)}x`);
    fc.assert(
      fc.property(place, ([evenements, rang]) => {
        const evenement = evenements[rang] as Evenement;
        const [reference = '', valeur] = Object.entries(evenement.references)[0] ?? [];
        const { [reference]: _, ...reste } = evenement.references;
        const changes = [
          ...(['type', 'quand', 'par', 'seq', 'precedent', 'empreinte'] as const).map((champ) => ({
            ...evenement,
            [champ]: autre(evenement[champ]),
          })),
          { ...evenement, references: { ...evenement.references, [reference]: autre(valeur) } },
          { ...evenement, references: { ...evenement.references, ajoutee: 1 } },
          { ...evenement, references: reste },
        ] as Evenement[];
        for (const change of changes) expect(premiereRupture(evenements.with(rang, change))).toBe(rang + 1);
      }),
    );
  });

  test('shows where an event was changed and its own hash made again to match', () => {
    fc.assert(
      fc.property(place, fait, ([evenements, rang], remplacant) => {
        fc.pre(rang < evenements.length - 1);
        const { seq, precedent } = evenements[rang] as Evenement;
        const refait = chainer({ seq: seq - 1, empreinte: precedent }, remplacant);
        fc.pre(refait.empreinte !== evenements[rang]?.empreinte);
        expect(premiereRupture(evenements.with(rang, refait))).toBe(rang + 2);
      }),
    );
  });

  test('shows where an event was taken away; the last one is missed by the head, which names it', () => {
    fc.assert(
      fc.property(place, ([evenements, rang]) => {
        const tete = teteApres(evenements.at(-1) as Evenement);
        const reste = evenements.toSpliced(rang, 1);
        const dernier = reste.at(-1);
        if (rang < reste.length) expect(premiereRupture(reste)).toBe(rang + 1);
        else expect(dernier === undefined ? CHAINE_VIDE : teteApres(dernier)).not.toEqual(tete);
      }),
    );
  });

  test('shows where two events were swapped, or one was put in twice', () => {
    fc.assert(
      fc.property(place, fc.nat(7), ([evenements, rang], ailleurs) => {
        const autre = ailleurs % evenements.length;
        const [a, b] = [evenements[rang] as Evenement, evenements[autre] as Evenement];
        if (rang !== autre) {
          expect(premiereRupture(evenements.with(rang, b).with(autre, a))).toBe(Math.min(rang, autre) + 1);
        }
        expect(premiereRupture(evenements.toSpliced(rang, 0, a))).toBe(rang + 2);
      }),
    );
  });

  test('of one livret is not that of another', () => {
    fc.assert(
      fc.property(chaine, chaine, ([a], [b]) => {
        fc.pre(a?.empreinte !== b?.empreinte);
        expect(premiereRupture([a, chainer(teteApres(b as Evenement), a as Evenement)] as Evenement[])).toBe(2);
      }),
    );
  });
});

describe('the evidence of a jury', () => {
  const FAIT: FaitAProuver = {
    type: 'fichier-jury-signe',
    quand: '2016-07-05T06:00:00Z',
    par: 'president/academie/p-1',
    role: 'president',
    references: { session: 2016, edition: 1 },
  };
  const ecrire = (pk: string) => ({
    Put: { TableName: 'session', Item: { pk, sk: 's' }, ConditionExpression: 'attribute_not_exists(pk)' },
  });
  const chaineEcrite = (dynamo: DynamoEnMemoire): Evenement[] => dynamo.items('preuve') as unknown as Evenement[];

  test('is one chain a jury, whose events stand in the order of their writing', async () => {
    const dynamo = new DynamoEnMemoire('preuve', 'session');
    const preuve = preuveDesJurys(dynamo.client, 'preuve');
    for (let fois = 0; fois < 12; fois += 1) await preuve.prouver(2016, 'J1', FAIT);
    expect(await preuve.prouver(2016, 'J1', { ...FAIT, references: { derniere: 1 } })).toBe(true);
    const evenements = chaineEcrite(dynamo);
    expect(evenements.map(({ seq }) => seq)).toEqual(Array.from({ length: 13 }, (_, rang) => rang + 1));
    expect(evenements.at(-1)?.references).toEqual({ derniere: 1 });
    expect(premiereRupture(evenements)).toBeNull();
    await preuve.prouver(2016, 'J2', FAIT);
    expect(dynamo.items('preuve').filter(({ pk }) => pk === 'J#2016#J2')).toMatchObject([{ seq: 1, precedent: '' }]);
  });

  test.for([1, 3, 7])('follows the %i events that others wrote first', async (autres) => {
    const dynamo = new DynamoEnMemoire('preuve', 'session');
    const preuve = preuveDesJurys(dynamo.client, 'preuve');
    let reste = autres;
    dynamo.avant = async (commande) => {
      if (commande !== 'TransactWriteCommand' || reste === 0) return;
      reste -= 1;
      const seq = dynamo.items('preuve').length;
      const empreinte = String(dynamo.items('preuve').at(-1)?.empreinte ?? '');
      const evenement = chainer({ seq, empreinte }, { ...FAIT, par: 'autre' });
      const avant = dynamo.avant;
      dynamo.avant = () => {};
      await executerTransaction(dynamo.client, [ecritureDePreuve('preuve', 'J#2016#J1', evenement)]);
      dynamo.avant = avant;
    };
    expect(await preuve.prouver(2016, 'J1', FAIT, [ecrire('a')])).toBe(true);
    const evenements = chaineEcrite(dynamo);
    expect(evenements.map(({ par }) => par)).toEqual([...Array<string>(autres).fill('autre'), FAIT.par]);
    expect(premiereRupture(evenements)).toBeNull();
    expect(dynamo.items('session')).toHaveLength(1);
  });

  test('gives up when others come first each time, and nothing of it stands', async () => {
    const dynamo = new DynamoEnMemoire('preuve', 'session');
    let seq = 0;
    dynamo.avant = async (commande) => {
      if (commande !== 'TransactWriteCommand') return;
      seq += 1;
      const avant = dynamo.avant;
      dynamo.avant = () => {};
      const autre = ecritureDePreuve('preuve', 'J#2016#J1', chainer({ seq: seq - 1, empreinte: '' }, FAIT));
      await executerTransaction(dynamo.client, [autre]);
      dynamo.avant = avant;
    };
    const preuve = preuveDesJurys(dynamo.client, 'preuve');
    await expect(preuve.prouver(2016, 'J1', FAIT, [ecrire('a')])).rejects.toThrow('written by others');
    expect(dynamo.items('session')).toEqual([]);
  });

  test('stands with what it proves or not at all', async () => {
    const dynamo = new DynamoEnMemoire('preuve', 'session');
    const preuve = preuveDesJurys(dynamo.client, 'preuve');
    expect(await preuve.prouver(2016, 'J1', FAIT, [ecrire('a'), ecrire('b')])).toBe(true);
    expect(await preuve.prouver(2016, 'J1', FAIT, [ecrire('c'), ecrire('b')])).toBe(false);
    expect(dynamo.items('session').map(({ pk }) => pk)).toEqual(['a', 'b']);
    expect(chaineEcrite(dynamo)).toHaveLength(1);
  });
});
