/**
 * A coded error: what is wrong, where, and what to do, in French.
 *
 * `code` is stable and documented; the sentence may change. No field holds personal data: errors reach logs.
 */
export interface Lieu {
  /** 1-based line in the file read. */
  readonly ligne?: number;
  /** 1-based column in that line. */
  readonly colonne?: number;
  /** Establishment's own identifier of the pupil (SIECLE's ELEVE_ID), never a name. */
  readonly eleve?: string;
}

export class ErreurCodee extends Error {
  readonly code: string;
  /** What the user can do about it, a French sentence. */
  readonly remede: string;
  readonly lieu: Lieu;

  constructor(code: string, message: string, remede: string, lieu: Lieu = {}) {
    super(message);
    this.name = 'ErreurCodee';
    this.code = code;
    this.remede = remede;
    this.lieu = lieu;
  }
}

export function estErreurCodee(erreur: unknown): erreur is ErreurCodee {
  return erreur instanceof ErreurCodee;
}

/** The message of anything that was thrown. */
export function messageDe(erreur: unknown): string {
  return erreur instanceof Error ? erreur.message : String(erreur);
}
