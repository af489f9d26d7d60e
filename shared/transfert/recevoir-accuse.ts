import { executerTransaction } from '../aws/dynamo.ts';
import type { Journal } from '../aws/journal.ts';
import { type Accuse, cleLivret, type PartiesDuLivret, type VersionAccusee } from '../livret/index.ts';
import { chainer, ecritureDePreuve, teteApres } from '../preuve/index.ts';
import type { MessageDAccuse } from './messages.ts';

export interface PartiesDAccuse extends PartiesDuLivret {
  readonly journal: Journal;
}

const ESSAIS = 5;

/**
 * The date of sending is that of the last version that the référentiel has acknowledged, not before (R66); it goes while
 * the référentiel has withdrawn it. A correction announced changes nothing of it: the version stays in force.
 * Acknowledgements come in any order.
 */
export async function recevoirAccuse(parts: PartiesDAccuse, accuse: MessageDAccuse): Promise<void> {
  const { livretId, eleve, epoque, n, avis, recuLe, session } = accuse;
  for (let essai = 1; ; essai++) {
    const livret = await parts.livrets.lire(livretId);
    if (livret === null) throw new Error('acknowledgement of an unknown livret');
    const { tete } = livret;
    // Of a pupil who repeats, the session that is over keeps its own.
    const passage = tete.passages.find((une) => une.session === session);
    const nouveau = suivre((passage ?? tete).accuse, { epoque, n, le: recuLe }, avis);
    if (nouveau === null) return;
    const evenement = chainer(tete.chaine, {
      type: 'statut-accuse',
      quand: parts.horloge.maintenant().toString(),
      par: 'file/accuses',
      references: { session, epoque, n, ...(avis === undefined ? {} : { avis }) },
    });
    const issue = await executerTransaction(parts.dynamo, [
      parts.livrets.ecritureTete(tete, {
        ...tete,
        ...(passage === undefined
          ? { accuse: nouveau }
          : { passages: tete.passages.map((une) => (une === passage ? { ...une, accuse: nouveau } : une)) }),
        chaine: teteApres(evenement),
      }),
      parts.registre.ecritureSuivi(eleve, { statutEnvoyeLe: dateDEnvoi(nouveau) }),
      ecritureDePreuve(parts.tablePreuve, cleLivret(livretId), evenement),
    ]);
    if (issue.faite) {
      parts.journal.info('accusé reçu', { livretId, session });
      return;
    }
    if (essai === ESSAIS) throw new Error('livret written by others at each try');
  }
}

/** What is acknowledged by now; null when the word says nothing new. */
function suivre(connu: Accuse | null, mot: VersionAccusee, avis: Accuse['avis']): Accuse | null {
  const version = connu === null ? null : versionDe(connu);
  if (connu === null || vientApres(mot, connu)) return avis === undefined ? mot : { ...mot, avis, version };
  // An older word; of a version that no later one took the place of, it is the one in force.
  if (avis !== undefined || !vientApres(connu, mot) || (version !== null && !vientApres(mot, version))) return null;
  return { ...connu, version: mot };
}

function versionDe(accuse: Accuse): VersionAccusee | null {
  return accuse.avis === undefined ? accuse : (accuse.version ?? null);
}

function dateDEnvoi(accuse: Accuse): string | null {
  return accuse.avis === 'retrait' ? null : (versionDe(accuse)?.le ?? null);
}

function vientApres(a: VersionAccusee, b: VersionAccusee): boolean {
  return a.epoque > b.epoque || (a.epoque === b.epoque && a.n > b.n);
}
