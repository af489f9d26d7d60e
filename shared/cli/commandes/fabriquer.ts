import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { ecrireFabrication, fabriquer as fabriquerUnMonde, LYCEE_MOYEN } from '../../fabrique/index.ts';
import { compte } from '../../kernel/texte.ts';
import { ecrire } from '../affichage.ts';
import { lireNomenclature } from '../connaissances.ts';
import { SORTIE, type Sortie } from '../sorties.ts';

export interface DemandeDeFabrication {
  readonly eleves: number | undefined;
  readonly graine: number;
  readonly sortie: string;
  readonly academie: number | undefined;
  readonly defauts: boolean;
  readonly nomenclature: string | undefined;
  readonly annee: number | undefined;
  readonly json: boolean;
}

/** Makes a fictional lycée or académie, without any cloud. */
export async function fabriquer(demande: DemandeDeFabrication): Promise<Sortie> {
  const { academie = null, graine, defauts, nomenclature, annee = null, sortie, json } = demande;
  const fabrication = fabriquerUnMonde({
    graine,
    eleves: demande.eleves ?? (academie ?? 1) * LYCEE_MOYEN,
    academie,
    defauts,
    annee,
    nomenclature: nomenclature === undefined ? null : (await lireNomenclature(nomenclature)).mefs,
  });
  // Files are made of short-lived texts: V8 would let its heap grow rather than collect them.
  setFlagsFromString('--optimize-for-size');
  await ecrireFabrication(fabrication, sortie);
  const { sommaire } = fabrication;
  if (json) {
    ecrire(JSON.stringify(sommaire, null, 2));
    return SORTIE.reussite;
  }
  const { etablissements, jurys } = sommaire;
  ecrire(
    `${compte(etablissements.length, 'établissement')}, ${compte(sommaire.eleves, 'élève')} de terminale, ` +
      `${compte(jurys.length, 'jury')} pour l’année ${sommaire.annee}-${sommaire.annee + 1}.`,
  );
  ecrire(`Fichiers écrits dans ${sortie} ; ${join(sortie, 'monde.json')} en donne la liste.`);
  if (sommaire.attendu !== null) ecrire(`Défauts placés et leurs suites : ${join(sortie, sommaire.attendu)}.`);
  return SORTIE.reussite;
}
