/** Exit codes of the `lsl` command, the same for every subcommand (documented in docs/commande-lsl.md). */
export const SORTIE = {
  /** All that was asked is done. */
  reussite: 0,
  /** Done in part: some dossiers, pupils or files were refused. */
  partielle: 1,
  /** Refused, failed, or without an answer in time: what was asked may still be done later. */
  echec: 2,
  /** The command was not used as it should: nothing was tried. */
  mesusage: 3,
} as const;

export type Sortie = (typeof SORTIE)[keyof typeof SORTIE];
