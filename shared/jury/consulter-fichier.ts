import type { z } from 'zod';
import type { MagasinCandidats } from '../candidats/index.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import type { Statut } from '../transfert/index.ts';
import { clesDeVersion } from '../transfert/index.ts';
import { type CandidatDuFichier, type Edition, messageDEdition } from './fichier.ts';
import type { MagasinEditions } from './magasin-editions.ts';

export const demandeDEtat = messageDEdition.omit({ n: true });

export interface PartiesDeConsultation {
  readonly editions: Pick<MagasinEditions, 'derniere'>;
  readonly candidats: Pick<MagasinCandidats, 'listerJury'>;
  /** What the référentiel holds of these candidates; those without status are left out. */
  readonly statuts: (session: number, noCandidats: readonly string[]) => Promise<readonly Statut[]>;
}

/**
 * The latest edition of a jury's file, without the references that only machines need; of one that is ready, what
 * changed since it was asked for.
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
  return {
    ...edition,
    candidats: candidats.map(({ noPv, noEleve }) => ({ noPv, noEleve })),
    perimes: edition.etat === 'pret' ? await perimes(parts, derniere) : [],
  };
}

export type EditionConsultee = Omit<Edition, 'candidats'> & {
  readonly candidats: readonly { readonly noPv: string; readonly noEleve: string }[];
  readonly perimes: readonly LivretPerime[];
};

/**
 * A livret of the file that is no longer what the référentiel holds. The file is made once (R75): the DEC and the centre
 * judge whether another edition is needed.
 */
export interface LivretPerime {
  readonly noPv: string;
  /** retire: the candidate opposes its transmission · nouvelle-version · en-correction: a new version is to come. */
  readonly raison: 'retire' | 'nouvelle-version' | 'en-correction';
}

async function perimes(
  { candidats, statuts }: PartiesDeConsultation,
  { session, jury, candidats: edites }: Edition,
): Promise<LivretPerime[]> {
  const places = await candidats.listerJury(session, jury);
  const noPvDe = new Map(places.map(({ noCandidat, noPv }) => [noCandidat, noPv]));
  const parNoPv = new Map(edites.map((candidat) => [candidat.noPv, candidat]));
  const recus = await statuts(session, [...noPvDe.keys()]);
  return recus.flatMap((statut): LivretPerime[] => {
    const noPv = noPvDe.get(statut.noCandidat) ?? '';
    const edite = parNoPv.get(noPv);
    const raison = edite === undefined ? null : raisonDe(session, statut, edite);
    return raison === null ? [] : [{ noPv, raison }];
  });
}

function raisonDe(session: number, statut: Statut, edite: CandidatDuFichier): LivretPerime['raison'] | null {
  if ((statut.retireLe ?? null) !== null) return 'retire';
  const { academie, livretId, epoque, n } = statut;
  if (clesDeVersion(academie, session, livretId, epoque, n).projection !== edite.projection.cle) {
    return 'nouvelle-version';
  }
  return (statut.correctionDepuis ?? null) === null ? null : 'en-correction';
}
