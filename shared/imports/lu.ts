import type { Position } from '../livret/index.ts';
import type { Anomalie } from './anomalie.ts';
import type { DossierDeFlux, Flux } from './dossiers.ts';

/** What a file says of itself, before its dossiers. */
export interface EnteteLu {
  readonly type: 'entete';
  readonly flux: Flux;
  /** Null for the académie's feeds. */
  readonly uai: string | null;
  /** School year of the whole file; null where each dossier has its own. */
  readonly annee: number | null;
  readonly editeur: string | null;
  readonly application: string | null;
  /** Where the file names its editor, if it does. */
  readonly positionDeLEditeur?: Position;
}

/** A dossier that may go in; its anomalies are warnings. */
export type DossierLu<F extends Flux = Flux> = {
  readonly [G in F]: {
    readonly type: 'dossier';
    readonly flux: G;
    readonly dossier: DossierDeFlux[G];
    readonly anomalies: readonly Anomalie[];
  };
}[F];

/** A dossier that may not, with all that is wrong with it. `eleve` is null when the file does not tell. */
export interface RefusLu {
  readonly type: 'refus';
  readonly eleve: string | null;
  readonly anomalies: readonly Anomalie[];
}

export type Lu = EnteteLu | DossierLu | RefusLu;
