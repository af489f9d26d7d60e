import { ecrire } from '../affichage.ts';
import type { Cible } from '../cible.ts';
import { SORTIE, type Sortie } from '../sorties.ts';

export interface DemandeDeSource {
  readonly uai: string;
  readonly annee: number;
  readonly division: string;
  readonly source: 'saisies' | 'imports';
}

const EFFETS = {
  saisies: 'les saisies restent, un import ne les remplace pas',
  imports: 'un import prend la place des saisies, qui restent dans l’historique',
} as const;

/** Chooses what wins in a division when an import meets entries by hand. */
export async function source(cible: Cible, demande: DemandeDeSource): Promise<Sortie> {
  await cible.appeler('imports/choisir-source', demande);
  ecrire(`Division ${demande.division}, ${demande.annee}-${demande.annee + 1} : ${EFFETS[demande.source]}.`);
  return SORTIE.reussite;
}
