import { z } from 'zod';
import type { AvisDeVersion } from '../livret/index.ts';
import { CODES_DE_REFUS } from './refus.ts';

const sha = z.string().regex(/^[0-9a-f]{64}$/);
/** Slug of an académie. */
const academie = z.string().regex(/^[a-z0-9-]+$/);
const eleve = z.strictObject({ uai: z.string(), annee: z.int(), eleveId: z.string() });
/** The place of a word among those of its pupil: (époque, n). The époque is the référentiel's, n that of the livret. */
const rang = { epoque: z.int().nonnegative(), n: z.int().positive() };

/** What every word to the référentiel carries. */
const commun = {
  session: z.int(),
  /** The sender. */
  academie,
  livretId: z.ulid(),
  /** The row on which the date of sending is shown. */
  eleve,
  /** Names the pupil's place in the session. */
  noEleve: z.string().regex(/^[0-9]{10}$/),
  candidat: z.strictObject({ academie, noCandidat: z.string() }),
  ...rang,
  /** The turn of the outbox that it is told in: its acknowledgement echoes it. */
  tour: z.ulid(),
};

/** Queue `statuts` of the référentiel national: a numeric status, with the version that travels with it. */
const messageNumerique = z.strictObject({
  ...commun,
  format: z.literal('numerique'),
  /** SHA-256 of the objects of the version. */
  empreintes: z.strictObject({ version: sha, projection: sha, termes: sha }),
});
export type MessageNumerique = z.infer<typeof messageNumerique>;

/** A paper status: the livret itself travels physically (rules.md 1). */
const messagePapier = z.strictObject({ ...commun, format: z.literal('papier') });
export type MessagePapier = z.infer<typeof messagePapier>;

export const messageDeStatut = z.union([messageNumerique, messagePapier]);
export type MessageDeStatut = z.infer<typeof messageDeStatut>;

const SORTES = [
  'retrait',
  'correction',
  'non-produit',
  'attendu',
  'depareille',
] as const satisfies AvisDeVersion['sorte'][];

/** What is said of the words before it ({@link AvisDeVersion}), ranked with them: the latest wins in any order. */
export const messageDAvis = z.strictObject({
  ...commun,
  avis: z.enum(SORTES),
  /** ISO instant of the act. */
  depuis: z.iso.datetime(),
});
export type MessageDAvis = z.infer<typeof messageDAvis>;

export const messageDesStatuts = z.union([messageNumerique, messagePapier, messageDAvis]);

/** What is heard from the queue of one académie, to which it alone sends: its own words, of its own candidates. */
export const messageDesStatutsDe = (slug: string) =>
  messageDesStatuts.refine(({ academie, candidat }) => academie === slug && candidat.academie === slug);
export type MessageDesStatuts = z.infer<typeof messageDesStatuts>;

/** Queue `accuses` of the académie: the référentiel holds this word. */
export const messageDAccuse = z.strictObject({
  session: z.int(),
  livretId: z.ulid(),
  eleve,
  ...rang,
  noCandidat: z.string(),
  tour: z.ulid(),
  avis: z.enum(SORTES).optional(),
  recuLe: z.iso.datetime(),
  /** Another académie holds the pupil by now: the word is kept, and is not the one in force. */
  depassee: z.literal(true).optional(),
  /** Of the place when this was answered; absent as long as it was in the same hands. */
  epoqueDeLaPlace: z.int().positive().optional(),
});
export type MessageDAccuse = z.infer<typeof messageDAccuse>;

/** The same queue: the référentiel does not take this word, and why; nothing of it is kept there. */
export const messageDeRefus = messageDAccuse
  .pick({ session: true, livretId: true, epoque: true, n: true, tour: true })
  .extend({ refus: z.enum(CODES_DE_REFUS) });
export type MessageDeRefus = z.infer<typeof messageDeRefus>;

export const messageDesAccuses = z.union([messageDAccuse, messageDeRefus]);
export type MessageDesAccuses = z.infer<typeof messageDesAccuses>;

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
