import { executerTransaction } from '../aws/dynamo.ts';
import type { Journal } from '../aws/journal.ts';
import {
  type Accuse,
  cleLivret,
  ecrituresDeSuivi,
  type MagasinEnvois,
  type PartiesDuLivret,
  type VersionAccusee,
} from '../livret/index.ts';
import { chainer, ecritureDePreuve, teteApres } from '../preuve/index.ts';
import type { MessageDAccuse, MessageDesAccuses } from './messages.ts';

export interface PartiesDAccuse extends PartiesDuLivret {
  readonly envois: Pick<MagasinEnvois, 'clore' | 'retenir'>;
  readonly journal: Journal;
}

/**
 * The date of sending is that of the last version, or paper status, that the référentiel has acknowledged, not before
 * (R66); it goes while the référentiel has withdrawn it. A correction announced changes nothing of it: the version stays
 * in force. Acknowledgements come in any order; each closes what waited in its turn, once it is kept. A refusal retains it.
 */
export async function recevoirAccuse(parts: PartiesDAccuse, accuse: MessageDesAccuses): Promise<void> {
  if ('refus' in accuse) {
    const { session, livretId, refus } = accuse;
    await parts.envois.retenir(accuse, refus);
    parts.journal.alerte('livret refusé par le référentiel', { livretId, session, code: refus });
    return;
  }
  // Two words may be told in one turn: the first one's acknowledgement does not end what waits for the second.
  if (await garder(parts, accuse)) await parts.envois.clore(accuse);
}

const ESSAIS = 5;

/** @returns whether it is the last word that the livret told */
async function garder(parts: PartiesDAccuse, accuse: MessageDAccuse): Promise<boolean> {
  const { livretId, eleve, epoque, n, noCandidat, avis, recuLe, session } = accuse;
  const mot = { epoque, n, noCandidat, le: recuLe, ...enMain(accuse) };
  for (let essai = 1; ; essai++) {
    const [tete] = await parts.livrets.lireTetes([livretId]);
    if (tete === undefined) throw new Error('acknowledgement of an unknown livret');
    // Of a pupil who repeats, the session that is over keeps its own.
    const passage = tete.passages.find((une) => une.session === session);
    const { accuse: connu, version } = passage ?? tete;
    const dernier = version === null || (version.epoque === epoque && version.n === n);
    const nouveau = suivre(connu, mot, avis);
    if (nouveau === null) return dernier;
    const evenement = chainer(tete.chaine, {
      type: 'statut-accuse',
      quand: parts.horloge.maintenant().toString(),
      par: 'file/accuses',
      references: { session, epoque, n, ...(avis === undefined ? {} : { avis }) },
    });
    const apres = {
      ...tete,
      ...(passage === undefined
        ? { accuse: nouveau }
        : { passages: tete.passages.map((une) => (une === passage ? { ...une, accuse: nouveau } : une)) }),
      chaine: teteApres(evenement),
    };
    const issue = await executerTransaction(parts.dynamo, [
      parts.livrets.ecritureTete(tete, apres),
      ...ecrituresDeSuivi(parts, apres, [eleve, { statutEnvoyeLe: dateDEnvoi(nouveau) }]),
      ecritureDePreuve(parts.tablePreuve, cleLivret(livretId), evenement),
    ]);
    if (issue.faite) {
      parts.journal.info('accusé reçu', { livretId, session });
      return dernier;
    }
    if (essai === ESSAIS) throw new Error('livret written by others at each try');
  }
}

/** What is acknowledged by now; null when the word says nothing new. */
function suivre(connu: Accuse | null, mot: VersionAccusee & EnMain, avis: Accuse['avis']): Accuse | null {
  const version = connu === null ? null : versionDe(connu);
  if (connu === null || vientApres(mot, connu)) return avis === undefined ? mot : { ...mot, avis, version };
  if (!vientApres(connu, mot)) return changementDeMains(connu, mot);
  // An older word; of a version that no later one took the place of, it is the one in force.
  if (avis !== undefined || (version !== null && !vientApres(mot, version))) return null;
  return { ...connu, version: seule(mot) };
}

type EnMain = Pick<Accuse, 'depassee' | 'epoqueDeLaPlace'>;

function enMain({ depassee, epoqueDeLaPlace }: EnMain | MessageDAccuse): EnMain {
  return {
    ...(depassee === undefined ? {} : { depassee }),
    ...(epoqueDeLaPlace === undefined ? {} : { epoqueDeLaPlace }),
  };
}

/** The same word acknowledged again, after another académie took the pupil over, or gave them back. */
function changementDeMains(connu: Accuse, mot: EnMain): Accuse | null {
  if ((mot.epoqueDeLaPlace ?? 0) <= (connu.epoqueDeLaPlace ?? 0)) return null;
  const { depassee: _d, epoqueDeLaPlace: _e, ...reste } = connu;
  return { ...reste, ...enMain(mot) };
}

function versionDe(accuse: Accuse): VersionAccusee | null {
  return accuse.avis === undefined ? seule(accuse) : (accuse.version ?? null);
}

const seule = ({ epoque, n, noCandidat, le }: VersionAccusee): VersionAccusee => ({ epoque, n, noCandidat, le });

/** That of what is in force: a version, be it under correction, of the pair that the word is of. */
function dateDEnvoi(accuse: Accuse): string | null {
  const { avis, noCandidat, epoque } = accuse;
  if (avis !== undefined && avis !== 'correction') return null;
  const version = versionDe(accuse);
  return version?.noCandidat === noCandidat && version.epoque === epoque ? version.le : null;
}

function vientApres(a: VersionAccusee, b: VersionAccusee): boolean {
  return a.epoque > b.epoque || (a.epoque === b.epoque && a.n > b.n);
}
