import { Hasard } from './hasard.ts';
import { dateFrancaise, identite } from './identites.ts';
import { type Adulte, adulte, type Etablissement, type Monde, UAI_DES_INDIVIDUELS } from './monde.ts';
import { parcours } from './parcours.ts';

/** A line of the DEC's file, every value as it is written. */
export interface Candidature {
  readonly noCandidat: string;
  readonly noPv: string;
  readonly ine: string;
  readonly nomDeFamille: string;
  readonly nomUsage: string;
  readonly prenoms: string;
  readonly naissance: string;
  readonly uai: string;
  readonly division: string;
  readonly serie: string;
  readonly categorie: string;
  readonly jury: string;
  readonly centre: string;
}

export interface Jury {
  readonly numero: string;
  /** One série, or several where each is too small for a jury of its own. */
  readonly series: readonly string[];
  readonly centre: Etablissement;
  readonly president: Adulte;
  readonly vicePresident: Adulte;
  readonly candidats: number;
}

/** Juries have from 80 to 140 candidates. */
export const JURY_MIN = 80;
export const JURY_MAX = 140;
const JURY_VISE = 110;
/** Candidates of neighbouring lycées sit together: a lycée meets the others of its block, not all the académie. */
const JURYS_PAR_BLOC = 4;
/** Candidates who are no establishment's pupils, out of a thousand. */
const INDIVIDUELS_POUR_MILLE = 20;

/** The candidates of some séries, and the juries that they are dealt out to. */
interface Lot {
  readonly series: readonly string[];
  readonly scolaires: number;
  readonly individuels: number;
  readonly jurys: readonly Jury[];
}

/** How the candidates are shared out: it depends on sizes only, never on pupils. */
export interface Repartition {
  readonly lots: readonly Lot[];
  readonly jurys: readonly Jury[];
}

export function repartirEnJurys(monde: Monde): Repartition {
  let debut = 0;
  const lots = regrouperLesSeries(monde).map((lot) => {
    const jurys = jurysDe(monde, lot, debut);
    debut += jurys.length;
    return { ...lot, jurys };
  });
  return { lots, jurys: lots.flatMap(({ jurys }) => jurys) };
}

type LotSansJury = Omit<Lot, 'jurys'>;

/** The smallest séries go together until there are enough candidates for juries of the right size. */
function regrouperLesSeries({ etablissements }: Monde): LotSansJury[] {
  const effectifs = new Map<string, number>();
  for (const { filiere, taille } of etablissements.flatMap(({ cohortes }) => cohortes)) {
    effectifs.set(filiere.serie, (effectifs.get(filiere.serie) ?? 0) + taille);
  }
  const lots = [...effectifs].map(([serie, scolaires]) => ({ series: [serie], scolaires }));
  for (;;) {
    lots.sort((a, b) => a.scolaires - b.scolaires || ((a.series[0] ?? '') < (b.series[0] ?? '') ? -1 : 1));
    const seul = lots.find(({ scolaires }) => !seDivise(avecIndividuels(scolaires)));
    const autre = lots.find((lot) => lot !== seul);
    if (seul === undefined || autre === undefined) break;
    seul.series = [...seul.series, ...autre.series].sort();
    seul.scolaires += autre.scolaires;
    lots.splice(lots.indexOf(autre), 1);
  }
  return lots.map((lot) => {
    let total = avecIndividuels(lot.scolaires);
    // 141 to 159 candidates are too many for one jury and too few for two: some more of their own accord.
    while (total > JURY_MAX && !seDivise(total)) total += 1;
    return { ...lot, individuels: total - lot.scolaires };
  });
}

const avecIndividuels = (scolaires: number): number =>
  scolaires + Math.floor((scolaires * INDIVIDUELS_POUR_MILLE) / 1000);

/** True when juries of 80 to 140 can be made of so many candidates. */
function seDivise(candidats: number): boolean {
  return nombreDeJurys(candidats) !== null;
}

function nombreDeJurys(candidats: number): number | null {
  const min = Math.ceil(candidats / JURY_MAX);
  const max = Math.floor(candidats / JURY_MIN);
  return min > max ? null : Math.min(max, Math.max(min, Math.round(candidats / JURY_VISE)));
}

function jurysDe(monde: Monde, { series, scolaires, individuels }: LotSansJury, debut: number): Jury[] {
  const total = scolaires + individuels;
  // A world of less than 80 candidates has one small jury.
  const nombre = nombreDeJurys(total) ?? 1;
  return Array.from({ length: nombre }, (_, rang) => {
    const centre = monde.etablissements[centreDe(monde, series, rang, nombre)];
    if (centre === undefined) throw new RangeError('a jury without centre');
    return {
      numero: `${series.length === 1 ? series[0] : 'MIXTE'}-${String(debut + rang + 1).padStart(3, '0')}`,
      series,
      centre,
      president: adulte(monde.graine, 'president', debut + rang),
      vicePresident: adulte(monde.graine, 'vice-president', debut + rang),
      candidats: effectifDuJury(total, nombre, rang),
    };
  });
}

/** Among the lycées of those séries, spread as the juries are. */
function centreDe({ etablissements }: Monde, series: readonly string[], rang: number, nombre: number): number {
  const possibles = etablissements.filter(({ cohortes }) =>
    cohortes.some(({ filiere }) => series.includes(filiere.serie)),
  );
  return possibles[Math.floor((rang * possibles.length) / nombre)]?.rang ?? 0;
}

/** Blocks are as even as can be, and so are the juries of a block. */
function effectifDuJury(total: number, nombre: number, rang: number): number {
  return debutDuJury(total, nombre, rang + 1) - debutDuJury(total, nombre, rang);
}

const debutDuJury = (total: number, nombre: number, rang: number): number => Math.floor((total * rang) / nombre);

/** The jury of a candidate, and their rank in it, from their rank among those of the lot. */
function siegeDe({ jurys, scolaires, individuels }: Lot, rang: number): { readonly jury: Jury; readonly rang: number } {
  const total = scolaires + individuels;
  const premierJury =
    Math.floor(jurys.findIndex((_, numero) => debutDuJury(total, jurys.length, numero + 1) > rang) / JURYS_PAR_BLOC) *
    JURYS_PAR_BLOC;
  const bloc = jurys.slice(premierJury, premierJury + JURYS_PAR_BLOC);
  // Dealt out in turn; a jury that is full is passed over.
  let reste = rang - debutDuJury(total, jurys.length, premierJury);
  for (let tour = 0; ; tour++) {
    const ouverts = bloc.filter(({ candidats }) => candidats > tour);
    const jury = ouverts[reste];
    if (jury !== undefined) return { jury, rang: tour };
    if (ouverts.length === 0) throw new RangeError('a candidate without jury');
    reste -= ouverts.length;
  }
}

export type Candidat = { readonly candidature: Candidature; readonly eleve: Inscrit | null };
/** The pupil behind a candidature. */
export type Inscrit = { readonly etablissement: Etablissement; readonly rang: number };

/** All the candidates of the world: the pupils, one lycée after another, then those who are no lycée's. */
export function* candidatsDe(monde: Monde, { lots }: Repartition): Generator<Candidat> {
  const { graine, annee, etablissements } = monde;
  const lotDe = new Map(lots.flatMap((lot) => lot.series.map((serie) => [serie, lot] as const)));
  const rangs = new Map(lots.map((lot) => [lot, 0]));
  let numero = 0;
  const inscrire = (lot: Lot): Pick<Candidature, 'noCandidat' | 'noPv' | 'jury' | 'centre'> => {
    const rang = rangs.get(lot) ?? 0;
    rangs.set(lot, rang + 1);
    const siege = siegeDe(lot, rang);
    return {
      noCandidat: noCandidat(annee, numero++),
      noPv: String(siege.rang + 1).padStart(4, '0'),
      jury: siege.jury.numero,
      centre: siege.jury.centre.uai,
    };
  };
  for (const etablissement of etablissements) {
    for (let rang = 0; rang < etablissement.taille; rang++) {
      const eleve = parcours(monde, etablissement, rang);
      const { filiere, divisions } = eleve.cohorte;
      const lot = lotDe.get(filiere.serie);
      if (lot === undefined) throw new RangeError('a série without jury');
      const personne = identite(graine, eleve.numero, annee, eleve.redoublant);
      const candidature = {
        ...inscrire(lot),
        ine: personne.ine.retenu,
        nomDeFamille: personne.nom,
        nomUsage: personne.nomUsage ?? '',
        prenoms: personne.prenoms.join(' '),
        naissance: personne.naissance,
        uai: etablissement.uai,
        division: divisions.terminale[eleve.terminale?.division ?? 0] ?? '',
        serie: filiere.serie,
        categorie: 'scolaire',
      };
      yield { candidature, eleve: { etablissement, rang } };
    }
  }
  for (const lot of lots) {
    for (let rang = 0; rang < lot.individuels; rang++) {
      yield { candidature: { ...individuel(monde, lot, numero), ...inscrire(lot) }, eleve: null };
    }
  }
}

/** A candidate of their own: older, of no lycée, and half the time without INE. */
function individuel(
  { graine, annee }: Monde,
  { series }: Lot,
  numero: number,
): Omit<Candidature, 'noCandidat' | 'noPv' | 'jury' | 'centre'> {
  const hasard = new Hasard(graine, 'individuel', numero);
  const personne = identite(graine, 2_000_000 + numero, annee, false);
  return {
    ine: hasard.chance(500) ? personne.ine.retenu : '',
    nomDeFamille: personne.nom,
    nomUsage: personne.nomUsage ?? '',
    prenoms: personne.prenoms.join(' '),
    naissance: dateFrancaise(annee - 19 - hasard.entier(25), 1 + hasard.entier(12), 1 + hasard.entier(28)),
    uai: UAI_DES_INDIVIDUELS,
    division: '',
    serie: hasard.choix(series),
    categorie: 'individuel',
  };
}

/** Ten figures: 99, the session, the rank. */
export function noCandidat(annee: number, rang: number): string {
  return `99${String((annee + 1) % 100).padStart(2, '0')}${String(rang).padStart(6, '0')}`;
}
