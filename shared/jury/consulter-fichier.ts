import type { z } from 'zod';
import { ErreurCodee } from '../kernel/erreur.ts';
import { type Edition, messageDEdition, type SuiviDEdition } from './fichier.ts';
import type { MagasinEditions } from './magasin-editions.ts';
import { type LivretPerime, livretsPerimes, type PartiesDesPerimes } from './perimes.ts';
import { placeDansLaFile } from './suivi.ts';

export const demandeDEtat = messageDEdition.omit({ n: true });

export interface PartiesDeConsultation extends PartiesDesPerimes {
  readonly editions: Pick<MagasinEditions, 'derniere' | 'suivre'>;
}

/**
 * The latest edition of a jury's file, without the references that only machines need: how far it is while it waits,
 * and of one that is ready, what changed since it was asked for.
 */
export async function consulterFichier(
  parts: PartiesDeConsultation,
  { session, jury }: z.infer<typeof demandeDEtat>,
): Promise<EditionConsultee> {
  const derniere = await parts.editions.derniere(session, jury);
  if (derniere === null) {
    throw new ErreurCodee(
      'fichier-non-demande',
      'Le fichier de ce jury n’a pas encore été demandé.',
      'Demandez-le avec « npx lsl fichier-jury ».',
    );
  }
  const { candidats, ...edition } = derniere;
  const suivis = await parts.editions.suivre(session);
  const suivi = suivis.find((un) => un.jury === jury && un.n === edition.n);
  return {
    ...edition,
    place: placeDansLaFile(suivis, jury),
    avancement: suivi?.avancement ?? null,
    incident: suivi?.incident ?? null,
    telechargeLe: suivi?.telechargeLe ?? null,
    candidats: candidats.map(({ noPv, noEleve }) => ({ noPv, noEleve })),
    perimes: edition.etat === 'pret' ? await livretsPerimes(parts, derniere) : [],
  };
}

export type EditionConsultee = Omit<Edition, 'candidats'> &
  Pick<SuiviDEdition, 'avancement' | 'incident' | 'telechargeLe'> & {
    /** In the queue of all juries of the session; null once it is composed. */
    readonly place: number | null;
    readonly candidats: readonly { readonly noPv: string; readonly noEleve: string }[];
    readonly perimes: readonly LivretPerime[];
  };
