import type { Candidat } from '../candidats/index.ts';
import type { Acteur } from '../habilitations/index.ts';
import type { Horloge } from '../kernel/horloge.ts';
import {
  type Appariement,
  type EnvoiADemander,
  type PartiesDuLivret,
  type Tete,
  tourSuivant,
} from '../livret/index.ts';
import type { Places } from './places.ts';
import { estPassee, paireDe } from './situation.ts';

/**
 * What is to be told when a livret finds its candidate or loses it: what was sent is withdrawn with its pair, and sent
 * again under the next one. Of a first pair there is nothing to tell but an opposition that stands already.
 */
export function renvoiDe(avant: Tete, horloge: Horloge, paire: Appariement | null): EnvoiADemander | null {
  const tenue = avant.opposition === null || paire === null ? avant : { ...avant, appariement: paire };
  return tourSuivant(tenue, horloge);
}

/** Where the rows of a pupil are in the school year of a session: one establishment, more for who moved. */
export function inscriptionsDe({ siecle }: Pick<Tete, 'siecle'>, annee: number) {
  return Object.entries(siecle).flatMap(([cle, eleveId]) => {
    const [uai = '', an] = cle.split('#');
    return Number(an) === annee ? [{ uai, annee, eleveId }] : [];
  });
}

/**
 * A place that was taken over for a pair which failed, or was undone, goes back to the académie that held it. It stays
 * as long as a pair of the livret rests on that takeover (another one, made meanwhile, or the one whose writing answered
 * nothing), and when the livret has gone on to another session.
 */
export async function rendreLaPlace(
  { places, livrets }: { readonly places: Places; readonly livrets: Pick<PartiesDuLivret['livrets'], 'lireTetes'> },
  session: number,
  livretId: string,
  { noEleve, epoque = 0 }: Pick<Appariement, 'noEleve' | 'epoque'>,
): Promise<void> {
  if (epoque === 0) return;
  const [tete] = await livrets.lireTetes([livretId]);
  if (tete === undefined || estPassee(tete, session) || paireDe(tete, session)?.epoque === epoque) return;
  await places.rendre(session, { livretId, noEleve, epoque });
}

/** A head decides of the candidates of the establishment; the DEC, of all those of the académie. */
export function estDeSonRessort({ role }: Pick<Acteur, 'role'>, uai: string, candidat: Pick<Candidat, 'uai'>): boolean {
  return candidat.uai === uai || role === 'dec';
}
