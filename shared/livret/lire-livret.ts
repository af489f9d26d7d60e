import { z } from 'zod';
import type { Acteur } from '../habilitations/index.ts';
import { anneesTenues, composer } from './composer.ts';
import { exigerSurLivret, type PartiesDeDroit } from './habiliter.ts';
import type { Livret, Tete } from './livret.ts';
import { type ManqueNomme, nommerManques } from './manque-nomme.ts';
import { type LivretOuvert, ouvrirLivret, type PartiesDeLecture } from './ouvrir-livret.ts';
import type { LivretPresente } from './presentation.ts';
import { type AnneeAPresenter, presenter } from './presenter.ts';

export const demandeLireLivret = z.strictObject({ livretId: z.ulid() });

export interface LivretLu {
  readonly livretId: string;
  readonly etat: Livret['tete']['etat'];
  readonly noCandidat: string | null;
  /** Null as long as no marks were imported. */
  readonly page: LivretPresente | null;
  /** Years whose nomenclature is missing: their marks are kept but cannot be shown. */
  readonly anneesSansNomenclature: readonly number[];
  readonly format: Tete['format'];
  readonly motifPapier: Tete['motifPapier'];
  readonly oppose: boolean;
  /** ISO instant of the head's validation, while it stands. */
  readonly valideLe: string | null;
  /** What it lacks, as of its last write (R61). */
  readonly completude: { readonly complet: boolean; readonly manques: readonly ManqueNomme[] };
}

/**
 * The whole livret, for who may read all of it; a teacher reads their own evaluations elsewhere, and a family comes by
 * `consulterLivret`.
 *
 * Two requests; `ouvrirLivret` says when there are more. What bears out who asks comes before, four for a professeur
 * principal and one for a delegate. A family's takes two more: the consultation, and its proof.
 *
 * @throws ErreurCodee `livret-inconnu`, `operation-interdite`
 */
export async function lireLivret(
  parts: PartiesDeLecture & PartiesDeDroit,
  acteur: Acteur,
  demande: z.infer<typeof demandeLireLivret>,
): Promise<LivretLu> {
  const ouvert = await ouvrirLivret(parts, demande.livretId);
  exigerSurLivret(parts, acteur, 'lire-livret', ouvert);
  return montrerLivret(ouvert);
}

/** What a reader who was let in sees. */
export function montrerLivret(ouvert: LivretOuvert): LivretLu {
  const { livret, mefs } = ouvert;
  const { format, motifPapier, opposition, validation, completude } = livret.tete;
  const { annees, anneesSansNomenclature } = anneesAPresenter(ouvert);
  const [premiere, ...suivantes] = annees;
  const { appariement } = livret.tete;
  return {
    livretId: livret.tete.livretId,
    etat: livret.tete.etat,
    noCandidat: appariement?.noCandidat ?? null,
    page:
      premiere === undefined
        ? null
        : presenter(appariement?.session ?? derniereSession(annees), appariement?.noEleve ?? '', [
            premiere,
            ...suivantes,
          ]),
    anneesSansNomenclature,
    format,
    motifPapier,
    oppose: opposition !== null,
    valideLe: validation?.le ?? null,
    completude: { complet: completude.complet, manques: nommerManques(completude.manques, mefs) },
  };
}

function derniereSession(annees: readonly AnneeAPresenter[]): number {
  return Math.max(...annees.map(({ contenu }) => contenu.annee)) + 1;
}

/**
 * Each year's content with the nomenclature of the pupil's MEF that year, earliest first.
 *
 * @param session leaves out the years after it, of a pupil who repeats
 */
export function anneesAPresenter(
  { livret, mefs }: Pick<LivretOuvert, 'livret' | 'mefs'>,
  session = Number.POSITIVE_INFINITY,
): { readonly annees: readonly AnneeAPresenter[]; readonly anneesSansNomenclature: readonly number[] } {
  const annees: AnneeAPresenter[] = [];
  const anneesSansNomenclature: number[] = [];
  for (const annee of anneesTenues(livret).filter((une) => une < session)) {
    const mef = mefs.get(annee) ?? null;
    const contenu = composer(livret, annee, mef);
    if (mef === null || contenu === null) anneesSansNomenclature.push(annee);
    else annees.push({ contenu, mef });
  }
  return { annees, anneesSansNomenclature };
}
