import { z } from 'zod';
import { annonceDeLivret } from '../livret/index.ts';

const sha = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * Queue `transfert` of the académie: one livret to freeze and send; or, with `annonce`, one that may have been sent and
 * of which something else must be said by now.
 */
export const messageDeTransfert = annonceDeLivret.extend({ annonce: annonceDeLivret.shape.annonce.optional() });
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

/**
 * Queue `statuts` too: what is said of the versions before it, numbered with them, so that the latest word wins whatever
 * the order of arrival. retrait: the candidate opposes the transmission, juries get it no more · correction: the earlier
 * version stays in force, and whoever reads its status sees that another is to come.
 */
export const messageDAvis = z.strictObject({
  avis: z.enum(['retrait', 'correction']),
  /** ISO instant of the act. */
  depuis: z.iso.datetime(),
  session: z.int(),
  academie: messageDeStatut.shape.academie,
  livretId: z.ulid(),
  eleve: messageDeStatut.shape.eleve,
  epoque: z.int().nonnegative(),
  n: z.int().positive(),
});
export type MessageDAvis = z.infer<typeof messageDAvis>;

export const messageDesStatuts = z.union([messageDeStatut, messageDAvis]);
export type MessageDesStatuts = z.infer<typeof messageDesStatuts>;

/** Queue `accuses` of the académie: the référentiel holds this version, or what was said of it. */
export const messageDAccuse = z.strictObject({
  session: z.int(),
  livretId: z.ulid(),
  eleve: z.strictObject({ uai: z.string(), annee: z.int(), eleveId: z.string() }),
  epoque: z.int().nonnegative(),
  n: z.int().positive(),
  avis: messageDAvis.shape.avis.optional(),
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
