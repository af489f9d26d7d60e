/** Deposits: from an export's bytes to what was applied of it, and the compte rendu. */
export type { Anomalie, Gravite } from './anomalie.ts';
export type { DossierCandidat, DossierEleve, DossierMef, DossierNotes, Flux } from './dossiers.ts';
export { type Editeurs, type RegleDesEditeurs, schemaEditeurs } from './editeurs.ts';
