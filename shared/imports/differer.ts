import type { Operation } from '../aws/dynamo.ts';
import type { Anomalie } from './anomalie.ts';
import { anomalie } from './anomalies.ts';
import { derniereAnnee } from './confronter.ts';
import { type Depot, type DossierDiffere, type DossierEnAttente, estRegle } from './depot.ts';
import type { DossierNotes } from './dossiers.ts';
import { type IntegrateurDeNotes, type IssueDeDossier, issue } from './issue.ts';
import type { MagasinDepots } from './magasin-depots.ts';

/**
 * Dossiers of notes that their lot cannot settle: those whose pupil SIECLE has not given yet, which go in by
 * themselves once it does, and those of a deposit in review, which a person accepts or refuses (R35).
 *
 * A pupil's list and its notes may be applied at the same instant. Whoever comes second sees the other: the notes are
 * put down before the pupil is looked for again, and the pupil stands before notes that wait are looked for.
 */
export interface PartiesDAttente {
  readonly depots: MagasinDepots;
  readonly integrerNotes: IntegrateurDeNotes;
}

/** A concurrent write between the read and the transaction is met by reading again. */
const ESSAIS = 5;

/** Keeps a dossier for a person's decision. */
export async function mettreEnRevue(
  { depots }: Pick<PartiesDAttente, 'depots'>,
  { depotId }: Depot,
  dossier: DossierNotes,
  anomalies: readonly Anomalie[],
): Promise<void> {
  const differe = nouveau('a-decider', dossier, anomalies);
  // Fails when it was kept before, and perhaps decided since: nothing is to be done then.
  await depots.executer(depots.ecrituresDiffere(depotId, null, differe, dossier));
}

/**
 * Keeps a dossier until its pupil is known, unless a newer one of this pupil waits already; applies it at once when
 * the pupil came meanwhile.
 *
 * @param connu how it stood until now, when a person accepted it in review; null otherwise
 * @returns the deposit whose dossier of this pupil gave its place, null when none did
 */
export async function mettreEnAttente(
  parts: PartiesDAttente,
  depot: Depot,
  dossier: DossierNotes,
  anomalies: readonly Anomalie[],
  connu: DossierDiffere | null = null,
): Promise<string | null> {
  const { depots } = parts;
  const { depotId, proprietaire: uai } = depot;
  const { eleveId: eleve, position } = dossier;
  const dites = [...anomalies, anomalie('eleve-attendu', { ...position, eleve })];
  for (let essai = 1; ; essai++) {
    const attente = nouveau('en-attente', dossier, dites);
    const posee = (await depots.lireAttentes(uai, attente.annee, [eleve])).get(eleve);
    const autre = posee === undefined || posee.regleePar !== null || posee.depotId === depotId ? null : posee.depotId;
    const differe = autre !== null && autre > depotId ? perime(attente, dossier) : { ...attente, remplace: autre };
    const { faite } = await depots.executer([
      ...depots.ecrituresDiffere(depotId, connu, differe, dossier),
      ...(estRegle(differe)
        ? []
        : [
            depots.ecritureAttente(uai, differe.annee, eleve, depotId),
            ...(autre === null ? [] : await remplacement(depots, autre, eleve)),
          ]),
    ]);
    if (faite) {
      await reprendre(parts, depot, { differe, dossier }, depotId);
      return differe.remplace;
    }
    const [present] = await depots.lireDifferes(depotId, [eleve]);
    // A twin of this message was faster.
    if (present !== undefined && present.etat !== connu?.etat) return present.remplace;
    if (essai === ESSAIS) throw new Error('waiting dossier written by others at each try');
  }
}

/** The dossier of an older deposit is refused where it waited. */
async function remplacement(depots: MagasinDepots, depotId: string, eleve: string): Promise<Operation[]> {
  const ancien = await depots.lireDiffere(depotId, eleve);
  if (ancien === null || ancien.dossier === null || estRegle(ancien.differe)) return [];
  return depots.ecrituresDiffere(depotId, ancien.differe, perime(ancien.differe, ancien.dossier), null);
}

/**
 * Applies the notes that waited for these pupils, now that SIECLE gave them.
 *
 * @param siecle the deposit that gave them
 * @returns the deposits that the notes came from, those of an earlier delivery of the same list included
 */
export async function reprendreAttentes(
  parts: PartiesDAttente,
  siecle: Depot & { readonly annee: number },
  eleves: readonly string[],
): Promise<readonly string[]> {
  const origines = new Set<string>();
  for (const [eleve, { depotId, regleePar }] of await parts.depots.lireAttentes(
    siecle.proprietaire,
    siecle.annee,
    eleves,
  )) {
    if (regleePar !== null && regleePar !== siecle.depotId) continue;
    origines.add(depotId);
    const [depot, attente] = [await parts.depots.lire(depotId), await parts.depots.lireDiffere(depotId, eleve)];
    if (depot !== null && attente !== null) await reprendre(parts, depot, attente, siecle.depotId);
  }
  return [...origines];
}

/**
 * Gives a waiting dossier to its integrator, and settles it in the same transaction: a cancellation that comes between
 * the two finds it settled, or settles it first. A twin that settled it did the same.
 *
 * @param par the deposit whose application settles it
 */
export async function reprendre(
  parts: PartiesDAttente,
  depot: Depot,
  { differe, dossier }: DossierEnAttente,
  par: string,
): Promise<void> {
  if (estRegle(differe)) return;
  if (depot.etat === 'annule') {
    await regler(parts, depot, differe, null, par);
  } else if (dossier === null) {
    const lieu = { ligne: null, colonne: null, eleve: differe.eleve };
    await regler(parts, depot, differe, issue([anomalie('attente-expiree', lieu)]), par);
  } else {
    const faite = await parts.integrerNotes(depot, dossier, (une) => reglement(parts.depots, depot, differe, une, par));
    // What refuses it is not written by the integrator, which then has nothing to write.
    if (faite?.etat === 'refuse') await regler(parts, depot, differe, faite, par);
  }
}

/**
 * @param issue null for a dossier whose deposit was taken back
 * @returns false when somebody settled it first
 */
export async function regler(
  { depots }: Pick<PartiesDAttente, 'depots'>,
  depot: Depot,
  differe: DossierDiffere,
  issue: IssueDeDossier | null,
  par: string,
): Promise<boolean> {
  return (await depots.executer(reglement(depots, depot, differe, issue, par))).faite;
}

function reglement(
  depots: MagasinDepots,
  { depotId, proprietaire: uai }: Depot,
  differe: DossierDiffere,
  issue: IssueDeDossier | null,
  par: string,
): Operation[] {
  const dites = differe.anomalies.filter(({ code }) => code !== 'eleve-attendu');
  const regle: DossierDiffere =
    issue === null
      ? { ...differe, etat: 'annule', anomalies: [], manques: null }
      : {
          ...differe,
          etat: issue.etat === 'refuse' ? 'refuse' : 'applique',
          anomalies: [...dites, ...issue.anomalies],
          manques: issue.manques,
        };
  return [
    ...depots.ecrituresDiffere(depotId, differe, regle, null),
    ...(differe.etat === 'en-attente'
      ? [depots.reglementAttente(uai, differe.annee, differe.eleve, depotId, par)]
      : []),
  ];
}

/** DynamoDB keeps 400 KB an item; a pupil's marks of two years are some 20. */
const OCTETS_EN_ATTENTE = 350 * 1024;

/** What refuses to keep a dossier that waits; null for all but monsters. */
export function tropGrandPourAttendre(dossier: DossierNotes): Anomalie | null {
  const octets = Buffer.byteLength(JSON.stringify(dossier));
  if (octets <= OCTETS_EN_ATTENTE) return null;
  const { position, eleveId: eleve } = dossier;
  const details = { annee: derniereAnnee(dossier), ko: Math.ceil(octets / 1024) };
  return anomalie('dossier-trop-grand', { ...position, eleve, ...details });
}

function nouveau(
  etat: 'a-decider' | 'en-attente',
  dossier: DossierNotes,
  anomalies: readonly Anomalie[],
): DossierDiffere {
  return {
    eleve: dossier.eleveId,
    etat,
    annee: derniereAnnee(dossier),
    remplace: null,
    anomalies,
    manques: null,
  };
}

/** A newer deposit's dossier of the same pupil stands, or waits. */
function perime(differe: DossierDiffere, { position, eleveId: eleve }: DossierNotes): DossierDiffere {
  const dites = differe.anomalies.filter(({ code }) => code !== 'eleve-attendu');
  return { ...differe, etat: 'refuse', anomalies: [...dites, anomalie('import-perime', { ...position, eleve })] };
}
