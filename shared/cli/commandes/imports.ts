import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { ImportsConsultes } from '../../imports/consulter-imports.ts';
import type { CompteRendu, Depot } from '../../imports/depot.ts';
import { enCsv, enPage, type Noms } from '../../imports/formes.ts';
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

export interface DemandeDImports {
  readonly proprietaire: string;
  readonly depotId: string | undefined;
  /** Where to write the compte rendu: a page or a table, by the ending of the name. */
  readonly vers: string | undefined;
  readonly json: boolean;
}

/** The deposits of one owner, or the compte rendu of one deposit. */
export async function imports(cible: Cible, { proprietaire, depotId, vers, json }: DemandeDImports): Promise<Sortie> {
  const consultes = await cible.appeler<ImportsConsultes>('imports/consulter-imports', {
    proprietaire,
    ...(depotId === undefined ? {} : { depotId }),
    ...(vers === undefined ? {} : { forme: 'json' }),
  });
  if (json) ecrire(JSON.stringify(consultes, null, 2));
  if (depotId === undefined) {
    if (!json) ecrire(tableau(COLONNES, consultes.depots));
    return SORTIE.reussite;
  }
  const { compteRendu, noms, adresse } = consultes;
  if (compteRendu === null && consultes.depots.some((depot) => depot.compteRendu !== null)) {
    throw new ErreurCodee(
      'compte-rendu-efface',
      'Le compte rendu de ce dépôt a été effacé : il se garde 400 jours.',
      'Le dépôt lui-même reste inscrit : npx lsl imports en donne la liste.',
    );
  }
  if (compteRendu === null) {
    throw new ErreurCodee(
      'compte-rendu-absent',
      'Le compte rendu de ce dépôt n’est pas encore arrivé.',
      'Recommencez dans quelques instants.',
    );
  }
  if (vers !== undefined && adresse !== null) {
    await ecrireFichier(vers, await telecharger(adresse), noms);
    if (!json) ecrire(`Compte rendu écrit : ${vers}`);
  } else if (!json) ecrireCompteRendu(compteRendu, noms);
  return sortieDuCompteRendu(compteRendu);
}

/** The whole compte rendu: an answer carries its first anomalies only. */
async function telecharger(adresse: string): Promise<CompteRendu> {
  const reponse = await fetch(adresse);
  if (reponse.ok) return (await reponse.json()) as CompteRendu;
  throw new ErreurCodee(
    'telechargement-refuse',
    `Le téléchargement du compte rendu a été refusé (${reponse.status}).`,
    'Recommencez : l’adresse ne vaut que cinq minutes.',
  );
}

async function ecrireFichier(vers: string, compteRendu: CompteRendu, noms: Noms): Promise<void> {
  const enFichier = extname(vers) === '.csv' ? enCsv : enPage;
  await writeFile(vers, enFichier(compteRendu, noms));
}
