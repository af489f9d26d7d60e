import { executerTransaction } from '../aws/dynamo.ts';
import type { Candidat } from '../candidats/index.ts';
import {
  type Appariement,
  cleLivret,
  type LigneEleve,
  mettreEnFile,
  type PartiesDesEnvois,
  type PartiesDuLivret,
  type Tete,
} from '../livret/index.ts';
import { chainer, ecritureDePreuve, teteApres } from '../preuve/index.ts';
import type { Paire } from './apparier.ts';
import { renvoiDe } from './paire.ts';
import type { Reponse } from './places.ts';
import { clePaireDefaite, estPassee, ligneDe, type PartiesDeSituation, paireDe } from './situation.ts';

export type PartiesDesPaires = PartiesDuLivret & PartiesDeSituation & PartiesDesEnvois;

const ESSAIS = 5;

/** What a try came to: the head was written by others since it was read. */
const ENCORE = Symbol();

/** On a head as it stands, read again as long as others write it. */
async function surLaTete(
  { livrets }: PartiesDesPaires,
  livretId: string,
  lue: Tete | undefined,
  tenter: (tete: Tete) => Promise<Appariement | null | typeof ENCORE>,
): Promise<Appariement | null> {
  let tete = lue;
  for (let essai = 1; essai <= ESSAIS; essai++) {
    tete ??= (await livrets.lireTetes([livretId]))[0];
    if (tete === undefined) throw new Error('a pupil without livret');
    const issue = await tenter(tete);
    if (issue !== ENCORE) return issue;
    tete = undefined;
  }
  throw new Error('livret written by others at each try');
}

/**
 * The pair of a livret, shown on the row of a pupil who moved after it was made.
 *
 * @returns the pair; null when it has none by now
 */
export function recopierPaire(
  parts: PartiesDesPaires,
  session: number,
  eleve: LigneEleve,
  lue: Tete | undefined,
): Promise<Appariement | null> {
  return surLaTete(parts, eleve.livretId, lue, (tete) => recopier(parts, session, eleve, tete));
}

async function recopier(
  parts: PartiesDesPaires,
  session: number,
  eleve: LigneEleve,
  tete: Tete,
): Promise<Appariement | null | typeof ENCORE> {
  const paire = paireDe(tete, session);
  if (paire === null) return null;
  // A pair that a person undoes meanwhile does not come back on the row.
  const { faite } = await executerTransaction(parts.dynamo, [
    parts.livrets.verificationDeTete(tete),
    parts.registre.ecritureSuivi(eleve, ligneDe(paire)),
  ]);
  return faite ? paire : ENCORE;
}

/** @returns the pair that the livret has by now; null when it has none */
export function ecrirePaire(
  parts: PartiesDesPaires,
  session: number,
  { eleve, candidat, par, certitude }: Paire<LigneEleve, Candidat>,
  { noEleve, epoque }: Extract<Reponse, { readonly etat: 'place' }>,
  lue: Tete | undefined,
): Promise<Appariement | null> {
  const { noCandidat } = candidat;
  const { livretId } = eleve;
  return surLaTete(parts, livretId, lue, async (tete) => {
    if (paireDe(tete, session) !== null) return recopier(parts, session, eleve, tete);
    if (estPassee(tete, session) || tete.pairesDefaites?.includes(clePaireDefaite(session, noCandidat))) return null;
    const appariement = { session, noCandidat, noEleve, ...(epoque === 0 ? {} : { epoque }), par, certitude };
    const evenement = chainer(tete.chaine, {
      type: 'apparie',
      quand: parts.horloge.maintenant().toString(),
      par: 'file/appariement',
      references: { session, noCandidat, noEleve, moyen: par, certitude, ...(epoque === 0 ? {} : { epoque }) },
    });
    const envoi = renvoiDe(tete, parts.horloge, appariement);
    const issue = await executerTransaction(parts.dynamo, [
      parts.livrets.ecritureTete(tete, { ...tete, appariement, chaine: teteApres(evenement) }),
      parts.registre.ecritureSuivi(eleve, ligneDe(appariement)),
      parts.candidats.ecritureAppariement(candidat, livretId, noEleve),
      ecritureDePreuve(parts.tablePreuve, cleLivret(livretId), evenement),
      ...(envoi === null ? [] : [parts.envois.ecriture(envoi)]),
    ]);
    if (issue.faite) {
      await mettreEnFile(parts, envoi);
      return appariement;
    }
    // The candidate was paired with another livret meanwhile, or moved: the condition keeps that.
    return issue.conditions[2] === true ? null : ENCORE;
  });
}
