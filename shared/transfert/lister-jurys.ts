import type { z } from 'zod';
import type { MagasinCandidats } from '../candidats/index.ts';
import { comparerNumeros } from '../kernel/texte.ts';
import { demandeDePresence } from './controler-presence.ts';

export const demandeDesJurys = demandeDePresence.omit({ jury: true });

/** A jury in one of its centres. */
export interface JuryListe {
  readonly jury: string;
  readonly centre: string;
  readonly candidats: number;
}

const EN_PARALLELE = 16;

/**
 * The juries of a session, each with its centre and its candidates; one that a later file left without any is not
 * shown. As many requests as there are juries, and one.
 */
export async function listerJurys(
  { candidats }: { readonly candidats: Pick<MagasinCandidats, 'listerJury' | 'listerJurys'> },
  { session }: z.infer<typeof demandeDesJurys>,
): Promise<JuryListe[]> {
  const inscrits = await candidats.listerJurys(session);
  const jurys = [...new Set(inscrits.map(({ jury }) => jury))];
  const listes: JuryListe[] = [];
  for (let debut = 0; debut < jurys.length; debut += EN_PARALLELE) {
    const tranche = jurys.slice(debut, debut + EN_PARALLELE);
    for (const [rang, places] of (
      await Promise.all(tranche.map((jury) => candidats.listerJury(session, jury)))
    ).entries()) {
      for (const [centre, siens] of Map.groupBy(places, (place) => place.centre)) {
        listes.push({ jury: tranche[rang] ?? '', centre, candidats: siens.length });
      }
    }
  }
  return listes.sort((a, b) => comparerNumeros(a.jury, b.jury) || comparerNumeros(a.centre, b.centre));
}
