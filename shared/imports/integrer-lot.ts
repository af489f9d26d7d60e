import { z } from 'zod';
import type { Journal } from '../aws/journal.ts';
import { ecrireJson, type Objets } from '../aws/objets.ts';
import type { ManquesDeLEleve } from '../livret/index.ts';
import type { Anomalie } from './anomalie.ts';
import { type Clotures, etablirCompteRendu, type PartiesDeCloture } from './clore-depot.ts';
import {
  ajouterBilans,
  BILAN_VIDE,
  type Bilan,
  type ConstatsDeLot,
  cleDuLot,
  cleDuVerdict,
  type Depot,
  type VerdictDeLot,
} from './depot.ts';
import { mettreEnAttente, mettreEnRevue, reprendre, reprendreAttentes, tropGrandPourAttendre } from './differer.ts';
import type { DossierDeFlux, DossierEleve, DossierNotes, Flux } from './dossiers.ts';
import { type Integrateur, type Integrateurs, type IssueDeDossier, issue } from './issue.ts';
import type { MagasinDepots } from './magasin-depots.ts';

/** Messages of the queue `lots`, all by reference: a lot to apply, the end of a deposit, dossiers that a person accepted. */
export const messageDesLots = z.union([
  z.strictObject({ depotId: z.ulid(), lot: z.int().nonnegative() }),
  z.strictObject({ depotId: z.ulid(), cloture: z.literal(true) }),
  z.strictObject({ depotId: z.ulid(), acceptes: z.array(z.string()).nonempty() }),
]);
export type MessageDesLots = z.infer<typeof messageDesLots>;

export interface PartiesDIntegration extends PartiesDeCloture {
  readonly depots: MagasinDepots;
  readonly objets: Objets;
  /** Made for one message: what they remember of the nomenclature lasts no longer. */
  readonly integrateurs: () => Integrateurs;
  readonly clotures: Clotures;
  readonly suitesDeLot: SuitesDeLot;
  readonly journal: Journal;
}

/** What the dossiers of a lot start elsewhere once they are applied; started again when the lot is delivered again. */
export type SuitesDeLot = {
  readonly [F in Flux]?: (depot: Depot, appliques: readonly DossierDeFlux[F][]) => Promise<void>;
};

/** Dossiers applied at once: each is its own transaction, on items that the others do not write. */
const EN_PARALLELE = 8;

/** Treats one message of the queue, and makes the compte rendu when it was the last. */
export async function integrerLot(parts: PartiesDIntegration, message: MessageDesLots): Promise<void> {
  const { depotId } = message;
  const depot = await parts.depots.lire(depotId);
  if (depot === null) throw new Error('message of an unknown deposit');
  if ('lot' in message) {
    if (depot.etat !== 'lu') return;
    await integrer(parts, depot, message.lot);
  } else if ('acceptes' in message) {
    for (const suite of await appliquerAcceptes(parts, depot, message.acceptes)) await etablirCompteRendu(parts, suite);
    // Whoever applies the last of them makes the compte rendu, once for all.
    if ((await parts.depots.lireDifferes(depotId)).some(({ etat }) => etat === 'accepte')) return;
  }
  await etablirCompteRendu(parts, depotId);
}

async function integrer(parts: PartiesDIntegration, depot: Depot, lot: number): Promise<void> {
  const { depots, objets, journal } = parts;
  const { depotId } = depot;
  if ((await depots.lireVerdicts(depotId)).some((verdict) => verdict.lot === lot)) return;
  // A cancellation goes over the dossiers of the deposit that it takes back.
  const lus = lireLignes(await objets.lire(cleDuLot(depot.annule ?? depotId, lot)));
  const { verdict, constats } = await integrerDossiers(parts, depot, lus);
  await ecrireJson(objets, cleDuVerdict(depotId, lot), constats);
  await depots.ecrireVerdict(depotId, { lot, ...verdict });
  journal.info('lot intégré', { depotId, lot, dossiers: verdict.bilan.lus });
}

interface DossierMisEnLot {
  readonly dossier: DossierDeFlux[Flux];
  readonly anomalies: readonly Anomalie[];
}

function lireLignes(octets: Uint8Array | null): DossierMisEnLot[] {
  if (octets === null) throw new Error('the staged lot is gone');
  return new TextDecoder()
    .decode(octets)
    .split('\n')
    .map((ligne) => JSON.parse(ligne) as DossierMisEnLot);
}

async function integrerDossiers(
  parts: PartiesDIntegration,
  depot: Depot,
  lus: readonly DossierMisEnLot[],
): Promise<{ verdict: Omit<VerdictDeLot, 'lot'>; constats: ConstatsDeLot }> {
  const { depotId, flux, annule, revue } = depot;
  if (flux === null) throw new Error('lot of a deposit without feed');
  const integrateurs = parts.integrateurs();
  const attente = { depots: parts.depots, integrerNotes: integrateurs.notes };
  // The lot was staged by the reader of this very feed.
  const integrer = (annule === null ? integrateurs[flux] : integrateurs.annulation) as Integrateur<Flux>;
  const differable = flux === 'notes' && annule === null;
  const eleves = differable ? lus.map(({ dossier }) => (dossier as DossierNotes).eleveId) : [];
  const differes = new Map((await parts.depots.lireDifferes(depotId, eleves)).map((un) => [un.eleve, un]));
  const suites = new Set<string>();

  /** What became of a dossier; null for one that waits, which its own item tells. */
  const traiter = async ({ dossier, anomalies }: DossierMisEnLot): Promise<IssueDeDossier | null> => {
    const differe = differable ? differes.get((dossier as DossierNotes).eleveId) : undefined;
    if (differe !== undefined) {
      // Put down by an earlier delivery, which stopped before its verdict.
      if (differe.etat === 'en-attente')
        await reprendre(attente, depot, { differe, dossier: dossier as DossierNotes }, depotId);
      if (differe.remplace !== null) suites.add(differe.remplace);
      return null;
    }
    if (differable && revue) {
      const trop = tropGrandPourAttendre(dossier as DossierNotes);
      if (trop !== null) return issue([...anomalies, trop]);
      await mettreEnRevue(parts, depot, dossier as DossierNotes, anomalies);
      return null;
    }
    const faite = await integrer(depot, dossier);
    if (faite.etat !== 'en-attente') return { ...faite, anomalies: [...anomalies, ...faite.anomalies] };
    const trop = tropGrandPourAttendre(dossier as DossierNotes);
    if (trop !== null) return issue([...anomalies, trop]);
    const remplace = await mettreEnAttente(attente, depot, dossier as DossierNotes, anomalies);
    if (remplace !== null) suites.add(remplace);
    return null;
  };

  let bilan = BILAN_VIDE;
  const constats: { anomalies: Anomalie[]; manques: ManquesDeLEleve[] } = { anomalies: [], manques: [] };
  const appliques: DossierDeFlux[Flux][] = [];
  for (let debut = 0; debut < lus.length; debut += EN_PARALLELE) {
    const tranche = lus.slice(debut, debut + EN_PARALLELE);
    for (const [rang, issue] of (await Promise.all(tranche.map(traiter))).entries()) {
      bilan = ajouterBilans(bilan, bilanDe(issue));
      if (issue === null) continue;
      constats.anomalies.push(...issue.anomalies);
      if (issue.manques !== null) constats.manques.push(issue.manques);
      const lu = tranche[rang];
      if (issue.etat === 'applique' && lu !== undefined) appliques.push(lu.dossier);
    }
  }
  await (parts.suitesDeLot[flux] as SuitesDeLot['candidats'])?.(depot, appliques as DossierDeFlux['candidats'][]);
  const { annee } = depot;
  if (flux === 'eleves' && annee !== null) {
    const connus = (appliques as DossierEleve[]).map(({ eleveId }) => eleveId);
    for (const suite of await reprendreAttentes(attente, { ...depot, annee }, connus)) suites.add(suite);
  }
  return { verdict: { bilan, suites: [...suites].sort() }, constats };
}

function bilanDe(issue: IssueDeDossier | null): Partial<Bilan> {
  if (issue === null) return { lus: 1 };
  if (issue.etat === 'refuse') return { lus: 1, refuses: 1 };
  return { lus: 1, acceptes: 1, avertis: issue.anomalies.length > 0 ? 1 : 0 };
}

/**
 * Applies dossiers that a person accepted in review.
 *
 * @returns other deposits of which a dossier was settled
 */
async function appliquerAcceptes(
  parts: PartiesDIntegration,
  depot: Depot,
  eleves: readonly string[],
): Promise<ReadonlySet<string>> {
  const { depots } = parts;
  const { depotId } = depot;
  const attente = { depots, integrerNotes: parts.integrateurs().notes };
  for (const eleve of eleves) {
    const accepte = await depots.lireDiffere(depotId, eleve);
    // « en-attente »: put down by an earlier delivery, which stopped before it looked for its pupil again.
    if (accepte === null || !['accepte', 'en-attente'].includes(accepte.differe.etat)) continue;
    await reprendre(attente, depot, accepte, depotId);
    const { differe, dossier } = accepte;
    // Accepted, but SIECLE does not know its pupil yet.
    const [present] = await depots.lireDifferes(depotId, [eleve]);
    if (present?.etat === 'accepte' && dossier !== null) {
      await mettreEnAttente(attente, depot, dossier, differe.anomalies, differe);
    }
  }
  const regles = await depots.lireDifferes(depotId, eleves);
  return new Set(regles.flatMap(({ remplace }) => (remplace === null ? [] : [remplace])));
}
