import type { Marque } from './marque.ts';

/** The national identifier of a pupil: 11 characters in capitals. */
export type Ine = Marque<string, 'Ine'>;

export type FormeIne = 'rnie' | 'bea' | 'apprentissage';

/** formats.md §2: the three patterns of an INE. No check key is public. */
const FORMES: readonly (readonly [FormeIne, RegExp])[] = [
  ['rnie', /^[0-9]{9}[A-Z]{2}$/],
  ['bea', /^[0-9]{10}[A-Z]$/],
  ['apprentissage', /^[0-9]{4}A[0-9]{5}[A-Z]$/],
];

export function formeIne(texte: string): FormeIne | undefined {
  const capitales = texte.trim().toUpperCase();
  return FORMES.find(([, motif]) => motif.test(capitales))?.[0];
}

/** The INE in capitals, or undefined when the text has none of the three patterns. */
export function lireIne(texte: string): Ine | undefined {
  return formeIne(texte) === undefined ? undefined : (texte.trim().toUpperCase() as Ine);
}

/**
 * The INE that SIECLE gives for a pupil: ID_NATIONAL first, INE_RNIE and INE_BEA are fall-backs
 * (formats.md §2). A malformed value is passed over.
 */
export function ineDeSiecle(champs: {
  readonly idNational?: string | undefined;
  readonly ineRnie?: string | undefined;
  readonly ineBea?: string | undefined;
}): Ine | undefined {
  for (const champ of [champs.idNational, champs.ineRnie, champs.ineBea]) {
    const ine = champ === undefined ? undefined : lireIne(champ);
    if (ine !== undefined) return ine;
  }
  return undefined;
}
