import { citer } from '../kernel/phrase.ts';
import { estUai } from '../kernel/uai.ts';
import { type Element, enfant } from '../xml/element.ts';
import type { Evenement } from '../xml/lire-elements.ts';
import { refusFichier } from './anomalies.ts';
import type { Flux } from './dossiers.ts';
import type { EnteteLu } from './lu.ts';
import { lireAnnee } from './valeurs.ts';

/** What the exports of SIECLE (formats.md §2) and of STS-Web (§3) have in common. */

/** Sixty thousand pupils' fiches: far more than any establishment has. What is read of them is kept in memory. */
export const FICHES_MAX = 60_000;

/**
 * PARAMETRES, which comes first, then each element that the plan makes a tree of. What the plan does not know is
 * passed over: versions differ in what they add.
 *
 * @throws ErreurCodee structure-incomplete, structure-inattendue, and `trop` beyond FICHES_MAX elements
 */
export async function* elementsDeLExport(
  evenements: AsyncIterable<Evenement>,
  trop: 'eleves-trop-nombreux' | 'fiches-trop-nombreuses' = 'fiches-trop-nombreuses',
): AsyncGenerator<Element, void, undefined> {
  let enteteLu = false;
  let fiches = 0;
  for await (const evenement of evenements) {
    if (evenement.type !== 'element') {
      if (evenement.type === 'ouverture' && !enteteLu) {
        throw refusFichier('structure-incomplete', { element: 'PARAMETRES' }, evenement.element);
      }
      continue;
    }
    const { element } = evenement;
    fiches += 1;
    if (fiches > FICHES_MAX) throw refusFichier(trop, { max: FICHES_MAX }, element);
    if (enteteLu === (element.nom === 'PARAMETRES')) {
      throw enteteLu
        ? refusFichier('structure-inattendue', { element: element.nom }, element)
        : refusFichier('structure-incomplete', { element: 'PARAMETRES' }, element);
    }
    enteteLu = true;
    yield element;
  }
  if (!enteteLu) throw refusFichier('structure-incomplete', { element: 'PARAMETRES' });
}

/** The header of an export of SIECLE, from its PARAMETRES. */
export function enteteDeSiecle(parametres: Element, flux: Flux): EnteteLu {
  const [uai, annee] = [texteDe(parametres, 'UAJ') ?? '', texteDe(parametres, 'ANNEE_SCOLAIRE') ?? ''];
  return enteteDExport(parametres, flux, uai, annee, 'SIECLE');
}

export function enteteDExport(
  lieu: Element,
  flux: Flux,
  uai: string,
  millesime: string,
  application: string,
): EnteteLu {
  if (!estUai(uai)) throw refusFichier('etablissement-invalide', { uai: citer(uai) }, lieu);
  const annee = lireAnnee(millesime);
  if (annee === undefined) throw refusFichier('annee-du-fichier-invalide', { annee: citer(millesime) }, lieu);
  return { type: 'entete', flux, uai, annee, editeur: null, application };
}

/** The trimmed text of a child; null when absent or blank (formats.md §2: an empty tag is an empty value). */
export function texteDe(element: Element, nom: string): string | null {
  return enfant(element, nom)?.texte.trim() || null;
}

/** The children of a child: `petitsEnfants(division, 'SERVICES')`. */
export function petitsEnfants(element: Element, nom: string): readonly Element[] {
  return enfant(element, nom)?.enfants ?? [];
}

export function positionDe({ ligne, colonne }: Element): { readonly ligne: number; readonly colonne: number } {
  return { ligne, colonne };
}

/** The line where a key stood first, or undefined the first time it comes. */
export function dejaVu(
  lignes: Map<string, number>,
  cle: string,
  { ligne }: { readonly ligne: number },
): number | undefined {
  const premiere = lignes.get(cle);
  if (premiere === undefined) lignes.set(cle, ligne);
  return premiere;
}
