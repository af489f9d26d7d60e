import type { SuiviDEdition } from './fichier.ts';

/** Where a jury's file is, as the DEC follows it: it counts as done only once its centre has downloaded it (R75). */
export type EtapeDuFichier = 'non-demande' | 'en-cours' | 'refuse' | 'pret' | 'telecharge';

export const LIBELLES_D_ETAPE: Readonly<Record<EtapeDuFichier, string>> = {
  'non-demande': 'pas demandé',
  'en-cours': 'en cours',
  refuse: 'refusé par le contrôle',
  pret: 'prêt, pas téléchargé',
  telecharge: 'téléchargé',
};

/** @param edition null when the file was never asked for */
export function etapeDe(edition: Pick<SuiviDEdition, 'etat' | 'telechargeLe'> | null): EtapeDuFichier {
  if (edition === null) return 'non-demande';
  if (edition.etat === 'refuse') return 'refuse';
  if (edition.etat !== 'pret') return 'en-cours';
  return edition.telechargeLe === null ? 'pret' : 'telecharge';
}

/** A jury with its centres, and the latest edition of its file. */
export interface SuiviDUnJury {
  readonly jury: string;
  readonly centres: readonly string[];
  readonly candidats: number;
  readonly etape: EtapeDuFichier;
  readonly edition: Omit<SuiviDEdition, 'jury'> | null;
}

export type ComptesDuSuivi = Readonly<Record<EtapeDuFichier, number>>;

export function compterLesEtapes(jurys: readonly Pick<SuiviDUnJury, 'etape'>[]): ComptesDuSuivi {
  const comptes = { 'non-demande': 0, 'en-cours': 0, refuse: 0, pret: 0, telecharge: 0 };
  for (const { etape } of jurys) comptes[etape] += 1;
  return comptes;
}

/** Files asked for before this one that are not composed yet, and one; null for one that waits no more. */
export function placeDansLaFile(suivis: readonly SuiviDEdition[], jury: string): number | null {
  const sien = suivis.find((suivi) => suivi.jury === jury);
  if (sien?.etat !== 'demande') return null;
  return 1 + suivis.filter(({ etat, demandeLe }) => etat === 'demande' && demandeLe < sien.demandeLe).length;
}
