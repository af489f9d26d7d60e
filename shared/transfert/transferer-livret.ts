import { executerTransaction } from '../aws/dynamo.ts';
import type { File } from '../aws/files.ts';
import type { Journal } from '../aws/journal.ts';
import type { Objets } from '../aws/objets.ts';
import { type Calendriers, calendrierDe, exigerServicesOuverts } from '../calendrier/index.ts';
import { anneeDeSession, session as sessionDe } from '../kernel/annee.ts';
import { jsonCanonique, sha256 } from '../kernel/empreinte.ts';
import { estErreurCodee } from '../kernel/erreur.ts';
import type { PartiesDuLivret, VersionFigee } from '../livret/index.ts';
import {
  anneesAPresenter,
  changementDEtat,
  cleLivret,
  ecrituresDeSuivi,
  faitsDe,
  ouvrirLivret,
  passer,
} from '../livret/index.ts';
import { chainer, ecritureDePreuve, teteApres } from '../preuve/index.ts';
import { aviser } from './aviser.ts';
import { empreinteDuContenu, figer, type LivretFige, lireTermesAMasquer } from './figer.ts';
import { clesDeVersion, type MessageDesStatuts, type MessageDeTransfert } from './messages.ts';

export interface PartiesDeTransfert extends PartiesDuLivret {
  /** The référentiel's bucket, where this function may only write. */
  readonly versions: Pick<Objets, 'ecrire'>;
  readonly statuts: File<MessageDesStatuts>;
  readonly academie: string;
  readonly calendriers: Calendriers;
  readonly journal: Journal;
}

const ESSAIS = 5;

/**
 * Freezes one livret and sends its status with its version to the référentiel national. What was frozen stands
 * first, then its objects, then the message: interrupted anywhere, a redelivery goes through the same
 * version again and ends with the same state. What was announced of a livret that was sent before is told first, by its
 * state: it may need no other version.
 */
export async function transfererLivret(parts: PartiesDeTransfert, message: MessageDeTransfert): Promise<void> {
  if (message.annonce !== undefined && (await aviser(parts, message)) === 'dit') return;
  try {
    // The right to send is computed when it is used: the message may have waited (design.md).
    exigerServicesOuverts(calendrierDe(parts.calendriers, message.session), parts.horloge);
    await figerEtEnvoyer(parts, message);
  } catch (erreur) {
    if (!estErreurCodee(erreur)) throw erreur;
    // What retains a livret is no breakdown: the establishment reads it when it sends again.
    const { livretId, session } = message;
    parts.journal.alerte('livret retenu', { livretId, session, code: erreur.code });
  }
}

async function figerEtEnvoyer(parts: PartiesDeTransfert, message: MessageDeTransfert): Promise<void> {
  const { session, uai, eleveId, livretId } = message;
  const annee = anneeDeSession(sessionDe(session));
  const eleve = await parts.registre.lireEleve(uai, annee, eleveId);
  if (eleve === null) throw new Error('a pupil that the list does not hold');

  for (let essai = 1; ; essai++) {
    const ouvert = await ouvrirLivret(parts, livretId);
    const { livret } = ouvert;
    const { annees, anneesSansNomenclature } = anneesAPresenter(ouvert, session);
    const connus = await lireTermesAMasquer(parts, livret, eleve);
    const fige = figer(session, livret, eleve, annees, anneesSansNomenclature, connus);
    const { tete } = livret;
    const contenu = empreinteDuContenu(fige);
    const objets = objetsDe(fige);
    // Unlocked, then validated again as it was: the version that stands is sent again, and frozen once.
    const figee = tete.version?.contenu === contenu ? tete.version : null;
    if (figee !== null && tete.etat !== 'valide') {
      await envoyer(parts, message, annee, fige, figee, objets);
      return;
    }
    const version: VersionFigee = figee ?? {
      epoque: tete.version?.epoque ?? 0,
      n: (tete.version?.n ?? 0) + 1,
      empreinte: sha256(objets.version),
      contenu,
    };
    // One that was sent is frozen again when its identity was corrected: it stays sent.
    const etat = tete.etat === 'valide' ? passer(tete.etat, 'envoyer', faitsDe(tete)) : tete.etat;
    const evenement = chainer(tete.chaine, {
      type: figee === null ? 'version-figee' : 'version-renvoyee',
      quand: parts.horloge.maintenant().toString(),
      par: 'file/transfert',
      references: {
        session,
        epoque: version.epoque,
        n: version.n,
        empreinte: version.empreinte,
        ...changementDEtat(tete, { ...tete, etat }),
      },
    });
    const envoyee = { ...tete, etat, version, chaine: teteApres(evenement) };
    const issue = await executerTransaction(parts.dynamo, [
      parts.livrets.ecritureTete(tete, envoyee),
      ...ecrituresDeSuivi(parts, envoyee),
      ...(figee === null ? [parts.livrets.ecritureVersion(livretId, version)] : []),
      ecritureDePreuve(parts.tablePreuve, cleLivret(livretId), evenement),
    ]);
    if (issue.faite) {
      await envoyer(parts, message, annee, fige, version, objets);
      return;
    }
    if (essai === ESSAIS) throw new Error('livret written by others at each try');
  }
}

interface ObjetsDeVersion {
  readonly version: string;
  readonly projection: string;
  readonly termes: string;
}

function objetsDe(fige: LivretFige): ObjetsDeVersion {
  return {
    version: jsonCanonique(fige.version),
    projection: jsonCanonique(fige.projection),
    termes: jsonCanonique(fige.termes),
  };
}

async function envoyer(
  parts: PartiesDeTransfert,
  { session, uai, eleveId, livretId }: MessageDeTransfert,
  annee: number,
  { version }: LivretFige,
  { epoque, n }: VersionFigee,
  objets: ObjetsDeVersion,
): Promise<void> {
  const cles = clesDeVersion(parts.academie, session, livretId, epoque, n);
  const type = 'application/json; charset=utf-8';
  await Promise.all([
    parts.versions.ecrire(cles.version, objets.version, type),
    parts.versions.ecrire(cles.projection, objets.projection, type),
    parts.versions.ecrire(cles.termes, objets.termes, type),
  ]);
  await parts.statuts.envoyer(
    [
      {
        session,
        academie: parts.academie,
        livretId,
        eleve: { uai, annee, eleveId },
        noCandidat: version.noCandidat,
        noEleve: version.noEleve,
        format: 'numerique',
        epoque,
        n,
        empreintes: {
          version: sha256(objets.version),
          projection: sha256(objets.projection),
          termes: sha256(objets.termes),
        },
      },
    ],
    parts.academie,
  );
  parts.journal.info('livret transféré', { livretId, session });
}
