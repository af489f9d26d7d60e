import pc from 'picocolors';
import { ErreurCodee } from '../../kernel/erreur.ts';
import { compte } from '../../kernel/texte.ts';
import type { LigneDeTableau } from '../../livret/lister-livrets.ts';
import type { EnvoiDemande } from '../../transfert/envoyer-livrets.ts';
import { attendre, ecrire } from '../affichage.ts';
import type { Cible } from '../cible.ts';
import { SORTIE, type Sortie } from '../sorties.ts';

const DELAI = 10 * 60_000;

/** Sends livrets to the référentiel national, and waits for its acknowledgements when asked (R66-R67). */
export async function transferer(
  cible: Cible,
  demande: {
    readonly uai: string;
    readonly session: number;
    readonly divisions: readonly string[];
    readonly attendre: boolean;
    readonly json: boolean;
  },
): Promise<Sortie> {
  const { uai, session, divisions } = demande;
  const envoi = await cible.appeler<EnvoiDemande>('transfert/envoyer-livrets', {
    uai,
    session,
    ...(divisions.length === 0 ? {} : { divisions }),
  });
  if (demande.attendre && envoi.demandes > 0) await attendreAccuses(cible, uai, session, envoi.livretIds);
  if (demande.json) ecrire(JSON.stringify(envoi, null, 2));
  else {
    const participe = demande.attendre ? 'reçu' : 'demandé';
    ecrire(
      demande.attendre
        ? `${compte(envoi.demandes, `livret ${participe}`, `livrets ${participe}s`)} par le référentiel national`
        : compte(envoi.demandes, 'envoi demandé', 'envois demandés'),
    );
    if (envoi.enRetard) ecrire(pc.yellow('La date demandée par l’académie est passée : l’envoi est noté en retard.'));
    for (const { eleveId, code, message, remede } of envoi.retenus) {
      ecrire(`  ${pc.yellow('non envoyé')} élève ${eleveId} : ${message} ${pc.dim(`[${code}]`)}\n    ${remede}`);
    }
  }
  if (envoi.retenus.length === 0) return SORTIE.reussite;
  return envoi.demandes === 0 ? SORTIE.echec : SORTIE.partielle;
}

async function attendreAccuses(
  cible: Cible,
  uai: string,
  session: number,
  livretIds: readonly string[],
): Promise<void> {
  const attendus = new Set(livretIds);
  let recus = 0;
  await attendre(
    () => `${recus} sur ${attendus.size} reçus par le référentiel national`,
    async () => {
      const lignes = await cible.appeler<LigneDeTableau[]>('livret/lister-livrets', { uai, session });
      recus = lignes.filter(({ livretId, statutEnvoyeLe }) => attendus.has(livretId) && statutEnvoyeLe !== null).length;
      return recus === attendus.size ? true : null;
    },
    DELAI,
    () =>
      new ErreurCodee(
        'accuses-en-retard',
        `Le référentiel national n’a pas encore accusé réception de tous les livrets (${recus} sur ${attendus.size}).`,
        'Consultez la colonne « Livret envoyé » plus tard avec « npx lsl livrets ».',
      ),
  );
}
