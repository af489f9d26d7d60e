import type { Calendriers } from '../../shared/calendrier/calendrier.ts';
import { ECRIRE, LIRE, permettreTable } from '../constructs/acces.ts';
import type { Deploiement } from '../constructs/deploiement.ts';
import type { LslFunction } from '../constructs/lsl-function.ts';
import type { Referentiel } from '../referentiel.ts';
import type { Stockage } from '../stacks/stockage.ts';

/** What a capability of an académie is built on. */
export interface ContexteAcademie {
  readonly deploiement: Deploiement;
  readonly stockage: Stockage;
  readonly referentiel: Referentiel;
  readonly calendriers: Calendriers;
}

/** Environment of the functions that work on livrets (`environnementDuLivret` in shared/livret). */
export function environnementDuLivret({ stockage }: ContexteAcademie): Record<string, string> {
  return {
    TABLE_LIVRETS: stockage.livrets.tableName,
    TABLE_REGISTRE: stockage.registre.tableName,
    TABLE_PREUVE: stockage.preuve.tableName,
    SECRET_INE: stockage.secretIne.secretArn,
  };
}

/** Reads livrets, the list of pupils and the nomenclatures. */
export function permettreLecture({ stockage }: ContexteAcademie, fonction: LslFunction): void {
  permettreTable(fonction, stockage.livrets, LIRE);
  permettreTable(fonction, stockage.registre, LIRE);
}

/** Writes livrets with their events; an event is never changed. */
export function permettreEcriture(contexte: ContexteAcademie, fonction: LslFunction): void {
  const { stockage } = contexte;
  permettreLecture(contexte, fonction);
  permettreTable(fonction, stockage.livrets, ECRIRE);
  permettreTable(fonction, stockage.registre, ECRIRE);
  permettreTable(fonction, stockage.preuve, ['PutItem']);
}
