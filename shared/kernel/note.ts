import { Decimal } from 'decimal.js';

/**
 * Marks are exact decimals, kept as the text that the file gave (« 18.25 »), shown with a comma.
 * `null` is « non noté » (NN), -1 in the import file (rules.md 8).
 */
export type Note = string | null;

/** What the import file writes for « not graded ». */
export const NON_NOTE = '-1';

/** The plain decimal text without leading or trailing zeros: « 11.40 » → « 11.4 ». */
export function decimalCanonique(texte: string): string {
  return new Decimal(texte).toFixed();
}

/**
 * The annual average of the livret (rules.md 6, R51-R52): periods without a mark are skipped, the mean is
 * truncated to two decimals. 18,25 · 18 · 19 gives 18.41; 11,5 · 12,5 · NN gives 12.
 * Null when no period has a mark.
 */
export function moyenneAnnuelle(periodes: readonly Note[]): Note {
  const notes = periodes.filter((note) => note !== null);
  if (notes.length === 0) return null;
  const total = notes.reduce((somme, note) => somme.plus(note), new Decimal(0));
  return total.div(notes.length).toDecimalPlaces(2, Decimal.ROUND_DOWN).toFixed();
}

/** The average retained for the baccalauréat: the next tenth of a point (rules.md 6). */
export function moyenneRetenue(moyenne: string): string {
  return new Decimal(moyenne).toDecimalPlaces(1, Decimal.ROUND_UP).toFixed();
}

/** « 18.25 » → « 18,25 »; null → « NN ». */
export function noteAffichee(note: Note): string {
  return note === null ? 'NN' : decimalAffiche(note);
}

/** « 10.50 » → « 10,5 » */
export function decimalAffiche(texte: string): string {
  return decimalCanonique(texte).replace('.', ',');
}

/** Exact sum of decimal texts. */
export function somme(textes: readonly string[]): Decimal {
  return textes.reduce((total, texte) => total.plus(texte), new Decimal(0));
}
