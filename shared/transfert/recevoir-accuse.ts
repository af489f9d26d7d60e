import { executerTransaction } from '../aws/dynamo.ts';
import type { Journal } from '../aws/journal.ts';
import type { PartiesDuLivret } from '../livret/index.ts';
import { cleLivret } from '../livret/index.ts';
import { chainer, ecritureDePreuve, teteApres } from '../preuve/index.ts';
import type { MessageDAccuse } from './messages.ts';

export interface PartiesDAccuse extends PartiesDuLivret {
  readonly journal: Journal;
}

const ESSAIS = 5;

/**
 * The date of sending appears when the référentiel has acknowledged the version, not before (R66); it goes when the
 * référentiel has withdrawn it.
 */
export async function recevoirAccuse(parts: PartiesDAccuse, accuse: MessageDAccuse): Promise<void> {
  const { livretId, eleve, epoque, n, avis, recuLe, session } = accuse;
  for (let essai = 1; ; essai++) {
    const livret = await parts.livrets.lire(livretId);
    if (livret === null) throw new Error('acknowledgement of an unknown livret');
    const { tete } = livret;
    // Of a pupil who repeats, the session that is over keeps its own.
    const passage = tete.passages.find((une) => une.session === session);
    const connu = (passage ?? tete).accuse;
    if (connu !== null && (connu.epoque > epoque || (connu.epoque === epoque && connu.n >= n))) return;
    const nouveau = { epoque, n, le: recuLe };
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
      parts.registre.ecritureSuivi(eleve, { statutEnvoyeLe: avis === 'retrait' ? null : recuLe }),
      ecritureDePreuve(parts.tablePreuve, cleLivret(livretId), evenement),
    ]);
    if (issue.faite) {
      parts.journal.info('accusé reçu', { livretId, session });
      return;
    }
    if (essai === ESSAIS) throw new Error('livret written by others at each try');
  }
}
