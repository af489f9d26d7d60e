import type { Argv } from 'yargs';
import { ACADEMIE } from '../imports/depot.ts';
import { estUai } from '../kernel/uai.ts';

/** Options that several commands share, said the same way everywhere. */
export interface OptionsCommunes {
  readonly academie: string;
  readonly json: boolean;
}

export function optionsCommunes<T>(commande: Argv<T>): Argv<T & OptionsCommunes> {
  return commande
    .option('academie', {
      type: 'string',
      describe: 'Académie du déploiement (ou variable LSL_ACADEMIE)',
      default: process.env.LSL_ACADEMIE ?? 'grenoble',
      defaultDescription: 'grenoble',
    })
    .option('json', { type: 'boolean', describe: 'Écrire le résultat en JSON', default: false });
}

export function optionEtablissement<T>(commande: Argv<T>): Argv<T & { readonly etablissement: string }> {
  return commande
    .option('etablissement', {
      alias: 'e',
      type: 'string',
      demandOption: true,
      describe: 'Numéro UAI de l’établissement',
    })
    .check(({ etablissement }) =>
      estUai(etablissement) ? true : 'Le numéro UAI compte 7 chiffres et la bonne lettre de contrôle.',
    );
}

/** Whose deposits: an establishment's, or the académie's. */
export function optionProprietaire<T>(commande: Argv<T>): Argv<T & { readonly pour: string }> {
  return commande
    .option('pour', {
      type: 'string',
      demandOption: true,
      describe: 'Numéro UAI de l’établissement, ou « academie » (nomenclatures et candidats)',
    })
    .check(({ pour }) => pour === ACADEMIE || estUai(pour) || 'Donnez un numéro UAI valable, ou « academie ».');
}

export function optionSession<T>(commande: Argv<T>): Argv<T & { readonly session: number }> {
  return commande
    .option('session', {
      alias: 's',
      type: 'number',
      demandOption: true,
      describe: 'Session du baccalauréat, par exemple 2016',
    })
    .check(({ session }) => estSession(session));
}

/** True, or what to tell: « -s juin » is read as no number at all. */
export function estSession(session: number): true | string {
  return Number.isInteger(session) ? true : 'La session est une année, par exemple 2016.';
}
