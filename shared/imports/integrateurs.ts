import type { MagasinCandidats } from '../candidats/index.ts';
import type { MagasinEtablissement, PartiesDuLivret } from '../livret/index.ts';
import { integrerCandidat } from './integrer-candidat.ts';
import { integrerEleve } from './integrer-eleve.ts';
import { integrerInscription } from './integrer-inscription.ts';
import { integrerLiens } from './integrer-liens.ts';
import type { Integrateurs } from './integrer-lot.ts';
import { integrerMef } from './integrer-mef.ts';
import { integrerNotes } from './integrer-notes.ts';
import { integrerLigne } from './integrer-tableau.ts';

/** How a dossier of each feed is applied. */
export function integrateurs(
  parts: PartiesDuLivret & { readonly candidats: MagasinCandidats; readonly etablissement: MagasinEtablissement },
): Integrateurs {
  return {
    notes: (depot, dossier) => integrerNotes(parts, depot, dossier),
    eleves: (depot, dossier) => integrerEleve(parts, depot, dossier),
    nomenclature: (depot, mef) => integrerMef(parts, depot, mef),
    candidats: (depot, candidat) => integrerCandidat(parts, depot, candidat),
    inscriptions: (depot, inscription) => integrerInscription(parts, depot, inscription),
    liens: (depot, liens) => integrerLiens(parts, depot, liens),
    structures: (depot, structure) => integrerLigne(parts, depot, 'structures', structure),
    'nomenclature-siecle': (depot, mef) => integrerLigne(parts, depot, 'nomenclature-siecle', mef),
    responsables: (depot, responsables) => integrerLigne(parts, depot, 'responsables', responsables),
    communs: (depot, communs) => integrerLigne(parts, depot, 'communs', communs),
    sts: (depot, dossier) => integrerLigne(parts, depot, 'sts', dossier),
  };
}
