import { z } from 'zod';
import { type CodeMatiere, estCodeMatiere } from '../kernel/codes.ts';
import type { CodeAvisExamen, CodeEngagement } from './contenu.ts';

/**
 * What an author sends of an entry, of the same sorts as `ValeurSaisie`: names of teachers and dates are ours to add.
 * Shapes only; what a value may be is judged with the nomenclature, in words (`verifier-saisie.ts`).
 */
const code = z.custom<CodeMatiere>((valeur) => typeof valeur === 'string' && estCodeMatiere(valeur));
const libelle = z.string().max(300);
/** Far above the limit that is told in words. */
const texte = z.string().max(5000).nullable();
const decimal = z.string().max(12);

export const ligneDemandee = z.strictObject({
  regroupement: libelle,
  discipline: libelle,
  codeMatiere: code,
  modalite: z.enum(['S', 'O', 'F']),
});

const evaluationDemandee = z.strictObject({
  sorte: z.literal('evaluation'),
  ligne: ligneDemandee,
  codeMatiere: code,
  periodes: z.record(z.string().regex(/^[1-9]$/), decimal.nullable()).default({}),
  competences: z.record(z.string().max(10), z.string().max(10)).default({}),
  appreciation: texte.optional(),
  groupe: z
    .strictObject({
      effectif: z.int().min(1).max(9999).nullable(),
      moyenne: decimal.nullable(),
      moinsDe8: decimal.nullable(),
      de8a12: decimal.nullable(),
      plusDe12: decimal.nullable(),
    })
    .optional(),
});

export const valeurDemandee = z.discriminatedUnion('sorte', [
  evaluationDemandee,
  z.strictObject({
    sorte: z.literal('engagements'),
    engagements: z.array(z.enum(['C', 'V', 'A', 'E', 'S'] satisfies CodeEngagement[])).max(5),
    autre: texte,
  }),
  z.strictObject({
    sorte: z.enum(['observation', 'investissement', 'avis-chef']),
    /** The name is asked of those whom STS-Web does not name: it stands beside an opinion, and never reaches a jury. */
    avis: z
      .strictObject({
        texte: z.string().max(5000),
        nom: z.string().max(65).default(''),
        prenom: z.string().max(50).default(''),
      })
      .nullable(),
  }),
  z.strictObject({
    sorte: z.literal('avis-examen'),
    avis: z.enum(['T', 'F', 'A', 'D'] satisfies CodeAvisExamen[]).nullable(),
  }),
  z.strictObject({ sorte: z.literal('mentions'), mentions: z.array(z.string().max(100)).max(20) }),
  z.strictObject({
    sorte: z.literal('sanction-examen'),
    sanction: z
      .strictObject({
        nature: z.enum(['blame', 'perte-de-mention', 'interdiction']),
        prononceeLe: z.iso.date(),
        jusquAu: z.iso.date().nullable(),
      })
      .nullable(),
  }),
]);

export type ValeurDemandee = z.infer<typeof valeurDemandee>;
export type EvaluationDemandee = z.infer<typeof evaluationDemandee>;

/** The `n` of the entry that the author saw; null: that there was none. */
export const vueDemandee = z.int().min(1).nullable();
