/**
 * What families of a division may read, and how they were told of it (R64, rules.md 24): an attribute beside the
 * livrets, whatever their state. Earlier values stay, with who gave them.
 */
export interface Consultation {
  readonly uai: string;
  readonly annee: number;
  readonly division: string;
  /** Grows by one at each write. */
  readonly n: number;
  readonly acces: Acces | null;
  readonly information: Information | null;
  /** Earliest first. */
  readonly anciennes: readonly (Acces | Information)[];
}

export interface Signee {
  readonly par: string;
  readonly role: string;
  /** ISO instant. */
  readonly le: string;
}

/** ISO dates in Paris, both included; no end when `au` is null. */
export type Acces = Signee &
  (
    | { readonly sorte: 'ouvert'; readonly du: string; readonly au: string | null }
    | { readonly sorte: 'ferme'; readonly du: string }
  );

/** How families were told of their right and of the means (R64). */
export const MOYENS_D_INFORMATION = {
  teleservice: 'par le téléservice',
  courriel: 'par courriel',
  papier: 'par un courrier ou un document remis',
  reunion: 'en réunion',
  autre: 'par un autre moyen',
} as const;
export type MoyenDInformation = keyof typeof MOYENS_D_INFORMATION;

export interface Information extends Signee {
  readonly sorte: 'information';
  readonly moyen: MoyenDInformation;
  /** ISO date. */
  readonly du: string;
}

/** Whether families may read the livrets of a division on a day (ISO date, in Paris). */
export function estConsultable(consultation: Pick<Consultation, 'acces'> | null, jour: string): boolean {
  const acces = consultation?.acces;
  if (acces?.sorte !== 'ouvert') return false;
  return acces.du <= jour && (acces.au === null || jour <= acces.au);
}
