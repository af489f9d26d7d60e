import { lireJson, type Objets } from '../aws/objets.ts';
import type { Horloge } from '../kernel/horloge.ts';
import type { ManquesDeLEleve } from '../livret/index.ts';
import type { Anomalie } from './anomalie.ts';
import type { CodeAnomalie } from './anomalies.ts';
import { type Constats, ecrireCompteRendu } from './compte-rendu.ts';
import {
  ajouterBilans,
  BILAN_VIDE,
  type Bilan,
  type ConstatsDeLot,
  cleDeLecture,
  cleDuVerdict,
  type Depot,
  type DossierDiffere,
  type Verdict,
  type VerdictDeLot,
} from './depot.ts';
import type { Flux } from './dossiers.ts';
import type { MagasinDepots } from './magasin-depots.ts';

export interface PartiesDeCloture {
  readonly depots: MagasinDepots;
  readonly objets: Objets;
  readonly horloge: Horloge;
}

/** The file as a whole is refused: its compte rendu says why, and nothing else happened. */
export async function cloreRefus(
  parts: PartiesDeCloture,
  depot: Depot,
  appris: Pick<Depot, 'flux' | 'annee'>,
  anomalie: Anomalie,
): Promise<void> {
  const constats: Constats = { verdict: 'refuse', dossiers: BILAN_VIDE, anomalies: [anomalie], manques: [] };
  const compteRendu = await ecrireCompteRendu(parts, { ...depot, ...appris }, constats);
  await parts.depots.publier(depot, 'refuse', { ...appris, bilan: BILAN_VIDE, compteRendu });
}

/** The bytes of the last file applied, again: nothing is written but this compte rendu. */
export async function cloreDejaImporte(
  parts: PartiesDeCloture,
  depot: Depot,
  appris: Pick<Depot, 'flux' | 'annee' | 'empreinte'>,
): Promise<void> {
  const constats: Constats = { verdict: 'deja-importe', dossiers: BILAN_VIDE, anomalies: [], manques: [] };
  const compteRendu = await ecrireCompteRendu(parts, { ...depot, ...appris }, constats);
  await parts.depots.publier(depot, 'deja-importe', { ...appris, bilan: BILAN_VIDE, compteRendu });
}

/**
 * What the end of a file of this feed means beyond its dossiers: run once all of them are settled and one at least went
 * in, and again harmless. It answers what is to be told.
 */
export type Cloture = (depot: Depot, anomalies: readonly Anomalie[]) => Promise<readonly Anomalie[]>;

export type Clotures = { readonly [F in Flux]?: Cloture };

/**
 * Makes the compte rendu of a deposit whose every lot has its verdict, and closes it; made again when dossiers that
 * waited were settled since. Whoever sees the last change does it, twice does no harm.
 */
export async function etablirCompteRendu(
  parts: PartiesDeCloture & { readonly clotures: Clotures },
  depotId: string,
): Promise<void> {
  const { depots } = parts;
  for (;;) {
    const depot = await depots.lire(depotId);
    if (depot === null || !(depot.etat === 'lu' || depot.etat === 'clos' || depot.etat === 'annule')) return;
    // Taken back before it was read: its record is its compte rendu.
    if (depot.lots === null) return;
    const verdicts = await depots.lireVerdicts(depotId);
    if (verdicts.length < depot.lots) return;
    if (depot.etat === 'lu') {
      // The others first: once this one is closed, nobody would come back to them.
      for (const suite of suitesDe(depot, verdicts)) await etablirCompteRendu(parts, suite);
    }
    if (await publier(parts, depot, verdicts)) return;
  }
}

function suitesDe({ depotId, annule }: Depot, verdicts: readonly VerdictDeLot[]): ReadonlySet<string> {
  const suites = new Set(verdicts.flatMap((verdict) => verdict.suites));
  if (annule !== null) suites.add(annule);
  suites.delete(depotId);
  return suites;
}

/** Warnings that the nomenclature, SIECLE or STS would lift. */
const EN_SUSPENS: ReadonlySet<string> = new Set<CodeAnomalie>(['nomenclature-absente', 'matiere-incertaine']);

/** False when the deposit changed meanwhile: what was read of it is out of date. */
async function publier(
  parts: PartiesDeCloture & { readonly clotures: Clotures },
  depot: Depot,
  verdicts: readonly VerdictDeLot[],
): Promise<boolean> {
  const { depots } = parts;
  const { flux, empreinte } = depot;
  const constats = await rassembler(parts, depot, verdicts);
  if (constats === null) return true;
  const compteRendu = await ecrireCompteRendu(parts, depot, constats);
  if (depot.etat !== 'lu' && compteRendu.contenu === depot.compteRendu?.contenu) return true;
  if (flux !== null && depot.etat !== 'annule') {
    // A file with a refused dossier, or of which another feed would tell more, may be deposited again as it is.
    const enSuspens = constats.anomalies.some(({ code }) => EN_SUSPENS.has(code));
    const entier = constats.verdict === 'accepte' && !enSuspens && empreinte !== null;
    await depots.retenirApplique(depot, flux, entier ? empreinte : '');
  }
  const vers = depot.etat === 'annule' ? 'annule' : 'clos';
  return depots.publier(depot, vers, { bilan: constats.dossiers, compteRendu });
}

/** Null for a compte rendu to be made again of which the parts were erased with it, after 400 days. */
async function rassembler(
  parts: PartiesDeCloture & { readonly clotures: Clotures },
  depot: Depot,
  verdicts: readonly VerdictDeLot[],
): Promise<Constats | null> {
  const { depots, objets, clotures } = parts;
  const { depotId, flux } = depot;
  const lecture = await lireJson<{ lus: number; refus: Anomalie[] }>(objets, cleDeLecture(depotId));
  if (lecture === null && depot.annule === null) {
    if (depot.etat !== 'lu') return null;
    throw new Error('what the reading found is gone');
  }
  const anomalies: Anomalie[] = [...(lecture?.refus ?? [])];
  const manques: ManquesDeLEleve[] = [];
  let dossiers: Bilan = BILAN_VIDE;
  for (const { lot, bilan } of verdicts) {
    dossiers = ajouterBilans(dossiers, bilan);
    const constats = await lireJson<ConstatsDeLot>(objets, cleDuVerdict(depotId, lot));
    anomalies.push(...(constats?.anomalies ?? []));
    manques.push(...(constats?.manques ?? []));
  }
  const refusesALaLecture = (lecture?.lus ?? dossiers.lus) - dossiers.lus;
  dossiers = ajouterBilans(dossiers, { lus: refusesALaLecture, refuses: refusesALaLecture });
  for (const differe of await depots.lireDifferes(depotId)) {
    dossiers = ajouterBilans(dossiers, bilanDe(differe));
    anomalies.push(...differe.anomalies);
    if (differe.manques !== null) manques.push(differe.manques);
  }
  const cloture = flux === null || depot.etat === 'annule' ? undefined : clotures[flux];
  // A file of which nothing was accepted takes the place of nothing.
  if (cloture !== undefined && dossiers.acceptes > 0) anomalies.push(...(await cloture(depot, anomalies)));
  return { verdict: depot.etat === 'annule' ? 'annule' : verdictDe(dossiers), dossiers, anomalies, manques };
}

function bilanDe({ etat, anomalies }: DossierDiffere): Partial<Bilan> {
  switch (etat) {
    case 'applique':
      return { acceptes: 1, avertis: anomalies.length > 0 ? 1 : 0 };
    case 'refuse':
      return { refuses: 1 };
    case 'en-attente':
      return { enAttente: 1 };
    case 'a-decider':
    case 'accepte':
      return { aDecider: 1 };
    case 'annule':
      return {};
  }
}

function verdictDe({ acceptes, refuses, enAttente, aDecider }: Bilan): Verdict {
  if (refuses > 0) return acceptes + enAttente + aDecider > 0 ? 'accepte-partiellement' : 'refuse';
  return aDecider > 0 ? 'a-decider' : enAttente > 0 ? 'en-attente' : 'accepte';
}
