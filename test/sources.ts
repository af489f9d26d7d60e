/** Files for readers: bytes, cut in chunks as a network would. */

export const utf8 = (texte: string): Uint8Array => new TextEncoder().encode(texte);

/** Bytes of a single-byte text; characters outside ISO-8859-1 are given by their byte in `octets`. */
export function latin1(texte: string, octets: Readonly<Record<string, number>> = {}): Uint8Array {
  return Uint8Array.from([...texte], (caractere) => octets[caractere] ?? caractere.charCodeAt(0));
}

export async function* source(...morceaux: readonly (Uint8Array | string)[]): AsyncGenerator<Uint8Array> {
  for (const morceau of morceaux) yield typeof morceau === 'string' ? utf8(morceau) : morceau;
}

/** The same bytes in chunks of these sizes, then of the last one. */
export async function* decoupe(octets: Uint8Array, tailles: readonly number[]): AsyncGenerator<Uint8Array> {
  let debut = 0;
  for (let i = 0; debut < octets.length; i++) {
    const fin = debut + (tailles[i] ?? tailles.at(-1) ?? octets.length);
    yield octets.slice(debut, fin);
    debut = fin;
  }
}

/** All that a reader gives, and what it throws at the end. */
export async function toutLire<T>(lecture: AsyncIterable<T>): Promise<{ lus: T[]; erreur: unknown }> {
  const lus: T[] = [];
  try {
    for await (const lu of lecture) lus.push(lu);
    return { lus, erreur: null };
  } catch (erreur) {
    return { lus, erreur };
  }
}
