import type { Candidat } from '../candidats/index.ts';
import type { LigneEleve } from '../livret/index.ts';
import { comparer, type Portrait, portraitDe, type Ressemblance } from './ressemblance.ts';

/** What matching looks at of a pupil. One who has a candidate (`noCandidat`) is paired no more, but still looks like others. */
export type EleveAApparier = Pick<
  LigneEleve,
  | 'eleveId'
  | 'livretId'
  | 'uai'
  | 'ine'
  | 'nomDeFamille'
  | 'nomUsage'
  | 'prenoms'
  | 'dateNaissance'
  | 'divisions'
  | 'noCandidat'
>;
/** And of a candidate; `livretId` is that of its pupil. */
export type CandidatAApparier = Pick<
  Candidat,
  'noCandidat' | 'uai' | 'ine' | 'nomDeFamille' | 'nomUsage' | 'prenoms' | 'dateNaissance' | 'division' | 'livretId'
>;

/** How a machine made a pair: by the INE, by an INE that has a typing error, by names, birth date and establishment. */
export type Moyen = 'ine' | 'ine-corrige' | 'identite';
/** certaine: INE, birth date and names agree · forte: nothing else is possible, and one thing was not like the other. */
export type Certitude = 'certaine' | 'forte';

/** What is alike, and what is not, between a pupil and a candidate. */
export const LIBELLES_DE_RAISON = {
  'meme-ine': 'même INE',
  'ine-proche': 'INE à une faute de frappe près',
  'ine-different': 'INE différents',
  'ine-absent': 'INE absent d’un côté',
  'meme-naissance': 'même date de naissance',
  'naissance-proche': 'dates de naissance à une faute de frappe près',
  'autre-naissance': 'dates de naissance différentes',
  'memes-noms': 'même nom',
  'noms-compatibles': 'noms compatibles',
  'noms-proches': 'noms à une faute de frappe près',
  'autres-noms': 'noms différents',
  'memes-prenoms': 'mêmes prénoms',
  'prenoms-compatibles': 'prénoms compatibles',
  'second-prenom': 'prénom qui est un second prénom de l’autre',
  'prenoms-proches': 'prénoms voisins',
  'prenoms-absents': 'prénom absent d’un côté',
  'autres-prenoms': 'prénoms différents',
  'noms-inverses': 'nom et prénoms inversés',
  'meme-division': 'même division',
  'autre-division': 'divisions différentes',
  'autre-etablissement': 'candidat d’un autre établissement',
} as const;
export type Raison = keyof typeof LIBELLES_DE_RAISON;

/** What the appariement comes to. It names those who have no pair yet, each once. */
export interface Appariements<E, C> {
  readonly paires: readonly Paire<E, C>[];
  /** A person decides. */
  readonly ambigus: readonly Ambigu<E, C>[];
  readonly elevesSansCandidat: readonly E[];
  /** Of those, who looks like candidates that are other pupils' only: somebody has the wrong one, or was entered twice. */
  readonly devances: readonly Devance<E, C>[];
  /** Those that no pair and no ambiguous case names. */
  readonly candidatsSansEleve: readonly C[];
}

export interface Paire<E, C> {
  readonly eleve: E;
  readonly candidat: C;
  readonly par: Moyen;
  readonly certitude: Certitude;
}

export interface Devance<E, C> {
  readonly eleve: E;
  /** Those that look like this pupil, best first. */
  readonly candidats: readonly { readonly candidat: C; readonly raisons: readonly Raison[] }[];
}

/** Another pupil may claim the same candidates. */
export interface Ambigu<E, C> extends Devance<E, C> {
  readonly cause: 'plusieurs-candidats' | 'plusieurs-eleves' | 'a-confirmer';
}

/** The pair of a livret and a candidate, as `refusees` names those that a person undid. */
export function clePaire({ livretId }: { readonly livretId: string }, noCandidat: string): string {
  return `${livretId}#${noCandidat}`;
}

/**
 * Pairs pupils and candidates (R68; rules.md 21): by INE; else by birth date, establishment and names. A wrong livret
 * can decide a life, so a doubtful pair is a person's.
 *
 * Who looks alike is linked, and each link has a rank. A link makes a pair when neither of both has another link as
 * strong or stronger, be it with somebody who is paired already: nobody is given what is left over, and neither the
 * order of lists nor an earlier run changes the answer.
 *
 * @param eleves all those of the establishment, paired or not: one row a livret
 * @param candidats all those that may be theirs, of other establishments too
 * @param refusees pairs that a person undid ({@link clePaire}): they are never made nor proposed again
 */
export function apparier<E extends EleveAApparier, C extends CandidatAApparier>(
  eleves: readonly E[],
  candidats: readonly C[],
  refusees: ReadonlySet<string> = new Set(),
): Appariements<E, C> {
  const livretsApparies = new Set(candidats.map(({ livretId }) => livretId));
  const estLibre = (eleve: E): boolean => eleve.noCandidat === null && !livretsApparies.has(eleve.livretId);
  const sontLibres = ({ eleve, candidat }: Lien<E, C>): boolean => estLibre(eleve) && candidat.livretId === null;
  const liens = lier(eleves, candidats, refusees);
  const parEleve = Map.groupBy(liens, ({ eleve }) => eleve);
  const parCandidat = Map.groupBy(liens, ({ candidat }) => candidat);
  const autres = (lien: Lien<E, C>): Lien<E, C>[] =>
    [...(parEleve.get(lien.eleve) ?? []), ...(parCandidat.get(lien.candidat) ?? [])].filter((autre) => autre !== lien);
  // An INE that says one person, and all the rest another: it may have been typed into the wrong record.
  const contredits = new Set(
    liens.filter((lien) => lien.rang <= RANG.ine && autres(lien).some((autre) => autre.identite > lien.identite)),
  );
  const paires = liens.flatMap((lien): Paire<E, C>[] => {
    const { eleve, candidat, par } = lien;
    if (par === null || !sontLibres(lien) || contredits.has(lien)) return [];
    if (autres(lien).some((autre) => autre.rang <= lien.rang)) return [];
    return [{ eleve, candidat, par, certitude: lien.rang === RANG.ineEtIdentite ? 'certaine' : 'forte' }];
  });
  const apparies = new Set<E | C>(paires.flatMap(({ eleve, candidat }) => [eleve, candidat]));
  const ouverts = liens.filter((lien) => sontLibres(lien) && !apparies.has(lien.eleve) && !apparies.has(lien.candidat));
  const parCandidatOuvert = Map.groupBy(ouverts, ({ candidat }) => candidat);
  const nommes = new Set<E | C>(ouverts.flatMap(({ eleve, candidat }) => [eleve, candidat]));
  const reste = (un: E | C): boolean => !apparies.has(un) && !nommes.has(un);
  // Who is left over is linked to candidates of others alone; a mere likeness is any twin's.
  const aDAutres = liens.filter(({ eleve, rang }) => estLibre(eleve) && reste(eleve) && rang < RANG.air);
  return {
    paires,
    ambigus: decrire(ouverts).map(({ eleve, candidats }) => ({
      eleve,
      candidats,
      cause:
        candidats.length > 1
          ? 'plusieurs-candidats'
          : candidats.some(({ candidat }) => (parCandidatOuvert.get(candidat)?.length ?? 0) > 1)
            ? 'plusieurs-eleves'
            : 'a-confirmer',
    })),
    elevesSansCandidat: eleves.filter((eleve) => estLibre(eleve) && reste(eleve)),
    devances: decrire(aDAutres),
    candidatsSansEleve: candidats.filter((candidat) => candidat.livretId === null && reste(candidat)),
  };
}

/** From the strongest. Those that no machine makes a pair of still stand in the way of weaker ones. */
const RANG = {
  ineEtIdentite: 1,
  ine: 2,
  ineSeul: 3,
  ineProche: 4,
  identite: 5,
  identiteCompatible: 6,
  identiteSansPrenom: 7,
  air: 8,
} as const;

interface Classement {
  readonly rang: number;
  /** How a machine may pair them; null when only a person may. */
  readonly par: Moyen | null;
}

interface Lien<E, C> extends Classement {
  readonly eleve: E;
  readonly candidat: C;
  readonly ressemblance: Ressemblance;
  /** Birth date and names alone: 2 the same, 1 compatible, 0 something differs. */
  readonly identite: number;
}

/** Pupils in their order; only those who have an INE, a birth date or a name in common are compared. */
function lier<E extends EleveAApparier, C extends CandidatAApparier>(
  eleves: readonly E[],
  candidats: readonly C[],
  refusees: ReadonlySet<string>,
): Lien<E, C>[] {
  const portraits = candidats.map((candidat) => [candidat, portraitDe(candidat)] as const);
  const index = Map.groupBy(
    portraits.flatMap((portrait) => clesDe(portrait[1]).map((cle) => ({ cle, portrait }))),
    ({ cle }) => cle,
  );
  return eleves.flatMap((eleve) => {
    const portrait = portraitDe(eleve);
    const voisins = clesDe(portrait).flatMap((cle) => index.get(cle) ?? []);
    return [...new Set(voisins.map((voisin) => voisin.portrait))].flatMap(([candidat, autre]): Lien<E, C>[] => {
      if (refusees.has(clePaire(eleve, candidat.noCandidat))) return [];
      const ressemblance = comparer(portrait, autre);
      const classement = classer(ressemblance, eleve.uai === candidat.uai);
      return classement === null
        ? []
        : [{ eleve, candidat, ressemblance, identite: identiteDe(ressemblance), ...classement }];
    });
  });
}

function clesDe({ ine, dateNaissance, noms }: Portrait): string[] {
  return [
    ...new Set([
      ...(ine === null ? [] : [`ine ${ine}`]),
      `naissance ${dateNaissance}`,
      ...noms.map(({ colle }) => `nom ${colle}`),
    ]),
  ];
}

function identiteDe({ naissance, noms, prenoms }: Ressemblance): number {
  if (naissance !== 'meme' || noms === 'autres') return 0;
  if (noms === 'memes' && prenoms === 'memes') return 2;
  return prenomsSurs({ prenoms }) ? 1 : 0;
}

const prenomsSurs = ({ prenoms }: Pick<Ressemblance, 'prenoms'>): boolean =>
  prenoms === 'memes' || prenoms === 'compatibles';

/** The rules themselves: what a resemblance is worth; null when it is nothing to show. */
function classer(ressemblance: Ressemblance, memeEtablissement: boolean): Classement | null {
  if (ressemblance.ine === 'meme') return classerParIne(ressemblance, memeEtablissement);
  const { ine, naissance, noms, prenoms } = ressemblance;
  // Twins may have neighbouring INEs and each other's first name as a second one.
  if (ine === 'proche' && memeEtablissement && naissance === 'meme' && noms !== 'autres' && prenoms === 'memes') {
    return { rang: RANG.ineProche, par: 'ine-corrige' };
  }
  const rang = rangDIdentite(ressemblance);
  // Two INEs that differ are two persons, or a mistake that a person must see: homonyms are born the same day.
  if (rang !== null && memeEtablissement) return { rang, par: ine === 'absent' ? 'identite' : null };
  if (rang !== null) return rang === RANG.identiteSansPrenom ? null : { rang, par: null };
  return memeEtablissement && ontUnAir(ressemblance) ? { rang: RANG.air, par: null } : null;
}

/** Two of the birth date, the names and the first names must agree with the INE, or else it may be another's. */
function classerParIne({ naissance, noms, prenoms }: Ressemblance, memeEtablissement: boolean): Classement {
  const memeNaissance = naissance === 'meme';
  const surs = prenomsSurs({ prenoms });
  if (memeNaissance && noms !== 'autres' && (surs || prenoms === 'seconds' || prenoms === 'absents')) {
    return { rang: RANG.ineEtIdentite, par: 'ine' };
  }
  // Birth date and family name alone are those of a twin.
  const deuxSurTrois =
    (memeNaissance && (surs || (noms !== 'autres' && prenoms === 'proches'))) ||
    ((noms === 'memes' || noms === 'compatibles') && surs);
  return memeEtablissement && deuxSurTrois ? { rang: RANG.ine, par: 'ine' } : { rang: RANG.ineSeul, par: null };
}

function rangDIdentite({ naissance, noms, prenoms }: Ressemblance): number | null {
  if (naissance !== 'meme' || noms === 'autres') return null;
  if (prenoms === 'memes') return noms === 'memes' ? RANG.identite : RANG.identiteCompatible;
  if (noms === 'proches') return null;
  if (prenoms === 'compatibles') return RANG.identiteCompatible;
  // Not a second first name: it is the first one of a twin.
  return prenoms === 'absents' ? RANG.identiteSansPrenom : null;
}

/** Something of each other, that a person should see before both stay alone. */
function ontUnAir({ ine, naissance, noms, prenoms }: Ressemblance): boolean {
  const surs = prenomsSurs({ prenoms });
  if (ine === 'different') return naissance === 'meme' && noms !== 'autres' && prenoms === 'seconds';
  if (naissance === 'meme') return noms !== 'autres' || surs;
  return noms === 'memes' && surs;
}

function decrire<E extends EleveAApparier, C extends CandidatAApparier>(liens: readonly Lien<E, C>[]): Devance<E, C>[] {
  return [...Map.groupBy(liens, ({ eleve }) => eleve)].map(([eleve, siens]) => ({
    eleve,
    candidats: siens
      .sort(duPlusRessemblant)
      .map(({ candidat, ...lien }) => ({ candidat, raisons: raisonsDe({ candidat, ...lien }) })),
  }));
}

type LienQuelconque = Lien<EleveAApparier, CandidatAApparier>;

function duPlusRessemblant(a: LienQuelconque, b: LienQuelconque): number {
  return (
    a.rang - b.rang ||
    b.identite - a.identite ||
    Number(sontDeMemeDivision(b)) - Number(sontDeMemeDivision(a)) ||
    (a.candidat.noCandidat < b.candidat.noCandidat ? -1 : 1)
  );
}

function sontDeMemeDivision({ eleve, candidat }: LienQuelconque): boolean {
  return candidat.division !== null && eleve.divisions.includes(candidat.division);
}

const RAISONS = {
  ine: { meme: 'meme-ine', proche: 'ine-proche', different: 'ine-different', absent: 'ine-absent' },
  naissance: { meme: 'meme-naissance', proche: 'naissance-proche', autre: 'autre-naissance' },
  noms: { memes: 'memes-noms', compatibles: 'noms-compatibles', proches: 'noms-proches', autres: 'autres-noms' },
  prenoms: {
    memes: 'memes-prenoms',
    compatibles: 'prenoms-compatibles',
    seconds: 'second-prenom',
    proches: 'prenoms-proches',
    absents: 'prenoms-absents',
    autres: 'autres-prenoms',
  },
} as const satisfies {
  readonly [A in 'ine' | 'naissance' | 'noms' | 'prenoms']: Readonly<Record<Ressemblance[A], Raison>>;
};

function raisonsDe(lien: LienQuelconque): Raison[] {
  const { eleve, candidat, ressemblance } = lien;
  const { ine, naissance, noms, prenoms, inverses } = ressemblance;
  const divisions = eleve.divisions.length > 0 && candidat.division !== null;
  return [
    RAISONS.ine[ine],
    RAISONS.naissance[naissance],
    ...(inverses ? (['noms-inverses'] as const) : [RAISONS.noms[noms], RAISONS.prenoms[prenoms]]),
    ...(divisions ? [sontDeMemeDivision(lien) ? ('meme-division' as const) : ('autre-division' as const)] : []),
    ...(eleve.uai === candidat.uai ? [] : (['autre-etablissement'] as const)),
  ];
}
