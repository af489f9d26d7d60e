import type { TermeCherche } from '../kernel/termes.ts';
import type { LivretPresente } from '../livret/index.ts';

/**
 * What must not appear of one candidate in a jury's file (R72, R124, rules.md 15). The sender of the livret makes
 * the list and seals it: the composer, who cannot know what identifies a pupil, never reads it.
 */
export interface TermesInterdits {
  readonly noEleve: string;
  readonly termes: readonly TermeCherche[];
  /** Labels of the nomenclature that this livret shows ({@link vocabulaireDe}): they name nobody. */
  readonly vocabulaire?: readonly string[];
}

/**
 * The labels of the nomenclature that a livret shows, and its mentions, which the académie lists (« attestation de
 * l’académie de Lyon » tells no commune). Nothing that somebody wrote is among them: neither appreciations, nor opinions,
 * nor engagements, the last of which is free.
 */
export function vocabulaireDe(livret: LivretPresente): readonly string[] {
  const annees = livret.annees.flatMap((annee) => [
    annee.niveau,
    annee.serie.libelle,
    annee.serie.specialite ?? '',
    ...annee.groupes.flatMap((groupe) => [
      groupe.intitule,
      ...groupe.disciplines.flatMap((discipline) => [
        discipline.libelle,
        ...discipline.rubriques.flatMap((rubrique) => [
          rubrique.intitule ?? '',
          ...rubrique.competences.map((competence) => competence.libelle),
        ]),
      ]),
    ]),
  ]);
  return [...annees, ...(livret.mentions ?? [])];
}
