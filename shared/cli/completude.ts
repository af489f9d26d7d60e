import { LIBELLES_DE_MANQUE, type ManqueNomme, type Tache } from '../livret/index.ts';
import { type Colonne, VIDE } from './affichage.ts';

/** How what is lacking is shown, for one livret and for many. */
export const LIBELLES_DE_TACHE: Readonly<Record<Tache, string>> = {
  enseignant: 'enseignants',
  'professeur-principal': 'professeur principal',
  cpe: 'CPE',
  chef: 'chef d’établissement',
  dec: 'DEC',
};

/** The same in a narrow column. */
export const TACHES_ABREGEES: Readonly<Record<Tache, string>> = {
  ...LIBELLES_DE_TACHE,
  'professeur-principal': 'prof. principal',
  chef: 'chef',
};

export const COLONNES_DES_MANQUES: readonly Colonne<ManqueNomme>[] = [
  { titre: 'À faire par', valeur: ({ tache }) => LIBELLES_DE_TACHE[tache] },
  { titre: 'Année', valeur: ({ annee }) => `${annee}-${annee + 1}` },
  { titre: 'Discipline', valeur: ({ discipline, matiere }) => discipline ?? matiere ?? VIDE, largeurMax: 32 },
  { titre: 'Ce qui manque', valeur: ({ code }) => LIBELLES_DE_MANQUE[code] },
  { titre: 'Bloquant', valeur: ({ bloquant }) => (bloquant ? 'oui' : 'non') },
];

/** By whose task it is, what blocks first. */
export function triesParTache<M extends Pick<ManqueNomme, 'tache' | 'bloquant'>>(manques: readonly M[]): M[] {
  const taches = Object.keys(LIBELLES_DE_TACHE);
  return [...manques].sort(
    (a, b) => taches.indexOf(a.tache) - taches.indexOf(b.tache) || Number(b.bloquant) - Number(a.bloquant),
  );
}
