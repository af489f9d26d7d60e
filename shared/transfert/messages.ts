import { z } from 'zod';
import { estUai } from '../kernel/uai.ts';

const sha = z.string().regex(/^[0-9a-f]{64}$/);

/** Queue `transfert` of the académie: one livret to freeze and send. */
export const messageDeTransfert = z.strictObject({
  session: z.int(),
  uai: z.string().refine(estUai),
  eleveId: z.string(),
  livretId: z.ulid(),
});
export type MessageDeTransfert = z.infer<typeof messageDeTransfert>;

/** Queue `statuts` of the référentiel national: a status, with the version that travels with it. */
export const messageDeStatut = z.strictObject({
  session: z.int(),
  /** Slug of the sending académie. */
  academie: z.string().regex(/^[a-z0-9-]+$/),
  livretId: z.ulid(),
  eleve: z.strictObject({ uai: z.string(), annee: z.int(), eleveId: z.string() }),
  noCandidat: z.string(),
  noEleve: z.string().regex(/^[0-9]{10}$/),
  format: z.enum(['numerique', 'papier']),
  epoque: z.int().nonnegative(),
  n: z.int().positive(),
  /** SHA-256 of the objects of the version. */
  empreintes: z.strictObject({ version: sha, projection: sha, termes: sha }),
});
export type MessageDeStatut = z.infer<typeof messageDeStatut>;

/** Queue `accuses` of the académie: the référentiel holds this version. */
export const messageDAccuse = z.strictObject({
  session: z.int(),
  livretId: z.ulid(),
  eleve: z.strictObject({ uai: z.string(), annee: z.int(), eleveId: z.string() }),
  epoque: z.int().nonnegative(),
  n: z.int().positive(),
  recuLe: z.iso.datetime(),
});
export type MessageDAccuse = z.infer<typeof messageDAccuse>;

/**
 * The three objects of a version in the référentiel's bucket: each kind under its own prefix for its own readers,
 * each académie under its own for the one writer.
 */
export function clesDeVersion(
  academie: string,
  session: number,
  livretId: string,
  epoque: number,
  n: number,
): { readonly version: string; readonly projection: string; readonly termes: string } {
  const suite = `${academie}/${session}/${livretId}/${epoque}-${n}.json`;
  return { version: `versions/${suite}`, projection: `projections/${suite}`, termes: `termes/${suite}` };
}
