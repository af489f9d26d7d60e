import { type PlaceSansLivret, parNoPv } from './edition.ts';
import { type CandidatDuFichier, direSansLivret, type Edition } from './fichier.ts';

export const NOM_DU_JURY = 'jury.pdf';
export const NOM_DE_L_INDEX = 'index.html';

/** What a jury's file tells of itself, beside the pages of the livrets: numbers only. */
export interface ContenuDuFichier {
  readonly session: number;
  readonly jury: string;
  readonly edition: number;
  /** ISO instant. */
  readonly dateEdition: string;
  /** In the order of their No PV. */
  readonly livrets: readonly LivretDuFichier[];
  /** In the order of their No PV; the reason is a French sentence for the jury. */
  readonly sansLivret: readonly PlaceSansLivret[];
}

export interface LivretDuFichier {
  readonly noPv: string;
  readonly noEleve: string;
  readonly pages: number;
  /** Its name in the ZIP. */
  readonly fichier: string;
  readonly version: { readonly epoque: number; readonly n: number; readonly empreinte: string };
}

export const NON_IMPRIME = 'livret reçu mais non imprimé : demandez une nouvelle édition, ou lisez-le à l’écran';

/** @param pages of each livret, by No Élève; a livret that has none could not be printed */
export function contenuDe(edition: Edition, pages: ReadonlyMap<string, number>): ContenuDuFichier {
  const candidats = edition.candidats.toSorted(parNoPv);
  const livrets = candidats.flatMap(({ noPv, noEleve, projection }): LivretDuFichier[] => {
    const nombre = pages.get(noEleve);
    if (nombre === undefined) return [];
    const version = { ...versionDe(projection), empreinte: projection.empreinte };
    return [{ noPv, noEleve, pages: nombre, fichier: nomDuLivret({ noPv, noEleve }), version }];
  });
  const echecs = candidats.filter(({ noEleve }) => !pages.has(noEleve));
  const sansLivret = placesSansLivret(placesDe(edition), echecs);
  const { session, jury, n, demandeLe } = edition;
  return { session, jury, edition: n, dateEdition: demandeLe, livrets, sansLivret };
}

/** What an edition says of the jury's other candidates. */
export function placesDe({ sansLivret }: Pick<Edition, 'sansLivret'>): PlaceSansLivret[] {
  return sansLivret.map(({ noPv, noEleve, raison }) => ({ noPv, noEleve, raison: direSansLivret(raison) }));
}

/** In the order of their No PV, with those whose livret could not be printed. */
export function placesSansLivret(
  places: readonly PlaceSansLivret[],
  echecs: readonly { readonly noPv: string; readonly noEleve: string }[],
): PlaceSansLivret[] {
  return [...places, ...echecs.map(({ noPv, noEleve }) => ({ noPv, noEleve, raison: NON_IMPRIME }))].sort(parNoPv);
}

/** `projections/…/<époque>-<n>.json` */
function versionDe({ cle }: CandidatDuFichier['projection']): { readonly epoque: number; readonly n: number } {
  const [, epoque, n] = /\/(\d+)-(\d+)\.json$/.exec(cle) ?? [];
  if (epoque === undefined || n === undefined) throw new Error('a projection whose key tells no version');
  return { epoque: Number(epoque), n: Number(n) };
}

export function nomDuLivret({ noPv, noEleve }: { readonly noPv: string; readonly noEleve: string }): string {
  return `livrets/PV-${noPv}_ELEVE-${noEleve}.pdf`;
}
