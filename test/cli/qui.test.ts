import { describe, expect, test } from 'vitest';
import { revendiquer } from '../../shared/cli/qui.ts';
import { ROLES } from '../../shared/habilitations/acteur.ts';
import { revendication } from '../../shared/habilitations/revendication.ts';

const UAI = '0380029A';
const LIVRET = '01J0000000000000000000000A';
const SEUL = { enTantQue: undefined, etablissement: undefined };
const dite = (enTantQue: string, demande: object, etablissement?: string) =>
  revendiquer({ enTantQue, etablissement }, demande);

type Indices = Parameters<typeof revendiquer>[1];

describe('without a role, a demand is made by who usually makes it', () => {
  test.each<[string, object, object]>([
    ['of an establishment', { uai: UAI, session: 2016 }, { role: 'chef', uai: UAI }],
    ['a deposit of an establishment', { proprietaire: UAI }, { role: 'chef', uai: UAI }],
    ['a deposit of the académie', { proprietaire: 'academie' }, { role: 'dec' }],
    ['on the académie', { annee: 2015 }, { role: 'dec' }],
    ['a sanction of the exam', { livretId: LIVRET, valeur: { sorte: 'sanction-examen' } }, { role: 'dec' }],
    ['a jury’s file', { session: 2016, jury: 'J01' }, { role: 'chef-de-centre', jurys: ['2016#J01'] }],
  ])('%s', (_quoi, demande, attendue) => {
    expect(revendiquer(SEUL, demande as Indices)).toEqual({ ...attendue, id: 'lsl', reseau: 'interne' });
  });

  test('a livret, by the head of the establishment that the command says, and of none without it', () => {
    const ici = { ...SEUL, etablissement: UAI };
    expect(revendiquer(ici, { livretId: LIVRET })).toMatchObject({ role: 'chef', uai: UAI });
    expect(() => revendiquer(SEUL, { livretId: LIVRET })).toThrow(
      expect.objectContaining({ code: 'etablissement-attendu' }),
    );
  });
});

describe('with a role', () => {
  test.each([
    ['cpe', { uai: UAI }, { role: 'cpe', uai: UAI, id: 'lsl' }],
    ['adjoint:agent-2', { uai: UAI }, { role: 'adjoint', uai: UAI, id: 'agent-2' }],
    ['enseignant:epp/1234', { uai: UAI }, { role: 'enseignant', uai: UAI, id: 'epp/1234' }],
    ['president:p-1', { session: 2016, jury: 'J01' }, { role: 'president', id: 'p-1', jurys: ['2016#J01'] }],
    ['president', { uai: UAI }, { role: 'president', id: 'lsl', jurys: [] }],
    ['responsable:ec-2', { livretId: LIVRET }, { role: 'responsable', id: 'ec-2', livrets: [LIVRET] }],
    ['dec', { uai: UAI }, { role: 'dec', id: 'lsl' }],
  ])('%s, it has what the demand names', (enTantQue, demande, attendue) => {
    expect(dite(enTantQue, demande)).toEqual({ ...attendue, reseau: 'interne' });
  });

  test('every role can be said, once it has what it needs', () => {
    for (const role of Object.keys(ROLES)) {
      const claim = dite(`${role}:epp/1`, { uai: UAI, session: 2016, jury: 'J01', livretId: LIVRET });
      expect(revendication.parse(claim)).toMatchObject({ role });
    }
  });

  test('the establishment of the option is the actor’s, whatever the demand bears on', () => {
    expect(dite('chef', { uai: '0750655E' }, UAI)).toMatchObject({ uai: UAI });
  });

  test.each([
    ['enseignant', 'identifiant-attendu'],
    ['delegue', 'identifiant-attendu'],
    ['enseignant:1234', 'identifiant-attendu'],
    ['chef:Luc Durand', 'identifiant-attendu'],
    ['chef:luc@exemple.fr', 'identifiant-attendu'],
    ['proviseur', 'identifiant-attendu'],
  ])('« %s » is not understood, without being quoted further than its role', (enTantQue, code) => {
    expect(() => dite(enTantQue, { uai: UAI })).toThrow(
      expect.objectContaining({ code, message: expect.not.stringMatching(/Durand|exemple/) }),
    );
  });
});
