import { estUai } from '../kernel/uai.ts';
import type { Anomalie } from './anomalie.ts';
import type { Flux } from './dossiers.ts';

/**
 * attendu: recorded, the file has not been read · lu: wholly read, its lots are being applied · clos: its
 * compte rendu is there · refuse: nothing of it was applied · deja-importe: the same bytes as the last one ·
 * abandonne: the file never came.
 */
export type EtatDepot = 'attendu' | 'lu' | 'clos' | 'refuse' | 'deja-importe' | 'abandonne';

/** Deposits for the whole académie (nomenclatures, candidates) are the DEC's only. */
export const ACADEMIE = 'academie';

/** `D#<depotId>` / `META` */
export interface Depot {
  /** A ULID: its order is the order of deposits. */
  readonly depotId: string;
  /** The UAI of the establishment, or « academie ». */
  readonly proprietaire: string;
  /** The exam session of a candidates' file. */
  readonly session: number | null;
  readonly etat: EtatDepot;
  /** ISO instant. */
  readonly enregistreLe: string;
  readonly flux: Flux | null;
  readonly annee: number | null;
  readonly lots: number | null;
  /** SHA-256 of the file, hexadecimal. */
  readonly empreinte: string | null;
  readonly bilan: Bilan | null;
}

/** Dossiers read, and what became of them: averted ones are among the accepted. */
export interface Bilan {
  readonly lus: number;
  readonly acceptes: number;
  readonly refuses: number;
  readonly avertis: number;
}

export const BILAN_VIDE: Bilan = { lus: 0, acceptes: 0, refuses: 0, avertis: 0 };

export function ajouterBilans(a: Bilan, b: Bilan): Bilan {
  return {
    lus: a.lus + b.lus,
    acceptes: a.acceptes + b.acceptes,
    refuses: a.refuses + b.refuses,
    avertis: a.avertis + b.avertis,
  };
}

/** What became of one lot: `D#<depotId>` / `LOT#<n>`; its anomalies are an object of the bucket. */
export interface VerdictDeLot {
  readonly lot: number;
  readonly bilan: Bilan;
}

export interface CompteRendu {
  readonly schemaVersion: 1;
  readonly depotId: string;
  readonly proprietaire: string;
  readonly flux: Flux | null;
  readonly annee: number | null;
  readonly verdict: 'accepte' | 'accepte-partiellement' | 'refuse' | 'deja-importe';
  readonly enregistreLe: string;
  readonly closLe: string;
  readonly empreinte: string | null;
  readonly dossiers: Bilan;
  readonly anomalies: readonly Anomalie[];
  /** How many more there are than an answer can carry; 0 in the one that is kept. */
  readonly anomaliesOmises: number;
}

/** One object a deposit: `depots/<uai or academie>/<ulid>`. */
export function cleDuDepot(proprietaire: string, depotId: string): string {
  return `depots/${proprietaire}/${depotId}`;
}

export function depotDeCle(cle: string): { readonly proprietaire: string; readonly depotId: string } | null {
  const lu = /^depots\/([^/]+)\/([0-9A-HJKMNP-TV-Z]{26})$/.exec(cle);
  const [, proprietaire, depotId] = lu ?? [];
  if (proprietaire === undefined || depotId === undefined) return null;
  return proprietaire === ACADEMIE || estUai(proprietaire) ? { proprietaire, depotId } : null;
}

export const cleDuLot = (depotId: string, lot: number): string => `staging/${depotId}/${lot}`;
export const cleDeLecture = (depotId: string): string => `staging/${depotId}/lecture`;
export const cleDuVerdict = (depotId: string, lot: number): string => `staging/${depotId}/verdict-${lot}`;
export const cleDuCompteRendu = (depotId: string): string => `comptes-rendus/${depotId}`;
