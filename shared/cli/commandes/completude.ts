import { compte } from '../../kernel/texte.ts';
import type { Bilan, BilanDeDivision } from '../../livret/bilan.ts';
import type { BilansConsultes } from '../../livret/consulter-bilans.ts';
import type { CompletudeConsultee, CompletudeDUnEleve } from '../../livret/consulter-completude.ts';
import { LIBELLES_ETAT } from '../../livret/machine.ts';
import type { BilanDEtablissement } from '../../livret/magasin-bilans.ts';
import type { Tache } from '../../livret/manque.ts';
import type { CreationProvoquee, EleveNomme } from '../../livret/provoquer-creation.ts';
import { type Colonne, ecrire, plier, tableau, VIDE } from '../affichage.ts';
import type { Cible } from '../cible.ts';
import { COLONNES_DES_MANQUES, TACHES_ABREGEES, triesParTache } from '../completude.ts';
import { SORTIE, type Sortie } from '../sorties.ts';

const nombre = (n: number): string => (n === 0 ? VIDE : String(n));

/** « enseignants 12 · chef 3 »: in how many livrets each has something to do. */
export function tachesDe({ parTache }: Pick<Bilan, 'parTache'>): string {
  const taches = (Object.keys(TACHES_ABREGEES) as Tache[]).flatMap((tache) => {
    const manques = parTache[tache];
    return manques === undefined ? [] : [`${TACHES_ABREGEES[tache]} ${manques.livrets}`];
  });
  return taches.join(' · ') || VIDE;
}

/** « 12 livrets · créé 3 · complet 9 » */
function ecrireEtats({ livrets, parEtat }: Bilan, ...avant: string[]): void {
  const etats = Object.entries(LIBELLES_ETAT).flatMap(([etat, libelle]) => {
    const combien = parEtat[etat as keyof typeof LIBELLES_ETAT] ?? 0;
    return combien === 0 ? [] : [`${libelle} ${combien}`];
  });
  ecrire(plier([...avant, compte(livrets, 'livret'), ...etats], ' · ', '').join('\n'));
}

/** Columns of counts, for a division as for an establishment. */
export const COLONNES_DE_BILAN: readonly Colonne<Bilan>[] = [
  { titre: 'Livrets', valeur: ({ livrets }) => String(livrets), alignement: 'droite' },
  { titre: 'Complets', valeur: ({ complets }) => nombre(complets), alignement: 'droite' },
  { titre: 'À revoir', valeur: ({ aRevoir }) => nombre(aRevoir), alignement: 'droite' },
  { titre: 'Validés', valeur: ({ valides }) => nombre(valides), alignement: 'droite' },
  { titre: 'Papier', valeur: ({ papier }) => nombre(papier), alignement: 'droite' },
  { titre: 'Partis', valeur: ({ partis }) => nombre(partis), alignement: 'droite' },
  { titre: 'Livrets à compléter, par', valeur: tachesDe },
];

const COLONNES_DES_DIVISIONS: readonly Colonne<BilanDeDivision>[] = [
  { titre: 'Division', valeur: ({ division }) => division ?? 'sans division' },
  ...COLONNES_DE_BILAN,
];

export interface CompletudeDemandee {
  readonly uai: string;
  readonly annee: number;
  readonly division: string | undefined;
  readonly groupe: string | undefined;
  readonly matiere: string | undefined;
  readonly json: boolean;
}

/** What the livrets of an establishment, or of a class, lack (R61), and whose task it is. */
export async function completude(cible: Cible, demande: CompletudeDemandee): Promise<Sortie> {
  const { uai, annee, matiere } = demande;
  const lue = await cible.appeler<CompletudeConsultee>('livret/consulter-completude', {
    uai,
    annee,
    ...structureDe(demande),
    ...(matiere === undefined ? {} : { codeMatiere: matiere }),
  });
  if (demande.json) ecrire(JSON.stringify(lue, null, 2));
  else if (lue.divisions.length > 0) {
    ecrire(tableau(COLONNES_DES_DIVISIONS, lue.divisions));
    if (lue.bilan !== null) ecrireEtats(lue.bilan);
  } else {
    for (const eleve of lue.eleves) ecrireEleve(eleve);
    if (lue.bilan !== null) ecrireEtats(lue.bilan);
  }
  return SORTIE.reussite;
}

const COLONNES_DES_ETABLISSEMENTS: readonly Colonne<BilanDEtablissement>[] = [
  { titre: 'Établissement', valeur: ({ uai }) => uai },
  ...COLONNES_DE_BILAN.map(({ valeur, ...colonne }) => ({
    ...colonne,
    valeur: ({ bilan }: BilanDEtablissement) => valeur(bilan),
  })),
];

/** How far the livrets of the académie are, as the DEC sees it: counts, and no pupil. */
export async function bilans(
  cible: Cible,
  demande: { readonly annee: number; readonly json: boolean },
): Promise<Sortie> {
  const lus = await cible.appeler<BilansConsultes>('livret/consulter-bilans', { annee: demande.annee });
  if (demande.json) ecrire(JSON.stringify(lus, null, 2));
  else {
    ecrire(tableau(COLONNES_DES_ETABLISSEMENTS, lus.etablissements));
    ecrireEtats(lus.bilan, compte(lus.etablissements.length, 'établissement'));
  }
  return SORTIE.reussite;
}

function structureDe({ division, groupe }: CompletudeDemandee) {
  if (division !== undefined) return { structure: { type: 'D', code: division } };
  return groupe === undefined ? {} : { structure: { type: 'G', code: groupe } };
}

function ecrireEleve({ nom, prenom, etat, format, oppose, parti, manques }: CompletudeDUnEleve): void {
  const attributs = [
    LIBELLES_ETAT[etat],
    ...(format === 'papier' ? ['papier'] : []),
    ...(oppose ? ['opposition'] : []),
    ...(parti ? ['parti'] : []),
    ...(manques.length === 0 ? ['rien ne manque'] : []),
  ];
  ecrire(`${nom} ${prenom} : ${attributs.join(' · ')}`);
  if (manques.length > 0 && !parti) ecrire(`${tableau(COLONNES_DES_MANQUES, triesParTache(manques))}\n`);
}

/** Takes note of the year's livrets, after the constat de rentrée (R30). */
export async function creation(
  cible: Cible,
  demande: { readonly uai: string; readonly annee: number; readonly json: boolean },
): Promise<Sortie> {
  const { uai, annee } = demande;
  const constat = await cible.appeler<CreationProvoquee>('livret/provoquer-creation', { uai, annee });
  const { comptes, venusDAilleurs, sansLivret, livretsVides, mefsInconnus } = constat;
  if (demande.json) ecrire(JSON.stringify(constat, null, 2));
  else {
    ecrire(
      [
        `${compte(comptes.crees, 'livret qui commence', 'livrets qui commencent')}`,
        `${compte(comptes.trouvesIci, 'livret de l’an dernier trouvé ici', 'livrets de l’an dernier trouvés ici')}`,
        `${comptes.trouvesAilleurs} d’un autre établissement`,
        `${comptes.manquants} sans livret l’an dernier`,
      ].join(' · '),
    );
    lister('Venus d’un autre établissement', venusDAilleurs, ({ nom, de }) => `${nom}, de ${de}`);
    lister('Sans livret l’an dernier dans l’académie', sansLivret);
    lister('Livret de l’an dernier sans aucune note de cette année-là', livretsVides);
    for (const { codeMef, eleves } of mefsInconnus) {
      const quoi = codeMef === null ? 'SIECLE ne donne pas leur MEF' : `MEF ${codeMef} absent de la nomenclature`;
      lister(quoi, eleves);
    }
    if (constat.n > 1) ecrire(`\nConstat refait (${constat.n} fois en tout).`);
  }
  return sansLivret.length + livretsVides.length + mefsInconnus.length === 0 ? SORTIE.reussite : SORTIE.partielle;
}

function lister<E extends EleveNomme>(
  titre: string,
  eleves: readonly E[],
  ligne: (eleve: E) => string = ({ nom }) => nom,
): void {
  if (eleves.length === 0) return;
  ecrire(`\n${titre} (${eleves.length}) :`);
  for (const eleve of eleves) ecrire(`  ${ligne(eleve)}`);
}
