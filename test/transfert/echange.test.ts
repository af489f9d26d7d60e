import { beforeEach, describe, expect, test, vi } from 'vitest';
import { executerTransaction, type Operation } from '../../shared/aws/dynamo.ts';
import type { Calendriers } from '../../shared/calendrier/calendrier.ts';
import { sha256 } from '../../shared/kernel/empreinte.ts';
import { horlogeFixe } from '../../shared/kernel/horloge.ts';
import { type LigneEleve, SUIVI_INITIAL, type Tete } from '../../shared/livret/livret.ts';
import { magasinEtablissement } from '../../shared/livret/magasin-etablissement.ts';
import { magasinLivrets } from '../../shared/livret/magasin-livrets.ts';
import { magasinRegistre } from '../../shared/livret/magasin-registre.ts';
import { type Evenement, premiereRupture } from '../../shared/preuve/evenement.ts';
import { consulterStatuts } from '../../shared/transfert/consulter-statuts.ts';
import { envoyerLivrets } from '../../shared/transfert/envoyer-livrets.ts';
import { filesDAccuses } from '../../shared/transfert/files-d-accuses.ts';
import { magasinReferentiel } from '../../shared/transfert/magasin-referentiel.ts';
import {
  clesDeVersion,
  type MessageDAccuse,
  type MessageDAvis,
  type MessageDeStatut,
  type MessageDesStatuts,
  type MessageDeTransfert,
  messageDAccuse,
  messageDeStatut,
  messageDesStatuts,
} from '../../shared/transfert/messages.ts';
import { recevoirAccuse } from '../../shared/transfert/recevoir-accuse.ts';
import { recevoirStatut } from '../../shared/transfert/recevoir-statut.ts';
import { transfererLivret } from '../../shared/transfert/transferer-livret.ts';
import { FileEnMemoire, muet, ObjetsEnMemoire } from '../doubles.ts';
import { DynamoEnMemoire } from '../dynamo.ts';
import {
  base,
  type EvaluationVoulue,
  evaluation,
  identiteDe,
  LIVRET_ID,
  matiere,
  mef,
  tete,
  UAI,
  validee,
} from '../livret/dossiers.ts';

const D1 = '01J00000000000000000000001';
const MESSAGE: MessageDeTransfert = { session: 2016, uai: UAI, eleveId: '1413136', livretId: LIVRET_ID };
const CLES = clesDeVersion('grenoble', 2016, LIVRET_ID, 0, 1);
const CALENDRIERS: Calendriers = {
  '2016': {
    ouvertureDesServices: '2016-05-02',
    livretsComplets: '2016-06-08',
    transfertAvant: '2016-06-18',
    deliberations: '2016-07-05',
  },
};

/** An académie and the référentiel, joined by queues that are delivered by hand. */
class Echange {
  /** Runs before each call to a store, a bucket or a queue. */
  avant: () => void = () => {};
  readonly dynamo = new DynamoEnMemoire('livrets', 'registre', 'preuve', 'referentiel');
  readonly versions = new ObjetsEnMemoire(() => this.avant());
  readonly transferts = new FileEnMemoire<MessageDeTransfert>(() => this.avant());
  readonly statuts = new FileEnMemoire<MessageDesStatuts>(() => this.avant());
  readonly accuses = new FileEnMemoire<MessageDAccuse>(() => this.avant());
  readonly livrets = magasinLivrets(this.dynamo.client, 'livrets');
  readonly registre = magasinRegistre(this.dynamo.client, 'registre', async () => 'clé');
  readonly referentiel = magasinReferentiel(this.dynamo.client, 'referentiel');
  horloge = horlogeFixe('2016-06-10T08:00:00Z');

  constructor() {
    this.dynamo.avant = () => this.avant();
  }

  private get parts() {
    const { dynamo, livrets, registre, horloge } = this;
    const etablissement = magasinEtablissement(dynamo.client, 'registre');
    return { dynamo: dynamo.client, livrets, registre, etablissement, tablePreuve: 'preuve', horloge, journal: muet };
  }

  ecrire(...operations: readonly Operation[]) {
    return executerTransaction(this.dynamo.client, operations);
  }

  async peupler(reste: Partial<LigneEleve> = {}, voulue: EvaluationVoulue = { notes: ['12'] }): Promise<void> {
    const identite = identiteDe(reste);
    const n = identite.eleveId.slice(-1);
    await this.ecrire(
      this.livrets.ecritureTete(
        null,
        tete({
          livretId: identite.livretId,
          applique: { '2015#notes': D1 },
          ...validee(),
          mef: { '2015': '21111010110' },
          appariement: { session: 2016, noCandidat: `c${n}`, noEleve: `000000000${n}`, par: 'ine' },
        }),
      ),
      this.livrets.ecritureBase(
        identite.livretId,
        base(2015, { depotId: D1, scolarite: { evaluations: [evaluation('061300', voulue)] } }),
      ),
      this.registre.ecritureIdentite(identite, SUIVI_INITIAL),
      this.registre.ecritureMef(mef([matiere('061300')]), D1),
    );
  }

  envoyer(divisions?: [string, ...string[]]) {
    return envoyerLivrets(
      { ...this.parts, file: this.transferts, calendriers: CALENDRIERS },
      { uai: UAI, session: 2016, divisions },
    );
  }

  transferer(message = MESSAGE): Promise<void> {
    const { versions, statuts } = this;
    return transfererLivret(
      { ...this.parts, versions, statuts, academie: 'grenoble', calendriers: CALENDRIERS },
      message,
    );
  }

  recevoirStatut(message: MessageDesStatuts): Promise<void> {
    const { referentiel, versions, horloge } = this;
    return recevoirStatut(
      { referentiel, versions, horloge, journal: muet, accuses: async () => this.accuses },
      message,
    );
  }

  recevoirAccuse(accuse: MessageDAccuse): Promise<void> {
    return recevoirAccuse(this.parts, accuse);
  }

  async tete(livretId = LIVRET_ID) {
    return (await this.livrets.lire(livretId))?.tete;
  }

  etat(): unknown {
    return [
      ...Object.keys(this.dynamo.tables).map((table) => this.dynamo.items(table)),
      ...[...this.versions.contenus.keys()].sort().map((cle) => [cle, this.versions.texte(cle)]),
      ...[this.statuts, this.accuses].map((file) => [...new Set(file.messages.map((m) => JSON.stringify(m)))]),
    ];
  }
}

/** All orders of a few messages. */
function ordres<T>(elements: readonly T[]): T[][] {
  if (elements.length <= 1) return [[...elements]];
  return elements.flatMap((element, rang) =>
    ordres(elements.filter((_, autre) => autre !== rang)).map((suite) => [element, ...suite]),
  );
}

let echange: Echange;
beforeEach(async () => {
  echange = new Echange();
});

describe('« Envoyer livrets »', () => {
  beforeEach(async () => {
    await echange.peupler({ divisions: ['TS1'] });
    await echange.peupler({ eleveId: '2', livretId: '01J00000000000000000000002', divisions: ['TS2'] });
    const sansLigne = { notes: ['12'], modalite: 'O' } as const;
    await echange.peupler({ eleveId: '3', livretId: '01J00000000000000000000003', divisions: ['TS2'] }, sansLigne);
  });

  test('queues each livret that can leave, and lists the others with their reason', async () => {
    expect(await echange.envoyer()).toEqual({
      demandes: 2,
      livretIds: expect.arrayContaining([LIVRET_ID, '01J00000000000000000000002']),
      enRetard: false,
      retenus: [
        { eleveId: '3', code: 'matiere-hors-nomenclature', message: expect.any(String), remede: expect.any(String) },
      ],
    });
    expect(echange.transferts.envois).toEqual(
      expect.arrayContaining([
        { message: MESSAGE, groupe: UAI },
        { message: { ...MESSAGE, eleveId: '2', livretId: '01J00000000000000000000002' }, groupe: UAI },
      ]),
    );
    expect(echange.transferts.envois).toHaveLength(2);
  });

  test('of some divisions concerns them alone', async () => {
    expect(await echange.envoyer(['TS1'])).toMatchObject({ livretIds: [LIVRET_ID], retenus: [] });
    expect(await echange.envoyer(['TS9'])).toMatchObject({ demandes: 0, retenus: [] });
  });

  test('stays possible late, and is told; then no more', async () => {
    echange.horloge = horlogeFixe('2016-06-18T08:00:00Z');
    expect(await echange.envoyer()).toMatchObject({ demandes: 2, enRetard: true });
    echange.horloge = horlogeFixe('2016-07-05T08:00:00Z');
    await expect(echange.envoyer()).rejects.toMatchObject({ code: 'deliberations-ouvertes' });
    expect(echange.transferts.envois).toHaveLength(2);
  });
});

describe('a livret transferred', () => {
  beforeEach(() => echange.peupler());

  test('is frozen, proven, and announced with the hashes of what was written', async () => {
    await echange.transferer();
    const [statut] = echange.statuts.messages;
    const empreinte = (cle: string): string => sha256(echange.versions.contenus.get(cle) ?? '');
    expect(messageDeStatut.parse(statut)).toEqual({
      session: 2016,
      academie: 'grenoble',
      livretId: LIVRET_ID,
      eleve: { uai: UAI, annee: 2015, eleveId: '1413136' },
      noCandidat: 'c6',
      noEleve: '0000000006',
      format: 'numerique',
      epoque: 0,
      n: 1,
      empreintes: {
        version: empreinte(CLES.version),
        projection: empreinte(CLES.projection),
        termes: empreinte(CLES.termes),
      },
    });
    expect(await echange.tete()).toMatchObject({ etat: 'envoye', version: { epoque: 0, n: 1 }, accuse: null });
    expect(echange.dynamo.items('preuve').at(-1)).toMatchObject({
      type: 'version-figee',
      references: { etatAvant: 'valide', etatApres: 'envoye' },
    });
    const [evenement] = echange.dynamo.items('preuve') as unknown as Evenement[];
    expect(evenement).toMatchObject({
      type: 'version-figee',
      references: { n: 1, empreinte: empreinte(CLES.version) },
    });
  });

  test('leaves in the projections nothing that names its pupil', async () => {
    await echange.transferer();
    expect(echange.versions.texte(CLES.version)).toContain('MARTIN');
    expect(echange.versions.texte(CLES.projection)).not.toMatch(/MARTIN|Zoé|Marie|123456789AB|1413136|0380029A|c6/);
    expect(echange.versions.texte(CLES.termes)).toContain('MARTIN');
  });

  test('twice is one version, announced twice', async () => {
    await echange.transferer();
    const avant = echange.etat();
    await echange.transferer();
    expect(echange.statuts.messages).toHaveLength(2);
    expect(echange.etat()).toEqual(avant);
  });

  test('after a correction is a new version, and the first one stays', async () => {
    await echange.transferer();
    const corrigee = identiteDe({
      nomDeFamille: 'MARTINE',
      depotId: '01J0000000000000000000000E',
    });
    await echange.ecrire(echange.registre.ecritureIdentite(corrigee, SUIVI_INITIAL));
    await echange.transferer();
    expect(echange.statuts.messages.map(({ n }) => n)).toEqual([1, 2]);
    expect((await echange.tete())?.version).toMatchObject({ n: 2 });
    expect(echange.versions.texte(CLES.version)).toContain('"MARTIN"');
    expect(premiereRupture(echange.dynamo.items('preuve') as unknown as Evenement[])).toBeNull();
  });

  test('and received, stopped at any call and delivered again, ends in the same state', async () => {
    const jouer = async (essai: Echange, delivrer: (essai: () => Promise<void>) => Promise<void>): Promise<void> => {
      await delivrer(() => essai.transferer());
      for (const statut of [...essai.statuts.messages]) await delivrer(() => essai.recevoirStatut(statut));
      for (const accuse of [...essai.accuses.messages]) await delivrer(() => essai.recevoirAccuse(accuse));
    };
    let appels = 0;
    echange.avant = () => {
      appels += 1;
    };
    await jouer(echange, (essai) => essai());
    echange.avant = () => {};
    expect(appels).toBeGreaterThan(15);
    for (let k = 1; k <= appels; k += 1) {
      const essai = new Echange();
      await essai.peupler();
      let restants = k;
      let arrets = 0;
      essai.avant = () => {
        restants -= 1;
        if (restants === 0) throw new Error('the function stops');
      };
      await jouer(essai, async (delivrer) => {
        await delivrer().catch(async () => {
          arrets += 1;
          await delivrer();
        });
      });
      essai.avant = () => {};
      expect(arrets).toBe(1);
      expect(essai.etat()).toEqual(echange.etat());
    }
  });

  test('holds nothing of the years after its session, of a pupil who repeats', async () => {
    const tete = await echange.tete();
    if (tete === undefined) throw new Error('no livret');
    const applique = { ...tete.applique, '2016#notes': D1 };
    const mefs = { ...tete.mef, '2016': '21111010110' };
    await echange.ecrire(
      echange.livrets.ecritureTete(tete, { ...tete, applique, mef: mefs }),
      echange.livrets.ecritureBase(
        LIVRET_ID,
        base(2016, { depotId: D1, scolarite: { evaluations: [evaluation('061300', { notes: ['20'] })] } }),
      ),
      echange.registre.ecritureMef(mef([matiere('061300')], { annee: 2016 }), D1),
    );
    await echange.transferer();
    const { annees } = echange.versions.json(CLES.version) as { annees: { contenu: { annee: number } }[] };
    expect(annees.map(({ contenu }) => contenu.annee)).toEqual([2015]);
  });

  test('whose mark has no row on its page by now is not sent', async () => {
    await echange.ecrire(
      echange.livrets.ecritureBase(
        LIVRET_ID,
        base(2015, { depotId: D1, scolarite: { evaluations: [evaluation('061300', { modalite: 'O' })] } }),
      ),
    );
    await echange.transferer();
    expect([echange.statuts.messages, [...echange.versions.contenus]]).toEqual([[], []]);
    expect(await echange.tete()).toMatchObject({ etat: 'valide', version: null });
  });
});

describe('a text that names the pupil', () => {
  test('is sent: the jury reads it without the name, the version keeps it', async () => {
    await echange.peupler({}, { notes: ['12'], appreciation: 'Bel exposé de Zoé sur Martin Luther King ; MARTÍN.' });
    expect((await echange.envoyer()).retenus).toEqual([]);
    await echange.transferer();
    expect(echange.versions.texte(CLES.projection)).toContain('Bel exposé de […] sur […] Luther King ; […].');
    expect(echange.versions.texte(CLES.version)).toContain('Zoé sur Martin Luther King');
  });
});

describe('a status received', () => {
  let statut: MessageDeStatut;
  beforeEach(async () => {
    await echange.peupler();
    await echange.transferer();
    statut = echange.statuts.messages[0] as MessageDeStatut;
  });

  test.for(['version', 'projection', 'termes'] as const)(
    'whose %s is not the one announced is refused, neither recorded nor acknowledged',
    async (objet) => {
      const avant = echange.dynamo.items('referentiel');
      for (const altere of [`${echange.versions.texte(CLES[objet])} `, null]) {
        if (altere === null) echange.versions.contenus.delete(CLES[objet]);
        else await echange.versions.ecrire(CLES[objet], altere);
        await expect(echange.recevoirStatut(statut)).rejects.toMatchObject({ code: 'version-alteree' });
      }
      expect(echange.dynamo.items('referentiel')).toEqual(avant);
      expect(echange.accuses.messages).toEqual([]);
    },
  );

  test('is acknowledged with its date; twice, twice with the same one', async () => {
    await echange.recevoirStatut(statut);
    echange.horloge = horlogeFixe('2016-06-11T09:00:00Z');
    await echange.recevoirStatut(statut);
    const accuse = {
      session: 2016,
      livretId: LIVRET_ID,
      eleve: { uai: UAI, annee: 2015, eleveId: '1413136' },
      epoque: 0,
      n: 1,
      recuLe: '2016-06-10T08:00:00Z',
    };
    expect(echange.accuses.messages.map((message) => messageDAccuse.parse(message))).toEqual([accuse, accuse]);
  });

  test('late does not take the place of a later version', async () => {
    const recevoir = (n: number) => echange.referentiel.recevoir({ ...statut, n }, `2016-06-1${n}T08:00:00Z`);
    for (const n of [1, 3, 2, 1]) await recevoir(n);
    const demande = { session: 2016, academie: 'grenoble', noCandidats: ['c6', 'inconnu'] };
    expect(await consulterStatuts(echange.referentiel, demande)).toMatchObject([{ n: 3, noCandidat: 'c6' }]);
    await echange.referentiel.recevoir({ ...statut, epoque: 1, n: 1 }, '2016-06-20T08:00:00Z');
    expect(await consulterStatuts(echange.referentiel, demande)).toMatchObject([{ epoque: 1, n: 1 }]);
    expect(await consulterStatuts(echange.referentiel, { ...demande, academie: 'lyon' })).toEqual([]);
  });

  test('is found among 250 candidates, one asked twice, whatever a read leaves unread', async () => {
    const livretId = (n: number): string => `01J00000000000000000000${String(n).padStart(3, '0')}`;
    for (let n = 0; n < 250; n += 1) {
      const autre = { ...statut, livretId: livretId(n), noCandidat: `k${n}` };
      await echange.referentiel.recevoir(autre, '2016-06-10T08:00:00Z');
    }
    echange.dynamo.parPage = 30;
    const noCandidats = [...Array.from({ length: 250 }, (_, n) => `k${n}`), 'k0', 'absent'];
    vi.useFakeTimers();
    const lecture = consulterStatuts(echange.referentiel, { session: 2016, academie: 'grenoble', noCandidats });
    await vi.runAllTimersAsync();
    vi.useRealTimers();
    const trouves = (await lecture).map(({ noCandidat }) => noCandidat);
    expect(trouves.sort()).toEqual(noCandidats.slice(0, 250).sort());
  });

  test('says nothing of the place of its pupil to those who read it', async () => {
    await echange.recevoirStatut(statut);
    const demande = { session: 2016, academie: 'grenoble', noCandidats: ['c6'] };
    expect(JSON.stringify(await consulterStatuts(echange.referentiel, demande))).not.toMatch(/0380029A|1413136/);
  });
});

describe('a livret that was sent', () => {
  const OPPOSE = { par: 'chef/x', le: '2016-06-11T08:00:00Z' };
  const CORRIGE = { par: 'chef/x', le: '2016-06-12T08:00:00Z', session: 2016, acteId: '01J0000000000000000000000B' };
  const annoncer = (annonce: NonNullable<MessageDeTransfert['annonce']>) => echange.transferer({ ...MESSAGE, annonce });
  const changer = async (reste: Partial<Tete>): Promise<void> => {
    const avant = await echange.tete();
    if (avant === undefined) throw new Error('no livret');
    await echange.ecrire(echange.livrets.ecritureTete(avant, { ...avant, ...reste }));
  };
  const deverrouiller = () => changer({ etat: 'complet', validation: null, correction: CORRIGE });
  const revalider = () => changer({ ...validee(), correction: null });
  const statuts = () =>
    consulterStatuts(echange.referentiel, { session: 2016, academie: 'grenoble', noCandidats: ['c6'] });
  const numeros = () =>
    echange.statuts.messages.map((message) => ['avis' in message ? message.avis : 'version', message.n]);
  const recevoirTout = async (messages: readonly MessageDesStatuts[] = echange.statuts.messages) => {
    for (const message of messages) await echange.recevoirStatut(messageDesStatuts.parse(message));
    for (const accuse of [...echange.accuses.messages]) await echange.recevoirAccuse(messageDAccuse.parse(accuse));
  };
  const ligneEnvoyee = async () => (await echange.registre.lireEleve(UAI, 2015, '1413136'))?.statutEnvoyeLe;
  beforeEach(async () => {
    await echange.peupler();
    await echange.transferer();
  });

  test('and that its candidate opposes is withdrawn, acknowledged, and has no date of sending any more', async () => {
    await recevoirTout();
    expect(await ligneEnvoyee()).not.toBeNull();
    await changer({ opposition: OPPOSE });
    await annoncer('opposition');
    expect(numeros()).toEqual([
      ['version', 1],
      ['retrait', 2],
    ]);
    await recevoirTout();
    expect(await statuts()).toMatchObject([{ n: 1, retireLe: OPPOSE.le, correctionDepuis: null }]);
    expect(await ligneEnvoyee()).toBeNull();
    expect(await echange.tete()).toMatchObject({ etat: 'envoye', accuse: { n: 2 }, version: { n: 2 } });
    const evenements = echange.dynamo.items('preuve') as unknown as Evenement[];
    expect(evenements.map(({ type }) => type)).toEqual([
      'version-figee',
      'statut-accuse',
      'version-retiree',
      'statut-accuse',
    ]);
    expect(premiereRupture(evenements)).toBeNull();
  });

  test('comes back, as a new version, when the opposition is lifted', async () => {
    await changer({ opposition: OPPOSE });
    await annoncer('opposition');
    await changer({ opposition: null });
    await annoncer('opposition-levee');
    expect(numeros().at(-1)).toEqual(['version', 3]);
    await recevoirTout();
    expect(await statuts()).toMatchObject([{ n: 3, retireLe: null }]);
    expect(await ligneEnvoyee()).not.toBeNull();
  });

  test('is told by its latest word, whatever the order in which they arrive', async () => {
    await changer({ opposition: OPPOSE });
    await annoncer('opposition');
    const deux = [...echange.statuts.messages];
    await changer({ opposition: null });
    await annoncer('opposition-levee');
    const trois = [...echange.statuts.messages];
    const lire = async (messages: readonly MessageDesStatuts[]) => {
      for (const cle of [...(echange.dynamo.tables.referentiel?.keys() ?? [])]) {
        echange.dynamo.tables.referentiel?.delete(cle);
      }
      for (const message of [...messages, ...messages]) await echange.recevoirStatut(message);
      return (await statuts()).map(({ n, retireLe }) => [n, retireLe]);
    };
    for (const ordre of ordres(deux)) expect(await lire(ordre)).toEqual([[1, OPPOSE.le]]);
    for (const ordre of ordres(trois)) expect(await lire(ordre)).toEqual([[3, null]]);
  });

  test('and is acknowledged in any order keeps the date of its latest word', async () => {
    await changer({ opposition: OPPOSE });
    await annoncer('opposition');
    await recevoirTout();
    const accuses = [...echange.accuses.messages];
    for (const ordre of ordres(accuses)) {
      await changer({ accuse: null });
      for (const accuse of ordre) await echange.recevoirAccuse(accuse);
      expect([(await echange.tete())?.accuse?.n, await ligneEnvoyee()]).toEqual([2, null]);
    }
  });

  test('is announced by its state: late, twice, or under another name, it says the same', async () => {
    await changer({ opposition: OPPOSE });
    for (const annonce of [
      'opposition',
      'opposition',
      'opposition-levee',
      'identite-corrigee',
      'deverrouille',
    ] as const) {
      await annoncer(annonce);
    }
    expect(numeros()).toEqual([['version', 1], ...Array.from({ length: 5 }, () => ['retrait', 2])]);
    // A message of sending that waited finds it opposed.
    await echange.transferer();
    expect(echange.statuts.messages).toHaveLength(6);
  });

  test('and that is unlocked stays in force, shown as being corrected, until it is sent again', async () => {
    await deverrouiller();
    await recevoirTout();
    echange.horloge = horlogeFixe('2016-06-12T08:00:00Z');
    await annoncer('deverrouille');
    await recevoirTout();
    expect(await statuts()).toMatchObject([{ n: 1, retireLe: null, correctionDepuis: CORRIGE.le }]);
    // The date of the sending, not of the unlock.
    expect(await ligneEnvoyee()).toBe('2016-06-10T08:00:00Z');
    echange.horloge = horlogeFixe('2016-06-13T08:00:00Z');
    await revalider();
    await annoncer('deverrouille');
    // Validated again, it waits for « Envoyer livrets ».
    expect(numeros()).toEqual([
      ['version', 1],
      ['correction', 2],
    ]);
    await echange.transferer();
    await recevoirTout();
    expect(numeros().at(-1)).toEqual(['version', 3]);
    expect(await statuts()).toMatchObject([{ n: 3, correctionDepuis: null }]);
    expect(await ligneEnvoyee()).toBe('2016-06-13T08:00:00Z');
    expect(await echange.tete()).toMatchObject({ etat: 'envoye', version: { n: 3 } });
  });

  test('unlocked, then validated again as it was before anybody told of it, is sent as the version that it is', async () => {
    await deverrouiller();
    await revalider();
    await annoncer('deverrouille');
    expect((await echange.tete())?.etat).toBe('valide');
    await echange.transferer();
    expect(numeros()).toEqual([
      ['version', 1],
      ['version', 1],
    ]);
    expect(await echange.tete()).toMatchObject({ etat: 'envoye', version: { n: 1 } });
    const evenements = echange.dynamo.items('preuve') as unknown as Evenement[];
    expect(evenements.map(({ type }) => type)).toEqual(['version-figee', 'version-renvoyee']);
    expect(premiereRupture(evenements)).toBeNull();
    const avant = echange.etat();
    await echange.transferer();
    expect(echange.etat()).toEqual(avant);
  });

  test('and sent again as it was, stopped at any call and delivered again, ends in the same state', async () => {
    const preparer = async (): Promise<Echange> => {
      echange = new Echange();
      await echange.peupler();
      await echange.transferer();
      await deverrouiller();
      await revalider();
      return echange;
    };
    const temoin = await preparer();
    let appels = 0;
    temoin.avant = () => {
      appels += 1;
    };
    await temoin.transferer();
    temoin.avant = () => {};
    expect((await temoin.tete())?.etat).toBe('envoye');
    for (let k = 1; k <= appels; k += 1) {
      const essai = await preparer();
      let restants = k;
      essai.avant = () => {
        restants -= 1;
        if (restants === 0) throw new Error('the function stops');
      };
      await expect(essai.transferer()).rejects.toThrow('the function stops');
      await essai.transferer();
      essai.avant = () => {};
      expect(essai.etat()).toEqual(temoin.etat());
    }
  });

  test('unlocked, then opposed, then no longer, is in force again and being corrected', async () => {
    await deverrouiller();
    await annoncer('deverrouille');
    await changer({ opposition: OPPOSE });
    await annoncer('opposition');
    await recevoirTout();
    expect(await statuts()).toMatchObject([{ retireLe: OPPOSE.le, correctionDepuis: null }]);
    expect(await ligneEnvoyee()).toBeNull();
    await changer({ opposition: null });
    await annoncer('opposition-levee');
    await recevoirTout();
    expect(await ligneEnvoyee()).toBe('2016-06-10T08:00:00Z');
    expect(numeros().map(([sorte]) => sorte)).toEqual(['version', 'correction', 'retrait', 'correction']);
    expect(await statuts()).toMatchObject([{ n: 1, retireLe: null, correctionDepuis: CORRIGE.le }]);
  });

  test('whose identity was corrected is sent again; one that never was sent waits', async () => {
    const corrigee = identiteDe({ nomDeFamille: 'MARTINE', depotId: '01J0000000000000000000000E' });
    await echange.ecrire(echange.registre.ecritureIdentite(corrigee, SUIVI_INITIAL));
    await annoncer('identite-corrigee');
    await annoncer('identite-corrigee');
    expect(numeros()).toEqual([
      ['version', 1],
      ['version', 2],
      ['version', 2],
    ]);
    await echange.peupler({ eleveId: '7', livretId: '01J00000000000000000000007' });
    await echange.transferer({
      ...MESSAGE,
      eleveId: '7',
      livretId: '01J00000000000000000000007',
      annonce: 'identite-corrigee',
    });
    expect(echange.statuts.messages).toHaveLength(3);
  });

  test('is withdrawn whatever the calendar; what is sent again waits for open services', async () => {
    echange.horloge = horlogeFixe('2016-07-05T08:00:00Z');
    await changer({ opposition: OPPOSE });
    await annoncer('opposition');
    await changer({ opposition: null });
    await annoncer('opposition-levee');
    expect(numeros()).toEqual([
      ['version', 1],
      ['retrait', 2],
    ]);
  });

  test('for a session that is over is not told of in the next one', async () => {
    const avant = await echange.tete();
    if (avant === undefined) throw new Error('no livret');
    const { etat, appariement, validation, version, accuse, format, opposition } = avant;
    await changer({
      etat: 'alimente',
      passages: [{ session: 2016, etat, appariement, validation, version, accuse, format, opposition }],
      validation: null,
      appariement: null,
      opposition: OPPOSE,
    });
    await annoncer('opposition');
    await echange.transferer({ ...MESSAGE, session: 2017, annonce: 'opposition' });
    expect(numeros()).toEqual([['version', 1]]);
  });

  test('of an unknown livret comes again', async () => {
    const inconnu = { ...MESSAGE, livretId: '01J0000000000000000000000Z', annonce: 'opposition' } as const;
    await expect(echange.transferer(inconnu)).rejects.toThrow('unknown livret');
  });

  test('and opposed, stopped at any call and delivered again, ends in the same state', async () => {
    const jouer = async (essai: Echange, delivrer: (essai: () => Promise<void>) => Promise<void>): Promise<void> => {
      await delivrer(() => essai.transferer({ ...MESSAGE, annonce: 'opposition' }));
      for (const statut of [...essai.statuts.messages]) await delivrer(() => essai.recevoirStatut(statut));
      for (const accuse of [...essai.accuses.messages]) await delivrer(() => essai.recevoirAccuse(accuse));
    };
    const preparer = async (): Promise<Echange> => {
      echange = new Echange();
      await echange.peupler();
      await echange.transferer();
      await changer({ opposition: OPPOSE });
      return echange;
    };
    const temoin = await preparer();
    let appels = 0;
    temoin.avant = () => {
      appels += 1;
    };
    await jouer(temoin, (essai) => essai());
    temoin.avant = () => {};
    expect(appels).toBeGreaterThan(12);
    for (let k = 1; k <= appels; k += 1) {
      const essai = await preparer();
      let restants = k;
      essai.avant = () => {
        restants -= 1;
        if (restants === 0) throw new Error('the function stops');
      };
      await jouer(essai, async (delivrer) => {
        await delivrer().catch(() => delivrer());
      });
      essai.avant = () => {};
      expect(essai.etat()).toEqual(temoin.etat());
    }
  });

  test('is read by what it says: no other word is a message of the queue', () => {
    const avis: MessageDAvis = {
      avis: 'retrait',
      depuis: OPPOSE.le,
      session: 2016,
      academie: 'grenoble',
      livretId: LIVRET_ID,
      eleve: { uai: UAI, annee: 2015, eleveId: '1413136' },
      epoque: 0,
      n: 2,
    };
    expect(messageDesStatuts.safeParse(avis).success).toBe(true);
    for (const change of [{ avis: 'effacement' }, { n: 0 }, { motif: 'x' }, { depuis: 'hier' }]) {
      expect(messageDesStatuts.safeParse({ ...avis, ...change }).success).toBe(false);
    }
  });
});

describe('an acknowledgement', () => {
  const accuse = (n: number, recuLe: string, epoque = 0): MessageDAccuse => ({
    session: 2016,
    livretId: LIVRET_ID,
    eleve: { uai: UAI, annee: 2015, eleveId: '1413136' },
    epoque,
    n,
    recuLe,
  });
  const [LE_10, LE_11, LE_12] = ['2016-06-10T08:00:00Z', '2016-06-11T08:00:00Z', '2016-06-12T08:00:00Z'];
  beforeEach(() => echange.peupler());

  test('dates the sending on the livret and on its row', async () => {
    expect((await echange.registre.lireEleve(UAI, 2015, '1413136'))?.statutEnvoyeLe).toBeNull();
    await echange.recevoirAccuse(accuse(1, LE_10));
    expect(await echange.tete()).toMatchObject({ accuse: { epoque: 0, n: 1, le: LE_10 }, chaine: { seq: 1 } });
    expect((await echange.registre.lireEleve(UAI, 2015, '1413136'))?.statutEnvoyeLe).toBe(LE_10);
  });

  test('of an older version, or the same twice, changes nothing', async () => {
    await echange.recevoirAccuse(accuse(2, LE_11));
    const avant = echange.etat();
    await echange.recevoirAccuse(accuse(1, LE_10));
    await echange.recevoirAccuse(accuse(2, LE_11));
    expect(echange.etat()).toEqual(avant);
    await echange.recevoirAccuse(accuse(1, LE_10, 1));
    expect((await echange.tete())?.accuse).toEqual({ epoque: 1, n: 1, le: LE_10 });
    await echange.recevoirAccuse(accuse(9, LE_11, 0));
    expect((await echange.tete())?.accuse).toEqual({ epoque: 1, n: 1, le: LE_10 });
  });

  test('of what is said of versions never dates the sending, in whatever order all of them come', async () => {
    const mots = [
      accuse(1, LE_10),
      { ...accuse(2, LE_11), avis: 'correction' },
      { ...accuse(3, LE_11), avis: 'retrait' },
    ] as const;
    const cas = [
      [mots.slice(1, 2), null],
      [mots.slice(0, 2), LE_10],
      [mots, null],
      [[...mots, { ...accuse(4, LE_12), avis: 'correction' as const }], LE_10],
      [[...mots, accuse(4, LE_12)], LE_12],
    ] as const;
    for (const [venus, date] of cas) {
      for (const ordre of ordres<MessageDAccuse>(venus)) {
        echange = new Echange();
        await echange.peupler();
        for (const un of [...ordre, ...ordre]) await echange.recevoirAccuse(un);
        expect((await echange.registre.lireEleve(UAI, 2015, '1413136'))?.statutEnvoyeLe).toBe(date);
        expect((await echange.tete())?.accuse?.n).toBe(Math.max(...venus.map(({ n }) => n)));
      }
    }
  });

  test('of an unknown livret comes again', async () => {
    const inconnu = { ...accuse(1, LE_10), livretId: '01J0000000000000000000000Z' };
    await expect(echange.recevoirAccuse(inconnu)).rejects.toThrow('unknown livret');
  });

  test('is sent only to the académies of the deployment, on the account of each', async () => {
    const trouvees: string[] = [];
    const files = filesDAccuses(
      async (nom, compte) => {
        trouvees.push(`${compte}/${nom}`);
        return echange.accuses;
      },
      { grenoble: '111', lyon: '222' },
    );
    await files('lyon');
    expect(trouvees).toEqual(['222/lsl-lyon-accuses']);
    for (const inconnue of ['paris', '', '__proto__', 'constructor', 'grenoble/../lyon']) {
      await expect(files(inconnue)).rejects.toMatchObject({ code: 'academie-inconnue' });
    }
    expect(trouvees).toHaveLength(1);
  });
});
