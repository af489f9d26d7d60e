import { dateFrancaiseDe } from '../../kernel/horloge.ts';
import { noteAffichee } from '../../kernel/note.ts';
import { compte } from '../../kernel/texte.ts';
import type { LivretLu } from '../../livret/lire-livret.ts';
import type { LigneDeTableau } from '../../livret/lister-livrets.ts';
import { LIBELLES_ETAT } from '../../livret/machine.ts';
import { type Colonne, ecrire, plier, tableau, VIDE } from '../affichage.ts';
import type { Cible } from '../cible.ts';
import { COLONNES_DES_MANQUES, triesParTache } from '../completude.ts';
import { direFormat, LIBELLES_DE_FORMAT } from '../libelles.ts';
import { SORTIE, type Sortie } from '../sorties.ts';

const jour = (instant: string | null): string => (instant === null ? VIDE : dateFrancaiseDe(instant));

/**
 * The columns of the screen « Envoyer identifiants » (R69), then what follows in the season, on one screen's width.
 * The série comes with the join of the pupil's MEF to the nomenclature, which this table does not have.
 */
const COLONNES: readonly Colonne<LigneDeTableau>[] = [
  { titre: 'Nom', valeur: ({ nom }) => nom, largeurMax: 16 },
  { titre: 'Prénom', valeur: ({ prenom }) => prenom, largeurMax: 10 },
  { titre: 'Autres prénoms', valeur: ({ autresPrenoms }) => autresPrenoms || VIDE, largeurMax: 14 },
  { titre: 'INE', valeur: ({ ine }) => ine ?? VIDE, largeurMax: 11 },
  { titre: 'Structure', valeur: ({ division }) => division ?? VIDE, largeurMax: 9 },
  { titre: 'Identifiants', valeur: ({ identifiantsEnvoyesLe }) => jour(identifiantsEnvoyesLe) },
  { titre: 'No Élève', valeur: ({ noEleve }) => noEleve ?? VIDE, largeurMax: 10 },
  // Another académie holds the pupil by now.
  { titre: 'Envoyé', valeur: ({ statutEnvoyeLe, repris }) => (repris ? 'repris' : jour(statutEnvoyeLe)) },
  { titre: 'Format', valeur: ({ format, oppose }) => (oppose ? 'opposé' : LIBELLES_DE_FORMAT[format]) },
  { titre: 'État', valeur: ({ etat, parti }) => (parti ? 'parti' : LIBELLES_ETAT[etat]) },
  { titre: 'Manques', valeur: ({ manques }) => manquesDe(manques) },
  // R65 shows it by a red tick.
  { titre: 'Validé', valeur: ({ valideLe }) => (valideLe === null ? VIDE : '✔') },
];

/** « 1 bloquant », « 13 autres »: what blocks hides the rest. */
function manquesDe({ bloquants, autres }: LigneDeTableau['manques']): string {
  if (bloquants > 0) return compte(bloquants, 'bloquant');
  return autres === 0 ? VIDE : compte(autres, 'autre');
}

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
  const { etat, format, motifPapier, oppose, valideLe } = lu;
  const attributs = [
    LIBELLES_ETAT[etat],
    format === 'papier' ? direFormat(motifPapier) : LIBELLES_DE_FORMAT[format],
    ...(oppose ? ['opposition : aucun livret n’est produit'] : []),
    ...(valideLe === null ? [] : [`validé le ${jour(valideLe)}`]),
  ];
  ecrire(plier([`Livret ${lu.livretId} : ${attributs[0]}`, ...attributs.slice(1)], ' · ', '').join('\n'));
  for (const annee of lu.page?.annees ?? []) {
    ecrire(`\n${annee.niveau} ${annee.serie.code}, ${annee.annee}-${annee.annee + 1}`);
    const disciplines = annee.groupes.flatMap((groupe) => groupe.disciplines);
    ecrire(
      tableau(
        [
          { titre: 'Discipline', valeur: ({ libelle }) => libelle, largeurMax: 60 },
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
  ecrireManques(lu.completude);
  return SORTIE.reussite;
}

function ecrireManques({ complet, manques }: LivretLu['completude']): void {
  ecrire(complet ? '\nRien de bloquant ne manque.' : '\nLe livret n’est pas complet.');
  if (manques.length > 0) ecrire(tableau(COLONNES_DES_MANQUES, triesParTache(manques)));
}
