import type { MessageDAppariement } from '../appariement/index.ts';
import type { File } from '../aws/files.ts';
import { anneeDeSession, session as sessionDe } from '../kernel/annee.ts';
import { uai as enUai } from '../kernel/uai.ts';
import { inscritEn, type PartiesDuLivret } from '../livret/index.ts';
import type { Depot } from './depot.ts';

/**
 * Candidates that came, or changed, may be those of pupils whose identifiers were sent: the appariement looks again at
 * their establishments, and at the one where the pupil of their INE is by now. It changes only what must.
 */
export function relancerAppariement({
  registre,
  livrets,
  appariement,
}: Pick<PartiesDuLivret, 'registre' | 'livrets'> & { readonly appariement: File<MessageDAppariement> }) {
  return async (
    { session }: Depot,
    candidats: readonly { readonly uai: string; readonly ine: string | null }[],
  ): Promise<void> => {
    if (session === null) throw new Error('candidates without a session');
    const annee = anneeDeSession(sessionDe(session));
    const livretIds = await registre.lireParIne(candidats.flatMap(({ ine }) => ine ?? []));
    const tetes = await livrets.lireTetes(livretIds);
    const etablissements = new Set([
      ...candidats.map(({ uai }) => uai),
      ...tetes.flatMap((tete) => inscritEn(tete, annee)?.uai ?? []),
    ]);
    for (const uai of [...etablissements].sort()) await appariement.envoyer([{ uai: enUai(uai), session }], uai);
  };
}

/** A list of SIECLE may correct the INE or the name that a pair was waiting for, or bring a pupil back. */
export async function relancerApresSiecle(
  appariement: File<MessageDAppariement>,
  { proprietaire, annee }: Pick<Depot, 'proprietaire' | 'annee'>,
): Promise<void> {
  if (annee !== null) await appariement.envoyer([{ uai: enUai(proprietaire), session: annee + 1 }], proprietaire);
}
