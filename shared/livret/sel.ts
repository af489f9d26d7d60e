import { randomBytes } from 'node:crypto';

/** The salt of a base: without it, the hash that evidence holds of the marks tells nothing. */
export function nouveauSel(): string {
  return randomBytes(16).toString('hex');
}
