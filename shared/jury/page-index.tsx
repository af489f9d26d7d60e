import { createHash } from 'node:crypto';
import { dateFrancaiseDe } from '../kernel/horloge.ts';
import { compte } from '../kernel/texte.ts';
import { type ContenuDuFichier, type LivretDuFichier, NOM_DU_JURY } from './contenu.ts';
import { LIBELLES_DU_JURY as L, parNoEleve, parNoPv, titreDuFichier } from './edition.ts';
import { RangeesSansLivret } from './sans-livret.tsx';

/**
 * `index.html`, which opens from a folder or a USB key: both indexes (R76) stand in the page, in each order; where a
 * script runs, one is shown, which sorts by either number, and a field finds a number. Nothing is fetched.
 */
export function pageDIndex(contenu: ContenuDuFichier): string {
  const { session, jury, edition, dateEdition, livrets, sansLivret } = contenu;
  const pages = livrets.reduce((total, livret) => total + livret.pages, 0);
  const page = (
    <html lang="fr">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content={`default-src 'none'; style-src '${jeton(STYLE)}'; script-src '${jeton(SCRIPT)}'; base-uri 'none'; form-action 'none'`}
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{titreDuFichier(contenu)}</title>
        <style dangerouslySetInnerHTML={{ __html: STYLE }} />
      </head>
      <body>
        <header>
          <h1>{`${L.titre} ${jury}`}</h1>
          <p>{`Session ${session} · édition ${edition} du ${dateFrancaiseDe(dateEdition)} · ${compte(livrets.length, 'livret')}, ${compte(pages, 'page')}`}</p>
        </header>
        <main>
          <p>
            <a class="tout" href={NOM_DU_JURY}>
              Ouvrir tous les livrets en un seul document
            </a>
          </p>
          <p class="conseil">{L.consigne}</p>
          <p class="conseil">Si les liens ne s’ouvrent pas, extrayez d’abord tout le contenu du ZIP dans un dossier.</p>
          <p id="recherche" hidden>
            <label for="numero">Trouver un No PV ou un No Élève</label>
            <input id="numero" type="search" autocomplete="off" inputmode="search" aria-describedby="trouves" />
            <span id="trouves" role="status"></span>
          </p>
          <Liste titre={L.indexParNoPv} livrets={livrets.toSorted(parNoPv)} cle="noPv" />
          <Liste titre={L.indexParNoEleve} livrets={livrets.toSorted(parNoEleve)} cle="noEleve" />
          {sansLivret.length === 0 ? null : (
            <section>
              <table>
                <caption>
                  <h2>{L.sansLivret}</h2>
                </caption>
                <RangeesSansLivret places={sansLivret} />
              </table>
            </section>
          )}
        </main>
        <script dangerouslySetInnerHTML={{ __html: SCRIPT }} />
      </body>
    </html>
  );
  return `<!DOCTYPE html>${String(page)}`;
}

function Liste(props: {
  readonly titre: string;
  readonly livrets: readonly LivretDuFichier[];
  readonly cle: 'noPv' | 'noEleve';
}) {
  const { titre, livrets, cle } = props;
  const autre = cle === 'noPv' ? 'noEleve' : 'noPv';
  return (
    <section class={`livrets par-${cle}`}>
      <table>
        <caption>
          <h2>{titre}</h2>
        </caption>
        <thead>
          <tr>
            <th scope="col" aria-sort="ascending">
              {L[cle]}
            </th>
            <th scope="col">{L[autre]}</th>
            <th scope="col" class="nombre">
              {L.pages}
            </th>
          </tr>
        </thead>
        <tbody>
          {livrets.map((livret) => (
            <tr>
              <th scope="row">
                <a href={livret.fichier}>{livret[cle]}</a>
              </th>
              <td>{livret[autre]}</td>
              <td class="nombre">{livret.pages}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What the policy of the page lets run, and nothing else. */
function jeton(texte: string): string {
  return `sha256-${createHash('sha256').update(texte).digest('base64')}`;
}

const STYLE = `
:root { color: #16181d; background: #fff; font: 16px/1.5 system-ui, 'Segoe UI', Arial, sans-serif; font-variant-numeric: tabular-nums; }
body { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
header { border-bottom: 2px solid #16181d; }
h1 { margin: 0; font-size: 1.75rem; }
h2 { margin: 2rem 0 0.5rem; font-size: 1.25rem; }
header p { margin: 0.25rem 0 0.75rem; }
.conseil { color: #444a54; margin: 0.25rem 0; }
.tout { font-weight: 600; }
a { color: #0b3d91; }
a:focus-visible, button:focus-visible, input:focus-visible { outline: 3px solid #0b3d91; outline-offset: 2px; }
label { display: block; font-weight: 600; }
input { font: inherit; padding: 0.35rem 0.5rem; border: 1px solid #545962; width: 16rem; max-width: 100%; }
table { border-collapse: collapse; width: 100%; max-width: 36rem; }
caption { text-align: left; }
th, td { text-align: left; padding: 0.3rem 1.5rem 0.3rem 0; border-bottom: 1px solid #bcc0c6; vertical-align: top; }
th:last-child, td:last-child { padding-right: 0; }
.nombre { text-align: right; }
thead th { border-bottom: 2px solid #16181d; }
thead button { font: inherit; color: #0b3d91; background: none; border: 0; padding: 0; cursor: pointer; text-decoration: underline; }
thead [aria-sort=ascending] button::after { content: ' ▲'; display: inline-block; text-indent: 0.3em; }
tbody th { font-weight: 600; }
@media screen { .avec-script .par-noEleve { display: none; } }
@media print { thead button { color: inherit; text-decoration: none; } thead button::after { display: none !important; } #recherche, .tout { display: none; } a { color: inherit; text-decoration: none; } tr { break-inside: avoid; } h2 { break-after: avoid; } }
`;

const SCRIPT = `
const recherche = document.getElementById('recherche');
const champ = document.getElementById('numero');
const trouves = document.getElementById('trouves');
const [parPv, parEleve] = [...document.querySelectorAll('.livrets')];
const titres = [parPv, parEleve].map((section) => section.querySelector('h2').textContent);
const tetes = [...parPv.querySelectorAll('thead th')].slice(0, 2);
const corps = parPv.querySelector('tbody');
const lignes = [...corps.rows];
const ordre = new Intl.Collator('fr', { numeric: true });
const texte = (ligne, colonne) => ligne.cells[colonne].textContent;
document.body.classList.add('avec-script');
recherche.hidden = false;
tetes.forEach((tete, colonne) => {
  const bouton = document.createElement('button');
  bouton.type = 'button';
  bouton.textContent = tete.textContent.trim();
  bouton.title = 'Trier par ' + bouton.textContent;
  bouton.addEventListener('click', () => {
    for (const autre of tetes) autre.removeAttribute('aria-sort');
    tete.setAttribute('aria-sort', 'ascending');
    parPv.querySelector('h2').textContent = titres[colonne];
    corps.append(...lignes.sort((a, b) => ordre.compare(texte(a, colonne), texte(b, colonne))));
  });
  tete.replaceChildren(bouton);
});
champ.addEventListener('input', () => {
  const voulu = champ.value.replace(/\\s/g, '').toLowerCase();
  let livrets = 0;
  for (const ligne of lignes) {
    ligne.hidden = ![0, 1].some((colonne) => texte(ligne, colonne).toLowerCase().includes(voulu));
    if (!ligne.hidden) livrets += 1;
  }
  trouves.textContent = voulu === '' ? '' : livrets + (livrets < 2 ? ' livret trouvé' : ' livrets trouvés');
});
`;
