import type { File } from '../aws/files.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import type { MessageDesAccuses } from './messages.ts';

/**
 * The queues of acknowledgements of the académies, by the name that their deployment gives them. Only the
 * accounts of the deployment's list are written to: a message does not choose where it is answered.
 *
 * @param comptes AWS account of each académie, by slug
 */
export function filesDAccuses(
  trouver: (nom: string, compte: string) => Promise<File<MessageDesAccuses>>,
  comptes: Readonly<Record<string, string>>,
): (academie: string) => Promise<File<MessageDesAccuses>> {
  return async (academie) => {
    const compte = Object.hasOwn(comptes, academie) ? comptes[academie] : undefined;
    if (compte === undefined) {
      throw new ErreurCodee(
        'academie-inconnue',
        'Le référentiel national ne connaît pas cette académie.',
        'Ajoutez l’académie à la liste du référentiel national, puis rejouez le message.',
      );
    }
    return trouver(`lsl-${academie}-accuses`, compte);
  };
}
