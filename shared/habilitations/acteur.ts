import type { Operation } from './operations.ts';

/** Who acts, by what they are in the livret's procedure (R13-R24). One person may come in several roles, one at a time. */
export const ROLES = {
  chef: 'chef d’établissement',
  adjoint: 'adjoint',
  delegue: 'délégué',
  enseignant: 'enseignant',
  'professeur-principal': 'professeur principal',
  cpe: 'CPE',
  ddfpt: 'DDFPT',
  eleve: 'élève',
  responsable: 'responsable légal',
  dec: 'DEC',
  'chef-de-centre': 'chef de centre',
  president: 'président de jury',
  statisticien: 'statisticien',
} as const;

export type Role = keyof typeof ROLES;

export interface Acteur {
  /** Stable id of the person in what names it: `<UAI>/epp/1234` (STS), `academie/<id>`, …; never a name. */
  readonly id: string;
  readonly role: Role;
  /** Where they stand: establishment's people. null for académie-wide roles. */
  readonly uai: string | null;
  /** Slug. */
  readonly academie: string;
  /** The establishment's network, or anywhere else (R25). */
  readonly reseau: 'interne' | 'externe';
  /** Teachers: what they teach to whom in the school year that runs (STS). */
  readonly services: readonly ServiceDeLActeur[];
  /** Divisions of which they are the professeur principal this year. */
  readonly principalDe: readonly string[];
  /** Livrets that are theirs (élève) or of their children (responsable). */
  readonly livrets: readonly string[];
  /** Juries of which they are the centre's head or (vice-)president: `<session>#<jury>`. */
  readonly jurys: readonly string[];
  /** Delegations in force or not, as the head gave them (delegue). */
  readonly delegations: readonly Delegation[];
}

export interface ServiceDeLActeur {
  readonly structure: { readonly type: 'D' | 'G'; readonly code: string };
  readonly codeMatiere: string;
}

/** What a head gives to a person: acts, from a day to another, revocable (R42). It cannot be given further. */
export interface Delegation {
  readonly delegationId: string;
  readonly uai: string;
  /** The person (`Acteur.id`). */
  readonly a: string;
  /** What they may do beyond control and print; none is a delegation too. */
  readonly operations: readonly Operation[];
  /** ISO dates in Paris, both included. */
  readonly du: string;
  readonly au: string;
  /** ISO instant; null as long as it stands. */
  readonly revoqueeLe: string | null;
  /** Who gave it (`identifierActeur`). */
  readonly par: string;
}

/** « enseignant/0380029A/epp/1234 »: what events keep as `par`. */
export function identifierActeur({ role, id }: Pick<Acteur, 'role' | 'id'>): string {
  return `${role}/${id}`;
}
