import { connaissances } from './connaissances.ts';
import type { MagasinEtablissement } from './magasin-etablissement.ts';
import type { LivretOuvert } from './ouvrir-livret.ts';
import { lireTermesConnus, type Signalement, signalements } from './textes.ts';

/** What free texts of a livret still hold against its validation (rules.md 15). */
export type Vigie = (ouvert: Pick<LivretOuvert, 'livret' | 'ligne' | 'mefs'>) => Promise<Signalement[]>;

/**
 * For all the pupils of an establishment, within one call: four requests, and two more by establishment and year that
 * some of them came from.
 */
export function ouvrirVigie(
  { etablissement }: { readonly etablissement: MagasinEtablissement },
  etendue: 'livret' | 'classe',
): Vigie {
  const connues = connaissances(etablissement, etendue);
  return async (ouvert) => {
    // Without those that the head dismissed: a text that changes is flagged anew.
    const levees = new Set(ouvert.livret.tete.levees);
    return signalements(ouvert, await lireTermesConnus(connues, ouvert)).filter(({ id }) => !levees.has(id));
  };
}

/** For one livret. */
export function signalementsALever(
  parts: { readonly etablissement: MagasinEtablissement },
  ouvert: LivretOuvert,
): Promise<Signalement[]> {
  return ouvrirVigie(parts, 'livret')(ouvert);
}
