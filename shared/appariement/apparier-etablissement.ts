import { ulid } from 'ulid';
import { z } from 'zod';
import type { Journal } from '../aws/journal.ts';
import { estUai } from '../kernel/uai.ts';
import { estParti, type LigneEleve } from '../livret/index.ts';
import { ecrirePaire, type PartiesDesPaires, recopierPaire } from './ecrire-paire.ts';
import { candidatsSansEleve, type Dits, deposeLe, EN_SUSPENS, type IssueDEleve, issuesDe } from './issues.ts';
import type { BilanDAppariement, MagasinBilansDAppariement } from './magasin-bilans.ts';
import { rendreLaPlace } from './paire.ts';
import type { Places, Reponse } from './places.ts';
import { ligneDe, lireSituation, type Situation } from './situation.ts';

/** A message of the queue `appariement`. */
export const messageDAppariement = z.strictObject({
  uai: z.string().refine(estUai),
  session: z.int().min(2001).max(9999),
  /** ULID of the sending that asked for it; absent of what candidates or a decision started. */
  demande: z.ulid().optional(),
});
export type MessageDAppariement = z.infer<typeof messageDAppariement>;

export interface PartiesDAppariement extends PartiesDesPaires {
  readonly places: Places;
  readonly bilans: MagasinBilansDAppariement;
  readonly journal: Journal;
}

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
  const { eleves, tetes, paires } = situation;
  await parEquipes(
    eleves.filter(({ livretId, noCandidat }) => noCandidat !== null && tetes.has(livretId)),
    (eleve) => recopierPaire(parts, session, eleve, tetes.get(eleve.livretId)),
  );

  const aFaire = new Set(paires.map(({ eleve }) => eleve));
  const reponses = await parts.places.demander(session, [
    ...paires.map(({ eleve, candidat }) => aPlacer(eleve, candidat.noCandidat)),
    // Nothing is taken for them: who has a pair may have lost the place to another académie, who has none may be there,
    // or hold a place that no pair needs. Of who left, by the livret alone: the INE on this row is no longer looked after.
    ...eleves
      .filter((eleve) => eleve.identifiantsEnvoyesLe !== null && !aFaire.has(eleve))
      .map((eleve) => aPlacer(estParti(eleve) ? { ...eleve, ine: null } : eleve, null)),
  ]);
  const faites = new Map<string, LigneEleve>();
  await parEquipes(paires, async (paire) => {
    const { eleve } = paire;
    const reponse = reponses.get(eleve.livretId);
    if (reponse?.etat !== 'place') return;
    const tenue = await ecrirePaire(parts, session, paire, reponse, tetes.get(eleve.livretId));
    if (tenue !== null) faites.set(eleve.livretId, { ...eleve, ...ligneDe(tenue) });
  });
  // Of the pairs that failed just now, and of those that failed or were undone by who stopped before giving them back.
  await parEquipes([...reponses], async ([livretId, reponse]) => {
    if (reponse.etat === 'place') await rendreLaPlace(parts, session, livretId, reponse);
  });

  const apres = { ...situation, eleves: eleves.map((eleve) => faites.get(eleve.livretId) ?? eleve) };
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

async function parEquipes<T>(travaux: readonly T[], faire: (travail: T) => Promise<unknown>): Promise<void> {
  for (let debut = 0; debut < travaux.length; debut += EN_PARALLELE) {
    await Promise.all(travaux.slice(debut, debut + EN_PARALLELE).map(faire));
  }
}
