import type { MagasinCandidats } from '../candidats/index.ts';
import { anneeDeSession, session as sessionDe } from '../kernel/annee.ts';
import { comparerNoms } from '../kernel/texte.ts';
import type { MagasinRegistre } from '../livret/index.ts';
import type { DemandeAppariement } from './envoyer-identifiants.ts';

/** Where the appariement of an establishment stands, pupil by pupil, and the candidates that no pupil met. */
export interface EtatDeLAppariement {
  readonly eleves: readonly {
    readonly eleveId: string;
    readonly nom: string;
    readonly prenom: string;
    readonly ine: string | null;
    readonly division: string | null;
    readonly noCandidat: string | null;
    readonly noEleve: string | null;
    /** ISO instant; null as long as the establishment has not sent it. */
    readonly identifiantsEnvoyesLe: string | null;
  }[];
  readonly candidatsSansEleve: readonly {
    readonly noCandidat: string;
    readonly nom: string;
    readonly prenom: string;
    readonly ine: string | null;
    readonly division: string | null;
  }[];
}

export async function consulterAppariement(
  parts: { readonly registre: MagasinRegistre; readonly candidats: MagasinCandidats },
  { uai, session }: DemandeAppariement,
): Promise<EtatDeLAppariement> {
  const [eleves, candidats] = await Promise.all([
    parts.registre.lireEleves(uai, anneeDeSession(sessionDe(session))),
    parts.candidats.listerDe(session, uai),
  ]);
  return {
    eleves: eleves
      .map((eleve) => ({
        eleveId: eleve.eleveId,
        nom: eleve.nomUsage ?? eleve.nomDeFamille,
        prenom: eleve.prenoms[0] ?? '',
        ine: eleve.ine,
        division: eleve.divisions[0] ?? null,
        noCandidat: eleve.noCandidat,
        noEleve: eleve.noEleve,
        identifiantsEnvoyesLe: eleve.identifiantsEnvoyesLe,
      }))
      .sort(parNom),
    candidatsSansEleve: candidats
      .filter((candidat) => candidat.livretId === null)
      .map((candidat) => ({
        noCandidat: candidat.noCandidat,
        nom: candidat.nomUsage ?? candidat.nomDeFamille,
        prenom: candidat.prenoms[0] ?? '',
        ine: candidat.ine,
        division: candidat.division,
      }))
      .sort(parNom),
  };
}

function parNom(a: { readonly nom: string; readonly prenom: string }, b: typeof a): number {
  return comparerNoms(a.nom, b.nom) || comparerNoms(a.prenom, b.prenom);
}
