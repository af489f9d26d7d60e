import { z } from 'zod';
import type { Journal } from '../aws/journal.ts';
import { ecrireJson, type Objets } from '../aws/objets.ts';
import type { Anomalie } from './anomalie.ts';
import { cloreSiComplet, type PartiesDeCloture } from './clore-depot.ts';
import { ajouterBilans, BILAN_VIDE, type Bilan, cleDuLot, cleDuVerdict, type Depot } from './depot.ts';
import type { DossierDeFlux, Flux } from './dossiers.ts';
import type { MagasinDepots } from './magasin-depots.ts';

export const messageDeLot = z.strictObject({ depotId: z.ulid(), lot: z.int().nonnegative() });

/**
 * Applies one dossier, all or nothing, and answers its anomalies: those of severity `refus-dossier` mean that
 * nothing was written. Applying the same deposit again answers the same and writes nothing.
 */
export type Integrateur<F extends Flux> = (depot: Depot, dossier: DossierDeFlux[F]) => Promise<readonly Anomalie[]>;

export type Integrateurs = { readonly [F in Flux]: Integrateur<F> };

export interface PartiesDIntegration extends PartiesDeCloture {
  readonly depots: MagasinDepots;
  readonly objets: Objets;
  readonly integrateurs: Integrateurs;
  readonly journal: Journal;
}

/** Dossiers applied at once: each is its own transaction, on items that the others do not write. */
const EN_PARALLELE = 8;

/** Applies one lot of a read deposit, records its verdict, and closes the compte rendu with the last one. */
export async function integrerLot(
  parts: PartiesDIntegration,
  { depotId, lot }: z.infer<typeof messageDeLot>,
): Promise<void> {
  const { depots, objets, journal } = parts;
  const depot = await depots.lire(depotId);
  if (depot === null) throw new Error('lot of an unknown deposit');
  if (depot.etat !== 'lu') return;
  const verdicts = await depots.lireVerdicts(depotId);
  if (!verdicts.some((verdict) => verdict.lot === lot)) {
    const lus = lireLignes(await objets.lire(cleDuLot(depotId, lot)));
    const { bilan, anomalies } = await integrerDossiers(parts, depot, lus);
    await ecrireJson(objets, cleDuVerdict(depotId, lot), anomalies);
    await depots.ecrireVerdict(depotId, { lot, bilan });
    journal.info('lot intégré', { depotId, lot, dossiers: bilan.lus });
  }
  await cloreSiComplet(parts, depot);
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
): Promise<{ bilan: Bilan; anomalies: Anomalie[] }> {
  if (depot.flux === null) throw new Error('lot of a deposit without feed');
  // The lot was staged by the reader of this very feed.
  const integrer = parts.integrateurs[depot.flux] as Integrateur<Flux>;
  let bilan = BILAN_VIDE;
  const anomalies: Anomalie[] = [];
  for (let debut = 0; debut < lus.length; debut += EN_PARALLELE) {
    const issues = await Promise.all(
      lus
        .slice(debut, debut + EN_PARALLELE)
        .map(async (lu) => [...lu.anomalies, ...(await integrer(depot, lu.dossier))]),
    );
    for (const issue of issues) {
      const refuse = issue.some(({ gravite }) => gravite === 'refus-dossier');
      anomalies.push(...issue);
      bilan = ajouterBilans(bilan, {
        lus: 1,
        acceptes: refuse ? 0 : 1,
        refuses: refuse ? 1 : 0,
        avertis: !refuse && issue.length > 0 ? 1 : 0,
      });
    }
  }
  return { bilan, anomalies };
}
