import type { Operation } from '../aws/dynamo.ts';
import type { ManquesDeLEleve } from '../livret/index.ts';
import type { Anomalie } from './anomalie.ts';
import type { Depot } from './depot.ts';
import type { DossierDeFlux, Flux } from './dossiers.ts';

/** What became of a dossier that was given to its integrator. */
export interface IssueDeDossier {
  /** en-attente: nothing was written, its pupil is not known by SIECLE yet. */
  readonly etat: 'applique' | 'refuse' | 'en-attente';
  readonly anomalies: readonly Anomalie[];
  /** What an applied dossier of notes lacks. */
  readonly manques: ManquesDeLEleve | null;
}

/** An anomaly that refuses the dossier means that nothing was written; the others are warnings. */
export function issue(anomalies: readonly Anomalie[], manques: ManquesDeLEleve | null = null): IssueDeDossier {
  const refuse = anomalies.some(({ gravite }) => gravite === 'refus-dossier');
  return { etat: refuse ? 'refuse' : 'applique', anomalies, manques: refuse ? null : manques };
}

/**
 * Applies one dossier, all or nothing, and answers what became of it. Applying the same deposit again answers the same
 * and writes nothing.
 */
export type Integrateur<F extends Flux> = (depot: Depot, dossier: DossierDeFlux[F]) => Promise<IssueDeDossier>;

/**
 * The same for notes, which may have waited: with writes to make in the same transaction, by what becomes of the
 * dossier. Null when a condition of theirs failed, and nothing was written.
 */
export type IntegrateurDeNotes = (
  depot: Depot,
  dossier: DossierDeFlux['notes'],
  joindre?: (issue: IssueDeDossier) => readonly Operation[],
) => Promise<IssueDeDossier | null>;

/** `annulation` takes back, pupil by pupil, what a deposit of notes applied. */
export type Integrateurs = { readonly [F in Exclude<Flux, 'notes'>]: Integrateur<F> } & {
  readonly notes: IntegrateurDeNotes;
  readonly annulation: Integrateur<'notes'>;
};
