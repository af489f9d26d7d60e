import { z } from 'zod';
import { ErreurCodee } from '../kernel/erreur.ts';
import { inscritEn, type Livret } from './livret.ts';
import { lireMefDuLivret } from './mef-du-livret.ts';
import type { PartiesDuLivret } from './parts.ts';
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
}

export async function lireLivret(
  parts: PartiesDePresentation & Pick<PartiesDuLivret, 'livrets'>,
  demande: z.infer<typeof demandeLireLivret>,
): Promise<LivretLu> {
  const livret = await parts.livrets.lire(demande.livretId);
  if (livret === null) {
    throw new ErreurCodee('livret-inconnu', 'Ce livret n’existe pas.', 'Vérifiez l’identifiant du livret.');
  }
  const { annees, anneesSansNomenclature } = await anneesAPresenter(parts, livret);
  const [premiere, ...suivantes] = annees;
  const { appariement } = livret.tete;
  return {
    livretId: demande.livretId,
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
  };
}

function derniereSession(annees: readonly AnneeAPresenter[]): number {
  return Math.max(...annees.map(({ base }) => base.annee)) + 1;
}

type PartiesDePresentation = Pick<PartiesDuLivret, 'registre' | 'etablissement'>;

/** Each year's marks with the nomenclature of the pupil's MEF that year, earliest first. */
export async function anneesAPresenter(
  parts: PartiesDePresentation,
  livret: Livret,
): Promise<{ readonly annees: readonly AnneeAPresenter[]; readonly anneesSansNomenclature: readonly number[] }> {
  const annees: AnneeAPresenter[] = [];
  const anneesSansNomenclature: number[] = [];
  for (const base of [...livret.bases].sort((a, b) => a.annee - b.annee)) {
    const codeMef = livret.tete.mef[String(base.annee)];
    const { uai = '' } = inscritEn(livret.tete, base.annee) ?? {};
    const mef = codeMef === undefined ? null : await lireMefDuLivret(parts, uai, base.annee, codeMef);
    if (mef === null) anneesSansNomenclature.push(base.annee);
    else annees.push({ base, mef: mef.contenu });
  }
  return { annees, anneesSansNomenclature };
}
