import type { MessageDAppariement } from '../appariement/index.ts';
import type { File } from '../aws/files.ts';
import type { MagasinCandidats } from '../candidats/index.ts';
import { anneeDeSession, session as sessionDe } from '../kernel/annee.ts';
import { uai as enUai } from '../kernel/uai.ts';
import { inscritEn, type PartiesDuLivret } from '../livret/index.ts';
import type { Depot } from './depot.ts';

type PartiesDeRelance = Pick<PartiesDuLivret, 'registre' | 'livrets'> & {
  readonly candidats: Pick<MagasinCandidats, 'lireTous'>;
  readonly appariement: File<MessageDAppariement>;
};

/**
 * Candidates that came, or changed, may be those of pupils whose identifiers were sent: the appariement looks again at
 * their establishments, at those that they left, and at the one where the pupil of their INE, or of their pair, is by now.
 * It changes only what must.
 */
export function relancerAppariement({ registre, livrets, candidats, appariement }: PartiesDeRelance) {
  return async (
    { session }: Depot,
    venus: readonly { readonly uai: string; readonly ine: string | null; readonly noCandidat?: string }[],
  ): Promise<void> => {
    if (session === null) throw new Error('candidates without a session');
    const annee = anneeDeSession(sessionDe(session));
    const connus = await candidats.lireTous(
      session,
      venus.flatMap(({ noCandidat }) => noCandidat ?? []),
    );
    const parIne = await registre.lireParIne(venus.flatMap(({ ine }) => ine ?? []));
    const apparies = connus.flatMap(({ livretId }) => livretId ?? []);
    const tetes = await livrets.lireTetes([...new Set([...parIne, ...apparies])]);
    const etablissements = new Set([
      ...venus.map(({ uai }) => uai),
      ...connus.flatMap(({ quitte }) => quitte ?? []),
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
