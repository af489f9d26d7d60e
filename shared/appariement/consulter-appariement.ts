import { z } from 'zod';
import type { Candidat } from '../candidats/index.ts';
import { type Acteur, rolesDe } from '../habilitations/index.ts';
import { anneeDeSession, session as sessionDe } from '../kernel/annee.ts';
import { comparerNoms } from '../kernel/texte.ts';
import { estUai } from '../kernel/uai.ts';
import { type FormatDeLivret, inscritEn, type LigneEleve, nomDeLigne } from '../livret/index.ts';
import { type Academies, nommerAcademie } from './academies.ts';
import type { Ambigu, Raison } from './apparier.ts';
import { candidatsSansEleve, deposeLe, type Issue, type IssueDEleve, issuesDe } from './issues.ts';
import type { BilanDAppariement, MagasinBilansDAppariement } from './magasin-bilans.ts';
import { lireSituation, type PartiesDeSituation } from './situation.ts';

export const demandeConsulterAppariement = z.strictObject({
  uai: z.string().refine(estUai),
  session: z.int().min(2001).max(9999),
});
export type DemandeConsulterAppariement = z.infer<typeof demandeConsulterAppariement>;

/** Where the appariement of an establishment stands, pupil by pupil, and the candidates that no pupil met. */
export interface EtatDeLAppariement {
  readonly eleves: readonly EleveApparie[];
  readonly candidatsSansEleve: readonly CandidatMontre[];
  /** Individual candidates, who are nobody's pupils. */
  readonly individuels: number;
  /** The last run: whatever was asked for before its ULID is in it. Null before the first one. */
  readonly passage: Pick<BilanDAppariement, 'tour' | 'faitLe'> | null;
  /** Of whose candidates who asks may decide: what they read tells them no command that would be refused. */
  readonly decide: 'personne' | 'etablissement' | 'academie';
}

/** R69's columns, and what became of the pupil. */
export interface EleveApparie {
  readonly eleveId: string;
  readonly livretId: string;
  readonly nom: string;
  readonly nomUsage: string | null;
  readonly prenom: string;
  /** ISO date. */
  readonly dateNaissance: string;
  readonly ine: string | null;
  readonly serie: string | null;
  readonly division: string | null;
  /** ISO instant; null as long as the establishment has not sent it. */
  readonly identifiantsEnvoyesLe: string | null;
  readonly format: FormatDeLivret;
  readonly noCandidat: string | null;
  readonly noEleve: string | null;
  readonly issue: IssueMontree;
}

/** An académie is named there as a sentence does. */
export type IssueMontree =
  | Exclude<Issue, { readonly etat: 'ambigu' | 'conflit' | 'a-verifier' | 'repris' | 'deja-apparie' }>
  | (Omit<Extract<Issue, { readonly etat: 'repris' }>, 'candidat'> & { readonly candidat: CandidatMontre })
  | { readonly etat: 'deja-apparie'; readonly candidats: readonly CandidatDUnAutreMontre[] }
  | (Omit<Extract<Issue, { readonly etat: 'a-verifier' }>, 'candidat'> & { readonly candidat: CandidatMontre })
  | {
      readonly etat: 'ambigu';
      readonly cause: Ambigu<LigneEleve, Candidat>['cause'];
      readonly candidats: readonly CandidatRessemblant[];
    }
  | { readonly etat: 'conflit'; readonly candidat: CandidatMontre };

export interface CandidatMontre {
  readonly noCandidat: string;
  readonly nom: string;
  readonly nomUsage: string | null;
  readonly prenom: string;
  /** ISO date. */
  readonly dateNaissance: string;
  readonly ine: string | null;
  readonly serie: string;
  readonly division: string | null;
  readonly uai: string;
  /** ISO instant of the deposit that gave it last. */
  readonly deposeLe: string;
}

export interface CandidatRessemblant extends CandidatMontre {
  readonly raisons: readonly Raison[];
}

export interface CandidatDUnAutreMontre extends CandidatRessemblant {
  /** Whose candidate it is; null of a pupil of another establishment, whom the DEC alone may know. */
  readonly eleve: { readonly uai: string; readonly eleveId: string; readonly nom: string | null } | null;
}

/**
 * Worked out from rows and candidates by the rules of the run: nothing shown is older than they are, but for what the
 * référentiel answered, which the last run kept. The requests of `lireSituation`, and two; for the DEC, one for the pupils
 * of other establishments who have the candidate that a pupil of this one resembles.
 */
export async function consulterAppariement(
  parts: PartiesDeSituation & { readonly bilans: MagasinBilansDAppariement; readonly academies: Academies },
  { role }: Pick<Acteur, 'role'>,
  { uai, session }: DemandeConsulterAppariement,
): Promise<EtatDeLAppariement> {
  const [situation, bilan] = await Promise.all([
    lireSituation(parts, { uai, session }),
    parts.bilans.lire(session, uai),
  ]);
  const annee = anneeDeSession(sessionDe(session));
  const codes = new Set(situation.eleves.flatMap(({ codeMef }) => codeMef ?? []));
  const mefs = await parts.registre.lireMefs([...codes].map((codeMef) => ({ annee, codeMef })));
  const series = new Map(mefs.map(({ codeMef, codeSerie }) => [String(codeMef), codeSerie]));
  for (const { noCandidat, serie } of [...situation.candidats, ...situation.ailleurs]) series.set(noCandidat, serie);
  const issues = issuesDe(situation, bilan?.dits ?? {});
  const { scolaires, individuels } = candidatsSansEleve(situation, issues);
  const decide = decideDe(role);
  const lointains = decide === 'academie' ? await situer(parts, issues, annee) : new Map();
  return {
    eleves: issues
      .map((une) => montrer(une, series, { lointains, academies: parts.academies }))
      .sort((a, b) => parNom(a, b) || (a.eleveId < b.eleveId ? -1 : 1)),
    candidatsSansEleve: scolaires.map(montrerCandidat).sort(parNom),
    individuels: individuels.length,
    passage: bilan === null ? null : { tour: bilan.tour, faitLe: bilan.faitLe },
    decide,
  };
}

function decideDe(role: Acteur['role']): EtatDeLAppariement['decide'] {
  if (!rolesDe('decider-appariement').includes(role)) return 'personne';
  return role === 'dec' ? 'academie' : 'etablissement';
}

type Lointains = ReadonlyMap<string, NonNullable<CandidatDUnAutreMontre['eleve']>>;

/** Where the pupils of other establishments are who have a candidate that one of here resembles, by livret. */
async function situer(
  { livrets }: PartiesDeSituation,
  issues: readonly IssueDEleve[],
  annee: number,
): Promise<Lointains> {
  const livretIds = issues.flatMap(({ issue }) =>
    issue.etat === 'deja-apparie'
      ? issue.candidats.flatMap(({ candidat, eleve }) => (eleve === null ? (candidat.livretId ?? []) : []))
      : [],
  );
  const tetes = await livrets.lireTetes([...new Set(livretIds)]);
  return new Map(
    tetes.flatMap((tete) => {
      const la = inscritEn(tete, annee);
      return la === null ? [] : [[tete.livretId, { ...la, nom: null }] as const];
    }),
  );
}

/** @param series of MEF by their code, and of candidates by their number */
function montrer(
  { eleve, issue }: IssueDEleve,
  series: ReadonlyMap<string, string | null>,
  connus: Connus,
): EleveApparie {
  const { eleveId, livretId, nomDeFamille, nomUsage, prenoms, dateNaissance, ine, noCandidat, noEleve } = eleve;
  return {
    eleveId,
    livretId,
    nom: nomDeFamille,
    nomUsage,
    prenom: prenoms[0] ?? '',
    dateNaissance,
    ine,
    // Of a section that the nomenclature knows by another MEF, the candidate tells.
    serie: series.get(eleve.codeMef ?? '') ?? series.get(noCandidat ?? '') ?? null,
    division: eleve.divisions[0] ?? null,
    identifiantsEnvoyesLe: eleve.identifiantsEnvoyesLe,
    format: eleve.suivi.format,
    noCandidat,
    noEleve,
    issue: montrerIssue(issue, connus),
  };
}

interface Connus {
  readonly lointains: Lointains;
  readonly academies: Academies;
}

function montrerIssue(issue: Issue, { lointains, academies }: Connus): IssueMontree {
  switch (issue.etat) {
    case 'ambigu':
      return {
        ...issue,
        candidats: issue.candidats.map(({ candidat, raisons }) => ({ ...montrerCandidat(candidat), raisons })),
      };
    case 'deja-apparie':
      return {
        ...issue,
        candidats: issue.candidats.map(({ candidat, raisons, eleve }) => ({
          ...montrerCandidat(candidat),
          raisons,
          eleve:
            eleve === null
              ? (lointains.get(candidat.livretId ?? '') ?? null)
              : { uai: eleve.uai, eleveId: eleve.eleveId, nom: nomDeLigne(eleve) },
        })),
      };
    case 'ailleurs':
      return { ...issue, academie: nommerAcademie(academies, issue.academie) };
    case 'repris':
      return {
        ...issue,
        academie: nommerAcademie(academies, issue.academie),
        candidat: montrerCandidat(issue.candidat),
      };
    case 'conflit':
    case 'a-verifier':
      return { ...issue, candidat: montrerCandidat(issue.candidat) };
    default:
      return issue;
  }
}

function montrerCandidat(candidat: Candidat): CandidatMontre {
  const { noCandidat, nomDeFamille, nomUsage, prenoms, dateNaissance, ine, serie, division, uai } = candidat;
  return {
    noCandidat,
    nom: nomDeFamille,
    nomUsage,
    prenom: prenoms[0] ?? '',
    dateNaissance,
    ine,
    serie,
    division,
    uai,
    deposeLe: deposeLe(candidat),
  };
}

function parNom(a: { readonly nom: string; readonly prenom: string }, b: typeof a): number {
  return comparerNoms(a.nom, b.nom) || comparerNoms(a.prenom, b.prenom);
}
