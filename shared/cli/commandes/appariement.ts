import type { EtatDeLAppariement } from '../../appariement/consulter-appariement.ts';
import { ErreurCodee } from '../../kernel/erreur.ts';
import { compte } from '../../kernel/texte.ts';
import { attendre, type Colonne, ecrire, tableau, VIDE } from '../affichage.ts';
import type { Cible } from '../cible.ts';
import { SORTIE, type Sortie } from '../sorties.ts';

const DELAI = 5 * 60_000;

const COLONNES: readonly Colonne<EtatDeLAppariement['eleves'][number]>[] = [
  { titre: 'Nom', valeur: ({ nom }) => nom },
  { titre: 'Prénom', valeur: ({ prenom }) => prenom },
  { titre: 'INE', valeur: ({ ine }) => ine ?? VIDE },
  { titre: 'Structure', valeur: ({ division }) => division ?? VIDE },
  { titre: 'No candidat', valeur: ({ noCandidat }) => noCandidat ?? VIDE },
  { titre: 'No Élève', valeur: ({ noEleve }) => noEleve ?? VIDE },
];

/** Shows where the pairing of an establishment stands; with `envoyer`, sends the identifiers first (R68). */
export async function appariement(
  cible: Cible,
  demande: { readonly uai: string; readonly session: number; readonly envoyer: boolean; readonly json: boolean },
): Promise<Sortie> {
  const { uai, session } = demande;
  const consulter = (): Promise<EtatDeLAppariement> =>
    cible.appeler('appariement/consulter-appariement', { uai, session });
  const etat = demande.envoyer ? await envoyerEtAttendre(cible, uai, session, consulter) : await consulter();
  const sansCandidat = etat.eleves.filter(({ noEleve }) => noEleve === null);
  if (demande.json) ecrire(JSON.stringify(etat, null, 2));
  else {
    ecrire(tableau(COLONNES, etat.eleves));
    ecrire(
      [
        `${compte(etat.eleves.length - sansCandidat.length, 'élève apparié', 'élèves appariés')}`,
        `${compte(sansCandidat.length, 'élève sans candidat', 'élèves sans candidat')}`,
        `${compte(etat.candidatsSansEleve.length, 'candidat sans élève', 'candidats sans élève')}`,
      ].join(' · '),
    );
  }
  return sansCandidat.length === 0 ? SORTIE.reussite : SORTIE.partielle;
}

async function envoyerEtAttendre(
  cible: Cible,
  uai: string,
  session: number,
  consulter: () => Promise<EtatDeLAppariement>,
): Promise<EtatDeLAppariement> {
  await cible.appeler('appariement/envoyer-identifiants', { uai, session });
  return attendre(
    () => 'Appariement en cours',
    async () => {
      const etat = await consulter();
      return etat.eleves.every(({ identifiantsEnvoyesLe }) => identifiantsEnvoyesLe !== null) ? etat : null;
    },
    DELAI,
    () =>
      new ErreurCodee(
        'appariement-en-retard',
        'L’appariement n’est pas encore terminé.',
        'Consultez-le plus tard avec « npx lsl appariement ».',
      ),
  );
}
