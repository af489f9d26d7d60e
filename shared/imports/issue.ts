import type { ManquesDeLEleve } from '../livret/index.ts';
import type { Anomalie } from './anomalie.ts';

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
