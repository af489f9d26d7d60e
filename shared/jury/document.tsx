import type { Child } from 'hono/jsx';
import { dateFrancaiseDe } from '../kernel/horloge.ts';
import { compte } from '../kernel/texte.ts';
import {
  chaineCss,
  FEUILLE_DU_LIVRET,
  feuillesDuLivret,
  LIBELLES,
  PIED_DE_FEUILLE,
  STYLE_DU_LIVRET,
} from '../livret/index.ts';
import { Livret } from '../livret/page.tsx';
import type { EditionDeJury, LivretDeJury, PlaceSansLivret } from './edition.ts';
import { adresseDuLivret, LIBELLES_DU_JURY as L, parNoEleve, parNoPv, titreDuFichier } from './edition.ts';
import { RangeesSansLivret } from './sans-livret.tsx';

/** A livret ready to be printed with others: its sheets, under names of their own, and its body. */
export interface LivretEnPage {
  readonly feuilles: string;
  readonly corps: string;
}

export function livretEnPage(edition: EditionDeJury, { noPv, livret }: LivretDeJury): LivretEnPage {
  return {
    feuilles: feuillesDuLivret(livret, `${L.noPv} ${noPv} · ${mentionDeLEdition(edition)}`),
    corps: String(<Livret livret={livret} />),
  };
}

/**
 * Several livrets, to be printed at once: a page of links, one a livret in their order, then the livrets, each from a
 * new page. The links tell where each one begins; their page has no place in the file.
 */
export function documentDesLivrets(edition: EditionDeJury, livrets: readonly LivretEnPage[]): string {
  const feuilles = livrets.map((livret) => livret.feuilles).join('');
  return enHtml(
    <Document titre={titreDuFichier(edition)} style={STYLE_DU_LIVRET + FEUILLE_DU_LIVRET + feuilles + STYLE_DU_TIRAGE}>
      <nav>
        {livrets.map((_, rang) => (
          <>
            <a href={`#${repereDuLivret(rang)}`}>{rang}</a>{' '}
          </>
        ))}
      </nav>
      {livrets.map(({ corps }, rang) => (
        <div class="candidat" id={repereDuLivret(rang)} dangerouslySetInnerHTML={{ __html: corps }} />
      ))}
    </Document>,
  );
}

/** The name of the place where a livret of the print begins. */
export function repereDuLivret(rang: number): string {
  return `livret-${rang}`;
}

const STYLE_DU_TIRAGE = '.candidat { break-before: page; }';

/** « Page 1 / 4 »: which page of how many. */
export interface RangDePage {
  readonly page: number;
  readonly sur: number;
}

/**
 * One sheet a foot, with nothing else on it: how many pages a livret has is known once it is printed, and the foot is
 * then laid on each of its pages.
 */
export function documentDesPieds(edition: EditionDeJury, rangs: readonly RangDePage[]): string {
  const nom = (rang: number) => `pied-${rang}`;
  const feuilles = rangs.map(
    ({ page, sur }, rang) =>
      `@page ${nom(rang)} { @bottom-right { content: ${chaineCss(`${LIBELLES.page} ${page} / ${sur}`)}; } }`,
  );
  return enHtml(
    <Document titre={titreDuFichier(edition)} style={FEUILLE_DU_LIVRET + feuilles.join('')}>
      {rangs.map((_, rang) => (
        <div style={`page: ${nom(rang)}`}>&nbsp;</div>
      ))}
    </Document>,
  );
}

/** A candidate of the index, once the livret is printed. */
export interface LigneDIndex {
  readonly noPv: string;
  readonly noEleve: string;
  readonly pages: number;
}

/**
 * Cover of the jury's file: its head, its two indexes, one line a candidate, two links to the livret (R76), then who has
 * no livret in it.
 */
export function documentDIndex(
  edition: EditionDeJury,
  lignes: readonly LigneDIndex[],
  sansLivret: readonly PlaceSansLivret[],
): string {
  return enHtml(
    <Document titre={titreDuFichier(edition)} style={feuillesDIndex(edition) + STYLE_D_INDEX}>
      <main class="index">
        <header>
          <h1>{L.titre}</h1>
          <dl class="jury">
            <dt>{L.jury}</dt>
            <dd>{edition.jury}</dd>
          </dl>
          <dl class="edition">
            <Mention terme={L.session}>{edition.session}</Mention>
            <Mention terme={L.edition}>{edition.edition}</Mention>
            <Mention terme={L.date}>{dateFrancaiseDe(edition.dateEdition)}</Mention>
            <Mention terme={L.contenu}>
              {compte(lignes.length, 'livret')},{' '}
              {compte(
                lignes.reduce((total, ligne) => total + ligne.pages, 0),
                'page',
              )}
            </Mention>
          </dl>
        </header>
        <p>{L.consigne}</p>
        <Index titre={L.indexParNoPv} lignes={lignes.toSorted(parNoPv)} cle="noPv" />
        <Index titre={L.indexParNoEleve} lignes={lignes.toSorted(parNoEleve)} cle="noEleve" />
        {sansLivret.length === 0 ? null : <SansLivret places={sansLivret} />}
      </main>
    </Document>,
  );
}

function Mention({ terme, children }: { readonly terme: string; readonly children: Child }) {
  return (
    <div>
      <dt>{terme}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Index(props: {
  readonly titre: string;
  readonly lignes: readonly LigneDIndex[];
  readonly cle: 'noPv' | 'noEleve';
}) {
  const { titre, lignes, cle } = props;
  const autre = cle === 'noPv' ? 'noEleve' : 'noPv';
  const tetes = { noPv: L.noPv, noEleve: L.noEleve };
  return (
    <section>
      <h2>{titre}</h2>
      <div class={`colonnes sur-${Math.min(3, Math.ceil(lignes.length / LIGNES_PAR_COLONNE))}`}>
        <table>
          <thead>
            <tr>
              <th scope="col">{tetes[cle]}</th>
              <th scope="col">{tetes[autre]}</th>
              <th scope="col">{L.pages}</th>
            </tr>
          </thead>
          <tbody>
            {lignes.map((ligne) => (
              <tr>
                <th scope="row">
                  <a href={adresseDuLivret(ligne.noEleve)}>{ligne[cle]}</a>
                </th>
                <td>
                  <a href={adresseDuLivret(ligne.noEleve)}>{ligne[autre]}</a>
                </td>
                <td>{ligne.pages}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function SansLivret({ places }: { readonly places: readonly PlaceSansLivret[] }) {
  return (
    <section class="sans-livret">
      <h2>{L.sansLivret}</h2>
      <table>
        <RangeesSansLivret places={places} />
      </table>
    </section>
  );
}

/** Below this number a column is not shared out over the next one. */
const LIGNES_PAR_COLONNE = 12;

function Document({
  titre,
  style,
  children,
}: {
  readonly titre: string;
  readonly style: string;
  readonly children: Child;
}) {
  return (
    <html lang="fr">
      <head>
        <meta charset="utf-8" />
        <title>{titre}</title>
        <style dangerouslySetInnerHTML={{ __html: `html, body { margin: 0; }${style}` }} />
      </head>
      <body>{children}</body>
    </html>
  );
}

function enHtml(page: Child): string {
  return `<!DOCTYPE html>${String(page)}`;
}

/** « Jury 0123 · édition 1 du 02/07/2018 »: tells an edition from the next one on paper (rules.md 16). */
function mentionDeLEdition(edition: EditionDeJury): string {
  const numero = `${L.edition.toLocaleLowerCase('fr')} ${edition.edition}`;
  return `${L.jury} ${edition.jury} · ${numero} du ${dateFrancaiseDe(edition.dateEdition)}`;
}

function feuillesDIndex(edition: EditionDeJury): string {
  return `
@page {
  size: A4;
  margin: 12mm 9mm 13mm;
  ${PIED_DE_FEUILLE}
  @bottom-left { content: ${chaineCss(mentionDeLEdition(edition))}; }
  @bottom-right { content: ${chaineCss(`${L.index} `)} counter(page) ${chaineCss(' / ')} counter(pages); }
}
`;
}

const STYLE_D_INDEX = `
.index { font: 400 9pt/12pt 'Source Sans 3', sans-serif; font-variant-numeric: lining-nums tabular-nums; color: #16181d; }
.index h1, .index h2, .index p, .index dl, .index dd { margin: 0; }
.index header { display: grid; grid-template-columns: 1fr auto; align-items: end; padding-bottom: 2.6mm; border-bottom: 1.2pt solid #16181d; }
.index h1, .index .jury dd { font-size: 18pt; line-height: 21pt; font-weight: 600; }
.index .jury { text-align: right; }
.index dt { font-size: 7.5pt; line-height: 9pt; color: #545962; }
.index .edition { grid-column: 1 / 3; display: flex; gap: 8mm; margin-top: 1.6mm; }
.index .edition dd { font-weight: 600; }
.index p { margin-top: 3mm; color: #545962; }
.index section { margin-top: 6mm; break-inside: avoid; }
.index h2 { font-size: 12.5pt; line-height: 15pt; font-weight: 600; margin-bottom: 2mm; break-after: avoid; }
.index .colonnes { column-gap: 9mm; column-rule: 0.4pt solid #bcc0c6; }
.index .sur-1 { width: 58mm; }
.index .sur-2 { columns: 2; width: 125mm; }
.index .sur-3 { columns: 3; }
.index table { width: 100%; border-collapse: separate; border-spacing: 0; }
.index thead th { font-size: 7.5pt; line-height: 9pt; font-weight: 400; color: #545962; border-bottom: 0.8pt solid #16181d; padding: 0 0 0.6mm; }
.index th, .index td { text-align: left; font-weight: 400; padding: 0.55mm 0; border-bottom: 0.4pt solid #dcdfe3; }
.index th:last-child, .index td:last-child { text-align: right; }
.index td:last-child { color: #545962; }
.index tbody th { font-weight: 600; }
.index .sans-livret { break-inside: auto; }
.index .sans-livret th, .index .sans-livret td { padding-right: 6mm; vertical-align: top; }
.index .sans-livret th:last-child, .index .sans-livret td:last-child { text-align: left; color: inherit; width: 100%; padding-right: 0; }
.index .sans-livret th, .index .sans-livret td { white-space: nowrap; }
.index .sans-livret td:last-child { white-space: normal; }
.index tr { break-inside: avoid; }
.index a { color: inherit; text-decoration: none; display: block; }
`;
