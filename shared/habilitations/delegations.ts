import { Temporal } from 'temporal-polyfill';
import { ulid } from 'ulid';
import { z } from 'zod';
import { anneeDuJour, anneeEnCours } from '../kernel/annee.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import type { Horloge } from '../kernel/horloge.ts';
import { estUai } from '../kernel/uai.ts';
import { type Acteur, identifierActeur } from './acteur.ts';
import { type AccesExterne, type ContexteDeDroit, contexteDeDroit, estEnVigueur, exiger } from './decider.ts';
import { estDelegable } from './droits.ts';
import type { DelegationGardee, MagasinDelegations } from './magasin-delegations.ts';
import { libelleDe, OPERATIONS, type Operation } from './operations.ts';
import { idDePersonne } from './revendication.ts';

export interface PartiesDesDelegations {
  readonly delegations: MagasinDelegations;
  readonly horloge: Horloge;
  readonly accesExterne: AccesExterne;
}

const etablissement = z.string().refine(estUai);

export const demandeDeleguer = z.strictObject({
  uai: etablissement,
  /** The person, as their own claim names them in this establishment. */
  personne: idDePersonne,
  /** None: control and print only, which any delegate has (R42). */
  operations: z.array(z.enum(Object.keys(OPERATIONS) as [Operation, ...Operation[]])).max(100),
  /** First and last day, both included. */
  du: z.iso.date(),
  au: z.iso.date(),
});

/**
 * The head gives acts to a person, from a day to another of one school year (R13, R42). Asked again, it gives the
 * delegation that stands.
 *
 * @throws ErreurCodee `operation-interdite`, `operation-non-delegable`, `delegation-a-soi`, `delegation-dates-inversees`,
 *   `delegation-au-passe`, `delegation-hors-annee`
 */
export async function deleguer(
  parts: PartiesDesDelegations,
  acteur: Acteur,
  { uai, personne, operations, du, au }: z.infer<typeof demandeDeleguer>,
): Promise<DelegationGardee> {
  const contexte = exigerDeDeleguer(parts, acteur, uai);
  exigerDelegables(operations);
  const annee = anneeDesDates(du, au, contexte.jour);
  const a = `${uai}/${personne}`;
  if (a === acteur.id) {
    throw new ErreurCodee(
      'delegation-a-soi',
      'Une délégation se donne à une autre personne.',
      'Choisissez la personne à qui vous déléguez.',
    );
  }
  const actes = [...new Set(operations)].sort();
  const memes = (autre: DelegationGardee): boolean =>
    autre.revoqueeLe === null &&
    autre.a === a &&
    autre.du === du &&
    autre.au === au &&
    autre.operations.join() === actes.join();
  const deja = (await parts.delegations.lister(uai, annee)).find(memes);
  if (deja !== undefined) return deja;
  const delegation: DelegationGardee = {
    delegationId: ulid(),
    uai,
    a,
    operations: actes,
    du,
    au,
    par: identifierActeur(acteur),
    donneeLe: parts.horloge.maintenant().toString(),
    revoqueeLe: null,
    revoqueePar: null,
  };
  await parts.delegations.creer(annee, delegation);
  return delegation;
}

/** A school year of the establishment; the one that runs without it. */
const anneeAuChoix = z.int().min(2000).max(9999).optional();

export const demandeRevoquerDelegation = z.strictObject({
  uai: etablissement,
  annee: anneeAuChoix,
  delegationId: z.ulid(),
});

/**
 * Takes a delegation back, at once and for good: the delegate's next request finds it revoked.
 *
 * @throws ErreurCodee `operation-interdite`, `delegation-inconnue`, `delegation-deja-revoquee`
 */
export async function revoquerDelegation(
  parts: PartiesDesDelegations,
  acteur: Acteur,
  { uai, annee = anneeEnCours(parts.horloge), delegationId }: z.infer<typeof demandeRevoquerDelegation>,
): Promise<{ readonly delegationId: string; readonly revoqueeLe: string }> {
  exigerDeDeleguer(parts, acteur, uai);
  const revoqueeLe = parts.horloge.maintenant().toString();
  if (await parts.delegations.revoquer(uai, annee, delegationId, revoqueeLe, identifierActeur(acteur))) {
    return { delegationId, revoqueeLe };
  }
  const connues = await parts.delegations.lister(uai, annee);
  if (connues.some((une) => une.delegationId === delegationId)) {
    throw new ErreurCodee(
      'delegation-deja-revoquee',
      'Cette délégation a déjà été révoquée.',
      'Il n’y a rien à faire ; la liste des délégations dit quand et par qui.',
    );
  }
  throw new ErreurCodee(
    'delegation-inconnue',
    'Cette délégation n’existe pas dans cet établissement pour cette année.',
    'Vérifiez son identifiant et l’année dans la liste des délégations.',
  );
}

export const demandeListerDelegations = z.strictObject({ uai: etablissement, annee: anneeAuChoix });

export type EtatDeDelegation = 'en-vigueur' | 'a-venir' | 'terminee' | 'revoquee';

export type DelegationListee = DelegationGardee & { readonly etat: EtatDeDelegation };

/** All delegations of a school year, those revoked and those over included: oldest first. */
export async function listerDelegations(
  parts: PartiesDesDelegations,
  acteur: Acteur,
  { uai, annee = anneeEnCours(parts.horloge) }: z.infer<typeof demandeListerDelegations>,
): Promise<readonly DelegationListee[]> {
  const { jour } = exigerDeDeleguer(parts, acteur, uai);
  const delegations = await parts.delegations.lister(uai, annee);
  return delegations.map((une) => ({ ...une, etat: etatDe(une, jour) }));
}

function etatDe(delegation: DelegationGardee, jour: string): EtatDeDelegation {
  if (delegation.revoqueeLe !== null) return 'revoquee';
  if (estEnVigueur(delegation, jour)) return 'en-vigueur';
  return jour < delegation.du ? 'a-venir' : 'terminee';
}

function exigerDeDeleguer(parts: PartiesDesDelegations, acteur: Acteur, uai: string): ContexteDeDroit {
  const contexte = contexteDeDroit(parts.horloge, parts.accesExterne);
  exiger(acteur, 'deleguer', { academie: acteur.academie, uai }, contexte);
  return contexte;
}

function exigerDelegables(operations: readonly Operation[]): void {
  const refusees = operations.filter((operation) => !estDelegable(operation));
  if (refusees.length === 0) return;
  throw new ErreurCodee(
    'operation-non-delegable',
    `Ceci ne se délègue pas : ${refusees.map((une) => `« ${libelleDe(une)} »`).join(', ')}.`,
    'Retirez ces actes de la délégation ; docs/habilitations.md dit lesquels se délèguent.',
  );
}

/** The school year that holds both days: a delegation is kept with it, and ends with it at the latest. */
function anneeDesDates(du: string, au: string, jour: string): number {
  if (au < du) {
    throw new ErreurCodee(
      'delegation-dates-inversees',
      'La délégation finit avant de commencer.',
      'Vérifiez ses deux dates : le premier et le dernier jour sont compris.',
    );
  }
  if (du < jour) {
    throw new ErreurCodee(
      'delegation-au-passe',
      'Une délégation ne commence pas dans le passé : elle ne régularise rien.',
      'Faites-la commencer aujourd’hui au plus tôt.',
    );
  }
  const annee = anneeDuJour(Temporal.PlainDate.from(du));
  if (anneeDuJour(Temporal.PlainDate.from(au)) !== annee) {
    throw new ErreurCodee(
      'delegation-hors-annee',
      'Une délégation ne va pas au-delà du 31 juillet, où finit l’année scolaire.',
      'Donnez-en une par année scolaire.',
    );
  }
  return annee;
}
