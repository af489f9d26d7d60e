import { ulid } from 'ulid';
import type { Operation } from '../aws/dynamo.ts';
import type { File } from '../aws/files.ts';
import type { Horloge } from '../kernel/horloge.ts';
import { type LigneEleve, type MagasinEnvois, type Tete, versionDeLaSession } from '../livret/index.ts';

/** Through which it is told that a livret which had been sent lost its candidate, or found one. */
export interface PartiesDeRenvoi {
  readonly envois: MagasinEnvois;
  readonly transfert: File<{ readonly session: number; readonly livretId: string }>;
  readonly horloge: Horloge;
}

/** Something of this livret reached the référentiel in the session that goes on, or is on its way. */
export function estParvenu(tete: Tete): boolean {
  return tete.etat === 'envoye' || versionDeLaSession(tete) !== null;
}

/**
 * To be joined to the transaction that makes or undoes a pair: what was sent is withdrawn with its pair, and sent again
 * under the next one. Nothing for a livret of which nothing was sent.
 */
export function ecrituresDeRenvoi(
  { envois, horloge }: PartiesDeRenvoi,
  tete: Tete,
  session: number,
  { uai, eleveId }: Pick<LigneEleve, 'uai' | 'eleveId'>,
  apparie: boolean,
): Operation[] {
  if (!estParvenu(tete)) return [];
  const depuis = horloge.maintenant().toString();
  const { livretId } = tete;
  return [envois.ecriture({ session, livretId, uai, eleveId, tour: ulid(), demande: apparie, depuis })];
}

/** After the transaction: if it is not done, the sweeper of what waits does it. */
export async function prevenirLeTransfert(
  { transfert }: PartiesDeRenvoi,
  session: number,
  { livretId, uai }: Pick<LigneEleve, 'livretId' | 'uai'>,
): Promise<void> {
  await transfert.envoyer([{ session, livretId }], uai);
}

/** Where the rows of a pupil are in the school year of a session: one establishment, more for who moved. */
export function inscriptionsDe({ siecle }: Pick<Tete, 'siecle'>, annee: number) {
  return Object.entries(siecle).flatMap(([cle, eleveId]) => {
    const [uai = '', an] = cle.split('#');
    return Number(an) === annee ? [{ uai, annee, eleveId }] : [];
  });
}
