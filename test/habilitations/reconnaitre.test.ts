import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { identifierActeur } from '../../shared/habilitations/acteur.ts';
import { decider } from '../../shared/habilitations/decider.ts';
import { deleguer } from '../../shared/habilitations/delegations.ts';
import { magasinDelegations } from '../../shared/habilitations/magasin-delegations.ts';
import { reconnaitreActeur } from '../../shared/habilitations/reconnaitre-acteur.ts';
import { type Revendication, revendication } from '../../shared/habilitations/revendication.ts';
import { AcademieEnMemoire } from '../imports/academie.ts';
import { divisionDeSts, individu, service, sts } from '../imports/fichiers.ts';
import { AUTRE_UAI, OUVERT, SIEN, UAI } from './acteurs.ts';

const LIVRET = SIEN.livretId ?? '';
const principal = (code: string): string =>
  `<PROFS_PRINC><PROF_PRINC><CODE_STRUCTURE>${code}</CODE_STRUCTURE></PROF_PRINC></PROFS_PRINC>`;
const enseignant = (id: string, type: string): string => `<ENSEIGNANT ID="${id}" TYPE="${type}"/>`;
/** 41 teaches English to TS1, which they head, and a group; another 41 and 42 share mathematics. */
const STS = sts({
  individus:
    individu('ID="41" TYPE="epp"', undefined, principal('TS1')) +
    individu('ID="41" TYPE="local"', '<NOM_USAGE>ROUX</NOM_USAGE>') +
    individu('ID="42" TYPE="epp"', '<NOM_USAGE>PETIT</NOM_USAGE>'),
  divisions: divisionDeSts(
    service('CODE_MATIERE="030201"', enseignant('41', 'epp')) +
      service('CODE_MATIERE="061300"', enseignant('41', 'local') + enseignant('42', 'epp')),
  ),
  groupes: `<GROUPE CODE="T_AP"><LIBELLE_LONG>AP</LIBELLE_LONG><DIVISIONS_APPARTENANCE><DIVISION_APPARTENANCE CODE="TS1"/></DIVISIONS_APPARTENANCE><SERVICES>${service('CODE_MATIERE="061300"', enseignant('41', 'epp'))}</SERVICES></GROUPE>`,
});

let academie: AcademieEnMemoire;

beforeAll(async () => {
  academie = new AcademieEnMemoire();
  await academie.deposer(1, Buffer.from(STS, 'latin1'));
});
beforeEach(() => {
  academie.instant = '2016-06-10T08:00:00Z';
  academie.dynamo.appels.length = 0;
});

const parts = () => ({
  etablissement: academie.etablissement,
  delegations: magasinDelegations(academie.dynamo.client, 'registre'),
  horloge: academie.horloge,
  academie: 'grenoble',
});
const reconnaitre = (claim: Record<string, unknown>) =>
  reconnaitreActeur(parts(), revendication.parse({ reseau: 'interne', ...claim }));
const dEnseignant = (id: string, role = 'enseignant') => reconnaitre({ role, uai: UAI, id });

describe('a teacher', () => {
  test('has the services that STS-Web gives, of the year that runs, in four requests', async () => {
    expect(await dEnseignant('epp/41')).toEqual({
      id: `${UAI}/epp/41`,
      role: 'enseignant',
      uai: UAI,
      academie: 'grenoble',
      reseau: 'interne',
      services: [
        { structure: { type: 'D', code: 'TS1' }, codeMatiere: '030201' },
        { structure: { type: 'G', code: 'T_AP' }, codeMatiere: '061300' },
      ],
      principalDe: ['TS1'],
      livrets: [],
      jurys: [],
      delegations: [],
    });
    expect(academie.dynamo.appels).toHaveLength(4);
  });

  test('is told from another of the same number; a shared service is of both', async () => {
    const maths = [{ structure: { type: 'D', code: 'TS1' }, codeMatiere: '061300' }];
    expect((await dEnseignant('local/41')).services).toEqual(maths);
    expect((await dEnseignant('epp/42')).services).toEqual(maths);
  });

  test('writes what is theirs and nothing else', async () => {
    const [anglais, maths] = await Promise.all([dEnseignant('epp/41'), dEnseignant('epp/42')]);
    const ecrit = (qui: typeof anglais, codeMatiere: string) =>
      decider(qui, 'saisir-evaluation', { ...SIEN, codeMatiere }, OUVERT).permise;
    expect([ecrit(anglais, '030201'), ecrit(anglais, '061300')]).toEqual([true, false]);
    expect([ecrit(maths, '030201'), ecrit(maths, '061300')]).toEqual([false, true]);
  });

  test.each([
    ['of nobody', { id: 'epp/99' }],
    ['of another type', { id: 'local/42' }],
    ['in another establishment', { id: 'epp/41', uai: '0750655E' }],
  ])('%s is refused', async (_cas, changements) => {
    await expect(reconnaitre({ role: 'enseignant', uai: UAI, ...changements })).rejects.toMatchObject({
      code: 'enseignant-inconnu',
      message: expect.not.stringMatching(/41|42|99/),
    });
  });

  test('of last year is not one of this year', async () => {
    academie.instant = '2016-08-01T08:00:00Z';
    await expect(dEnseignant('epp/41')).rejects.toMatchObject({ code: 'enseignant-inconnu' });
  });

  test('is professeur principal of the divisions that STS-Web says, and of one at least', async () => {
    expect(await dEnseignant('epp/41', 'professeur-principal')).toMatchObject({
      role: 'professeur-principal',
      principalDe: ['TS1'],
    });
    await expect(dEnseignant('epp/42', 'professeur-principal')).rejects.toMatchObject({
      code: 'professeur-principal-sans-division',
    });
  });
});

describe('a delegate', () => {
  const delegue = (id = 'agent-7') => reconnaitre({ role: 'delegue', uai: UAI, id });
  const donner = async (personne: string, du: string, au: string) => {
    const chef = await reconnaitre({ role: 'chef', uai: UAI });
    return deleguer({ ...parts(), accesExterne: 'ferme' }, chef, {
      uai: UAI,
      personne,
      operations: ['valider-division'],
      du,
      au,
    });
  };

  test('is one by the head’s choice only, on its days, in one request', async () => {
    await expect(delegue()).rejects.toMatchObject({ code: 'delegation-absente' });
    const donnee = await donner('agent-7', '2016-06-11', '2016-06-12');
    await expect(delegue()).rejects.toMatchObject({ code: 'delegation-absente' });
    academie.instant = '2016-06-12T21:59:59Z';
    academie.dynamo.appels.length = 0;
    expect(await delegue()).toMatchObject({ id: `${UAI}/agent-7`, uai: UAI, services: [], delegations: [donnee] });
    expect(academie.dynamo.appels).toEqual(['QueryCommand']);
    await expect(delegue('agent-8')).rejects.toMatchObject({ code: 'delegation-absente' });
    academie.instant = '2016-06-12T22:00:00Z';
    await expect(delegue()).rejects.toMatchObject({ code: 'delegation-absente' });
  });

  test('knows those of their delegations that are over', async () => {
    const premiere = await donner('agent-9', '2016-06-10', '2016-06-10');
    const seconde = await donner('agent-9', '2016-06-10', '2016-06-20');
    academie.instant = '2016-06-15T08:00:00Z';
    const { delegations } = await delegue('agent-9');
    expect(delegations.map(({ delegationId }) => delegationId).sort()).toEqual(
      [premiere.delegationId, seconde.delegationId].sort(),
    );
  });
});

describe('other roles are as the sign-in says, without a request', () => {
  test.each([
    [{ role: 'chef', uai: UAI }, 'chef/0380029A/chef', { uai: UAI }],
    [{ role: 'adjoint', uai: UAI, id: 'agent-2' }, 'adjoint/0380029A/agent-2', { uai: UAI }],
    [{ role: 'cpe', uai: UAI, id: 'epp/50' }, 'cpe/0380029A/epp/50', { uai: UAI, services: [] }],
    [{ role: 'ddfpt', uai: UAI }, 'ddfpt/0380029A/ddfpt', { uai: UAI }],
    [{ role: 'eleve', id: 'ec-1', livrets: [LIVRET] }, 'eleve/ec-1', { uai: null, livrets: [LIVRET] }],
    [{ role: 'responsable', id: 'ec-2', uai: UAI, livrets: [LIVRET] }, 'responsable/ec-2', { livrets: [LIVRET] }],
    [
      { role: 'chef-de-centre', id: 'centre-4', jurys: ['2016#J01'] },
      'chef-de-centre/academie/centre-4',
      { uai: null, jurys: ['2016#J01'] },
    ],
    [{ role: 'president', id: 'p-4', jurys: ['2016#J01'] }, 'president/academie/p-4', { jurys: ['2016#J01'] }],
    [{ role: 'dec' }, 'dec/academie/dec', { uai: null, academie: 'grenoble' }],
    [{ role: 'statisticien', id: 's-1' }, 'statisticien/academie/s-1', { uai: null }],
  ])('%j', async (claim, par, attendu) => {
    const qui = await reconnaitre({ ...claim, reseau: 'externe' });
    expect(identifierActeur(qui)).toBe(par);
    expect(qui).toMatchObject({ role: claim.role, academie: 'grenoble', reseau: 'externe', ...attendu });
    expect(academie.dynamo.appels).toEqual([]);
  });
});

describe('a claim', () => {
  const BONNE: Revendication = { role: 'enseignant', uai: UAI, id: 'epp/41', reseau: 'interne' } as Revendication;

  test.each<[string, Record<string, unknown>]>([
    ['without a network', { reseau: undefined }],
    ['of a network that nobody knows', { reseau: 'vpn' }],
    ['of a role that nobody knows', { role: 'proviseur' }],
    ['without an establishment', { uai: undefined }],
    ['of an establishment that is none', { uai: '0380029B' }],
    ['of a teacher without an id', { id: undefined }],
    ['of a teacher without the type of the id', { id: '41' }],
    ['of a teacher that goes further than the id', { id: 'epp/41/x' }],
    ['with a name for an id', { role: 'chef', id: 'Luc Durand' }],
    ['with an address for an id', { role: 'chef', id: 'luc@exemple.fr' }],
    ['of a teacher with livrets', { livrets: [LIVRET] }],
    ['of a teacher with services', { services: [] }],
    ['of a head with juries', { role: 'chef', jurys: ['2016#J01'] }],
    ['of a delegate who brings delegations', { role: 'delegue', delegations: [] }],
    ['of a pupil without livrets', { role: 'eleve' }],
    ['of the DEC with an establishment', { role: 'dec' }],
  ])('%s is refused', (_cas, changements) => {
    expect(revendication.safeParse(BONNE).success).toBe(true);
    expect(revendication.safeParse({ ...BONNE, ...changements }).success).toBe(false);
  });

  test('of one establishment opens nothing in another', async () => {
    const chef = await reconnaitre({ role: 'chef', uai: UAI });
    expect(decider(chef, 'lire-livret', { ...SIEN, uai: AUTRE_UAI }, OUVERT).permise).toBe(false);
  });
});
