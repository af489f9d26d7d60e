import { AsyncLocalStorage } from 'node:async_hooks';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { z } from 'zod';
import type { File } from '../../shared/aws/files.ts';
import type { Hasard } from '../../shared/fabrique/hasard.ts';
import type { DynamoEnMemoire } from '../dynamo.ts';

/**
 * Functions that run at once on one cloud, in an order that a seed decides: each call to AWS waits for its turn, and may
 * be refused, done and its answer lost, or be the last of its function. Nothing here is real time.
 */

/** Out of a thousand calls to AWS, and of a thousand messages. */
export interface Pannes {
  /** AWS refuses the call: the function gets an error. */
  readonly refus: number;
  /** It is done, and the function gets an error. */
  readonly reponsePerdue: number;
  /** The function ends there, before the call or after it: it catches nothing. */
  readonly mort: number;
  /** A message comes twice. */
  readonly double: number;
  /** A message that was treated comes again, as if its deletion had been lost. */
  readonly effacementPerdu: number;
  /** A message that was sent never comes. */
  readonly perte: number;
}

export const AUCUNE_PANNE: Pannes = { refus: 0, reponsePerdue: 0, mort: 0, double: 0, effacementPerdu: 0, perte: 0 };

interface Tache {
  morte: boolean;
  readonly tuer: () => void;
}

/** Never settles: who waits for it is dead. */
const JAMAIS = new Promise<never>(() => {});

export class PanneDuNuage extends Error {}

export class Ordonnanceur {
  readonly hasard: Hasard;
  pannes: Pannes;
  /** Calls to AWS so far, and what befell them. */
  readonly comptes = { appels: 0, refus: 0, reponsesPerdues: 0, morts: 0, livraisons: 0, doubles: 0, perdus: 0 };
  #attentes: (() => void)[] = [];
  #taches = 0;
  readonly #finies: Tache[] = [];
  readonly #courante = new AsyncLocalStorage<Tache>();

  constructor(hasard: Hasard, pannes: Pannes) {
    this.hasard = hasard;
    this.pannes = pannes;
  }

  /** The tables of a cloud, each of whose calls goes through here. */
  client(dynamo: DynamoEnMemoire): DynamoDBDocumentClient {
    const send = (commande: unknown): Promise<unknown> => this.appel(() => dynamo.send(commande));
    return { send } as unknown as DynamoDBDocumentClient;
  }

  /** A call to AWS. Outside of a task, as it is. */
  async appel<T>(faire: () => Promise<T>): Promise<T> {
    const tache = this.#courante.getStore();
    if (tache === undefined) return faire();
    await this.#tour(tache);
    this.comptes.appels += 1;
    if (this.#arrive(this.pannes.refus)) {
      this.comptes.refus += 1;
      throw new PanneDuNuage('refused');
    }
    const reponse = await faire();
    if (this.#arrive(this.pannes.mort)) return this.#mourir(tache);
    if (this.#arrive(this.pannes.reponsePerdue)) {
      this.comptes.reponsesPerdues += 1;
      throw new PanneDuNuage('the answer is lost');
    }
    return reponse;
  }

  /** A function begins; it ends as it does, or dies. @returns what became of it */
  lancer(fonction: () => Promise<void>): Promise<'faite' | 'echouee' | 'morte'> {
    this.#taches += 1;
    return new Promise((rendre) => {
      let finie = false;
      const finir = (issue: 'faite' | 'echouee' | 'morte'): void => {
        if (finie) return;
        finie = true;
        this.#taches -= 1;
        this.#finies.push(tache);
        rendre(issue);
      };
      const tache: Tache = { morte: false, tuer: () => finir('morte') };
      this.#courante.run(tache, () =>
        fonction().then(
          () => finir('faite'),
          (erreur: unknown) => {
            // What is no fault of the cloud is one of ours, and an answer all the same: the message comes again.
            this.erreurs.push(erreur);
            finir('echouee');
          },
        ),
      );
    });
  }

  /** What functions failed with. */
  readonly erreurs: unknown[] = [];

  /**
   * What goes on of functions that have answered, be it with an error, ends: until then it may go on, as what a frozen
   * function had begun does when it is called again.
   */
  geler(): void {
    for (const tache of this.#finies.splice(0)) tache.morte = true;
  }

  get enCours(): number {
    return this.#taches;
  }

  /** One of the calls that wait goes on. @returns false when none waits */
  async avancer(): Promise<boolean> {
    if (this.#attentes.length === 0) return false;
    const rang = this.hasard.entier(this.#attentes.length);
    const [reprendre] = this.#attentes.splice(rang, 1);
    reprendre?.();
    await calme();
    return true;
  }

  async #tour(tache: Tache): Promise<void> {
    if (tache.morte) await JAMAIS;
    await new Promise<void>((reprendre) => this.#attentes.push(reprendre));
    // Another call of the same function may have been its last.
    if (tache.morte) await JAMAIS;
    if (this.#arrive(this.pannes.mort)) await this.#mourir(tache);
  }

  #mourir(tache: Tache): Promise<never> {
    this.comptes.morts += 1;
    tache.morte = true;
    tache.tuer();
    return JAMAIS;
  }

  #arrive(pourMille: number): boolean {
    return pourMille > 0 && this.hasard.chance(pourMille);
  }
}

/** Until nothing goes on by itself any more. */
export const calme = (): Promise<void> => new Promise((suite) => setImmediate(suite));

interface Livrable {
  readonly corps: string;
  recus: number;
}

const ESSAIS = 4;

/**
 * A queue as SQS is: at least once, in no order; what fails four times goes to the dead-letter queue, from where it can be
 * driven again.
 */
export class FileSimulee<Message> implements File<Message> {
  readonly #ordonnanceur: Ordonnanceur;
  readonly #schema: z.ZodType<Message>;
  /** What wait. */
  readonly messages: Livrable[] = [];
  readonly rebut: Livrable[] = [];
  enVol = 0;
  traiter: (message: Message) => Promise<void> = async () => {
    throw new Error('nobody treats this queue');
  };

  constructor(ordonnanceur: Ordonnanceur, schema: z.ZodType<Message>) {
    this.#ordonnanceur = ordonnanceur;
    this.#schema = schema;
  }

  async envoyer(messages: readonly Message[]): Promise<void> {
    for (const message of messages) {
      await this.#ordonnanceur.appel(async () => this.#deposer(JSON.stringify(message)));
    }
  }

  /** As somebody would by hand: it may be no message at all. */
  jeter(corps: string): void {
    this.messages.push({ corps, recus: 0 });
  }

  #deposer(corps: string): void {
    if (this.#ordonnanceur.hasard.chance(this.#ordonnanceur.pannes.perte)) {
      this.#ordonnanceur.comptes.perdus += 1;
      return;
    }
    this.messages.push({ corps, recus: 0 });
    if (this.#ordonnanceur.hasard.chance(this.#ordonnanceur.pannes.double)) {
      this.#ordonnanceur.comptes.doubles += 1;
      this.messages.push({ corps, recus: 0 });
    }
  }

  /** Gives one of the messages that wait to its function. */
  livrer(): void {
    const { hasard, pannes, comptes } = this.#ordonnanceur;
    const [livrable] = this.messages.splice(hasard.entier(this.messages.length), 1);
    if (livrable === undefined) return;
    comptes.livraisons += 1;
    livrable.recus += 1;
    this.enVol += 1;
    const fonction = async (): Promise<void> => this.traiter(this.#schema.parse(JSON.parse(livrable.corps)));
    void this.#ordonnanceur.lancer(fonction).then((issue) => {
      this.enVol -= 1;
      const revient = issue !== 'faite' || hasard.chance(pannes.effacementPerdu);
      if (!revient) return;
      (issue !== 'faite' && livrable.recus >= ESSAIS ? this.rebut : this.messages).push(livrable);
    });
  }

  /** The redrive: from the dead-letter queue back to the queue. */
  rejouer(): void {
    for (const livrable of this.rebut.splice(0)) this.messages.push({ ...livrable, recus: 0 });
  }

  get auRepos(): boolean {
    return this.messages.length === 0 && this.enVol === 0;
  }
}
