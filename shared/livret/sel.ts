import { createHmac, randomBytes } from 'node:crypto';
import { jsonCanonique } from '../kernel/empreinte.ts';
import type { BaseNotes } from './livret.ts';
import type { ContenuDeSaisie } from './saisie.ts';

/** The salt of a base: without it, the hash that evidence holds of the marks tells nothing. */
export function nouveauSel(): string {
  return randomBytes(16).toString('hex');
}

/** The hash of a base that events hold: it tells nothing once the base and its salt are erased. */
export function empreinteDeBase(base: BaseNotes): string {
  return createHmac('sha256', base.sel)
    .update(jsonCanonique({ ...base, sel: undefined }))
    .digest('hex');
}

/** The same of an entry by hand. */
export function empreinteDeSaisie(contenu: ContenuDeSaisie): string {
  return createHmac('sha256', contenu.sel)
    .update(jsonCanonique({ ...contenu, sel: undefined }))
    .digest('hex');
}
