import { BORNES, type Bornes, lireElements } from '../xml/lire-elements.ts';
import { refusFichier } from './anomalies.ts';
import { estArchive, lireArchive } from './archive.ts';
import type { Lu } from './lu.ts';
import { DEBUT_OCTETS, lecteurDe, reconnaitre } from './reconnaitre.ts';

export type { Lu } from './lu.ts';

/**
 * Reads one export of any feed, plain or alone in a ZIP: its header first, then its dossiers one by one. Memory
 * does not depend on the file's size, but for the bytes of a ZIP.
 *
 * A file is all or nothing at the level of XML, one by one at the level of pupils (design.md): what concerns one
 * dossier comes as a `refus`, what concerns the file is thrown, even after dossiers were given.
 *
 * @throws ErreurCodee a code of severity `refus-fichier` of `anomalies.ts`, with line and column
 */
export async function* lireFlux(
  source: AsyncIterable<Uint8Array>,
  bornes: Bornes = BORNES,
): AsyncGenerator<Lu, void, undefined> {
  const depose = source[Symbol.asyncIterator]();
  let contenu = depose;
  let dossiers = 0;
  try {
    let entame = await entamer(depose);
    if (estArchive(entame.debut)) {
      contenu = lireArchive(entame.octets, bornes.octets);
      entame = await entamer(contenu);
      if (estArchive(entame.debut)) throw refusFichier('archive-imbriquee', {});
    }
    const { debut, octets } = entame;
    const lecteur = reconnaitre(debut);
    const lus = lecteur === 'xml' ? lireXml(octets, bornes) : lecteur(octets, bornes.octets);
    for await (const lu of lus) {
      if (lu.type !== 'entete') dossiers += 1;
      yield lu;
    }
  } finally {
    await contenu.return?.();
    await depose.return?.();
  }
  if (dossiers === 0) throw refusFichier('aucun-dossier', {});
}

async function* lireXml(octets: AsyncIterable<Uint8Array>, bornes: Bornes): AsyncGenerator<Lu, void, undefined> {
  const evenements = lireElements(octets, { plan: (racine) => lecteurDe(racine).plan, bornes });
  try {
    const premier = await evenements.next();
    // The gate's first event is the opening of the root, or it throws.
    if (premier.done || premier.value.type !== 'ouverture') throw new Error('a document without root');
    const racine = premier.value.element;
    yield* lecteurDe(racine).lire(racine, evenements);
  } finally {
    await evenements.return();
  }
}

/** The first bytes of a source, and the whole source again. */
async function entamer(
  iterateur: AsyncIterator<Uint8Array>,
): Promise<{ debut: Uint8Array; octets: AsyncIterable<Uint8Array> }> {
  const lus: Uint8Array[] = [];
  let longueur = 0;
  while (longueur < DEBUT_OCTETS) {
    const { done, value } = await iterateur.next();
    if (done) break;
    lus.push(value);
    longueur += value.length;
  }
  return { debut: Buffer.concat(lus).subarray(0, DEBUT_OCTETS), octets: reprendre(lus, iterateur) };
}

async function* reprendre(
  lus: readonly Uint8Array[],
  iterateur: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield* lus;
  for (;;) {
    const { done, value } = await iterateur.next();
    if (done) return;
    yield value;
  }
}
