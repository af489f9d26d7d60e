import { createReadStream } from 'node:fs';
import pc from 'picocolors';
import { LIBELLES_FLUX } from '../../imports/libelles.ts';
import { codeDeSortie, type FichierVerifie, verifier as verifierFichiers } from '../../imports/verifier.ts';
import { ecrire } from '../affichage.ts';
import { ecrireAnomalies, ecrireBilan } from '../compte-rendu.ts';
import { tailleDuFichier } from '../fichiers.ts';
import type { Sortie } from '../sorties.ts';

const VERDICTS: Readonly<Record<FichierVerifie['verdict'], string>> = {
  accepte: pc.green('accepté'),
  'accepte-partiellement': pc.yellow('accepté en partie'),
  refuse: pc.red('refusé'),
};

/** Checks exports without any cloud: what editors run before they ship a file. */
export async function verifier(fichiers: readonly string[], json: boolean): Promise<Sortie> {
  // Before the first is read: a mistyped name is told at once.
  for (const fichier of fichiers) await tailleDuFichier(fichier);
  const verification = await verifierFichiers(
    fichiers.map((fichier) => ({ fichier, ouvrir: () => createReadStream(fichier) })),
  );
  if (json) ecrire(JSON.stringify(verification, null, 2));
  else for (const fichier of verification.fichiers) ecrireFichier(fichier);
  return codeDeSortie(verification);
}

function ecrireFichier({ fichier, format, verdict, dossiers, anomalies }: FichierVerifie): void {
  const quoi = format === 'inconnu' ? 'format inconnu' : LIBELLES_FLUX[format];
  ecrire(`${pc.bold(fichier)} (${quoi}) : ${VERDICTS[verdict]}`);
  ecrireBilan(dossiers);
  ecrireAnomalies(anomalies);
}
