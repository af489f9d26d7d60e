import { z } from 'zod';
import type { File } from '../aws/files.ts';
import { uai as enUai, estUai } from '../kernel/uai.ts';
import { inscritEn, sessionDuLivret, type Tete } from './livret.ts';

/** What is told downstream of a livret that may have been sent (rules.md 13): who receives it reads the state again. */
export const annonceDeLivret = z.strictObject({
  session: z.int(),
  uai: z.string().refine(estUai),
  eleveId: z.string(),
  livretId: z.ulid(),
  annonce: z.enum(['deverrouille', 'opposition', 'opposition-levee', 'identite-corrigee']),
});
export type AnnonceDeLivret = z.infer<typeof annonceDeLivret>;

/** The queue `transfert`, as the capability that fills it from here knows it. */
export type FileDAnnonces = File<AnnonceDeLivret>;

/**
 * Tells of it after the transaction that it tells of. Who stopped in between does it again: the acts that announce
 * announce each time they are asked for, and hearing it twice changes nothing.
 */
export async function annoncer(
  annonces: FileDAnnonces,
  tete: Tete,
  annonce: AnnonceDeLivret['annonce'],
): Promise<void> {
  const session = sessionDuLivret(tete);
  const inscrit = session === null ? null : inscritEn(tete, session - 1);
  // Of a livret without a session nothing left the académie.
  if (session === null || inscrit === null) return;
  const { eleveId } = inscrit;
  const uai = enUai(inscrit.uai);
  await annonces.envoyer([{ session, uai, eleveId, livretId: tete.livretId, annonce }], uai);
}
