import pc from 'picocolors';
import { ErreurCodee } from '../../kernel/erreur.ts';
import { instantFrancais } from '../../kernel/horloge.ts';
import { compte } from '../../kernel/texte.ts';
import type { EnvoiDemande, LivretRetenu } from '../../transfert/envoyer-livrets.ts';
import type { SuiviDesEnvois } from '../../transfert/suivre-envois.ts';
import { attendre, ecrire } from '../affichage.ts';
import type { Cible } from '../cible.ts';
import { SORTIE, type Sortie } from '../sorties.ts';

const DELAI = 10 * 60_000;
/** Between two looks, each of which reads all that waits in the académie. In milliseconds. */
const PAUSE = { min: 250, max: 5_000 } as const;

export interface DemandeDeTransfert {
  readonly uai: string;
  readonly session: number;
  /** All of them when empty. */
  readonly divisions: readonly string[];
  readonly attendre: boolean;
  /** Only shows how far the sendings are. */
  readonly suivre: boolean;
  readonly json: boolean;
}

/** Sends livrets to the référentiel national, and waits for its acknowledgements when asked (R66-R67). */
export async function transferer(cible: Cible, demande: DemandeDeTransfert): Promise<Sortie> {
  const { uai, session, divisions } = demande;
  const lire = () => cible.appeler<SuiviDesEnvois>('transfert/suivre-envois', { uai, session });
  if (demande.suivre) return montrerSuivi(await lire(), demande);
  const envoi = await cible.appeler<EnvoiDemande>('transfert/envoyer-livrets', {
    uai,
    session,
    ...(divisions.length === 0 ? {} : { divisions }),
  });
  const { demandes, papiers, nonProduits, dejaRecus, retenus } = envoi;
  if (demandes + nonProduits.length + dejaRecus + retenus.length === 0) throw aucunLivret(demande);
  const reception = demande.attendre ? await attendreAccuses(envoi.livretIds, lire) : null;
  const tous = [...retenus, ...(reception?.retenus ?? [])];
  const repris = reception?.repris ?? [];
  if (demande.json) ecrire(JSON.stringify({ ...envoi, ...reception, retenus: tous }, null, 2));
  else {
    ecrire(
      (reception === null
        ? compte(demandes, 'envoi demandé', 'envois demandés')
        : `${compte(reception.recus, 'livret reçu', 'livrets reçus')} par le référentiel national`) +
        (papiers === 0 ? '' : `, dont ${compte(papiers, 'statut de livret papier', 'statuts de livrets papier')}`) +
        (dejaRecus === 0 ? '' : ` · ${compte(dejaRecus, 'déjà reçu', 'déjà reçus')} lors d’un envoi précédent`),
    );
    montrerRepris(repris);
    if (nonProduits.length > 0) {
      ecrire(
        `${compte(nonProduits.length, 'livret non produit', 'livrets non produits')} : le candidat s’y oppose (${nonProduits.map((eleveId) => `élève ${eleveId}`).join(', ')})`,
      );
    }
    if (envoi.enRetard) ecrire(pc.yellow('La date demandée par l’académie est passée : l’envoi est noté en retard.'));
    for (const un of tous) montrerRetenu(un);
  }
  if (tous.length + repris.length === 0) return SORTIE.reussite;
  return demandes + nonProduits.length + dejaRecus === 0 ? SORTIE.echec : SORTIE.partielle;
}

function montrerRetenu({ eleveId, code, message, remede }: LivretRetenu): void {
  ecrire(`  ${pc.yellow('non envoyé')} élève ${eleveId} : ${message} ${pc.dim(`[${code}]`)}\n    ${remede}`);
}

function montrerRepris(repris: SuiviDesEnvois['repris']): void {
  if (repris.length === 0) return;
  ecrire(
    `${compte(repris.length, 'élève repris', 'élèves repris')} par une autre académie : ce que vous avez envoyé n’est plus en vigueur (${repris.map(({ eleveId }) => `élève ${eleveId}`).join(', ')})`,
  );
}

/** The place of the establishment among those of the académie, and an estimate that says what it rests on. */
function montrerSuivi(suivi: SuiviDesEnvois, { json }: DemandeDeTransfert): Sortie {
  const { attendent, depuis, retenus, recus, repris } = suivi;
  if (json) ecrire(JSON.stringify(suivi, null, 2));
  else {
    ecrire(`${compte(recus, 'livret reçu', 'livrets reçus')} par le référentiel national`);
    if (depuis !== null) {
      ecrire(
        `${compte(attendent.length, 'livret attend son', 'livrets attendent leur')} accusé de réception, depuis le ${instantFrancais(depuis)}`,
      );
      ecrire(`  ${place(suivi)} · ${delai(suivi.minutes ?? UNE_MINUTE)} au rythme du service`);
    }
    montrerRepris(repris);
    for (const un of retenus) montrerRetenu(un);
  }
  return retenus.length === 0 ? SORTIE.reussite : SORTIE.partielle;
}

function place({ devant }: SuiviDesEnvois): string {
  if (devant === 0) return 'aucun livret de l’académie n’est devant';
  return `${compte(devant, 'livret de l’académie est', 'livrets de l’académie sont')} devant`;
}

const UNE_MINUTE = { min: 1, max: 1 };

/** « entre 3 et 12 min » */
function delai({ min, max }: { readonly min: number; readonly max: number }): string {
  return min === max ? `environ ${min} min` : `entre ${min} et ${max} min`;
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
  /** In force, those of pupils whom another académie holds left out. */
  readonly recus: number;
  readonly repris: SuiviDesEnvois['repris'];
  /** What the deployment found only when it was their turn. */
  readonly retenus: readonly LivretRetenu[];
}

async function attendreAccuses(livretIds: readonly string[], lire: () => Promise<SuiviDesEnvois>): Promise<Reception> {
  const demandes = new Set(livretIds);
  const debut = performance.now();
  let premier: number | null = null;
  let dernier: SuiviDesEnvois | null = null;
  const restants = (suivi: SuiviDesEnvois): number => suivi.attendent.filter((id) => demandes.has(id)).length;
  return attendre(
    () =>
      dernier === null
        ? 'envoi au référentiel national'
        : avancement(dernier, restants(dernier), demandes.size, rythme()),
    async () => {
      dernier = await lire();
      premier ??= dernier.devant + restants(dernier);
      if (restants(dernier) > 0) return null;
      const retenus = dernier.retenus.filter(({ livretId }) => demandes.has(livretId));
      const tenus = new Set(retenus.map(({ livretId }) => livretId));
      const repris = dernier.repris.filter(({ livretId }) => demandes.has(livretId) && !tenus.has(livretId));
      return { recus: demandes.size - retenus.length - repris.length, repris, retenus };
    },
    DELAI,
    () =>
      new ErreurCodee(
        'accuses-en-retard',
        `Le référentiel national n’a pas encore accusé réception de tous les livrets (${demandes.size - (dernier === null ? demandes.size : restants(dernier))} sur ${demandes.size}).`,
        'L’envoi se poursuit sans vous : suivez-le avec « npx lsl transferer --suivre ».',
      ),
    pause,
  );

  /** A quarter of what is left, by the rate observed: near the end, looks are close. */
  function pause(): number {
    const parMinute = rythme();
    if (dernier === null || parMinute === null) return PAUSE.min * 4;
    const reste = ((dernier.devant + restants(dernier)) / parMinute) * 60_000;
    return Math.min(Math.max(reste / 4, PAUSE.min), PAUSE.max);
  }

  /** Livrets a minute since the wait began, those in front included; null before any progress was seen. */
  function rythme(): number | null {
    if (premier === null || dernier === null) return null;
    const passes = premier - dernier.devant - restants(dernier);
    return passes <= 0 ? null : passes / ((performance.now() - debut) / 60_000);
  }
}

function avancement(suivi: SuiviDesEnvois, restants: number, total: number, rythme: number | null): string {
  const recus = `${total - restants} sur ${total} reçus par le référentiel national`;
  if (restants === 0) return recus;
  const estimation =
    rythme === null
      ? `${delai(suivi.minutes ?? UNE_MINUTE)} au rythme du service`
      : `${delai({ min: Math.ceil(restants / rythme), max: Math.ceil((suivi.devant + restants) / rythme) })} au rythme observé`;
  return `${recus} · ${suivi.devant === 0 ? '' : `${suivi.devant} devant vous, `}${estimation}`;
}
