import type { MagasinEtablissement } from './magasin-etablissement.ts';
import type { LivretOuvert } from './ouvrir-livret.ts';
import {
  lireTermesConnus,
  lireTermesDeLEtablissement,
  type Signalement,
  signalements,
  type TermeConnu,
  termesConnus,
} from './textes.ts';

/** What free texts of a livret still hold against its validation (rules.md 15). */
export type Vigie = (ouvert: Pick<LivretOuvert, 'livret' | 'ligne' | 'mefs'>) => Signalement[];

/** For all the pupils of an establishment: four requests. */
export async function lireVigie(
  parts: { readonly etablissement: MagasinEtablissement },
  uai: string,
  annee: number,
): Promise<Vigie> {
  const { communs, responsables } = await lireTermesDeLEtablissement(parts, uai, annee);
  return (ouvert) =>
    ouvert.ligne === null
      ? []
      : nonLeves(ouvert, termesConnus(ouvert.ligne, communs, responsables.get(ouvert.ligne.eleveId) ?? []));
}

/** For one livret. */
export async function signalementsALever(
  parts: { readonly etablissement: MagasinEtablissement },
  ouvert: LivretOuvert,
): Promise<Signalement[]> {
  return nonLeves(ouvert, await lireTermesConnus(parts, ouvert));
}

/** Without those that the head dismissed: a text that changes is flagged anew. */
function nonLeves(ouvert: Pick<LivretOuvert, 'livret' | 'mefs'>, termes: readonly TermeConnu[]): Signalement[] {
  const levees = new Set(ouvert.livret.tete.levees);
  return signalements(ouvert, termes).filter(({ id }) => !levees.has(id));
}
