import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { ErreurCodee } from '../kernel/erreur.ts';

/**
 * The size of a file to read, in bytes.
 *
 * @throws ErreurCodee `fichier-absent`, `fichier-illisible`
 */
export async function tailleDuFichier(fichier: string): Promise<number> {
  const etat = await stat(fichier).catch(() => {
    throw new ErreurCodee('fichier-absent', `Le fichier « ${fichier} » est introuvable.`, 'Vérifiez son chemin.');
  });
  if (etat.isDirectory()) {
    throw new ErreurCodee('fichier-illisible', `« ${fichier} » est un dossier.`, 'Donnez un fichier de ce dossier.');
  }
  await access(fichier, constants.R_OK).catch(() => {
    throw new ErreurCodee(
      'fichier-illisible',
      `Vous n’avez pas le droit de lire le fichier « ${fichier} ».`,
      'Demandez ce droit, ou copiez le fichier dans un dossier à vous.',
    );
  });
  return etat.size;
}
