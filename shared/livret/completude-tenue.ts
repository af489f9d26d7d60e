import type { Manque, Tache } from './manques.ts';

/** What a livret lacks (R61), kept with it when something changes and never looked for on reading. */
export interface Completude {
  /** Nothing blocking is lacking. */
  readonly complet: boolean;
  /** The livret holds nothing at all. */
  readonly vide: boolean;
  readonly manques: readonly Manque[];
  /** Number of what is lacking, blocking and not, by whose task it is. */
  readonly parTache: Readonly<Partial<Record<Tache, { readonly bloquants: number; readonly autres: number }>>>;
}

/** Before anything was written: what it lacks is not known yet. */
export const COMPLETUDE_INITIALE: Completude = { complet: false, vide: true, manques: [], parTache: {} };
