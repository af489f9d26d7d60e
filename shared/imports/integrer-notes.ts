import { createHmac } from 'node:crypto';
import { executerTransaction, type Operation } from '../aws/dynamo.ts';
import { jsonCanonique } from '../kernel/empreinte.ts';
import type { BaseNotes, LigneEleve, Livret, MagasinRegistre, PartiesDuLivret, Scolarite } from '../livret/index.ts';
import { cleLivret, nouveauSel, SANS_INDICE } from '../livret/index.ts';
import { chainer, ecritureDePreuve, type FaitAProuver, teteApres } from '../preuve/index.ts';
import type { Anomalie } from './anomalie.ts';
import { anomalie } from './anomalies.ts';
import { type ConnaissancesDeLAnnee, confronter } from './confronter.ts';
import type { Depot } from './depot.ts';
import type { DossierNotes } from './dossiers.ts';

/** A concurrent write between the read and the transaction is met by reading again. */
const ESSAIS = 5;
/** DynamoDB keeps 400 KB an item; a year of a pupil is some 20. */
const OCTETS_PAR_BASE = 300 * 1024;

/**
 * The marks of one pupil replace the base of each year that the file carries, in one transaction with the
 * head, the table's row and the event. A deposit older than the one applied changes nothing.
 */
export async function integrerNotes(
  parts: PartiesDuLivret,
  depot: Depot,
  dossier: DossierNotes,
): Promise<readonly Anomalie[]> {
  const { eleveId, position } = dossier;
  const lieu = { ...position, eleve: eleveId };
  const annees = dossier.scolarites.map(({ annee }) => annee).sort((a, b) => a - b);
  const derniere = annees.at(-1);
  if (derniere === undefined) throw new Error('a dossier of notes without a school year');

  for (let essai = 1; ; essai++) {
    const { parSiecle } = await parts.registre.lirePointeurs(depot.proprietaire, derniere, eleveId, null);
    const livret = parSiecle === null ? null : await parts.livrets.lire(parSiecle);
    const ligne = await parts.registre.lireEleve(depot.proprietaire, derniere, eleveId);
    if (livret === null || ligne === null) return [anomalie('eleve-inconnu', lieu)];
    const confrontation = confronter(dossier, await connaitre(parts.registre, livret, ligne, dossier));
    const avertissements = confrontation.anomalies;

    const appliques = annees.map((annee) => livret.tete.applique[`${annee}#notes`] ?? '');
    if (appliques.every((applique) => applique === depot.depotId)) return avertissements;
    if (appliques.some((applique) => applique > depot.depotId)) return [anomalie('import-perime', lieu)];
    const { appariement, etat } = livret.tete;
    // A pupil who repeats goes on after the session whose livret was sent.
    if (etat === 'envoye' && annees.some((annee) => annee < (appariement?.session ?? 0))) {
      return [anomalie('livret-envoye', lieu)];
    }

    const bases = confrontation.dossier.scolarites.map((scolarite) =>
      baseDe(dossier, depot.depotId, scolarite, derniere),
    );
    for (const base of bases) {
      const octets = Buffer.byteLength(JSON.stringify(base));
      if (octets > OCTETS_PAR_BASE) {
        return [anomalie('dossier-trop-grand', { ...lieu, annee: base.annee, ko: Math.ceil(octets / 1024) })];
      }
    }
    const issue = await executerTransaction(
      parts.dynamo,
      ecritures(parts, depot, livret, bases, {
        ...ligne,
        anneesNotees: [...new Set([...ligne.anneesNotees, ...annees])].sort((a, b) => a - b),
      }),
    );
    if (issue.faite) return avertissements;
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
    references: Object.fromEntries(
      bases.map((base) => [
        `base-${base.annee}`,
        createHmac('sha256', base.sel)
          .update(jsonCanonique({ ...base, sel: undefined }))
          .digest('hex'),
      ]),
    ),
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

/** What is known here of the pupil's years: the nomenclature of each MEF, and the latest year's row of SIECLE. */
async function connaitre(
  registre: MagasinRegistre,
  { tete }: Livret,
  ligne: LigneEleve,
  dossier: DossierNotes,
): Promise<Map<number, ConnaissancesDeLAnnee>> {
  const connaissances = new Map<number, ConnaissancesDeLAnnee>();
  for (const { annee } of dossier.scolarites) {
    const codeMef = tete.mef[String(annee)];
    const mef = codeMef === undefined ? null : await registre.lireMef(annee, codeMef);
    const eleve = annee === ligne.annee ? ligne : null;
    connaissances.set(annee, { mef: mef?.contenu ?? null, indices: { ...SANS_INDICE, eleve } });
  }
  return connaissances;
}
