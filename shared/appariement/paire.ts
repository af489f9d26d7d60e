import type { Candidat } from '../candidats/index.ts';
import type { Acteur } from '../habilitations/index.ts';
import type { Horloge } from '../kernel/horloge.ts';
import { type Appariement, type EnvoiADemander, type Tete, tourSuivant } from '../livret/index.ts';

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

/** A head decides of the candidates of the establishment; the DEC, of all those of the académie. */
export function estDeSonRessort({ role }: Pick<Acteur, 'role'>, uai: string, candidat: Pick<Candidat, 'uai'>): boolean {
  return candidat.uai === uai || role === 'dec';
}
