import { Temporal } from 'temporal-polyfill';
import { anneeDuJour } from '../kernel/annee.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import { aujourdhui, type Horloge } from '../kernel/horloge.ts';
import type { Acteur, Delegation } from './acteur.ts';
import { type Portee, porteesDe, ROLES_DU_RESEAU } from './droits.ts';
import { OPERATIONS, type Operation } from './operations.ts';

/** What the operation bears on: as much of it as the caller knows; what a scope needs and is not there is refused. */
export interface Objet {
  /** Slug of the académie where it is kept: a jury's is the one that holds the jury. */
  readonly academie: string;
  readonly uai?: string;
  /** School year of what is read or written, and of `divisions` and `groupes`: their codes come again each year. */
  readonly annee?: number;
  /** Divisions and groups of the pupil; the one division for an operation on a class. */
  readonly divisions?: readonly string[];
  readonly groupes?: readonly string[];
  readonly livretId?: string;
  /** As STS-Web has it: the real language, never the nomenclature's rank. */
  readonly codeMatiere?: string;
  /** `<session>#<jury>` */
  readonly jury?: string;
}

export type AccesExterne = 'ferme' | 'ouvert';

export interface ContexteDeDroit {
  /** ISO date in Paris. */
  readonly jour: string;
  readonly accesExterne: AccesExterne;
}

export type CodeDeRefus = 'operation-interdite' | 'acces-externe-ferme' | 'delegation-expiree';

export type Decision =
  | { readonly permise: true; readonly portee: Portee }
  | { readonly permise: false; readonly code: CodeDeRefus };

/** Whether an actor may do an operation on an object. What the table of rights does not give is refused. */
export function decider(acteur: Acteur, operation: Operation, objet: Objet, contexte: ContexteDeDroit): Decision {
  const refuse = refusDuRole(acteur, operation, contexte);
  if (refuse !== null) return { permise: false, code: refuse };
  if (!objet.academie || objet.academie !== acteur.academie) return { permise: false, code: 'operation-interdite' };
  const portees = porteesDe(acteur.role, operation);
  const portee = portees.find((une) => COUVRE[une](acteur, operation, objet, contexte));
  if (portee !== undefined) return { permise: true, portee };
  const perimee =
    portees.includes('delegation') && acteur.delegations.some((une) => porte(une, acteur, operation, objet));
  return { permise: false, code: perimee ? 'delegation-expiree' : 'operation-interdite' };
}

/** What a role and a network refuse by themselves, whoever acts and on whatever it bears. */
function refusDuRole(
  { role, reseau }: Pick<Acteur, 'role' | 'reseau'>,
  operation: Operation,
  { accesExterne }: Pick<ContexteDeDroit, 'accesExterne'>,
): CodeDeRefus | null {
  // A setting or a network that nobody knows is closed, and outside.
  const dehors = accesExterne !== 'ouvert' && reseau !== ('interne' satisfies Acteur['reseau']);
  if (dehors && ROLES_DU_RESEAU.includes(role)) return 'acces-externe-ferme';
  return porteesDe(role, operation).length === 0 ? 'operation-interdite' : null;
}

/** @throws ErreurCodee `operation-interdite`, `acces-externe-ferme`, `delegation-expiree` */
export function exiger(acteur: Acteur, operation: Operation, objet: Objet, contexte: ContexteDeDroit): void {
  const decision = decider(acteur, operation, objet, contexte);
  if (!decision.permise) throw refus(decision.code, operation);
}

/**
 * Refuses a role that may never do this, before anything is read of the person or of the object. What it lets through
 * is not permitted yet.
 *
 * @throws ErreurCodee `operation-interdite`, `acces-externe-ferme`
 */
export function exigerDuRole(
  acteur: Pick<Acteur, 'role' | 'reseau'>,
  operation: Operation,
  contexte: Pick<ContexteDeDroit, 'accesExterne'>,
): void {
  const code = refusDuRole(acteur, operation, contexte);
  if (code !== null) throw refus(code, operation);
}

export function contexteDeDroit(horloge: Horloge, accesExterne: AccesExterne): ContexteDeDroit {
  return { jour: aujourdhui(horloge).toString(), accesExterne };
}

/** A delegation in force that day, in Paris: its first and last day are in it. */
export function estEnVigueur(
  { du, au, revoqueeLe }: Pick<Delegation, 'du' | 'au' | 'revoqueeLe'>,
  jour: string,
): boolean {
  return revoqueeLe === null && du <= jour && jour <= au;
}

type Couvre = (acteur: Acteur, operation: Operation, objet: Objet, contexte: ContexteDeDroit) => boolean;

const dansLEtablissement: Couvre = (acteur, _operation, { uai }) => uai !== undefined && uai === acteur.uai;

/**
 * Services and classes are of the year that runs, and codes of divisions come again: the teacher of this year's 1S2
 * writes nothing of those who were in 1S2 last year.
 */
const cetteAnnee: Couvre = (acteur, operation, objet, contexte) =>
  dansLEtablissement(acteur, operation, objet, contexte) &&
  objet.annee === anneeDuJour(Temporal.PlainDate.from(contexte.jour));

const COUVRE: Readonly<Record<Portee, Couvre>> = {
  etablissement: dansLEtablissement,
  classe: (acteur, operation, objet, contexte) =>
    cetteAnnee(acteur, operation, objet, contexte) &&
    (objet.divisions ?? []).some((division) => acteur.principalDe.includes(division)),
  enseignements: (acteur, operation, objet, contexte) =>
    cetteAnnee(acteur, operation, objet, contexte) &&
    servicesAupresDe(acteur, objet).some(({ codeMatiere }) => codeMatiere === objet.codeMatiere),
  eleves: (acteur, operation, objet, contexte) =>
    cetteAnnee(acteur, operation, objet, contexte) && servicesAupresDe(acteur, objet).length > 0,
  delegation: (acteur, operation, objet, { jour }) =>
    acteur.delegations.some((une) => porte(une, acteur, operation, objet) && estEnVigueur(une, jour)),
  // The académie is the object's, as for every scope.
  academie: () => true,
  soi: ({ livrets }, _operation, { livretId }) => livretId !== undefined && livrets.includes(livretId),
  jury: ({ jurys }, _operation, { jury }) => jury !== undefined && jurys.includes(jury),
};

function servicesAupresDe({ services }: Acteur, { divisions = [], groupes = [] }: Objet): Acteur['services'] {
  return services.filter(({ structure: { type, code } }) => (type === 'D' ? divisions : groupes).includes(code));
}

/** Whether a delegation is of this actor, act and establishment, in force or not. */
function porte(delegation: Delegation, { id, uai }: Acteur, operation: Operation, objet: Objet): boolean {
  const { a, operations } = delegation;
  return a === id && operations.includes(operation) && delegation.uai === uai && delegation.uai === objet.uai;
}

const REFUS: Readonly<Record<CodeDeRefus, { readonly message: string; readonly remede: string }>> = {
  'operation-interdite': {
    message: 'Votre rôle ne vous donne pas le droit de faire ceci, ici',
    remede: 'Demandez-le à qui en a le droit (docs/habilitations.md), ou une délégation au chef d’établissement.',
  },
  'acces-externe-ferme': {
    message: 'Votre rôle ne travaille que sur le réseau de l’établissement',
    remede: 'Connectez-vous depuis l’établissement.',
  },
  'delegation-expiree': {
    message: 'Votre délégation n’est pas en vigueur aujourd’hui',
    remede: 'Vérifiez ses dates avec le chef d’établissement, qui peut en donner une autre.',
  },
};

function refus(code: CodeDeRefus, operation: Operation): ErreurCodee {
  const { message, remede } = REFUS[code];
  const quoi = Object.hasOwn(OPERATIONS, operation) ? OPERATIONS[operation].libelle : 'opération inconnue';
  return new ErreurCodee(code, `${message} : « ${quoi} ».`, remede);
}
