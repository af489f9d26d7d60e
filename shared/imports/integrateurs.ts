import type { MagasinCandidats } from '../candidats/index.ts';
import type { PartiesDuLivret } from '../livret/index.ts';
import { annulerNotes } from './annuler-notes.ts';
import { integrerCandidat } from './integrer-candidat.ts';
import { integrerEleve } from './integrer-eleve.ts';
import { integrerMef } from './integrer-mef.ts';
import { integrerNotes } from './integrer-notes.ts';
import { type Integrateurs, issue } from './issue.ts';
import type { MagasinDepots } from './magasin-depots.ts';
import { memoriser } from './memoire.ts';

/** How a dossier of each feed is applied, for the length of one message. */
export function integrateurs(
  parts: PartiesDuLivret & { readonly candidats: MagasinCandidats; readonly depots: MagasinDepots },
): Integrateurs {
  const memoire = memoriser(parts);
  return {
    notes: (depot, dossier) => integrerNotes({ ...parts, memoire }, depot, dossier),
    eleves: async (depot, dossier) => issue(await integrerEleve(parts, depot, dossier)),
    nomenclature: async (depot, mef) => issue(await integrerMef(parts, depot, mef)),
    candidats: async (depot, candidat) => issue(await integrerCandidat(parts, depot, candidat)),
    annulation: async (depot, dossier) => issue(await annulerNotes(parts, depot, dossier)),
  };
}
