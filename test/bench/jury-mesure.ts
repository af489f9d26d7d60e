import { readFileSync, writeFileSync } from 'node:fs';
import { coucheAssemblee } from '../../layers/chromium/assembler.ts';
import { assemblerFichier } from '../../shared/jury/assembler.ts';
import { composerFichierDuJury } from '../../shared/jury/composer.ts';
import { controlerZip } from '../../shared/jury/controler-zip.ts';
import { documentDesLivrets, livretEnPage } from '../../shared/jury/document.tsx';
import type { EditionDeJury } from '../../shared/jury/edition.ts';
import type { Edition } from '../../shared/jury/fichier.ts';
import { avecNavigateur } from '../../shared/jury/navigateur.ts';
import { sha256 } from '../../shared/kernel/empreinte.ts';
import { type TermesInterdits, vocabulaireDe } from '../../shared/transfert/termes.ts';
import { ecrireAvecPdfkit } from './jury-pdfkit.ts';

/**
 * One measure of `jury.ts`, in a process of its own: `jury-mesure <quoi> <édition> <sortie>`. Its last line is what
 * it measured.
 */
const [quoi, fichierDEdition = '', sortie = ''] = process.argv.slice(2);
const edition = JSON.parse(readFileSync(fichierDEdition, 'utf8')) as EditionDeJury;
const couche = coucheAssemblee();
/** The same edition, as it is kept: numbers, and where its livrets are. */
const editee: Edition = {
  session: edition.session,
  jury: edition.jury,
  n: edition.edition,
  etat: 'compose',
  demandeLe: edition.dateEdition,
  motif: null,
  candidats: edition.candidats.map(({ noPv, noEleve, livret }) => ({
    noPv,
    noEleve,
    projection: { cle: `projections/${noEleve}/0-1.json`, empreinte: sha256(JSON.stringify(livret)) },
    termes: { cle: `termes/${noEleve}/0-1.json`, empreinte: sha256(noEleve) },
  })),
  sansLivret: [],
  echecs: [],
  pages: null,
  empreinte: null,
  anomalies: [],
};

async function chronometrer<T>(faire: () => Promise<T>): Promise<[T, number]> {
  const debut = performance.now();
  const resultat = await faire();
  return [resultat, (performance.now() - debut) / 1000];
}

const MESURES: Readonly<Record<string, () => Promise<Record<string, number>>>> = {
  /** As the function does: browsers started, every PDF made, browsers closed, the ZIP put together. */
  async composition() {
    const [zip, secondes] = await chronometrer(async () =>
      assemblerFichier(
        editee,
        await avecNavigateur((navigateur) => composerFichierDuJury(edition, navigateur), { couche, presses: 2 }),
      ),
    );
    writeFileSync(sortie, zip);
    return { secondes, octets: zip.length };
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
    const zip = new Uint8Array(readFileSync(sortie));
    const termes = edition.candidats.map(
      ({ noEleve, livret }, rang): TermesInterdits => ({
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
      }),
    );
    const [verdict, secondes] = await chronometrer(() => controlerZip(zip, editee, termes));
    return { secondes, pages: verdict.pages, anomalies: verdict.anomalies.length };
  },
};

const mesure = MESURES[quoi ?? ''];
if (mesure === undefined) throw new Error(`no such measure: ${quoi}`);
process.stdout.write(`\n${JSON.stringify(await mesure())}`);
