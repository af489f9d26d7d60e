import { dateFrancaiseDe } from '../../kernel/horloge.ts';
import { noteAffichee } from '../../kernel/note.ts';
import { compte } from '../../kernel/texte.ts';
import type { LivretLu } from '../../livret/lire-livret.ts';
import type { LigneDeTableau } from '../../livret/lister-livrets.ts';
import { LIBELLES_ETAT } from '../../livret/machine.ts';
import { type Colonne, ecrire, tableau, VIDE } from '../affichage.ts';
import type { Cible } from '../cible.ts';
import { SORTIE, type Sortie } from '../sorties.ts';

const jour = (instant: string | null): string => (instant === null ? VIDE : dateFrancaiseDe(instant));

/**
 * The columns of the screen « Envoyer identifiants » (R69), then what follows in the season: 150 characters at most.
 * The série comes with the join of the pupil's MEF to the nomenclature, which this table does not have.
 */
const COLONNES: readonly Colonne<LigneDeTableau>[] = [
  { titre: 'Nom', valeur: ({ nom }) => nom, largeurMax: 22 },
  { titre: 'Prénom', valeur: ({ prenom }) => prenom, largeurMax: 14 },
  { titre: 'Autres prénoms', valeur: ({ autresPrenoms }) => autresPrenoms || VIDE, largeurMax: 16 },
  { titre: 'INE', valeur: ({ ine }) => ine ?? VIDE },
  { titre: 'Structure', valeur: ({ division }) => division ?? VIDE, largeurMax: 9 },
  { titre: 'Notes', valeur: ({ anneesNotees }) => anneesNotees.join(', ') || VIDE, largeurMax: 16 },
  { titre: 'Identifiants', valeur: ({ identifiantsEnvoyesLe }) => jour(identifiantsEnvoyesLe) },
  { titre: 'No Élève', valeur: ({ noEleve }) => noEleve ?? VIDE },
  { titre: 'Livret envoyé', valeur: ({ statutEnvoyeLe }) => jour(statutEnvoyeLe) },
  { titre: 'Format', valeur: ({ format }) => (format === 'numerique' ? 'numérique' : format) },
];

export async function livrets(
  cible: Cible,
  demande: {
    readonly uai: string;
    readonly session: number;
    readonly division?: string | undefined;
    readonly json: boolean;
  },
): Promise<Sortie> {
  const { uai, session, division } = demande;
  const lignes = await cible.appeler<LigneDeTableau[]>('livret/lister-livrets', {
    uai,
    session,
    ...(division === undefined ? {} : { division }),
  });
  if (demande.json) ecrire(JSON.stringify(lignes, null, 2));
  else {
    ecrire(tableau(COLONNES, lignes));
    ecrire(compte(lignes.length, 'élève'));
  }
  return SORTIE.reussite;
}

/** One livret, in short: the page itself is what the jury and the family read. */
export async function livret(
  cible: Cible,
  demande: { readonly livretId: string; readonly json: boolean },
): Promise<Sortie> {
  const lu = await cible.appeler<LivretLu>('livret/lire-livret', { livretId: demande.livretId });
  if (demande.json) {
    ecrire(JSON.stringify(lu, null, 2));
    return SORTIE.reussite;
  }
  ecrire(`Livret ${lu.livretId} : ${LIBELLES_ETAT[lu.etat]}`);
  for (const annee of lu.page?.annees ?? []) {
    ecrire(`\n${annee.niveau} ${annee.serie.code}, ${annee.annee}-${annee.annee + 1}`);
    const disciplines = annee.groupes.flatMap((groupe) => groupe.disciplines);
    ecrire(
      tableau(
        [
          { titre: 'Discipline', valeur: ({ libelle }) => libelle },
          { titre: 'Périodes', valeur: ({ periodes }) => periodes.map(noteAffichee).join(' · ') },
          { titre: 'Année', valeur: ({ annuelle }) => noteAffichee(annuelle), alignement: 'droite' },
        ],
        disciplines,
      ),
    );
  }
  for (const annee of lu.anneesSansNomenclature) {
    ecrire(
      `\nLa nomenclature de l’année ${annee}-${annee + 1} manque : ses notes sont gardées, mais ne s’affichent pas.`,
    );
  }
  return SORTIE.reussite;
}
