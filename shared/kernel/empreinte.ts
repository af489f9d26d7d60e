import { createHash } from 'node:crypto';

/** Lower-case hexadecimal SHA-256. */
export function sha256(contenu: string | Uint8Array): string {
  return createHash('sha256').update(contenu).digest('hex');
}

/** JSON with keys in order: the same value gives the same text, and so the same hash. */
export function jsonCanonique(valeur: unknown): string {
  return JSON.stringify(valeur, (_cle, v: unknown) =>
    v !== null && typeof v === 'object' && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
      : v,
  );
}
