/**
 * An anomaly of the compte rendu. `message` and `remede` are French sentences that name no one: the pupil is
 * designated by the establishment's own ELEVE_ID.
 */
export interface Anomalie {
  readonly code: string;
  readonly gravite: Gravite;
  readonly ligne: number | null;
  readonly colonne: number | null;
  readonly eleve: string | null;
  readonly message: string;
  readonly remede: string;
}

export type Gravite = 'refus-fichier' | 'refus-dossier' | 'avertissement';
