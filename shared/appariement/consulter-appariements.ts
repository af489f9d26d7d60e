import { z } from 'zod';
import type { Droit } from '../habilitations/index.ts';
import { anneeDeSession, session as sessionDe } from '../kernel/annee.ts';
import { EN_SUSPENS, type Issue, LIBELLES_D_ISSUE } from './issues.ts';
import type { BilanDAppariement, MagasinBilansDAppariement } from './magasin-bilans.ts';

export const demandeConsulterAppariements = z.strictObject({ session: z.int().min(2001).max(9999) });

/** All of an académie: of no establishment in particular. */
export const droitDeConsulterAppariements: Droit<z.infer<typeof demandeConsulterAppariements>> = {
  operation: 'consulter-appariement',
  objet: ({ session }) => ({ annee: anneeDeSession(sessionDe(session)) }),
};

/** Counts of one establishment, or of all; they name nobody. */
export interface ComptesDAppariement {
  readonly eleves: number;
  readonly envoyes: number;
  readonly parIssue: Readonly<Record<Issue['etat'], number>>;
  readonly candidats: number;
  readonly candidatsSansEleve: number;
  readonly individuels: number;
  /** Pupils and candidates that wait for a person. */
  readonly enSuspens: number;
  readonly plusAncien: BilanDAppariement['plusAncien'];
}

export interface AppariementDUnEtablissement extends ComptesDAppariement {
  readonly uai: string;
  /** ISO instant of the last run. */
  readonly faitLe: string;
}

export interface AppariementsConsultes {
  readonly session: number;
  readonly total: ComptesDAppariement;
  /** Who waits longest comes first; then those that sent nothing. */
  readonly etablissements: readonly AppariementDUnEtablissement[];
}

/** How far the appariement of an académie is, as of the last run of each establishment: one query. */
export async function consulterAppariements(
  bilans: Pick<MagasinBilansDAppariement, 'lireTous'>,
  { session }: z.infer<typeof demandeConsulterAppariements>,
): Promise<AppariementsConsultes> {
  const etablissements = (await bilans.lireTous(session))
    .map(({ uai, faitLe, ...bilan }) => ({ uai, faitLe, ...comptesDe(bilan) }))
    .sort((a, b) => parAnciennete(a, b) || Number(a.envoyes > 0) - Number(b.envoyes > 0) || (a.uai < b.uai ? -1 : 1));
  return { session, total: totaliser(etablissements), etablissements };
}

const ETATS = Object.keys(LIBELLES_D_ISSUE) as Issue['etat'][];

function comptesDe(
  bilan: Pick<BilanDAppariement, 'parIssue' | 'candidats' | 'candidatsSansEleve' | 'individuels' | 'plusAncien'>,
): ComptesDAppariement {
  const { candidats, candidatsSansEleve, individuels, plusAncien } = bilan;
  const parIssue = Object.fromEntries(ETATS.map((etat) => [etat, bilan.parIssue[etat] ?? 0])) as Record<
    Issue['etat'],
    number
  >;
  const somme = (garder: (etat: Issue['etat']) => boolean): number =>
    ETATS.filter(garder).reduce((total, etat) => total + parIssue[etat], 0);
  return {
    eleves: somme((etat) => etat !== 'parti'),
    envoyes: somme((etat) => etat !== 'parti' && etat !== 'non-envoye'),
    parIssue,
    candidats,
    candidatsSansEleve,
    individuels,
    enSuspens: somme((etat) => EN_SUSPENS.has(etat)) + candidatsSansEleve,
    plusAncien,
  };
}

function totaliser(comptes: readonly ComptesDAppariement[]): ComptesDAppariement {
  const somme = (lire: (un: ComptesDAppariement) => number): number =>
    comptes.reduce((total, un) => total + lire(un), 0);
  return {
    eleves: somme(({ eleves }) => eleves),
    envoyes: somme(({ envoyes }) => envoyes),
    parIssue: Object.fromEntries(ETATS.map((etat) => [etat, somme(({ parIssue }) => parIssue[etat])])) as Record<
      Issue['etat'],
      number
    >,
    candidats: somme(({ candidats }) => candidats),
    candidatsSansEleve: somme(({ candidatsSansEleve }) => candidatsSansEleve),
    individuels: somme(({ individuels }) => individuels),
    enSuspens: somme(({ enSuspens }) => enSuspens),
    plusAncien: [...comptes].sort(parAnciennete)[0]?.plusAncien ?? null,
  };
}

function parAnciennete(a: Pick<ComptesDAppariement, 'plusAncien'>, b: typeof a): number {
  const [de, vers] = [a.plusAncien?.depuis ?? '9', b.plusAncien?.depuis ?? '9'];
  return de === vers ? 0 : de < vers ? -1 : 1;
}
