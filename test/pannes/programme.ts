import { expect, vi } from 'vitest';
import { z } from 'zod';
import { Hasard } from '../../shared/fabrique/hasard.ts';
import { estErreurCodee } from '../../shared/kernel/erreur.ts';
import type { Evenement } from '../../shared/preuve/evenement.ts';
import { magasinReferentiel } from '../../shared/transfert/magasin-referentiel.ts';
import { type MessageDesStatuts, messageDesStatuts } from '../../shared/transfert/messages.ts';
import { recevoirAccuse } from '../../shared/transfert/recevoir-accuse.ts';
import { recevoirStatut } from '../../shared/transfert/recevoir-statut.ts';
import { surveillerEnvois } from '../../shared/transfert/surveiller-envois.ts';
import { transfererLivret } from '../../shared/transfert/transferer-livret.ts';
import { muet, ObjetsEnMemoire } from '../doubles.ts';
import { DynamoEnMemoire } from '../dynamo.ts';
import { ACADEMIES, Academie, DELIBERATIONS, SESSION } from './academie.ts';
import { type Geste, gestesPossibles } from './gestes.ts';
import { AUCUNE_PANNE, calme, FileSimulee, Ordonnanceur, PanneDuNuage, type Pannes } from './ordonnanceur.ts';
import { verifierTout } from './verifier.ts';

/**
 * A programme: people act on the livrets of two académies while the functions of the transfer run, on a cloud that fails;
 * then the faults end, and what stands must be what the acts say, told once and in force (docs/decisions/0020). The seed
 * decides everything.
 */
const MINUTE = 60_000;
const JOUR = 24 * 60 * MINUTE;
const DEBUT = Date.parse('2016-06-10T08:00:00Z');

export interface Bilan {
  readonly comptes: Ordonnanceur['comptes'];
  readonly rejoues: number;
  /** How many times each thing happened to a livret. */
  readonly faits: Readonly<Record<string, number>>;
}

/** @throws when an invariant does not hold */
export async function jouer(graine: number): Promise<Bilan> {
  const attentes = new Hasard(graine, 'attentes');
  const hasard = vi.spyOn(Math, 'random').mockImplementation(() => attentes.reel());
  try {
    const monde = new Monde(new Hasard(graine, 'programme'));
    await monde.peupler();
    await monde.vivre();
    await monde.seCalmer();
    await monde.verifier();
    return monde.bilan();
  } finally {
    hasard.mockRestore();
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
  clos = false;
  #actes = 0;
  #numeros = 0;
  #surveillances = 0;
  #rejoues = 0;
  /** Highest place of each word that was in force. */
  readonly #rangs = new Map<string, string>();

  constructor(hasard: Hasard) {
    this.hasard = hasard;
    this.ordonnanceur = new Ordonnanceur(hasard, tirerLesPannes(hasard));
    const tirer = (): string => String(++this.#numeros).padStart(10, '0');
    this.academies = (hasard.chance(500) ? ACADEMIES : ACADEMIES.slice(0, 1)).map(
      (nom) => new Academie(nom, this.ordonnanceur, this.national, tirer),
    );
    this.statuts = new FileSimulee(this.ordonnanceur, messageDesStatuts);
    this.poison = hasard.chance(200) ? 1 + hasard.entier(3) : 0;
    const client = this.ordonnanceur.client(this.national);
    const envoyer = client.send.bind(client) as (commande: unknown) => Promise<unknown>;
    const surveille = {
      send: async (commande: unknown) => {
        const reponse = await envoyer(commande);
        this.surveillerLesRangs(commande as Ecriture);
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
    const accusesDe = async (nom: string) => {
      const academie = this.academies.find((une) => une.nom === nom);
      if (academie === undefined) throw new Error('no such académie');
      return academie.accuses;
    };
    this.statuts.traiter = (message) =>
      recevoirStatut(
        { referentiel, versions, accuses: accusesDe, horloge: this.premiere.parts.horloge, journal: muet },
        message,
      );
  }

  get premiere(): Academie {
    return this.academies[0] as Academie;
  }

  get files(): readonly FileSimulee<never>[] {
    return [...this.academies.flatMap(({ transferts, accuses }) => [transferts, accuses]), this.statuts] as never;
  }

  /** The second académie has some of the pupils from the beginning. */
  async peupler(): Promise<void> {
    this.passer();
    for (const academie of this.academies) {
      await academie.peupler(() => academie === this.premiere || this.hasard.chance(300));
    }
    for (let rang = 0; rang < this.poison; rang++) this.hasard.choix(this.files).jeter(this.hasard.choix(POISONS));
  }

  /** People act while functions run. */
  async vivre(): Promise<void> {
    const { hasard, ordonnanceur, files } = this;
    const nombre = 20 + hasard.entier(31);
    const fin = hasard.chance(300) ? Math.floor(nombre * 0.7) : nombre;
    // Whatever befalls them, all messages are soon delivered: a programme ends.
    for (let tours = 0; tours < 40_000; tours++) {
      await calme();
      const pleines = files.filter(({ messages }) => messages.length > 0);
      const peutLancer = ordonnanceur.enCours < 4;
      if (this.#actes >= nombre && ordonnanceur.enCours === 0 && pleines.length === 0) return;
      const de = hasard.entier(12);
      if (peutLancer && de === 0 && this.#actes < nombre) this.agir(fin);
      else if (peutLancer && de <= 3 && pleines.length > 0) hasard.choix(pleines).livrer();
      else if (peutLancer && de === 4 && this.#surveillances === 0 && hasard.chance(100)) this.surveiller();
      else await this.avancer();
    }
    throw new Error('a programme that does not end');
  }

  /** One of the acts that the state of an académie allows. @param fin number of acts after which the deliberations begin */
  agir(fin: number): void {
    this.#actes += 1;
    this.clos = this.#actes > fin;
    this.passer();
    const acte = this.#actes;
    const possibles: Geste[] = gestesPossibles(this.hasard.choix(this.academies), this.clos);
    const faire = this.hasard.choixPese(possibles);
    void this.ordonnanceur.lancer(() => faire(acte));
  }

  /** Ten minutes from one act to the next. */
  passer(): void {
    const instant = new Date(
      (this.clos ? Date.parse(`${DELIBERATIONS}T08:00:00Z`) : DEBUT) + this.#actes * 10 * MINUTE,
    ).toISOString();
    for (const { classe } of this.academies) classe.instant = instant;
  }

  /** What a schedule starts, a day after the last time: whatever waits then is late. */
  surveiller(): void {
    this.#surveillances += 1;
    const maintenant = Date.now() + this.#surveillances * JOUR;
    for (const { transferts, parts } of this.academies) {
      const enFile = async (): Promise<number> => (transferts.auRepos ? 0 : 1);
      void this.ordonnanceur.lancer(async () => {
        await surveillerEnvois({ ...parts, sessions: [SESSION], enFile }, maintenant);
      });
    }
  }

  /** A call goes on, or time passes for who waits for it. */
  async avancer(): Promise<void> {
    // No two turns of two functions begin in one millisecond.
    vi.setSystemTime(Date.now() + 1);
    if (!(await this.ordonnanceur.avancer()) && this.ordonnanceur.enCours > 0) vi.runOnlyPendingTimers();
  }

  /** The faults end: what waits is delivered, what was given up is driven again, what was lost is found. */
  async seCalmer(): Promise<void> {
    const { ordonnanceur, files } = this;
    ordonnanceur.geler();
    ordonnanceur.pannes = AUCUNE_PANNE;
    for (let passe = 0; passe < 3; passe++) {
      for (const file of files) {
        this.#rejoues += file.rebut.length;
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
  surveillerLesRangs({ input }: Ecriture): void {
    const { pk, sk, rang } = input.Item ?? {};
    if (rang === undefined) return;
    const cle = `${pk}|${sk}`;
    const avant = this.#rangs.get(cle) ?? '';
    if (rang < avant) throw new Error(`an older word took the place of a newer one: ${avant}, then ${rang}`);
    this.#rangs.set(cle, rang);
  }

  async verifier(): Promise<void> {
    // Everything was acknowledged, or is in a dead-letter queue: there, what is no message only.
    expect(this.files.flatMap(({ messages }) => messages)).toEqual([]);
    expect(this.files.flatMap(({ rebut }) => rebut)).toHaveLength(this.poison);
    expect(this.ordonnanceur.erreurs.filter((erreur) => !estAttendue(erreur))).toEqual([]);
    for (const { classe } of this.academies) {
      const restent = await classe.envois.lister(SESSION);
      expect(restent.filter(({ retenu }) => retenu === null)).toEqual([]);
    }
    await verifierTout(this);
  }

  bilan(): Bilan {
    const faits = this.academies.flatMap(({ dynamo }) => {
      const chaines = Map.groupBy(dynamo.items('preuve') as unknown as (Evenement & { pk: string })[], ({ pk }) => pk);
      const retenus = dynamo.items('livrets').filter(({ retenu }) => retenu === 'deliberations-ouvertes');
      return [...[...chaines.values()].flatMap(faitsDe), ...retenus.map(() => 'retenu-par-le-calendrier')];
    });
    const reprises = this.national
      .items('referentiel')
      .filter(({ sk, epoque }) => sk === 'PLACE' && Number(epoque) > 0);
    const comptes = Map.groupBy([...faits, ...reprises.map(() => 'place-reprise')], (fait) => fait);
    return {
      comptes: this.ordonnanceur.comptes,
      rejoues: this.#rejoues,
      faits: Object.fromEntries([...comptes].map(([fait, les]) => [fait, les.length])),
    };
  }
}

/** What happened to a livret: the type of each of its events, and what some of them came to. */
function faitsDe(evenements: readonly Evenement[]): string[] {
  const types = evenements.map(({ type }) => type);
  const candidats = evenements.flatMap(({ type, references }) => (type === 'apparie' ? [references.noCandidat] : []));
  const versions = types.filter((type) => type === 'version-figee' || type === 'statut-papier-envoye');
  return [
    ...types,
    ...evenements.flatMap(({ references }) => (references.corrige === undefined ? [] : ['identite-corrigee'])),
    ...candidats.flatMap((un, rang) => (rang === 0 || un === candidats[rang - 1] ? [] : ['change-de-candidat'])),
    ...versions.slice(1).map(() => 'version-suivante'),
  ];
}

interface Ecriture {
  readonly input: { readonly Item?: { readonly pk: string; readonly sk: string; readonly rang?: string } };
}

/** What the cloud did to a function, what an act was refused for, what is no message: anything else is a fault of ours. */
function estAttendue(erreur: unknown): boolean {
  if (erreur instanceof PanneDuNuage || erreur instanceof z.ZodError || erreur instanceof SyntaxError) return true;
  return estErreurCodee(erreur) || (erreur as Error).message.startsWith('livret written by others');
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
