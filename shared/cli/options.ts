import type { Argv } from 'yargs';
import { ROLES } from '../habilitations/acteur.ts';
import { estDelegable } from '../habilitations/droits.ts';
import { OPERATIONS } from '../habilitations/operations.ts';
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
    .option('en-tant-que', {
      type: 'string',
      requiresArg: true,
      describe: 'Votre rôle, avec un identifiant au besoin : cpe, enseignant:epp/1234 (ou variable LSL_EN_TANT_QUE)',
      default: process.env.LSL_EN_TANT_QUE || undefined,
      defaultDescription: 'chef, dec ou chef-de-centre, selon la commande',
    })
    .option('json', { type: 'boolean', describe: 'Écrire le résultat en JSON', default: false })
    .check(({ 'en-tant-que': role }) => role === undefined || estRole(role));
}

/** True, or what to tell: the word before « : » is a role. */
function estRole(enTantQue: string): true | string {
  const role = enTantQue.split(':')[0] ?? '';
  return Object.hasOwn(ROLES, role) || `Le rôle est l’un de : ${Object.keys(ROLES).join(', ')}.`;
}

export function optionEtablissement<T>(commande: Argv<T>): Argv<T & { readonly etablissement: string }> {
  return commande
    .option('etablissement', {
      alias: 'e',
      type: 'string',
      demandOption: true,
      describe: 'Numéro UAI de l’établissement',
    })
    .check(({ etablissement }) => estEtablissement(etablissement));
}

/** True, or what to tell. */
export function estEtablissement(etablissement: string): true | string {
  return estUai(etablissement) || 'Le numéro UAI compte 7 chiffres et la bonne lettre de contrôle.';
}

/** One livret, which tells the establishment of whoever has no other. */
export function optionLivret<T>(
  commande: Argv<T>,
): Argv<T & { readonly livret: string; readonly etablissement: string | undefined }> {
  return commande
    .positional('livret', { type: 'string', demandOption: true, describe: 'Identifiant du livret' })
    .option('etablissement', {
      alias: 'e',
      type: 'string',
      requiresArg: true,
      describe: 'Numéro UAI de l’établissement où vous avez votre rôle',
    })
    .check(({ etablissement }) => etablissement === undefined || estEtablissement(etablissement));
}

/** `--division`, the same in every command that has one. */
export const DIVISION = { alias: 'd', type: 'string', requiresArg: true } as const;

/** A school year. */
export function optionAnnee<T>(commande: Argv<T>): Argv<T & { readonly annee: number }> {
  return commande
    .option('annee', { type: 'number', demandOption: true, describe: 'Année de rentrée, par exemple 2015' })
    .check(({ annee }) => estAnnee(annee));
}

/** True, or what to tell. */
export function estAnnee(annee: number): true | string {
  return Number.isInteger(annee) || 'L’année est celle de la rentrée, par exemple 2015.';
}

/** True, or what to tell: acts that a head may delegate. */
export function estDelegue(operations: readonly string[]): true | string {
  const autre = operations.find((operation) => !estDelegable(operation));
  const delegables = Object.keys(OPERATIONS).filter(estDelegable);
  return autre === undefined || `« ${autre} » ne se délègue pas ; se délèguent : ${delegables.join(', ')}.`;
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

/** A class and what of it is entered. */
export interface OptionsDeClasse {
  readonly annee: number;
  readonly division: string | undefined;
  readonly groupe: string | undefined;
  readonly matiere: string | undefined;
  readonly sorte: (typeof SORTES)[number];
}

const SORTES = [
  'evaluation',
  'engagements',
  'observation',
  'investissement',
  'avis-chef',
  'avis-examen',
  'mentions',
] as const;

export function optionsDeClasse<T>(commande: Argv<T>): Argv<T & OptionsDeClasse> {
  return commande
    .option('annee', { type: 'number', demandOption: true, describe: 'Année de rentrée, par exemple 2015' })
    .option('division', { ...DIVISION, describe: 'Code de la division' })
    .option('groupe', { alias: 'g', type: 'string', requiresArg: true, describe: 'Code du groupe' })
    .option('matiere', {
      alias: 'm',
      type: 'string',
      requiresArg: true,
      describe: 'Code de la matière, six chiffres : 030201 pour l’anglais LV1',
    })
    .option('sorte', {
      choices: SORTES,
      default: 'evaluation' as const,
      describe: 'Ce qui se saisit',
      defaultDescription: 'les évaluations de la matière',
    })
    .check(({ division, groupe, matiere, sorte }) => {
      if ((division === undefined) === (groupe === undefined)) return 'Donnez --division ou --groupe, et un seul.';
      if (sorte === 'evaluation' && !/^[0-9]{6}$/.test(matiere ?? '')) return '--matiere compte six chiffres.';
      return sorte === 'evaluation' || matiere === undefined || `--matiere est sans objet pour ${sorte}.`;
    });
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

/**
 * An option of several values takes all that follows it, up to the next option: « --avec a.xml b.xml --json n.xml ».
 * Written last before the files, « --avec a.xml n.xml », it would take them too: when nothing else is left to the
 * command, it keeps its first value only.
 *
 * @param args words of the command line, the command first
 */
export function rendreLesFichiers(args: readonly string[], option: string): string[] {
  const debut = args.lastIndexOf(`--${option}`);
  if (debut === -1) return [...args];
  const suivante = args.findIndex((mot, rang) => rang > debut && mot.startsWith('-'));
  const fin = suivante === -1 ? args.length : suivante;
  const rendus = args.slice(debut + 2, fin);
  if (rendus.length === 0 || resteDesFichiers(args, option)) return [...args];
  return [...args.slice(0, 1), ...rendus, ...args.slice(1, debut + 2), ...args.slice(fin)];
}

/** Whether a word of the command line, after the command, is no option and follows none that takes values. */
function resteDesFichiers(args: readonly string[], option: string): boolean {
  let prend: 'rien' | 'une' | 'toutes' = 'rien';
  for (const mot of args.slice(1)) {
    if (mot.startsWith('-')) prend = mot === `--${option}` ? 'toutes' : SANS_VALEUR.test(mot) ? 'rien' : 'une';
    else if (prend === 'rien') return true;
    else if (prend === 'une') prend = 'rien';
  }
  return false;
}

/** A flag, or an option that carries its value: « --json », « --editeurs=liste.json ». */
const SANS_VALEUR = /^(--json|--aide|-h|.*=.*)$/;
