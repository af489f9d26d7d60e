import type { Appariements, Moyen } from '../../shared/appariement/apparier.ts';
import type { Candidat } from '../../shared/candidats/index.ts';
import type { LigneEleve } from '../../shared/livret/index.ts';
import type { Academie } from './academie.ts';
import { Academie as AcademieEnMemoire } from './etablissements.ts';

/** What the appariement of one establishment comes to. */
export type Issue = Pick<Appariements<LigneEleve, Candidat>, 'paires' | 'ambigus'>;

/** What became of the pupils of one kind. */
export interface Compte {
  eleves: number;
  justes: number;
  faux: number;
  /** Left to a person, among others or not with their own candidate. */
  aVoir: number;
  /** Of those who have one right answer. */
  certains: number;
  certainsTrouves: number;
}

export interface Mesure {
  readonly total: Compte;
  /** By defect; null for those who have none. */
  readonly parDefaut: ReadonlyMap<string | null, Compte>;
  readonly parMoyen: ReadonlyMap<Moyen, number>;
  /** Of the automatic pairs, those that are right. */
  readonly precision: number;
  /** Of those who have one right answer, those whom a machine gave it. */
  readonly rappel: number;
  /** The same among those who carry a defect. */
  readonly rappelDesDefauts: number;
}

/** The candidates among whom an establishment looks: its own, and those elsewhere that have the INE of its pupils. */
export function candidatsPour(academie: Academie): (uai: string, eleves: readonly LigneEleve[]) => Candidat[] {
  const parIne = Map.groupBy(academie.candidats, ({ ine }) => ine);
  const parUai = new Map(academie.etablissements.map(({ uai, candidats }) => [uai, candidats]));
  return (uai, eleves) => {
    const ailleurs = eleves.flatMap(({ ine }) => (ine === null ? [] : (parIne.get(ine) ?? [])));
    return [...new Set([...(parUai.get(uai) ?? []), ...ailleurs])];
  };
}

/** Compares with the truth. A candidate whom two establishments took counts as wrong in one of them. */
export function juger({ verites }: Academie, issues: readonly Issue[]): Mesure {
  const nouveau = (): Compte => ({ eleves: 0, justes: 0, faux: 0, aVoir: 0, certains: 0, certainsTrouves: 0 });
  const total = nouveau();
  const parDefaut = new Map<string | null, Compte>();
  const paires = issues.flatMap((issue) => issue.paires);
  const trouves = new Map(paires.map(({ eleve, candidat }) => [eleve.livretId, candidat.noCandidat]));
  const aVoir = new Set(issues.flatMap(({ ambigus }) => ambigus.map(({ eleve }) => eleve.livretId)));
  for (const [livretId, { noCandidat, reponse, defaut }] of verites) {
    const duDefaut = parDefaut.get(defaut) ?? nouveau();
    parDefaut.set(defaut, duDefaut);
    const trouve = trouves.get(livretId);
    const certain = reponse === 'une' && noCandidat !== null;
    for (const compte of [total, duDefaut]) {
      compte.eleves += 1;
      if (trouve !== undefined && trouve === noCandidat) compte.justes += 1;
      if (trouve !== undefined && trouve !== noCandidat) compte.faux += 1;
      if (aVoir.has(livretId)) compte.aVoir += 1;
      if (certain) compte.certains += 1;
      if (certain && trouve === noCandidat) compte.certainsTrouves += 1;
    }
  }
  const sains = parDefaut.get(null) ?? nouveau();
  const parMoyen = new Map([...Map.groupBy(paires, ({ par }) => par)].map(([par, les]) => [par, les.length]));
  return {
    total,
    parDefaut,
    parMoyen,
    precision: total.justes / paires.length,
    rappel: total.certainsTrouves / total.certains,
    rappelDesDefauts: (total.certainsTrouves - sains.certainsTrouves) / (total.certains - sains.certains),
  };
}

/** What the real worker wrote, judged as the pure rules are. */
export interface Passages {
  readonly paires: number;
  /** Pairs that are not those of the truth, or of which livret, row and candidate do not say the same. */
  readonly fausses: number;
  /** Of those who have one right answer, and whose candidate is among those given, the pairs that were written. */
  readonly certains: number;
  readonly certainsTrouves: number;
  /** Of a first run, which makes the pairs, the référentiel's included; of a second one, which finds nothing to do. */
  readonly requetes: number;
  readonly requetesASuivre: number;
}

/** Runs the worker over some establishments, on stores in memory. All the candidates of the académie are given. */
export async function passer(academie: Academie, uais: readonly string[]): Promise<Passages> {
  const magasins = new AcademieEnMemoire();
  const choisis = academie.etablissements.filter(({ uai }) => uais.includes(uai));
  const inscrits = choisis.flatMap(({ eleves }) => eleves);
  const voulus = new Set(inscrits.map(({ livretId }) => academie.verites.get(livretId)?.noCandidat));
  const ines = new Set(inscrits.flatMap(({ ine }) => ine ?? []));
  for (const eleve of inscrits) await magasins.inscrireLigne(eleve);
  for (const candidat of academie.candidats) {
    const cherche = uais.includes(candidat.uai) || voulus.has(candidat.noCandidat) || ines.has(candidat.ine ?? '');
    if (cherche) await magasins.presenterCandidat(candidat);
  }
  const appels = (): number => magasins.dynamo.appels.length + magasins.national.dynamo.appels.length;
  const unPassage = async (): Promise<number> => {
    const avant = appels();
    for (const { uai } of choisis) await magasins.apparier({ uai });
    return appels() - avant;
  };
  for (const { uai } of choisis) await magasins.envoyer({ uai });
  const requetes = await unPassage();
  const requetesASuivre = await unPassage();

  const tetes = new Map(
    (await magasins.livrets.lireTetes(inscrits.map(({ livretId }) => livretId))).map((tete) => [tete.livretId, tete]),
  );
  const compte = { paires: 0, fausses: 0, certains: 0, certainsTrouves: 0 };
  for (const { uai, annee, eleveId, livretId } of inscrits) {
    const verite = academie.verites.get(livretId);
    const paire = tetes.get(livretId)?.appariement ?? null;
    const ligne = await magasins.registre.lireEleve(uai, annee, eleveId);
    const candidat = paire === null ? null : await magasins.candidats.lire(academie.session, paire.noCandidat);
    const concorde =
      ligne?.noCandidat === (paire?.noCandidat ?? null) &&
      ligne?.noEleve === (paire?.noEleve ?? null) &&
      (paire === null || (candidat?.livretId === livretId && candidat.noEleve === paire.noEleve));
    const juste = paire !== null && paire.noCandidat === verite?.noCandidat;
    if (paire !== null) compte.paires += 1;
    if (!concorde || (paire !== null && !juste)) compte.fausses += 1;
    if (verite?.reponse === 'une' && verite.noCandidat !== null) {
      compte.certains += 1;
      if (juste) compte.certainsTrouves += 1;
    }
  }
  return { ...compte, requetes, requetesASuivre };
}
