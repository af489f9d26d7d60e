import type { EtatDeLAppariement } from '../../appariement/consulter-appariement.ts';
import { ErreurCodee } from '../../kernel/erreur.ts';
import { dateFrancaiseDe } from '../../kernel/horloge.ts';
import { compte } from '../../kernel/texte.ts';
import { attendre, type Colonne, ecrire, tableau, VIDE } from '../affichage.ts';
import type { Cible } from '../cible.ts';
import { SORTIE, type Sortie } from '../sorties.ts';

const DELAI = 5 * 60_000;
/** How long a state must stand to be taken as the last one, and how long that is waited for. */
const CALME_MS = 2_000;
const CALME_DELAI_MS = 15_000;

const COLONNES: readonly Colonne<EtatDeLAppariement['eleves'][number]>[] = [
  { titre: 'Nom', valeur: ({ nom }) => nom, largeurMax: 28 },
  { titre: 'Prénom', valeur: ({ prenom }) => prenom, largeurMax: 20 },
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
  const envoyer = async (): Promise<void> => {
    await cible.appeler('appariement/envoyer-identifiants', { uai, session });
  };
  const { etat, dejaEnvoyesLe } = demande.envoyer
    ? await envoyerEtAttendre(envoyer, consulter)
    : { etat: await consulter(), dejaEnvoyesLe: null };
  const sansCandidat = etat.eleves.filter(({ noEleve }) => noEleve === null);
  if (demande.json) ecrire(JSON.stringify(etat, null, 2));
  else {
    if (dejaEnvoyesLe !== null) ecrire(`identifiants déjà envoyés le ${dateFrancaiseDe(dejaEnvoyesLe)}`);
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

interface Envoi {
  readonly etat: EtatDeLAppariement;
  /** ISO instant; null when a pupil's identifiers had not been sent before. */
  readonly dejaEnvoyesLe: string | null;
}

async function envoyerEtAttendre(
  envoyer: () => Promise<void>,
  consulter: () => Promise<EtatDeLAppariement>,
): Promise<Envoi> {
  const dejaEnvoyesLe = dernierEnvoi(await consulter());
  await envoyer();
  const termine = dejaEnvoyesLe === null ? (etat: EtatDeLAppariement) => dernierEnvoi(etat) !== null : resteCalme();
  return attendre(
    () => 'Appariement en cours',
    async () => {
      const etat = await consulter();
      return termine(etat) ? { etat, dejaEnvoyesLe } : null;
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

/** The latest date of sending when every pupil has one, else null. */
function dernierEnvoi({ eleves }: EtatDeLAppariement): string | null {
  const dates = eleves.flatMap(({ identifiantsEnvoyesLe }) => identifiantsEnvoyesLe ?? []);
  return dates.length === eleves.length ? (dates.toSorted().at(-1) ?? null) : null;
}

/** The date of a first sending never changes: after another one, only new pairs show, so their coming is watched. */
function resteCalme(): (etat: EtatDeLAppariement) => boolean {
  const debut = performance.now();
  let vu = '';
  let depuis = debut;
  return (etat) => {
    const maintenant = performance.now();
    const image = JSON.stringify(etat);
    if (image !== vu) [vu, depuis] = [image, maintenant];
    return maintenant - depuis >= CALME_MS || maintenant - debut >= CALME_DELAI_MS;
  };
}
