import { html, raw } from 'hono/html';
import { tableauCsv } from '../kernel/csv.ts';
import { FUSEAU } from '../kernel/horloge.ts';
import { compte } from '../kernel/texte.ts';
import { LIBELLES_DE_MANQUE, type Manque } from '../livret/index.ts';
import type { Gravite } from './anomalie.ts';
import type { CompteRendu } from './depot.ts';
import { grouper } from './grouper.ts';
import { LIBELLES_FLUX, LIBELLES_VERDICT } from './libelles.ts';

/** How people of the establishment know a pupil, by ELEVE_ID; the forms that are kept name nobody. */
export type Noms = Readonly<Record<string, string>>;

const LIBELLES_GRAVITE: Readonly<Record<Gravite, string>> = {
  'refus-fichier': 'Fichier refusé',
  'refus-dossier': 'Dossier refusé',
  avertissement: 'Avertissement',
};

const JOUR = new Intl.DateTimeFormat('fr', { dateStyle: 'long', timeZone: FUSEAU });
const HEURE = new Intl.DateTimeFormat('fr', { hour: 'numeric', minute: '2-digit', timeZone: FUSEAU });

/** « le 10 juin 2016 à 10 h 04 », in Paris. */
function dateEtHeure(instant: string): string {
  const moment = new Date(instant);
  return `le ${JOUR.format(moment)} à ${HEURE.format(moment).replace(':', ' h ')}`;
}

const quoi = ({ flux, annee, annule }: CompteRendu): string => {
  const objet = flux === null ? 'fichier' : LIBELLES_FLUX[flux];
  return `${annule === null ? '' : 'annulation, '}${objet}${annee === null ? '' : `, année ${annee}-${annee + 1}`}`;
};

/** « appréciation annuelle, matière 061300, année 2015-2016 » */
function direLeManque({ code, annee, matiere }: Manque): string {
  const quoi = [
    LIBELLES_DE_MANQUE[code],
    matiere === null ? null : `matière ${matiere}`,
    `année ${annee}-${annee + 1}`,
  ];
  return quoi.filter((texte) => texte !== null).join(', ');
}

/** A table for a spreadsheet: UTF-8 with its mark, semicolons, one line an anomaly or a missing datum. */
export function enCsv(compteRendu: CompteRendu, noms: Noms = {}): string {
  const lignes = compteRendu.anomalies.map(({ gravite, code, eleve, ligne, colonne, message, remede }) => [
    LIBELLES_GRAVITE[gravite],
    code,
    eleve ?? '',
    noms[eleve ?? ''] ?? '',
    String(ligne ?? ''),
    String(colonne ?? ''),
    message,
    remede,
  ]);
  const manques = compteRendu.manques.flatMap(({ eleve, bloquants, autres }) =>
    [...bloquants, ...autres].map((manque) => [
      manque.bloquant ? 'Manque bloquant' : 'Manque',
      manque.code,
      eleve,
      noms[eleve] ?? '',
      '',
      '',
      direLeManque(manque),
      manque.bloquant ? 'Complétez le livret : il ne peut pas être validé sans cela.' : '',
    ]),
  );
  const entete = ['Gravité', 'Code', 'Élève (ELEVE_ID)', 'Nom', 'Ligne', 'Colonne', 'Anomalie', 'Que faire'];
  return tableauCsv([entete, ...lignes, ...manques]);
}

/** A page to read or print: it stands alone, without script nor anything to fetch. */
export function enPage(compteRendu: CompteRendu, noms: Noms = {}): string {
  const { verdict, dossiers, anomalies, proprietaire, depotId, revision, etabliLe, enregistreLe } = compteRendu;
  const groupes = grouper(anomalies);
  const lieu = ({ eleve, ligne, colonne }: (typeof groupes)[number]['lieux'][number]): string => {
    const qui = eleve === null ? null : noms[eleve] === undefined ? `élève ${eleve}` : `${noms[eleve]} (${eleve})`;
    const ou = ligne === null ? null : `ligne ${ligne}${colonne === null ? '' : `, colonne ${colonne}`}`;
    return [qui, ou].filter((texte) => texte !== null).join(', ') || 'ensemble du fichier';
  };
  const incomplets = compteRendu.manques.filter(({ bloquants }) => bloquants.length > 0);
  const page = html`<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Compte rendu de dépôt — ${proprietaire}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
<h1>Compte rendu de dépôt</h1>
<p class="objet">${proprietaire} · ${quoi(compteRendu)}</p>
<p class="verdict ${verdict}"><strong>${majuscule(LIBELLES_VERDICT[verdict])}</strong></p>
<dl>
<div><dt>Dossiers lus</dt><dd>${dossiers.lus}</dd></div>
<div><dt>Acceptés</dt><dd>${dossiers.acceptes}</dd></div>
<div><dt>dont avec avertissement</dt><dd>${dossiers.avertis}</dd></div>
<div><dt>Refusés</dt><dd>${dossiers.refuses}</dd></div>
${dossiers.enAttente > 0 ? html`<div><dt>En attente de SIECLE</dt><dd>${dossiers.enAttente}</dd></div>` : ''}
${dossiers.aDecider > 0 ? html`<div><dt>À revoir</dt><dd>${dossiers.aDecider}</dd></div>` : ''}
</dl>
${groupes.length === 0 ? html`<p>Aucune anomalie.</p>` : ''}
${groupes.map(
  ({ gravite, code, message, remede, lieux }) => html`<section class="${gravite}">
<h2>${composer(`${LIBELLES_GRAVITE[gravite]} : ${message}`)}</h2>
<p class="remede">${composer(remede)}</p>
<p class="compte">${compte(lieux.length, 'fois', 'fois')} <code>${code}</code></p>
<ul>${lieux.map((un) => html`<li>${lieu(un)}</li>`)}</ul>
</section>`,
)}
${
  incomplets.length === 0
    ? ''
    : html`<section class="manques">
<h2>${compte(incomplets.length, 'livret incomplet', 'livrets incomplets')}</h2>
<p class="remede">Un livret ne peut pas être validé tant qu’il y manque une de ces données.</p>
<table>
<thead><tr><th scope="col">Élève</th><th scope="col">Ce qui manque</th></tr></thead>
<tbody>${incomplets.map(
        ({ eleve, bloquants }) => html`<tr><th scope="row">${noms[eleve] ?? eleve}</th>
<td>${bloquants.map(direLeManque).join(' ; ')}</td></tr>`,
      )}</tbody>
</table>
</section>`
}
</main>
<footer><p>Dépôt ${depotId}, enregistré ${dateEtHeure(enregistreLe)}. Compte rendu n° ${revision}, établi ${dateEtHeure(etabliLe)}.</p></footer>
</body>
</html>
`;
  return String(page);
}

/** No line begins with a sign that French sets apart. */
const composer = (texte: string): string => texte.replace(/ (?=[:;?!»])/g, '\u00A0').replace(/« /g, '«\u00A0');
const majuscule = (texte: string): string => texte.charAt(0).toLocaleUpperCase('fr') + texte.slice(1);

const STYLE = `
:root { color: #1b1b1f; background: #fff; font: 16px/1.5 system-ui, "Liberation Sans", Arial, sans-serif; }
body { margin: 0 auto; max-width: 50rem; padding: 2rem 1rem; }
h1 { font-size: 1.6rem; margin: 0; }
.objet { margin: .2rem 0 1.2rem; color: #45464f; }
.verdict { font-size: 1.2rem; margin: 0 0 1rem; padding: .6rem 1rem; border-left: .4rem solid; background: #f4f5f7; }
.accepte, .deja-importe { border-color: #18753c; }
.accepte-partiellement, .en-attente, .a-decider, .annule { border-color: #b34000; }
.refuse { border-color: #ce0500; }
dl { display: flex; flex-wrap: wrap; gap: .4rem 2rem; margin: 0 0 1.5rem; }
dt { color: #45464f; font-size: .9rem; }
dd { margin: 0; font-size: 1.4rem; font-variant-numeric: tabular-nums; }
section { border-top: 1px solid #c8c9d1; padding: .8rem 0 .4rem; }
h2 { font-size: 1rem; margin: 0; }
.refus-fichier h2, .refus-dossier h2 { color: #a00400; }
.remede { margin: .2rem 0; }
.compte { margin: .2rem 0; color: #45464f; font-size: .9rem; }
code { font-size: .85em; }
ul { columns: 16rem; margin: .4rem 0; padding-left: 1.2rem; font-size: .9rem; font-variant-numeric: tabular-nums; }
li { break-inside: avoid; }
table { border-collapse: collapse; margin: .4rem 0; font-size: .9rem; width: 100%; }
th { text-align: left; font-weight: normal; }
thead th { font-weight: bold; }
th, td { border-bottom: 1px solid #dcdde3; padding: .2rem .8rem .2rem 0; vertical-align: top; }
tbody th { white-space: nowrap; }
footer { border-top: 1px solid #c8c9d1; margin-top: 1.5rem; color: #45464f; font-size: .8rem; }
@page { size: A4; margin: 15mm; }
@media print {
  :root { font-size: 10.5pt; }
  body { max-width: none; padding: 0; }
  h2, .remede, .compte { break-after: avoid; }
  tr { break-inside: avoid; }
  thead { display: table-header-group; }
  .verdict { print-color-adjust: exact; }
}
`;
