import { z } from 'zod';
import { estNumeroDExamen } from '../kernel/numero.ts';

/**
 * demande: queued · compose: the PDF is made, not yet checked · pret: checked, can be downloaded · refuse: the
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
  /** No PV of the jury's candidates without a numeric livret in the référentiel. */
  readonly absents: readonly string[];
  /** No PV of those whose livret was withdrawn, as the candidate opposes its transmission (rules.md 2). */
  readonly retires: readonly string[];
  readonly pages: number | null;
  /** SHA-256 of the PDF. */
  readonly empreinte: string | null;
  /** What the control found, without quoting it. */
  readonly anomalies: readonly AnomalieDuFichier[];
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

/** The bytes are in the name: a late twin of the composition cannot replace those that were checked. */
export const cleDuPdf = ({ session, jury, n }: MessageDEdition, empreinte: string): string =>
  `fichiers/${session}/${jury}/${n}-${empreinte.slice(0, 16)}.pdf`;
