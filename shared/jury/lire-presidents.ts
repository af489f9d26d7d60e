import type { z } from 'zod';
import { juryInconnu, type MagasinCandidats } from '../candidats/index.ts';
import { listerJurys } from '../transfert/index.ts';
import type { MagasinPresidents } from './magasin-presidents.ts';
import { demandeDePresidence, type PresidenceGardee } from './presidents.ts';

/** Of one jury, or of all those of the académie. */
export const demandeDesPresidents = demandeDePresidence.partial({ jury: true });

export type PresidenceLue = Omit<PresidenceGardee, 'sel' | 'jury'>;

export interface PresidenceDUnJury {
  readonly jury: string;
  readonly centres: readonly string[];
  /** Null when nobody was named. */
  readonly presidence: PresidenceLue | null;
}

/** Without the salt, which is of evidence alone. */
export function versPresidenceLue({ sel: _sel, jury: _jury, ...lue }: PresidenceGardee): PresidenceLue {
  return lue;
}

/**
 * Who presides over juries, those where nobody was named among them.
 *
 * @throws ErreurCodee `jury-inconnu`
 */
export async function lirePresidents(
  parts: {
    readonly candidats: Pick<MagasinCandidats, 'listerJury' | 'listerJurys'>;
    readonly presidents: Pick<MagasinPresidents, 'lire' | 'lireTous'>;
  },
  { session, jury }: z.infer<typeof demandeDesPresidents>,
): Promise<PresidenceDUnJury[]> {
  if (jury !== undefined) {
    const places = await parts.candidats.listerJury(session, jury);
    if (places.length === 0) throw juryInconnu();
    const centres = [...new Set(places.map(({ centre }) => centre))];
    return [versJury(jury, centres, await parts.presidents.lire(session, jury))];
  }
  const nommees = new Map((await parts.presidents.lireTous(session)).map((une) => [une.jury, une]));
  const parJury = Map.groupBy(await listerJurys(parts, { session }), (liste) => liste.jury);
  return [...parJury].map(([numero, listes]) =>
    versJury(
      numero,
      listes.map(({ centre }) => centre),
      nommees.get(numero) ?? null,
    ),
  );
}

function versJury(jury: string, centres: readonly string[], gardee: PresidenceGardee | null): PresidenceDUnJury {
  return { jury, centres, presidence: gardee === null ? null : versPresidenceLue(gardee) };
}
