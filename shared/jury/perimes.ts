import type { MagasinCandidats } from '../candidats/index.ts';
import type { Statut, StatutsDesCandidats } from '../transfert/index.ts';
import { clesDeVersion } from '../transfert/index.ts';
import type { CandidatDuFichier, Edition } from './fichier.ts';

export interface PartiesDesPerimes {
  readonly candidats: Pick<MagasinCandidats, 'listerJury'>;
  readonly statuts: StatutsDesCandidats;
}

/**
 * A livret of the file that is no longer what the référentiel holds. The file is made once (R75): the DEC and the centre
 * judge whether another edition is needed, but for a livret that was withdrawn: its file is served no more.
 */
export interface LivretPerime {
  readonly noPv: string;
  /** retire: the candidate opposes its transmission, or it is no candidate's of the jury any more · nouvelle-version · en-correction: a new version is to come. */
  readonly raison: 'retire' | 'nouvelle-version' | 'en-correction';
}

/**
 * Matched by No Élève: a No PV may have been given to somebody else since, and so may a candidate have been paired with
 * another pupil, whose livret is not the one in the file.
 */
export async function livretsPerimes(
  { candidats, statuts }: PartiesDesPerimes,
  { session, jury, candidats: edites }: Edition,
): Promise<LivretPerime[]> {
  const places = await candidats.listerJury(session, jury);
  const recus = await statuts(
    session,
    places.map(({ noCandidat }) => noCandidat),
  );
  const parNoEleve = new Map(recus.map((statut) => [statut.noEleve, statut]));
  const parCandidat = new Map(places.map(({ noCandidat, noPv }) => [noCandidat, noPv]));
  return edites.flatMap((edite): LivretPerime[] => {
    const statut = parNoEleve.get(edite.noEleve);
    // Two pairs that were exchanged since, or a No PV given to somebody else: the file would show one for the other.
    const sien = statut !== undefined && parCandidat.get(statut.noCandidat) === edite.noPv;
    const raison = raisonDe(session, sien ? statut : undefined, edite);
    return raison === null ? [] : [{ noPv: edite.noPv, raison }];
  });
}

function raisonDe(
  session: number,
  statut: Statut | undefined,
  edite: CandidatDuFichier,
): LivretPerime['raison'] | null {
  if (statut === undefined || statut.retireLe !== null) return 'retire';
  const { academie, livretId, epoque, n } = statut;
  if (clesDeVersion(academie, session, livretId, epoque, n).projection !== edite.projection.cle) {
    return 'nouvelle-version';
  }
  return statut.correctionDepuis === null ? null : 'en-correction';
}
