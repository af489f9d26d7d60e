import { executerTransaction } from '../aws/dynamo.ts';
import {
  aJour,
  type BaseNotes,
  changementDEtat,
  cleLivret,
  ecrituresDeSuivi,
  empreinteDeBase,
  estFige,
  garnir,
  type Livret,
  nouveauSel,
  type PartiesDuLivret,
  type Saisie,
} from '../livret/index.ts';
import { chainer, ecritureDePreuve, teteApres } from '../preuve/index.ts';
import type { Anomalie } from './anomalie.ts';
import { anomalie } from './anomalies.ts';
import { type Depot, estRegle, signataire } from './depot.ts';
import { regler } from './differer.ts';
import type { DossierNotes } from './dossiers.ts';
import type { MagasinDepots } from './magasin-depots.ts';

/** A concurrent write between the read and the transaction is met by reading again. */
const ESSAIS = 5;

type Parties = PartiesDuLivret & { readonly depots: MagasinDepots };

/**
 * Takes back, for one pupil, what a deposit of notes applied: an import like another, whose content is the base that
 * stood before it (design.md), or none. A year that a newer deposit replaced since is left as it is, and a livret that
 * was sent too. A dossier that still waited goes away.
 *
 * @param depot the cancellation
 * @param dossier the dossier of the deposit that it takes back
 */
export async function annulerNotes(parts: Parties, depot: Depot, dossier: DossierNotes): Promise<readonly Anomalie[]> {
  const { depotId, proprietaire: uai, annule } = depot;
  if (annule === null) throw new Error('a cancellation of nothing');
  const { eleveId, position } = dossier;
  const lieu = { ...position, eleve: eleveId };
  const attente = await parts.depots.lireDiffere(annule, eleveId);
  if (attente !== null && !estRegle(attente.differe)) {
    await regler(parts, { ...depot, depotId: annule }, attente.differe, null, depotId);
  }
  const derniere = Math.max(...dossier.scolarites.map(({ annee }) => annee));

  for (let essai = 1; ; essai++) {
    const { ligne, parSiecle } = await parts.registre.situer(uai, derniere, eleveId, null);
    const livret = parSiecle === null ? null : await parts.livrets.lire(parSiecle);
    // Nothing of this dossier was ever applied.
    if (livret === null || ligne === null) return [];
    if (dossier.scolarites.some(({ annee }) => livret.tete.applique[`${annee}#notes`] === depotId)) return [];
    const visees = livret.bases.filter(({ annee }) =>
      dossier.scolarites.some((scolarite) => scolarite.annee === annee),
    );
    const annulees = visees.filter((base) => origineDe(base) === annule);
    if (annulees.some(({ annee }) => estFige(livret.tete, annee))) return [anomalie('livret-envoye', lieu)];
    if (annulees.length === 0) return visees.length === 0 ? [] : [anomalie('import-deja-remplace', lieu)];

    const remises: Remise[] = [];
    for (const base of annulees) {
      const precedente = await precedenteDe(parts, livret, base, depotId);
      const remplacees = await parts.livrets.lireSaisiesRemplacees(livret.tete.livretId, base.annee, annule);
      // An entry made since is newer than the one that the import had replaced.
      const saisies = remplacees.filter(({ cle }) => !livret.saisies.some((saisie) => saisie.cle === cle));
      remises.push({ base, precedente, saisies });
    }
    const { faite } = await executerTransaction(parts.dynamo, await ecritures(parts, depot, livret, ligne, remises));
    if (faite) return [];
    if (essai === ESSAIS) throw new Error('livret written by others at each try');
  }
}

interface Remise {
  readonly base: BaseNotes;
  /** What stood before, in the name of the cancellation; null when nothing did. */
  readonly precedente: BaseNotes | null;
  /** Entries by hand that the import had taken the place of. */
  readonly saisies: readonly Saisie[];
}

const origineDe = (base: BaseNotes): string => base.origine ?? base.depotId;

/** The latest base of an earlier deposit that was not itself taken back. */
async function precedenteDe(
  { livrets, depots }: Parties,
  { tete }: Livret,
  base: BaseNotes,
  depotId: string,
): Promise<BaseNotes | null> {
  const origine = origineDe(base);
  for (const ancienne of await livrets.lireAnciennes(tete.livretId, base.annee)) {
    const sienne = origineDe(ancienne);
    if (sienne >= origine || (await depots.lire(sienne))?.etat === 'annule') continue;
    return { ...ancienne, depotId, origine: sienne, sel: nouveauSel() };
  }
  return null;
}

async function ecritures(
  parts: Parties,
  depot: Depot,
  livret: Livret,
  ligne: Parameters<Parties['registre']['ecritureSuivi']>[0] & { readonly anneesNotees: readonly number[] },
  remises: readonly Remise[],
) {
  const { livrets, horloge, tablePreuve } = parts;
  const { depotId, annule } = depot;
  const { tete } = livret;
  const vides = remises.filter(({ precedente }) => precedente === null).map(({ base }) => base.annee);
  const applique = Object.fromEntries(
    Object.entries({
      ...tete.applique,
      ...Object.fromEntries(remises.map(({ base }) => [`${base.annee}#notes`, depotId])),
    }).filter(([cle]) => !vides.some((annee) => cle === `${annee}#notes`)),
  );
  const annulees = { ...tete.annulees, ...Object.fromEntries(vides.map((annee) => [`${annee}#notes`, depotId])) };
  const apres: Livret = {
    tete: { ...tete, applique, annulees },
    bases: livret.bases.flatMap((base) => {
      const remise = remises.find((une) => une.base === base);
      return remise === undefined ? [base] : (remise.precedente ?? []);
    }),
    saisies: [...livret.saisies, ...remises.flatMap(({ saisies }) => saisies)],
  };
  const jugee = aJour(apres, await garnir(parts, apres));
  const evenement = chainer(tete.chaine, {
    type: 'import-annule',
    quand: horloge.maintenant().toString(),
    ...signataire(depot),
    references: {
      annule: annule ?? '',
      ...Object.fromEntries(remises.map(({ base }) => [`avant-${base.annee}`, empreinteDeBase(base)])),
      ...Object.fromEntries(
        remises.map(({ base, precedente }) => [
          `base-${base.annee}`,
          precedente === null ? 'aucune' : empreinteDeBase(precedente),
        ]),
      ),
      ...changementDEtat(tete, jugee),
    },
  });
  const tenue = { ...jugee, chaine: teteApres(evenement) };
  return [
    livrets.ecritureTete(tete, tenue),
    ...remises.flatMap(({ base, precedente, saisies }) => [
      ...saisies.map((saisie) => livrets.remiseDeSaisie(tete.livretId, saisie)),
      livrets.ecritureAncienne(tete.livretId, base),
      precedente === null
        ? livrets.retraitBase(tete.livretId, base.annee)
        : livrets.ecritureBase(tete.livretId, precedente),
    ]),
    ...ecrituresDeSuivi(parts, tenue, [
      ligne,
      { anneesNotees: ligne.anneesNotees.filter((annee) => !vides.includes(annee)) },
    ]),
    ecritureDePreuve(tablePreuve, cleLivret(tete.livretId), evenement),
  ];
}
