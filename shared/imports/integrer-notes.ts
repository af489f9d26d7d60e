import { executerTransaction, type Operation } from '../aws/dynamo.ts';
import { anneeEnCours } from '../kernel/annee.ts';
import {
  type BaseNotes,
  cleLivret,
  empreinteDeBase,
  estFige,
  inscritEn,
  type LigneEleve,
  type Livret,
  lignesPossibles,
  type MagasinRegistre,
  nouveauSel,
  type PartiesDuLivret,
  SANS_INDICE,
  type Scolarite,
} from '../livret/index.ts';
import { chainer, ecritureDePreuve, type FaitAProuver, teteApres } from '../preuve/index.ts';
import { anomalie } from './anomalies.ts';
import { type ConnaissancesDeLAnnee, confronter } from './confronter.ts';
import type { Depot } from './depot.ts';
import type { DossierNotes } from './dossiers.ts';
import { type IssueDeDossier, issue } from './issue.ts';
import type { Memoire } from './memoire.ts';

/** A concurrent write between the read and the transaction is met by reading again. */
const ESSAIS = 5;
/** DynamoDB keeps 400 KB an item; a year of a pupil is some 20. */
const OCTETS_PAR_BASE = 300 * 1024;

/**
 * The marks of one pupil replace the base of each year that the file carries, in one transaction with the
 * head, the table's row and the event. A deposit older than the one applied changes nothing. Entries by hand lie over
 * the base and stay, unless the establishment chose for the pupil's division that imports win.
 */
export async function integrerNotes(
  parts: PartiesDuLivret & { readonly memoire: Memoire },
  depot: Depot,
  dossier: DossierNotes,
): Promise<IssueDeDossier> {
  const { eleveId, position } = dossier;
  const { proprietaire: uai, depotId } = depot;
  const lieu = { ...position, eleve: eleveId };
  const annees = dossier.scolarites.map(({ annee }) => annee).sort((a, b) => a - b);
  const derniere = annees.at(-1);
  if (derniere === undefined) throw new Error('a dossier of notes without a school year');
  if (derniere > anneeEnCours(parts.horloge)) return issue([anomalie('annee-a-venir', { ...lieu, annee: derniere })]);

  for (let essai = 1; ; essai++) {
    const { ligne, parSiecle } = await parts.registre.situer(uai, derniere, eleveId, null);
    const livret = parSiecle === null ? null : await parts.livrets.lire(parSiecle);
    if (livret === null || ligne === null) return { etat: 'en-attente', anomalies: [], manques: null };

    const appliques = annees.map((annee) => livret.tete.applique[`${annee}#notes`] ?? '');
    if (appliques.some((applique) => applique > depotId)) return issue([anomalie('import-perime', lieu)]);
    const confrontation = confronter(dossier, await connaitre(parts.memoire, livret, ligne, dossier));
    const faite = issue(confrontation.anomalies, confrontation.manques);
    if (appliques.every((applique) => applique === depotId)) return faite;
    if (annees.some((annee) => estFige(livret.tete, annee))) return issue([anomalie('livret-envoye', lieu)]);

    const bases = confrontation.dossier.scolarites.map((scolarite) => baseDe(dossier, depotId, scolarite, derniere));
    for (const base of bases) {
      const octets = Buffer.byteLength(JSON.stringify(base));
      if (octets > OCTETS_PAR_BASE) {
        return issue([anomalie('dossier-trop-grand', { ...lieu, annee: base.annee, ko: Math.ceil(octets / 1024) })]);
      }
    }
    const importees = await parts.memoire.divisionsImportees(uai, derniere);
    const ecrasees = ligne.divisions.some((division) => importees.has(division)) ? annees : [];
    const ecrite = await executerTransaction(parts.dynamo, [
      ...ecritures(parts, depot, livret, bases, {
        ...ligne,
        anneesNotees: [...new Set([...ligne.anneesNotees, ...annees])].sort((a, b) => a - b),
      }),
      ...ecrasees.flatMap((annee) => parts.livrets.remplacementDesSaisies(livret, annee, depotId)),
    ]);
    if (ecrite.faite) return faite;
    if (essai === ESSAIS) throw new Error('livret written by others at each try');
  }
}

function baseDe(dossier: DossierNotes, depotId: string, scolarite: Scolarite, derniere: number): BaseNotes {
  const porte = scolarite.annee === derniere;
  return {
    annee: scolarite.annee,
    depotId,
    scolarite,
    engagements: porte ? dossier.engagements : [],
    engagementAutre: porte ? dossier.engagementAutre : null,
    avisExamen: porte ? dossier.avisExamen : null,
    sel: nouveauSel(),
  };
}

function ecritures(
  parts: PartiesDuLivret,
  depot: Depot,
  livret: Livret,
  bases: readonly BaseNotes[],
  ligne: Parameters<MagasinRegistre['ecritureSuivi']>[0] & { readonly anneesNotees: readonly number[] },
): Operation[] {
  const { tete } = livret;
  const fait: FaitAProuver = {
    type: 'notes-importees',
    quand: parts.horloge.maintenant().toString(),
    par: `depot/${depot.depotId}`,
    references: Object.fromEntries(bases.map((base) => [`base-${base.annee}`, empreinteDeBase(base)])),
  };
  const evenement = chainer(tete.chaine, fait);
  return [
    parts.livrets.ecritureTete(tete, {
      ...tete,
      etat: 'alimente',
      applique: {
        ...tete.applique,
        ...Object.fromEntries(bases.map((base) => [`${base.annee}#notes`, depot.depotId])),
      },
      chaine: teteApres(evenement),
    }),
    ...bases.flatMap((base) => {
      const remplacee = livret.bases.find(({ annee }) => annee === base.annee);
      return [
        parts.livrets.ecritureBase(tete.livretId, base),
        ...(remplacee === undefined ? [] : [parts.livrets.ecritureAncienne(tete.livretId, remplacee)]),
      ];
    }),
    parts.registre.ecritureSuivi(ligne, { anneesNotees: ligne.anneesNotees }),
    ecritureDePreuve(parts.tablePreuve, cleLivret(tete.livretId), evenement),
  ];
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
