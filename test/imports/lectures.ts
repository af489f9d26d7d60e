import type { Anomalie } from '../../shared/imports/anomalie.ts';
import type { DossierDeFlux, Flux } from '../../shared/imports/dossiers.ts';
import { lireFlux } from '../../shared/imports/lire-flux.ts';
import type { EnteteLu, RefusLu } from '../../shared/imports/lu.ts';
import { source, toutLire } from '../sources.ts';

export interface Lecture<F extends Flux> {
  readonly entete: EnteteLu;
  readonly dossiers: readonly DossierDeFlux[F][];
  readonly refus: readonly RefusLu[];
  readonly avertissements: readonly Anomalie[];
}

/** What a file of that feed holds; throws what refuses it. */
export async function lire<F extends Flux>(flux: F, fichier: Uint8Array | string): Promise<Lecture<F>> {
  const { lus, erreur } = await toutLire(lireFlux(source(fichier)));
  if (erreur !== null) throw erreur;
  const [entete, ...suite] = lus;
  if (entete?.type !== 'entete' || entete.flux !== flux) throw new Error(`not a file of ${flux}`);
  const acceptes = suite.filter((lu) => lu.type === 'dossier');
  return {
    entete,
    dossiers: acceptes.map(({ dossier }) => dossier as DossierDeFlux[F]),
    refus: suite.filter((lu) => lu.type === 'refus'),
    avertissements: acceptes.flatMap(({ anomalies }) => anomalies),
  };
}

export const codes = (anomalies: readonly Anomalie[]): string[] => anomalies.map(({ code }) => code);
