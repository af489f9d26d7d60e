import { z } from 'zod';

/** Names of the académies that the référentiel serves, by slug: « Académie de Créteil ». */
export type Academies = Readonly<Record<string, string>>;

/** Parses the LSL_ACADEMIES variable of a function. */
export const academiesDeTexte = z
  .string()
  .transform((texte): unknown => JSON.parse(texte))
  .pipe(z.record(z.string(), z.string()));

/** « académie de Créteil », as a sentence names the one that the référentiel knows by its slug. */
export function nommerAcademie(academies: Academies, slug: string): string {
  const nom = academies[slug] ?? `Académie « ${slug} »`;
  return nom.charAt(0).toLowerCase() + nom.slice(1);
}
