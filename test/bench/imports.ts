import { execFileSync, spawnSync } from 'node:child_process';
import { createWriteStream, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Document, fabriquer, octetsDe } from '../../shared/fabrique/index.ts';
import { REFERENCE } from '../reference.ts';
import type { Passe } from './passe.ts';

/**
 * Speed and memory of reading a file of notes, beside a bare pass of saxes on the same file: at least 60 % of its
 * speed, under 150 MB, and within 15 % from 32 to 100 MB (issue « imports »). Each pass has a process of its own, cold
 * as a function may be; passes alternate and the median counts, since the machine has other things to do. A cold
 * reading of 6 MB is half compiling: it is shown, and the one held to the bar is that of a function that has read
 * files before.
 *
 *     node test/bench/imports.ts [répétitions]
 */
const PART_MIN = 0.6;
const MEGAOCTETS_MAX = 150;
const ECART_MAX = 0.15;

interface Fichier {
  readonly nom: string;
  readonly eleves: number;
  /** Every pupil has a defect. */
  readonly refuse: boolean;
  /** How many times the process reads it; the last one counts. */
  readonly passes: number;
  /** Whether it is held to the bar. */
  readonly tenu: boolean;
}

const FICHIERS: readonly Fichier[] = [
  { nom: '6 Mo à froid', eleves: 440, refuse: false, passes: 1, tenu: false },
  { nom: '6 Mo', eleves: 440, refuse: false, passes: 4, tenu: true },
  { nom: '32 Mo', eleves: 2320, refuse: false, passes: 1, tenu: true },
  { nom: '32 Mo refusés', eleves: 2320, refuse: true, passes: 1, tenu: true },
  { nom: '100 Mo', eleves: 7270, refuse: false, passes: 1, tenu: true },
];

async function ecrire({ eleves, refuse }: Fichier, chemin: string): Promise<void> {
  const monde = fabriquer({ graine: 1, eleves, academie: null, defauts: false, nomenclature: null, annee: null });
  const notes = monde.sommaire.etablissements[0]?.annees[0]?.notes;
  for (const document of monde.documents()) {
    if (document.chemin !== notes) continue;
    const octets = octetsDe(refuse ? fautif(document) : document);
    await pipeline(Readable.from(octets, { objectMode: true }), createWriteStream(chemin));
  }
}

function fautif(document: Document): Document {
  return {
    ...document,
    *textes() {
      for (const texte of document.textes()) yield texte.replace(/code-periode="[TS]"/g, 'code-periode="A"');
    },
  };
}

function passer(quoi: 'saxes' | 'lecture', fichier: string, passes: number): Passe {
  const programme = join(import.meta.dirname, 'passe.ts');
  const suite = [programme, quoi, fichier, String(passes)];
  return JSON.parse(execFileSync(process.execPath, suite, { encoding: 'utf8' })) as Passe;
}

function xmllint(fichier: string): number | null {
  const schema = join(REFERENCE, 'reference/lsl/import-lsl_1.xsd');
  if (!existsSync(schema)) return null;
  const debut = performance.now();
  const { error } = spawnSync('xmllint', ['--stream', '--noout', '--schema', schema, fichier], { stdio: 'ignore' });
  return error === undefined ? (performance.now() - debut) / 1000 : null;
}

function mediane(nombres: readonly number[]): number {
  return nombres.toSorted((a, b) => a - b)[nombres.length >> 1] ?? Number.NaN;
}

const nombre = (valeur: number, decimales = 0): string => valeur.toFixed(decimales).replace('.', ',');

interface Ligne {
  readonly nom: string;
  readonly part: number;
  readonly megaoctets: number;
}

function mesurer({ nom, eleves, refuse, passes, tenu }: Fichier, chemin: string, repetitions: number): Ligne {
  const saxes: Passe[] = [];
  const nous: Passe[] = [];
  for (let i = 0; i < repetitions; i++) {
    saxes.push(passer('saxes', chemin, passes));
    nous.push(passer('lecture', chemin, passes));
  }
  const attendus = refuse ? { acceptes: 0, refuses: eleves } : { acceptes: eleves, refuses: 0 };
  for (const { acceptes, refuses } of nous) {
    if (acceptes !== attendus.acceptes || refuses !== attendus.refuses) {
      throw new Error(`${nom}: ${acceptes} accepted and ${refuses} refused of ${eleves}`);
    }
  }
  const taille = statSync(chemin).size / 1e6;
  const vitesse = (passes: readonly Passe[]): number => taille / mediane(passes.map(({ secondes }) => secondes));
  const part = mediane(nous.map(({ secondes }, rang) => (saxes[rang]?.secondes ?? 0) / secondes));
  const megaoctets = Math.max(...nous.map((passe) => passe.megaoctets));
  const temoin = xmllint(chemin);
  process.stdout.write(
    `${nom.padEnd(14)} ${nombre(taille, 1).padStart(6)} Mo   saxes seul ${nombre(vitesse(saxes), 1).padStart(5)} Mo/s` +
      `   lecture et contrôle ${nombre(vitesse(nous), 1).padStart(5)} Mo/s, soit ${nombre(part * 100).padStart(3)} %` +
      `   mémoire ${nombre(megaoctets).padStart(4)} Mo` +
      `   xmllint ${temoin === null ? 'absent' : `${nombre(taille / temoin, 1).padStart(5)} Mo/s`}` +
      `${tenu ? '' : '   (compilation comprise, sans limite)'}\n`,
  );
  return { nom, part: tenu ? part : 1, megaoctets };
}

/** What is beyond the limits. */
function ecarts(lignes: readonly Ligne[]): string[] {
  const memoire = (nom: string): number => lignes.find((ligne) => ligne.nom === nom)?.megaoctets ?? Number.NaN;
  const croissance = memoire('100 Mo') / memoire('32 Mo') - 1;
  process.stdout.write(`De 32 à 100 Mo, la mémoire varie de ${nombre(croissance * 100, 1)} %.\n`);
  return [
    ...lignes
      .filter(({ part }) => part < PART_MIN)
      .map(
        ({ nom, part }) => `${nom} : ${nombre(part * 100)} % de la vitesse de saxes, au lieu de ${PART_MIN * 100} %`,
      ),
    ...lignes
      .filter(({ megaoctets }) => megaoctets >= MEGAOCTETS_MAX)
      .map(({ nom, megaoctets }) => `${nom} : ${nombre(megaoctets)} Mo de mémoire, au lieu de ${MEGAOCTETS_MAX}`),
    ...(Math.abs(croissance) <= ECART_MAX ? [] : [`la mémoire varie de plus de ${ECART_MAX * 100} %`]),
  ];
}

const repetitions = Number(process.argv[2] ?? 7);
const dossier = mkdtempSync(join(tmpdir(), 'bench-imports-'));
try {
  const lignes: Ligne[] = [];
  for (const [rang, fichier] of FICHIERS.entries()) {
    const chemin = join(dossier, `${rang}.xml`);
    await ecrire(fichier, chemin);
    lignes.push(mesurer(fichier, chemin, repetitions));
    rmSync(chemin);
  }
  for (const ecart of ecarts(lignes)) {
    process.stdout.write(`Hors limites — ${ecart}.\n`);
    process.exitCode = 1;
  }
} finally {
  rmSync(dossier, { recursive: true, force: true });
}
