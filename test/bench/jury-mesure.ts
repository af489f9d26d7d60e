import { readFileSync, writeFileSync } from 'node:fs';
import { coucheAssemblee } from '../../layers/chromium/assembler.ts';
import { composerFichierDuJury } from '../../shared/jury/composer.ts';
import { controlerFichierDuJury } from '../../shared/jury/controler.ts';
import { documentDesLivrets, livretEnPage } from '../../shared/jury/document.tsx';
import type { EditionDeJury } from '../../shared/jury/edition.ts';
import { avecNavigateur } from '../../shared/jury/navigateur.ts';
import { relirePdf } from '../../shared/jury/relire.ts';
import { vocabulaireDe } from '../../shared/transfert/termes.ts';
import { ecrireAvecPdfkit } from './jury-pdfkit.ts';

/**
 * One measure of `jury.ts`, in a process of its own: `jury-mesure <quoi> <édition> <sortie>`. Its last line is what
 * it measured.
 */
const [quoi, fichierDEdition = '', sortie = ''] = process.argv.slice(2);
const edition = JSON.parse(readFileSync(fichierDEdition, 'utf8')) as EditionDeJury;
const couche = coucheAssemblee();

async function chronometrer<T>(faire: () => Promise<T>): Promise<[T, number]> {
  const debut = performance.now();
  const resultat = await faire();
  return [resultat, (performance.now() - debut) / 1000];
}

const MESURES: Readonly<Record<string, () => Promise<Record<string, number>>>> = {
  /** As the function does: browsers started, every PDF made, browsers closed. */
  async composition() {
    const [fichier, secondes] = await chronometrer(() =>
      avecNavigateur((navigateur) => composerFichierDuJury(edition, navigateur), { couche, presses: 2 }),
    );
    writeFileSync(sortie, fichier.pdf);
    const octets = fichier.livrets.reduce((total, livret) => total + livret.pdf.length, fichier.pdf.length);
    const pages = fichier.livrets.reduce((total, livret) => total + livret.pages, 0);
    return { secondes, octets, pages, fichiers: fichier.livrets.length + 1 };
  },
  /** The measure to compare with: the same pages of the same livrets, the browser already there. */
  async impression() {
    return avecNavigateur(
      async (navigateur) => {
        const html = documentDesLivrets(
          edition,
          edition.candidats.map((candidat) => livretEnPage(edition, candidat)),
        );
        const [pdf, secondes] = await chronometrer(() => navigateur.imprimer(html));
        return { secondes, octets: pdf.length };
      },
      { couche, delaiImpression: 300_000 },
    );
  },
  async pdfkit() {
    const [octets, secondes] = await chronometrer(() => ecrireAvecPdfkit(edition, sortie));
    return { secondes, octets };
  },
  async controle() {
    const pdf = new Uint8Array(readFileSync(sortie));
    const [verdict, secondes] = await chronometrer(async () =>
      controlerFichierDuJury({
        fichier: await relirePdf(pdf),
        candidats: edition.candidats,
        termes: edition.candidats.map(({ noEleve, livret }, rang) => ({
          noEleve,
          vocabulaire: vocabulaireDe(livret),
          termes: [
            { terme: `ZWORKOWSKI${rang}`, nature: 'nom' },
            { terme: `Xénophonte${rang}`, nature: 'prenom' },
            { terme: `${123_456_700 + rang}AB`, nature: 'ine' },
            { terme: String(401_000 + rang), nature: 'eleve-id' },
            { terme: '0210047H', nature: 'uai' },
            { terme: 'Lycée Quetzalcoatl', nature: 'etablissement' },
            { terme: 'Quincampoix-sur-Yvette', nature: 'commune' },
          ],
        })),
      }),
    );
    return { secondes, pages: verdict.pages, anomalies: verdict.anomalies.length };
  },
};

const mesure = MESURES[quoi ?? ''];
if (mesure === undefined) throw new Error(`no such measure: ${quoi}`);
process.stdout.write(`\n${JSON.stringify(await mesure())}`);
