import pc from 'picocolors';
import { ErreurCodee } from '../../kernel/erreur.ts';
import { compte } from '../../kernel/texte.ts';
import type { LigneDeTableau } from '../../livret/lister-livrets.ts';
import type { EnvoiDemande } from '../../transfert/envoyer-livrets.ts';
import { attendre, ecrire } from '../affichage.ts';
import type { Cible } from '../cible.ts';
import { SORTIE, type Sortie } from '../sorties.ts';

const DELAI = 10 * 60_000;

export interface DemandeDeTransfert {
  readonly uai: string;
  readonly session: number;
  /** All of them when empty. */
  readonly divisions: readonly string[];
  readonly attendre: boolean;
  readonly json: boolean;
}

/** Sends livrets to the référentiel national, and waits for its acknowledgements when asked (R66-R67). */
export async function transferer(cible: Cible, demande: DemandeDeTransfert): Promise<Sortie> {
  const { uai, session, divisions } = demande;
  const lireRecus = async (): Promise<ReadonlySet<string>> => {
    const lignes = await cible.appeler<LigneDeTableau[]>('livret/lister-livrets', { uai, session });
    return new Set(lignes.filter(({ statutEnvoyeLe }) => statutEnvoyeLe !== null).map(({ livretId }) => livretId));
  };
  // Read first: the date of an earlier sending is no acknowledgement of this one.
  const recusAvant = demande.attendre ? await lireRecus() : null;
  const envoi = await cible.appeler<EnvoiDemande>('transfert/envoyer-livrets', {
    uai,
    session,
    ...(divisions.length === 0 ? {} : { divisions }),
  });
  const { demandes, retenus, nonProduits, dejaRecus } = envoi;
  if (demandes + retenus.length + nonProduits.length + dejaRecus === 0) throw aucunLivret(demande);
  const reception = recusAvant === null ? null : await attendreAccuses(envoi.livretIds, recusAvant, lireRecus);
  if (demande.json) ecrire(JSON.stringify({ ...envoi, ...reception }, null, 2));
  else {
    ecrire(
      reception === null
        ? compte(envoi.demandes, 'envoi demandé', 'envois demandés')
        : `${compte(reception.recus, 'livret reçu', 'livrets reçus')} par le référentiel national` +
            (reception.dejaRecus === 0
              ? ''
              : ` · ${compte(reception.dejaRecus, 'déjà reçu', 'déjà reçus')} lors d’un envoi précédent`),
    );
    if (envoi.enRetard) ecrire(pc.yellow('La date demandée par l’académie est passée : l’envoi est noté en retard.'));
    for (const { eleveId, code, message, remede } of envoi.retenus) {
      ecrire(`  ${pc.yellow('non envoyé')} élève ${eleveId} : ${message} ${pc.dim(`[${code}]`)}\n    ${remede}`);
    }
  }
  if (envoi.retenus.length === 0) return SORTIE.reussite;
  return envoi.demandes === 0 ? SORTIE.echec : SORTIE.partielle;
}

function aucunLivret({ uai, session, divisions }: DemandeDeTransfert): ErreurCodee {
  return divisions.length === 0
    ? new ErreurCodee(
        'aucun-livret',
        `L’établissement ${uai} n’a pas encore d’élève pour la session ${session}.`,
        'Déposez d’abord l’export SIECLE « ElevesSansAdresses » de l’année.',
      )
    : new ErreurCodee(
        'aucun-livret',
        `Aucun élève de l’établissement ${uai} n’est dans la division demandée (${divisions.join(', ')}).`,
        `« npx lsl livrets -e ${uai} -s ${session} » donne la division de chaque élève.`,
      );
}

interface Reception {
  /** Livrets received for the first time. */
  readonly recus: number;
  /** Livrets that had been received before this sending, whose new acknowledgement is not told apart. */
  readonly dejaRecus: number;
}

async function attendreAccuses(
  livretIds: readonly string[],
  recusAvant: ReadonlySet<string>,
  lireRecus: () => Promise<ReadonlySet<string>>,
): Promise<Reception> {
  const attendus = livretIds.filter((livretId) => !recusAvant.has(livretId));
  const dejaRecus = livretIds.length - attendus.length;
  if (attendus.length === 0) return { recus: 0, dejaRecus };
  let recus = 0;
  return attendre(
    () => `${recus} sur ${attendus.length} reçus par le référentiel national`,
    async () => {
      const lus = await lireRecus();
      recus = attendus.filter((livretId) => lus.has(livretId)).length;
      return recus === attendus.length ? { recus, dejaRecus } : null;
    },
    DELAI,
    () =>
      new ErreurCodee(
        'accuses-en-retard',
        `Le référentiel national n’a pas encore accusé réception de tous les livrets (${recus} sur ${attendus.length}).`,
        'Consultez la colonne « Envoyé » plus tard avec « npx lsl livrets ».',
      ),
  );
}
