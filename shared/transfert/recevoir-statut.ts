import type { File } from '../aws/files.ts';
import type { Journal } from '../aws/journal.ts';
import type { Objets } from '../aws/objets.ts';
import { sha256 } from '../kernel/empreinte.ts';
import type { Horloge } from '../kernel/horloge.ts';
import type { Detenteur, MagasinReferentiel, Place } from './magasin-referentiel.ts';
import { clesDeVersion, type MessageDAccuse, type MessageDesAccuses, type MessageDesStatuts } from './messages.ts';
import type { CodeDeRefus } from './refus.ts';

export interface PartiesDeReception {
  readonly referentiel: MagasinReferentiel;
  readonly versions: Pick<Objets, 'lire'>;
  /** The queue of acknowledgements of the académie that is heard. */
  readonly accuses: File<MessageDesAccuses>;
  readonly horloge: Horloge;
  readonly journal: Journal;
}

/**
 * The référentiel receives a word: it checks that it is of the pupil's place, and that a version's objects are those that
 * were announced, records it, then acknowledges it in its turn. Received twice, it is acknowledged twice with the same
 * date. What it refuses goes back with the reason: the establishment alone can mend it.
 */
export async function recevoirStatut(parts: PartiesDeReception, message: MessageDesStatuts): Promise<void> {
  const { session, livretId, academie, eleve, noEleve, candidat, epoque, n, tour } = message;
  const place = await parts.referentiel.lirePlace(session, noEleve);
  const refus = refusDeLaPlace(place, message) ?? (await refusDesObjets(parts, message));
  if (refus !== null) {
    await parts.accuses.envoyer([{ session, livretId, epoque, n, tour, refus }], academie);
    parts.journal.alerte('statut refusé', { livretId, session, academie, code: refus });
    return;
  }
  const recuLe = await parts.referentiel.recevoir(message, parts.horloge.maintenant().toString());
  await parts.accuses.envoyer(
    [
      {
        session,
        livretId,
        eleve,
        epoque,
        n,
        noCandidat: candidat.noCandidat,
        tour,
        ...('avis' in message ? { avis: message.avis } : {}),
        recuLe,
        ...enMain(place, message),
      },
    ],
    academie,
  );
  parts.journal.info('statut reçu', { livretId, session, academie });
}

/** Under an époque, words of who held the place then are heard, late if need be; without a place, nobody's. */
function refusDeLaPlace(place: Place | null, message: MessageDesStatuts): CodeDeRefus | null {
  if (place === null) return 'place-inconnue';
  const alors = [...place.anciens, place.detenteur][message.epoque];
  return alors !== undefined && estLui(alors, message) ? null : 'place-d-un-autre';
}

function estLui(detenteur: Detenteur, { academie, livretId }: MessageDesStatuts): boolean {
  return detenteur.academie === academie && detenteur.livretId === livretId;
}

/** Whether another académie holds the pupil by now, once the place has changed hands. */
function enMain(place: Place | null, message: MessageDesStatuts): Pick<MessageDAccuse, 'depassee' | 'epoqueDeLaPlace'> {
  if (place === null || place.epoque === 0) return {};
  const { epoque: epoqueDeLaPlace, detenteur } = place;
  return estLui(detenteur, message) ? { epoqueDeLaPlace } : { epoqueDeLaPlace, depassee: true };
}

async function refusDesObjets(
  parts: Pick<PartiesDeReception, 'versions'>,
  message: MessageDesStatuts,
): Promise<CodeDeRefus | null> {
  if (!('format' in message) || message.format !== 'numerique') return null;
  const { session, livretId, academie, epoque, n, empreintes } = message;
  const cles = clesDeVersion(academie, session, livretId, epoque, n);
  const estIntact = async (objet: keyof typeof cles): Promise<boolean> => {
    const octets = await parts.versions.lire(cles[objet]);
    return octets !== null && sha256(octets) === empreintes[objet];
  };
  const intacts = await Promise.all((['version', 'projection', 'termes'] as const).map(estIntact));
  return intacts.every(Boolean) ? null : 'version-alteree';
}
