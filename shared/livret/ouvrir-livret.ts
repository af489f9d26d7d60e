import { ErreurCodee } from '../kernel/erreur.ts';
import { anneesTenues } from './composer.ts';
import { inscriptionCourante, inscritEn, type LigneEleve, type Livret } from './livret.ts';
import { lireMefDuLivret } from './mef-du-livret.ts';
import type { MefDeNomenclature } from './nomenclature.ts';
import type { PartiesDuLivret } from './parts.ts';

/** A livret with what it is read by: the pupil's row of the current year, and the nomenclature of each year. */
export interface LivretOuvert {
  readonly livret: Livret;
  /** The latest year that the pupil is schooled in. */
  readonly courante: number;
  /** Null when the establishment's list does not hold the pupil, which only an erasure leaves so. */
  readonly ligne: LigneEleve | null;
  /** By year that the livret holds, the current one, and those asked for; null where the nomenclature is not there. */
  readonly mefs: ReadonlyMap<number, MefDeNomenclature | null>;
}

export type PartiesDeLecture = Pick<PartiesDuLivret, 'livrets' | 'registre' | 'etablissement'>;

/**
 * Two requests; more only for a year whose nomenclature is not under the MEF that the livret remembers.
 *
 * @param autres years whose nomenclature is wanted too
 * @throws ErreurCodee `livret-inconnu`
 */
export async function ouvrirLivret(
  parts: PartiesDeLecture,
  livretId: string,
  autres: readonly number[] = [],
): Promise<LivretOuvert> {
  const livret = await parts.livrets.lire(livretId);
  if (livret === null) throw livretInconnu();
  return garnir(parts, livret, autres);
}

export function livretInconnu(): ErreurCodee {
  return new ErreurCodee('livret-inconnu', 'Ce livret n’existe pas.', 'Vérifiez l’identifiant du livret.');
}

/** The same for a livret that was read. */
export async function garnir(
  parts: Omit<PartiesDeLecture, 'livrets'>,
  livret: Livret,
  autres: readonly number[] = [],
): Promise<LivretOuvert> {
  const { tete } = livret;
  const inscription = inscriptionCourante(tete);
  const courante = inscription?.annee ?? Math.max(0, ...anneesTenues(livret));
  const annees = [...new Set([...anneesTenues(livret), courante, ...autres])].sort((a, b) => a - b);
  const codes = annees.flatMap((annee) => {
    const codeMef = tete.rattachements?.[annee] ?? tete.mef[annee];
    return codeMef === undefined ? [] : [{ annee, codeMef }];
  });
  const { mefs: lus, ligne } = await parts.registre.lireNomenclatures(codes, inscription);
  const mefs = new Map<number, MefDeNomenclature | null>();
  for (const annee of annees) {
    const propre = lus.get(annee) ?? null;
    const codeMef = tete.mef[annee];
    const uai = inscritEn(tete, annee)?.uai ?? '';
    mefs.set(
      annee,
      propre ?? (codeMef === undefined ? null : ((await lireMefDuLivret(parts, uai, annee, codeMef))?.contenu ?? null)),
    );
  }
  return { livret, courante, ligne, mefs };
}
