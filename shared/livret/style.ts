import { LIBELLES, libelleSection } from './libelles.ts';
import type { AnneePresentee, LivretPresente } from './presentation.ts';

/**
 * The page's stylesheet, for the sheet and for the screen.
 * One ink only, so that a grey print loses nothing. Figures are tabular and lining.
 * No automatic hyphenation: a word divided on the page is a word that neither a search nor the control finds.
 */
export const STYLE_DU_LIVRET = `
.livret {
  --encre: #16181d;
  --secondaire: #545962;
  --filet: #bcc0c6;
  --filet-leger: #dcdfe3;
  --bande: #e8eaed;
  --sans: 'Source Sans 3', 'Source Sans Pro', system-ui, sans-serif;
  --texte: 'Source Serif 4', Georgia, serif;
  font: 400 8pt/10.5pt var(--sans);
  font-variant-numeric: lining-nums tabular-nums;
  hyphens: none;
  color: var(--encre);
  print-color-adjust: exact;
  -webkit-print-color-adjust: exact;
}
.livret * { box-sizing: border-box; }
.livret h1, .livret h2, .livret h3, .livret p, .livret dl, .livret dd { margin: 0; padding: 0; }

/* Head of the first page: who, by number only, and for what. */
.livret-entete { display: grid; grid-template-columns: 1fr auto; align-items: end; padding-bottom: 2.6mm; margin-bottom: 3mm; border-bottom: 1.2pt solid var(--encre); }
.livret-entete h1, .livret-numero dd { font-size: 18pt; line-height: 21pt; font-weight: 600; }
.livret-numero { text-align: right; }
.livret-numero dd { letter-spacing: 0.03em; }
.livret-identite { grid-column: 1 / 3; display: flex; gap: 8mm; margin-top: 1.6mm; }
.livret-identite dt, .livret-numero dt { font-size: 7.5pt; line-height: 9pt; color: var(--secondaire); }
.livret-identite dd { font-size: 9pt; line-height: 11.5pt; }
.livret-identite dd b { font-weight: 600; }

/* One year begins a page: its place in the sheets is always the same. */
.livret-annee { break-before: page; }
.livret-entete + .livret-annee { break-before: avoid; }
.livret-annee > h2 { font-size: 12.5pt; line-height: 15pt; font-weight: 600; margin: 0 0 1.6mm; break-after: avoid; }
.livret-annee > h2 span { font-weight: 400; }

.livret-disciplines { width: 100%; border-collapse: separate; border-spacing: 0; table-layout: fixed; }
.livret-disciplines caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.livret-disciplines th, .livret-disciplines td { padding: 0; vertical-align: top; text-align: left; font-weight: 400; overflow-wrap: anywhere; }
.livret-disciplines .col-discipline { width: 14.9%; }
.livret-disciplines .col-eleve { width: 8.7%; }
.livret-disciplines .col-groupe { width: 14%; }
.livret-disciplines .col-niveau { width: 2.15%; }
.livret-disciplines .col-appreciation { width: 22.6%; }

/* Column heads, repeated by the printer at the top of every page. */
.livret-disciplines thead th { font-size: 7.5pt; line-height: 8.75pt; padding: 0.7mm 1.5mm 0.8mm 0; font-weight: 600; }
.livret-disciplines thead small { display: block; font-size: 7.5pt; font-weight: 400; color: var(--secondaire); }
.livret-disciplines thead tr:first-child th { border-top: 0.8pt solid var(--encre); }
.livret-disciplines thead tr:first-child th:not([rowspan]) { border-bottom: 0.4pt solid var(--filet); }
.livret-disciplines thead tr:last-child th, .livret-disciplines thead th[rowspan] { border-bottom: 0.8pt solid var(--encre); }
.livret-disciplines thead small span { white-space: nowrap; }
.livret-disciplines thead th.niveau { text-align: center; vertical-align: bottom; padding-right: 0; font-size: 8.5pt; }

/* Rows. Those that have a height leave to the last one the room that a longer neighbour takes. */
.livret-disciplines tbody { break-inside: avoid; }
.livret-disciplines tr.competence:not(.derniere) { height: 1px; }
.livret-disciplines th.discipline { font-weight: 600; font-size: 7.5pt; line-height: 9.5pt; padding-right: 1mm; }
.livret-disciplines td.chiffres { padding-right: 2.4mm; }
.livret-disciplines td.chiffres-groupe { padding-right: 3.4mm; }
.livret-disciplines th.competence { font-size: 7.5pt; line-height: 9pt; padding: 0 1.5mm 0 1.8mm; text-indent: -1.8mm; }
.livret-disciplines th.rubrique { font-size: 7.5pt; line-height: 9pt; color: var(--secondaire); }
.livret-disciplines td.niveau, .livret-disciplines td.cecrl { text-align: center; line-height: 9pt; border-left: 0.4pt solid var(--filet-leger); }
.livret-disciplines td.n4, .livret-disciplines td.cecrl { border-right: 0.4pt solid var(--filet-leger); }
.livret-disciplines td.niveau b { font-weight: 600; font-size: 13pt; line-height: 9pt; vertical-align: -0.08em; }
.livret-disciplines td.cecrl { font-weight: 600; letter-spacing: 0.03em; }
.livret-disciplines .appreciation { padding-left: 2.6mm; }
.livret-disciplines td.appreciation { font: 400 8.25pt/10.5pt var(--texte); }
/* A text too long for its column stands under its subject, on the width of the page. */
.livret-disciplines td.renvoi { color: var(--secondaire); }
.livret-disciplines td.longue { padding-left: 0; }
.livret-disciplines td.longue, .livret-avis.longs p { columns: 2; column-gap: 6mm; }
.livret-disciplines tr.premiere > * { padding-top: 1.1mm; }
.livret-disciplines tr.derniere > *, .livret-disciplines tbody [rowspan] { padding-bottom: 1.2mm; border-bottom: 0.5pt solid var(--filet); }
.livret-disciplines tbody.suivie [rowspan] { padding-bottom: 0; border-bottom: none; }
.livret-disciplines tbody:last-of-type tr.derniere > *, .livret-disciplines tbody:last-of-type:not(.suivie) [rowspan] { border-bottom: 0.8pt solid var(--encre); }
/* The year's opinions: a group of rows, not a foot that the printer would repeat; never alone on a page. */
.livret-disciplines tfoot { display: table-row-group; break-before: avoid; break-inside: avoid; }
/* But for a subject that takes a page: the opinions would then be cut to stay with it. */
.livret-disciplines tbody.suivie + tfoot { break-before: auto; }
.livret-disciplines .bande th { background: var(--bande); font-weight: 600; line-height: 10pt; letter-spacing: 0.035em; text-transform: uppercase; padding: 0.6mm 1.5mm 0.7mm; border-bottom: 0.5pt solid var(--encre); }
.livret-disciplines .sans-moyenne { color: var(--secondaire); font-size: 7.5pt; }

/* Figures: the average of the pupil and that of the group stand on one line, the fourth. */
.livret-moyennes, .livret-groupe { display: grid; grid-template-rows: repeat(4, 10.5pt); align-items: baseline; white-space: nowrap; overflow-wrap: normal; }
/* On the baseline of the subject's name. */
.livret .livret-moyennes, .livret .livret-groupe { margin-top: -0.4mm; }
.livret-moyennes { grid-template-columns: 1fr auto; }
.livret-groupe { grid-template-columns: 1fr auto 1fr; }
.livret-moyennes > div, .livret-groupe > div { display: contents; }
.livret-moyennes dt, .livret-groupe dt { color: var(--secondaire); font-size: 7.5pt; }
.livret-moyennes dd, .livret-groupe dd { text-align: right; }
.livret-moyennes .annuelle > *, .livret-groupe .moyenne > * { grid-row: 4; }
.livret-moyennes .annuelle dt { color: var(--encre); }
.livret-moyennes .annuelle dd, .livret-groupe .moyenne dd { font-weight: 600; }
.livret-groupe .ligne dt { grid-column: 1 / 3; }
.livret-groupe .ligne dd { grid-column: 3; }
.livret-groupe .effectif > * { grid-row: 1; }
.livret-groupe .bandes dt { grid-row: 2; }
.livret-groupe .bandes dd { grid-row: 3; }
.livret-groupe .bande-1 > * { grid-column: 1; text-align: left; }
.livret-groupe .bande-2 > * { grid-column: 2; text-align: center; }
.livret-groupe .bande-3 > * { grid-column: 3; text-align: right; }

/* Opinions, in the letter of what people write. */
.livret-avis { display: grid; grid-template-columns: repeat(3, 1fr); gap: 2mm 6mm; margin-top: 3.6mm; }
.livret-avis section { break-inside: avoid; }
.livret-avis.longs { grid-template-columns: 1fr; }
.livret-avis h3, .livret-conclusion h3 { font-size: 7.75pt; line-height: 10pt; font-weight: 600; margin-bottom: 0.5mm; }
.livret-avis p { font: 400 8.25pt/10.5pt var(--texte); overflow-wrap: anywhere; }
.livret p.absent { font: 400 8pt/10.5pt var(--sans); color: var(--secondaire); }
.livret-conclusion { display: grid; grid-template-columns: repeat(3, 1fr); column-gap: 6mm; margin-top: 3.6mm; padding-top: 2mm; border-top: 1.2pt solid var(--encre); overflow-wrap: anywhere; }
.livret-conclusion > :first-child { grid-column: 1 / 3; }
.livret-conclusion .avis-examen { font-size: 12.5pt; line-height: 15pt; font-weight: 600; }
`;

/** The name of the sheet on which a year of this livret is printed: its running head says whose and which. */
export function nomDeFeuille(noEleve: string, annee: AnneePresentee | undefined): string {
  // Digits only, whatever came: the stylesheet is no place for another sign.
  return ['livret', noEleve.replace(/\D/g, ''), ...(annee === undefined ? [] : [annee.annee])].join('-');
}

/**
 * The sheets of one livret: on every page, at the same place, the number of the pupil (R77), the year, and what the
 * file says of itself. They bear names of their own, so that the livrets of a jury can be printed together.
 */
export function feuillesDuLivret(livret: LivretPresente, mention: string): string {
  const { noEleve, session, serie } = livret;
  const rappel = `${LIBELLES.titre} · ${LIBELLES.session.toLocaleLowerCase('fr')} ${session} · ${serie.code}`;
  const annees = livret.annees.length === 0 ? [undefined] : livret.annees;
  return annees
    .map((annee) => {
      const titre = annee === undefined ? '' : libelleSection(annee);
      return `@page ${nomDeFeuille(noEleve, annee)} {
  @top-left { content: ${chaineCss(rappel)}; }
  @top-center { content: ${chaineCss(titre)}; }
  @top-right { content: ${chaineCss(`${LIBELLES.noEleve} ${noEleve}`)}; }
  @bottom-left { content: ${chaineCss(mention)}; }
}
`;
    })
    .join('');
}

/** Type and foot of every sheet, the livret's and the index's. */
export const PIED_DE_FEUILLE = `
  font: 400 8pt/10.5pt 'Source Sans 3', sans-serif;
  font-variant-numeric: lining-nums tabular-nums;
  color: #16181d;
  @bottom-left { vertical-align: top; padding-top: 4mm; color: #545962; }
  @bottom-right { vertical-align: top; padding-top: 4mm; }
`;

/** What the sheets of every livret have in common. */
export const FEUILLE_DU_LIVRET = `
@page {
  size: A4;
  margin: 15mm 9mm 13mm;
  ${PIED_DE_FEUILLE}
  @top-left { vertical-align: bottom; padding-bottom: 3mm; color: #545962; }
  @top-center { vertical-align: bottom; padding-bottom: 3mm; }
  @top-right { vertical-align: bottom; padding-bottom: 3mm; font-size: 11pt; font-weight: 600; letter-spacing: 0.03em; }
}
/* The running head has the number, on this page as on the others: the rest stands on one line if it can. */
.livret-numero { display: none; }
.livret-entete { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 1.6mm 8mm; }
.livret-entete .livret-identite { margin: 0; }
`;

/** A CSS string that no text can leave: all but letters, figures and plain signs is written by its number. */
export function chaineCss(texte: string): string {
  return `"${texte.replace(/[^\p{L}\p{N} .,/·—-]/gu, (signe) => `\\${signe.codePointAt(0)?.toString(16) ?? ''} `)}"`;
}
