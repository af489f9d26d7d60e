import type { ImportsConsultes } from '../../imports/consulter-imports.ts';
import type { Depot } from '../../imports/depot.ts';
import { LIBELLES_ETAT, LIBELLES_FLUX } from '../../imports/libelles.ts';
import { ErreurCodee } from '../../kernel/erreur.ts';
import { dateFrancaiseDe } from '../../kernel/horloge.ts';
import { type Colonne, ecrire, tableau, VIDE } from '../affichage.ts';
import type { Cible } from '../cible.ts';
import { ecrireCompteRendu } from '../compte-rendu.ts';
import { SORTIE, type Sortie } from '../sorties.ts';
import { sortieDuCompteRendu } from './deposer.ts';

const nombre = (valeur: (depot: Depot) => number | undefined): Colonne<Depot>['valeur'] => {
  return (depot) => String(valeur(depot) ?? VIDE);
};

const COLONNES: readonly Colonne<Depot>[] = [
  { titre: 'Dépôt', valeur: ({ depotId }) => depotId },
  { titre: 'Date', valeur: ({ enregistreLe }) => dateFrancaiseDe(enregistreLe) },
  { titre: 'Fichier', valeur: ({ flux }) => (flux === null ? VIDE : LIBELLES_FLUX[flux]) },
  { titre: 'État', valeur: ({ etat }) => LIBELLES_ETAT[etat] },
  { titre: 'Lus', valeur: nombre(({ bilan }) => bilan?.lus), alignement: 'droite' },
  { titre: 'Acceptés', valeur: nombre(({ bilan }) => bilan?.acceptes), alignement: 'droite' },
  { titre: 'Refusés', valeur: nombre(({ bilan }) => bilan?.refuses), alignement: 'droite' },
];

/** The deposits of one owner, or the compte rendu of one deposit. */
export async function imports(
  cible: Cible,
  demande: { readonly proprietaire: string; readonly depotId: string | undefined; readonly json: boolean },
): Promise<Sortie> {
  const { proprietaire, depotId } = demande;
  const consultes = await cible.appeler<ImportsConsultes>('imports/consulter-imports', {
    proprietaire,
    ...(depotId === undefined ? {} : { depotId }),
  });
  if (demande.json) ecrire(JSON.stringify(consultes, null, 2));
  if (depotId === undefined) {
    if (!demande.json) ecrire(tableau(COLONNES, consultes.depots));
    return SORTIE.reussite;
  }
  if (consultes.compteRendu === null) {
    throw new ErreurCodee(
      'compte-rendu-absent',
      'Le compte rendu de ce dépôt n’est pas encore arrivé.',
      'Recommencez dans quelques instants.',
    );
  }
  if (!demande.json) ecrireCompteRendu(consultes.compteRendu);
  return sortieDuCompteRendu(consultes.compteRendu);
}
