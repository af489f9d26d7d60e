import { createHmac, randomBytes } from 'node:crypto';
import { jsonCanonique } from '../kernel/empreinte.ts';
import type { BaseNotes } from './livret.ts';
import type { ContenuDeSaisie } from './saisie.ts';

/** The salt of a base: without it, the hash that evidence holds of the marks tells nothing. */
export function nouveauSel(): string {
  return randomBytes(16).toString('hex');
}

/** The hash of what somebody wrote, which carries its salt: events hold it, and it tells nothing once both are erased. */
export function empreinteSalee<T extends { readonly sel: string }>(ecrit: T): string {
  return createHmac('sha256', ecrit.sel)
    .update(jsonCanonique({ ...ecrit, sel: undefined }))
    .digest('hex');
}

/** Of a base. */
export function empreinteDeBase(base: BaseNotes): string {
  return empreinteSalee(base);
}

/** Of an entry by hand. */
export function empreinteDeSaisie(contenu: ContenuDeSaisie): string {
  return empreinteSalee(contenu);
}
