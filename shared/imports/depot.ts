import { estUai } from '../kernel/uai.ts';
import type { ManquesDeLEleve } from '../livret/index.ts';
import type { Anomalie } from './anomalie.ts';
import type { DossierNotes, Flux } from './dossiers.ts';

/**
 * attendu: recorded, the file has not been read · lu: wholly read, its lots are being applied · clos: its
 * compte rendu is there · refuse: nothing of it was applied · deja-importe: the same bytes as the last one ·
 * abandonne: the file never came · annule: its owner took it back.
 */
export type EtatDepot = 'attendu' | 'lu' | 'clos' | 'refuse' | 'deja-importe' | 'abandonne' | 'annule';

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
  /** Who deposited it (`identifierActeur`); absent from deposits older than rights. */
  readonly par?: string;
  readonly flux: Flux | null;
  readonly annee: number | null;
  readonly lots: number | null;
  /** SHA-256 of the file, hexadecimal. */
  readonly empreinte: string | null;
  readonly bilan: Bilan | null;
  /** Its dossiers wait until a person accepts or refuses each (R35). */
  readonly revue: boolean;
  /** The deposit that this one takes back: its content is what stood before (design.md). */
  readonly annule: string | null;
  /** The deposit that takes this one back. */
  readonly annulePar: string | null;
  /** Who took it back (`identifierActeur`), once somebody did. */
  readonly reprisPar?: string;
  /** How many comptes rendus were made: one when it closes, one more each time that waiting dossiers were settled. */
  readonly revision: number;
  /** The latest one. */
  readonly compteRendu: ReferenceDeCompteRendu | null;
}

/** A deposit when it is recorded. */
export function depotAttendu(
  depot: Pick<Depot, 'depotId' | 'proprietaire' | 'session' | 'revue' | 'enregistreLe'> & { readonly par: string },
): Depot {
  return {
    ...depot,
    etat: 'attendu',
    flux: null,
    annee: null,
    lots: null,
    empreinte: null,
    bilan: null,
    annule: null,
    annulePar: null,
    revision: 0,
    compteRendu: null,
  };
}

/** Each revision of a compte rendu stays: which one is current is told by its deposit. */
export interface ReferenceDeCompteRendu {
  /** Key of the objects, without the ending that tells the form. */
  readonly cle: string;
  /** SHA-256 of what it says, its date and revision apart: the same is not written twice. */
  readonly contenu: string;
}

/** Dossiers read, and what became of them: averted ones are among the accepted. */
export interface Bilan {
  readonly lus: number;
  readonly acceptes: number;
  readonly refuses: number;
  readonly avertis: number;
  /** Wait for their pupil to be known by SIECLE. */
  readonly enAttente: number;
  /** Wait for a person to accept or refuse them. */
  readonly aDecider: number;
}

export const BILAN_VIDE: Bilan = { lus: 0, acceptes: 0, refuses: 0, avertis: 0, enAttente: 0, aDecider: 0 };

export function ajouterBilans(a: Bilan, b: Partial<Bilan>): Bilan {
  return {
    lus: a.lus + (b.lus ?? 0),
    acceptes: a.acceptes + (b.acceptes ?? 0),
    refuses: a.refuses + (b.refuses ?? 0),
    avertis: a.avertis + (b.avertis ?? 0),
    enAttente: a.enAttente + (b.enAttente ?? 0),
    aDecider: a.aDecider + (b.aDecider ?? 0),
  };
}

/** What became of one lot: `D#<depotId>` / `LOT#<n>`; its {@link ConstatsDeLot} are an object of the bucket. */
export interface VerdictDeLot {
  readonly lot: number;
  /** A dossier that waits counts as read only: it is told apart, by its own item. */
  readonly bilan: Bilan;
  /** Other deposits of which this lot settled dossiers: their comptes rendus are made again. */
  readonly suites: readonly string[];
}

export interface ConstatsDeLot {
  readonly anomalies: readonly Anomalie[];
  readonly manques: readonly ManquesDeLEleve[];
}

/**
 * `D#<depotId>` / `DIFFERE#<ELEVE_ID>`: a dossier of notes that its lot could not settle.
 *
 * a-decider: a person must accept or refuse it · accepte: somebody did, it is being applied · en-attente: SIECLE has
 * not given its pupil yet · applique, refuse, annule: settled.
 */
export interface DossierDiffere {
  readonly eleve: string;
  readonly etat: 'a-decider' | 'accepte' | 'en-attente' | 'applique' | 'refuse' | 'annule';
  /** Latest school year of the dossier: that of SIECLE's list where its pupil is looked for. */
  readonly annee: number;
  /** The deposit whose dossier of this pupil waited, and gave its place to this one. */
  readonly remplace: string | null;
  /** Those of the reading, then those of its application. */
  readonly anomalies: readonly Anomalie[];
  readonly manques: ManquesDeLEleve | null;
}

/** A dossier that waits: its content is an item of its own, `D#<depotId>` / `DOSSIER#<ELEVE_ID>`, until it is settled. */
export interface DossierEnAttente {
  readonly differe: DossierDiffere;
  readonly dossier: DossierNotes | null;
}

/** `ATTENTE#<uai>#<année>` / `<ELEVE_ID>`: where SIECLE's list finds the notes that wait for a pupil. */
export interface Attente {
  readonly depotId: string;
  /** The deposit that settled it, null as long as it waits. */
  readonly regleePar: string | null;
}

export function estRegle({ etat }: DossierDiffere): boolean {
  return etat === 'applique' || etat === 'refuse' || etat === 'annule';
}

export interface CompteRendu {
  readonly schemaVersion: 2;
  readonly revision: number;
  readonly depotId: string;
  readonly proprietaire: string;
  /** The deposit that this one takes back. */
  readonly annule: string | null;
  readonly flux: Flux | null;
  readonly annee: number | null;
  readonly verdict: Verdict;
  readonly enregistreLe: string;
  readonly etabliLe: string;
  readonly empreinte: string | null;
  readonly dossiers: Bilan;
  readonly anomalies: readonly Anomalie[];
  /** How many more there are than an answer can carry; 0 in the one that is kept, like those below. */
  readonly anomaliesOmises: number;
  /** What the accepted dossiers lack for a complete livret, pupil by pupil. */
  readonly manques: readonly ManquesDeLEleve[];
  readonly manquesOmis: number;
}

/** a-decider, en-attente: some dossiers wait, and none was refused. */
export type Verdict =
  | 'accepte'
  | 'accepte-partiellement'
  | 'refuse'
  | 'deja-importe'
  | 'en-attente'
  | 'a-decider'
  | 'annule';

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
/** What the reading and each lot found: kept longer than the lots, as a compte rendu is made again from it. */
export const cleDeLecture = (depotId: string): string => `constats/${depotId}/lecture`;
export const cleDuVerdict = (depotId: string, lot: number): string => `constats/${depotId}/verdict-${lot}`;
/** The content's own hash is in the key: two writers of one revision never write over each other. */
export const cleDuCompteRendu = (depotId: string, revision: number, contenu: string): string =>
  `comptes-rendus/${depotId}/${revision}-${contenu.slice(0, 16)}`;

/** Who an event of this deposit is by: the deposit itself, in the role of whoever sent it. */
export function signataire({ depotId, par }: Pick<Depot, 'depotId' | 'par'>): { par: string; role?: string } {
  const role = par?.split('/')[0];
  return { par: `depot/${depotId}`, ...(role === undefined ? {} : { role }) };
}
