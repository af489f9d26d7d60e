import { estErreurCodee } from '../kernel/erreur.ts';
import type { ManquesDeLEleve } from '../livret/index.ts';
import type { Anomalie } from './anomalie.ts';
import { anomalieDeFichier } from './anomalies.ts';
import { derniereAnnee } from './confronter.ts';
import type { Flux } from './dossiers.ts';
import { controlerEditeur, type Editeurs } from './editeurs.ts';
import type { ConnaissancesHorsLigne } from './hors-ligne.ts';
import { lireFlux } from './lire-flux.ts';
import type { EnteteLu } from './lu.ts';

/** What `lsl verifier --json` prints. */
export interface Verification {
  readonly fichiers: readonly FichierVerifie[];
}

export interface FichierVerifie {
  readonly fichier: string;
  readonly format: Flux | 'inconnu';
  readonly verdict: 'accepte' | 'accepte-partiellement' | 'refuse';
  readonly dossiers: {
    readonly lus: number;
    readonly acceptes: number;
    readonly refuses: number;
    readonly avertis: number;
  };
  readonly anomalies: readonly Anomalie[];
}

export interface FichierAVerifier {
  readonly fichier: string;
  /** Opened when its turn comes. */
  readonly ouvrir: () => AsyncIterable<Uint8Array>;
}

/** What the check is told beside the files. */
export interface Contexte {
  /** Other feeds; null when none was given: nobody is then unknown, and no subject out of the nomenclature. */
  readonly connaissances: ConnaissancesHorsLigne | null;
  /** Accredited editors; null when their list is not looked at. */
  readonly editeurs: Editeurs | null;
  /** Told what each accepted pupil lacks, where the nomenclature of their MEF is known. */
  readonly surManques: (fichier: string, manques: ManquesDeLEleve) => void;
}

const SANS_CONTEXTE: Contexte = { connaissances: null, editeurs: null, surManques() {} };

/**
 * The check of exports offline, for establishments and editors of notes software: the same reading as a
 * deposit's, without any cloud. A refused file counts no dossier, since nothing of it would be applied.
 */
export async function verifier(
  fichiers: readonly FichierAVerifier[],
  contexte: Partial<Contexte> = {},
): Promise<Verification> {
  const verifies: FichierVerifie[] = [];
  for (const { fichier, ouvrir } of fichiers) {
    verifies.push(await verifierFichier(fichier, ouvrir(), { ...SANS_CONTEXTE, ...contexte }));
  }
  return { fichiers: verifies };
}

async function verifierFichier(
  fichier: string,
  source: AsyncIterable<Uint8Array>,
  { connaissances, editeurs, surManques }: Contexte,
): Promise<FichierVerifie> {
  let entete: EnteteLu | null = null;
  /** Of notes: the latest school year, known at the end. */
  let annee: number | null = null;
  const anomalies: Anomalie[] = [];
  let [acceptes, refuses, avertis] = [0, 0, 0];
  try {
    for await (const lu of lireFlux(source)) {
      if (lu.type === 'entete') {
        entete = lu;
        continue;
      }
      let constatees = lu.anomalies;
      if (lu.type === 'dossier' && lu.flux === 'notes') {
        annee = Math.max(annee ?? 0, derniereAnnee(lu.dossier));
        const examen = connaissances?.examiner(entete?.uai ?? null, lu.dossier) ?? null;
        constatees = [...lu.anomalies, ...(examen?.anomalies ?? [])];
        if (examen !== null && examen.manques !== null) surManques(fichier, examen.manques);
      }
      anomalies.push(...constatees);
      const refuse = lu.type === 'refus' || constatees.some(({ gravite }) => gravite === 'refus-dossier');
      if (refuse) refuses += 1;
      else acceptes += 1;
      if (!refuse && constatees.length > 0) avertis += 1;
    }
  } catch (erreur) {
    if (!estErreurCodee(erreur)) throw erreur;
    const dossiers = { lus: 0, acceptes: 0, refuses: 0, avertis: 0 };
    const format = entete?.flux ?? 'inconnu';
    return { fichier, format, verdict: 'refuse', dossiers, anomalies: [anomalieDeFichier(erreur)] };
  }
  const dEditeur =
    entete === null || annee === null || editeurs === null
      ? null
      : controlerEditeur(entete, annee, editeurs, 'avertir');
  const verdict = refuses === 0 ? 'accepte' : acceptes === 0 ? 'refuse' : 'accepte-partiellement';
  return {
    fichier,
    format: entete?.flux ?? 'inconnu',
    verdict,
    dossiers: { lus: acceptes + refuses, acceptes, refuses, avertis },
    anomalies: dEditeur === null ? anomalies : [dEditeur, ...anomalies],
  };
}

/** The exit code of `lsl verifier`: 0 all accepted, 1 some dossiers refused, 2 a file refused. */
export function codeDeSortie({ fichiers }: Verification): 0 | 1 | 2 {
  if (fichiers.some(({ verdict }) => verdict === 'refuse')) return 2;
  return fichiers.every(({ verdict }) => verdict === 'accepte') ? 0 : 1;
}
