import type { z } from 'zod';
import { ErreurCodee } from '../kernel/erreur.ts';
import { type Edition, messageDEdition } from './fichier.ts';
import type { MagasinEditions } from './magasin-editions.ts';

export const demandeDEtat = messageDEdition.omit({ n: true });

/** The latest edition of a jury's file, without the references that only machines need. */
export async function consulterFichier(
  editions: Pick<MagasinEditions, 'derniere'>,
  { session, jury }: z.infer<typeof demandeDEtat>,
): Promise<EditionConsultee> {
  const derniere = await editions.derniere(session, jury);
  if (derniere === null) {
    throw new ErreurCodee(
      'fichier-non-demande',
      'Le fichier de ce jury n’a pas encore été demandé.',
      'Demandez-le avec « npx lsl fichier-jury ».',
    );
  }
  const { candidats, ...edition } = derniere;
  return { ...edition, candidats: candidats.map(({ noPv, noEleve }) => ({ noPv, noEleve })) };
}

export type EditionConsultee = Omit<Edition, 'candidats'> & {
  readonly candidats: readonly { readonly noPv: string; readonly noEleve: string }[];
};
