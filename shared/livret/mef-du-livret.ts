import type { MagasinEtablissement } from './magasin-etablissement.ts';
import type { MagasinRegistre, MefApplique } from './magasin-registre.ts';

/**
 * The nomenclature of a pupil's MEF: its own, or that of the MEF which the establishment's SIECLE attaches it to, since
 * the LSL nomenclature knows no variants such as European sections (formats.md §1.4). Null when neither is there.
 */
export async function lireMefDuLivret(
  parts: {
    readonly registre: Pick<MagasinRegistre, 'lireMef'>;
    readonly etablissement: Pick<MagasinEtablissement, 'lireMefDeSiecle'>;
  },
  uai: string,
  annee: number,
  codeMef: string,
): Promise<MefApplique | null> {
  const propre = await parts.registre.lireMef(annee, codeMef);
  if (propre !== null) return propre;
  const rattachement = (await parts.etablissement.lireMefDeSiecle(uai, annee, codeMef))?.rattachement ?? codeMef;
  return rattachement === codeMef ? null : parts.registre.lireMef(annee, rattachement);
}
