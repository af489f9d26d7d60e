import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { ecrireFabrication, fabriquer as fabriquerUnMonde, LYCEE_MOYEN } from '../../fabrique/index.ts';
import type { DossierMef } from '../../imports/index.ts';
import { lireFlux } from '../../imports/lire-flux.ts';
import { ErreurCodee } from '../../kernel/erreur.ts';
import { compte } from '../../kernel/texte.ts';
import { ecrire } from '../affichage.ts';
import { tailleDuFichier } from '../fichiers.ts';
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
    nomenclature: nomenclature === undefined ? null : await lireMefs(nomenclature),
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

/** The MEF of an official nomenclature, read as a deposit would be: none of them may be refused. */
async function lireMefs(fichier: string): Promise<DossierMef[]> {
  await tailleDuFichier(fichier);
  const mefs: DossierMef[] = [];
  for await (const lu of lireFlux(createReadStream(fichier))) {
    const premiere = lu.type === 'refus' ? lu.anomalies[0] : undefined;
    if (premiere !== undefined) throw new ErreurCodee(premiere.code, premiere.message, premiere.remede);
    if (lu.type === 'dossier' && lu.flux === 'nomenclature') mefs.push(lu.dossier);
  }
  if (mefs.length === 0) {
    throw new ErreurCodee(
      'nomenclature-attendue',
      `Le fichier « ${fichier} » n’est pas une nomenclature du livret scolaire.`,
      'Donnez à --nomenclature le fichier des nomenclatures du livret scolaire du lycée.',
    );
  }
  return mefs;
}
