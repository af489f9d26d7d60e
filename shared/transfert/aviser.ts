import { executerTransaction } from '../aws/dynamo.ts';
import type { File } from '../aws/files.ts';
import type { Journal } from '../aws/journal.ts';
import { anneeDeSession, session as sessionDe } from '../kernel/annee.ts';
import {
  type AvisDeVersion,
  cleLivret,
  type LivretOuvert,
  OUVERTURES,
  type PartiesDuLivret,
  type VersionFigee,
  versionDeLaSession,
} from '../livret/index.ts';
import { chainer, ecritureDePreuve, teteApres } from '../preuve/index.ts';
import type { MessageDesStatuts, MessageDeTransfert } from './messages.ts';

export interface PartiesDAvis extends PartiesDuLivret {
  readonly statuts: File<MessageDesStatuts>;
  readonly academie: string;
  readonly journal: Journal;
}

type Tete = LivretOuvert['livret']['tete'];

const ESSAIS = 5;

/**
 * Tells the référentiel what became of a livret that it holds: its state says what, not the announcement, which may come
 * late, twice or after another. The word is numbered with the versions in a transaction, then sent: interrupted, a
 * redelivery sends the same one. No calendar holds it: a candidate's opposition counts at any hour.
 *
 * @returns `a-envoyer` when what is to be told is the livret itself
 */
export async function aviser(parts: PartiesDAvis, message: MessageDeTransfert): Promise<'dit' | 'a-envoyer'> {
  const { session, livretId } = message;
  for (let essai = 1; ; essai++) {
    const livret = await parts.livrets.lire(livretId);
    if (livret === null) throw new Error('announcement of an unknown livret');
    const { tete } = livret;
    // Nothing left the académie for this session, or the session is over.
    const sienne = versionDeLaSession(tete);
    if (sienne === null || tete.passages.some((passage) => passage.session === session)) return 'dit';
    const avis = avisDe(tete);
    if (avis === null) return resteAEnvoyer(tete) ? 'a-envoyer' : 'dit';
    const { epoque, n, empreinte, avis: dernier } = sienne;
    if (dernier?.sorte === avis.sorte && dernier.depuis === avis.depuis) {
      await envoyer(parts, message, sienne, avis);
      return 'dit';
    }
    const version: VersionFigee = { epoque, n: n + 1, empreinte, contenu: '', avis };
    const evenement = chainer(tete.chaine, {
      type: avis.sorte === 'retrait' ? 'version-retiree' : 'correction-annoncee',
      quand: parts.horloge.maintenant().toString(),
      par: 'file/transfert',
      references: { session, epoque, n: version.n },
    });
    const issue = await executerTransaction(parts.dynamo, [
      parts.livrets.ecritureTete(tete, { ...tete, version, chaine: teteApres(evenement) }),
      parts.livrets.ecritureVersion(livretId, version),
      ecritureDePreuve(parts.tablePreuve, cleLivret(livretId), evenement),
    ]);
    if (issue.faite) {
      await envoyer(parts, message, version, avis);
      return 'dit';
    }
    if (essai === ESSAIS) throw new Error('livret written by others at each try');
  }
}

/** An opposition outweighs a correction. */
function avisDe({ opposition, correction }: Tete): AvisDeVersion | null {
  if (opposition !== null) return { sorte: 'retrait', depuis: opposition.le };
  return correction === null ? null : { sorte: 'correction', depuis: correction.le };
}

/** What was withdrawn comes back; what was sent is sent again. What was validated again waits for « Envoyer livrets ». */
function resteAEnvoyer({ etat, version }: Tete): boolean {
  if (OUVERTURES[etat].contenu) return false;
  return version?.avis?.sorte === 'retrait' || etat !== 'valide';
}

async function envoyer(
  { statuts, academie, journal }: PartiesDAvis,
  { session, uai, eleveId, livretId }: MessageDeTransfert,
  { epoque, n }: VersionFigee,
  { sorte, depuis }: AvisDeVersion,
): Promise<void> {
  const eleve = { uai, annee: anneeDeSession(sessionDe(session)), eleveId };
  await statuts.envoyer([{ avis: sorte, depuis, session, academie, livretId, eleve, epoque, n }], academie);
  journal.info('avis envoyé', { livretId, session });
}
