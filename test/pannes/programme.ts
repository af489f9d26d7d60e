import { createHash } from 'node:crypto';
import { expect, vi } from 'vitest';
import { z } from 'zod';
import { magasinPlaces } from '../../shared/appariement/magasin-places.ts';
import { reserverNumeros } from '../../shared/appariement/reserver-numeros.ts';
import { Hasard } from '../../shared/fabrique/hasard.ts';
import { estErreurCodee } from '../../shared/kernel/erreur.ts';
import { changerFormat } from '../../shared/livret/changer-format.ts';
import { deverrouillerLivret } from '../../shared/livret/deverrouiller-livret.ts';
import type { MessageDeTransfert } from '../../shared/livret/envoi.ts';
import { messageDeTransfert } from '../../shared/livret/envoi.ts';
import type { Tete } from '../../shared/livret/livret.ts';
import { enregistrerOpposition } from '../../shared/livret/opposition.ts';
import { ouvrirLivret } from '../../shared/livret/ouvrir-livret.ts';
import { saisir } from '../../shared/livret/saisir.ts';
import { validerDivision } from '../../shared/livret/valider-division.ts';
import { consulterStatuts } from '../../shared/transfert/consulter-statuts.ts';
import { envoyerLivrets } from '../../shared/transfert/envoyer-livrets.ts';
import { magasinReferentiel, type Statut } from '../../shared/transfert/magasin-referentiel.ts';
import {
  clesDeVersion,
  type MessageDAccuse,
  type MessageDesStatuts,
  messageDAccuse,
  messageDesStatuts,
} from '../../shared/transfert/messages.ts';
import { recevoirAccuse } from '../../shared/transfert/recevoir-accuse.ts';
import { recevoirStatut } from '../../shared/transfert/recevoir-statut.ts';
import { surveillerEnvois } from '../../shared/transfert/surveiller-envois.ts';
import { transfererLivret } from '../../shared/transfert/transferer-livret.ts';
import { muet, ObjetsEnMemoire } from '../doubles.ts';
import { DynamoEnMemoire } from '../dynamo.ts';
import { acteur, ClasseEnMemoire, livretDe as livretDuRang } from '../livret/classe.ts';
import { matiere, UAI } from '../livret/dossiers.ts';
import { AUCUNE_PANNE, calme, FileSimulee, Ordonnanceur, PanneDuNuage, type Pannes } from './ordonnanceur.ts';

/**
 * A programme: people act on the livrets of two académies while the functions of the transfer run, on a cloud that fails;
 * then the faults end, and what stands must be what the acts say, told once and in force (docs/decisions/0020). The seed
 * decides everything.
 */
export const SESSION = 2016;
const ACADEMIES = ['grenoble', 'creteil'] as const;
type Nom = (typeof ACADEMIES)[number];
const ELEVES = 3;
const JOUR = 24 * 3_600_000;
const MATHS = matiere('061300');

export interface Bilan {
  readonly comptes: Ordonnanceur['comptes'];
  readonly actes: number;
  readonly rejoues: number;
}

/** @throws when an invariant does not hold */
export async function jouer(graine: number): Promise<Bilan> {
  const monde = new Monde(new Hasard(graine, 'programme'));
  await monde.peupler();
  await monde.vivre();
  await monde.seCalmer();
  await monde.verifier();
  return { comptes: monde.ordonnanceur.comptes, actes: monde.actes, rejoues: monde.rejoues };
}

/** An académie, with its tables and its queues. */
class Academie {
  readonly nom: Nom;
  readonly dynamo = new DynamoEnMemoire('livrets', 'registre', 'preuve');
  readonly classe: ClasseEnMemoire;
  readonly transferts: FileSimulee<MessageDeTransfert>;
  readonly accuses: FileSimulee<MessageDAccuse>;

  constructor(nom: Nom, ordonnanceur: Ordonnanceur) {
    this.nom = nom;
    this.classe = new ClasseEnMemoire(ordonnanceur.client(this.dynamo));
    this.classe.instant = '2016-06-10T08:00:00Z';
    this.transferts = new FileSimulee(ordonnanceur, messageDeTransfert);
    this.accuses = new FileSimulee(ordonnanceur, messageDAccuse);
  }

  get chef() {
    return acteur('chef', { academie: this.nom });
  }

  get parts() {
    return { ...this.classe.parts, academie: this.nom, transferts: this.transferts };
  }
}

class Monde {
  readonly hasard: Hasard;
  readonly ordonnanceur: Ordonnanceur;
  readonly national = new DynamoEnMemoire('referentiel');
  readonly objets = new ObjetsEnMemoire();
  readonly academies: readonly Academie[];
  readonly statuts: FileSimulee<MessageDesStatuts>;
  readonly referentiel;
  readonly poison: number;
  actes = 0;
  #surveillances = 0;
  rejoues = 0;
  /** Highest place of each word that was in force. */
  readonly #rangs = new Map<string, string>();

  constructor(hasard: Hasard) {
    this.hasard = hasard;
    this.ordonnanceur = new Ordonnanceur(hasard, tirerLesPannes(hasard));
    this.academies = (hasard.chance(400) ? ACADEMIES : ACADEMIES.slice(0, 1)).map(
      (nom) => new Academie(nom, this.ordonnanceur),
    );
    this.statuts = new FileSimulee(this.ordonnanceur, messageDesStatuts);
    this.poison = hasard.chance(200) ? 1 + hasard.entier(3) : 0;
    const client = this.ordonnanceur.client(this.national);
    const envoyer = client.send.bind(client) as (commande: unknown) => Promise<unknown>;
    const surveille = {
      send: async (commande: unknown) => {
        const reponse = await envoyer(commande);
        this.surveillerLesRangs();
        return reponse;
      },
    } as unknown as typeof client;
    this.referentiel = magasinReferentiel(surveille, 'referentiel');
    this.brancher();
  }

  brancher(): void {
    const { ordonnanceur, objets, referentiel } = this;
    const versions = {
      ecrire: (...args: Parameters<ObjetsEnMemoire['ecrire']>) => ordonnanceur.appel(() => objets.ecrire(...args)),
      lire: (cle: string) => ordonnanceur.appel(() => objets.lire(cle)),
    };
    for (const academie of this.academies) {
      academie.transferts.traiter = (message) =>
        transfererLivret({ ...academie.parts, versions, statuts: this.statuts }, message);
      academie.accuses.traiter = (message) => recevoirAccuse(academie.parts, message);
    }
    this.statuts.traiter = async (message) => {
      const academie = this.academies.find(({ nom }) => nom === message.academie);
      if (academie === undefined) throw new Error('no such académie');
      const { horloge } = this.premiere.parts;
      await recevoirStatut({ referentiel, versions, accuses: academie.accuses, horloge, journal: muet }, message);
    };
  }

  get premiere(): Academie {
    return this.academies[0] as Academie;
  }

  get files(): readonly FileSimulee<never>[] {
    return [...this.academies.flatMap(({ transferts, accuses }) => [transferts, accuses]), this.statuts] as never;
  }

  async peupler(): Promise<void> {
    for (const academie of this.academies) {
      const { classe, nom } = academie;
      await classe.nomenclatures();
      for (let n = 1; n <= ELEVES; n++) {
        const noCandidat = `${nom}-c${n}`;
        const place = await this.placer(nom, n, noCandidat);
        await classe.inscrire(rangDe(nom, n), {
          tete: { appariement: { session: SESSION, noCandidat, ...place, par: 'ine' } },
        });
      }
      await classe.ouvrir();
      await validerDivision(academie.parts, academie.chef, {
        uai: UAI,
        session: SESSION,
        division: 'TS1',
        confirme: true,
      });
    }
    for (let rang = 0; rang < this.poison; rang++) this.hasard.choix(this.files).jeter(this.hasard.choix(POISONS));
  }

  /** The référentiel gives the place; the second académie takes it over. */
  async placer(academie: Nom, n: number, noCandidat: string): Promise<{ noEleve: string; epoque: number }> {
    const livretId = livretDe(academie, n);
    const places = magasinPlaces(this.national.client, 'referentiel', async () => 'clé');
    const eleve = { livretId, ine: `00000000${n}AB`, dateNaissance: '1998-02-28', noCandidat };
    const demande = { session: SESSION, academie, eleves: [eleve] };
    const reponse = (await reserverNumeros({ places, tirer: () => noEleve(n) }, demande))[livretId];
    if (reponse?.etat !== 'place') throw new Error('no place was given');
    return { noEleve: reponse.noEleve, epoque: reponse.epoque };
  }

  /** People act while functions run. */
  async vivre(): Promise<void> {
    const { hasard, ordonnanceur, files } = this;
    const nombre = 4 + hasard.entier(8);
    // Whatever befalls them, all messages are soon delivered: a programme ends.
    for (let tours = 0; tours < 5_000; tours++) {
      await calme();
      const pleines = files.filter(({ messages }) => messages.length > 0);
      const peutLancer = ordonnanceur.enCours < 4;
      if (this.actes >= nombre && ordonnanceur.enCours === 0 && pleines.length === 0) return;
      const de = hasard.entier(12);
      if (peutLancer && de === 0 && this.actes < nombre) this.agir();
      else if (peutLancer && de <= 3 && pleines.length > 0) hasard.choix(pleines).livrer();
      else if (peutLancer && de === 4 && this.#surveillances === 0 && hasard.chance(100)) this.surveiller();
      else await this.avancer();
    }
    throw new Error('a programme that does not end');
  }

  /** One of the acts of people on one livret, or on all of them. */
  agir(): void {
    this.actes += 1;
    const academie = this.hasard.choix(this.academies);
    const livretId = livretDe(academie.nom, 1 + this.hasard.entier(ELEVES));
    const nom = this.hasard.choixPese(ACTES);
    void this.ordonnanceur.lancer(() => GESTES[nom](academie, livretId, this.actes));
  }

  /** What a schedule starts, a day after the last time: whatever waits then is late. */
  surveiller(): void {
    this.#surveillances += 1;
    const maintenant = Date.now() + this.#surveillances * JOUR;
    for (const { transferts, parts } of this.academies) {
      const enFile = async (): Promise<number> => (transferts.auRepos ? 0 : 1);
      void this.ordonnanceur.lancer(async () => {
        const perdus = await surveillerEnvois({ ...parts, sessions: [SESSION], enFile }, maintenant);
        if ((perdus ?? 0) > 0) throw new Error('what was queued again three times is still waiting');
      });
    }
  }

  /** A call goes on, or time passes for who waits for it. */
  async avancer(): Promise<void> {
    if (!(await this.ordonnanceur.avancer()) && this.ordonnanceur.enCours > 0) vi.runOnlyPendingTimers();
  }

  /** The faults end: what waits is delivered, what was given up is driven again, what was lost is found. */
  async seCalmer(): Promise<void> {
    const { ordonnanceur, files } = this;
    ordonnanceur.geler();
    ordonnanceur.pannes = AUCUNE_PANNE;
    for (let passe = 0; passe < 3; passe++) {
      for (const file of files) {
        this.rejoues += file.rebut.length;
        file.rejouer();
      }
      await this.vider();
      this.surveiller();
      await this.vider();
    }
  }

  async vider(): Promise<void> {
    for (let tours = 0; tours < 20_000; tours++) {
      await calme();
      const pleines = this.files.filter(({ messages }) => messages.length > 0);
      if (pleines.length === 0 && this.ordonnanceur.enCours === 0) return;
      if (pleines.length > 0 && this.ordonnanceur.enCours < 4) this.hasard.choix(pleines).livrer();
      else await this.avancer();
    }
    throw new Error('the queues do not empty');
  }

  /** At every moment: no older word takes the place of a newer one. */
  surveillerLesRangs(): void {
    for (const [cle, item] of this.national.tables.referentiel ?? []) {
      if (!/^(STATUT|AVIS)#/.test(String(item.sk))) continue;
      const avant = this.#rangs.get(cle) ?? '';
      const rang = String(item.rang);
      if (rang < avant) throw new Error(`an older word took the place of a newer one: ${avant}, then ${rang}`);
      this.#rangs.set(cle, rang);
    }
  }

  async verifier(): Promise<void> {
    // Everything was acknowledged, or is in a dead-letter queue: there, what is no message only.
    expect(this.files.flatMap(({ messages }) => messages)).toEqual([]);
    expect(this.files.flatMap(({ rebut }) => rebut)).toHaveLength(this.poison);
    const statuts = this.national.items('referentiel').filter(({ sk }) => String(sk).startsWith('STATUT#'));
    // One status a candidate.
    expect(new Set(statuts.map(({ candidat }) => JSON.stringify(candidat))).size).toBe(statuts.length);
    expect(this.ordonnanceur.erreurs.filter((erreur) => !estAttendue(erreur))).toEqual([]);
    for (const academie of this.academies) {
      for (let n = 1; n <= ELEVES; n++) await this.verifierLivret(academie, n);
      const restent = await academie.classe.envois.lister(SESSION);
      expect(restent.filter(({ retenu }) => retenu === null)).toEqual([]);
    }
    this.verifierLesVersions();
  }

  /** Each holds what was announced of it. */
  verifierLesVersions(): void {
    const versions = this.national.items('referentiel').filter(({ sk }) => String(sk).startsWith('VERSION#'));
    for (const { academie, livretId, epoque, n, empreintes } of versions) {
      if (empreintes === undefined) continue;
      const cles = clesDeVersion(String(academie), SESSION, String(livretId), Number(epoque), Number(n));
      for (const objet of ['version', 'projection', 'termes'] as const) {
        const octets = this.objets.contenus.get(cles[objet]);
        expect(octets, cles[objet]).toBeDefined();
        const empreinte = createHash('sha256')
          .update(octets ?? '')
          .digest('hex');
        expect(empreinte).toBe((empreintes as Record<string, string>)[objet]);
      }
    }
  }

  async verifierLivret({ nom, classe, dynamo }: Academie, n: number): Promise<void> {
    const livretId = livretDe(nom, n);
    const tete = await classe.tete(livretId);
    const evenements = await classe.preuve(livretId);
    // An act whose answer was lost may have been done twice over: evidence has each of them once.
    expect(evenements.map(({ seq }) => seq)).toEqual(evenements.map((_, rang) => rang + 1));
    const numeros = dynamo.items('livrets').flatMap((item) => (estVersionDe(item, livretId) ? [Number(item.n)] : []));
    expect(numeros).toEqual(numeros.map((_, rang) => rang + 1));
    const depassee = this.academies.length > 1 && nom === 'grenoble' && this.estRepris(n);
    const [statut] = await consulterStatuts(this.referentiel, {
      session: SESSION,
      academie: nom,
      noCandidats: [`${nom}-c${n}`],
    });
    if (depassee) return;
    const ligne = dynamo.items('registre').find(({ sk }) => sk === `ELEVE#${1000 + rangDe(nom, n)}`);
    const dit = dernierDit(evenements.map(({ type }) => type));
    verifierLeStatut(tete, statut, dit, ligne?.statutEnvoyeLe ?? null);
  }

  /** The other académie told something of this pupil. */
  estRepris(n: number): boolean {
    return this.national
      .items('referentiel')
      .some(({ sk, epoque, noEleve: no }) => String(sk).startsWith('VERSION#') && epoque === 1 && no === noEleve(n));
  }
}

function estVersionDe({ pk, sk }: Readonly<Record<string, unknown>>, livretId: string): boolean {
  return pk === `L#${livretId}` && String(sk).startsWith('VERSION#');
}

/** What the cloud did to a function, what an act was refused for, what is no message: anything else is a fault of ours. */
function estAttendue(erreur: unknown): boolean {
  if (erreur instanceof PanneDuNuage || erreur instanceof z.ZodError || erreur instanceof SyntaxError) return true;
  return estErreurCodee(erreur) || (erreur as Error).message === 'livret written by others at each try';
}

/** What must be in force of a livret, from its state and from what was asked of it: said again from the rules, not from the code. */
function verifierLeStatut(
  tete: Tete,
  statut: Statut | undefined,
  dit: 'demande' | 'suite' | 'rien',
  date: unknown,
): void {
  const vu = JSON.stringify({ etat: tete.etat, format: tete.format, opposition: tete.opposition, dit, statut });
  if (dit === 'rien') {
    expect(statut, vu).toBeUndefined();
    expect(date, vu).toBeNull();
    return;
  }
  if (tete.opposition !== null) {
    // Told when it was asked for, or when something of the livret had been sent.
    if (dit === 'demande' || statut !== undefined) expect(statut?.retireLe, vu).toBe(tete.opposition.le);
    expect(date, vu).toBeNull();
    return;
  }
  if (tete.etat === 'envoye') {
    expect(statut, vu).toMatchObject({
      format: tete.format,
      retireLe: null,
      correctionDepuis: null,
      epoque: tete.version?.epoque,
      n: tete.version?.n,
    });
    if (tete.format === 'numerique') expect(statut?.empreintes?.version, vu).toBe(tete.version?.empreinte);
    expect(date, vu).toBe(statut?.recuLe);
    return;
  }
  // Asked for, and it could leave.
  if (dit === 'demande') expect([tete.etat, tete.format], vu).not.toEqual(['valide', 'numerique']);
  if (tete.correction !== null && statut !== undefined && statut.retireLe === null) {
    expect(statut.correctionDepuis, vu).toBe(tete.correction.le);
  }
}

/** demande: the sending was asked for after all that changed the livret · suite: it was before · rien: never. */
function dernierDit(types: readonly string[]): 'demande' | 'suite' | 'rien' {
  const demande = types.lastIndexOf('envoi-demande');
  if (demande === -1) return 'rien';
  return types.slice(demande).some((type) => CHANGEMENTS.has(type)) ? 'suite' : 'demande';
}

const CHANGEMENTS: ReadonlySet<string> = new Set([
  'livret-valide',
  'livret-deverrouille',
  'opposition-enregistree',
  'opposition-levee',
  'format-change',
  'saisie',
]);

const GESTES = {
  envoyer: async ({ parts, chef }: Academie) => {
    await envoyerLivrets(parts, chef, { uai: UAI, session: SESSION });
  },
  opposer: (academie: Academie, livretId: string) => opposition(academie, livretId, 'opposer'),
  lever: (academie: Academie, livretId: string) => opposition(academie, livretId, 'lever'),
  deverrouiller: async ({ parts, chef }: Academie, livretId: string) => {
    await deverrouillerLivret(parts, chef, { livretId, motif: 'Une moyenne est fausse.' });
  },
  noter: async ({ parts, chef }: Academie, livretId: string, n: number) => {
    const { saisies } = (await ouvrirLivret(parts, livretId)).livret;
    const actuelle = saisies.find(({ contenu }) => contenu.valeur.sorte === 'evaluation');
    const { regroupement, discipline, codeMatiere, modalite } = MATHS;
    const valeur = {
      sorte: 'evaluation',
      ligne: { regroupement, discipline, codeMatiere, modalite },
      codeMatiere,
      periodes: { '1': String(n % 21) },
      competences: {},
      appreciation: `Travail ${n}.`,
    };
    const demande = { livretId, annee: 2015, vue: actuelle?.contenu.n ?? null, valeur };
    await saisir({ ...parts, mentions: [] }, chef, demande as Parameters<typeof saisir>[2]);
  },
  valider: async ({ parts, chef }: Academie) => {
    await validerDivision(parts, chef, { uai: UAI, session: SESSION, division: 'TS1', confirme: true });
  },
  papier: async ({ parts, chef }: Academie, livretId: string) => {
    await changerFormat(parts, chef, { livretId, format: 'papier', motif: 'profil-atypique' });
  },
  numerique: async ({ parts, chef }: Academie, livretId: string) => {
    await changerFormat(parts, chef, { livretId, format: 'numerique' });
  },
} as const;

const ACTES: readonly (readonly [keyof typeof GESTES, number])[] = [
  ['envoyer', 5],
  ['opposer', 2],
  ['lever', 2],
  ['deverrouiller', 3],
  ['noter', 2],
  ['valider', 3],
  ['papier', 1],
  ['numerique', 1],
];

async function opposition({ parts, chef }: Academie, livretId: string, acte: 'opposer' | 'lever'): Promise<void> {
  await enregistrerOpposition(parts, chef, { livretId, acte, demandePar: 'eleve', demandeLe: '2016-06-01' });
}

const POISONS = ['', 'rien', '{}', '{"session":2016}', '[]'];

/** Some programmes meet few faults, others a cloud that hardly works. */
function tirerLesPannes(hasard: Hasard): Pannes {
  const jusqua = (pourMille: number): number => (hasard.chance(300) ? 0 : hasard.entier(pourMille));
  return {
    refus: jusqua(150),
    reponsePerdue: jusqua(100),
    mort: jusqua(100),
    double: jusqua(300),
    effacementPerdu: jusqua(200),
    perte: jusqua(250),
  };
}

/** The pupils of each académie are numbered apart: one place, two livrets. */
const rangDe = (nom: Nom, n: number): number => (nom === 'grenoble' ? n : n + 10);
const livretDe = (nom: Nom, n: number): string => livretDuRang(rangDe(nom, n));
const noEleve = (n: number): string => `000000000${n}`;
