import { estErreurCodee } from '../kernel/erreur.ts';
import type { Anomalie } from './anomalie.ts';
import { anomalieDeFichier } from './anomalies.ts';
import type { Flux } from './dossiers.ts';
import { lireFlux } from './lire-flux.ts';

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

/**
 * The check of exports offline, for establishments and editors of notes software: the same reading as a
 * deposit's, without any cloud. A refused file counts no dossier, since nothing of it would be applied.
 */
export async function verifier(fichiers: readonly FichierAVerifier[]): Promise<Verification> {
  const verifies: FichierVerifie[] = [];
  for (const { fichier, ouvrir } of fichiers) verifies.push(await verifierFichier(fichier, ouvrir()));
  return { fichiers: verifies };
}

async function verifierFichier(fichier: string, source: AsyncIterable<Uint8Array>): Promise<FichierVerifie> {
  let format: FichierVerifie['format'] = 'inconnu';
  const anomalies: Anomalie[] = [];
  let [acceptes, refuses, avertis] = [0, 0, 0];
  try {
    for await (const lu of lireFlux(source)) {
      if (lu.type === 'entete') {
        format = lu.flux;
        continue;
      }
      anomalies.push(...lu.anomalies);
      if (lu.type === 'refus') refuses += 1;
      else acceptes += 1;
      if (lu.type === 'dossier' && lu.anomalies.length > 0) avertis += 1;
    }
  } catch (erreur) {
    if (!estErreurCodee(erreur)) throw erreur;
    const dossiers = { lus: 0, acceptes: 0, refuses: 0, avertis: 0 };
    return { fichier, format, verdict: 'refuse', dossiers, anomalies: [anomalieDeFichier(erreur)] };
  }
  const verdict = refuses === 0 ? 'accepte' : acceptes === 0 ? 'refuse' : 'accepte-partiellement';
  return { fichier, format, verdict, dossiers: { lus: acceptes + refuses, acceptes, refuses, avertis }, anomalies };
}

/** The exit code of `lsl verifier`: 0 all accepted, 1 some dossiers refused, 2 a file refused. */
export function codeDeSortie({ fichiers }: Verification): 0 | 1 | 2 {
  if (fichiers.some(({ verdict }) => verdict === 'refuse')) return 2;
  return fichiers.every(({ verdict }) => verdict === 'accepte') ? 0 : 1;
}
