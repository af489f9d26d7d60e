import { ROLES, type Role } from '../habilitations/acteur.ts';
import { MOTIFS_DE_PAPIER } from '../livret/changer-format.ts';
import type { LieuDeTexte } from '../livret/textes.ts';

/** Words for the codes that several commands show. */
export const LIBELLES_DE_FORMAT = { numerique: 'numérique', papier: 'papier' } as const;

/** Where a free text stands. */
export const LIBELLES_DE_CHAMP: Readonly<Record<LieuDeTexte['champ'], string>> = {
  appreciation: 'appréciation',
  observation: 'observation sur les engagements',
  investissement: 'avis sur l’investissement',
  'avis-chef': 'avis du chef d’établissement',
  'engagement-autre': 'engagement libre',
};

/** « numérique », « papier (recours en cours) » */
export function direFormat(motifPapier: string | null): string {
  if (motifPapier === null) return LIBELLES_DE_FORMAT.numerique;
  return `papier (${(MOTIFS_DE_PAPIER as Readonly<Record<string, string>>)[motifPapier] ?? motifPapier})`;
}

export const direRole = (role: string): string => ROLES[role as Role] ?? role;

export const anneeScolaire = (annee: number): string => `${annee}-${annee + 1}`;
