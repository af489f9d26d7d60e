import type { File } from '../shared/aws/files.ts';
import type { Journal } from '../shared/aws/journal.ts';
import type { Objets } from '../shared/aws/objets.ts';

/** Hand-made parts of use cases. Each call goes through `avant`, so that a test can make one of them fail. */

export const muet: Journal = { info() {}, alerte() {}, erreur() {} };

export class ObjetsEnMemoire implements Objets {
  readonly contenus = new Map<string, Uint8Array>();
  readonly avant: () => void | Promise<void>;

  constructor(avant: () => void | Promise<void> = () => {}) {
    this.avant = avant;
  }

  async lire(cle: string): Promise<Uint8Array | null> {
    await this.avant();
    return this.contenus.get(cle) ?? null;
  }

  async lireFlux(cle: string): Promise<AsyncIterable<Uint8Array> | null> {
    const octets = await this.lire(cle);
    return octets === null
      ? null
      : (async function* () {
          yield octets;
        })();
  }

  async ecrire(cle: string, contenu: string | Uint8Array): Promise<void> {
    await this.avant();
    this.contenus.set(cle, typeof contenu === 'string' ? new TextEncoder().encode(contenu) : contenu);
  }

  texte(cle: string): string {
    return new TextDecoder().decode(this.contenus.get(cle));
  }

  json(cle: string): unknown {
    return JSON.parse(this.texte(cle));
  }
}

export class FileEnMemoire<Message> implements File<Message> {
  readonly envois: { readonly message: Message; readonly groupe: string }[] = [];
  readonly avant: () => void | Promise<void>;

  constructor(avant: () => void | Promise<void> = () => {}) {
    this.avant = avant;
  }

  async envoyer(messages: readonly Message[], groupe: string): Promise<void> {
    await this.avant();
    this.envois.push(...messages.map((message) => ({ message, groupe })));
  }

  get messages(): readonly Message[] {
    return this.envois.map(({ message }) => message);
  }
}
