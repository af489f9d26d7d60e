import { createReadStream } from 'node:fs';
import pc from 'picocolors';
import { LIBELLES_FLUX } from '../../imports/libelles.ts';
import { codeDeSortie, type FichierVerifie, verifier as verifierFichiers } from '../../imports/verifier.ts';
import { ecrire } from '../affichage.ts';
import { ecrireAnomalies, ecrireBilan } from '../compte-rendu.ts';
import { connaitre, lireEditeurs } from '../connaissances.ts';
import { tailleDuFichier } from '../fichiers.ts';
import { RecueilDeManques } from '../manques.ts';
import type { Sortie } from '../sorties.ts';

const VERDICTS: Readonly<Record<FichierVerifie['verdict'], string>> = {
  accepte: pc.green('accepté'),
  'accepte-partiellement': pc.yellow('accepté en partie'),
  refuse: pc.red('refusé'),
};

export interface DemandeDeVerification {
  readonly fichiers: readonly string[];
  /** Other feeds, known when the files are checked. */
  readonly avec: readonly string[];
  readonly nomenclature: string | undefined;
  readonly editeurs: string | undefined;
  readonly json: boolean;
}

/** Checks exports without any cloud: what editors run before they ship a file. */
export async function verifier(demande: DemandeDeVerification): Promise<Sortie> {
  const { fichiers, avec, nomenclature, json } = demande;
  // Before the first is read: a mistyped name is told at once.
  for (const fichier of fichiers) await tailleDuFichier(fichier);
  const editeurs = await lireEditeurs(demande.editeurs);
  const connaissances = await connaitre(avec, nomenclature);
  const recueils = new Map(fichiers.map((fichier) => [fichier, new RecueilDeManques()]));
  const verification = await verifierFichiers(
    fichiers.map((fichier) => ({ fichier, ouvrir: () => createReadStream(fichier) })),
    { connaissances, editeurs, surManques: (fichier, manques) => recueils.get(fichier)?.noter(manques) },
  );
  if (json) ecrire(JSON.stringify(verification, null, 2));
  else {
    for (const fichier of verification.fichiers) {
      ecrireFichier(fichier);
      recueils.get(fichier.fichier)?.ecrire(connaissances?.disciplines ?? new Map());
    }
    if (nomenclature !== undefined && [...recueils.values()].every((recueil) => recueil.estVide)) {
      ecrire(pc.dim('Données manquantes non cherchées : SIECLE, à donner par --avec, dit le MEF de chaque élève.'));
    }
  }
  return codeDeSortie(verification);
}

function ecrireFichier({ fichier, format, verdict, dossiers, anomalies }: FichierVerifie): void {
  const quoi = format === 'inconnu' ? 'format inconnu' : LIBELLES_FLUX[format];
  ecrire(`${pc.bold(fichier)} (${quoi}) : ${VERDICTS[verdict]}`);
  ecrireBilan(dossiers);
  ecrireAnomalies(anomalies);
}
