import { PDFDocument, PDFName, PDFString, StandardFonts } from '@cantoo/pdf-lib';
import { beforeEach, describe, expect, test } from 'vitest';
import { executerTransaction } from '../../shared/aws/dynamo.ts';
import type { Candidat } from '../../shared/candidats/index.ts';
import { magasinCandidats } from '../../shared/candidats/magasin-candidats.ts';
import { assemblerFichier } from '../../shared/jury/assembler.ts';
import { composerFichier, issueDe } from '../../shared/jury/composer-fichier.ts';
import { consulterFichier } from '../../shared/jury/consulter-fichier.ts';
import { controlerFichier } from '../../shared/jury/controler-fichier.ts';
import { demandeDeFichier, demanderFichier, PLANIFICATION } from '../../shared/jury/demander-fichier.ts';
import {
  cleDuFichier,
  type Edition,
  type EtatDuFichier,
  type MessageDEdition,
  messageDEdition,
} from '../../shared/jury/fichier.ts';
import { avecIncident } from '../../shared/jury/incident.ts';
import { magasinEditions } from '../../shared/jury/magasin-editions.ts';
import { empreinteDuModele } from '../../shared/jury/modele.ts';
import { preparerFichiers } from '../../shared/jury/preparer-fichiers.ts';
import { DUREE_URL, signerFichier } from '../../shared/jury/signer-fichier.ts';
import { compterLesEtapes } from '../../shared/jury/suivi.ts';
import { suivreFichiers } from '../../shared/jury/suivre-fichiers.ts';
import { sha256 } from '../../shared/kernel/empreinte.ts';
import { ErreurCodee } from '../../shared/kernel/erreur.ts';
import { horlogeFixe } from '../../shared/kernel/horloge.ts';
import { magasinEnvois } from '../../shared/livret/magasin-envois.ts';
import { magasinLivrets } from '../../shared/livret/magasin-livrets.ts';
import { type Evenement, premiereRupture } from '../../shared/preuve/evenement.ts';
import { preuveDesJurys } from '../../shared/preuve/magasin-preuve.ts';
import type { Statut } from '../../shared/transfert/magasin-referentiel.ts';
import type { TermesInterdits } from '../../shared/transfert/termes.ts';
import { candidat } from '../appariement/candidats.ts';
import { FileEnMemoire, muet, ObjetsEnMemoire } from '../doubles.ts';
import { DynamoEnMemoire } from '../dynamo.ts';
import { acteur } from '../habilitations/acteurs.ts';

const JURY = { session: 2016, jury: 'J1' };
const MESSAGE: MessageDEdition = { ...JURY, n: 1 };
const NO_ELEVE = '4821093657';

const EMPREINTES = { version: 'a'.repeat(64), projection: 'b'.repeat(64), termes: 'c'.repeat(64) };

const statut = ({ noCandidat = 'c1', ...reste }: Partial<Statut> = {}): Statut => ({
  livretId: '01J0000000000000000000000A',
  academie: 'grenoble',
  noCandidat,
  candidat: { academie: 'grenoble', noCandidat },
  noEleve: NO_ELEVE,
  format: 'numerique',
  epoque: 0,
  n: 3,
  empreintes: EMPREINTES,
  retireLe: null,
  correctionDepuis: null,
  recuLe: '2016-06-10T08:00:00Z',
  ...reste,
});

class Jury {
  readonly dynamo = new DynamoEnMemoire('session', 'preuve', 'livrets');
  readonly candidats = magasinCandidats(this.dynamo.client, 'session');
  readonly editions = magasinEditions(this.dynamo.client, 'session');
  readonly livrets = magasinLivrets(this.dynamo.client, 'livrets');
  readonly envois = magasinEnvois(this.dynamo.client, 'livrets');
  readonly academie = 'grenoble';
  readonly preuve = preuveDesJurys(this.dynamo.client, 'preuve');
  readonly file = new FileEnMemoire<MessageDEdition>();
  readonly controles = new FileEnMemoire<MessageDEdition>();
  readonly fichiers = new ObjetsEnMemoire();
  readonly versions = new ObjetsEnMemoire();
  recus: Statut[] = [statut()];
  horloge = horlogeFixe('2016-07-04T08:00:00Z');

  async placer(noCandidat: string, noPv: string, reste: Partial<Candidat> = {}): Promise<void> {
    const { livretId: _l, noEleve: _n, ...dec } = candidat({ noCandidat, noPv, ine: null, ...reste });
    await executerTransaction(this.dynamo.client, this.candidats.ecritures(null, dec));
  }

  demander(motif?: string): Promise<Edition> {
    const { par, role } = { par: 'chef-de-centre/academie/centre-12', role: 'chef-de-centre' };
    return demanderFichier(this, { par, role }, { ...JURY, motif });
  }

  statuts = async (_session: number, noCandidats: readonly string[]) =>
    this.recus.filter(({ noCandidat }) => noCandidats.includes(noCandidat));

  consulter() {
    return consulterFichier(this, JURY);
  }

  signer(role: 'president' | 'chef-de-centre' = 'president') {
    const { editions, preuve, horloge, candidats, statuts } = this;
    const signataire = { lire: async (cle: string, duree: number) => `https://seau/${cle}?${duree}` };
    return signerFichier({ editions, preuve, horloge, signataire, candidats, statuts }, acteur(role), JURY);
  }

  composer(): Promise<void> {
    const { editions, versions: projections, fichiers, controles } = this;
    return composerFichier({ editions, projections, fichiers, controles, journal: muet }, MESSAGE);
  }

  controler(): Promise<void> {
    const { editions, fichiers, versions: termes } = this;
    return controlerFichier({ editions, fichiers, termes, journal: muet }, MESSAGE);
  }

  get evenements(): (Evenement & { readonly pk: string })[] {
    return this.dynamo.items('preuve') as unknown as (Evenement & { readonly pk: string })[];
  }

  get derniere() {
    return this.editions.derniere(JURY.session, JURY.jury);
  }

  async avancer(...etats: readonly EtatDuFichier[]): Promise<void> {
    let de: EtatDuFichier = 'demande';
    for (const vers of etats) {
      await this.editions.passer(MESSAGE, de, vers, { pages: 4, empreinte: 'f'.repeat(64) });
      de = vers;
    }
  }
}

let jury: Jury;
beforeEach(async () => {
  jury = new Jury();
  await jury.placer('c1', '17');
});

describe('a jury’s file asked for', () => {
  test('names the livrets that arrived, by number and reference, and the No PV of the others', async () => {
    await jury.placer('c2', '18');
    await jury.placer('c3', '19');
    jury.recus.push(statut({ noCandidat: 'c3', format: 'papier', empreintes: null }));
    const edition = await jury.demander();
    expect(edition).toEqual({
      ...MESSAGE,
      etat: 'demande',
      demandeLe: '2016-07-04T08:00:00Z',
      motif: null,
      candidats: [
        {
          noPv: '17',
          noEleve: NO_ELEVE,
          projection: { cle: expect.stringMatching(/^projections\/.+\/0-3\.json$/), empreinte: 'b'.repeat(64) },
          termes: { cle: expect.stringMatching(/^termes\/.+\/0-3\.json$/), empreinte: 'c'.repeat(64) },
        },
      ],
      sansLivret: [
        { noPv: '18', noEleve: null, raison: 'non-apparie' },
        { noPv: '19', noEleve: NO_ELEVE, raison: 'papier-non-vu' },
      ],
      echecs: [],
      pages: null,
      empreinte: null,
      anomalies: [],
    });
    expect(await jury.derniere).toEqual(edition);
    expect(JSON.stringify(edition)).not.toMatch(/MARTIN|Zoé|0380029A/);
    expect(jury.file.envois).toEqual([{ message: MESSAGE, groupe: 'J1' }]);
    expect(jury.evenements).toMatchObject([
      {
        type: 'fichier-jury-demande',
        par: 'chef-de-centre/academie/centre-12',
        role: 'chef-de-centre',
        references: { edition: 1 },
      },
    ]);
  });

  test('tells the paper copy that the centre saw', async () => {
    await jury.placer('c2', '18');
    const papier = statut({ noCandidat: 'c2', format: 'papier', empreintes: null });
    jury.recus.push(papier);
    const vue = { le: '2016-07-03T08:00:00Z', role: 'chef-de-centre', epoque: papier.epoque, n: papier.n };
    const place = (await jury.candidats.listerJury(2016, 'J1')).find(({ noPv }) => noPv === '18');
    if (place === undefined) throw new Error('the place lacks');
    await executerTransaction(jury.dynamo.client, [jury.candidats.ecriturePointage(2016, 'J1', place, vue)]);
    expect((await jury.demander()).sansLivret).toEqual([{ noPv: '18', noEleve: NO_ELEVE, raison: 'papier-vu' }]);
  });

  test('leaves out the livrets of candidates who oppose it, and lists them; one being corrected stays in', async () => {
    await jury.placer('c2', '18');
    await jury.placer('c3', '19');
    const depuis = '2016-07-03T09:00:00Z';
    jury.recus.push(
      statut({ noCandidat: 'c2', academie: 'creteil', retireLe: depuis }),
      statut({ noCandidat: 'c3', correctionDepuis: depuis }),
    );
    const { candidats, sansLivret } = await jury.demander();
    expect(candidats.map(({ noPv }) => noPv)).toEqual(['17', '19']);
    expect(sansLivret).toEqual([{ noPv: '18', noEleve: NO_ELEVE, raison: 'non-produit' }]);
    jury.recus = [statut({ retireLe: depuis })];
    await expect(jury.demander('Opposition')).rejects.toMatchObject({ code: 'jury-sans-livret' });
  });

  test('again while it is queued is the same one, sent again', async () => {
    const premiere = await jury.demander();
    expect(await jury.demander()).toEqual(premiere);
    expect(jury.file.messages).toEqual([MESSAGE, MESSAGE]);
    expect(jury.evenements).toHaveLength(1);
  });

  test.for([['compose'], ['compose', 'pret'], ['compose', 'refuse']] as const)(
    'again once it is %s is refused without a reason, and nothing is queued',
    async (etats) => {
      await jury.demander();
      await jury.avancer(...etats);
      await expect(jury.demander()).rejects.toMatchObject({
        code: 'fichier-deja-edite',
        message: 'Le fichier de ce jury a déjà été édité (édition 1).',
      });
      expect(jury.file.messages).toHaveLength(1);
      expect(jury.evenements).toHaveLength(1);
    },
  );

  test('again with its reason is a new edition; the first one stays as it was', async () => {
    await jury.demander();
    await jury.avancer('compose', 'pret');
    jury.horloge = horlogeFixe('2016-07-05T08:00:00Z');
    expect(await jury.demander('Candidat ajouté')).toMatchObject({ n: 2, etat: 'demande', motif: 'Candidat ajouté' });
    expect(await jury.editions.lire(2016, 'J1', 1)).toMatchObject({ etat: 'pret', demandeLe: '2016-07-04T08:00:00Z' });
    expect(jury.file.messages).toEqual([MESSAGE, { ...MESSAGE, n: 2 }]);
    expect(premiereRupture(jury.evenements)).toBeNull();
  });

  test('after the ninth edition is still the latest', async () => {
    for (let n = 1; n <= 11; n += 1) expect((await jury.demander(`motif ${n}`)).n).toBe(n);
    expect(await jury.derniere).toMatchObject({ n: 11 });
  });

  test('twice at once is one edition, which both get', async () => {
    let autre: Edition | undefined;
    jury.dynamo.avant = async (commande) => {
      if (commande !== 'TransactWriteCommand') return;
      jury.dynamo.avant = () => {};
      jury.horloge = horlogeFixe('2016-07-04T08:00:01Z');
      autre = await jury.demander();
    };
    const edition = await jury.demander();
    expect(edition).toEqual(autre);
    expect(jury.file.messages).toEqual([MESSAGE, MESSAGE]);
    expect(jury.evenements).toHaveLength(1);
  });

  test.for([
    [
      'without candidates',
      'jury-inconnu',
      () => {
        jury = new Jury();
      },
    ],
    [
      'whose livrets did not arrive',
      'jury-sans-livret',
      () => {
        jury.recus = [];
      },
    ],
    [
      'whose livrets are all on paper',
      'jury-sans-livret',
      () => {
        jury.recus = [statut({ format: 'papier', empreintes: null })];
      },
    ],
  ] as const)('of a jury %s is refused: %s', async ([, code, preparer]) => {
    preparer();
    await expect(jury.demander()).rejects.toMatchObject({ code });
    expect([await jury.derniere, jury.file.messages, jury.evenements]).toEqual([null, [], []]);
  });

  test.for(['', 'J 1', '../J1', 'J#1', 'Jury-de-plus-de-vingt-signes'])(
    'under the number « %s » is refused',
    (numero) => {
      expect(messageDEdition.safeParse({ ...MESSAGE, jury: numero }).success).toBe(false);
    },
  );

  test('again with a blank reason is refused', () => {
    expect(demandeDeFichier.safeParse({ ...JURY, motif: '  ' }).success).toBe(false);
    expect(demandeDeFichier.parse({ ...JURY, motif: ' Erreur ' })).toEqual({ ...JURY, motif: 'Erreur' });
  });
});

describe('the state of a jury’s file', () => {
  test('is told without the references that only machines need', async () => {
    await expect(jury.consulter()).rejects.toMatchObject({ code: 'fichier-non-demande' });
    await jury.demander();
    const consultee = await jury.consulter();
    expect(consultee).toMatchObject({ etat: 'demande', n: 1, candidats: [{ noPv: '17', noEleve: NO_ELEVE }] });
    expect(JSON.stringify(consultee)).not.toMatch(/projections|termes|bbbb/);
  });

  test('tells, once it is ready, which livrets are no longer those that the référentiel holds', async () => {
    await jury.placer('c2', '18');
    await jury.placer('c3', '19');
    await jury.placer('c4', '20');
    const autre = (n: number, reste: Partial<Statut> = {}) =>
      statut({
        noCandidat: `c${n}`,
        noEleve: `482109365${n}`,
        livretId: `01J0000000000000000000000${n}`,
        ...reste,
      });
    jury.recus = [autre(1), autre(2), autre(3), autre(4)];
    await jury.demander();
    const depuis = '2016-07-04T09:00:00Z';
    jury.recus = [autre(1, { retireLe: depuis }), autre(2, { n: 4 }), autre(3, { correctionDepuis: depuis }), autre(4)];
    expect((await jury.consulter()).perimes).toEqual([]);
    await jury.avancer('compose', 'pret');
    expect((await jury.consulter()).perimes).toEqual([
      { noPv: '17', raison: 'retire' },
      { noPv: '18', raison: 'nouvelle-version' },
      { noPv: '19', raison: 'en-correction' },
    ]);
  });

  test('holds a livret that is no candidate’s any more, when its candidate is paired with another pupil', async () => {
    await jury.demander();
    await jury.avancer('compose', 'pret');
    expect((await jury.consulter()).perimes).toEqual([]);
    jury.recus = [statut({ noEleve: '0000000009', livretId: '01J0000000000000000000000B' })];
    expect((await jury.consulter()).perimes).toEqual([{ noPv: '17', raison: 'retire' }]);
    await expect(jury.signer()).rejects.toMatchObject({ code: 'fichier-perime' });
  });

  test('holds two livrets whose pairs were exchanged since: neither is read under its No PV any more', async () => {
    await jury.placer('c2', '18');
    const deux = statut({ noCandidat: 'c2', noEleve: '0000000002', livretId: '01J00000000000000000000002' });
    jury.recus = [statut(), deux];
    await jury.demander();
    await jury.avancer('compose', 'pret');
    expect((await jury.consulter()).perimes).toEqual([]);
    jury.recus = [statut({ noCandidat: 'c2', n: 9 }), { ...deux, noCandidat: statut().noCandidat, n: 9 }];
    expect((await jury.consulter()).perimes.map(({ raison }) => raison)).toEqual(['retire', 'retire']);
    await expect(jury.signer()).rejects.toMatchObject({ code: 'fichier-perime' });
  });
});

describe('the signed URL of a jury’s file', () => {
  test.for<[string, readonly EtatDuFichier[] | null]>([
    ['before it is asked for', null],
    ['while it is queued', []],
    ['while it is being checked', ['compose']],
    ['when the control refused it', ['compose', 'refuse']],
  ])('is refused %s, and nothing is proven', async ([, etats]) => {
    if (etats !== null) await jury.demander();
    await jury.avancer(...(etats ?? []));
    const avant = jury.evenements.length;
    await expect(jury.signer()).rejects.toMatchObject({ code: 'fichier-non-pret' });
    expect(jury.evenements).toHaveLength(avant);
  });

  test('is given once the file is ready, for five minutes, and proven each time', async () => {
    await jury.demander();
    await jury.avancer('compose', 'pret');
    expect(DUREE_URL).toBe(300);
    const signe = {
      url: `https://seau/fichiers/2016/J1/1-${'f'.repeat(16)}.zip?300`,
      dureeSecondes: 300,
      edition: 1,
      empreinte: 'f'.repeat(64),
    };
    expect(await jury.signer()).toEqual(signe);
    await jury.signer();
    expect(jury.evenements.map(({ type }) => type)).toEqual([
      'fichier-jury-demande',
      'fichier-jury-signe',
      'fichier-jury-signe',
    ]);
    expect(jury.evenements.at(-1)).toMatchObject({
      par: 'president/0380029A/epp/1234',
      role: 'president',
      references: { session: 2016, edition: 1, empreinte: 'f'.repeat(64) },
    });
    expect(premiereRupture(jury.evenements)).toBeNull();
  });

  test('is not given any more of a file that holds a livret withdrawn since, and nothing is proven', async () => {
    await jury.placer('c2', '18');
    const second = { noCandidat: 'c2', noEleve: '4821093658', livretId: '01J0000000000000000000000B' };
    jury.recus = [statut(), statut(second)];
    await jury.demander();
    await jury.avancer('compose', 'pret');
    await jury.signer();
    const avant = jury.evenements.length;
    jury.recus = [statut(), statut({ ...second, academie: 'creteil', retireLe: '2016-07-04T09:00:00Z' })];
    const refus = {
      code: 'fichier-perime',
      message: expect.stringContaining('1 livret retiré'),
      remede: expect.stringContaining('nouvelle édition'),
    };
    await expect(jury.signer()).rejects.toMatchObject(refus);
    // Under whatever number of PV its candidate is by now.
    for (const item of jury.dynamo.tables.session?.values() ?? []) if (item.noPv === '18') item.noPv = '19';
    await expect(jury.signer()).rejects.toMatchObject(refus);
    expect(jury.evenements).toHaveLength(avant);
    // The new edition does not hold it.
    expect(await jury.demander('Opposition')).toMatchObject({
      n: 2,
      sansLivret: [{ noPv: '19', raison: 'non-produit' }],
    });
    for (const [de, vers] of [
      ['demande', 'compose'],
      ['compose', 'pret'],
    ] as const) {
      await jury.editions.passer({ ...MESSAGE, n: 2 }, de, vers, { pages: 2, empreinte: 'e'.repeat(64) });
    }
    expect(await jury.signer()).toMatchObject({ edition: 2 });
  });

  test('is given of a file whose livrets are newer by now, or being corrected', async () => {
    await jury.demander();
    await jury.avancer('compose', 'pret');
    jury.recus = [statut({ n: 4, correctionDepuis: '2016-07-04T09:00:00Z' })];
    expect(await jury.signer()).toMatchObject({ edition: 1 });
  });

  test('is not given when the référentiel does not answer', async () => {
    await jury.demander();
    await jury.avancer('compose', 'pret');
    const avant = jury.evenements.length;
    jury.statuts = () => Promise.reject(new Error('no answer'));
    await expect(jury.signer()).rejects.toThrow('no answer');
    expect(jury.evenements).toHaveLength(avant);
  });

  test('is not given when its event cannot be written', async () => {
    await jury.demander();
    await jury.avancer('compose', 'pret');
    jury.dynamo.avant = (commande) => {
      if (commande === 'TransactWriteCommand') throw new Error('no evidence');
    };
    await expect(jury.signer()).rejects.toThrow('no evidence');
  });

  test('is that of the latest edition, or none', async () => {
    await jury.demander();
    await jury.avancer('compose', 'pret');
    await jury.demander('Candidat ajouté');
    await expect(jury.signer()).rejects.toMatchObject({ code: 'fichier-non-pret' });
  });
});

/** Where the latest edition of the jury is, as lists of a session show it. */
const suivi = async () => (await jury.editions.suivre(2016))[0];

describe('the follow-up of a jury’s file', () => {
  test('says who asked and how far it is, and the centre’s download alone makes it done', async () => {
    expect(await jury.editions.suivre(2016)).toEqual([]);
    await jury.demander();
    expect(await suivi()).toEqual({
      jury: 'J1',
      n: 1,
      etat: 'demande',
      demandeLe: '2016-07-04T08:00:00Z',
      demandePar: 'chef-de-centre',
      livrets: 1,
      sansLivret: 0,
      avancement: null,
      incident: null,
      telechargeLe: null,
    });
    await jury.editions.noter(MESSAGE, { avancement: { faits: 1, total: 3 } });
    expect(await suivi()).toMatchObject({ etat: 'demande', avancement: { faits: 1, total: 3 } });
    await jury.avancer('compose', 'pret');
    expect(await suivi()).toMatchObject({ etat: 'pret', avancement: null });
    await jury.signer('president');
    expect(await suivi()).toMatchObject({ telechargeLe: null });
    await jury.signer('chef-de-centre');
    expect(await suivi()).toMatchObject({ telechargeLe: '2016-07-04T08:00:00Z' });
    await jury.demander('Candidat ajouté');
    expect(await suivi()).toMatchObject({ n: 2, etat: 'demande', telechargeLe: null });
  });

  test('is of the latest edition: what a slower one does moves that one only', async () => {
    await jury.demander();
    await jury.demander('Candidat ajouté');
    await jury.avancer('compose', 'pret');
    await jury.editions.noter(MESSAGE, { avancement: { faits: 1, total: 3 } });
    expect(await jury.editions.lire(2016, 'J1', 1)).toMatchObject({ etat: 'pret' });
    expect(await suivi()).toMatchObject({ n: 2, etat: 'demande', avancement: null });
  });

  test('an edition that is not in that state any more moves nothing', async () => {
    await jury.demander();
    await jury.avancer('compose', 'pret');
    await jury.editions.passer(MESSAGE, 'compose', 'refuse', {});
    expect([(await jury.derniere)?.etat, (await suivi())?.etat]).toEqual(['pret', 'pret']);
  });

  test('no address is given of an edition that another one replaces meanwhile', async () => {
    await jury.demander();
    await jury.avancer('compose', 'pret');
    jury.dynamo.avant = async (commande) => {
      if (commande !== 'TransactWriteCommand') return;
      jury.dynamo.avant = () => {};
      await jury.demander('Candidat ajouté');
    };
    await expect(jury.signer('chef-de-centre')).rejects.toMatchObject({ code: 'fichier-non-pret' });
    expect(await suivi()).toMatchObject({ n: 2, telechargeLe: null });
  });
});

describe('the files of a session', () => {
  const suivre = async () => suivreFichiers(jury, { session: 2016 });

  test('are followed jury by jury, in their centres, until the centre has downloaded them', async () => {
    await jury.candidats.inscrireJury(2016, 'J1', 'LYCEE CHAMPOLLION');
    await jury.candidats.inscrireJury(2016, 'J2', 'LYCEE CHAMPOLLION');
    await jury.candidats.inscrireJury(2016, 'J3', 'LYCEE CHAMPOLLION');
    await jury.placer('c2', '18', { jury: 'J2', centre: 'LYCEE STENDHAL' });
    const attendus = (etape: string) => [
      { jury: 'J1', candidats: 1, etape },
      // J3 has lost its candidates, or never had any.
      { jury: 'J2', centres: ['LYCEE STENDHAL'], candidats: 1, etape: 'non-demande', edition: null },
    ];
    expect(await suivre()).toMatchObject(attendus('non-demande'));
    await jury.demander();
    expect(await suivre()).toMatchObject(attendus('en-cours'));
    await jury.avancer('compose');
    expect(await suivre()).toMatchObject(attendus('en-cours'));
    await jury.editions.passer(MESSAGE, 'compose', 'pret', {});
    expect(await suivre()).toMatchObject(attendus('pret'));
    await jury.signer('chef-de-centre');
    expect(await suivre()).toMatchObject(attendus('telecharge'));
    expect(compterLesEtapes(await suivre())).toEqual({
      'non-demande': 1,
      'en-cours': 0,
      refuse: 0,
      pret: 0,
      telecharge: 1,
    });
  });

  test('that the control refused say so', async () => {
    await jury.candidats.inscrireJury(2016, 'J1', 'LYCEE CHAMPOLLION');
    await jury.demander();
    await jury.avancer('compose', 'refuse');
    expect(await suivre()).toMatchObject([{ jury: 'J1', etape: 'refuse' }]);
  });

  test('that wait are told their place among all those of the session', async () => {
    await jury.placer('c2', '18', { jury: 'J2' });
    await jury.placer('c3', '19', { jury: 'J3' });
    jury.recus.push(statut({ noCandidat: 'c2' }), statut({ noCandidat: 'c3' }));
    const demandes = ['J2', 'J3', 'J1'];
    for (const [rang, numero] of demandes.entries()) {
      jury.horloge = horlogeFixe(`2016-07-04T08:0${rang}:00Z`);
      await demanderFichier(jury, PLANIFICATION, { session: 2016, jury: numero });
    }
    const places = async () =>
      Promise.all(demandes.map(async (numero) => (await consulterFichier(jury, { ...JURY, jury: numero })).place));
    expect(await places()).toEqual([1, 2, 3]);
    await jury.editions.passer({ ...MESSAGE, jury: 'J2' }, 'demande', 'compose', {});
    expect(await places()).toEqual([null, 1, 2]);
  });

  test('whose last try failed say it, until one succeeds', async () => {
    await jury.demander();
    const essayer = (erreur: Error) => avecIncident(jury, MESSAGE, () => Promise.reject(erreur));
    await expect(essayer(new ErreurCodee('impression-impossible', 'Non.', 'Rien.'))).rejects.toThrow('Non.');
    expect((await jury.consulter()).incident).toEqual({ le: '2016-07-04T08:00:00Z', code: 'impression-impossible' });
    await expect(essayer(new Error('MARTIN Zoé'))).rejects.toThrow('MARTIN');
    expect((await jury.consulter()).incident).toMatchObject({ code: 'panne' });
    await avecIncident(jury, MESSAGE, () => jury.avancer('compose'));
    expect((await jury.consulter()).incident).toBeNull();
  });
});

describe('on the eve of the deliberations', () => {
  const calendriers = {
    2016: {
      ouvertureDesServices: '2016-05-17',
      livretsComplets: '2016-06-08',
      transfertAvant: '2016-06-18',
      deliberations: '2016-07-05',
    },
  };
  const preparer = (joursAvant = 1) => preparerFichiers({ ...parts(), calendriers, joursAvant, journal: muet });
  const parts = () => {
    const { candidats, livrets, envois, editions, preuve, statuts, file, horloge, academie } = jury;
    return { candidats, livrets, envois, editions, preuve, statuts, file, horloge, academie };
  };
  const etats = async () =>
    Object.fromEntries((await jury.editions.suivre(2016)).map((un) => [un.jury, `${un.etat}/${un.demandePar}`]));

  beforeEach(async () => {
    for (const numero of ['J1', 'J2', 'J3']) await jury.candidats.inscrireJury(2016, numero, 'LYCEE CHAMPOLLION');
    await jury.placer('c2', '18', { jury: 'J2' });
    await jury.placer('c3', '19', { jury: 'J3' });
    jury.recus.push(statut({ noCandidat: 'c2' }));
  });

  test('files that nobody asked for are, and evidence says that nobody did', async () => {
    await jury.demander();
    await jury.avancer('compose', 'pret');
    await preparer();
    // Of J3 no livret has come.
    expect(await etats()).toEqual({ J1: 'pret/chef-de-centre', J2: 'demande/planification' });
    expect(jury.file.messages).toEqual([MESSAGE, { ...MESSAGE, jury: 'J2' }]);
    const [dernier] = jury.evenements.filter(({ pk }) => pk === 'J#2016#J2');
    expect(dernier).toMatchObject({ type: 'fichier-jury-demande', par: 'planification/fichiers-jury' });
    expect(dernier).not.toHaveProperty('role');
  });

  test.for([
    ['2016-07-02T21:59:00Z', 1, false],
    ['2016-07-03T21:59:00Z', 1, false],
    // Midnight of the eve, in Paris.
    ['2016-07-03T22:00:00Z', 1, true],
    ['2016-07-02T22:00:00Z', 2, true],
    ['2016-07-05T10:00:00Z', 1, true],
    ['2016-07-05T22:00:00Z', 1, false],
  ] as const)('at %s, with %i days before: %s', async ([instant, joursAvant, demande]) => {
    jury.horloge = horlogeFixe(instant);
    await preparer(joursAvant);
    expect(jury.file.messages.length > 0).toBe(demande);
  });

  test('run again, asks for nothing twice and queues again what waits', async () => {
    await preparer();
    await jury.avancer('compose', 'pret');
    await preparer();
    expect(await etats()).toEqual({ J1: 'pret/planification', J2: 'demande/planification' });
    expect(jury.evenements.filter(({ type }) => type === 'fichier-jury-demande')).toHaveLength(2);
    expect(jury.file.messages.map((un) => un.jury)).toEqual(['J1', 'J2', 'J2']);
  });

  test('stopped between the edition and its message, the next run queues it', async () => {
    const { envoyer } = jury.file;
    jury.file.envoyer = () => Promise.reject(new Error('killed'));
    await expect(preparer()).rejects.toThrow('2 files');
    jury.file.envoyer = envoyer;
    await preparer();
    expect(jury.file.messages.map((un) => un.jury)).toEqual(['J1', 'J2']);
    expect(jury.evenements.filter(({ type }) => type === 'fichier-jury-demande')).toHaveLength(2);
  });

  test('a jury that fails is told at the end, and does not stop the others', async () => {
    const { statuts } = jury;
    jury.statuts = (session, noCandidats) =>
      noCandidats.includes('c1') ? Promise.reject(new Error('no answer')) : statuts(session, noCandidats);
    await expect(preparer()).rejects.toThrow('1 files');
    expect(await etats()).toEqual({ J2: 'demande/planification' });
  });
});

describe('the composition', () => {
  test('of a file that is made already only hands it to the control again', async () => {
    await jury.demander();
    await jury.avancer('compose');
    await jury.composer();
    expect(jury.controles.envois).toEqual([{ message: MESSAGE, groupe: 'J1' }]);
    expect(jury.fichiers.contenus.size).toBe(0);
  });

  test('of an edition that nobody asked for fails', async () => {
    await expect(jury.composer()).rejects.toThrow('nobody asked for');
  });

  test('of a livret that is not the one its status announces is refused before anything is printed', async () => {
    const edition = await jury.demander();
    await jury.versions.ecrire(edition.candidats[0]?.projection.cle ?? '', '{}');
    await jury.composer();
    expect(await jury.derniere).toMatchObject({
      etat: 'refuse',
      anomalies: [{ code: 'version-alteree', page: null, noEleve: null }],
    });
    expect([jury.fichiers.contenus.size, jury.controles.messages]).toEqual([0, []]);
  });
});

/** A file of one livret as the composition lays it out, drawn without a browser. */
async function imprimer(reste = ''): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  const police = await pdf.embedFont(StandardFonts.Helvetica);
  const page = (lignes: readonly string[]) => {
    const feuille = pdf.addPage([595, 842]);
    for (const [rang, ligne] of lignes.entries())
      feuille.drawText(ligne, { x: 40, y: 780 - 40 * rang, size: 10, font: police });
    return feuille;
  };
  const index = page(['Index 1 / 1', '17', NO_ELEVE, '17', NO_ELEVE]);
  const livret = page(['Page 1 / 1', 'No PV 17 · Jury J1', `No Élève ${NO_ELEVE}`, `MATHÉMATIQUES 12,5 ${reste}`]);
  const liens = [1, 2, 3, 4].map((rang) =>
    pdf.context.register(
      pdf.context.obj({
        Type: 'Annot',
        Subtype: 'Link',
        Rect: [38, 776 - 40 * rang, 140, 792 - 40 * rang],
        Dest: [livret.ref, 'Fit'],
      }),
    ),
  );
  index.node.set(PDFName.of('Annots'), pdf.context.obj(liens));
  pdf.setTitle('Fichier du jury J1');
  pdf.setProducer(PDFString.of('essai').decodeText());
  return pdf.save();
}

/** The ZIP of such a file. */
async function assembler(edition: Edition, pdf: Uint8Array): Promise<Uint8Array> {
  const seul = await PDFDocument.create({ updateMetadata: false });
  const [page] = await seul.copyPages(await PDFDocument.load(pdf), [1]);
  if (page !== undefined) seul.addPage(page);
  const livret = { noPv: '17', noEleve: NO_ELEVE, premierePage: 2, pages: 1, pdf: await seul.save() };
  return assemblerFichier(edition, { pdf, pagesDIndex: 1, livrets: [livret], echecs: [] });
}

describe('composing an edition again', () => {
  const refaire = () => demanderFichier(jury, { par: 'dec/academie', role: 'dec' }, { ...JURY, refaire: true });

  test('is not asked of a file that was never composed', async () => {
    await expect(refaire()).rejects.toMatchObject({ code: 'fichier-non-compose' });
    await jury.demander();
    await expect(refaire()).rejects.toMatchObject({ code: 'fichier-non-compose' });
  });

  test('queues the edition with the instant of the demand, and adds no edition and no evidence', async () => {
    await jury.demander();
    await jury.avancer('compose', 'pret');
    const preuves = jury.evenements.length;
    await refaire();
    expect(jury.file.messages.at(-1)).toEqual({ ...MESSAGE, refaire: '2016-07-04T08:00:00Z' });
    expect(jury.evenements).toHaveLength(preuves);
    expect(await jury.derniere).toMatchObject({ n: 1, etat: 'pret' });
  });

  test('tells why it cannot be composed, replaces nothing and asks for no control', async () => {
    await jury.demander();
    await jury.avancer('compose', 'pret');
    const { editions, versions: projections, fichiers, controles } = jury;
    const demandeeLe = '2016-09-01T08:00:00Z';
    await composerFichier(
      { editions, projections, fichiers, controles, journal: muet },
      { ...MESSAGE, refaire: demandeeLe },
    );
    expect(await jury.derniere).toMatchObject({
      etat: 'pret',
      empreinte: 'f'.repeat(64),
      refaite: { demandeeLe, issue: 'version-alteree', empreinte: null },
    });
    expect(controles.messages).toEqual([]);
  });

  test('tells the same bytes from others, and a template that changed', () => {
    const edition = { empreinte: 'a'.repeat(64), modele: empreinteDuModele() };
    expect(issueDe(edition, edition.empreinte)).toBe('identique');
    expect(issueDe(edition, 'b'.repeat(64))).toBe('different');
    expect(issueDe({ ...edition, modele: 'c'.repeat(64) }, 'b'.repeat(64))).toBe('modele-change');
  });
});

describe('the control', () => {
  const termes: TermesInterdits = {
    noEleve: NO_ELEVE,
    termes: [
      { terme: 'MARTIN', nature: 'nom' },
      { terme: '1413136', nature: 'eleve-id' },
    ],
    vocabulaire: ['MATHÉMATIQUES'],
  };
  let nom: string;
  /** A composed edition: its file and its terms stand. */
  const preparer = async (pdf: Uint8Array): Promise<void> => {
    edition = await commander();
    const zip = await assembler(edition, pdf);
    nom = cleDuFichier(MESSAGE, sha256(zip));
    await jury.fichiers.ecrire(nom, zip);
    await jury.editions.passer(MESSAGE, 'demande', 'compose', { pages: 2, empreinte: sha256(zip) });
  };
  let edition: Edition;
  const commander = async (): Promise<Edition> => {
    const contenu = JSON.stringify(termes);
    jury.recus = [statut({ empreintes: { ...EMPREINTES, termes: sha256(contenu) } })];
    const demandee = await jury.demander();
    await jury.versions.ecrire(demandee.candidats[0]?.termes.cle ?? '', contenu);
    return demandee;
  };

  test('of a file where all is right makes it ready', async () => {
    await preparer(await imprimer());
    await jury.controler();
    expect(await jury.derniere).toMatchObject({ etat: 'pret', pages: 2, anomalies: [] });
  });

  test('of a file that names its candidate refuses it, tells the page and never the name', async () => {
    await preparer(await imprimer('bon travail de Martin'));
    await jury.controler();
    const edition = await jury.derniere;
    expect(edition).toMatchObject({
      etat: 'refuse',
      anomalies: [{ code: 'terme-interdit', page: 2, noEleve: NO_ELEVE }],
    });
    expect(JSON.stringify(edition)).not.toMatch(/martin/i);
  });

  test('of a file that is not the one composed refuses it, even if all is right in it', async () => {
    await preparer(await imprimer());
    await jury.fichiers.ecrire(nom, await assembler(edition, await imprimer(' ')));
    await jury.controler();
    expect(await jury.derniere).toMatchObject({ etat: 'refuse', anomalies: [{ code: 'fichier-altere' }] });
  });

  test('of a file that is gone refuses it', async () => {
    await preparer(await imprimer());
    jury.fichiers.contenus.clear();
    await jury.controler();
    expect(await jury.derniere).toMatchObject({ etat: 'refuse', anomalies: [{ code: 'fichier-altere' }] });
  });

  test('with terms that are not those announced refuses the file', async () => {
    await preparer(await imprimer());
    const [cle = ''] = jury.versions.contenus.keys();
    await jury.versions.ecrire(cle, JSON.stringify({ ...termes, termes: [] }));
    await jury.controler();
    expect(await jury.derniere).toMatchObject({ etat: 'refuse', anomalies: [{ code: 'version-alteree' }] });
  });

  test('that cannot read its objects for now fails, and the message comes again', async () => {
    await preparer(await imprimer());
    const panne = { lire: () => Promise.reject(new Error('slow down')) };
    const parts = { editions: jury.editions, fichiers: panne, termes: jury.versions, journal: muet };
    await expect(controlerFichier(parts, MESSAGE)).rejects.toThrow('slow down');
    await jury.controler();
    expect(await jury.derniere).toMatchObject({ etat: 'pret' });
  });

  test.for<EtatDuFichier>(['demande', 'pret', 'refuse'])('of an edition that is %s changes nothing', async (etat) => {
    await preparer(await imprimer());
    await jury.editions.passer(MESSAGE, 'compose', etat, {});
    jury.fichiers.contenus.clear();
    await jury.controler();
    expect(await jury.derniere).toMatchObject({ etat, anomalies: [] });
  });
});
