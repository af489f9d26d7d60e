import type { Candidat, CandidatSitue, IndexDesIne, MagasinCandidats } from '../candidats/index.ts';
import { anneeDeSession, session as sessionDe } from '../kernel/annee.ts';
import { estParti, type LigneEleve, type PartiesDuLivret, sessionDuLivret, type Tete } from '../livret/index.ts';
import { type Appariements, apparier, clePaire, type Paire } from './apparier.ts';

export interface PartiesDeSituation extends Pick<PartiesDuLivret, 'registre' | 'livrets'> {
  readonly candidats: MagasinCandidats;
  readonly ines: IndexDesIne;
}

/** Pupils and candidates of an establishment, and what the rules make of them. */
export interface Situation {
  /** Rows of the school year, of those who have a livret; the pair of a pupil who moved is that of the livret, even where the row lacks it. */
  readonly eleves: readonly LigneEleve[];
  /** Those of the establishment. */
  readonly candidats: readonly Candidat[];
  /** Of other establishments of the académie: found by a pupil's INE, or paired with a pupil of here. */
  readonly ailleurs: readonly Candidat[];
  /** Heads of the livrets that the rows give no candidate. */
  readonly tetes: ReadonlyMap<string, Tete>;
  readonly appariements: Appariements<LigneEleve, Candidat>;
  /** The pairs that a run may write: of those who were sent, and whose livret has not gone on to another session. */
  readonly paires: readonly Paire<LigneEleve, Candidat>[];
}

/** A seconde, a BTS have no livret scolaire, and nobody to meet. */
export function aUnLivret({ suivi }: Pick<LigneEleve, 'suivi'>): boolean {
  return suivi.sansLivret === undefined;
}

/** Identifiers were sent, and the pupil is still there: those who are matched (R68). */
export function estAApparier(eleve: LigneEleve): boolean {
  return eleve.identifiantsEnvoyesLe !== null && !estParti(eleve);
}

/**
 * Two queries, and few more requests: heads of pupils without candidate by hundreds, one query for each INE that found
 * none here, and the candidates found elsewhere by hundreds; one query for each establishment where a registration alone
 * gives the INE of a candidate.
 */
export async function lireSituation(
  parts: PartiesDeSituation,
  { uai, session }: { readonly uai: string; readonly session: number },
): Promise<Situation> {
  const [inscrits, candidats] = await Promise.all([
    parts.registre.lireEleves(uai, anneeDeSession(sessionDe(session))),
    parts.candidats.listerDe(session, uai),
  ]);
  const lignes = inscrits.filter(aUnLivret);
  const libres = lignes.filter((ligne) => estAApparier(ligne) && ligne.noCandidat === null);
  const tetes = new Map(
    (await parts.livrets.lireTetes(libres.map(({ livretId }) => livretId))).map((tete) => [tete.livretId, tete]),
  );
  const eleves = lignes.map((ligne) => avecSaPaire(ligne, tetes.get(ligne.livretId), session));
  const refusees = new Set([...tetes.values()].flatMap((tete) => pairesRefusees(tete, session)));
  // Who has not been sent stands in the way of homonyms all the same.
  const ici = apparier(eleves, candidats, refusees);
  const parLIne = new Set(ici.paires.filter(({ par }) => par === 'ine').map(({ eleve }) => eleve));
  const aChercher = eleves.flatMap((eleve) =>
    eleve.ine !== null && eleve.noCandidat === null && estAApparier(eleve) && !parLIne.has(eleve) ? [eleve.ine] : [],
  );
  const ines = new Set(aChercher);
  const trouves = (await parts.ines.chercher(session, [...ines])).filter((un) => un.uai !== uai);
  const connus = new Set(candidats.map(({ noCandidat }) => noCandidat));
  const apparies = eleves.flatMap(({ noCandidat }) =>
    noCandidat === null || connus.has(noCandidat) ? [] : [noCandidat],
  );
  const ailleurs = await lireAilleurs(parts.candidats, session, ines, trouves, apparies);
  const appariements = trouves.length === 0 ? ici : apparier(eleves, [...candidats, ...ailleurs], refusees);
  const paires = appariements.paires.filter(({ eleve }) => {
    const tete = tetes.get(eleve.livretId);
    return estAApparier(eleve) && tete !== undefined && !estPassee(tete, session);
  });
  return { eleves, candidats, ailleurs, tetes, appariements, paires };
}

/** Candidates of other establishments, with the INE that a registration alone gives. */
async function lireAilleurs(
  candidats: MagasinCandidats,
  session: number,
  ines: ReadonlySet<string>,
  trouves: readonly CandidatSitue[],
  apparies: readonly string[],
): Promise<Candidat[]> {
  const numeros = new Set([...trouves.flatMap(({ noCandidat }) => noCandidat ?? []), ...apparies]);
  const lus = await candidats.lireTous(session, [...numeros]);
  const inscrits = [
    ...trouves.filter(({ noCandidat }) => noCandidat === null),
    ...lus.filter(({ ine }) => ine === null),
  ];
  const listes = await Promise.all(
    [...new Set(inscrits.map((un) => un.uai))].map((uai) => candidats.listerDe(session, uai)),
  );
  const completes = listes
    .flat()
    .filter(({ noCandidat, ine }) => numeros.has(noCandidat) || (ine !== null && ines.has(ine)));
  return [...new Map([...lus, ...completes].map((candidat) => [candidat.noCandidat, candidat])).values()];
}

/** The livret has gone on to a later session, or left this one behind: its pair is that of the session that goes on. */
export function estPassee(tete: Tete, session: number): boolean {
  return (sessionDuLivret(tete) ?? 0) > session || tete.passages.some((passage) => passage.session >= session);
}

/** The pair of a livret in a session; null when it has none. */
export function paireDe({ appariement }: Pick<Tete, 'appariement'>, session: number): Tete['appariement'] {
  return appariement?.session === session ? appariement : null;
}

/** What a pupil's row shows of a pair. */
export function ligneDe({
  noCandidat,
  noEleve,
  par,
  certitude,
}: NonNullable<Tete['appariement']>): Pick<LigneEleve, 'noCandidat' | 'noEleve'> & Required<Pick<LigneEleve, 'paire'>> {
  return { noCandidat, noEleve, paire: { par, ...(certitude === undefined ? {} : { certitude }) } };
}

function avecSaPaire(ligne: LigneEleve, tete: Tete | undefined, session: number): LigneEleve {
  const paire = tete === undefined ? null : paireDe(tete, session);
  return paire === null ? ligne : { ...ligne, ...ligneDe(paire) };
}

/** How the head names a pair that a person undid. */
export function clePaireDefaite(session: number, noCandidat: string): string {
  return `${session}#${noCandidat}`;
}

function pairesRefusees(tete: Tete, session: number): string[] {
  const prefixe = clePaireDefaite(session, '');
  return (tete.pairesDefaites ?? [])
    .filter((defaite) => defaite.startsWith(prefixe))
    .map((defaite) => clePaire(tete, defaite.slice(prefixe.length)));
}
