import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import type { ImportsConsultes } from '../../imports/consulter-imports.ts';
import type { CompteRendu } from '../../imports/depot.ts';
import type { DepotEnregistre } from '../../imports/enregistrer-depot.ts';
import { ErreurCodee } from '../../kernel/erreur.ts';
import { attendre, ecrire } from '../affichage.ts';
import type { Cible } from '../cible.ts';
import { ecrireCompteRendu } from '../compte-rendu.ts';
import { tailleDuFichier } from '../fichiers.ts';
import { SORTIE, type Sortie } from '../sorties.ts';

export interface DemandeDeDepot {
  readonly fichier: string;
  /** The UAI of the establishment, or « academie ». */
  readonly proprietaire: string;
  readonly session: number | undefined;
  /** Its dossiers wait until a person accepts or refuses each. */
  readonly revue: boolean;
  readonly attendre: boolean;
  readonly json: boolean;
}

const DELAI_COMPTE_RENDU = 5 * 60_000;

/** Deposits one file: a record, then the signed form; and waits for the compte rendu when asked. */
export async function deposer(cible: Cible, demande: DemandeDeDepot): Promise<Sortie> {
  const { fichier, proprietaire, session, revue } = demande;
  const octets = await tailleDuFichier(fichier);
  const contenu = await openAsBlob(fichier);
  const { depotId, formulaire } = await cible.appeler<DepotEnregistre>('imports/enregistrer-depot', {
    proprietaire,
    ...(session === undefined ? {} : { session }),
    revue,
    octets,
    sha256: await condenser(contenu),
  });
  await poster(formulaire, contenu);
  if (!demande.attendre) {
    ecrire(demande.json ? JSON.stringify({ depotId }) : `Dépôt enregistré : ${depotId}`);
    return SORTIE.reussite;
  }
  const { compteRendu, noms } = await attendreCompteRendu(cible, proprietaire, depotId);
  if (demande.json) ecrire(JSON.stringify(compteRendu, null, 2));
  else ecrireCompteRendu(compteRendu, noms);
  return sortieDuCompteRendu(compteRendu);
}

export function sortieDuCompteRendu({ verdict }: CompteRendu): Sortie {
  if (verdict === 'refuse') return SORTIE.echec;
  return verdict === 'accepte' || verdict === 'deja-importe' || verdict === 'annule'
    ? SORTIE.reussite
    : SORTIE.partielle;
}

async function condenser(contenu: Blob): Promise<string> {
  const condensat = createHash('sha256');
  for await (const morceau of contenu.stream()) condensat.update(morceau);
  return condensat.digest('base64');
}

async function poster({ url, champs }: DepotEnregistre['formulaire'], contenu: Blob): Promise<void> {
  const formulaire = new FormData();
  for (const [nom, valeur] of Object.entries(champs)) formulaire.append(nom, valeur);
  // A neutral name: that of the user's file may name someone.
  formulaire.append('file', contenu, 'depot');
  const reponse = await fetch(url, { method: 'POST', body: formulaire });
  if (!reponse.ok) {
    throw new ErreurCodee(
      'envoi-refuse',
      `L’envoi du fichier a été refusé (${reponse.status}).`,
      'Recommencez le dépôt ; si le refus persiste, adressez-vous à l’équipe d’exploitation.',
    );
  }
}

export async function attendreCompteRendu(
  cible: Cible,
  proprietaire: string,
  depotId: string,
): Promise<ImportsConsultes & { readonly compteRendu: CompteRendu }> {
  return attendre(
    () => 'En attente du compte rendu',
    async () => {
      const consultes = await cible.appeler<ImportsConsultes>('imports/consulter-imports', { proprietaire, depotId });
      return consultes.compteRendu === null ? null : { ...consultes, compteRendu: consultes.compteRendu };
    },
    DELAI_COMPTE_RENDU,
    () =>
      new ErreurCodee(
        'compte-rendu-en-retard',
        'Le compte rendu n’est pas encore arrivé.',
        `Consultez-le plus tard avec « npx lsl imports --pour ${proprietaire} ${depotId} ».`,
      ),
  );
}
