import type { Calendriers } from '../../shared/calendrier/index.ts';
import type { Editeurs, RegleDesEditeurs } from '../../shared/imports/index.ts';
import { permettreAppel, permettreAttributs, permettreTable } from '../constructs/acces.ts';
import type { Deploiement } from '../constructs/deploiement.ts';
import type { LslFunction } from '../constructs/lsl-function.ts';
import type { Academie } from '../parametres.ts';
import type { Referentiel } from '../referentiel.ts';
import type { Stockage } from '../stacks/stockage.ts';

/** What a capability of an académie is built on. */
export interface ContexteAcademie {
  readonly deploiement: Deploiement;
  readonly stockage: Stockage;
  readonly referentiel: Referentiel;
  readonly calendriers: Calendriers;
  /** Names of the académies of the référentiel, by slug. */
  readonly academies: Readonly<Record<string, string>>;
  /** Accredited editors by school year, and what becomes of the marks of others. */
  readonly editeurs: { readonly agrees: Editeurs; readonly regle: RegleDesEditeurs };
  /** Whether delegates and CPE work from outside their establishment's network (R25). */
  readonly accesExterne: Academie['accesExterne'];
  /** Labels of the mentions that a livret may hold (R56). */
  readonly mentions: Academie['mentions'];
  /** Livrets told to the référentiel at once. */
  readonly transfertsEnParallele: Academie['transfertsEnParallele'];
  /** When files of juries are composed by themselves. */
  readonly fichiersJury: Academie['fichiersJury'];
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

/** Environment of the functions that decide rights; LSL_DEPLOIEMENT names the académie. */
export function environnementDesDroits({
  accesExterne,
}: Pick<ContexteAcademie, 'accesExterne'>): Record<string, string> {
  return { LSL_ACCES_EXTERNE: accesExterne };
}

/** Environment of those that people of an establishment command (`droitsDuRegistre` in shared/livret). */
export function environnementDuRegistre(contexte: ContexteAcademie): Record<string, string> {
  return { ...environnementDesDroits(contexte), TABLE_REGISTRE: contexte.stockage.registre.tableName };
}

/** What bears out who acts: services of STS-Web and delegations, in the establishment's own partition. */
export function permettreDeReconnaitre(travail: LslFunction, { stockage }: Pick<ContexteAcademie, 'stockage'>): void {
  permettreTable(travail, stockage.registre, ['GetItem', 'Query'], ETABLISSEMENTS);
}

/**
 * Why a candidate of a jury has no livret at the référentiel: where they are, which livret they are paired with, and
 * never who they are (a centre asks).
 */
export function permettreDExpliquerLAbsence(
  travail: LslFunction,
  { stockage, referentiel }: Pick<ContexteAcademie, 'stockage' | 'referentiel'>,
): void {
  permettreTable(travail, stockage.session, ['Query'], JURYS);
  permettreTable(travail, stockage.session, ['BatchGetItem'], POINTEURS_DES_CANDIDATS);
  permettreAttributs(travail, stockage.session, 'BatchGetItem', ['noCandidat', 'livretId'], CANDIDATS);
  permettreTable(travail, stockage.livrets, ['BatchGetItem']);
  permettreAppel(travail, referentiel.fonctionStatuts);
}

/** What a livret is read by, in one request: its nomenclatures and its pupil's row. No pointer from an INE to a livret. */
export function permettreDOuvrir(travail: LslFunction, { stockage }: Pick<ContexteAcademie, 'stockage'>): void {
  permettreTable(travail, stockage.registre, ['BatchGetItem', 'GetItem'], ETABLISSEMENTS, NOMENCLATURES);
}

/**
 * Patterns of partition keys, for rights on a part of a table. In `session`: candidates with their identity,
 * places in juries and editions of juries' files without. In `preuve`: the chains of livrets and of juries. In
 * `registre`: what is of one establishment and year.
 */
export const ETABLISSEMENTS = 'E#*';
/** What the LSL nomenclature of a year asks of each MEF. */
export const NOMENCLATURES = 'NOMENCLATURE#*';
/** In `livrets`: what must still be told to the référentiel national. */
export const ENVOIS = 'ENVOIS#*';
/** How far walks through all livrets are. */
export const TRAVAUX = 'TRAVAIL#*';
/** Counts of livrets by establishment, which name nobody. */
export const BILANS = 'BILANS#*';
export const CANDIDATS = 'S#*#E#*';
/** Where the candidates of an INE are. */
export const INES_DES_CANDIDATS = 'S#*#I#*';
/** Counts of the appariement by establishment, which name nobody. */
export const BILANS_D_APPARIEMENT = 'S#*#APPARIEMENT';
export const JURYS = 'S#*#J#*';
/** Which juries a session has, and where. */
export const LISTES_DES_JURYS = 'S#*#JURYS';
/** Who presides over juries: names, and no candidate's. */
export const PRESIDENTS = 'S#*#PRESIDENTS';
/** Where each candidate is. */
export const POINTEURS_DES_CANDIDATS = 'S#*#C#*';
export const EDITIONS = 'F#*';
export const CHAINES_DES_LIVRETS = 'L#*';
export const CHAINES_DES_JURYS = 'J#*';
