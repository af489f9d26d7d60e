import type { File } from '../aws/files.ts';
import type { Journal } from '../aws/journal.ts';
import type { Objets } from '../aws/objets.ts';
import { sha256 } from '../kernel/empreinte.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import type { Horloge } from '../kernel/horloge.ts';
import type { Detenteur, MagasinReferentiel, Place } from './magasin-referentiel.ts';
import { clesDeVersion, type MessageDAccuse, type MessageDesStatuts, type MessageNumerique } from './messages.ts';

export interface PartiesDeReception {
  readonly referentiel: MagasinReferentiel;
  readonly versions: Pick<Objets, 'lire'>;
  /** The queue of acknowledgements of the académie that is heard. */
  readonly accuses: File<MessageDAccuse>;
  readonly horloge: Horloge;
  readonly journal: Journal;
}

/**
 * The référentiel receives a word: it checks that it is of the pupil's place, and that a version's objects are those that
 * were announced, records it, then acknowledges it in its turn. Received twice, it is acknowledged twice with the same
 * date.
 */
export async function recevoirStatut(parts: PartiesDeReception, message: MessageDesStatuts): Promise<void> {
  const { session, livretId, academie, eleve, noEleve, epoque, n, tour } = message;
  const place = await parts.referentiel.lirePlace(session, noEleve);
  exigerSaPlace(place, message);
  if ('format' in message && message.format === 'numerique') await verifierLesObjets(parts, message);
  const recuLe = await parts.referentiel.recevoir(message, parts.horloge.maintenant().toString());
  await parts.accuses.envoyer(
    [
      {
        session,
        livretId,
        eleve,
        epoque,
        n,
        tour,
        ...('avis' in message ? { avis: message.avis } : {}),
        recuLe,
        ...(estLui(place.detenteur, message) ? {} : { depassee: true as const }),
      },
    ],
    academie,
  );
  parts.journal.info('statut reçu', { livretId, session, academie });
}

/** Under an époque, words of who held the place then are heard, late if need be; without a place, nobody's. */
function exigerSaPlace(place: Place | null, message: MessageDesStatuts): asserts place is Place {
  if (place === null) {
    throw new ErreurCodee(
      'place-inconnue',
      'Aucune place n’a été réservée sous le No Élève de ce statut.',
      'Défaites la paire de l’élève et refaites-la (« lsl apparier »), puis renvoyez le livret.',
    );
  }
  const alors = [...place.anciens, place.detenteur][message.epoque];
  if (alors !== undefined && estLui(alors, message)) return;
  throw new ErreurCodee(
    'place-d-un-autre',
    'Le No Élève de ce statut n’est pas celui de ce livret.',
    'Défaites la paire de l’élève et refaites-la (« lsl apparier »), puis renvoyez le livret.',
  );
}

function estLui(detenteur: Detenteur, { academie, livretId }: MessageDesStatuts): boolean {
  return detenteur.academie === academie && detenteur.livretId === livretId;
}

async function verifierLesObjets(
  parts: Pick<PartiesDeReception, 'versions'>,
  message: MessageNumerique,
): Promise<void> {
  const { session, livretId, academie, epoque, n, empreintes } = message;
  const cles = clesDeVersion(academie, session, livretId, epoque, n);
  const verifier = async (objet: keyof typeof cles): Promise<void> => {
    const octets = await parts.versions.lire(cles[objet]);
    if (octets === null || sha256(octets) !== empreintes[objet]) {
      throw new ErreurCodee(
        'version-alteree',
        'La version reçue n’est pas celle qui a été annoncée.',
        'Renvoyez le livret depuis l’établissement.',
      );
    }
  };
  await Promise.all((['version', 'projection', 'termes'] as const).map(verifier));
}
