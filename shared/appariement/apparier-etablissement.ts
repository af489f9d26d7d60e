import { ulid } from 'ulid';
import { z } from 'zod';
import { executerTransaction } from '../aws/dynamo.ts';
import type { Journal } from '../aws/journal.ts';
import type { Candidat } from '../candidats/index.ts';
import { estUai } from '../kernel/uai.ts';
import {
  cleLivret,
  type LigneEleve,
  mettreEnFile,
  type PartiesDesEnvois,
  type PartiesDuLivret,
  type Tete,
} from '../livret/index.ts';
import { chainer, ecritureDePreuve, teteApres } from '../preuve/index.ts';
import type { Paire } from './apparier.ts';
import { candidatsSansEleve, type Dits, deposeLe, EN_SUSPENS, type IssueDEleve, issuesDe } from './issues.ts';
import type { BilanDAppariement, MagasinBilansDAppariement } from './magasin-bilans.ts';
import { renvoiDe } from './paire.ts';
import type { Places, Reponse } from './places.ts';
import {
  clePaireDefaite,
  estAApparier,
  ligneDe,
  lireSituation,
  type PartiesDeSituation,
  paireDe,
  type Situation,
} from './situation.ts';

/** A message of the queue `appariement`. */
export const messageDAppariement = z.strictObject({
  uai: z.string().refine(estUai),
  session: z.int().min(2001).max(9999),
  /** ULID of the sending that asked for it; absent of what candidates or a decision started. */
  demande: z.ulid().optional(),
});
export type MessageDAppariement = z.infer<typeof messageDAppariement>;

export interface PartiesDAppariement extends PartiesDuLivret, PartiesDeSituation, PartiesDesEnvois {
  readonly places: Places;
  readonly bilans: MagasinBilansDAppariement;
  readonly journal: Journal;
}

const ESSAIS = 5;
/** Pairs written at once: each is its own transaction, on items that the others do not write. */
const EN_PARALLELE = 8;

/**
 * Pairs the pupils of one establishment whose identifiers were sent with their candidates (R68), and gives each pair its
 * No Élève (rules.md 21). It may stop anywhere and begin again: a pair that stands is never undone, one that a person
 * undid is never made again, and what is as it must be is not written.
 */
export async function apparierEtablissement(
  parts: PartiesDAppariement,
  { uai, session, demande }: MessageDAppariement,
): Promise<void> {
  // Before anything is read: whatever was sent before this run is in it, the sending that asked for it too.
  const tour = [ulid(), demande ?? ''].sort().at(-1) ?? '';
  const situation = await lireSituation(parts, { uai, session });
  const { tetes, appariements } = situation;
  await parEquipes([...tetes.values()], (tete) => recopier(parts, situation, tete, session));

  const paires = appariements.paires.filter(({ eleve }) => estAApparier(eleve));
  const reponses = await parts.places.demander(session, [
    ...paires.map(({ eleve, candidat }) => aPlacer(eleve, candidat.noCandidat)),
    // Whether another académie holds their place: only the INE tells.
    ...appariements.elevesSansCandidat
      .filter((eleve) => estAApparier(eleve) && eleve.ine !== null)
      .map((eleve) => aPlacer(eleve, null)),
  ]);
  const faites = new Map<string, LigneEleve>();
  await parEquipes(paires, async (paire) => {
    const reponse = reponses.get(paire.eleve.livretId);
    if (reponse?.etat !== 'place') return;
    const tenue = await ecrirePaire(parts, session, paire, reponse, tetes.get(paire.eleve.livretId));
    if (tenue !== null) faites.set(paire.eleve.livretId, { ...paire.eleve, ...ligneDe(tenue) });
  });

  const apres = { ...situation, eleves: situation.eleves.map((eleve) => faites.get(eleve.livretId) ?? eleve) };
  const dits = Object.fromEntries([...reponses].filter(([, reponse]) => estUnCas(reponse))) as Dits;
  const faitLe = parts.horloge.maintenant().toString();
  await parts.bilans.ecrire({ session, uai, tour, faitLe, ...compter(apres, dits) });
  parts.journal.info('établissement apparié', { session, paires: faites.size });
}

function aPlacer({ livretId, ine, dateNaissance }: LigneEleve, noCandidat: string | null) {
  return { livretId, ine, dateNaissance, noCandidat };
}

function estUnCas({ etat }: Reponse): boolean {
  return etat === 'ailleurs' || etat === 'conflit';
}

/** A pair that stands is shown on the row of a pupil who moved after it was made. */
async function recopier(parts: PartiesDAppariement, { eleves }: Situation, tete: Tete, session: number): Promise<void> {
  const paire = paireDe(tete, session);
  const eleve = eleves.find(({ livretId }) => livretId === tete.livretId);
  if (paire === null || eleve === undefined) return;
  await executerTransaction(parts.dynamo, [parts.registre.ecritureSuivi(eleve, ligneDe(paire))]);
}

/** @returns the pair that the livret has by now; null when it has none */
async function ecrirePaire(
  parts: PartiesDAppariement,
  session: number,
  { eleve, candidat, par, certitude }: Paire<LigneEleve, Candidat>,
  { noEleve, epoque }: Extract<Reponse, { readonly etat: 'place' }>,
  lue: Tete | undefined,
): Promise<Tete['appariement']> {
  const { noCandidat } = candidat;
  const { livretId } = eleve;
  let tete = lue;
  for (let essai = 1; ; essai++) {
    tete ??= (await parts.livrets.lireTetes([livretId]))[0];
    if (tete === undefined) throw new Error('a pupil without livret');
    const dejaFaite = paireDe(tete, session);
    if (dejaFaite !== null) {
      await executerTransaction(parts.dynamo, [parts.registre.ecritureSuivi(eleve, ligneDe(dejaFaite))]);
      return dejaFaite;
    }
    if (tete.pairesDefaites?.includes(clePaireDefaite(session, noCandidat))) return null;
    const appariement = { session, noCandidat, noEleve, ...(epoque === 0 ? {} : { epoque }), par, certitude };
    const evenement = chainer(tete.chaine, {
      type: 'apparie',
      quand: parts.horloge.maintenant().toString(),
      par: 'file/appariement',
      references: { session, noCandidat, noEleve, moyen: par, certitude, ...(epoque === 0 ? {} : { epoque }) },
    });
    const envoi = renvoiDe(tete, parts.horloge, appariement);
    const issue = await executerTransaction(parts.dynamo, [
      parts.livrets.ecritureTete(tete, { ...tete, appariement, chaine: teteApres(evenement) }),
      parts.registre.ecritureSuivi(eleve, ligneDe(appariement)),
      parts.candidats.ecritureAppariement(candidat, livretId, noEleve),
      ecritureDePreuve(parts.tablePreuve, cleLivret(livretId), evenement),
      ...(envoi === null ? [] : [parts.envois.ecriture(envoi)]),
    ]);
    if (issue.faite) {
      await mettreEnFile(parts, envoi);
      return appariement;
    }
    // The candidate was paired with another livret meanwhile, or moved: the condition keeps that.
    if (issue.conditions[2] === true) return null;
    if (essai === ESSAIS) throw new Error('livret written by others at each try');
    tete = undefined;
  }
}

/** What a run came to. */
export function compter(
  situation: Situation,
  dits: Dits,
): Omit<BilanDAppariement, 'session' | 'uai' | 'tour' | 'faitLe'> {
  const issues = issuesDe(situation, dits);
  const { scolaires, individuels } = candidatsSansEleve(situation, issues);
  const enSuspens = [
    ...issues.flatMap((une) => attenteDe(une)),
    ...scolaires.map((candidat) => ({ quoi: 'candidat' as const, depuis: deposeLe(candidat) })),
  ].sort((a, b) => (a.depuis < b.depuis ? -1 : 1));
  return {
    parIssue: Object.fromEntries(
      [...Map.groupBy(issues, ({ issue }) => issue.etat)].map(([etat, siennes]) => [etat, siennes.length]),
    ),
    candidats: situation.candidats.length,
    candidatsSansEleve: scolaires.length,
    individuels: individuels.length,
    plusAncien: enSuspens[0] ?? null,
    dits,
  };
}

function attenteDe({ eleve, issue }: IssueDEleve): { readonly quoi: 'eleve'; readonly depuis: string }[] {
  const depuis = eleve.identifiantsEnvoyesLe;
  return depuis !== null && EN_SUSPENS.has(issue.etat) ? [{ quoi: 'eleve', depuis }] : [];
}

async function parEquipes<T>(travaux: readonly T[], faire: (travail: T) => Promise<void>): Promise<void> {
  for (let debut = 0; debut < travaux.length; debut += EN_PARALLELE) {
    await Promise.all(travaux.slice(debut, debut + EN_PARALLELE).map(faire));
  }
}
