import { randomInt } from 'node:crypto';
import { z } from 'zod';
import type { MagasinNumeros } from './magasin-numeros.ts';

/** How an académie asks the référentiel national for No Élève. */
export interface Numeros {
  /** The number of each livret, by livret: the same one when asked again. */
  reserver(session: number, livretIds: readonly string[]): Promise<Readonly<Record<string, string>>>;
}

export const LIVRETS_PAR_DEMANDE = 50;

export const demandeReserverNumeros = z.strictObject({
  session: z.int().min(2001).max(9999),
  livretIds: z.array(z.ulid()).max(LIVRETS_PAR_DEMANDE),
});

const TIRAGES = 10;

/** Ten random digits: opaque, derived from nothing (rules.md 21). */
export function tirerNumero(): string {
  const cinqChiffres = (): string => String(randomInt(0, 100_000)).padStart(5, '0');
  return cinqChiffres() + cinqChiffres();
}

/**
 * Reserves numbers in the référentiel: a number is unique in its session, nationally, and a livret has one
 * number in a session, whatever is asked twice or at once.
 */
export async function reserverNumeros(
  parts: { readonly numeros: MagasinNumeros; readonly tirer: () => string },
  { session, livretIds }: z.infer<typeof demandeReserverNumeros>,
): Promise<Record<string, string>> {
  const connus = await parts.numeros.lire(session, livretIds);
  const reserves: Record<string, string> = {};
  for (const livretId of livretIds) {
    reserves[livretId] = connus.get(livretId) ?? (await reserver(parts, session, livretId));
  }
  return reserves;
}

async function reserver(
  { numeros, tirer }: Parameters<typeof reserverNumeros>[0],
  session: number,
  livretId: string,
): Promise<string> {
  for (let tirage = 1; tirage <= TIRAGES; tirage++) {
    const noEleve = tirer();
    const issue = await numeros.reserver(session, livretId, noEleve);
    if (issue === 'reserve') return noEleve;
    if (issue === 'deja-numerote') {
      const connu = (await numeros.lire(session, [livretId])).get(livretId);
      if (connu !== undefined) return connu;
    }
  }
  throw new Error(`no free number after ${TIRAGES} draws`);
}
