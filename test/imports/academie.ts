import { encodeTime } from 'ulid';
import type { MessageDAppariement } from '../../shared/appariement/index.ts';
import { executerTransaction, type Operation } from '../../shared/aws/dynamo.ts';
import { magasinCandidats } from '../../shared/candidats/magasin-candidats.ts';
import { indexDesIne } from '../../shared/candidats/magasin-ine.ts';
import { annulerDepot } from '../../shared/imports/annuler-depot.ts';
import { choisirSource } from '../../shared/imports/choisir-source.ts';
import { consulterRevue } from '../../shared/imports/consulter-revue.ts';
import { deciderDossiers } from '../../shared/imports/decider-dossiers.ts';
import { ACADEMIE, type CompteRendu, cleDuDepot, type Depot, depotAttendu } from '../../shared/imports/depot.ts';
import { clotures, integrateurs, suitesDeLot } from '../../shared/imports/integrateurs.ts';
import { integrerLot, type MessageDesLots, messageDesLots } from '../../shared/imports/integrer-lot.ts';
import { lireDepot, type PartiesDeLecture } from '../../shared/imports/lire-depot.ts';
import { magasinDepots } from '../../shared/imports/magasin-depots.ts';
import { horlogeFixe } from '../../shared/kernel/horloge.ts';
import { uai } from '../../shared/kernel/uai.ts';
import type { MessageDeTransfert } from '../../shared/livret/envoi.ts';
import { magasinEnvois } from '../../shared/livret/magasin-envois.ts';
import { magasinEtablissement } from '../../shared/livret/magasin-etablissement.ts';
import { magasinLivrets } from '../../shared/livret/magasin-livrets.ts';
import { magasinRegistre } from '../../shared/livret/magasin-registre.ts';
import { modifierLivret } from '../../shared/livret/modifier-livret.ts';
import type { Saisie } from '../../shared/livret/saisie.ts';
import { FileEnMemoire, muet, ObjetsEnMemoire } from '../doubles.ts';
import { DynamoEnMemoire } from '../dynamo.ts';
import { acteur } from '../habilitations/acteurs.ts';

export const UAI = uai('0380029A');
const MINUTE = 60_000;
const TABLES = ['livrets', 'registre', 'preuve', 'session', 'imports'] as const;

/** Identifiers of deposits made one minute after another. */
export const numero = (n: number): string => encodeTime(n * MINUTE, 10) + '0'.repeat(16);

/**
 * The imports of an académie as its functions join them, on stores in memory and queues that are delivered by hand:
 * real readers, real use cases.
 */
export class AcademieEnMemoire {
  /** Runs before each call to a store, the bucket or a queue. */
  avant: (appel: string) => void | Promise<void> = () => {};
  readonly dynamo = new DynamoEnMemoire(...TABLES);
  readonly objets = new ObjetsEnMemoire(() => this.avant('S3'));
  readonly transferts = new FileEnMemoire<MessageDeTransfert>(() => this.avant('SQS'));
  readonly appariement = new FileEnMemoire<MessageDAppariement>(() => this.avant('SQS'));
  readonly lots = new FileEnMemoire<MessageDesLots>(() => this.avant('SQS'));
  editeurs: PartiesDeLecture['editeurs'] = { agrees: {}, regle: 'avertir' };
  readonly livrets = magasinLivrets(this.dynamo.client, 'livrets');
  readonly registre = magasinRegistre(this.dynamo.client, 'registre', async () => 'clé');
  readonly candidats = magasinCandidats(this.dynamo.client, 'session');
  readonly ines = indexDesIne(this.dynamo.client, 'session', async () => 'clé');
  readonly depots = magasinDepots(this.dynamo.client, 'imports');
  readonly tablePreuve = 'preuve';
  readonly journal = muet;
  instant = '2016-06-10T08:00:00Z';
  readonly horloge = { maintenant: () => horlogeFixe(this.instant).maintenant() };
  readonly etablissement = magasinEtablissement(this.dynamo.client, 'registre');
  readonly clotures = clotures({ ...this.livret, appariement: this.appariement });
  readonly suitesDeLot = suitesDeLot({
    ...this.livret,
    candidats: this.candidats,
    appariement: this.appariement,
  });
  readonly integrateurs = () =>
    integrateurs({
      ...this.livret,
      candidats: this.candidats,
      ines: this.ines,
      depots: this.depots,
      envois: magasinEnvois(this.dynamo.client, 'livrets'),
      transferts: this.transferts,
    });

  constructor() {
    this.dynamo.avant = (commande) => this.avant(commande);
  }

  get livret() {
    const { livrets, registre, etablissement, tablePreuve, horloge } = this;
    return { dynamo: this.dynamo.client, livrets, registre, etablissement, tablePreuve, horloge };
  }

  async recevoir(
    n: number,
    contenu: string | Uint8Array,
    options: { readonly proprietaire?: string; readonly session?: number; readonly revue?: boolean } = {},
  ): Promise<void> {
    const { proprietaire = UAI, session = null, revue = false } = options;
    const enregistreLe = '2016-06-10T08:00:00Z';
    await this.depots.enregistrer(
      depotAttendu({ depotId: numero(n), proprietaire, session, revue, enregistreLe, par: `chef/${UAI}/chef` }),
    );
    await this.objets.ecrire(cleDuDepot(proprietaire, numero(n)), contenu);
  }

  lire(n: number, proprietaire: string = UAI): Promise<void> {
    return lireDepot(this, { proprietaire, depotId: numero(n) });
  }

  traiter(message: MessageDesLots): Promise<void> {
    return integrerLot(this, messageDesLots.parse(message));
  }

  /** Delivers what the queue holds, until nothing comes. */
  async vider(): Promise<void> {
    for (let message = this.lots.envois.shift(); message !== undefined; message = this.lots.envois.shift()) {
      await this.traiter(message.message);
    }
  }

  /** A deposit from its file to its compte rendu. */
  async deposer(...[n, contenu, options]: Parameters<AcademieEnMemoire['recevoir']>): Promise<CompteRendu> {
    await this.recevoir(n, contenu, options);
    await this.lire(n, options?.proprietaire);
    await this.vider();
    return this.compteRendu(n);
  }

  deposerNomenclature(n: number, contenu: string): Promise<CompteRendu> {
    return this.deposer(n, contenu, { proprietaire: ACADEMIE });
  }

  async annuler(n: number): Promise<string | null> {
    const { annulation } = await annulerDepot(this, acteur('chef'), { proprietaire: UAI, depotId: numero(n) });
    await this.vider();
    return annulation;
  }

  async decider(n: number, decision: 'accepter' | 'refuser', ...eleves: readonly string[]) {
    const [premier, ...autres] = eleves;
    const prise = await deciderDossiers(this, {
      proprietaire: UAI,
      depotId: numero(n),
      decision,
      ...(premier === undefined ? {} : { eleves: [premier, ...autres] as [string, ...string[]] }),
    });
    await this.vider();
    return prise;
  }

  revue(n: number, apres?: string) {
    return consulterRevue(this, { proprietaire: UAI, depotId: numero(n), ...(apres === undefined ? {} : { apres }) });
  }

  choisirSource(division: string, source: 'saisies' | 'imports', annee = 2015) {
    return choisirSource(this.livret, { uai: UAI, annee, division, source });
  }

  ecrire(...operations: readonly Operation[]) {
    return executerTransaction(this.dynamo.client, operations);
  }

  /** Entries by hand, with the head that names them. */
  async poserSaisies(livretId: string, saisies: readonly Saisie[]): Promise<void> {
    await modifierLivret(this.livret, livretId, async ({ livret }) => ({
      apres: { ...livret, saisies: [...livret.saisies, ...saisies] },
      fait: { type: 'saisie', par: 'chef', references: {} },
      operations: saisies.map((saisie) => this.livrets.remiseDeSaisie(livretId, saisie)),
      resultat: null,
    }));
  }

  async depot(id: string): Promise<Depot> {
    const depot = await this.depots.lire(id);
    if (depot === null) throw new Error(`no deposit ${id}`);
    return depot;
  }

  /** The latest compte rendu of a deposit, by its number or its identifier. */
  async compteRendu(n: number | string): Promise<CompteRendu> {
    const { compteRendu } = await this.depot(typeof n === 'number' ? numero(n) : n);
    if (compteRendu === null) throw new Error('no compte rendu');
    return this.objets.json(`${compteRendu.cle}.json`) as CompteRendu;
  }

  async livretDe(eleveId: string, annee = 2015, etablissement: string = UAI) {
    const { ligne } = await this.registre.situer(etablissement, annee, eleveId, null);
    return ligne === null ? null : this.livrets.lire(ligne.livretId);
  }

  /** Marks of each year, in the order of the livret. */
  async notesDe(eleveId: string, annee = 2015): Promise<unknown> {
    const livret = await this.livretDe(eleveId, annee);
    return livret?.bases.map(({ annee, scolarite }) => [
      annee,
      ...scolarite.evaluations.flatMap(({ periodes }) => periodes.map(({ moyenne }) => moyenne)),
    ]);
  }

  /**
   * All that stands in the end, for comparison: what is drawn at random or tells the time is left out, and livrets are
   * named by their pupil.
   */
  etat(): unknown {
    const noms = new Map<string, string>();
    for (const { pk, sk, livretId } of this.dynamo.items('registre')) {
      if (sk === 'LIVRET') noms.set(String(livretId), String(pk));
    }
    const nommer = (valeur: unknown): unknown =>
      JSON.parse(JSON.stringify(valeur), (cle, v) =>
        ALEATOIRES.has(cle)
          ? null
          : typeof v === 'string'
            ? v.replace(/[0-9A-HJKMNP-TV-Z]{26}/g, (id) => noms.get(id) ?? id)
            : v,
      );
    const place = (item: unknown): string => JSON.stringify([(item as Item).pk, (item as Item).sk]);
    return {
      tables: TABLES.map((table) => [
        table,
        this.dynamo
          .items(table)
          .map(nommer)
          .sort((a, b) => (place(a) < place(b) ? -1 : 1)),
      ]),
      objets: [...this.objets.contenus.keys()]
        .filter((cle) => !cle.startsWith('depots/'))
        .sort()
        .map((cle) => [cle.replace(/-[0-9a-f]{16}\./, '.'), nommer(this.objets.texte(cle))]),
    };
  }
}

interface Item {
  readonly pk: string;
  readonly sk: string;
}

/** Salts, hashes of what is salted, and dates of removal. */
const ALEATOIRES: ReadonlySet<string> = new Set(['sel', 'empreinte', 'precedent', 'references', 'chaine', 'expireLe']);
