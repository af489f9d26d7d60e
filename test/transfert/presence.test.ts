import type { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, test } from 'vitest';
import { executerTransaction } from '../../shared/aws/dynamo.ts';
import type { Candidat } from '../../shared/candidats/index.ts';
import { magasinCandidats } from '../../shared/candidats/index.ts';
import { CHAMPS_DE_LA_PAIRE } from '../../shared/candidats/magasin-candidats.ts';
import { horlogeFixe } from '../../shared/kernel/horloge.ts';
import { type Appariement, type Tete, teteNouvelle } from '../../shared/livret/livret.ts';
import { magasinEnvois } from '../../shared/livret/magasin-envois.ts';
import { magasinLivrets } from '../../shared/livret/magasin-livrets.ts';
import { type Evenement, premiereRupture } from '../../shared/preuve/evenement.ts';
import { preuveDesJurys } from '../../shared/preuve/magasin-preuve.ts';
import { controlerPresence } from '../../shared/transfert/controler-presence.ts';
import { listerJurys } from '../../shared/transfert/lister-jurys.ts';
import type { Statut } from '../../shared/transfert/magasin-referentiel.ts';
import { pointerPapiers } from '../../shared/transfert/pointer-papiers.ts';
import { candidat } from '../appariement/candidats.ts';
import { DynamoEnMemoire } from '../dynamo.ts';
import { acteur } from '../habilitations/acteurs.ts';

const SESSION = 2016;
const JURY = { session: SESSION, jury: 'J1' };
const livretDe = (n: number): string => `01J000000000000000000000${String(n).padStart(2, '0')}`;
const signature = { par: 'chef/0380029A/chef', le: '2016-06-01T08:00:00Z' };

const statut = (n: number, reste: Partial<Statut> = {}): Statut => ({
  livretId: livretDe(n),
  academie: 'grenoble',
  candidat: { academie: 'grenoble', noCandidat: `c${n}` },
  noCandidat: `c${n}`,
  noEleve: `482109365${n}`,
  format: 'numerique',
  epoque: 0,
  n: 3,
  empreintes: { version: 'a'.repeat(64), projection: 'b'.repeat(64), termes: 'c'.repeat(64) },
  retireLe: null,
  correctionDepuis: null,
  recuLe: '2016-06-10T08:00:00Z',
  ...reste,
});

class Academie {
  readonly dynamo = new DynamoEnMemoire('session', 'preuve', 'livrets');
  readonly candidats = magasinCandidats(this.dynamo.client, 'session');
  readonly livrets = magasinLivrets(this.dynamo.client, 'livrets');
  readonly envois = magasinEnvois(this.dynamo.client, 'livrets');
  readonly preuve = preuveDesJurys(this.dynamo.client, 'preuve');
  readonly academie = 'grenoble';
  instant = '2016-06-20T08:00:00Z';
  readonly horloge = { maintenant: () => horlogeFixe(this.instant).maintenant() };
  recus: Statut[] = [];
  /** Numbers asked of the référentiel, call by call. */
  readonly demandes: (readonly string[])[] = [];

  statuts = async (_session: number, noCandidats: readonly string[]) => {
    this.demandes.push(noCandidats);
    return this.recus.filter(({ noCandidat }) => noCandidats.includes(noCandidat));
  };

  /** A candidate of a file of the DEC; a later one moves them. */
  async placer(n: number, reste: Partial<Candidat> = {}): Promise<void> {
    const noCandidat = `c${n}`;
    const { livretId: _l, noEleve: _n, ...dec } = candidat({ noCandidat, noPv: String(100 + n), ...reste });
    const connu = await this.candidats.lire(SESSION, noCandidat);
    await executerTransaction(this.dynamo.client, this.candidats.ecritures(connu, dec));
    await this.candidats.inscrireJury(SESSION, dec.jury, dec.centre);
  }

  /** Pairs the candidate with a livret whose head is this. */
  async apparier(n: number, tete: Partial<Tete> = {}): Promise<void> {
    const appariement: Appariement = { session: SESSION, noCandidat: `c${n}`, noEleve: `482109365${n}`, par: 'ine' };
    const connu = await this.candidats.lire(SESSION, `c${n}`);
    if (connu === null) throw new Error('no such candidate');
    await executerTransaction(this.dynamo.client, [
      this.candidats.ecritureAppariement(connu, livretDe(n), `482109365${n}`),
      this.livrets.ecritureTete(null, { ...teteNouvelle(livretDe(n)), appariement, ...tete }),
    ]);
  }

  /** Something of the livret waits to be told, that a code retains or not. */
  async faireAttendre(n: number, retenu: string | null): Promise<void> {
    const envoi = { session: SESSION, livretId: livretDe(n), tour: '01J00000000000000000000001' };
    const reste = { uai: '0380029A', eleveId: String(n), demande: true, depuis: '2016-06-10T08:00:00Z' };
    await executerTransaction(this.dynamo.client, [this.envois.ecriture({ ...envoi, ...reste })]);
    if (retenu !== null) await this.envois.retenir(envoi, retenu);
  }

  controler(jury = JURY.jury) {
    return controlerPresence(this, { session: SESSION, jury });
  }

  async presence(n: number) {
    const { candidats } = await this.controler();
    const [trouve] = candidats.filter(({ noCandidat }) => noCandidat === `c${n}`);
    if (trouve === undefined) throw new Error('no such candidate in the jury');
    return trouve;
  }

  pointer(vue: boolean, ...noPvs: [string, ...string[]]) {
    return pointerPapiers(this, acteur('chef-de-centre'), { ...JURY, noPvs, vue });
  }

  get evenements(): Evenement[] {
    return this.dynamo.items('preuve') as unknown as Evenement[];
  }
}

let academie: Academie;
beforeEach(() => {
  academie = new Academie();
});

describe('the presence of livrets in a jury (R71)', () => {
  test('tells of each candidate what the référentiel holds, in the order of No PV, and counts', async () => {
    for (const [n, noPv] of ['12', '2', '7', '9', '10'].entries()) await academie.placer(n + 1, { noPv });
    academie.recus = [
      statut(1),
      statut(2, { correctionDepuis: '2016-06-12T08:00:00Z' }),
      statut(3, { format: 'papier' }),
      statut(4, { retireLe: '2016-06-11T08:00:00Z' }),
    ];
    await academie.apparier(4, { etat: 'envoye', opposition: signature });
    const { comptes, candidats } = await academie.controler();
    expect(candidats.map(({ noPv, etat }) => `${noPv} ${etat}`)).toEqual([
      '2 numerique',
      '7 papier',
      '9 non-produit',
      '10 manquant',
      '12 numerique',
    ]);
    expect(candidats[0]).toEqual({
      noPv: '2',
      noCandidat: 'c2',
      centre: '0380030B',
      serie: 'S',
      etat: 'numerique',
      recuLe: '2016-06-10T08:00:00Z',
      correctionDepuis: '2016-06-12T08:00:00Z',
      retireLe: null,
      copieVue: null,
      copieDepassee: null,
      raison: null,
      retenu: null,
    });
    expect(candidats[2]).toMatchObject({ etat: 'non-produit', retireLe: '2016-06-11T08:00:00Z', raison: null });
    expect(comptes).toEqual({
      candidats: 5,
      numeriques: 2,
      papiers: 1,
      papiersVus: 0,
      nonProduits: 1,
      manquants: 1,
      enCorrection: 1,
    });
    expect(JSON.stringify(candidats)).not.toMatch(/MARTIN|Zoé|1998|0380029A|123456789AB/);
  });

  test('of a candidate who opposed before anything was sent is « non produit », not missing', async () => {
    await academie.placer(1);
    await academie.apparier(1, { etat: 'complet', opposition: signature });
    expect(await academie.presence(1)).toMatchObject({ etat: 'manquant', raison: 'opposition-en-route' });
    academie.recus = [statut(1, { format: null, empreintes: null, retireLe: '2016-06-11T08:00:00Z' })];
    expect(await academie.presence(1)).toMatchObject({ etat: 'non-produit', raison: null });
  });

  test.each<[string, Partial<Tete> | null, string]>([
    ['is not paired', null, 'non-apparie'],
    ['is paired, the livret not complete', { etat: 'alimente' }, 'non-valide'],
    ['is paired, the livret complete', { etat: 'complet' }, 'non-valide'],
    ['has a validated livret', { etat: 'valide' }, 'non-envoye'],
    ['has a livret that was sent and is not there yet', { etat: 'envoye' }, 'en-route'],
    ['has a paper livret', { etat: 'alimente', format: 'papier' }, 'papier-non-envoye'],
    ['has a paper livret that was sent', { etat: 'envoye', format: 'papier' }, 'en-route'],
    ['opposed', { etat: 'complet', opposition: signature }, 'opposition-en-route'],
    ['is paired no more', { etat: 'complet', appariement: null }, 'non-apparie'],
    [
      'is paired with a livret that is another candidate’s by now',
      { appariement: { session: SESSION, noCandidat: 'c9', noEleve: '4821093659', par: 'ine' } },
      'non-apparie',
    ],
  ])('of one who is missing and %s says what the académie knows', async (_, tete, raison) => {
    await academie.placer(1);
    if (tete !== null) await academie.apparier(1, tete);
    expect(await academie.presence(1)).toMatchObject({ etat: 'manquant', raison, recuLe: null });
  });

  test('of one whose sending is retained says so, with its code; what only waits does not', async () => {
    await academie.placer(1);
    await academie.apparier(1, { etat: 'valide' });
    await academie.faireAttendre(1, null);
    expect(await academie.presence(1)).toMatchObject({ etat: 'manquant', raison: 'non-envoye', retenu: null });
    await academie.faireAttendre(1, 'place-inconnue');
    expect(await academie.presence(1)).toMatchObject({ etat: 'manquant', raison: 'retenu', retenu: 'place-inconnue' });
  });

  test('of one whose opposition the référentiel refuses does not say that it is on its way', async () => {
    await academie.placer(1);
    await academie.apparier(1, { etat: 'valide', opposition: signature });
    await academie.faireAttendre(1, 'place-d-un-autre');
    const refusee = { etat: 'manquant', raison: 'opposition-refusee', retenu: 'place-d-un-autre' };
    expect(await academie.presence(1)).toMatchObject(refusee);
    academie.recus = [statut(1, { retireLe: '2016-06-10T08:00:00Z' })];
    expect(await academie.presence(1)).toMatchObject({ etat: 'non-produit', raison: null });
  });

  test('of one acknowledged for this very pair, and not in force, says that another académie took the pupil over', async () => {
    const version = (noCandidat: string, epoque = 0) => ({
      epoque,
      n: 3,
      empreinte: '',
      contenu: '',
      format: 'papier' as const,
      place: { session: SESSION, noEleve: '4821093651', candidat: { academie: 'grenoble', noCandidat } },
    });
    const accuse = { epoque: 0, n: 3, noCandidat: 'c1', le: '2016-06-10T08:00:00Z' };
    for (const [n, tete, raison] of [
      [1, { version: version('c1'), accuse }, 'repris'],
      // Not acknowledged yet; another word since; told for another pair, or before the place was taken back.
      [2, { version: { ...version('c2'), place: { ...version('c2').place, noEleve: '4821093652' } } }, 'en-route'],
      [3, { version: version('c1'), accuse: { ...accuse, noCandidat: 'c3' } }, 'en-route'],
    ] as const) {
      await academie.placer(n);
      await academie.apparier(n, { etat: 'envoye', ...tete });
      expect((await academie.presence(n)).raison).toBe(raison);
    }
  });

  test('of a pupil who repeats since is explained by what that session left', async () => {
    await academie.placer(1);
    const appariement: Appariement = { session: SESSION, noCandidat: 'c1', noEleve: '4821093651', par: 'ine' };
    const passage = { validation: null, version: null, accuse: null, format: 'numerique', opposition: null } as const;
    const passages = [{ ...passage, session: SESSION, etat: 'valide', appariement } as const];
    await academie.apparier(1, { etat: 'alimente', appariement: null, passages });
    expect((await academie.presence(1)).raison).toBe('non-envoye');
  });

  test.each([
    ['whose pair was undone since', null, 'non-apparie'],
    ['whose opposition was lifted since', { etat: 'envoye' as const }, 'en-route'],
  ])('of a withdrawn livret %s is missing: no opposition leaves it out', async (_, tete, raison) => {
    await academie.placer(1);
    if (tete !== null) await academie.apparier(1, tete);
    academie.recus = [statut(1, { retireLe: '2016-06-11T08:00:00Z' })];
    expect(await academie.presence(1)).toMatchObject({ etat: 'manquant', raison, retireLe: null });
  });

  test('of a livret withdrawn by another académie is « non produit »: only that académie knows more', async () => {
    await academie.placer(1);
    academie.recus = [statut(1, { academie: 'creteil', retireLe: '2016-06-11T08:00:00Z' })];
    expect(await academie.presence(1)).toMatchObject({ etat: 'non-produit' });
  });

  test('reads no more than a jury needs: its places, statuses, and what explains the missing ones', async () => {
    for (let n = 1; n <= 9; n++) {
      await academie.placer(n);
      await academie.apparier(n, { etat: 'valide' });
    }
    academie.recus = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => statut(n));
    academie.dynamo.appels.length = 0;
    expect((await academie.controler()).comptes).toMatchObject({ numeriques: 8, manquants: 1 });
    expect(academie.dynamo.appels).toEqual(['QueryCommand', ...Array(4).fill('BatchGetCommand')]);
    expect(academie.demandes).toHaveLength(1);
    academie.recus.push(statut(9));
    academie.dynamo.appels.length = 0;
    await academie.controler();
    expect(academie.dynamo.appels).toEqual(['QueryCommand']);
  });

  test('asks no identity of a candidate: IAM refuses who would', async () => {
    await academie.placer(1);
    await academie.apparier(1);
    const demandes: unknown[] = [];
    const espion = {
      send: (commande: BatchGetCommand) => {
        demandes.push(...Object.values(commande.input.RequestItems ?? {}));
        return academie.dynamo.send(commande);
      },
    };
    const candidats = magasinCandidats(espion as never, 'session');
    expect([...(await candidats.lireLivrets(SESSION, ['c1', 'c2']))]).toEqual([['c1', livretDe(1)]]);
    expect(demandes).toEqual([
      expect.objectContaining({ Keys: [expect.objectContaining({ pk: 'S#2016#C#c1' }), expect.anything()] }),
      expect.objectContaining({
        Keys: [{ pk: 'S#2016#E#0380029A', sk: 'CAND#c1' }],
        ProjectionExpression: CHAMPS_DE_LA_PAIRE.join(', '),
      }),
    ]);
  });

  test('of a jury without candidate is refused', async () => {
    await expect(academie.controler('J9')).rejects.toMatchObject({ code: 'jury-inconnu' });
  });
});

describe('the juries of a session', () => {
  test('are listed with their centres and how many candidates they have', async () => {
    await academie.placer(1);
    await academie.placer(2);
    await academie.placer(3, { jury: 'J10' });
    await academie.placer(4, { jury: 'J2', centre: '0380031C' });
    expect(await listerJurys(academie, { session: SESSION })).toEqual([
      { jury: 'J1', centre: '0380030B', candidats: 2 },
      { jury: 'J2', centre: '0380031C', candidats: 1 },
      { jury: 'J10', centre: '0380030B', candidats: 1 },
    ]);
    expect(await listerJurys(academie, { session: 2017 })).toEqual([]);
  });

  test('that a later file left without candidate, or moved to another centre, are as it says', async () => {
    await academie.placer(1);
    await academie.placer(2, { jury: 'J2' });
    await academie.placer(2, { jury: 'J1' });
    await academie.placer(1, { centre: '0380031C' });
    expect(await listerJurys(academie, { session: SESSION })).toEqual([
      { jury: 'J1', centre: '0380030B', candidats: 1 },
      { jury: 'J1', centre: '0380031C', candidats: 1 },
    ]);
  });
});

describe('paper copies seen at the centre (R71)', () => {
  beforeEach(async () => {
    for (const n of [1, 2, 3, 4]) await academie.placer(n);
    academie.recus = [
      statut(1, { format: 'papier' }),
      statut(2, { format: 'papier' }),
      statut(3),
      statut(4, { format: 'papier', retireLe: '2016-06-11T08:00:00Z' }),
    ];
    await academie.apparier(4, { etat: 'envoye', format: 'papier', opposition: signature });
  });

  test('are noted with their date and the role of who saw them, and proved in the jury’s chain', async () => {
    expect(await academie.pointer(true, '101', '102')).toEqual([
      { noPv: '101', etat: 'pointe' },
      { noPv: '102', etat: 'pointe' },
    ]);
    const { comptes, candidats } = await academie.controler();
    expect(comptes).toMatchObject({ papiers: 2, papiersVus: 2 });
    expect(candidats[0]?.copieVue).toEqual({ le: '2016-06-20T08:00:00Z', role: 'chef-de-centre', epoque: 0, n: 3 });
    expect(academie.evenements).toMatchObject([
      {
        pk: 'J#2016#J1',
        type: 'copies-vues',
        par: 'chef-de-centre/0380029A/epp/1234',
        role: 'chef-de-centre',
        references: { session: 2016, noPvs: '101,102', statuts: '0-3,0-3' },
      },
    ]);
  });

  test('noted again change nothing, and keep who saw them first', async () => {
    await academie.pointer(true, '101');
    academie.instant = '2016-06-21T08:00:00Z';
    expect(await academie.pointer(true, '101')).toEqual([{ noPv: '101', etat: 'inchange' }]);
    expect((await academie.presence(1)).copieVue?.le).toBe('2016-06-20T08:00:00Z');
    expect(academie.evenements).toHaveLength(1);
  });

  test('of a livret that was sent again are to be seen again: nobody saw what it says by now', async () => {
    await academie.pointer(true, '101', '102');
    academie.recus = [statut(1, { format: 'papier', n: 4 }), statut(2, { format: 'papier', epoque: 1 }), statut(3)];
    for (const n of [1, 2]) {
      expect(await academie.presence(n)).toMatchObject({
        etat: 'papier',
        copieVue: null,
        copieDepassee: { le: '2016-06-20T08:00:00Z', n: 3 },
      });
    }
    expect((await academie.controler()).comptes).toMatchObject({ papiers: 2, papiersVus: 0 });
    academie.instant = '2016-06-22T08:00:00Z';
    expect(await academie.pointer(true, '101')).toEqual([{ noPv: '101', etat: 'pointe' }]);
    expect(await academie.presence(1)).toMatchObject({ copieVue: { le: academie.instant, n: 4 }, copieDepassee: null });
    expect(academie.evenements.map(({ references }) => references.statuts)).toEqual(['0-3,0-3', '0-4']);
    expect(await academie.pointer(false, '102')).toEqual([{ noPv: '102', etat: 'pointe' }]);
    expect(await academie.presence(2)).toMatchObject({ copieVue: null, copieDepassee: null });
  });

  test('noted by mistake are taken back, in the open', async () => {
    await academie.pointer(true, '101');
    expect(await academie.pointer(false, '101', '102')).toEqual([
      { noPv: '101', etat: 'pointe' },
      { noPv: '102', etat: 'inchange' },
    ]);
    expect((await academie.presence(1)).copieVue).toBeNull();
    expect(academie.evenements.map(({ type, references }) => [type, references.noPvs])).toEqual([
      ['copies-vues', '101'],
      ['copies-non-vues', '101'],
    ]);
    expect(premiereRupture(academie.evenements)).toBeNull();
  });

  test('that no paper livret calls for are refused one by one; the rest is done', async () => {
    await academie.placer(5);
    const issues = await academie.pointer(true, '103', '101', '104', '105', '999', '101');
    expect(issues.map((issue) => [issue.noPv, issue.etat === 'refuse' ? issue.code : issue.etat])).toEqual([
      ['103', 'livret-non-papier'],
      ['101', 'pointe'],
      ['104', 'livret-non-produit'],
      ['105', 'statut-absent'],
      ['999', 'pv-inconnu'],
    ]);
    expect(await academie.controler()).toMatchObject({ comptes: { papiersVus: 1 } });
  });

  test('under a No PV that two candidates have are refused', async () => {
    await academie.placer(2, { noPv: '101' });
    expect(await academie.pointer(true, '101')).toMatchObject([{ code: 'pv-en-double' }]);
    expect(academie.evenements).toEqual([]);
  });

  test('stay noted when a later file gives the candidate again, with another No PV', async () => {
    await academie.pointer(true, '101');
    await academie.placer(1, { noPv: '201', depotId: '01J0000000000000000000000C' });
    expect(await academie.presence(1)).toMatchObject({ noPv: '201', copieVue: { role: 'chef-de-centre' } });
  });

  test('are to be seen again in another centre, or in another jury', async () => {
    await academie.pointer(true, '101', '102');
    await academie.placer(1, { centre: '0380031C' });
    expect((await academie.presence(1)).copieVue).toBeNull();
    await academie.placer(2, { jury: 'J2' });
    const { candidats } = await academie.controler('J2');
    expect(candidats).toMatchObject([{ etat: 'papier', copieVue: null }]);
  });

  test('are judged again when the DEC renumbers the jury at that moment', async () => {
    let une = true;
    academie.dynamo.avant = async (commande) => {
      if (commande !== 'TransactWriteCommand' || !une) return;
      une = false;
      await academie.placer(1, { noPv: '102' });
      await academie.placer(2, { noPv: '101' });
    };
    expect(await academie.pointer(true, '101')).toEqual([{ noPv: '101', etat: 'pointe' }]);
    expect((await academie.presence(1)).copieVue).toBeNull();
    expect((await academie.presence(2)).copieVue).not.toBeNull();
    expect(academie.evenements).toHaveLength(1);
  });

  test('of a jury without candidate are refused', async () => {
    await expect(
      pointerPapiers(academie, acteur('dec'), { session: SESSION, jury: 'J9', noPvs: ['1'], vue: true }),
    ).rejects.toMatchObject({ code: 'jury-inconnu' });
  });
});
