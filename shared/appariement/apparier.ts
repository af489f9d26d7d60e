import type { Candidat } from '../candidats/index.ts';
import type { LigneEleve } from '../livret/index.ts';

/**
 * What the appariement of one establishment comes to. Only pairs that leave no doubt are made: an INE that two
 * pupils or two candidates carry pairs nobody.
 */
export interface Appariements {
  readonly paires: readonly { readonly eleve: LigneEleve; readonly candidat: Candidat }[];
  readonly elevesSansCandidat: readonly LigneEleve[];
  readonly candidatsSansEleve: readonly Candidat[];
}

/** Pairs pupils and candidates by INE (R68). */
export function apparierParIne(eleves: readonly LigneEleve[], candidats: readonly Candidat[]): Appariements {
  const elevesParIne = parIne(eleves);
  const candidatsParIne = parIne(candidats);
  const paires = eleves.flatMap((eleve) => {
    if (eleve.ine === null || elevesParIne.get(eleve.ine)?.length !== 1) return [];
    const trouves = candidatsParIne.get(eleve.ine) ?? [];
    const [candidat] = trouves;
    return candidat === undefined || trouves.length > 1 ? [] : [{ eleve, candidat }];
  });
  const apparies = new Set<LigneEleve | Candidat>(paires.flatMap(({ eleve, candidat }) => [eleve, candidat]));
  return {
    paires,
    elevesSansCandidat: eleves.filter((eleve) => !apparies.has(eleve)),
    candidatsSansEleve: candidats.filter((candidat) => !apparies.has(candidat)),
  };
}

function parIne<T extends { readonly ine: string | null }>(personnes: readonly T[]): Map<string, T[]> {
  const groupes = new Map<string, T[]>();
  for (const personne of personnes) {
    if (personne.ine === null) continue;
    groupes.set(personne.ine, [...(groupes.get(personne.ine) ?? []), personne]);
  }
  return groupes;
}
