import type { FichierRelu } from '../../shared/jury/relire.ts';
import type { LivretPresente } from '../../shared/livret/presentation.ts';
import { texteDe } from './impression.ts';

/** Points: the sheet's own margin, 9 mm, and a hair for what a letter hangs over. */
const MARGE = 24.5;

/** All that stands above the first row of a page. */
const TETE = /^.*?4-bienmaîtrisées1234/;

/** What a printed livret lost or let out of its sheets: nothing when it is as it should be. */
export function defautsDePage(livret: LivretPresente, { pages }: FichierRelu): string[] {
  // A subject longer than a page goes on under the heads of the next one.
  const lu = pages.map((page) => colle(texteDe([page])).replace(TETE, '')).join('');
  const perdus = textesDe(livret).filter((texte) => !lu.includes(colle(texte)));
  const sortis = pages.flatMap(({ numero, largeur, hauteur, fragments }) =>
    fragments
      .filter(
        ({ x, y, largeur: longueur, corps }) =>
          x < MARGE || x + longueur > largeur - MARGE || y < 14 || y + corps > hauteur - 14,
      )
      .map(({ texte }) => `page ${numero}: « ${texte} » out of the sheet`),
  );
  const pieds = pages
    .filter((page) => !texteDe([page]).includes(`Page ${page.numero} / ${pages.length} `))
    .map(({ numero }) => `page ${numero}: its number is not said`);
  return [...perdus.map((texte) => `lost: « ${texte} »`), ...sortis, ...pieds];
}

/** Every text that somebody wrote in it. */
function textesDe({ annees, engagements }: LivretPresente): string[] {
  return [
    ...annees.flatMap(({ groupes, avisEngagement, avisInvestissement, avisChefEtab }) => [
      avisEngagement,
      avisInvestissement,
      avisChefEtab,
      ...groupes.flatMap(({ disciplines }) => disciplines.map(({ appreciation }) => appreciation)),
    ]),
    ...engagements,
  ].filter((texte) => texte !== null);
}

const colle = (texte: string): string => texte.normalize('NFKC').replace(/\s+/g, '');
