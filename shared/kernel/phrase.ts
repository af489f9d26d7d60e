/**
 * A French sentence with gaps: « La matière {matiere} est inconnue. » The names of its gaps are part of its
 * type, so that a sentence cannot be used without what it must say.
 */
export type Lacune<Phrase extends string> = Phrase extends `${string}{${infer Nom}}${infer Suite}`
  ? Nom | Lacune<Suite>
  : never;

export type Details<Phrase extends string> = { readonly [Nom in Lacune<Phrase>]: string | number };

export function completer(phrase: string, details: Readonly<Record<string, string | number>>): string {
  return phrase.replace(/\{(\w+)\}/g, (_lacune, nom: string) => String(details[nom] ?? ''));
}

/** A value of the file as a sentence may quote it: one line, 40 characters at most. */
export function citer(valeur: string): string {
  const caracteres = [...valeur.slice(0, 100).replace(/[\p{Cc}\s]+/gu, ' ')];
  return caracteres.length <= 40 ? caracteres.join('') : `${caracteres.slice(0, 39).join('')}…`;
}
