import type { MessageDAppariement } from '../appariement/index.ts';
import type { File } from '../aws/files.ts';
import type { IndexDesIne, MagasinCandidats } from '../candidats/index.ts';
import type { PartiesDesEnvois, PartiesDuLivret } from '../livret/index.ts';
import { annulerNotes } from './annuler-notes.ts';
import type { Cloture, Clotures } from './clore-depot.ts';
import { integrerCandidat } from './integrer-candidat.ts';
import { integrerEleve } from './integrer-eleve.ts';
import { integrerInscription } from './integrer-inscription.ts';
import { integrerLiens } from './integrer-liens.ts';
import type { SuitesDeLot } from './integrer-lot.ts';
import { integrerMef } from './integrer-mef.ts';
import { integrerNotes } from './integrer-notes.ts';
import { integrerLigne, rendreCourant } from './integrer-tableau.ts';
import { type Integrateurs, issue } from './issue.ts';
import type { MagasinDepots } from './magasin-depots.ts';
import { marquerAbsents } from './marquer-absents.ts';
import { memoriser, unique } from './memoire.ts';
import { relancerAppariement, relancerApresSiecle } from './relancer-appariement.ts';

/** How a dossier of each feed is applied, for the length of one message. */
export function integrateurs(
  parts: PartiesDuLivret &
    PartiesDesEnvois & {
      readonly candidats: MagasinCandidats;
      readonly ines: IndexDesIne;
      readonly depots: MagasinDepots;
    },
): Integrateurs {
  const avecMemoire = { ...parts, memoire: memoriser(parts) };
  const avecJurys = { ...parts, inscrireJury: unique(parts.candidats.inscrireJury) };
  return {
    notes: (depot, dossier, joindre) => integrerNotes(avecMemoire, depot, dossier, joindre),
    eleves: async (depot, dossier) => issue(await integrerEleve(avecMemoire, depot, dossier)),
    nomenclature: async (depot, mef) => issue(await integrerMef(parts, depot, mef)),
    candidats: async (depot, candidat) => issue(await integrerCandidat(avecJurys, depot, candidat)),
    inscriptions: async (depot, inscription) => issue(await integrerInscription(parts, depot, inscription)),
    liens: async (depot, liens) => issue(await integrerLiens(parts, depot, liens)),
    structures: async (depot, structure) => issue(await integrerLigne(avecMemoire, depot, 'structures', structure)),
    'nomenclature-siecle': async (depot, mef) =>
      issue(await integrerLigne(avecMemoire, depot, 'nomenclature-siecle', mef)),
    responsables: async (depot, eleve) => issue(await integrerLigne(avecMemoire, depot, 'responsables', eleve)),
    communs: async (depot, communs) => issue(await integrerLigne(avecMemoire, depot, 'communs', communs)),
    sts: async (depot, dossier) => issue(await integrerLigne(avecMemoire, depot, 'sts', dossier)),
    annulation: async (depot, dossier) => issue(await annulerNotes(parts, depot, dossier)),
  };
}

/** What the end of a file means, feed by feed. */
export function clotures(parts: PartiesDuLivret & { readonly appariement: File<MessageDAppariement> }): Clotures {
  const absents = marquerAbsents(parts);
  const courant: Cloture = rendreCourant(parts.etablissement);
  return {
    eleves: async (depot, anomalies) => {
      const dites = await absents(depot, anomalies);
      await relancerApresSiecle(parts.appariement, depot);
      return dites;
    },
    structures: courant,
    'nomenclature-siecle': courant,
    responsables: courant,
    communs: courant,
    sts: courant,
  };
}

/** What a lot starts elsewhere, feed by feed. */
export function suitesDeLot(
  parts: PartiesDuLivret & { readonly candidats: MagasinCandidats; readonly appariement: File<MessageDAppariement> },
): SuitesDeLot {
  const relancer = relancerAppariement(parts);
  return { candidats: relancer, inscriptions: relancer };
}
