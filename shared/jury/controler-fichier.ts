import type { Journal } from '../aws/journal.ts';
import type { Objets } from '../aws/objets.ts';
import { sha256 } from '../kernel/empreinte.ts';
import { ErreurCodee, estErreurCodee } from '../kernel/erreur.ts';
import type { TermesInterdits } from '../transfert/index.ts';
import { lireVerifie, refuserEdition } from './composer-fichier.ts';
import { controlerZip } from './controler-zip.ts';
import { cleDuFichier, type Edition, type MessageDEdition } from './fichier.ts';
import type { MagasinEditions } from './magasin-editions.ts';

export interface PartiesDeControle {
  readonly editions: MagasinEditions;
  readonly fichiers: Pick<Objets, 'lire'>;
  /** The référentiel's bucket, of which only terms can be read. */
  readonly termes: Pick<Objets, 'lire'>;
  readonly journal: Journal;
}

/** What the edition keeps of a refusal: enough to find the pages, and the rest is the same again. */
const ANOMALIES_GARDEES = 200;

/** Reads a composed file back and gives its verdict: ready, or refused with what was found. */
export async function controlerFichier(parts: PartiesDeControle, message: MessageDEdition): Promise<void> {
  const { session, jury, n } = message;
  const edition = await parts.editions.lire(session, jury, n);
  if (edition?.etat !== 'compose') return;
  try {
    await controler(parts, message, edition);
  } catch (erreur) {
    if (!estErreurCodee(erreur)) throw erreur;
    await refuserEdition(parts, message, 'compose', erreur);
  }
}

async function controler(parts: PartiesDeControle, message: MessageDEdition, edition: Edition): Promise<void> {
  const { session, jury, n } = message;
  const empreinte = edition.empreinte ?? '';
  const zip = await parts.fichiers.lire(cleDuFichier(message, empreinte));
  if (zip === null || sha256(zip) !== empreinte) {
    throw new ErreurCodee(
      'fichier-altere',
      'Le fichier composé n’est pas celui que l’édition annonce.',
      'Demandez une nouvelle édition du fichier de ce jury.',
    );
  }
  const termes = await Promise.all(
    edition.candidats.map(
      async (candidat) => JSON.parse(await lireVerifie(parts.termes, candidat.termes)) as TermesInterdits,
    ),
  );
  const { conforme, pages, anomalies } = await controlerZip(zip, edition, termes);
  await parts.editions.passer(message, 'compose', conforme ? 'pret' : 'refuse', {
    pages,
    anomalies: anomalies.slice(0, ANOMALIES_GARDEES).map(({ code, page, noEleve }) => ({ code, page, noEleve })),
  });
  parts.journal.info('fichier contrôlé', { session, jury, edition: n, pages, etat: conforme ? 'pret' : 'refuse' });
}
