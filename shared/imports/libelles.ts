import type { EtatDepot, Verdict } from './depot.ts';
import type { Flux } from './dossiers.ts';

/** Words of a compte rendu, the same on a terminal and on its page. */
export const LIBELLES_FLUX: Readonly<Record<Flux, string>> = {
  notes: 'notes LSL',
  eleves: 'élèves SIECLE',
  nomenclature: 'nomenclature LSL',
  candidats: 'candidats de la DEC',
  inscriptions: 'inscriptions de Cyclades',
  liens: 'liens élèves-groupes SIECLE',
  structures: 'structures SIECLE',
  'nomenclature-siecle': 'nomenclature SIECLE',
  responsables: 'responsables SIECLE',
  communs: 'données communes SIECLE',
  sts: 'services STS-Web',
};

export const LIBELLES_VERDICT: Readonly<Record<Verdict, string>> = {
  accepte: 'accepté',
  'accepte-partiellement': 'accepté en partie',
  refuse: 'refusé',
  'deja-importe': 'déjà importé',
  'en-attente': 'accepté, en attente de SIECLE',
  'a-decider': 'à revoir',
  annule: 'annulé',
};

export const LIBELLES_ETAT: Readonly<Record<EtatDepot, string>> = {
  attendu: 'fichier attendu',
  lu: 'en cours',
  clos: 'terminé',
  refuse: 'refusé',
  'deja-importe': 'déjà importé',
  abandonne: 'abandonné',
  annule: 'annulé',
};
