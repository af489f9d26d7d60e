import { z } from 'zod';
import type { Droit } from '../habilitations/index.ts';
import { anneeDeSession, session as sessionDe } from '../kernel/annee.ts';
import { comparerNoms } from '../kernel/texte.ts';
import { estUai } from '../kernel/uai.ts';
import { estComplet, estParti, totalDesManques } from './bilan.ts';
import type { FormatDeLivret, LigneEleve } from './livret.ts';
import type { EtatLivret } from './machine.ts';
import type { MagasinRegistre } from './magasin-registre.ts';

export const demandeListerLivrets = z.strictObject({
  uai: z.string().refine(estUai),
  session: z.int().min(2001).max(9999),
  /** One class; all of the establishment without it. */
  division: z.string().min(1).max(20).optional(),
});

export const droitDeLister: Droit<z.infer<typeof demandeListerLivrets>> = {
  operation: 'consulter-tableau',
  objet: ({ uai, session, division }) => ({
    uai,
    annee: anneeDeSession(sessionDe(session)),
    ...(division === undefined ? {} : { divisions: [division] }),
  }),
};

/** A row of the establishment's table (R69), as the screen shows it. */
export interface LigneDeTableau {
  readonly livretId: string;
  readonly eleveId: string;
  readonly nom: string;
  readonly prenom: string;
  readonly autresPrenoms: string;
  readonly ine: string | null;
  readonly codeMef: string | null;
  readonly division: string | null;
  readonly anneesNotees: readonly number[];
  readonly identifiantsEnvoyesLe: string | null;
  readonly statutEnvoyeLe: string | null;
  readonly noEleve: string | null;
  readonly format: FormatDeLivret;
  readonly etat: EtatLivret;
  /** Nothing blocking is lacking; then how much is, blocking or not (R61). */
  readonly complet: boolean;
  readonly manques: { readonly bloquants: number; readonly autres: number };
  /** ISO instant of the head's validation, while it stands: R65's tick. */
  readonly valideLe: string | null;
  readonly oppose: boolean;
  /** Another académie holds the pupil by now: what was sent from here is no longer in force. */
  readonly repris: boolean;
  /** The pupil left, or SIECLE no longer names them. */
  readonly parti: boolean;
}

/** The pupils of the school year that the session ends, sorted as French sorts names. */
export async function listerLivrets(
  registre: MagasinRegistre,
  { uai, session, division }: z.infer<typeof demandeListerLivrets>,
): Promise<LigneDeTableau[]> {
  const eleves = await registre.lireEleves(uai, anneeDeSession(sessionDe(session)));
  return eleves
    .filter(({ divisions }) => division === undefined || divisions.includes(division))
    .map(ligneDeTableau)
    .sort(
      (a, b) => comparerNoms(a.nom, b.nom) || comparerNoms(a.prenom, b.prenom) || a.eleveId.localeCompare(b.eleveId),
    );
}

function ligneDeTableau(eleve: LigneEleve): LigneDeTableau {
  const [prenom = '', ...autres] = eleve.prenoms;
  return {
    livretId: eleve.livretId,
    eleveId: eleve.eleveId,
    nom: eleve.nomUsage ?? eleve.nomDeFamille,
    prenom,
    autresPrenoms: autres.join(', '),
    ine: eleve.ine,
    codeMef: eleve.codeMef,
    division: eleve.divisions[0] ?? null,
    anneesNotees: [...eleve.anneesNotees].sort(),
    identifiantsEnvoyesLe: eleve.identifiantsEnvoyesLe,
    statutEnvoyeLe: eleve.statutEnvoyeLe,
    noEleve: eleve.noEleve,
    format: eleve.suivi.format,
    etat: eleve.suivi.etat,
    complet: estComplet(eleve.suivi),
    manques: totalDesManques(eleve.suivi),
    valideLe: eleve.suivi.valideLe,
    oppose: eleve.suivi.oppose,
    repris: eleve.suivi.repris ?? false,
    parti: estParti(eleve),
  };
}
