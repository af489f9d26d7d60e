/** Candidates of the exam and their juries. */
export type { CandidatDeLaDec } from './candidat.ts';
export { empreinteDIdentite, type Inscription } from './inscription.ts';
export { juryInconnu } from './jury-inconnu.ts';
export {
  type Candidat,
  type CopieVue,
  type JuryDeSession,
  type MagasinCandidats,
  magasinCandidats,
  type PlaceDeJury,
} from './magasin-candidats.ts';
export { type CandidatSitue, type IndexDesIne, indexDesIne } from './magasin-ine.ts';
