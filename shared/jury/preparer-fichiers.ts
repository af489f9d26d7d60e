import type { Journal } from '../aws/journal.ts';
import { type Calendriers, joursAvantLesDeliberations } from '../calendrier/index.ts';
import { estErreurCodee } from '../kernel/erreur.ts';
import { demanderFichier, type PartiesDeDemande, PLANIFICATION } from './demander-fichier.ts';
import { type PartiesDeSuivi, suivreFichiers } from './suivre-fichiers.ts';

export type PartiesDePreparation = PartiesDeDemande &
  PartiesDeSuivi & {
    readonly calendriers: Calendriers;
    /** Days before the deliberations from which files that nobody asked for are composed. */
    readonly joursAvant: number;
    readonly journal: Journal;
  };

const EN_PARALLELE = 8;

/** What keeps a file from being asked for, whoever asks: the DEC sees that the jury has none. */
const REFUS: ReadonlySet<string> = new Set(['jury-sans-livret', 'jury-inconnu', 'pv-en-double', 'fichier-deja-edite']);

/**
 * On the eve of the deliberations (R75), asks for the file of each jury that has none. Those that wait are sent again,
 * so that it can be run again after whatever stopped it. A jury that fails does not stop the others.
 *
 * @throws at the end, when a jury failed for a reason that is not its own
 */
export async function preparerFichiers(parts: PartiesDePreparation): Promise<void> {
  const sessions = Object.entries(parts.calendriers).flatMap(([session, calendrier]) => {
    const jours = joursAvantLesDeliberations(calendrier, parts.horloge);
    return jours >= 0 && jours <= parts.joursAvant ? [Number(session)] : [];
  });
  let echecs = 0;
  for (const session of sessions) {
    const jurys = (await suivreFichiers(parts, { session })).filter(
      ({ edition }) => edition === null || edition.etat === 'demande',
    );
    for (let debut = 0; debut < jurys.length; debut += EN_PARALLELE) {
      const faits = await Promise.all(
        jurys.slice(debut, debut + EN_PARALLELE).map(({ jury }) => demander(parts, session, jury)),
      );
      echecs += faits.filter((fait) => !fait).length;
    }
  }
  if (echecs > 0) throw new Error(`${echecs} files could not be asked for`);
}

/** @returns false when it failed for a reason that is not the jury's own */
async function demander(parts: PartiesDePreparation, session: number, jury: string): Promise<boolean> {
  try {
    await demanderFichier(parts, PLANIFICATION, { session, jury });
    return true;
  } catch (erreur) {
    if (estErreurCodee(erreur) && REFUS.has(erreur.code)) {
      parts.journal.alerte('fichier non préparé', { session, jury, code: erreur.code });
      return true;
    }
    parts.journal.erreur('fichier non préparé', erreur, { session, jury });
    return false;
  }
}
