import { decodeTime } from 'ulid';
import type { Candidat } from '../candidats/index.ts';
import { type Appariement, estParti, type LigneEleve } from '../livret/index.ts';
import { type Ambigu, apparier, type Raison } from './apparier.ts';
import type { Reponse } from './places.ts';
import { estAApparier, type Situation } from './situation.ts';

/** What became of a pupil. */
export type Issue =
  | ({ readonly etat: 'apparie' } & Paire)
  /** A machine made the pair, and what it rested on does not hold any more: a person says whether it stands. */
  | ({ readonly etat: 'a-verifier'; readonly candidat: Candidat; readonly raisons: readonly Raison[] } & Paire)
  | {
      readonly etat: 'ambigu';
      readonly cause: Ambigu<LigneEleve, Candidat>['cause'];
      /** Best first. */
      readonly candidats: readonly { readonly candidat: Candidat; readonly raisons: readonly Raison[] }[];
    }
  /** The référentiel holds the INE for somebody else: a person decides. */
  | { readonly etat: 'conflit'; readonly candidat: Candidat }
  /** Another académie took the pupil's place over: the pair stands here, and what is sent under it counts no more. */
  | ({ readonly etat: 'repris'; readonly academie: string; readonly candidat: Candidat } & Paire)
  /** Whoever looks like this pupil is another's candidate. Best first. */
  | { readonly etat: 'deja-apparie'; readonly candidats: readonly CandidatDUnAutre[] }
  /** Another académie holds the pupil's place, and no candidate is here. */
  | { readonly etat: 'ailleurs'; readonly academie: string }
  /** The rules make a pair of it, which the next run writes. */
  | { readonly etat: 'en-cours' }
  | { readonly etat: 'sans-candidat' }
  | { readonly etat: 'non-envoye' }
  | { readonly etat: 'parti' };

/** A candidate, and whose it is. */
export interface CandidatDUnAutre {
  readonly candidat: Candidat;
  readonly raisons: readonly Raison[];
  /** Null of a pupil of another establishment. */
  readonly eleve: LigneEleve | null;
}

interface Paire {
  readonly noCandidat: string;
  readonly par: Appariement['par'];
  readonly certitude: Appariement['certitude'] | null;
}

/** In the order in which people read them. */
export const LIBELLES_D_ISSUE: Readonly<Record<Issue['etat'], string>> = {
  apparie: 'apparié',
  'a-verifier': 'à vérifier',
  ambigu: 'à décider',
  conflit: 'INE tenu par un autre',
  repris: 'repris par une autre académie',
  'deja-apparie': 'candidat déjà apparié',
  'sans-candidat': 'sans candidat',
  ailleurs: 'place tenue par une autre académie',
  'en-cours': 'en cours',
  'non-envoye': 'identifiants non envoyés',
  parti: 'parti',
};

/** Somebody must do something: a pupil of these waits since the identifiers were sent. */
export const EN_SUSPENS: ReadonlySet<Issue['etat']> = new Set([
  'a-verifier',
  'ambigu',
  'conflit',
  'repris',
  'deja-apparie',
  'sans-candidat',
  // The other académie's pair may be undone, or the pupil gone: nobody here would know.
  'ailleurs',
]);

/** What the référentiel answered in the last run, by livret, where it was no place. */
export type Dits = Readonly<Record<string, Extract<Reponse, { readonly etat: 'ailleurs' | 'conflit' }>>>;

export interface IssueDEleve {
  readonly eleve: LigneEleve;
  readonly issue: Issue;
}

/** What became of each pupil, in the order of the rows. */
export function issuesDe(
  { eleves, candidats, ailleurs, appariements, paires: aFaire }: Situation,
  dits: Dits,
): IssueDEleve[] {
  const parNumero = new Map([...candidats, ...ailleurs].map((candidat) => [candidat.noCandidat, candidat]));
  const paires = new Map(aFaire.map(({ eleve, candidat }) => [eleve.livretId, candidat]));
  const devances = new Map(appariements.devances.map(({ eleve, candidats: siens }) => [eleve.livretId, siens]));
  const parLivret = new Map(eleves.map((eleve) => [eleve.livretId, eleve]));
  /** By candidate, the livret of who has it, or is about to. */
  const prisPar = new Map([
    ...[...candidats, ...ailleurs].map(({ noCandidat, livretId }) => [noCandidat, livretId] as const),
    ...aFaire.map(({ eleve, candidat }) => [candidat.noCandidat, eleve.livretId] as const),
  ]);
  const ambigus = new Map(appariements.ambigus.map((ambigu) => [ambigu.eleve.livretId, ambigu]));
  return eleves.map((eleve) => {
    const { livretId, noCandidat } = eleve;
    // Whose pair it is by now, the establishment where the pupil went tells.
    if (estParti(eleve)) return { eleve, issue: { etat: 'parti' } };
    const dit = dits[livretId];
    if (noCandidat !== null) {
      return { eleve, issue: issueDeLaPaire(eleve, noCandidat, parNumero.get(noCandidat), dit) };
    }
    if (!estAApparier(eleve)) return { eleve, issue: { etat: 'non-envoye' } };
    const candidat = paires.get(livretId);
    if (candidat !== undefined) {
      return { eleve, issue: dit?.etat === 'conflit' ? { etat: 'conflit', candidat } : { etat: 'en-cours' } };
    }
    const ambigu = ambigus.get(livretId);
    if (ambigu !== undefined) {
      return { eleve, issue: { etat: 'ambigu', cause: ambigu.cause, candidats: ambigu.candidats } };
    }
    if (dit?.etat === 'ailleurs') return { eleve, issue: dit };
    const autres = devances.get(livretId);
    if (autres !== undefined) {
      const de = ({ noCandidat: sien }: Candidat) => parLivret.get(prisPar.get(sien) ?? '') ?? null;
      const siens = autres.map((un) => ({ ...un, eleve: de(un.candidat) }));
      return { eleve, issue: { etat: 'deja-apparie', candidats: siens } };
    }
    return { eleve, issue: { etat: 'sans-candidat' } };
  });
}

/** A pair that a person made stands whatever the files say; not whatever the référentiel says. */
function issueDeLaPaire(
  eleve: LigneEleve,
  noCandidat: string,
  candidat: Candidat | undefined,
  dit: Dits[string] | undefined,
): Issue {
  const paire: Paire = {
    noCandidat,
    par: eleve.paire?.par ?? 'ine',
    certitude: eleve.paire?.certitude ?? null,
  };
  if (candidat !== undefined && dit?.etat === 'conflit') return { etat: 'conflit', candidat };
  if (candidat !== undefined && dit?.etat === 'ailleurs') return { ...dit, ...paire, etat: 'repris', candidat };
  if (candidat === undefined || paire.par === 'personne') return { etat: 'apparie', ...paire };
  // Made again, of these two alone; who moved since has the same candidate, in the establishment that was left.
  const seuls = apparier([{ ...eleve, noCandidat: null }], [{ ...candidat, uai: eleve.uai, livretId: null }]);
  if (seuls.paires.length === 1) return { etat: 'apparie', ...paire };
  return { etat: 'a-verifier', candidat, raisons: seuls.ambigus[0]?.candidats[0]?.raisons ?? [], ...paire };
}

/** Candidates of the establishment that no pair and no ambiguous case names; individual ones have no pupil (R7). */
export function candidatsSansEleve(
  { eleves, candidats, paires }: Situation,
  issues: readonly IssueDEleve[],
): { readonly scolaires: readonly Candidat[]; readonly individuels: readonly Candidat[] } {
  const nommes = new Set([
    ...eleves.flatMap(({ noCandidat }) => noCandidat ?? []),
    ...issues.flatMap(({ issue }) =>
      issue.etat === 'ambigu' ? issue.candidats.map(({ candidat }) => candidat.noCandidat) : [],
    ),
    ...paires.map(({ candidat }) => candidat.noCandidat),
  ]);
  const restants = candidats.filter(({ livretId, noCandidat }) => livretId === null && !nommes.has(noCandidat));
  return {
    scolaires: restants.filter(({ categorie }) => categorie === 'scolaire'),
    individuels: restants.filter(({ categorie }) => categorie === 'individuel'),
  };
}

/** ISO instant of the deposit that gave a candidate last. */
export function deposeLe({ depotId }: Pick<Candidat, 'depotId'>): string {
  return new Date(decodeTime(depotId)).toISOString();
}
