import type { File } from '../aws/files.ts';
import type { Journal } from '../aws/journal.ts';
import type { Objets } from '../aws/objets.ts';
import { sha256 } from '../kernel/empreinte.ts';
import { ErreurCodee, estErreurCodee } from '../kernel/erreur.ts';
import type { LivretPresente } from '../livret/index.ts';
import { assemblerFichier } from './assembler.ts';
import { composerFichierDuJury, type FichierDuJury, type Progres } from './composer.ts';
import { placesDe } from './contenu.ts';
import {
  cleDuFichier,
  type Edition,
  type MessageDEdition,
  type MessageDeComposition,
  type ObjetDuReferentiel,
} from './fichier.ts';
import type { MagasinEditions } from './magasin-editions.ts';
import { empreinteDuModele } from './modele.ts';
import { avecNavigateur, type ReglagesNavigateur } from './navigateur.ts';

export interface PartiesDeComposition {
  readonly editions: MagasinEditions;
  /** The référentiel's bucket, of which only projections can be read. */
  readonly projections: Pick<Objets, 'lire'>;
  readonly fichiers: Pick<Objets, 'ecrire'>;
  readonly controles: File<MessageDEdition>;
  readonly journal: Journal;
  readonly reglages?: ReglagesNavigateur;
}

/**
 * Composes one edition from the projections that it names, then hands it to the control. What no retry can mend
 * (a version altered, a livret under another number) refuses the edition: the jury can then have another.
 */
export async function composerFichier(
  parts: PartiesDeComposition,
  { refaire, ...message }: MessageDeComposition,
): Promise<void> {
  const { session, jury, n } = message;
  const edition = await parts.editions.lire(session, jury, n);
  if (edition === null) throw new Error('an edition that nobody asked for');
  if (refaire !== undefined) {
    await comparer(parts, message, edition, refaire);
    return;
  }
  if (edition.etat === 'demande') {
    try {
      await composer(parts, message, edition);
    } catch (erreur) {
      if (!estErreurCodee(erreur) || PASSAGERES.has(erreur.code)) throw erreur;
      await refuserEdition(parts, message, 'demande', erreur);
      return;
    }
  }
  await parts.controles.envoyer([message], jury);
}

/** A browser that did not start or did not print may do so at the next delivery. */
const PASSAGERES: ReadonlySet<string> = new Set(['navigateur-indisponible', 'impression-impossible']);

/** Composes an edition again from what it names, and keeps whether the bytes are those that were stored. */
async function comparer(
  parts: PartiesDeComposition,
  message: MessageDEdition,
  edition: Edition,
  demandeeLe: string,
): Promise<void> {
  try {
    const { zip } = await zipDe(parts, edition, () => {});
    const empreinte = sha256(zip);
    await parts.editions.comparer(message, { demandeeLe, issue: issueDe(edition, empreinte), empreinte });
  } catch (erreur) {
    if (!estErreurCodee(erreur) || PASSAGERES.has(erreur.code)) throw erreur;
    await parts.editions.comparer(message, { demandeeLe, issue: erreur.code, empreinte: null });
  }
}

/** What the bytes of an edition that was made again say, beside those that are kept. */
export function issueDe({ empreinte, modele }: Pick<Edition, 'empreinte' | 'modele'>, refaite: string): string {
  if (empreinte === refaite) return 'identique';
  return modele === empreinteDuModele() ? 'different' : 'modele-change';
}

async function composer(parts: PartiesDeComposition, message: MessageDEdition, edition: Edition): Promise<void> {
  const { session, jury, n } = message;
  const debut = performance.now();
  const avancement = suivreAvancement(parts.editions, message);
  const { zip, livrets, echecs } = await zipDe(parts, edition, avancement.progres);
  await avancement.fini();
  const empreinte = sha256(zip);
  await parts.fichiers.ecrire(cleDuFichier(message, empreinte), zip, 'application/zip');
  const pages = livrets.reduce((total, livret) => total + livret.pages, 0);
  const appris = { pages, empreinte, echecs, modele: empreinteDuModele() };
  await parts.editions.passer(message, 'demande', 'compose', appris);
  parts.journal.info('fichier composé', {
    session,
    jury,
    edition: n,
    candidats: edition.candidats.length,
    pages,
    dureeMs: Math.round(performance.now() - debut),
  });
}

async function zipDe(
  parts: PartiesDeComposition,
  edition: Edition,
  progres: Progres,
): Promise<FichierDuJury & { readonly zip: Uint8Array }> {
  const { session, jury, n } = edition;
  const candidats = await Promise.all(
    edition.candidats.map(async ({ noPv, noEleve, projection }) => ({
      noPv,
      noEleve,
      livret: JSON.parse(await lireVerifie(parts.projections, projection)) as LivretPresente,
    })),
  );
  const fichier = await avecNavigateur(
    (navigateur) =>
      composerFichierDuJury(
        { session, jury, edition: n, dateEdition: edition.demandeLe, candidats, sansLivret: placesDe(edition) },
        navigateur,
        progres,
      ),
    parts.reglages,
  );
  return { ...fichier, zip: assemblerFichier(edition, fichier) };
}

/** Milliseconds between two notes of how far a composition is: who waits asks again every few seconds. */
const ENTRE_DEUX_NOTES = 3000;

/** Writes how far the composition is, for who waits for it; the file does not depend on it. */
function suivreAvancement(
  editions: Pick<MagasinEditions, 'noter'>,
  message: MessageDEdition,
): { readonly progres: Progres; fini(): Promise<void> } {
  let prochaine = 0;
  let notes: Promise<void> = Promise.resolve();
  return {
    progres(faits, total) {
      if (performance.now() < prochaine) return;
      prochaine = performance.now() + ENTRE_DEUX_NOTES;
      notes = notes.then(() => editions.noter(message, { avancement: { faits, total } })).catch(() => undefined);
    },
    // A note that came after the end would say that the composition goes on.
    fini: () => notes,
  };
}

/** Ends an edition that no retry can mend, with the code of what stopped it. */
export async function refuserEdition(
  { editions, journal }: { readonly editions: MagasinEditions; readonly journal: Journal },
  message: MessageDEdition,
  de: 'demande' | 'compose',
  erreur: ErreurCodee,
): Promise<void> {
  await editions.passer(message, de, 'refuse', { anomalies: [{ code: erreur.code, page: null, noEleve: null }] });
  const { session, jury, n } = message;
  journal.erreur('édition refusée', erreur, { session, jury, edition: n });
}

/** The text of an object of the référentiel, which must be the one that the status announced. */
export async function lireVerifie(
  objets: Pick<Objets, 'lire'>,
  { cle, empreinte }: ObjetDuReferentiel,
): Promise<string> {
  const octets = await objets.lire(cle);
  if (octets === null || sha256(octets) !== empreinte) {
    throw new ErreurCodee(
      'version-alteree',
      'Une version du référentiel national n’est pas celle que son statut annonce.',
      'Demandez à l’établissement de renvoyer le livret, puis une nouvelle édition.',
    );
  }
  return new TextDecoder().decode(octets);
}
