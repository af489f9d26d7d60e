import { executerTransaction, type Operation } from '../aws/dynamo.ts';
import { anneeEnCours } from '../kernel/annee.ts';
import type {
  BaseNotes,
  Livret,
  MagasinRegistre,
  MefDeNomenclature,
  PartiesDuLivret,
  Scolarite,
} from '../livret/index.ts';
import { cleLivret, empreinteDeBase, estFige, langueGenerique, nouveauSel, rattacher } from '../livret/index.ts';
import { chainer, ecritureDePreuve, type FaitAProuver, teteApres } from '../preuve/index.ts';
import type { Anomalie } from './anomalie.ts';
import { anomalie } from './anomalies.ts';
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
    const avertissements = await verifierNomenclature(parts.memoire, livret, dossier);
    if (appliques.every((applique) => applique === depotId)) return issue(avertissements);
    if (annees.some((annee) => estFige(livret.tete, annee))) return issue([anomalie('livret-envoye', lieu)]);

    const bases = dossier.scolarites.map((scolarite) => baseDe(dossier, depotId, scolarite, derniere));
    for (const base of bases) {
      const octets = Buffer.byteLength(JSON.stringify(base));
      if (octets > OCTETS_PAR_BASE) {
        return issue([anomalie('dossier-trop-grand', { ...lieu, annee: base.annee, ko: Math.ceil(octets / 1024) })]);
      }
    }
    const importees = await parts.memoire.divisionsImportees(uai, derniere);
    const ecrasees = ligne.divisions.some((division) => importees.has(division)) ? annees : [];
    const { faite } = await executerTransaction(parts.dynamo, [
      ...ecritures(parts, depot, livret, bases, {
        ...ligne,
        anneesNotees: [...new Set([...ligne.anneesNotees, ...annees])].sort((a, b) => a - b),
      }),
      ...ecrasees.flatMap((annee) => parts.livrets.remplacementDesSaisies(livret, annee, depotId)),
    ]);
    if (faite) return issue(avertissements);
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

/** What the nomenclature of each year says of the subjects and competences: warnings, nothing is lost. */
async function verifierNomenclature(memoire: Memoire, livret: Livret, dossier: DossierNotes): Promise<Anomalie[]> {
  const anomalies: Anomalie[] = [];
  for (const scolarite of dossier.scolarites) {
    const codeMef = livret.tete.mef[String(scolarite.annee)];
    const mef = codeMef === undefined ? null : await memoire.mef(scolarite.annee, codeMef);
    if (mef === null) {
      anomalies.push(
        anomalie('nomenclature-absente', { ...dossier.position, eleve: dossier.eleveId, annee: scolarite.annee }),
      );
    } else {
      anomalies.push(...confronter(scolarite, mef, dossier.eleveId));
    }
  }
  return anomalies;
}

function confronter(scolarite: Scolarite, mef: MefDeNomenclature, eleve: string): Anomalie[] {
  const { rattaches, horsNomenclature } = rattacher(scolarite.evaluations, mef.matieres);
  const anomalies: Anomalie[] = horsNomenclature.map((evaluation) =>
    anomalie('matiere-hors-nomenclature', {
      ...evaluation.position,
      eleve,
      matiere: evaluation.codeMatiere,
      modalite: evaluation.modalite,
      annee: scolarite.annee,
    }),
  );
  for (const { matiere, evaluation, incertain } of rattaches) {
    const lieu = { ...evaluation.position, eleve, matiere: evaluation.codeMatiere };
    if (incertain) anomalies.push(anomalie('matiere-incertaine', lieu));
    const prevus = new Set(matiere.rubriques.flatMap(({ competences }) => competences.map(({ code }) => code)));
    const estLangue = langueGenerique(evaluation.codeMatiere) !== null;
    for (const { code, niveau } of evaluation.competences) {
      if (code !== null && !prevus.has(code)) {
        anomalies.push(anomalie('competence-hors-nomenclature', { ...lieu, competence: code }));
      }
      if (/^[ABC][12]$/.test(niveau) && !estLangue) {
        anomalies.push(anomalie('niveau-cecrl-hors-langue', { ...lieu, competence: code ?? '' }));
      }
    }
  }
  return anomalies;
}
