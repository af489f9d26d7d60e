/**
 * `ACTE#<ulid>`: what a person decided of a livret, in their own words. Evidence holds its identifier and hash only,
 * so that the words can be erased (design.md).
 */
export interface ActeSigne {
  readonly acteId: string;
  readonly nature:
    | 'deverrouillage'
    | 'format'
    | 'opposition'
    | 'levee-d-opposition'
    | 'levee-de-signalement'
    | 'appariement'
    | 'appariement-defait';
  /** A written reason; null where none is asked. */
  readonly motif: string | null;
  readonly par: string;
  readonly role: string;
  /** ISO instant. */
  readonly le: string;
  /** What it changed: references, codes, hashes. */
  readonly details: Readonly<Record<string, string | number>>;
  /** Salt of the hash that the event holds. */
  readonly sel: string;
}
