import { z } from 'zod';
import { messageDEdition } from './fichier.ts';

const nom = z.string().trim().min(1).max(100);

/** A person who presides over a jury, by name: their sign-in is not ours. */
export const personneDuJury = z.strictObject({ nom, prenom: nom });
export type PersonneDuJury = z.infer<typeof personneDuJury>;

export const VICE_PRESIDENTS_MAX = 4;

/** Who presides over a jury (R74); without a president while the DEC looks for one. */
export const presidence = z.strictObject({
  president: personneDuJury.nullable(),
  vicePresidents: z.array(personneDuJury).max(VICE_PRESIDENTS_MAX),
});
export type Presidence = z.infer<typeof presidence>;

/** `S#<session>#PRESIDENTS` / `<jury>`: names, and no candidate's. */
export interface PresidenceGardee extends Presidence {
  readonly jury: string;
  /** Grows by one at each change. */
  readonly n: number;
  /** ISO instant, and the role of who entered it. */
  readonly le: string;
  readonly role: string;
  /** Of the hash that evidence holds. */
  readonly sel: string;
}

export const demandeDePresidence = messageDEdition.omit({ n: true });

export const demandeDeNomination = demandeDePresidence.extend({
  ...presidence.shape,
  /** The number that who asks has seen; null when there was none. */
  vue: z.int().positive().nullable(),
});
