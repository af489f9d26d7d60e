import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { File } from '../aws/files.ts';
import type { Journal } from '../aws/journal.ts';
import { ecrireJson, type Objets } from '../aws/objets.ts';
import { anneeEnCours } from '../kernel/annee.ts';
import { ErreurCodee, estErreurCodee } from '../kernel/erreur.ts';
import type { Anomalie } from './anomalie.ts';
import { anomalieDeFichier, refusFichier } from './anomalies.ts';
import { cloreDejaImporte, cloreRefus, type PartiesDeCloture } from './clore-depot.ts';
import { ACADEMIE, cleDeLecture, cleDuDepot, cleDuLot, type Depot, depotDeCle } from './depot.ts';
import type { Flux } from './dossiers.ts';
import { controlerEditeur, type Editeurs, type RegleDesEditeurs } from './editeurs.ts';
import type { MessageDesLots } from './integrer-lot.ts';
import { type Lu, lireFlux } from './lire-flux.ts';
import type { EnteteLu } from './lu.ts';
import type { MagasinDepots } from './magasin-depots.ts';

/** The message of the queue `imports`: EventBridge's event of an object created in the bucket of deposits. */
export const objetDepose = z
  .object({ detail: z.object({ object: z.object({ key: z.string() }) }) })
  .transform(({ detail }, contexte) => {
    const depot = depotDeCle(detail.object.key);
    if (depot !== null) return depot;
    contexte.addIssue({ code: 'custom', message: 'not the key of a deposit' });
    return z.NEVER;
  });

/** Pupils in one lot (design.md): one message, one function's work of a few seconds. */
const DOSSIERS_PAR_LOT = 50;

export interface PartiesDeLecture extends PartiesDeCloture {
  readonly depots: MagasinDepots;
  readonly objets: Objets;
  readonly lots: File<MessageDesLots>;
  readonly editeurs: { readonly agrees: Editeurs; readonly regle: RegleDesEditeurs };
  readonly journal: Journal;
}

/**
 * Reads one deposit: streams it through the gate, stages lots, and only at the clean end of the file lets them
 * be applied. A malformed file therefore changes nothing; a redelivery that finds the file read sends again.
 */
export async function lireDepot(
  parts: PartiesDeLecture,
  { proprietaire, depotId }: { readonly proprietaire: string; readonly depotId: string },
): Promise<void> {
  const { depots, journal } = parts;
  const depot = await depots.lire(depotId);
  if (depot === null || depot.proprietaire !== proprietaire) {
    throw new ErreurCodee(
      'depot-inconnu',
      'Un fichier est arrivé sans que son dépôt ait été enregistré.',
      'Enregistrez le dépôt, puis envoyez le fichier avec le formulaire reçu.',
    );
  }
  // An abandoned deposit whose message is replayed did come after all.
  if (depot.etat === 'attendu' || depot.etat === 'abandonne') await lire(parts, depot);
  const lu = await depots.lire(depotId);
  if (lu?.etat !== 'lu') return;
  await envoyerLots(parts, lu);
  journal.info('dépôt lu', { depotId, flux: lu.flux ?? '', lots: lu.lots ?? 0 });
}

/** Sends the lots of a read deposit; again does no harm. */
export async function envoyerLots(
  parts: Pick<PartiesDeLecture, 'lots'>,
  depot: Depot,
  saufLots: ReadonlySet<number> = new Set(),
): Promise<void> {
  const messages = Array.from({ length: depot.lots ?? 0 }, (_, lot) => ({ depotId: depot.depotId, lot })).filter(
    ({ lot }) => !saufLots.has(lot),
  );
  // A deposit all of whose lots are done, or that has none, is still to be closed.
  const { depotId } = depot;
  await parts.lots.envoyer(messages.length === 0 ? [{ depotId, cloture: true }] : messages, depot.proprietaire);
}

async function lire(parts: PartiesDeLecture, depot: Depot): Promise<void> {
  const { depots, objets, journal } = parts;
  const { depotId, proprietaire } = depot;
  const octets = await objets.lireFlux(cleDuDepot(proprietaire, depotId));
  if (octets === null) throw new Error('the deposited object is gone');

  const condensat = createHash('sha256');
  const refus: Anomalie[] = [];
  let enAttente: Lu[] = [];
  let lots = 0;
  let lus = 0;
  let entete: EnteteLu | null = null;
  let flux: Flux | null = null;
  let annee: number | null = null;
  const ecrireLot = async (): Promise<void> => {
    if (enAttente.length === 0) return;
    const lignes = enAttente.map((lu) => JSON.stringify(lu)).join('\n');
    await objets.ecrire(cleDuLot(depotId, lots), lignes, 'application/x-ndjson; charset=utf-8');
    lots += 1;
    enAttente = [];
  };

  try {
    for await (const lu of lireFlux(condenser(octets, condensat))) {
      if (lu.type === 'entete') {
        entete = lu;
        exigerDroitDeDeposer(depot, lu);
        if (lu.annee !== null && lu.annee > anneeEnCours(parts.horloge)) {
          throw refusFichier('annee-du-fichier-a-venir', { annee: lu.annee });
        }
        ({ flux, annee } = lu);
      } else if (lu.type === 'refus') {
        lus += 1;
        refus.push(...lu.anomalies);
      } else {
        lus += 1;
        // A notes file carries several years: the latest is that of its pupils' list.
        if (lu.flux === 'notes') annee = Math.max(annee ?? 0, ...lu.dossier.scolarites.map((une) => une.annee));
        enAttente.push(lu);
        if (enAttente.length === DOSSIERS_PAR_LOT) await ecrireLot();
      }
    }
    await ecrireLot();
    if (entete !== null && annee !== null) {
      // The year of marks is known at their end; what is said of the whole file goes with what the reading refused.
      const dite = controlerEditeur(entete, annee, parts.editeurs.agrees, parts.editeurs.regle);
      if (dite !== null) refus.push(dite);
    }
  } catch (erreur) {
    if (!estErreurCodee(erreur)) throw erreur;
    journal.alerte('dépôt refusé', { depotId, code: erreur.code });
    await cloreRefus(parts, depot, { flux, annee }, anomalieDeFichier(erreur));
    return;
  }

  const empreinte = condensat.digest('hex');
  const dernier = flux === null ? null : await depots.dernierApplique(depot, flux);
  // This very deposit, closed meanwhile by a twin of the message, is not its own predecessor.
  const identique = dernier?.empreinte === empreinte && dernier.depotId !== depotId;
  // Another one on its way would take the place of what this one confirms.
  if (identique && !(await depots.unAutreEstEnCours(depot, dernier.depotId))) {
    await cloreDejaImporte(parts, depot, { flux, annee, empreinte });
    return;
  }
  await ecrireJson(objets, cleDeLecture(depotId), { lus, refus });
  await depots.passer(depot, depot.etat, 'lu', { flux, annee, lots, empreinte });
}

async function* condenser(
  octets: AsyncIterable<Uint8Array>,
  condensat: { update(octets: Uint8Array): unknown },
): AsyncGenerator<Uint8Array> {
  for await (const morceau of octets) {
    condensat.update(morceau);
    yield morceau;
  }
}

/** The DEC's own files; all others are an establishment's. */
const FLUX_DE_LA_DEC: ReadonlySet<Flux> = new Set<Flux>(['nomenclature', 'candidats', 'inscriptions']);
/** Those that are of one exam session. */
const FLUX_DE_SESSION: ReadonlySet<Flux> = new Set<Flux>(['candidats', 'inscriptions']);

/** An establishment deposits its own files; nomenclatures, candidates and registrations are the DEC's only. */
function exigerDroitDeDeposer(depot: Depot, entete: Extract<Lu, { type: 'entete' }>): void {
  const academique = FLUX_DE_LA_DEC.has(entete.flux);
  if (academique !== (depot.proprietaire === ACADEMIE)) {
    throw refusFichier(academique ? 'flux-reserve-a-la-dec' : 'flux-d-etablissement', {});
  }
  if (!academique && entete.uai !== depot.proprietaire) throw refusFichier('autre-etablissement', {});
  if (FLUX_DE_SESSION.has(entete.flux) && depot.session === null) throw refusFichier('session-absente', {});
}
