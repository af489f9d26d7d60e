import type { DossierMef } from '../imports/index.ts';
import { type AnneeScolaire, anneeScolaire } from '../kernel/annee.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import { lettreDeControleUai, type Uai, uai } from '../kernel/uai.ts';
import type { Encodage } from './ecriture.ts';
import { derniereAnnee, type Filiere, filieresDe, type Niveau } from './filieres.ts';
import { Hasard } from './hasard.ts';
import { nomenclatureFictive } from './nomenclature-fictive.ts';
import {
  DEBUTS_DE_COMMUNES,
  DEDICACES,
  FINS_DE_COMMUNES,
  NOMS,
  PRENOMS_DE_FEMMES,
  PRENOMS_DHOMMES,
  SUITES_DE_COMMUNES,
} from './noms.ts';

/** One number for all that the fabrique writes: the same seed gives the same bytes as long as it stands. */
export const VERSION = 3;

export interface Demande {
  /** The world's seed, a whole number from 0 to 2^53 - 1. */
  readonly graine: number;
  /** Pupils of terminale, all establishments together. */
  readonly eleves: number;
  /** Number of establishments of a whole académie; null for one lycée. */
  readonly academie: number | null;
  /** True to plant the defects of `defauts.ts`. */
  readonly defauts: boolean;
  /** The MEF of an official nomenclature; null for the fabrique's own. */
  readonly nomenclature: readonly DossierMef[] | null;
  /** School year of the terminale; null for the latest of the nomenclature. */
  readonly annee: number | null;
}

/** A world as it is planned: small, and enough to make any of its pupils alone. */
export interface Monde {
  readonly graine: number;
  readonly defauts: boolean;
  readonly annee: AnneeScolaire;
  readonly mefs: readonly DossierMef[];
  readonly nomenclatureDonnee: boolean;
  readonly filieres: readonly Filiere[];
  readonly etablissements: readonly Etablissement[];
}

export interface Etablissement {
  readonly rang: number;
  readonly uai: Uai;
  readonly nom: string;
  readonly commune: string;
  readonly codePostal: string;
  /** `T` trimestres, `S` semestres. */
  readonly decoupage: 'T' | 'S';
  readonly usages: Usages;
  /** Number, in the world, of its first pupil. */
  readonly premierNumero: number;
  /** Pupils of terminale. */
  readonly taille: number;
  /** Its pupils in their order, one cohort after another. */
  readonly cohortes: readonly Cohorte[];
  /** Where the pupils who arrive come from. */
  readonly origine: Uai;
  /** Its rank in the world; null when the world does not write it. */
  readonly rangDOrigine: number | null;
}

/** The pupils of one course in one establishment. */
export interface Cohorte {
  readonly filiere: Filiere;
  /** Rank of its first pupil among those of the establishment. */
  readonly debut: number;
  readonly taille: number;
  readonly divisions: Readonly<Record<Niveau, readonly string[]>>;
  /** Those who were in première here and are in terminale elsewhere in the world. */
  readonly partis: readonly Parti[];
}

/** A pupil of another establishment, by their rank there. */
export interface Parti {
  readonly etablissement: number;
  readonly rang: number;
}

/** How the establishment's notes software writes its exports (formats.md §1.4: real ones differ that much). */
export interface Usages {
  readonly encodage: Encodage;
  readonly editeur: string;
  readonly application: string;
  /** 11.40 rather than 11.4. */
  readonly decimalesFixes: boolean;
  readonly dates: boolean;
  /** Children of an evaluation, and periods, in another order than the usual one. */
  readonly autreOrdre: boolean;
  /** Languages with CECRL levels. */
  readonly cecrl: boolean;
}

/** Pupils of a division. */
export const DIVISION_MAX = 34;
const LYCEE_MIN = 40;
const LYCEE_MAX = 2500;
/** Pupils a lycée when the total is not given. */
export const LYCEE_MOYEN = 250;
const ELEVES_MAX = 1_000_000;
const ETABLISSEMENTS_MAX = 5000;

/**
 * UAIs of the fictional department 999, which no académie has: 999 0001 to 999 5000 for the lycées, 999 9000 and
 * more for those that the world only names.
 */
export function uaiFictif(numero: number): Uai {
  const chiffres = `999${String(numero).padStart(4, '0')}`;
  return uai(chiffres + lettreDeControleUai(chiffres));
}

/** An establishment out of the world, where the arrivals of a lone lycée come from. */
const UAI_AILLEURS = uaiFictif(9001);
/** Where candidates who are no establishment's are entered. */
export const UAI_DES_INDIVIDUELS = uaiFictif(9002);

/** @throws ErreurCodee `fabrique-demande-invalide`, `nomenclature-sans-terminale` */
export function planifier(demande: Demande): Monde {
  verifierDemande(demande);
  const { graine, defauts, nomenclature } = demande;
  const annee = anneeScolaire(demande.annee ?? derniereAnnee(nomenclature ?? []) ?? 2015);
  const mefs = nomenclature ?? nomenclatureFictive(annee);
  const filieres = filieresDe(mefs, annee);
  const tailles = demande.academie === null ? [demande.eleves] : repartir(demande.eleves, demande.academie, graine);
  let premierNumero = 0;
  const ebauches = tailles.map((taille, rang) => {
    const ebauche = ebaucher(graine, rang, taille, premierNumero, filieres);
    premierNumero += taille;
    return ebauche;
  });
  return {
    graine,
    defauts,
    annee,
    mefs,
    nomenclatureDonnee: nomenclature !== null,
    filieres,
    etablissements: ebauches.map((ebauche) => achever(graine, ebauche, ebauches)),
  };
}

function verifierDemande({ graine, eleves, academie, annee }: Demande): void {
  const refus = (constat: string, remede: string): never => {
    throw new ErreurCodee('fabrique-demande-invalide', constat, remede);
  };
  const entre = (valeur: number, min: number, max: number): boolean =>
    Number.isInteger(valeur) && valeur >= min && valeur <= max;
  if (!entre(graine, 0, Number.MAX_SAFE_INTEGER)) {
    refus('La graine n’est pas un entier positif ou nul.', 'Donnez par exemple --graine 1.');
  }
  if (academie !== null && !entre(academie, 1, ETABLISSEMENTS_MAX)) {
    refus(
      'Le nombre d’établissements est hors limites.',
      `Donnez à --academie un entier de 1 à ${ETABLISSEMENTS_MAX}.`,
    );
  }
  const [min, max] = academie === null ? [1, ELEVES_MAX] : [academie, Math.min(ELEVES_MAX, academie * LYCEE_MAX)];
  if (!entre(eleves, min, max)) {
    refus('Le nombre d’élèves est hors limites.', `Donnez à --eleves un entier de ${min} à ${max}.`);
  }
  if (annee !== null && !entre(annee, 2001, 9998)) {
    refus('L’année scolaire est hors limites.', 'Donnez à --annee la première année civile, par exemple 2015.');
  }
}

/**
 * Sizes of the lycées of an académie: many small ones and a few large ones, from 40 to 2,500 pupils, whose sum is
 * the total. The largest of an académie of 50 has 2,500 pupils whenever the total allows it.
 */
function repartir(eleves: number, nombre: number, graine: number): number[] {
  const min = Math.min(LYCEE_MIN, Math.floor(eleves / nombre));
  const poids = Array.from({ length: nombre }, (_, rang) => {
    const tirage = new Hasard(graine, 'taille', rang).reel();
    return 0.02 + tirage ** 2 * tirage ** 2;
  });
  const tailles = poids.map(() => min);
  let reste = eleves - min * nombre;
  const plusGrand = new Hasard(graine, 'plus-grand').entier(nombre);
  if (nombre >= 50 && reste >= (LYCEE_MAX - min) * 2) {
    tailles[plusGrand] = LYCEE_MAX;
    reste -= LYCEE_MAX - min;
  }
  // What a full lycée cannot take goes to the others: at most as many rounds as lycées.
  while (reste > 0) {
    const ouverts = poids.map((p, rang) => ((tailles[rang] ?? 0) < LYCEE_MAX ? p : 0));
    const total = ouverts.reduce((somme, p) => somme + p, 0);
    const parts = ouverts.map((p, rang) => Math.min(LYCEE_MAX - (tailles[rang] ?? 0), Math.floor((reste * p) / total)));
    const donnes = parts.reduce((somme, part) => somme + part, 0);
    if (donnes === 0) {
      const rang = ouverts.findIndex((p) => p > 0);
      tailles[rang] = (tailles[rang] ?? 0) + 1;
      reste -= 1;
      continue;
    }
    for (const [rang, part] of parts.entries()) tailles[rang] = (tailles[rang] ?? 0) + part;
    reste -= donnes;
  }
  return tailles;
}

/** An establishment and its cohorts, before it is known who left it for another. */
type Ebauche = Omit<Etablissement, 'cohortes' | 'origine' | 'rangDOrigine'> & {
  readonly effectifs: readonly Effectif[];
};
type Effectif = Omit<Cohorte, 'divisions' | 'partis'>;

function ebaucher(
  graine: number,
  rang: number,
  taille: number,
  premierNumero: number,
  filieres: readonly Filiere[],
): Ebauche {
  const hasard = new Hasard(graine, 'etablissement', rang);
  return {
    rang,
    uai: uaiFictif(rang + 1),
    nom: nomDeLycee(graine, rang),
    commune: hasard.choix(DEBUTS_DE_COMMUNES) + hasard.choix(FINS_DE_COMMUNES) + hasard.choix(SUITES_DE_COMMUNES),
    // No French postcode begins with 999.
    codePostal: `999${String(hasard.entier(100)).padStart(2, '0')}`,
    decoupage: hasard.chance(750) ? 'T' : 'S',
    usages: usagesDe(hasard),
    premierNumero,
    taille,
    effectifs: repartirEnCohortes(filieresOffertes(filieres, rang, taille, hasard), taille, hasard),
  };
}

/** Each lycée takes its arrivals from the next one, the last from the first. */
function achever(graine: number, { effectifs, ...ebauche }: Ebauche, ebauches: readonly Ebauche[]): Etablissement {
  const nombre = ebauches.length;
  const origine = nombre > 1 ? ebauches[(ebauche.rang + 1) % nombre] : undefined;
  const suivant = nombre > 1 ? ebauches[(ebauche.rang + nombre - 1) % nombre] : undefined;
  const numeros = new Map<string, number>();
  const coder = (niveau: '1' | 'T', serie: string, effectif: number): string[] =>
    Array.from({ length: Math.max(1, Math.ceil(effectif / DIVISION_MAX)) }, () =>
      codeDeDivision(niveau, serie, numeros),
    );
  return {
    ...ebauche,
    origine: origine?.uai ?? UAI_AILLEURS,
    rangDOrigine: origine?.rang ?? null,
    cohortes: effectifs.map((effectif) => {
      const { filiere, taille } = effectif;
      const partis = suivant === undefined ? [] : partisDe(graine, filiere, suivant, ebauche.taille);
      return {
        ...effectif,
        partis,
        divisions: {
          premiere: coder('1', filiere.serie, taille + partis.length),
          terminale: coder('T', filiere.serie, taille),
        },
      };
    }),
  };
}

function partisDe(graine: number, filiere: Filiere, vers: Ebauche, tailleDOrigine: number): Parti[] {
  const effectif = vers.effectifs.find((autre) => autre.filiere === filiere);
  if (effectif === undefined) return [];
  return Array.from({ length: effectif.taille }, (_, position) => effectif.debut + position)
    .filter((rang) => estArrive(graine, vers.premierNumero + rang, tailleDOrigine / vers.taille))
    .map((rang) => ({ etablissement: vers.rang, rang }));
}

/**
 * True for a pupil who comes from another establishment: three in a hundred, fewer where the other one is too small
 * to have lost so many.
 */
export function estArrive(graine: number, numero: number, tailleRelative: number): boolean {
  return new Hasard(graine, 'arrivee', numero).chance(30 * Math.min(1, tailleRelative));
}

/** A first name and an invented surname: no two lycées of an académie have the same. */
function nomDeLycee(graine: number, rang: number): string {
  const prenoms = [...PRENOMS_DE_FEMMES, ...PRENOMS_DHOMMES];
  const nombre = prenoms.length * DEDICACES.length;
  // A prime step goes through all the pairs before it comes back.
  const paire = (rang * 787 + new Hasard(graine, 'lycees').entier(nombre)) % nombre;
  return `${prenoms[paire % prenoms.length]}-${DEDICACES[Math.floor(paire / prenoms.length)]}`;
}

function usagesDe(hasard: Hasard): Usages {
  const ancien = hasard.chance(500);
  return {
    encodage: ancien ? 'ISO-8859-15' : 'UTF-8',
    editeur: 'Fabrique du livret scolaire',
    application: ancien ? 'Cahier de notes' : 'Carnet en ligne',
    decimalesFixes: ancien,
    dates: !ancien,
    autreOrdre: hasard.chance(200),
    cecrl: hasard.chance(500),
  };
}

/** The first lycée always has a série whose specialty repeats a common subject, if the nomenclature has one. */
function filieresOffertes(
  filieres: readonly Filiere[],
  rang: number,
  taille: number,
  hasard: Hasard,
): readonly Filiere[] {
  const nombre = Math.min(filieres.length, taille < 60 ? 2 : taille < 200 ? 3 : taille < 600 ? 4 : 8);
  const doublee = rang === 0 ? filieres.find((filiere) => filiere.doublee) : undefined;
  const choisies = new Set(doublee === undefined ? [] : [doublee]);
  // A série first, so that one with many specialties does not fill the académie.
  const series = [...Map.groupBy(filieres, ({ serie }) => serie).values()];
  while (choisies.size < nombre) choisies.add(hasard.choix(hasard.choix(series)));
  return [...choisies].sort((a, b) => a.rang - b.rang);
}

function repartirEnCohortes(filieres: readonly Filiere[], taille: number, hasard: Hasard): Effectif[] {
  const poids = filieres.map(() => 0.5 + hasard.reel());
  const total = poids.reduce((somme, p) => somme + p, 0);
  const effectifs: Effectif[] = [];
  let debut = 0;
  let cumul = 0;
  for (const [i, filiere] of filieres.entries()) {
    cumul += poids[i] ?? 0;
    const fin = i === filieres.length - 1 ? taille : Math.floor((taille * cumul) / total);
    if (fin > debut) effectifs.push({ filiere, debut, taille: fin - debut });
    debut = fin;
  }
  return effectifs;
}

/** « TS1 », « 1ST2S3 »: eight characters at most, as SIECLE has it, and unique in the establishment. */
function codeDeDivision(niveau: '1' | 'T', serie: string, numeros: Map<string, number>): string {
  for (let garde = Math.min(6, serie.length); ; garde--) {
    const racine = niveau + serie.slice(0, garde);
    const numero = (numeros.get(racine) ?? 0) + 1;
    if (garde > 1 && racine.length + String(numero).length > 8) continue;
    numeros.set(racine, numero);
    return `${racine}${numero}`;
  }
}

/** The same person everywhere that holds this function: head, CPE, form teacher, teacher, guardian, president. */
export interface Adulte {
  readonly civilite: 'M.' | 'Mme';
  readonly nom: string;
  readonly prenom: string;
}

export function adulte(...cles: readonly (number | string)[]): Adulte {
  const hasard = new Hasard('adulte', ...cles);
  const femme = hasard.chance(550);
  return {
    civilite: femme ? 'Mme' : 'M.',
    nom: hasard.choix(NOMS),
    prenom: hasard.choix(femme ? PRENOMS_DE_FEMMES : PRENOMS_DHOMMES),
  };
}
