import { z } from 'zod';
import { estNumeroDExamen } from '../kernel/numero.ts';
import { RAISONS_DE_MANQUE, type RaisonDeManque } from '../transfert/index.ts';

/**
 * demande: queued · compose: the ZIP is made, not yet checked · pret: checked, can be downloaded · refuse: the
 * control found something, nothing can be downloaded.
 */
export type EtatDuFichier = 'demande' | 'compose' | 'pret' | 'refuse';

export const LIBELLES_ETAT_FICHIER: Readonly<Record<EtatDuFichier, string>> = {
  demande: 'en attente de composition',
  compose: 'composé, en cours de contrôle',
  pret: 'prêt',
  refuse: 'refusé par le contrôle',
};

/** An object of the référentiel's bucket, with the SHA-256 that its reader checks. */
export interface ObjetDuReferentiel {
  readonly cle: string;
  readonly empreinte: string;
}

/** A livret of the file: numbers and references, no identity. */
export interface CandidatDuFichier {
  readonly noPv: string;
  readonly noEleve: string;
  readonly projection: ObjetDuReferentiel;
  readonly termes: ObjetDuReferentiel;
}

/** Why a candidate of the jury has no livret in the file: what the jury should expect. */
export type RaisonSansLivret = 'papier-vu' | 'papier-non-vu' | 'non-produit' | RaisonDeManque;

export interface CandidatSansLivret {
  readonly noPv: string;
  /** Null as long as the référentiel holds nothing in their name. */
  readonly noEleve: string | null;
  readonly raison: RaisonSansLivret;
}

const RAISONS: Readonly<Record<'papier-vu' | 'papier-non-vu' | 'non-produit', string>> = {
  'papier-vu': 'livret papier, copie vue au centre',
  'papier-non-vu': 'livret papier, copie à demander : elle n’a pas été vue au centre',
  'non-produit': 'livret non produit : le candidat s’oppose à sa transmission',
};

/** In French, for the jury: no identity. */
export function direSansLivret(raison: RaisonSansLivret): string {
  return raison in RAISONS
    ? RAISONS[raison as keyof typeof RAISONS]
    : `livret manquant : ${RAISONS_DE_MANQUE[raison as RaisonDeManque]}`;
}

/** `F#<session>#<jury>` / `EDITION#<n>`: one edition of a jury's file, and all that is needed to make it again. */
export interface Edition {
  readonly session: number;
  readonly jury: string;
  readonly n: number;
  readonly etat: EtatDuFichier;
  /** ISO instant: the date written in the file. */
  readonly demandeLe: string;
  /** Why the file was made again; null for the first edition. */
  readonly motif: string | null;
  readonly candidats: readonly CandidatDuFichier[];
  /** The other candidates of the jury, in the order of their No PV. */
  readonly sansLivret: readonly CandidatSansLivret[];
  /** Livrets that could not be printed: the file holds the others, and lists these. */
  readonly echecs: readonly { readonly noPv: string; readonly noEleve: string; readonly code: string }[];
  readonly pages: number | null;
  /** SHA-256 of the ZIP. */
  readonly empreinte: string | null;
  /** What the control found, without quoting it. */
  readonly anomalies: readonly AnomalieDuFichier[];
  /** SHA-256 of what the template printed of a specimen when the file was made. */
  readonly modele?: string;
  /** The last time that it was composed again, to compare. */
  readonly refaite?: EditionRefaite;
}

/**
 * identique: the same bytes · modele-change: others, and the template is another one · different: others, from the same
 * template · otherwise the code of what kept it from being composed.
 */
export interface EditionRefaite {
  /** ISO instant at which it was asked for: tells one comparison from another. */
  readonly demandeeLe: string;
  readonly issue: 'identique' | 'modele-change' | 'different' | (string & {});
  /** SHA-256 of the ZIP that was made; null when none was. */
  readonly empreinte: string | null;
}

/**
 * `F#<session>` / `JURY#<jury>`: where the latest edition of a jury is, small enough to be read for a whole session, and
 * written as the composition goes.
 */
export interface SuiviDEdition {
  readonly jury: string;
  readonly n: number;
  readonly etat: EtatDuFichier;
  /** ISO instant. */
  readonly demandeLe: string;
  /** The role of who asked; `planification` for the eve of the deliberations. */
  readonly demandePar: string;
  readonly livrets: number;
  readonly sansLivret: number;
  /** Livrets composed so far; null before the first and once the file is made. */
  readonly avancement: { readonly faits: number; readonly total: number } | null;
  /** What made the last try fail, which comes again by itself; null when none did. */
  readonly incident: { readonly le: string; readonly code: string } | null;
  /** ISO instant of the centre's last download of this edition; null as long as there was none. */
  readonly telechargeLe: string | null;
}

export interface AnomalieDuFichier {
  readonly code: string;
  readonly page: number | null;
  readonly noEleve: string | null;
}

/** Queues `fichiers-jury` and `controles`: an edition to compose, then to check. */
export const messageDEdition = z.strictObject({
  session: z.int().min(2001).max(9999),
  jury: z.string().refine(estNumeroDExamen),
  n: z.int().positive(),
});
export type MessageDEdition = z.infer<typeof messageDEdition>;

/** Of `fichiers-jury` alone: with `refaire`, the instant of the demand, the edition is composed to compare only. */
export const messageDeComposition = messageDEdition.extend({ refaire: z.iso.datetime().optional() });
export type MessageDeComposition = z.infer<typeof messageDeComposition>;

/** The bytes are in the name: a late twin of the composition cannot replace those that were checked. */
export const cleDuFichier = ({ session, jury, n }: MessageDEdition, empreinte: string): string =>
  `fichiers/${session}/${jury}/${n}-${empreinte.slice(0, 16)}.zip`;
