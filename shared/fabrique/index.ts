/** Fictional lycées and académies: the files that they export, and the truth about what is wrong in them. */
export type { Anomalie, Attendu, DefautPlante } from './defauts.ts';
export { DEFAUTS } from './defauts.ts';
export type { Verite } from './ecrire-academie.ts';
export { type Document, octetsDe } from './ecriture.ts';
export { ecrireFabrication, type Fabrication, fabriquer, type Sommaire } from './fabriquer.ts';
export { type Demande, LYCEE_MOYEN } from './monde.ts';
