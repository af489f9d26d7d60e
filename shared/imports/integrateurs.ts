import type { MagasinCandidats } from '../candidats/index.ts';
import type { PartiesDuLivret } from '../livret/index.ts';
import { integrerCandidat } from './integrer-candidat.ts';
import { integrerEleve } from './integrer-eleve.ts';
import type { Integrateurs } from './integrer-lot.ts';
import { integrerMef } from './integrer-mef.ts';
import { integrerNotes } from './integrer-notes.ts';

/** How a dossier of each feed is applied. */
export function integrateurs(parts: PartiesDuLivret & { readonly candidats: MagasinCandidats }): Integrateurs {
  return {
    notes: (depot, dossier) => integrerNotes(parts, depot, dossier),
    eleves: (depot, dossier) => integrerEleve(parts, depot, dossier),
    nomenclature: (depot, mef) => integrerMef(parts, depot, mef),
    candidats: (depot, candidat) => integrerCandidat(parts, depot, candidat),
  };
}
