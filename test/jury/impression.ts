import { coucheAssemblee } from '../../layers/chromium/assembler.ts';
import { composerFichierDuJury, type FichierDuJury } from '../../shared/jury/composer.ts';
import type { EditionDeJury } from '../../shared/jury/edition.ts';
import { avecNavigateur, type ReglagesNavigateur } from '../../shared/jury/navigateur.ts';
import { type FichierRelu, type PageRelue, relirePdf } from '../../shared/jury/relire.ts';
import type { LivretPresente } from '../../shared/livret/presentation.ts';

/** The real browser of the layer, and the reader of the finished file: what tests judge is what a jury opens. */
export const COUCHE: ReglagesNavigateur = { couche: coucheAssemblee() };

export interface FichierImprime extends FichierDuJury {
  readonly relu: FichierRelu;
  /** The pages of one livret. */
  pagesDe(noEleve: string): readonly PageRelue[];
}

export async function imprimer(edition: EditionDeJury, reglages: ReglagesNavigateur = {}): Promise<FichierImprime> {
  const fichier = await avecNavigateur((navigateur) => composerFichierDuJury(edition, navigateur), {
    ...COUCHE,
    ...reglages,
  });
  const relu = await relirePdf(fichier.pdf);
  return {
    ...fichier,
    relu,
    pagesDe(noEleve) {
      const livret = fichier.livrets.find((candidat) => candidat.noEleve === noEleve);
      if (livret === undefined) throw new Error(`aucun livret ${noEleve}`);
      return relu.pages.slice(livret.premierePage - 1, livret.premierePage - 1 + livret.pages);
    },
  };
}

/** A jury of these livrets, numbered 0001, 0002… in their order. */
export function editionDe(livrets: readonly LivretPresente[], reste: Partial<EditionDeJury> = {}): EditionDeJury {
  return {
    session: 2016,
    jury: '0123',
    edition: 1,
    dateEdition: '2016-07-04T23:30:00Z',
    candidats: livrets.map((livret, rang) => ({
      noPv: String(rang + 1).padStart(4, '0'),
      noEleve: livret.noEleve,
      livret,
    })),
    ...reste,
  };
}

/** The text of some pages as one reads it: line ends are spaces. */
export function texteDe(pages: readonly PageRelue[]): string {
  return pages
    .map((page) => page.texte)
    .join('\n')
    .replace(/\s+/g, ' ');
}
