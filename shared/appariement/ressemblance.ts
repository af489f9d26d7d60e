import { normaliserNom } from '../kernel/texte.ts';

/** What is compared of a pupil or of a candidate (R69). */
export interface Personne {
  readonly ine: string | null;
  readonly nomDeFamille: string;
  readonly nomUsage: string | null;
  readonly prenoms: readonly string[];
  /** ISO date. */
  readonly dateNaissance: string;
}

/** A person made ready to be compared, once for all comparisons. */
export interface Portrait {
  readonly ine: string | null;
  readonly dateNaissance: string;
  /** Family name and usage name. */
  readonly noms: readonly Nom[];
  readonly prenoms: Prenoms;
  /** What they would be if each stood in the other's column. */
  readonly inverse: { readonly noms: readonly Nom[]; readonly prenoms: Prenoms };
}

interface Nom {
  /** Its letters, nothing between them. */
  readonly colle: string;
  /** Each word with the particles before it: « DE LA CROIX-MARTIN » has DELACROIX and MARTIN. */
  readonly unites: readonly string[];
  /** Neighbouring words together: DELACROIX, LACROIX, CROIX, CROIXMARTIN, MARTIN… Particles alone are none. */
  readonly suites: ReadonlySet<string>;
}

interface Prenoms {
  /** Each word of each first name. */
  readonly mots: readonly string[];
  /** The first one: JEANBAPTISTE of « Jean-Baptiste Louis ». */
  readonly usuel: string;
  /** Its first words together: JEAN, JEANBAPTISTE, JEANBAPTISTELOUIS. */
  readonly debuts: ReadonlySet<string>;
}

/** How two persons look alike, aspect by aspect. The same in both directions. */
export interface Ressemblance {
  readonly ine: 'meme' | 'proche' | 'different' | 'absent';
  readonly naissance: 'meme' | 'proche' | 'autre';
  /** compatibles: a part of a compound name, particles left out, or inverted · proches: a typing error */
  readonly noms: 'memes' | 'compatibles' | 'proches' | 'autres';
  /**
   * memes: the same first one, and nothing that contradicts it · compatibles: the same in another order, the beginning
   * of a compound one, or inverted · seconds: those of one are among the others of the other · proches: the same first
   * one and others that differ, an initial, a short form, a typing error
   */
  readonly prenoms: 'memes' | 'compatibles' | 'seconds' | 'proches' | 'absents' | 'autres';
  readonly inverses: boolean;
}

export function portraitDe({ ine, nomDeFamille, nomUsage, prenoms, dateNaissance }: Personne): Portrait {
  const noms = [nomDeFamille, ...(nomUsage === null ? [] : [nomUsage])];
  return {
    ine,
    dateNaissance,
    noms: noms.map(lireNom).filter(({ colle }) => colle !== ''),
    prenoms: lirePrenoms(prenoms),
    inverse: {
      noms: [lireNom(prenoms.join(' '))].filter(({ colle }) => colle !== ''),
      prenoms: lirePrenoms(nomDeFamille.split(/\s+/)),
    },
  };
}

export function comparer(a: Portrait, b: Portrait): Ressemblance {
  const droits = { noms: comparerNoms(a.noms, b.noms), prenoms: comparerPrenoms(a.prenoms, b.prenoms) };
  const inverses = !sontSurs(droits) && (sontInverses(a, b) || sontInverses(b, a));
  return {
    ine: comparerInes(a.ine, b.ine),
    naissance: comparerNaissances(a.dateNaissance, b.dateNaissance),
    ...(inverses ? ({ noms: 'compatibles', prenoms: 'compatibles' } as const) : droits),
    inverses,
  };
}

function sontInverses(a: Portrait, { inverse }: Portrait): boolean {
  return sontSurs({
    noms: comparerNoms(a.noms, inverse.noms),
    prenoms: comparerPrenoms(a.prenoms, inverse.prenoms),
  });
}

function sontSurs({ noms, prenoms }: Pick<Ressemblance, 'noms' | 'prenoms'>): boolean {
  return (noms === 'memes' || noms === 'compatibles') && (prenoms === 'memes' || prenoms === 'compatibles');
}

function comparerInes(a: string | null, b: string | null): Ressemblance['ine'] {
  if (a === null || b === null) return 'absent';
  if (a === b) return 'meme';
  return estAUneFaute(a, b) ? 'proche' : 'different';
}

/** A typing error, or the day in the place of the month. */
function comparerNaissances(a: string, b: string): Ressemblance['naissance'] {
  if (a === b) return 'meme';
  const [annee, mois, jour] = a.split('-');
  return estAUneFaute(a.replaceAll('-', ''), b.replaceAll('-', '')) || b === `${annee}-${jour}-${mois}`
    ? 'proche'
    : 'autre';
}

/** Particles, and letters before an apostrophe, which are written or not, apart or glued: « DE LA TOUR », « LATOUR ». */
const PARTICULES: ReadonlySet<string> = new Set(
  'AIT AL BEN DA DAS DE DEL DELLA DEN DER DES DI DO DOS DU EL LA LE LES OULD VAN VON'.split(' '),
);
const estParticule = (mot: string): boolean => mot.length === 1 || PARTICULES.has(mot);
const ABREGES: ReadonlyMap<string, string> = new Map([
  ['ST', 'SAINT'],
  ['STE', 'SAINTE'],
]);

const motsDe = (texte: string): string[] => {
  const normal = normaliserNom(texte);
  return normal === '' ? [] : normal.split(' ');
};

function lireNom(texte: string): Nom {
  const mots = motsDe(texte).map((mot) => ABREGES.get(mot) ?? mot);
  const unites: string[] = [];
  let particules = '';
  for (const mot of mots) {
    particules += mot;
    if (estParticule(mot)) continue;
    unites.push(particules);
    particules = '';
  }
  // « LE » is a name too.
  if (particules !== '') unites.push(particules);
  const suites = new Set<string>();
  for (let debut = 0; debut < mots.length; debut++) {
    for (let fin = debut + 1; fin <= mots.length; fin++) {
      const suite = mots.slice(debut, fin);
      if (!suite.every(estParticule)) suites.add(suite.join(''));
    }
  }
  return { colle: mots.join(''), unites, suites };
}

function comparerNoms(a: readonly Nom[], b: readonly Nom[]): Ressemblance['noms'] {
  const issues = a.flatMap((un) => b.map((autre) => comparerDeuxNoms(un, autre)));
  return (['memes', 'compatibles', 'proches'] as const).find((issue) => issues.includes(issue)) ?? 'autres';
}

/** Shorter names are too near each other for a typing error to be told from another name. */
const LETTRES_MIN = 5;

function comparerDeuxNoms(a: Nom, b: Nom): Ressemblance['noms'] {
  if (a.colle === b.colle) return 'memes';
  if (estDans(a, b) || estDans(b, a)) return 'compatibles';
  const longs = a.colle.length >= LETTRES_MIN && b.colle.length >= LETTRES_MIN;
  return longs && estAUneFaute(a.colle, b.colle) ? 'proches' : 'autres';
}

function estDans({ unites }: Nom, { suites }: Nom): boolean {
  return unites.every((unite) => suites.has(unite));
}

function lirePrenoms(prenoms: readonly string[]): Prenoms {
  const listes = prenoms.map(motsDe).filter((mots) => mots.length > 0);
  const mots = listes.flat();
  return {
    mots,
    usuel: listes[0]?.join('') ?? '',
    debuts: new Set(mots.map((_, rang) => mots.slice(0, rang + 1).join(''))),
  };
}

/**
 * A letter tells Julie from her twin Julien: without an INE that agrees, a first name is the same or it is another
 * one.
 */
function comparerPrenoms(a: Prenoms, b: Prenoms): Ressemblance['prenoms'] {
  if (a.usuel === '' || b.usuel === '') return 'absents';
  if (a.mots.join('') === b.mots.join('')) return 'memes';
  if (a.usuel === b.usuel || (a.debuts.has(b.usuel) && b.debuts.has(a.usuel))) {
    return sontParmi(a, b, memeInitiale) || sontParmi(b, a, memeInitiale) ? 'memes' : 'proches';
  }
  const [aDansB, bDansA] = [sontParmi(a, b), sontParmi(b, a)];
  if ((aDansB && bDansA) || (aDansB && b.debuts.has(a.usuel)) || (bDansA && a.debuts.has(b.usuel)))
    return 'compatibles';
  if (aDansB || bDansA) return 'seconds';
  return sontProches(a.usuel, b.usuel) ? 'proches' : 'autres';
}

function sontParmi(
  { mots }: Prenoms,
  autres: Prenoms,
  egaux: (a: string, b: string) => boolean = (a, b) => a === b,
): boolean {
  return mots.every((mot) => mot === autres.usuel || autres.mots.some((autre) => egaux(mot, autre)));
}

/** « Léa M. » is « Léa Marie ». */
function memeInitiale(a: string, b: string): boolean {
  return a === b || (a[0] === b[0] && (a.length === 1 || b.length === 1));
}

/** « Alex » and « Alexandre », « Mohamed » and « Mohammed », an initial. */
function sontProches(a: string, b: string): boolean {
  const [court, long] = a.length <= b.length ? [a, b] : [b, a];
  if (court.length === 1 || court.length >= 3) {
    if (long.startsWith(court)) return true;
  }
  return court.length >= 4 && estAUneFaute(court, long);
}

/** True for texts that differ by one sign: another, one more, one less, or two neighbours exchanged. */
export function estAUneFaute(a: string, b: string): boolean {
  const [court, long] = a.length <= b.length ? [a, b] : [b, a];
  if (court === long || long.length - court.length > 1) return false;
  let debut = 0;
  while (debut < court.length && court[debut] === long[debut]) debut++;
  if (long.length > court.length) return court.slice(debut) === long.slice(debut + 1);
  if (court.slice(debut + 1) === long.slice(debut + 1)) return true;
  return (
    court[debut] === long[debut + 1] &&
    court[debut + 1] === long[debut] &&
    court.slice(debut + 2) === long.slice(debut + 2)
  );
}
