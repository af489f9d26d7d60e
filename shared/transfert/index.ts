/** What an académie sends to the référentiel national, and what the référentiel holds of it. */
export { type PartiesDePresence, situerCandidats } from './controler-presence.ts';
export { listerJurys } from './lister-jurys.ts';
export type { Statut } from './magasin-referentiel.ts';
export { clesDeVersion } from './messages.ts';
export { type PresenceDUnCandidat, RAISONS_DE_MANQUE, type RaisonDeManque } from './presence.ts';
export type { StatutsDesCandidats } from './statuts.ts';
export type { TermesInterdits } from './termes.ts';
