/** What an académie sends to the référentiel national, and what the référentiel holds of it. */
export type { Statut } from './magasin-referentiel.ts';
export { clesDeVersion } from './messages.ts';
export type { StatutsDesCandidats } from './statuts.ts';
export type { TermesInterdits } from './termes.ts';
