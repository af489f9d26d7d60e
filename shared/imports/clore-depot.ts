import { ecrireJson, lireJson, type Objets } from '../aws/objets.ts';
import type { Horloge } from '../kernel/horloge.ts';
import type { Anomalie } from './anomalie.ts';
import {
  ajouterBilans,
  BILAN_VIDE,
  type Bilan,
  type CompteRendu,
  cleDeLecture,
  cleDuCompteRendu,
  cleDuVerdict,
  type Depot,
} from './depot.ts';
import type { MagasinDepots } from './magasin-depots.ts';

export interface PartiesDeCloture {
  readonly depots: MagasinDepots;
  readonly objets: Objets;
  readonly horloge: Horloge;
  /** Makes current what the deposit brought; false where that is for another to do, and the deposit stays open. */
  readonly publier: (depot: Depot) => Promise<boolean>;
}

/** The file as a whole is refused: its compte rendu says why, and nothing else happened. */
export async function cloreRefus(
  parts: PartiesDeCloture,
  depot: Depot,
  appris: Pick<Depot, 'flux' | 'annee'>,
  anomalie: Anomalie,
): Promise<void> {
  await ecrireCompteRendu(parts, { ...depot, ...appris }, 'refuse', BILAN_VIDE, [anomalie]);
  await parts.depots.passer(depot, depot.etat, 'refuse', { ...appris, bilan: BILAN_VIDE });
}

/** The bytes of the last file applied, again: nothing is written but this compte rendu. */
export async function cloreDejaImporte(
  parts: PartiesDeCloture,
  depot: Depot,
  appris: Pick<Depot, 'flux' | 'annee' | 'empreinte'>,
): Promise<void> {
  await ecrireCompteRendu(parts, { ...depot, ...appris }, 'deja-importe', BILAN_VIDE, []);
  await parts.depots.passer(depot, depot.etat, 'deja-importe', { ...appris, bilan: BILAN_VIDE });
}

/**
 * Closes the deposit once every lot has its verdict; whoever sees the last one does it, twice does no harm.
 *
 * @returns whether it is closed
 */
export async function cloreSiComplet(parts: PartiesDeCloture, depot: Depot): Promise<boolean> {
  const { depots, objets } = parts;
  const verdicts = await depots.lireVerdicts(depot.depotId);
  if (verdicts.length < (depot.lots ?? 0)) return false;
  const lecture = await lireJson<{ lus: number; refus: Anomalie[] }>(objets, cleDeLecture(depot.depotId));
  const anomalies = [...(lecture?.refus ?? [])];
  let bilan: Bilan = BILAN_VIDE;
  for (const verdict of verdicts) {
    bilan = ajouterBilans(bilan, verdict.bilan);
    anomalies.push(...((await lireJson<Anomalie[]>(objets, cleDuVerdict(depot.depotId, verdict.lot))) ?? []));
  }
  const refusesALaLecture = (lecture?.lus ?? bilan.lus) - bilan.lus;
  bilan = ajouterBilans(bilan, { lus: refusesALaLecture, acceptes: 0, refuses: refusesALaLecture, avertis: 0 });
  const verdict = bilan.refuses === 0 ? 'accepte' : bilan.acceptes === 0 ? 'refuse' : 'accepte-partiellement';
  // A file of which nothing was accepted takes the place of nothing.
  if (bilan.acceptes > 0 && !(await parts.publier(depot))) return false;
  await ecrireCompteRendu(parts, depot, verdict, bilan, anomalies);
  const { flux, empreinte } = depot;
  if (flux !== null && empreinte !== null) {
    // A file with a refused dossier may be deposited again as it is, once what it lacked is there.
    await depots.retenirApplique(depot, flux, verdict === 'accepte' ? empreinte : '');
  }
  await depots.passer(depot, 'lu', 'clos', { bilan });
  return true;
}

function ecrireCompteRendu(
  parts: PartiesDeCloture,
  depot: Depot,
  verdict: CompteRendu['verdict'],
  dossiers: Bilan,
  anomalies: readonly Anomalie[],
): Promise<void> {
  const compteRendu: CompteRendu = {
    schemaVersion: 1,
    depotId: depot.depotId,
    proprietaire: depot.proprietaire,
    flux: depot.flux,
    annee: depot.annee,
    verdict,
    enregistreLe: depot.enregistreLe,
    closLe: parts.horloge.maintenant().toString(),
    empreinte: depot.empreinte,
    dossiers,
    anomaliesOmises: 0,
    anomalies: [...anomalies].sort((a, b) => (a.ligne ?? 0) - (b.ligne ?? 0) || (a.colonne ?? 0) - (b.colonne ?? 0)),
  };
  return ecrireJson(parts.objets, cleDuCompteRendu(depot.depotId), compteRendu);
}
