/** Candidates of the exam and their juries. */
export type { CandidatDeLaDec } from './candidat.ts';
export { type Candidat, type MagasinCandidats, magasinCandidats, type PlaceDeJury } from './magasin-candidats.ts';
