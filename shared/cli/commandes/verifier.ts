import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import pc from 'picocolors';
import { codeDeSortie, type FichierVerifie, verifier as verifierFichiers } from '../../imports/verifier.ts';
import { ErreurCodee } from '../../kernel/erreur.ts';
import { compte } from '../../kernel/texte.ts';
import { ecrire } from '../affichage.ts';
import { ecrireAnomalies, LIBELLES_FLUX } from '../compte-rendu.ts';
import type { Sortie } from '../sorties.ts';

const VERDICTS: Readonly<Record<FichierVerifie['verdict'], string>> = {
  accepte: pc.green('accepté'),
  'accepte-partiellement': pc.yellow('accepté en partie'),
  refuse: pc.red('refusé'),
};

/** Checks exports without any cloud: what editors run before they ship a file. */
export async function verifier(fichiers: readonly string[], json: boolean): Promise<Sortie> {
  for (const fichier of fichiers) {
    await access(fichier).catch(() => {
      throw new ErreurCodee('fichier-absent', `Le fichier « ${fichier} » est introuvable.`, 'Vérifiez son chemin.');
    });
  }
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
  if (dossiers.lus > 0) {
    ecrire(
      `  ${compte(dossiers.lus, 'dossier lu', 'dossiers lus')} · ${compte(dossiers.acceptes, 'accepté')} · ` +
        `${compte(dossiers.refuses, 'refusé')} · ${compte(dossiers.avertis, 'averti')}`,
    );
  }
  ecrireAnomalies(anomalies);
}
