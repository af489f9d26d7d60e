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

/** The turn that begins with an act on a livret; null when nothing of it was told: there is nothing to correct. */
export function tourSuivant(tete: Tete, horloge: Horloge): EnvoiADemander | null {
  const dite = versionDeLaSession(tete);
  if (dite === null) return null;
  const { session } = dite.place;
  const inscrit = inscritEn(tete, session - 1);
  if (inscrit === null) return null;
  const depuis = horloge.maintenant().toString();
  return { session, livretId: tete.livretId, ...inscrit, tour: ulid(), demande: false, depuis };
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
