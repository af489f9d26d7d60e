import { beforeEach, describe, expect, test, vi } from 'vitest';
import { executerTransaction, type Operation } from '../../shared/aws/dynamo.ts';
import type { Calendriers } from '../../shared/calendrier/calendrier.ts';
import { sha256 } from '../../shared/kernel/empreinte.ts';
import { horlogeFixe } from '../../shared/kernel/horloge.ts';
import { type MessageDeTransfert, messageDeTransfert } from '../../shared/livret/envoi.ts';
import { type LigneEleve, SUIVI_INITIAL, type Tete } from '../../shared/livret/livret.ts';
import { magasinEnvois } from '../../shared/livret/magasin-envois.ts';
import { magasinEtablissement } from '../../shared/livret/magasin-etablissement.ts';
import { magasinLivrets } from '../../shared/livret/magasin-livrets.ts';
import { magasinRegistre } from '../../shared/livret/magasin-registre.ts';
import { type Evenement, premiereRupture } from '../../shared/preuve/evenement.ts';
import { consulterStatuts } from '../../shared/transfert/consulter-statuts.ts';
import { demandeEnvoyerLivrets, envoyerLivrets } from '../../shared/transfert/envoyer-livrets.ts';
import { type Detenteur, magasinReferentiel } from '../../shared/transfert/magasin-referentiel.ts';
import {
  clesDeVersion,
  type MessageDAvis,
  type MessageDesAccuses,
  type MessageDesStatuts,
  type MessageNumerique,
  type MessagePapier,
  messageDeStatut,
  messageDesAccuses,
  messageDesStatuts,
  messageDesStatutsDe,
} from '../../shared/transfert/messages.ts';
import { recevoirAccuse } from '../../shared/transfert/recevoir-accuse.ts';
import { recevoirStatut } from '../../shared/transfert/recevoir-statut.ts';
import { transfererLivret } from '../../shared/transfert/transferer-livret.ts';
import { FileEnMemoire, muet, ObjetsEnMemoire } from '../doubles.ts';
import { DynamoEnMemoire } from '../dynamo.ts';
import { CHEF } from '../livret/classe.ts';
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
import { ecriturePlace } from './places.ts';

const D1 = '01J00000000000000000000001';
const MESSAGE: MessageDeTransfert = { session: 2016, livretId: LIVRET_ID };
const CANDIDAT = { academie: 'grenoble', noCandidat: 'c6' };
const DEMANDE = demandeEnvoyerLivrets.parse({ uai: UAI, session: 2016 });
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
  readonly accuses = new FileEnMemoire<MessageDesAccuses>(() => this.avant());
  readonly livrets = magasinLivrets(this.dynamo.client, 'livrets');
  readonly envois = magasinEnvois(this.dynamo.client, 'livrets');
  readonly registre = magasinRegistre(this.dynamo.client, 'registre', async () => 'clé');
  readonly referentiel = magasinReferentiel(this.dynamo.client, 'referentiel');
  horloge = horlogeFixe('2016-06-10T08:00:00Z');
  tours = 0;

  constructor() {
    this.dynamo.avant = () => this.avant();
  }

  private get parts() {
    const { dynamo, livrets, registre, envois, transferts, horloge } = this;
    const etablissement = magasinEtablissement(dynamo.client, 'registre');
    const commun = { tablePreuve: 'preuve', horloge, journal: muet, academie: 'grenoble', calendriers: CALENDRIERS };
    return { ...commun, dynamo: dynamo.client, livrets, registre, envois, transferts, etablissement };
  }

  ecrire(...operations: readonly Operation[]) {
    return executerTransaction(this.dynamo.client, operations);
  }

  async peupler(
    reste: Partial<LigneEleve> = {},
    voulue: EvaluationVoulue = { notes: ['12'] },
    autre: Partial<Tete> = {},
  ): Promise<void> {
    const identite = identiteDe(reste);
    const n = identite.eleveId.slice(-1);
    await this.ecrire(
      ecriturePlace(`000000000${n}`, identite.livretId),
      this.livrets.ecritureTete(
        null,
        tete({
          livretId: identite.livretId,
          applique: { '2015#notes': D1 },
          ...validee(),
          mef: { '2015': '21111010110' },
          appariement: { session: 2016, noCandidat: `c${n}`, noEleve: `000000000${n}`, par: 'ine' },
          ...autre,
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
    return envoyerLivrets(this.parts, CHEF, { ...DEMANDE, divisions });
  }

  /** Begins a turn, as whoever asks for a sending does. */
  async demander(livretId = LIVRET_ID, demande = true, retirer?: 'demande-retiree'): Promise<void> {
    this.tours += 1;
    const tour = `01J${String(this.tours).padStart(23, '0')}`;
    const depuis = this.horloge.maintenant().toString();
    const eleveId = livretId === LIVRET_ID ? '1413136' : livretId.slice(-1);
    const envoi = { ...MESSAGE, livretId, uai: UAI, eleveId, tour, demande, depuis };
    await this.ecrire(this.envois.ecriture(envoi, retirer));
  }

  /** Delivers a message of the queue. */
  transferer(livretId = LIVRET_ID): Promise<void> {
    const { versions, statuts } = this;
    return transfererLivret({ ...this.parts, versions, statuts }, { ...MESSAGE, livretId });
  }

  /** A turn, and the delivery of its message. */
  async envoyerUn(livretId = LIVRET_ID): Promise<void> {
    await this.demander(livretId);
    await this.transferer(livretId);
  }

  recevoirStatut(message: MessageDesStatuts): Promise<void> {
    const { referentiel, versions, horloge } = this;
    return recevoirStatut({ referentiel, versions, horloge, journal: muet, accuses: this.accuses }, message);
  }

  recevoirAccuse(accuse: MessageDesAccuses): Promise<void> {
    return recevoirAccuse(this.parts, accuse);
  }

  /** What was sent reaches the référentiel, and its acknowledgements come back. */
  async recevoirTout(messages: readonly MessageDesStatuts[] = this.statuts.messages): Promise<void> {
    for (const message of messages) await this.recevoirStatut(messageDesStatuts.parse(message));
    for (const accuse of [...this.accuses.messages]) await this.recevoirAccuse(messageDesAccuses.parse(accuse));
  }

  /** What an act does to the head of the livret. */
  async changer(reste: Partial<Tete>): Promise<void> {
    const avant = await this.tete();
    if (avant === undefined) throw new Error('no livret');
    await this.ecrire(this.livrets.ecritureTete(avant, { ...avant, ...reste }));
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

const AUTRE = '01J00000000000000000000002';
const TROISIEME = '01J00000000000000000000003';
const OPPOSE = { par: 'chef/x', le: '2016-06-11T08:00:00Z' };
const PAPIER: Partial<Tete> = { etat: 'alimente', validation: null, format: 'papier', motifPapier: 'recours' };

describe('« Envoyer livrets »', () => {
  beforeEach(async () => {
    await echange.peupler({ divisions: ['TS1'] });
    await echange.peupler({ eleveId: '2', livretId: AUTRE, divisions: ['TS2'] });
    const ouvert = { etat: 'complet', validation: null } as const;
    await echange.peupler({ eleveId: '3', livretId: TROISIEME, divisions: ['TS2'] }, undefined, ouvert);
  });
  const attendent = async () => (await echange.envois.lister(2016)).map(({ livretId }) => livretId);

  test('asks for each livret that can leave, and lists the others with their reason', async () => {
    expect(await echange.envoyer()).toEqual({
      demandes: 2,
      papiers: 0,
      livretIds: expect.arrayContaining([LIVRET_ID, AUTRE]),
      nonProduits: [],
      dejaRecus: 0,
      enRetard: false,
      retenus: [
        {
          eleveId: '3',
          livretId: TROISIEME,
          code: 'non-valide',
          message: expect.any(String),
          remede: expect.any(String),
        },
      ],
    });
    expect(echange.transferts.envois).toEqual(
      expect.arrayContaining([
        { message: MESSAGE, groupe: UAI },
        { message: { ...MESSAGE, livretId: AUTRE }, groupe: UAI },
      ]),
    );
    expect(echange.transferts.envois).toHaveLength(2);
    expect(await echange.envois.lire(2016, LIVRET_ID)).toMatchObject({
      uai: UAI,
      eleveId: '1413136',
      demande: true,
      depuis: '2016-06-10T08:00:00Z',
      retenu: null,
    });
  });

  test('leaves the evidence of who asked for it, on the livret that waits', async () => {
    await echange.envoyer(['TS1']);
    expect(echange.dynamo.items('preuve')).toMatchObject([
      { type: 'envoi-demande', par: `chef/${UAI}/chef`, role: 'chef', references: { session: 2016 } },
    ]);
    expect(await echange.tete()).toMatchObject({ etat: 'valide', version: null, chaine: { seq: 1 } });
  });

  test('stopped before the queue leaves what was asked for waiting; asked again, it leaves once', async () => {
    const { envoyer } = echange.transferts;
    echange.transferts.envoyer = async () => {
      throw new Error('the function stops');
    };
    await expect(echange.envoyer()).rejects.toThrow('the function stops');
    expect((await attendent()).sort()).toEqual([LIVRET_ID, AUTRE].sort());
    echange.transferts.envoyer = envoyer;
    expect(await echange.envoyer()).toMatchObject({ demandes: 2 });
    for (const { livretId } of echange.transferts.messages) await echange.transferer(livretId);
    expect(echange.statuts.messages.map(({ n }) => n)).toEqual([1, 1]);
  });

  test('leaves to the other establishment the livret of a pupil who went there', async () => {
    await echange.changer({
      siecle: { [`${UAI}#2015`]: '1413136', '0750655E#2015': '7' },
      scolarise: { '2015': '0750655E' },
    });
    expect((await echange.envoyer(['TS1'])).retenus).toMatchObject([{ eleveId: '1413136', code: 'eleve-ailleurs' }]);
    expect(await echange.envois.lister(2016)).toEqual([]);
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

  test('does not send again what the référentiel holds as it is; a livret that changed leaves', async () => {
    await echange.envoyer();
    for (const { livretId } of [...echange.transferts.messages]) await echange.transferer(livretId);
    // Sent, and not acknowledged: it is asked for again.
    expect(await echange.envoyer()).toMatchObject({ demandes: 2, dejaRecus: 0 });
    await echange.recevoirTout();
    expect(await attendent()).toEqual([AUTRE, LIVRET_ID].sort());
    for (const livretId of [LIVRET_ID, AUTRE]) await echange.transferer(livretId);
    await echange.recevoirTout();
    expect(await attendent()).toEqual([]);
    expect(await echange.envoyer()).toMatchObject({ demandes: 0, livretIds: [], dejaRecus: 2 });
    const corrigee = identiteDe({ nomDeFamille: 'MARTINE', depotId: '01J0000000000000000000000E' });
    await echange.ecrire(echange.registre.ecritureIdentite({ ...corrigee, divisions: ['TS1'] }, SUIVI_INITIAL));
    expect(await echange.envoyer()).toMatchObject({ livretIds: [LIVRET_ID], dejaRecus: 1 });
  });

  test('asks for the status of paper livrets, which need no validation; a pair they need', async () => {
    await echange.peupler({ eleveId: '4', livretId: '01J00000000000000000000004' }, undefined, PAPIER);
    await echange.peupler({ eleveId: '5', livretId: '01J00000000000000000000005' }, undefined, {
      ...PAPIER,
      appariement: null,
    });
    const envoi = await echange.envoyer();
    expect(envoi).toMatchObject({ demandes: 3, papiers: 1 });
    expect(envoi.retenus.map(({ eleveId, code }) => [eleveId, code])).toEqual([
      ['3', 'non-valide'],
      ['5', 'non-apparie'],
    ]);
  });

  test('tells the référentiel of candidates who oppose it, lists them apart, and tells it once', async () => {
    await echange.peupler({ eleveId: '4', livretId: '01J00000000000000000000004' }, undefined, { opposition: OPPOSE });
    expect(await echange.envoyer()).toMatchObject({
      demandes: 2,
      livretIds: expect.not.arrayContaining(['01J00000000000000000000004']),
      nonProduits: ['4'],
    });
    expect(echange.transferts.messages).toHaveLength(3);
    await echange.transferer('01J00000000000000000000004');
    await echange.recevoirTout();
    expect((await echange.envoyer()).nonProduits).toEqual(['4']);
    expect(echange.transferts.messages).toHaveLength(5);
  });

  test('of four hundred livrets makes five requests a livret', async () => {
    echange = new Echange();
    await echange.peupler();
    await echange.envoyer();
    const un = echange.dynamo.appels.length;
    echange = new Echange();
    for (let n = 0; n < 400; n += 1) {
      await echange.peupler({ eleveId: `${n}`, livretId: `01J00000000000000000000${String(n).padStart(3, '0')}` });
    }
    echange.dynamo.appels.length = 0;
    expect(await echange.envoyer()).toMatchObject({ demandes: 400 });
    expect(un).toBeLessThan(12);
    expect(echange.dynamo.appels.length / 400).toBeLessThanOrEqual(5);
  });
});

describe('a livret transferred', () => {
  beforeEach(() => echange.peupler());

  test('is frozen, proven, and announced with the hashes of what was written', async () => {
    await echange.envoyerUn();
    const [statut] = echange.statuts.messages;
    const empreinte = (cle: string): string => sha256(echange.versions.contenus.get(cle) ?? '');
    expect(messageDeStatut.parse(statut)).toEqual({
      session: 2016,
      academie: 'grenoble',
      livretId: LIVRET_ID,
      eleve: { uai: UAI, annee: 2015, eleveId: '1413136' },
      noEleve: '0000000006',
      candidat: CANDIDAT,
      epoque: 0,
      n: 1,
      tour: '01J00000000000000000000001',
      format: 'numerique',
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
    await echange.envoyerUn();
    expect(echange.versions.texte(CLES.version)).toContain('MARTIN');
    expect(echange.versions.texte(CLES.projection)).not.toMatch(/MARTIN|Zoé|Marie|123456789AB|1413136|0380029A|c6/);
    expect(echange.versions.texte(CLES.termes)).toContain('MARTIN');
  });

  test('delivered twice is one version, announced twice', async () => {
    await echange.envoyerUn();
    const avant = echange.etat();
    await echange.transferer();
    expect(echange.statuts.messages).toHaveLength(2);
    expect(echange.etat()).toEqual(avant);
  });

  test('after a correction is a new version, and the first one stays', async () => {
    await echange.envoyerUn();
    const corrigee = identiteDe({
      nomDeFamille: 'MARTINE',
      depotId: '01J0000000000000000000000E',
    });
    await echange.ecrire(echange.registre.ecritureIdentite(corrigee, SUIVI_INITIAL));
    await echange.envoyerUn();
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
    await echange.demander();
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
      await essai.demander();
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
    await echange.envoyerUn();
    const { annees } = echange.versions.json(CLES.version) as { annees: { contenu: { annee: number } }[] };
    expect(annees.map(({ contenu }) => contenu.annee)).toEqual([2015]);
  });

  test('that something retains is not sent, and says what until another turn begins', async () => {
    await echange.demander();
    await echange.changer({ etat: 'complet', validation: null });
    await echange.transferer();
    expect([echange.statuts.messages, [...echange.versions.contenus]]).toEqual([[], []]);
    expect(await echange.tete()).toMatchObject({ etat: 'complet', version: null });
    expect(await echange.envois.lire(2016, LIVRET_ID)).toMatchObject({ retenu: 'non-valide' });
    await echange.changer(validee());
    await echange.envoyerUn();
    expect(await echange.envois.lire(2016, LIVRET_ID)).toMatchObject({ retenu: null });
    expect(echange.statuts.messages).toMatchObject([{ n: 1 }]);
  });

  test('that was settled since leaves with a late delivery of the same turn, and is retained no more', async () => {
    await echange.demander();
    await echange.changer({ etat: 'complet', validation: null });
    await echange.transferer();
    await echange.changer(validee());
    await echange.transferer();
    expect(echange.statuts.messages).toMatchObject([{ n: 1 }]);
    expect(await echange.envois.lire(2016, LIVRET_ID)).toMatchObject({ retenu: null });
  });

  test('is retained by no delivery that read it before another one of the same turn sent it', async () => {
    await echange.demander();
    await echange.changer({ etat: 'complet', validation: null });
    let entre = false;
    echange.dynamo.avant = async (nom) => {
      if (entre || nom !== 'TransactWriteCommand') return;
      entre = true;
      await echange.changer(validee());
      await echange.transferer();
    };
    await echange.transferer();
    expect(entre).toBe(true);
    expect(echange.statuts.messages.map(({ n }) => n)).toEqual([1, 1]);
    expect(await echange.envois.lire(2016, LIVRET_ID)).toMatchObject({ retenu: null });
  });

  test('is sent in the turn that stands: what began meanwhile is told in its own', async () => {
    await echange.demander();
    let entre = false;
    echange.dynamo.avant = async (nom) => {
      if (entre || nom !== 'TransactWriteCommand') return;
      entre = true;
      await echange.demander();
    };
    await echange.transferer();
    expect(echange.statuts.messages.map(({ n, tour }) => [n, tour.slice(-1)])).toEqual([[1, '2']]);
  });

  test('is sent when services were open as it was asked for, whenever its message comes; not from the deliberations on', async () => {
    await echange.demander();
    echange.horloge = horlogeFixe('2016-07-06T08:00:00Z');
    await echange.transferer();
    expect(echange.statuts.messages).toHaveLength(1);
    // What stands is told again at any time.
    await echange.envoyerUn();
    expect(echange.statuts.messages.map(({ n }) => n)).toEqual([1, 1]);
    echange = new Echange();
    await echange.peupler();
    echange.horloge = horlogeFixe('2016-07-05T08:00:00Z');
    await echange.envoyerUn();
    expect(echange.statuts.messages).toEqual([]);
    expect(await echange.envois.lire(2016, LIVRET_ID)).toMatchObject({ retenu: 'deliberations-ouvertes' });
  });

  test('of which nothing waits is not told of: its message came late, or twice', async () => {
    const avant = echange.etat();
    await echange.transferer();
    expect(echange.etat()).toEqual(avant);
    await echange.envoyerUn();
    await echange.recevoirTout();
    const recu = echange.etat();
    await echange.transferer();
    expect(echange.etat()).toEqual(recu);
  });

  test('that nobody asked for is closed, and waits for « Envoyer livrets »', async () => {
    await echange.demander(LIVRET_ID, false);
    await echange.transferer();
    expect([echange.statuts.messages, await echange.envois.lister(2016)]).toEqual([[], []]);
  });

  test('of an unknown livret comes again', async () => {
    await echange.demander('01J0000000000000000000000Z');
    await expect(echange.transferer('01J0000000000000000000000Z')).rejects.toThrow('unknown livret');
  });

  test('carries the époque that the référentiel gave its pair; the number goes on', async () => {
    await echange.envoyerUn();
    const avant = await echange.tete();
    if (avant?.appariement == null) throw new Error('no pair');
    await echange.changer({ appariement: { ...avant.appariement, epoque: 2 } });
    await echange.envoyerUn();
    expect(echange.statuts.messages.map(({ epoque, n }) => [epoque, n])).toEqual([
      [0, 1],
      [2, 2],
    ]);
    expect(echange.versions.json(clesDeVersion('grenoble', 2016, LIVRET_ID, 2, 2).version)).toBeDefined();
  });

  test('is read by a message that names it and nothing else', () => {
    expect(messageDeTransfert.safeParse(MESSAGE).success).toBe(true);
    for (const autre of [{ uai: UAI }, { livretId: 'x' }, { annonce: 'opposition' }]) {
      expect(messageDeTransfert.safeParse({ ...MESSAGE, ...autre }).success).toBe(false);
    }
  });
});

describe('a text that names the pupil', () => {
  test('is sent: the jury reads it without the name, the version keeps it', async () => {
    await echange.peupler({}, { notes: ['12'], appreciation: 'Bel exposé de Zoé sur Martin Luther King ; MARTÍN.' });
    expect((await echange.envoyer()).retenus).toEqual([]);
    await echange.envoyerUn();
    expect(echange.versions.texte(CLES.projection)).toContain('Bel exposé de […] sur […] Luther King ; […].');
    expect(echange.versions.texte(CLES.version)).toContain('Zoé sur Martin Luther King');
  });
});

describe('a status received', () => {
  let statut: MessageNumerique;
  beforeEach(async () => {
    await echange.peupler();
    await echange.envoyerUn();
    statut = echange.statuts.messages[0] as MessageNumerique;
  });

  test.for(['version', 'projection', 'termes'] as const)(
    'whose %s is not the one announced is refused, not recorded: the establishment reads why, and sends again',
    async (objet) => {
      const avant = echange.dynamo.items('referentiel');
      for (const altere of [`${echange.versions.texte(CLES[objet])} `, null]) {
        if (altere === null) echange.versions.contenus.delete(CLES[objet]);
        else await echange.versions.ecrire(CLES[objet], altere);
        await echange.recevoirStatut(statut);
        expect(echange.accuses.messages.at(-1)).toMatchObject({ livretId: LIVRET_ID, n: 1, refus: 'version-alteree' });
      }
      expect(echange.dynamo.items('referentiel')).toEqual(avant);
      await echange.recevoirTout([]);
      expect(await echange.envois.lire(2016, LIVRET_ID)).toMatchObject({ retenu: 'version-alteree' });
      expect(await echange.tete()).toMatchObject({ accuse: null });
      await echange.envoyer();
      // Told again, the refusal of the turn before says nothing of this one.
      await echange.recevoirTout([]);
      expect(await echange.envois.lire(2016, LIVRET_ID)).toMatchObject({ retenu: null });
      await echange.transferer();
      await echange.recevoirTout(echange.statuts.messages.slice(-1));
      expect(await echange.envois.lire(2016, LIVRET_ID)).toBeNull();
      expect(await echange.tete()).toMatchObject({ accuse: { n: 1 } });
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
      noCandidat: 'c6',
      tour: '01J00000000000000000000001',
      recuLe: '2016-06-10T08:00:00Z',
    };
    expect(echange.accuses.messages.map((message) => messageDesAccuses.parse(message))).toEqual([accuse, accuse]);
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
      const noEleve = String(n).padStart(10, '0');
      const candidat = { academie: 'grenoble', noCandidat: `k${n}` };
      const autre = { ...statut, livretId: livretId(n), noEleve, candidat };
      await echange.ecrire(ecriturePlace(noEleve, autre.livretId));
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
  const CORRIGE = { par: 'chef/x', le: '2016-06-12T08:00:00Z', session: 2016, acteId: '01J0000000000000000000000B' };
  /** A turn that an act on the livret begins, and the delivery of its message. */
  const redire = async (): Promise<void> => {
    await echange.demander(LIVRET_ID, false);
    await echange.transferer();
  };
  const changer = (reste: Partial<Tete>) => echange.changer(reste);
  const deverrouiller = async (): Promise<void> => {
    await changer({ etat: 'complet', validation: null, correction: CORRIGE });
    await echange.demander(LIVRET_ID, false, 'demande-retiree');
  };
  const revalider = () => changer({ ...validee(), correction: null });
  const statuts = (...noCandidats: string[]) =>
    consulterStatuts(echange.referentiel, {
      session: 2016,
      academie: 'grenoble',
      noCandidats: noCandidats.length === 0 ? ['c6'] : noCandidats,
    });
  const numeros = () =>
    echange.statuts.messages.map((message) => ['avis' in message ? message.avis : 'version', message.n]);
  const recevoirTout = () => echange.recevoirTout();
  const ligneEnvoyee = async () => (await echange.registre.lireEleve(UAI, 2015, '1413136'))?.statutEnvoyeLe;
  beforeEach(async () => {
    await echange.peupler();
    await echange.envoyerUn();
  });

  test('and that its candidate opposes is withdrawn, acknowledged, and has no date of sending any more', async () => {
    await recevoirTout();
    expect(await ligneEnvoyee()).not.toBeNull();
    await changer({ opposition: OPPOSE });
    await redire();
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
    await redire();
    await changer({ opposition: null });
    await redire();
    expect(numeros().at(-1)).toEqual(['version', 3]);
    await recevoirTout();
    expect(await statuts()).toMatchObject([{ n: 3, retireLe: null }]);
    expect(await ligneEnvoyee()).not.toBeNull();
  });

  test('is told by its latest word, whatever the order in which they arrive', async () => {
    await changer({ opposition: OPPOSE });
    await redire();
    const deux = [...echange.statuts.messages];
    await changer({ opposition: null });
    await redire();
    const trois = [...echange.statuts.messages];
    const lire = async (messages: readonly MessageDesStatuts[]) => {
      for (const cle of [...(echange.dynamo.tables.referentiel?.keys() ?? [])]) {
        echange.dynamo.tables.referentiel?.delete(cle);
      }
      await echange.ecrire(ecriturePlace('0000000006', LIVRET_ID));
      for (const message of [...messages, ...messages]) await echange.recevoirStatut(message);
      return (await statuts()).map(({ n, retireLe }) => [n, retireLe]);
    };
    for (const ordre of ordres(deux)) expect(await lire(ordre)).toEqual([[1, OPPOSE.le]]);
    for (const ordre of ordres(trois)) expect(await lire(ordre)).toEqual([[3, null]]);
  });

  test('and is acknowledged in any order keeps the date of its latest word', async () => {
    await changer({ opposition: OPPOSE });
    await redire();
    await recevoirTout();
    const accuses = [...echange.accuses.messages];
    for (const ordre of ordres(accuses)) {
      await changer({ accuse: null });
      for (const accuse of ordre) await echange.recevoirAccuse(accuse);
      expect([(await echange.tete())?.accuse?.n, await ligneEnvoyee()]).toEqual([2, null]);
    }
  });

  test('is told by its state: late, twice, or for another act, it says the same in each turn', async () => {
    await changer({ opposition: OPPOSE });
    for (let tour = 0; tour < 5; tour += 1) await redire();
    expect(numeros()).toEqual([['version', 1], ...Array.from({ length: 5 }, () => ['retrait', 2])]);
    expect(new Set(echange.statuts.messages.map(({ tour }) => tour)).size).toBe(6);
    // A sending that was asked for meanwhile finds it opposed.
    await echange.envoyerUn();
    expect(numeros().at(-1)).toEqual(['retrait', 2]);
  });

  test('and that is unlocked stays in force, shown as being corrected, until it is sent again', async () => {
    await deverrouiller();
    await recevoirTout();
    echange.horloge = horlogeFixe('2016-06-12T08:00:00Z');
    await redire();
    await recevoirTout();
    expect(await statuts()).toMatchObject([{ n: 1, retireLe: null, correctionDepuis: CORRIGE.le }]);
    // The date of the sending, not of the unlock.
    expect(await ligneEnvoyee()).toBe('2016-06-10T08:00:00Z');
    echange.horloge = horlogeFixe('2016-06-13T08:00:00Z');
    await revalider();
    await redire();
    // Validated again, it waits for « Envoyer livrets »: as long as it does, another version is to come.
    expect(numeros()).toEqual([
      ['version', 1],
      ['correction', 2],
      ['correction', 2],
    ]);
    await echange.envoyerUn();
    await recevoirTout();
    expect(numeros().at(-1)).toEqual(['version', 3]);
    expect(await statuts()).toMatchObject([{ n: 3, correctionDepuis: null }]);
    expect(await ligneEnvoyee()).toBe('2016-06-13T08:00:00Z');
    expect(await echange.tete()).toMatchObject({ etat: 'envoye', version: { n: 3 } });
  });

  test('unlocked, then validated again as it was before anybody told of it, is sent as the version that it is', async () => {
    await deverrouiller();
    await revalider();
    await echange.envoyerUn();
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

  test('unlocked, then validated again before anybody told of it, is shown as being corrected until it is sent', async () => {
    await recevoirTout();
    await deverrouiller();
    await revalider();
    await echange.transferer();
    await recevoirTout();
    expect(await statuts()).toMatchObject([{ n: 1, correctionDepuis: '2016-06-10T08:00:00Z' }]);
    await echange.envoyerUn();
    await recevoirTout();
    expect(await statuts()).toMatchObject([{ n: 3, correctionDepuis: null }]);
  });

  test('and sent again as it was, stopped at any call and delivered again, ends in the same state', async () => {
    const preparer = async (): Promise<Echange> => {
      echange = new Echange();
      await echange.peupler();
      await echange.envoyerUn();
      await deverrouiller();
      await revalider();
      await echange.demander();
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
    await redire();
    await changer({ opposition: OPPOSE });
    await redire();
    await recevoirTout();
    expect(await statuts()).toMatchObject([{ retireLe: OPPOSE.le, correctionDepuis: null }]);
    expect(await ligneEnvoyee()).toBeNull();
    await changer({ opposition: null });
    await redire();
    await recevoirTout();
    expect(await ligneEnvoyee()).toBe('2016-06-10T08:00:00Z');
    expect(numeros().map(([sorte]) => sorte)).toEqual(['version', 'correction', 'retrait', 'correction']);
    expect(await statuts()).toMatchObject([{ n: 1, retireLe: null, correctionDepuis: CORRIGE.le }]);
  });

  test('whose identity was corrected is sent again, once', async () => {
    const corrigee = identiteDe({ nomDeFamille: 'MARTINE', depotId: '01J0000000000000000000000E' });
    await echange.ecrire(echange.registre.ecritureIdentite(corrigee, SUIVI_INITIAL));
    await redire();
    await redire();
    expect(numeros()).toEqual([
      ['version', 1],
      ['version', 2],
      ['version', 2],
    ]);
  });

  test('and whose pair is undone is withdrawn from its candidate; paired again, it is sent for the other one', async () => {
    await recevoirTout();
    const { appariement } = (await echange.tete()) ?? {};
    if (appariement == null) throw new Error('no pair');
    await changer({ appariement: null });
    await redire();
    await redire();
    await recevoirTout();
    expect(numeros().slice(1)).toEqual([
      ['depareille', 2],
      ['depareille', 2],
    ]);
    // Nobody opposed it: its candidate has no livret, as before it was sent.
    expect(await statuts()).toEqual([]);
    expect(await ligneEnvoyee()).toBeNull();
    await changer({ appariement: { ...appariement, noCandidat: 'c9' } });
    await redire();
    await recevoirTout();
    expect(numeros().at(-1)).toEqual(['version', 3]);
    expect(await statuts()).toEqual([]);
    expect(await statuts('c9')).toMatchObject([{ noCandidat: 'c9', n: 3, retireLe: null }]);
  });

  test('and paired with another candidate while it is corrected has nothing in force, and no date of sending', async () => {
    await recevoirTout();
    const { appariement } = (await echange.tete()) ?? {};
    if (appariement == null) throw new Error('no pair');
    await deverrouiller();
    await changer({ appariement: { ...appariement, noCandidat: 'c9' } });
    await redire();
    await recevoirTout();
    expect(numeros().slice(1)).toEqual([['attendu', 2]]);
    expect([await statuts('c6', 'c9'), await ligneEnvoyee()]).toEqual([[], null]);
  });

  test('and whose pair changed before anybody told of it is its candidate’s no more', async () => {
    await recevoirTout();
    const { appariement } = (await echange.tete()) ?? {};
    if (appariement == null) throw new Error('no pair');
    await changer({ appariement: { ...appariement, noCandidat: 'c9' } });
    await redire();
    await recevoirTout();
    expect([await statuts(), await statuts('c9')]).toMatchObject([[], [{ n: 2, noEleve: '0000000006' }]]);
  });

  test('is withdrawn whatever the calendar; what is sent again waits for open services', async () => {
    echange.horloge = horlogeFixe('2016-07-05T08:00:00Z');
    await changer({ opposition: OPPOSE });
    await redire();
    await changer({ opposition: null });
    await redire();
    expect(numeros()).toEqual([
      ['version', 1],
      ['retrait', 2],
    ]);
    expect(await echange.envois.lire(2016, LIVRET_ID)).toMatchObject({ retenu: 'deliberations-ouvertes' });
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
    await redire();
    expect(numeros()).toEqual([['version', 1]]);
    expect(await echange.envois.lister(2016)).toEqual([]);
  });

  test('and opposed, stopped at any call and delivered again, ends in the same state', async () => {
    const jouer = async (essai: Echange, delivrer: (essai: () => Promise<void>) => Promise<void>): Promise<void> => {
      await delivrer(() => essai.transferer());
      for (const statut of [...essai.statuts.messages]) await delivrer(() => essai.recevoirStatut(statut));
      for (const accuse of [...essai.accuses.messages]) await delivrer(() => essai.recevoirAccuse(accuse));
    };
    const preparer = async (): Promise<Echange> => {
      echange = new Echange();
      await echange.peupler();
      await echange.envoyerUn();
      await changer({ opposition: OPPOSE });
      await echange.demander(LIVRET_ID, false);
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
      noEleve: '0000000006',
      candidat: CANDIDAT,
      epoque: 0,
      n: 2,
      tour: D1,
    };
    expect(messageDesStatuts.safeParse(avis).success).toBe(true);
    for (const change of [{ avis: 'effacement' }, { n: 0 }, { motif: 'x' }, { depuis: 'hier' }, { tour: 't' }]) {
      expect(messageDesStatuts.safeParse({ ...avis, ...change }).success).toBe(false);
    }
  });
});

describe('a paper livret', () => {
  const redire = async (): Promise<void> => {
    await echange.demander(LIVRET_ID, false);
    await echange.transferer();
    await echange.recevoirTout();
  };
  const lu = async () =>
    (await consulterStatuts(echange.referentiel, { session: 2016, academie: 'grenoble', noCandidats: ['c6'] })).map(
      ({ format, n, empreintes, retireLe, correctionDepuis }) => ({
        format,
        n,
        empreintes,
        retireLe,
        correctionDepuis,
      }),
    );
  const DATE = { empreintes: null, retireLe: null, correctionDepuis: null };
  beforeEach(async () => {
    await echange.peupler({}, undefined, PAPIER);
    await echange.envoyerUn();
  });

  test('has its status sent without validation; the date of sending comes with the acknowledgement', async () => {
    expect(echange.statuts.messages.map((message) => messageDesStatuts.parse(message))).toEqual([
      {
        session: 2016,
        academie: 'grenoble',
        livretId: LIVRET_ID,
        eleve: { uai: UAI, annee: 2015, eleveId: '1413136' },
        noEleve: '0000000006',
        candidat: CANDIDAT,
        epoque: 0,
        n: 1,
        tour: '01J00000000000000000000001',
        format: 'papier',
      },
    ]);
    expect([...echange.versions.contenus]).toEqual([]);
    const ligne = () => echange.registre.lireEleve(UAI, 2015, '1413136');
    expect(await echange.tete()).toMatchObject({ etat: 'envoye', version: { n: 1, format: 'papier' } });
    expect((await ligne())?.statutEnvoyeLe).toBeNull();
    await echange.recevoirTout();
    expect((await ligne())?.statutEnvoyeLe).toBe('2016-06-10T08:00:00Z');
    expect(await lu()).toEqual([{ ...DATE, format: 'papier', n: 1 }]);
    expect(echange.dynamo.items('preuve')).toMatchObject([
      { type: 'statut-papier-envoye', references: { n: 1, etatAvant: 'alimente', etatApres: 'envoye' } },
      { type: 'statut-accuse' },
    ]);
  });

  test('is told once, however often it is delivered or asked for', async () => {
    const avant = echange.etat();
    await echange.transferer();
    expect(echange.etat()).toEqual(avant);
    await echange.envoyerUn();
    expect(echange.statuts.messages.map(({ n, tour }) => [n, tour.slice(-1)])).toEqual([
      [1, '1'],
      [1, '1'],
      [1, '2'],
    ]);
  });

  test('is withdrawn by an opposition, comes back without it, and is corrected until it is sent again', async () => {
    await echange.recevoirTout();
    await echange.changer({ opposition: OPPOSE });
    await redire();
    expect(await lu()).toEqual([{ ...DATE, format: 'papier', n: 1, retireLe: OPPOSE.le }]);
    await echange.changer({ opposition: null });
    await redire();
    expect(await lu()).toEqual([{ ...DATE, format: 'papier', n: 3 }]);
    const correction = { par: 'chef/x', le: '2016-06-12T08:00:00Z', session: 2016, acteId: D1 };
    await echange.changer({ etat: 'alimente', correction });
    await redire();
    expect(await lu()).toEqual([{ ...DATE, format: 'papier', n: 3, correctionDepuis: correction.le }]);
    await echange.envoyerUn();
    await echange.recevoirTout();
    expect(await lu()).toEqual([{ ...DATE, format: 'papier', n: 5 }]);
    expect(await echange.tete()).toMatchObject({ etat: 'envoye', correction: null });
  });

  test('without a pair is retained', async () => {
    echange = new Echange();
    await echange.peupler({}, undefined, { ...PAPIER, appariement: null });
    await echange.envoyerUn();
    expect(echange.statuts.messages).toEqual([]);
    expect(await echange.envois.lire(2016, LIVRET_ID)).toMatchObject({ retenu: 'non-apparie' });
  });
});

describe('a livret that its candidate opposes before it was sent', () => {
  const lire = () =>
    consulterStatuts(echange.referentiel, { session: 2016, academie: 'grenoble', noCandidats: ['c6'] });
  const sortes = () => echange.statuts.messages.map((mot) => ('avis' in mot ? mot.avis : mot.format));
  beforeEach(async () => {
    await echange.peupler({}, undefined, { opposition: OPPOSE });
    await echange.envoyerUn();
    await echange.recevoirTout();
  });

  test('is told as not produced, and has no date of sending', async () => {
    expect(await lire()).toMatchObject([
      { noCandidat: 'c6', format: null, empreintes: null, retireLe: OPPOSE.le, correctionDepuis: null, n: 1 },
    ]);
    expect(await echange.tete()).toMatchObject({
      etat: 'valide',
      accuse: { avis: 'non-produit', n: 1, version: null },
    });
    expect((await echange.registre.lireEleve(UAI, 2015, '1413136'))?.statutEnvoyeLe).toBeNull();
    expect(await echange.envois.lister(2016)).toEqual([]);
  });

  test('and no longer, is awaited: nothing is in force until it is sent', async () => {
    await echange.changer({ opposition: null });
    for (let fois = 0; fois < 2; fois += 1) {
      await echange.demander(LIVRET_ID, false);
      await echange.transferer();
    }
    await echange.recevoirTout();
    expect([sortes(), await lire()]).toEqual([['non-produit', 'attendu', 'attendu'], []]);
    await echange.changer({ opposition: OPPOSE });
    await echange.demander(LIVRET_ID, false);
    await echange.transferer();
    await echange.recevoirTout();
    expect([sortes().at(-1), await lire()]).toMatchObject(['non-produit', [{ retireLe: OPPOSE.le }]]);
    await echange.changer({ opposition: null });
    await echange.envoyerUn();
    await echange.recevoirTout();
    expect([sortes().at(-1), await lire()]).toMatchObject(['numerique', [{ format: 'numerique', retireLe: null }]]);
  });

  test('and whose pair is undone says nothing of its candidate any more', async () => {
    await echange.changer({ appariement: null });
    await echange.demander(LIVRET_ID, false);
    await echange.transferer();
    await echange.recevoirTout();
    expect([sortes(), await lire()]).toEqual([['non-produit', 'attendu'], []]);
  });
});

test('a status is asked for, sent, received and acknowledged in so many requests', async () => {
  await echange.peupler({}, undefined, { siecle: { [`${UAI}#2015`]: '1413136' } });
  const { dynamo, versions, statuts, accuses } = echange;
  let appels = 0;
  echange.avant = () => {
    appels += 1;
  };
  /** Requests to DynamoDB by their sort; `autres`, those to a bucket or a queue. */
  const compter = async (faire: () => Promise<unknown>): Promise<Record<string, number>> => {
    dynamo.appels.length = 0;
    appels = 0;
    await faire();
    const parSorte = Map.groupBy(dynamo.appels, (appel) => appel.replace('Command', ''));
    return {
      ...Object.fromEntries([...parSorte].map(([sorte, siens]) => [sorte, siens.length])),
      autres: appels - dynamo.appels.length,
    };
  };
  // One of the two queries is the list of the establishment, read once for all of its livrets.
  expect(await compter(() => echange.envoyer())).toMatchObject({ Query: 2, BatchGet: 1, TransactWrite: 1, autres: 1 });
  const envoi = await compter(() => echange.transferer());
  expect(envoi).toMatchObject({ Query: 1, BatchGet: 1, TransactWrite: 1, autres: 4 });
  // What waits; and what is known of kin and places, when texts are masked.
  expect(envoi.Get).toBeLessThanOrEqual(6);
  const [statut] = statuts.messages;
  if (statut === undefined) throw new Error('nothing was sent');
  expect(await compter(() => echange.recevoirStatut(statut))).toEqual({ Get: 1, Put: 3, autres: 4 });
  const [accuse] = accuses.messages;
  if (accuse === undefined) throw new Error('nothing was acknowledged');
  expect(await compter(() => echange.recevoirAccuse(accuse))).toEqual({
    BatchGet: 1,
    TransactWrite: 1,
    Delete: 1,
    autres: 0,
  });
  expect(versions.contenus.size).toBe(3);
});

describe('a turn', () => {
  const attend = () => echange.envois.lire(2016, LIVRET_ID);
  beforeEach(async () => {
    await echange.peupler();
    await echange.envoyerUn();
  });

  test('is closed by the acknowledgement of what was told in it', async () => {
    for (const statut of echange.statuts.messages) await echange.recevoirStatut(statut);
    expect(await attend()).not.toBeNull();
    for (const accuse of echange.accuses.messages) await echange.recevoirAccuse(accuse);
    expect(await attend()).toBeNull();
  });

  test('is not closed by that of an earlier one: what was told meanwhile may be lost', async () => {
    const [premier] = echange.statuts.messages;
    if (premier === undefined) throw new Error('nothing was sent');
    await echange.changer({ opposition: OPPOSE });
    await echange.demander(LIVRET_ID, false);
    await echange.recevoirTout([premier]);
    expect(await attend()).toMatchObject({ tour: '01J00000000000000000000002' });
    await echange.transferer();
    await echange.recevoirTout();
    expect(await attend()).toBeNull();
    expect((await echange.tete())?.accuse).toMatchObject({ avis: 'retrait', n: 2 });
  });

  test('in which two words are told is closed by the acknowledgement of the last one', async () => {
    await echange.changer({ opposition: OPPOSE });
    await echange.transferer();
    const [premier] = echange.statuts.messages;
    expect(echange.statuts.messages.map(({ n, tour }) => [n, tour])).toEqual([
      [1, premier?.tour],
      [2, premier?.tour],
    ]);
    if (premier === undefined) throw new Error('nothing was sent');
    await echange.recevoirTout([premier]);
    expect(await attend()).not.toBeNull();
    await echange.recevoirTout();
    expect(await attend()).toBeNull();
  });

  test('whose status, or acknowledgement, is lost is told again as it was', async () => {
    await echange.transferer();
    const [perdu, redit] = echange.statuts.messages;
    expect(redit).toEqual(perdu);
    if (redit === undefined) throw new Error('nothing was told again');
    await echange.recevoirStatut(redit);
    // Its acknowledgement is lost too.
    echange.accuses.envois.length = 0;
    await echange.transferer();
    await echange.recevoirTout(echange.statuts.messages.slice(-1));
    expect(await attend()).toBeNull();
    expect(await echange.tete()).toMatchObject({ etat: 'envoye', accuse: { n: 1 } });
  });
});

describe('a pupil whom two académies know', () => {
  const ICI = { academie: 'grenoble', livretId: LIVRET_ID };
  const LA = { academie: 'lyon', livretId: AUTRE };
  /** Held by these, one after the other. */
  const placer = (...detenteurs: readonly Detenteur[]) => {
    const { academie, livretId } = detenteurs.at(-1) ?? ICI;
    return echange.ecrire(ecriturePlace('0000000006', livretId, academie, detenteurs.slice(0, -1)));
  };
  const mot = (academie: string, livretId: string, epoque: number, n: number): MessagePapier => ({
    session: 2016,
    academie,
    livretId,
    eleve: { uai: UAI, annee: 2015, eleveId: '1413136' },
    noEleve: '0000000006',
    candidat: { academie, noCandidat: 'c6' },
    epoque,
    n,
    tour: `01J000000000000000000${String(epoque * 100 + n).padStart(5, '0')}`,
    format: 'papier',
  });
  const lire = async (academie: string) =>
    (await consulterStatuts(echange.referentiel, { session: 2016, academie, noCandidats: ['c6'] })).map(
      ({ epoque, n, livretId }) => [livretId, epoque, n],
    );

  test('is not heard of under a number that nobody reserved, nor under that of another', async () => {
    const refus = async () => {
      await echange.recevoirStatut(mot('grenoble', LIVRET_ID, 0, 1));
      return echange.accuses.messages.at(-1);
    };
    const { session, livretId, epoque, n, tour } = mot('grenoble', LIVRET_ID, 0, 1);
    expect(await refus()).toEqual({ session, livretId, epoque, n, tour, refus: 'place-inconnue' });
    await placer(LA);
    expect(await refus()).toMatchObject({ refus: 'place-d-un-autre' });
    expect([await lire('grenoble'), echange.dynamo.items('referentiel').length]).toEqual([[], 1]);
  });

  test('is told by the one that holds them, in whatever order both are heard', async () => {
    const mots = [mot('grenoble', LIVRET_ID, 0, 1), mot('grenoble', LIVRET_ID, 0, 7), mot('lyon', AUTRE, 1, 2)];
    for (const ordre of ordres(mots)) {
      echange = new Echange();
      await placer(ICI, LA);
      for (const un of [...ordre, ...ordre]) await echange.recevoirStatut(un);
      expect([await lire('lyon'), await lire('grenoble')]).toEqual([[[AUTRE, 1, 2]], []]);
      const depassees = echange.accuses.messages.filter((accuse) => 'depassee' in accuse);
      expect(new Set(depassees.map(({ livretId, n }) => `${livretId} ${n}`))).toEqual(
        new Set([`${LIVRET_ID} 1`, `${LIVRET_ID} 7`]),
      );
    }
  });

  test('is not told by another livret, nor under an époque that the référentiel did not give', async () => {
    await placer(ICI, LA);
    for (const autre of [
      mot('lyon', AUTRE, 0, 1),
      mot('grenoble', TROISIEME, 0, 1),
      mot('paris', LIVRET_ID, 0, 1),
      mot('grenoble', LIVRET_ID, 1, 1),
      mot('lyon', TROISIEME, 1, 1),
      mot('grenoble', AUTRE, 1, 1),
      mot('lyon', AUTRE, 2, 1),
    ]) {
      await echange.recevoirStatut(autre);
    }
    expect(echange.accuses.messages).toEqual(Array(7).fill(expect.objectContaining({ refus: 'place-d-un-autre' })));
    expect(echange.dynamo.items('referentiel')).toHaveLength(1);
  });

  test('taken over by who has told nothing yet is as told before, late words included: the order decides nothing', async () => {
    const { format: _, ...commun } = mot('grenoble', LIVRET_ID, 0, 2);
    const retrait: MessageDAvis = { ...commun, avis: 'retrait', depuis: OPPOSE.le };
    const statuts = async () =>
      consulterStatuts(echange.referentiel, { session: 2016, academie: 'grenoble', noCandidats: ['c6'] });
    const etapes = [
      () => echange.recevoirStatut(mot('grenoble', LIVRET_ID, 0, 1)),
      () => echange.recevoirStatut(retrait),
      () => placer(ICI, LA),
    ];
    for (const ordre of ordres(etapes)) {
      echange = new Echange();
      if (ordre[0] !== etapes[2]) await placer(ICI);
      for (const etape of ordre) await etape();
      expect(await statuts()).toMatchObject([{ livretId: LIVRET_ID, n: 1, retireLe: OPPOSE.le }]);
      await echange.recevoirStatut(mot('lyon', AUTRE, 1, 1));
      expect([await statuts(), await lire('lyon')]).toEqual([[], [[AUTRE, 1, 1]]]);
    }
  });

  test('given back is as their first académie told, whose words go on under the époque that it knows', async () => {
    const mots = [
      mot('grenoble', LIVRET_ID, 0, 1),
      mot('lyon', AUTRE, 1, 1),
      mot('lyon', AUTRE, 1, 2),
      mot('grenoble', LIVRET_ID, 0, 2),
    ];
    for (const ordre of ordres(mots)) {
      for (let rang = 0; rang <= ordre.length; rang += 1) {
        echange = new Echange();
        await placer(ICI, LA);
        for (const un of ordre.slice(0, rang)) await echange.recevoirStatut(un);
        await placer(ICI, LA, ICI);
        for (const un of ordre.slice(rang)) await echange.recevoirStatut(un);
        expect([await lire('grenoble'), await lire('lyon')]).toEqual([[[LIVRET_ID, 0, 2]], []]);
      }
    }
    await echange.recevoirStatut(mot('grenoble', LIVRET_ID, 2, 3));
    expect(await lire('grenoble')).toEqual([[LIVRET_ID, 2, 3]]);
    // Heard late, the other académie is told that it holds them no more; the first one is not.
    echange.accuses.envois.length = 0;
    await echange.recevoirStatut(mot('lyon', AUTRE, 1, 3));
    await echange.recevoirStatut(mot('grenoble', LIVRET_ID, 0, 2));
    await echange.recevoirStatut(mot('lyon', AUTRE, 2, 4));
    expect(echange.accuses.messages).toMatchObject([
      { livretId: AUTRE, depassee: true },
      { livretId: LIVRET_ID, n: 2 },
      { livretId: AUTRE, refus: 'place-d-un-autre' },
    ]);
    expect(echange.accuses.messages[1]).not.toHaveProperty('depassee');
  });

  test('taken over twice is as the last académie that told something of them told it', async () => {
    const PUIS = { academie: 'paris', livretId: TROISIEME };
    await placer(ICI, LA, PUIS);
    for (const un of [mot('lyon', AUTRE, 1, 1), mot('grenoble', LIVRET_ID, 0, 9)]) await echange.recevoirStatut(un);
    expect([await lire('paris'), await lire('lyon'), await lire('grenoble')]).toEqual([[], [[AUTRE, 1, 1]], []]);
    await echange.recevoirStatut(mot('paris', TROISIEME, 2, 1));
    expect([await lire('paris'), await lire('lyon')]).toEqual([[[TROISIEME, 2, 1]], []]);
  });

  test('is told by its own académie, of its own candidates: the queue says whose words it holds', () => {
    const heard = (queue: string, message: MessageDesStatuts) => messageDesStatutsDe(queue).safeParse(message).success;
    const sien = mot('grenoble', LIVRET_ID, 0, 1);
    expect(heard('grenoble', sien)).toBe(true);
    expect(heard('lyon', sien)).toBe(false);
    expect(heard('grenoble', { ...sien, candidat: { academie: 'lyon', noCandidat: 'c6' } })).toBe(false);
  });

  test('is shown in the académie that held them before as taken over, until it takes them back', async () => {
    await echange.peupler();
    await echange.envoyerUn();
    await placer(ICI, LA);
    await echange.recevoirTout();
    const repris = async () => (await echange.registre.lireEleve(UAI, 2015, '1413136'))?.suivi.repris;
    // The pupil's row shows it where the livret says that they are schooled.
    await echange.changer({ siecle: { [`${UAI}#2015`]: '1413136' } });
    expect((await echange.tete())?.accuse).toMatchObject({ n: 1, depassee: true });
    await placer(ICI, LA, ICI);
    const { appariement } = (await echange.tete()) ?? {};
    if (appariement == null) throw new Error('no pair');
    await echange.changer({ appariement: { ...appariement, epoque: 2 } });
    await echange.envoyerUn();
    await echange.recevoirTout(echange.statuts.messages.slice(-1));
    expect((await echange.tete())?.accuse).toEqual({
      epoque: 2,
      n: 2,
      noCandidat: 'c6',
      le: '2016-06-10T08:00:00Z',
      epoqueDeLaPlace: 2,
    });
    expect(await repris()).toBeUndefined();
    await placer(ICI, LA, ICI, LA);
    await echange.demander();
    await echange.transferer();
    await echange.recevoirTout(echange.statuts.messages.slice(-1));
    expect(await repris()).toBe(true);
    expect(await echange.envoyer()).toMatchObject({ demandes: 1, dejaRecus: 0 });
  });

  test('and given back, is theirs again once the same word is told again, in whatever order both answers come', async () => {
    for (const ordre of [
      [0, 1],
      [1, 0],
    ]) {
      echange = new Echange();
      await echange.peupler();
      await echange.envoyerUn();
      await echange.changer({ siecle: { [`${UAI}#2015`]: '1413136' } });
      const repris = async () => (await echange.registre.lireEleve(UAI, 2015, '1413136'))?.suivi.repris;
      const [dit] = echange.statuts.messages;
      if (dit === undefined) throw new Error('nothing was told');
      echange.accuses.envois.length = 0;
      await placer(ICI, LA);
      await echange.recevoirStatut(dit);
      await placer(ICI, LA, ICI);
      await echange.recevoirStatut(dit);
      const reponses = [...echange.accuses.messages];
      for (const rang of ordre) await echange.recevoirAccuse(reponses[rang] as (typeof reponses)[number]);
      expect((await echange.tete())?.accuse).toMatchObject({ n: 1, epoqueDeLaPlace: 2 });
      expect((await echange.tete())?.accuse).not.toHaveProperty('depassee');
      expect(await repris()).toBeUndefined();
      expect(await echange.envoyer()).toMatchObject({ demandes: 0, dejaRecus: 1 });
    }
  });
});

describe('a candidate paired with another livret', () => {
  const lire = () =>
    consulterStatuts(echange.referentiel, { session: 2016, academie: 'grenoble', noCandidats: ['c6'] });
  const mot = (noEleve: string, n: number, tour: number, quoi: object): MessageDesStatuts =>
    messageDesStatuts.parse({
      session: 2016,
      academie: 'grenoble',
      livretId: noEleve === '0000000001' ? LIVRET_ID : AUTRE,
      eleve: { uai: UAI, annee: 2015, eleveId: '1413136' },
      noEleve,
      candidat: CANDIDAT,
      epoque: 0,
      n,
      tour: `01J0000000000000000000000${tour}`,
      ...quoi,
    });

  test('has the status of the last one, in whatever order what was told of both is heard, and heard again', async () => {
    const depareille = { avis: 'depareille', depuis: OPPOSE.le };
    const mots = [
      mot('0000000001', 1, 1, { format: 'papier' }),
      mot('0000000001', 2, 2, depareille),
      mot('0000000002', 1, 3, { format: 'papier' }),
      // It is told again in another turn of the livret that lost its pair.
      mot('0000000001', 2, 4, depareille),
    ];
    for (const ordre of ordres(mots)) {
      echange = new Echange();
      await echange.ecrire(ecriturePlace('0000000001', LIVRET_ID), ecriturePlace('0000000002', AUTRE));
      for (const un of ordre) await echange.recevoirStatut(un);
      expect(await lire()).toMatchObject([{ noEleve: '0000000002', format: 'papier', retireLe: null }]);
    }
  });
});

test('two livrets that exchange their candidates while one waits are each found under their own', async () => {
  await echange.peupler();
  await echange.peupler({ eleveId: '2', livretId: AUTRE });
  const [un, deux] = await Promise.all([LIVRET_ID, AUTRE].map((livretId) => echange.tete(livretId)));
  if (un?.appariement == null || deux?.appariement == null) throw new Error('no pair');
  await echange.demander(LIVRET_ID);
  await echange.envoyerUn(AUTRE);
  await echange.changer({ appariement: { ...un.appariement, noCandidat: 'c2' } });
  await echange.demander(LIVRET_ID, false);
  const avant = await echange.tete(AUTRE);
  if (avant === undefined) throw new Error('no livret');
  await echange.ecrire(
    echange.livrets.ecritureTete(avant, { ...avant, appariement: { ...deux.appariement, noCandidat: 'c6' } }),
  );
  await echange.demander(AUTRE, false);
  await echange.transferer(LIVRET_ID);
  await echange.transferer(AUTRE);
  for (const ordre of ordres([...echange.statuts.messages])) {
    for (const cle of [...(echange.dynamo.tables.referentiel?.keys() ?? [])]) {
      echange.dynamo.tables.referentiel?.delete(cle);
    }
    await echange.ecrire(ecriturePlace('0000000006', LIVRET_ID), ecriturePlace('0000000002', AUTRE));
    await echange.recevoirTout(ordre);
    const demande = { session: 2016, academie: 'grenoble', noCandidats: ['c2', 'c6'] };
    expect(await consulterStatuts(echange.referentiel, demande)).toMatchObject([
      { noCandidat: 'c2', noEleve: '0000000006' },
      { noCandidat: 'c6', noEleve: '0000000002' },
    ]);
  }
});

describe('an acknowledgement', () => {
  const accuse = (n: number, recuLe: string, epoque = 0): MessageDesAccuses => ({
    session: 2016,
    livretId: LIVRET_ID,
    eleve: { uai: UAI, annee: 2015, eleveId: '1413136' },
    epoque,
    n,
    noCandidat: 'c6',
    tour: D1,
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
    expect((await echange.tete())?.accuse).toEqual({ epoque: 1, n: 1, noCandidat: 'c6', le: LE_10 });
    await echange.recevoirAccuse(accuse(9, LE_11, 0));
    expect((await echange.tete())?.accuse).toEqual({ epoque: 1, n: 1, noCandidat: 'c6', le: LE_10 });
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
      for (const ordre of ordres<MessageDesAccuses>(venus)) {
        echange = new Echange();
        await echange.peupler();
        for (const un of [...ordre, ...ordre]) await echange.recevoirAccuse(un);
        expect((await echange.registre.lireEleve(UAI, 2015, '1413136'))?.statutEnvoyeLe).toBe(date);
        expect((await echange.tete())?.accuse?.n).toBe(Math.max(...venus.map(({ n }) => n)));
      }
    }
  });

  test('of a correction dates what was sent for the same candidate alone, in whatever order both come', async () => {
    const mots = [accuse(1, LE_10), { ...accuse(2, LE_11), noCandidat: 'c9', avis: 'correction' as const }];
    for (const ordre of ordres<MessageDesAccuses>(mots)) {
      echange = new Echange();
      await echange.peupler();
      for (const un of ordre) await echange.recevoirAccuse(un);
      expect((await echange.registre.lireEleve(UAI, 2015, '1413136'))?.statutEnvoyeLe).toBeNull();
    }
  });

  test('of an unknown livret comes again', async () => {
    const inconnu = { ...accuse(1, LE_10), livretId: '01J0000000000000000000000Z' };
    await expect(echange.recevoirAccuse(inconnu)).rejects.toThrow('unknown livret');
  });
});
