import { ulid } from 'ulid';
import { z } from 'zod';
import { type Acteur, identifierActeur } from '../habilitations/index.ts';
import type { Horloge } from '../kernel/horloge.ts';
import type { ActeSigne } from './acte-signe.ts';
import { empreinteSalee, nouveauSel } from './sel.ts';

/** A written reason: long enough to say something, short enough to be read. */
export const motifEcrit = z.string().trim().min(10).max(500);

/** An act of a person, with the hash of their words that its event holds. */
export function signerActe(
  { horloge }: { readonly horloge: Horloge },
  acteur: Acteur,
  acte: Pick<ActeSigne, 'nature' | 'motif' | 'details'>,
): { readonly acte: ActeSigne; readonly empreinte: string } {
  const signe: ActeSigne = {
    ...acte,
    acteId: ulid(),
    par: identifierActeur(acteur),
    role: acteur.role,
    le: horloge.maintenant().toString(),
    sel: nouveauSel(),
  };
  return { acte: signe, empreinte: empreinteSalee(signe) };
}
