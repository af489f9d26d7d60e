import { beforeEach, describe, expect, test } from 'vitest';
import { decider } from '../../shared/habilitations/decider.ts';
import {
  deleguer,
  demandeDeleguer,
  demandeListerDelegations,
  demandeRevoquerDelegation,
  listerDelegations,
  revoquerDelegation,
} from '../../shared/habilitations/delegations.ts';
import { type DelegationGardee, magasinDelegations } from '../../shared/habilitations/magasin-delegations.ts';
import { horlogeFixe } from '../../shared/kernel/horloge.ts';
import { cleEtablissement } from '../../shared/livret/cles.ts';
import { DynamoEnMemoire } from '../dynamo.ts';
import { AUTRE_UAI, acteur, OUVERT, SIEN, UAI } from './acteurs.ts';

const CHEF = acteur('chef', { id: `${UAI}/chef` });
const ADJOINT = acteur('adjoint', { id: `${UAI}/adjoint` });
const DEMANDE = {
  uai: UAI,
  personne: 'epp/1234',
  operations: ['valider-division', 'envoyer-livrets'],
  du: '2016-06-10',
  au: '2016-06-30',
} satisfies Parameters<typeof deleguer>[2];

let dynamo: DynamoEnMemoire;
let instant: string;

beforeEach(() => {
  dynamo = new DynamoEnMemoire('registre');
  instant = '2016-06-10T08:00:00Z';
});

const parts = () => ({
  delegations: magasinDelegations(dynamo.client, 'registre'),
  horloge: horlogeFixe(instant),
  accesExterne: 'ferme' as const,
});
const donner = (changements: Partial<typeof DEMANDE> = {}, qui = CHEF) =>
  deleguer(parts(), qui, demandeDeleguer.parse({ ...DEMANDE, ...changements }));
const revoquer = (delegationId: string, qui = CHEF, annee?: number) =>
  revoquerDelegation(parts(), qui, demandeRevoquerDelegation.parse({ uai: UAI, delegationId, annee }));
const lister = (qui = CHEF, annee?: number) =>
  listerDelegations(parts(), qui, demandeListerDelegations.parse({ uai: UAI, annee }));
/** What the delegate may do with what is kept. */
const peut = async (jour = '2016-06-10'): Promise<boolean> => {
  const delegations = await parts().delegations.lister(UAI, 2015);
  return decider(acteur('delegue', { delegations }), 'valider-division', SIEN, { ...OUVERT, jour }).permise;
};

describe('a head delegates', () => {
  test('to a person, acts, from a day to another: who and when stay with it, in the partition of the establishment', async () => {
    const donnee = await donner();
    expect(dynamo.items('registre')).toEqual([
      {
        pk: cleEtablissement(UAI, 2015),
        sk: `DELEG#${donnee.delegationId}`,
        delegationId: donnee.delegationId,
        uai: UAI,
        a: '0380029A/epp/1234',
        operations: ['envoyer-livrets', 'valider-division'],
        du: '2016-06-10',
        au: '2016-06-30',
        par: 'chef/0380029A/chef',
        donneeLe: '2016-06-10T08:00:00Z',
        schemaVersion: 1,
      },
    ]);
    expect(await parts().delegations.lister(UAI, 2015)).toEqual([donnee]);
    expect([await peut('2016-06-09'), await peut('2016-06-10'), await peut('2016-06-30')]).toEqual([false, true, true]);
    expect(await peut('2016-07-01')).toBe(false);
  });

  test('in two requests; asked again, it is the one that stands', async () => {
    const premiere = await donner();
    expect(dynamo.appels).toEqual(['QueryCommand', 'PutCommand']);
    expect(await donner({ operations: [...DEMANDE.operations].reverse() })).toEqual(premiere);
    expect(dynamo.items('registre')).toHaveLength(1);
  });

  test('anew once the same was revoked, or when anything differs', async () => {
    const premiere = await donner();
    await revoquer(premiere.delegationId);
    expect((await donner()).delegationId).not.toBe(premiere.delegationId);
    await donner({ au: '2016-06-29' });
    await donner({ personne: 'epp/1235' });
    await donner({ operations: ['valider-division'] });
    expect(dynamo.items('registre')).toHaveLength(5);
  });

  test('control and print only, when no act is named', async () => {
    const { operations } = await donner({ operations: [] });
    expect(operations).toEqual([]);
    expect(await peut()).toBe(false);
  });

  test('as the adjoint does (R13)', async () => {
    expect(await donner({}, ADJOINT)).toMatchObject({ par: 'adjoint/0380029A/adjoint' });
  });

  test('for the coming school year, with which it is kept', async () => {
    await donner({ du: '2016-08-01', au: '2017-07-31' });
    expect(await lister()).toEqual([]);
    expect(await lister(CHEF, 2016)).toMatchObject([{ etat: 'a-venir' }]);
  });

  test('on the day of Paris', async () => {
    instant = '2016-06-10T22:00:00Z';
    await expect(donner()).rejects.toMatchObject({ code: 'delegation-au-passe' });
    await expect(donner({ du: '2016-06-11' })).resolves.toMatchObject({ du: '2016-06-11' });
  });

  test.each<[string, Record<string, unknown>]>([
    ['operation-non-delegable', { operations: ['valider-division', 'deleguer'] }],
    ['operation-non-delegable', { operations: ['deverrouiller-livret'] }],
    ['operation-non-delegable', { operations: ['saisir-avis-chef'] }],
    ['operation-non-delegable', { operations: ['decider-rectification'] }],
    ['operation-non-delegable', { operations: ['lire-livret'] }],
    ['operation-non-delegable', { operations: ['deposer-academie'] }],
    ['delegation-dates-inversees', { du: '2016-06-30', au: '2016-06-29' }],
    ['delegation-au-passe', { du: '2016-06-09' }],
    ['delegation-hors-annee', { au: '2016-08-01' }],
    ['delegation-a-soi', { personne: 'chef' }],
  ])('not so: %s %j', async (code, changements) => {
    await expect(donner(changements as Partial<typeof DEMANDE>)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/^\p{Lu}.*\.$/u),
      remede: expect.stringMatching(/^\p{Lu}.*\.$/u),
    });
    expect(dynamo.items('registre')).toEqual([]);
  });

  test.each<[string, Record<string, unknown>]>([
    ['an operation that nobody knows', { operations: ['tout-faire'] }],
    ['a day that is none', { du: '2016-06-31' }],
    ['a person in another establishment', { personne: '0750655E/epp/1' }],
    ['a key of the store', { personne: 'x#y' }],
    ['an establishment that is none', { uai: '0380029B' }],
    ['more than it should say', { par: 'chef/autre' }],
  ])('not with %s', (_cas, changements) => {
    expect(demandeDeleguer.safeParse(DEMANDE).success).toBe(true);
    expect(demandeDeleguer.safeParse({ ...DEMANDE, ...changements }).success).toBe(false);
  });
});

describe('a delegation is revoked', () => {
  test('at once and for good, and stays to be read', async () => {
    const { delegationId } = await donner();
    instant = '2016-06-12T08:00:00Z';
    expect(await peut()).toBe(true);
    expect(await revoquer(delegationId, ADJOINT)).toEqual({ delegationId, revoqueeLe: '2016-06-12T08:00:00Z' });
    expect(await peut()).toBe(false);
    expect(await lister()).toMatchObject([
      {
        delegationId,
        etat: 'revoquee',
        par: 'chef/0380029A/chef',
        donneeLe: '2016-06-10T08:00:00Z',
        revoqueeLe: '2016-06-12T08:00:00Z',
        revoqueePar: 'adjoint/0380029A/adjoint',
      },
    ]);
  });

  test('once: the first who did it stays the one who did', async () => {
    const { delegationId } = await donner();
    await revoquer(delegationId);
    instant = '2016-06-12T08:00:00Z';
    await expect(revoquer(delegationId, ADJOINT)).rejects.toMatchObject({ code: 'delegation-deja-revoquee' });
    expect(await lister()).toMatchObject([{ revoqueeLe: '2016-06-10T08:00:00Z', revoqueePar: 'chef/0380029A/chef' }]);
  });

  test('by one of two heads who do it at once', async () => {
    const { delegationId } = await donner();
    const issues = await Promise.allSettled([revoquer(delegationId), revoquer(delegationId, ADJOINT)]);
    expect(issues.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('only where it is: an unknown one makes nothing', async () => {
    const { delegationId } = await donner();
    await expect(revoquer('01ARZ3NDEKTSV4RRFFQ69G5FAV')).rejects.toMatchObject({ code: 'delegation-inconnue' });
    await expect(revoquer(delegationId, CHEF, 2014)).rejects.toMatchObject({ code: 'delegation-inconnue' });
    expect(dynamo.items('registre')).toHaveLength(1);
  });

  test('and a fault of the store is not taken for one', async () => {
    const { delegationId } = await donner();
    dynamo.avant = (commande) => {
      if (commande === 'UpdateCommand') throw new Error('the store is down');
    };
    await expect(revoquer(delegationId)).rejects.toThrow('the store is down');
  });
});

describe('delegations of a year', () => {
  test('are listed in one request, each with what it is today', async () => {
    await donner({ au: '2016-06-10' });
    await donner({ au: '2016-06-20' });
    await donner({ du: '2016-06-12', au: '2016-06-20' });
    instant = '2016-06-11T08:00:00Z';
    dynamo.appels.length = 0;
    const listees = await lister();
    expect(dynamo.appels).toEqual(['QueryCommand']);
    expect(listees.map(({ du, au, etat }) => [du, au, etat]).sort()).toEqual([
      ['2016-06-10', '2016-06-10', 'terminee'],
      ['2016-06-10', '2016-06-20', 'en-vigueur'],
      ['2016-06-12', '2016-06-20', 'a-venir'],
    ]);
  });

  test('are written once', async () => {
    const donnee: DelegationGardee = await donner();
    await expect(parts().delegations.creer(2015, donnee)).rejects.toThrow('condition failed');
  });
});

describe('nobody else gives, lists or takes back', () => {
  test.each([
    ['delegate, their own delegation included', acteur('delegue', { id: `${UAI}/epp/1234` })],
    ['CPE', acteur('cpe')],
    ['teacher', acteur('enseignant')],
    ['DEC', acteur('dec', { uai: null })],
    ['head of another establishment', acteur('chef', { uai: AUTRE_UAI })],
  ])('a %s', async (_qui, qui) => {
    const { delegationId } = await donner();
    const delegations = await parts().delegations.lister(UAI, 2015);
    const autre = { ...qui, delegations };
    dynamo.appels.length = 0;
    for (const essai of [
      () => donner({ personne: 'epp/9' }, autre),
      () => revoquer(delegationId, autre),
      () => lister(autre),
    ]) {
      await expect(essai()).rejects.toMatchObject({ code: 'operation-interdite' });
    }
    expect(dynamo.appels).toEqual([]);
  });
});
