import { ulid } from 'ulid';
import { z } from 'zod';
import type { File } from '../aws/files.ts';
import type { Horloge } from '../kernel/horloge.ts';
import { inscritEn, type Tete, versionDeLaSession } from './livret.ts';
import type { EnvoiADemander, MagasinEnvois } from './magasin-envois.ts';

/** Queue `transfert` of the académie: something of this livret is to be told; what it is, its state says. */
export const messageDeTransfert = z.strictObject({ session: z.int(), livretId: z.ulid() });
export type MessageDeTransfert = z.infer<typeof messageDeTransfert>;

/** What an act works with that changes something which the référentiel national may hold (rules.md 13). */
export interface PartiesDesEnvois {
  readonly envois: MagasinEnvois;
  readonly transferts: File<MessageDeTransfert>;
}

/**
 * The turn that begins with an act on a livret, whether something of it waits, was told, or not: the worker reads the state
 * and closes what has nothing to say. Null for one that was never paired: nothing can have been asked for, nor told.
 */
export function tourSuivant(tete: Tete, horloge: Horloge): EnvoiADemander | null {
  const session = sessionATenir(tete);
  if (session === null) return null;
  const inscrit = inscritEn(tete, session - 1);
  if (inscrit === null) return null;
  const depuis = horloge.maintenant().toString();
  return { session, livretId: tete.livretId, ...inscrit, tour: ulid(), demande: false, depuis };
}

/** The session that the livret was told of, or is or was paired for. */
function sessionATenir(tete: Tete): number | null {
  const { appariement, pairesDefaites = [], passages } = tete;
  const defaite = pairesDefaites
    .map((cle) => Number(cle.split('#')[0]))
    .findLast((session) => !passages.some((passage) => passage.session === session));
  return versionDeLaSession(tete)?.place.session ?? appariement?.session ?? defaite ?? null;
}

/** Once the turn stands. Whoever stops before leaves it to `surveiller-envois`. */
export async function mettreEnFile(
  { transferts }: Pick<PartiesDesEnvois, 'transferts'>,
  envoi: EnvoiADemander | null,
): Promise<void> {
  if (envoi !== null) {
    await transferts.envoyer([{ session: envoi.session, livretId: envoi.livretId }], envoi.uai);
  }
}
