import type { File } from '../aws/files.ts';
import type { Journal } from '../aws/journal.ts';
import type { Objets } from '../aws/objets.ts';
import { sha256 } from '../kernel/empreinte.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import type { Horloge } from '../kernel/horloge.ts';
import type { MagasinReferentiel } from './magasin-referentiel.ts';
import { clesDeVersion, type MessageDAccuse, type MessageDeStatut, type MessageDesStatuts } from './messages.ts';

export interface PartiesDeReception {
  readonly referentiel: MagasinReferentiel;
  readonly versions: Pick<Objets, 'lire'>;
  /** The queue of acknowledgements of an académie; only those of the deployment's list have one. */
  readonly accuses: (academie: string) => Promise<File<MessageDAccuse>>;
  readonly horloge: Horloge;
  readonly journal: Journal;
}

/**
 * The référentiel receives a status: it checks that the version's objects are those that were announced,
 * records it, then acknowledges. Received twice, it is acknowledged twice with the same date. What is said of a version
 * has no object, and goes the same way.
 */
export async function recevoirStatut(parts: PartiesDeReception, message: MessageDesStatuts): Promise<void> {
  const { session, livretId, academie, eleve, epoque, n } = message;
  const maintenant = parts.horloge.maintenant().toString();
  const accuse = { session, livretId, eleve, epoque, n };
  const file = await parts.accuses(academie);
  if ('avis' in message) {
    const recuLe = await parts.referentiel.aviser(message, maintenant);
    await file.envoyer([{ ...accuse, avis: message.avis, recuLe }], academie);
  } else {
    await verifierLesObjets(parts, message);
    const recuLe = await parts.referentiel.recevoir(message, maintenant);
    await file.envoyer([{ ...accuse, recuLe }], academie);
  }
  parts.journal.info('statut reçu', { livretId, session, academie });
}

async function verifierLesObjets(parts: Pick<PartiesDeReception, 'versions'>, message: MessageDeStatut): Promise<void> {
  const { session, livretId, academie, epoque, n, empreintes } = message;
  const cles = clesDeVersion(academie, session, livretId, epoque, n);
  for (const objet of ['version', 'projection', 'termes'] as const) {
    const octets = await parts.versions.lire(cles[objet]);
    if (octets === null || sha256(octets) !== empreintes[objet]) {
      throw new ErreurCodee(
        'version-alteree',
        'La version reçue n’est pas celle qui a été annoncée.',
        'Renvoyez le livret depuis l’établissement.',
      );
    }
  }
}
