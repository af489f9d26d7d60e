import type { Horloge } from '../kernel/horloge.ts';
import { dejaEnvoye, type EnvoiADemander, type Tete, tourSuivant } from '../livret/index.ts';

/**
 * What is to be told when a livret finds its candidate or loses it: what was sent is withdrawn with its pair, and sent
 * again under the next one. Null for a livret of which nothing was told.
 */
export function renvoiDe(avant: Tete, horloge: Horloge, apparie: boolean): EnvoiADemander | null {
  const envoi = tourSuivant(avant, horloge);
  return envoi === null ? null : { ...envoi, demande: apparie && dejaEnvoye(avant) };
}

/** Where the rows of a pupil are in the school year of a session: one establishment, more for who moved. */
export function inscriptionsDe({ siecle }: Pick<Tete, 'siecle'>, annee: number) {
  return Object.entries(siecle).flatMap(([cle, eleveId]) => {
    const [uai = '', an] = cle.split('#');
    return Number(an) === annee ? [{ uai, annee, eleveId }] : [];
  });
}
