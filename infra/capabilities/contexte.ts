import type { Calendriers } from '../../shared/calendrier/index.ts';
import type { Editeurs, RegleDesEditeurs } from '../../shared/imports/index.ts';
import type { Deploiement } from '../constructs/deploiement.ts';
import type { Referentiel } from '../referentiel.ts';
import type { Stockage } from '../stacks/stockage.ts';

/** What a capability of an académie is built on. */
export interface ContexteAcademie {
  readonly deploiement: Deploiement;
  readonly stockage: Stockage;
  readonly referentiel: Referentiel;
  readonly calendriers: Calendriers;
  /** Accredited editors by school year, and what becomes of the marks of others. */
  readonly editeurs: { readonly agrees: Editeurs; readonly regle: RegleDesEditeurs };
}

/** Environment of the functions that work on livrets (`environnementDuLivret` in shared/livret). */
export function environnementDuLivret({ stockage }: ContexteAcademie): Record<string, string> {
  return {
    TABLE_LIVRETS: stockage.livrets.tableName,
    TABLE_REGISTRE: stockage.registre.tableName,
    TABLE_PREUVE: stockage.preuve.tableName,
    SECRET_INE: stockage.nomSecretIne,
  };
}

/**
 * Patterns of partition keys, for rights on a part of a table. In `session`: candidates with their identity,
 * places in juries and editions of juries' files without. In `preuve`: the chains of livrets and of juries.
 */
export const CANDIDATS = 'S#*#E#*';
export const JURYS = 'S#*#J#*';
/** Where each candidate is. */
export const POINTEURS_DES_CANDIDATS = 'S#*#C#*';
export const EDITIONS = 'F#*';
export const CHAINES_DES_LIVRETS = 'L#*';
export const CHAINES_DES_JURYS = 'J#*';
