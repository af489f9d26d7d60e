import { z } from 'zod';
import { juryInconnu, type MagasinCandidats } from '../candidats/index.ts';
import { estNumeroDExamen } from '../kernel/numero.ts';
import { comparerNumeros } from '../kernel/texte.ts';
import type { MagasinEnvois, MagasinLivrets } from '../livret/index.ts';
import type { Statut } from './magasin-referentiel.ts';
import {
  type ComptesDePresence,
  compterLesPresences,
  estAExpliquer,
  type PresenceDUnCandidat,
  presenceDe,
} from './presence.ts';
import type { StatutsDesCandidats } from './statuts.ts';

export const demandeDePresence = z.strictObject({
  session: z.int().min(2001).max(9999),
  jury: z.string().refine(estNumeroDExamen),
});

export interface PartiesDePresence {
  readonly candidats: Pick<MagasinCandidats, 'listerJury' | 'lireLivrets'>;
  readonly livrets: Pick<MagasinLivrets, 'lireTetes'>;
  readonly envois: Pick<MagasinEnvois, 'lireTous'>;
  readonly statuts: StatutsDesCandidats;
  /** Slug of the deployment. */
  readonly academie: string;
}

export interface PresenceDUnJury {
  readonly session: number;
  readonly jury: string;
  readonly comptes: ComptesDePresence;
  /** In the order of their No PV. */
  readonly candidats: readonly PresenceDUnCandidat[];
}

/**
 * « Contrôler la présence » (R71): for each candidate of a jury, whether the référentiel holds a status, and whether a
 * paper copy was seen. What is missing is explained by what the académie knows of the candidate's livret.
 */
export async function controlerPresence(
  parts: PartiesDePresence,
  { session, jury }: z.infer<typeof demandeDePresence>,
): Promise<PresenceDUnJury> {
  const candidats = (await situerCandidats(parts, session, jury)).map(({ presence }) => presence);
  return { session, jury, comptes: compterLesPresences(candidats), candidats };
}

/** A candidate of a jury with what the référentiel holds, and what that means for the jury. */
export interface CandidatSitueAuJury {
  readonly presence: PresenceDUnCandidat;
  readonly statut: Statut | undefined;
}

/** The candidates of a jury, in the order of their No PV. */
export async function situerCandidats(
  parts: PartiesDePresence,
  session: number,
  jury: string,
): Promise<CandidatSitueAuJury[]> {
  const places = await parts.candidats.listerJury(session, jury);
  if (places.length === 0) throw juryInconnu();
  const recus = await parts.statuts(
    session,
    places.map(({ noCandidat }) => noCandidat),
  );
  const statuts = new Map(recus.map((statut) => [statut.noCandidat, statut]));
  const aExpliquer = places.flatMap(({ noCandidat }) => (estAExpliquer(statuts.get(noCandidat)) ? [noCandidat] : []));
  const livrets = await parts.candidats.lireLivrets(session, aExpliquer);
  const aLire = [...livrets.values()];
  const [tetes, envois] = await Promise.all([parts.livrets.lireTetes(aLire), parts.envois.lireTous(session, aLire)]);
  const retenus = new Map(envois.map(({ livretId, retenu }) => [livretId, retenu]));
  const connus = new Map(tetes.map((tete) => [tete.livretId, { tete, retenu: retenus.get(tete.livretId) ?? null }]));
  return places
    .map((place) => {
      const statut = statuts.get(place.noCandidat);
      const livret = connus.get(livrets.get(place.noCandidat) ?? '');
      return { presence: presenceDe(place, statut, livret, { session, academie: parts.academie }), statut };
    })
    .sort((a, b) => comparerNumeros(a.presence.noPv, b.presence.noPv));
}
