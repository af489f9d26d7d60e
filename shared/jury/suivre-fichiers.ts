import type { z } from 'zod';
import type { MagasinCandidats } from '../candidats/index.ts';
import { listerJurys } from '../transfert/index.ts';
import { demandeDEtat } from './consulter-fichier.ts';
import type { MagasinEditions } from './magasin-editions.ts';
import { etapeDe, type SuiviDUnJury } from './suivi.ts';

export const demandeDeSuivi = demandeDEtat.omit({ jury: true });

export interface PartiesDeSuivi {
  readonly candidats: Pick<MagasinCandidats, 'listerJury' | 'listerJurys'>;
  readonly editions: Pick<MagasinEditions, 'suivre'>;
}

/**
 * Where the file of each jury of a session is, those that nobody asked for among them. A request a jury for its
 * candidates, as in {@link listerJurys}, and one for all the editions.
 */
export async function suivreFichiers(
  parts: PartiesDeSuivi,
  { session }: z.infer<typeof demandeDeSuivi>,
): Promise<SuiviDUnJury[]> {
  const suivis = new Map((await parts.editions.suivre(session)).map(({ jury, ...edition }) => [jury, edition]));
  const parJury = Map.groupBy(await listerJurys(parts, { session }), ({ jury }) => jury);
  return [...parJury].map(([jury, listes]) => {
    const edition = suivis.get(jury) ?? null;
    return {
      jury,
      centres: listes.map(({ centre }) => centre),
      candidats: listes.reduce((total, { candidats }) => total + candidats, 0),
      etape: etapeDe(edition),
      edition,
    };
  });
}
