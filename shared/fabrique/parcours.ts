import type { CodeMatiere, Modalite } from '../kernel/codes.ts';
import type { Uai } from '../kernel/uai.ts';
import { codeDeLangue, type Filiere, type Ligne, type Niveau } from './filieres.ts';
import { Hasard } from './hasard.ts';
import { type Cohorte, type Etablissement, estArrive, type Monde } from './monde.ts';

/**
 * One pupil in one establishment: where they are and what they follow. It is made from the world's seed and their
 * number alone, as often as a file needs it.
 */
export interface Parcours {
  /** Unique in the world: what identity, INE and marks are drawn from. */
  readonly numero: number;
  /** Rank in the establishment: what ELEVE_ID is made from. */
  readonly rang: number;
  readonly cohorte: Cohorte;
  /** Rank in the cohort: those who left for elsewhere come after the others. */
  readonly position: number;
  /** Where they are in terminale; null for one who left the establishment between the two years. */
  readonly terminale: Place | null;
  /** Where they were in première the year before; null for one who arrived or who repeats. */
  readonly premiere: Place | null;
  /** In terminale for the second time: their première is two years old. */
  readonly redoublant: boolean;
  readonly premiereAncienne: Place | null;
  readonly arrivee: Arrivee | null;
  /** In terminale, the division left for another one after the first period (rules.md 10). */
  readonly divisionQuittee: Place | null;
}

/** A seat in a division: its rank tells the texts and the group figures. */
export interface Place {
  /** Rank of the division in its cohort. */
  readonly division: number;
  readonly rang: number;
}

export interface Arrivee {
  readonly depuis: Uai;
  /** True when they came after the first period, whose marks are then -1. */
  readonly enCoursDAnnee: boolean;
}

/** Seats of a division that texts are numbered for: its pupils, and one who left it. */
export const PLACES = 40;
const PLACE_DE_PASSAGE = PLACES - 1;

/** The pupil of that rank in the establishment's terminales. */
export function parcours({ graine, etablissements }: Monde, etablissement: Etablissement, rang: number): Parcours {
  const cohorte = cohorteDuRang(etablissement, rang);
  const numero = etablissement.premierNumero + rang;
  const position = rang - cohorte.debut;
  const origine = etablissements[etablissement.rangDOrigine ?? -1];
  const arrivee = arriveeDe(graine, origine, etablissement, cohorte.filiere, numero);
  const redoublant = arrivee === null && new Hasard(graine, 'redoublement', numero).chance(25);
  const terminale = placeDeTerminale(cohorte, position);
  return {
    numero,
    rang,
    cohorte,
    position,
    terminale,
    premiere: arrivee !== null || redoublant ? null : placeDePremiere(cohorte, position),
    redoublant,
    premiereAncienne: redoublant ? placeDePremiere(cohorte, position) : null,
    arrivee,
    divisionQuittee: arrivee === null ? divisionQuittee(graine, etablissement, cohorte, terminale) : null,
  };
}

/** Those who were in première in this establishment and are in terminale elsewhere. */
export function* partants({ etablissements }: Monde, etablissement: Etablissement): Generator<Parcours> {
  let rang = etablissement.taille;
  for (const cohorte of etablissement.cohortes) {
    for (const [ordre, parti] of cohorte.partis.entries()) {
      const destination = etablissements[parti.etablissement];
      if (destination === undefined) throw new RangeError('a pupil left for nowhere');
      const position = cohorte.taille + ordre;
      yield {
        numero: destination.premierNumero + parti.rang,
        rang: rang++,
        cohorte,
        position,
        terminale: null,
        premiere: placeDePremiere(cohorte, position),
        redoublant: false,
        premiereAncienne: null,
        arrivee: null,
        divisionQuittee: null,
      };
    }
  }
}

function cohorteDuRang({ cohortes }: Etablissement, rang: number): Cohorte {
  const cohorte = cohortes.findLast(({ debut }) => debut <= rang);
  if (cohorte === undefined) throw new RangeError('a pupil without cohort');
  return cohorte;
}

function arriveeDe(
  graine: number,
  origine: Etablissement | undefined,
  etablissement: Etablissement,
  filiere: Filiere,
  numero: number,
): Arrivee | null {
  const { origine: depuis, taille } = etablissement;
  // Nobody changes série and lycée at once: their première would be of no cohort of this world.
  if (origine !== undefined && !origine.cohortes.some((cohorte) => cohorte.filiere === filiere)) return null;
  if (!estArrive(graine, numero, (origine?.taille ?? taille) / taille)) return null;
  return { depuis, enCoursDAnnee: new Hasard(graine, 'arrivee-tardive', numero).chance(250) };
}

/** Divisions of terminale are slices of the cohort, as even as can be. */
function placeDeTerminale({ divisions, taille }: Cohorte, position: number): Place {
  const nombre = divisions.terminale.length;
  const division = Math.floor((position * nombre) / taille);
  return { division, rang: position - Math.ceil((division * taille) / nombre) };
}

/** The seat that an arrived pupil had in première, in the establishment of the world that they come from. */
export function placeQuittee(
  { etablissements }: Monde,
  { rang: destination, rangDOrigine }: Etablissement,
  { rang, cohorte: { filiere } }: Parcours,
): string | undefined {
  const cohorte = etablissements[rangDOrigine ?? -1]?.cohortes.find((autre) => autre.filiere === filiere);
  if (cohorte === undefined) return undefined;
  const ordre = cohorte.partis.findIndex((parti) => parti.etablissement === destination && parti.rang === rang);
  return cohorte.divisions.premiere[placeDePremiere(cohorte, cohorte.taille + ordre).division];
}

/** In première the same pupils were dealt out one by one: a terminale comes from all of them. */
function placeDePremiere({ divisions }: Cohorte, position: number): Place {
  const nombre = divisions.premiere.length;
  return { division: position % nombre, rang: Math.floor(position / nombre) };
}

/** In one division out of four, the pupil of the fourth seat came from the next one after the first period. */
function divisionQuittee(
  graine: number,
  { rang }: Etablissement,
  { filiere, divisions }: Cohorte,
  place: Place,
): Place | null {
  const nombre = divisions.terminale.length;
  if (nombre < 2 || place.rang !== 3) return null;
  if (!new Hasard(graine, 'changement', rang, filiere.rang, place.division).chance(250)) return null;
  return { division: (place.division + 1) % nombre, rang: PLACE_DE_PASSAGE };
}

/** A subject that a pupil follows, with the code that exports carry. */
export interface Suivi {
  readonly ligne: Ligne;
  readonly codeMatiere: CodeMatiere;
  readonly modalite: Modalite;
  /** Two digits of the BCN; null when it is no living language. */
  readonly langue: string | null;
}

/** Living languages, by the two digits that the BCN gives them: English first, as in most lycées. */
const PREMIERES_LANGUES = [
  ['02', 86],
  ['01', 8],
  ['06', 6],
] as const;
const AUTRES_LANGUES = [
  ['06', 62],
  ['01', 20],
  ['09', 13],
  ['11', 5],
] as const;
/** Taught by division; others gather two divisions. */
export const LANGUE_PRINCIPALE = PREMIERES_LANGUES[0][0];

/** What the pupil follows at that level, in the order of the nomenclature. The same languages and options both years. */
export function suivis(graine: number, { numero, cohorte }: Parcours, niveau: Niveau): Suivi[] {
  const { lignes } = cohorte.filiere[niveau];
  const langues = languesDe(graine, numero);
  const choisies = lignesChoisies(graine, numero, lignes);
  let autreLangue = 1;
  return lignes.flatMap((ligne): Suivi[] => {
    const { codeMatiere, modalite } = ligne.matiere;
    if (ligne.place !== 'commun' && ligne.place !== 'langue' && !choisies.has(ligne)) return [];
    const rangDeLangue = /^0300(0[0-9])$/.exec(codeMatiere)?.[1];
    if (rangDeLangue === undefined) return [{ ligne, codeMatiere, modalite, langue: null }];
    // LV1 and the literature of a foreign language are the first one; LV2 and LV3 come next.
    const premiere = rangDeLangue !== '02' && rangDeLangue !== '03';
    const langue = langues[premiere ? 0 : rangDeLangue === '02' ? 1 : ++autreLangue] ?? '11';
    return [{ ligne, codeMatiere: codeDeLangue(codeMatiere, langue), modalite, langue }];
  });
}

function languesDe(graine: number, numero: number): string[] {
  const hasard = new Hasard(graine, 'langues', numero);
  const premiere: string = hasard.choixPese(PREMIERES_LANGUES);
  if (premiere !== LANGUE_PRINCIPALE) return [premiere, LANGUE_PRINCIPALE, '09'];
  const deuxieme: string = hasard.choixPese(AUTRES_LANGUES);
  return [premiere, deuxieme, deuxieme === '09' ? '11' : '09'];
}

/** One row of each block of choice, and from none to two optional ones. */
function lignesChoisies(graine: number, numero: number, lignes: readonly Ligne[]): ReadonlySet<Ligne> {
  const choisies = new Set<Ligne>();
  const bassins = new Map<string, Ligne[]>();
  for (const ligne of lignes) {
    if (ligne.place === 'choix') bassins.set(ligne.bassin, [...(bassins.get(ligne.bassin) ?? []), ligne]);
  }
  for (const [bassin, membres] of bassins) {
    choisies.add(new Hasard(graine, 'choix', numero, bassin).choix(membres));
  }
  // The lottery number of an option depends on its code only: who takes music in première takes it in terminale.
  const options = lignes
    .filter(({ place }) => place === 'facultatif')
    .map((ligne) => ({ ligne, tirage: new Hasard(graine, 'option', numero, ligne.matiere.codeMatiere).reel() }))
    .sort((a, b) => a.tirage - b.tirage);
  const nombre = new Hasard(graine, 'options', numero).choixPese([
    [0, 60],
    [1, 33],
    [2, 7],
  ] as const);
  for (const { ligne } of options.slice(0, nombre)) choisies.add(ligne);
  return choisies;
}
