import { executerTransaction, type Operation } from '../aws/dynamo.ts';
import { anneeEnCours } from '../kernel/annee.ts';
import {
  aJour,
  anneesTenues,
  type BaseNotes,
  changementDEtat,
  cleLivret,
  ecrituresDeSuivi,
  empreinteDeBase,
  estFige,
  estRemplacable,
  inscriptionCourante,
  inscritEn,
  type LigneEleve,
  type Livret,
  lignesPossibles,
  type MagasinRegistre,
  type MefDeNomenclature,
  nouveauSel,
  type PartiesDuLivret,
  reprendreSiNouvelleAnnee,
  SANS_INDICE,
  type Scolarite,
} from '../livret/index.ts';
import { chainer, ecritureDePreuve, type FaitAProuver, teteApres } from '../preuve/index.ts';
import type { Anomalie } from './anomalie.ts';
import { anomalie, type LieuAnomalie } from './anomalies.ts';
import { type ConnaissancesDeLAnnee, confronter, derniereAnnee } from './confronter.ts';
import { type Depot, signataire } from './depot.ts';
import type { DossierNotes } from './dossiers.ts';
import { type IssueDeDossier, issue } from './issue.ts';
import type { Memoire } from './memoire.ts';

/** A concurrent write between the read and the transaction is met by reading again. */
const ESSAIS = 5;
/** DynamoDB keeps 400 KB an item; a year of a pupil is some 20. */
const OCTETS_PAR_BASE = 300 * 1024;

/**
 * The marks of one pupil replace the base of each year that the file carries, in one transaction with the
 * head, the table's row and the event. A year to which a newer deposit was applied, or whose livret was sent, is left
 * as it is. Entries by hand lie over the base and stay, unless the establishment chose for the pupil's division that
 * imports win.
 *
 * @param joindre writes to make in the same transaction, by what becomes of the dossier: those of a dossier that waited
 * @returns null when a condition of those writes failed: somebody else settled it, and nothing was written
 */
export async function integrerNotes(
  parts: PartiesDuLivret & { readonly memoire: Memoire },
  depot: Depot,
  dossier: DossierNotes,
  joindre: (issue: IssueDeDossier) => readonly Operation[] = () => [],
): Promise<IssueDeDossier | null> {
  const { eleveId, position } = dossier;
  const { proprietaire: uai, depotId } = depot;
  const lieu = { ...position, eleve: eleveId };
  const derniere = derniereAnnee(dossier);
  if (derniere > anneeEnCours(parts.horloge)) return issue([anomalie('annee-a-venir', { ...lieu, annee: derniere })]);

  for (let essai = 1; ; essai++) {
    const { ligne, parSiecle } = await parts.registre.situer(uai, derniere, eleveId, null);
    const livret = parSiecle === null ? null : await parts.livrets.lire(parSiecle);
    if (livret === null || ligne === null) return { etat: 'en-attente', anomalies: [], manques: null };

    const { reprises, ecartees } = trier(livret, depot, dossier);
    if (reprises.length === 0) return issue([refusEntier(ecartees, lieu)]);
    const repris = { ...dossier, scolarites: reprises };
    const confrontation = confronter(repris, await connaitre(parts.memoire, livret, ligne, repris));
    const anomalies = [
      ...confrontation.anomalies,
      ...ecartees.map(({ annee, raison }) => anomalie(raison, { ...lieu, annee })),
    ];
    const faite = issue(anomalies, confrontation.manques);
    const annees = reprises.map(({ annee }) => annee);
    const deja = annees.every((annee) => livret.tete.applique[`${annee}#notes`] === depotId);

    const bases = confrontation.dossier.scolarites.map((scolarite) => baseDe(dossier, depot, scolarite, derniere));
    for (const base of bases) {
      const octets = Buffer.byteLength(JSON.stringify(base));
      if (octets > OCTETS_PAR_BASE) {
        return issue([anomalie('dossier-trop-grand', { ...lieu, annee: base.annee, ko: Math.ceil(octets / 1024) })]);
      }
    }
    const importees = await parts.memoire.divisionsImportees(uai, derniere);
    const ecrasees = ligne.divisions.some((division) => importees.has(division)) ? annees : [];
    const jointes = joindre(faite);
    const operations = [
      ...jointes,
      ...(deja
        ? []
        : [
            ...(await ecritures(parts, depot, livret, bases, ecrasees, {
              ...ligne,
              anneesNotees: [...new Set([...ligne.anneesNotees, ...annees])].sort((a, b) => a - b),
            })),
            ...ecrasees.flatMap((annee) => parts.livrets.remplacementDesSaisies(livret, annee, depotId)),
          ]),
    ];
    if (operations.length === 0) return faite;
    const ecrite = await executerTransaction(parts.dynamo, operations);
    if (ecrite.faite) return faite;
    if (jointes.some((_, rang) => ecrite.conditions[rang] === true)) return null;
    if (essai === ESSAIS) throw new Error('livret written by others at each try');
  }
}

type RaisonDEcarter = 'annee-perimee' | 'annee-figee' | 'annee-d-ailleurs';

/** The years that go in, and those that do not. */
function trier(
  { tete, bases }: Livret,
  { depotId, proprietaire: uai }: Depot,
  { scolarites }: DossierNotes,
): {
  readonly reprises: readonly Scolarite[];
  readonly ecartees: readonly { readonly annee: number; readonly raison: RaisonDEcarter }[];
} {
  const raisonDe = ({ annee }: Scolarite): RaisonDEcarter | null => {
    const cle = `${annee}#notes`;
    const applique = tete.applique[cle] ?? '';
    if (applique === depotId) return null;
    if (applique > depotId || (tete.annulees?.[cle] ?? '') > depotId) return 'annee-perimee';
    if (estFige(tete, annee)) return 'annee-figee';
    // The lycée that a pupil left does not write over what the next one gave.
    const scolarise = tete.scolarise?.[String(annee)] ?? uai;
    const base = bases.find((une) => une.annee === annee);
    return scolarise !== uai && base !== undefined && base.uai !== uai ? 'annee-d-ailleurs' : null;
  };
  const triees = scolarites.map((scolarite) => ({ scolarite, annee: scolarite.annee, raison: raisonDe(scolarite) }));
  return {
    reprises: triees.flatMap(({ scolarite, raison }) => (raison === null ? [scolarite] : [])),
    ecartees: triees.flatMap(({ annee, raison }) => (raison === null ? [] : [{ annee, raison }])),
  };
}

/** Nothing of the dossier goes in: the reason of its latest year. */
function refusEntier(
  ecartees: readonly { readonly annee: number; readonly raison: RaisonDEcarter }[],
  lieu: LieuAnomalie,
): Anomalie {
  const { annee, raison } = [...ecartees].sort((a, b) => b.annee - a.annee)[0] ?? { annee: 0, raison: 'annee-perimee' };
  if (raison === 'annee-figee') return anomalie('livret-envoye', lieu);
  return raison === 'annee-d-ailleurs' ? anomalie('eleve-parti', { ...lieu, annee }) : anomalie('import-perime', lieu);
}

function baseDe(
  dossier: DossierNotes,
  { depotId, proprietaire: uai }: Depot,
  scolarite: Scolarite,
  derniere: number,
): BaseNotes {
  const porte = scolarite.annee === derniere;
  return {
    annee: scolarite.annee,
    depotId,
    uai,
    scolarite,
    engagements: porte ? dossier.engagements : [],
    engagementAutre: porte ? dossier.engagementAutre : null,
    avisExamen: porte ? dossier.avisExamen : null,
    sel: nouveauSel(),
  };
}

async function ecritures(
  parts: PartiesDuLivret & { readonly memoire: Memoire },
  depot: Depot,
  livret: Livret,
  bases: readonly BaseNotes[],
  ecrasees: readonly number[],
  ligne: Parameters<MagasinRegistre['ecritureSuivi']>[0] & { readonly anneesNotees: readonly number[] },
): Promise<Operation[]> {
  const { tete } = livret;
  const applique = {
    ...tete.applique,
    ...Object.fromEntries(bases.map((base) => [`${base.annee}#notes`, depot.depotId])),
  };
  const apres: Livret = {
    // A repeater's new year does not unlock the years of the livret that was sent.
    tete: { ...reprendreSiNouvelleAnnee(tete, Math.max(...bases.map(({ annee }) => annee))), applique },
    bases: [...livret.bases.filter(({ annee }) => !bases.some((base) => base.annee === annee)), ...bases],
    saisies: livret.saisies.filter((saisie) => !ecrasees.some((annee) => estRemplacable(saisie, annee))),
  };
  const courante = inscriptionCourante(tete)?.annee ?? ligne.annee;
  const tenue = aJour(apres, { courante, mefs: await nomenclatures(parts.memoire, apres, courante) });
  const remplacees = livret.bases.filter(({ annee }) => bases.some((base) => base.annee === annee));
  const ecartees = livret.saisies.filter((saisie) => !apres.saisies.includes(saisie)).map(({ cle }) => cle);
  const fait: FaitAProuver = {
    type: 'notes-importees',
    quand: parts.horloge.maintenant().toString(),
    ...signataire(depot),
    references: {
      ...Object.fromEntries(remplacees.map((base) => [`avant-${base.annee}`, empreinteDeBase(base)])),
      ...Object.fromEntries(bases.map((base) => [`base-${base.annee}`, empreinteDeBase(base)])),
      ...(ecartees.length === 0 ? {} : { saisiesRemplacees: ecartees.join(' ') }),
      ...changementDEtat(tete, tenue),
    },
  };
  const evenement = chainer(tete.chaine, fait);
  return [
    parts.livrets.ecritureTete(tete, { ...tenue, chaine: teteApres(evenement) }),
    ...bases.flatMap((base) => {
      const remplacee = livret.bases.find(({ annee }) => annee === base.annee);
      return [
        parts.livrets.ecritureBase(tete.livretId, base),
        ...(remplacee === undefined ? [] : [parts.livrets.ecritureAncienne(tete.livretId, remplacee)]),
      ];
    }),
    ...ecrituresDeSuivi(parts, tenue, [ligne, { anneesNotees: ligne.anneesNotees }]),
    ecritureDePreuve(parts.tablePreuve, cleLivret(tete.livretId), evenement),
  ];
}

/** The nomenclature of each year that the livret holds, and of the current one. */
async function nomenclatures(memoire: Memoire, livret: Livret, courante: number) {
  const mefs = new Map<number, MefDeNomenclature | null>();
  for (const annee of new Set([...anneesTenues(livret), courante])) {
    const codeMef = livret.tete.mef[annee];
    const uai = inscritEn(livret.tete, annee)?.uai ?? '';
    mefs.set(annee, codeMef === undefined ? null : await memoire.mef(uai, annee, codeMef));
  }
  return mefs;
}

/** What is known of the pupil's years: the nomenclature of each MEF and, where it leaves a doubt, SIECLE and STS. */
async function connaitre(
  memoire: Memoire,
  { tete }: Livret,
  ligne: LigneEleve,
  dossier: DossierNotes,
): Promise<Map<number, ConnaissancesDeLAnnee>> {
  const connaissances = new Map<number, ConnaissancesDeLAnnee>();
  for (const scolarite of dossier.scolarites) {
    const { annee } = scolarite;
    const codeMef = tete.mef[String(annee)];
    const inscrit = annee === ligne.annee ? ligne : inscritEn(tete, annee);
    const mef = codeMef === undefined ? null : await memoire.mef(inscrit?.uai ?? '', annee, codeMef);
    const douteux = mef !== null && scolarite.evaluations.some((une) => lignesPossibles(une, mef.matieres).length > 1);
    const indices =
      douteux && inscrit !== null ? await memoire.indices(inscrit.uai, annee, inscrit.eleveId) : SANS_INDICE;
    connaissances.set(annee, { mef, indices });
  }
  return connaissances;
}
