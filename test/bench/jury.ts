import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { OPTIONS_DE_BUNDLE, POUR_ESBUILD } from '../../infra/constructs/bundle.ts';
import { coucheAssemblee } from '../../layers/chromium/assembler.ts';
import { ecrire, tableau } from '../../shared/cli/affichage.ts';
import { juryDe, livretsFabriques } from '../jury/fabriques.ts';

/**
 * The jury's file on 120 candidates, in one run and on the same content (issue 7): composed and
 * zipped as the function does, printed at once by one browser, written by pdfkit, then read back and controlled. Each measure has a process of its
 * own, whose memory is sampled with that of all it started; of several passes the quickest counts.
 *
 *     node test/bench/jury.ts [candidats] [passes]
 */
const [candidats, passes] = [Number(process.argv[2] ?? 120), Number(process.argv[3] ?? 2)];
const [PART_MAX, MEGAOCTETS_MAX, ZIP_MAX] = [0.8, 2200, 13];
const INTERVALLE_MS = 100;

interface Mesure {
  readonly secondes: number;
  readonly octets?: number;
  readonly pages?: number;
  readonly anomalies?: number;
  readonly megaoctets: number;
  /** Seconds of processor, of the process and of all it started. */
  readonly processeur: number;
}

/** Of `/proc/<pid>/stat`: ticks of a hundredth of a second on any Linux. */
const TOPS_PAR_SECONDE = 100;

/** Resident memory of a process and of all its descendants, megabytes; `processeur` keeps the ticks of each. */
function megaoctetsDe(racine: number, processeur: Map<number, number>): number {
  const enfants = new Map<number, number[]>();
  const memoires = new Map<number, number>();
  const tops = new Map<number, number>();
  for (const pid of readdirSync('/proc').filter((nom) => /^\d+$/.test(nom))) {
    try {
      const etat = readFileSync(`/proc/${pid}/status`, 'utf8');
      const nombre = (cle: string) => Number(new RegExp(`^${cle}:\\s+(\\d+)`, 'm').exec(etat)?.[1] ?? 0);
      enfants.set(nombre('PPid'), [...(enfants.get(nombre('PPid')) ?? []), Number(pid)]);
      memoires.set(Number(pid), nombre('VmRSS') / 1024);
      const [utime = 0, stime = 0] =
        readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ').slice(11, 13).map(Number) ?? [];
      tops.set(Number(pid), utime + stime);
    } catch {
      // It ended while it was being read.
    }
  }
  const total = (pid: number): number => {
    processeur.set(pid, tops.get(pid) ?? processeur.get(pid) ?? 0);
    return (memoires.get(pid) ?? 0) + (enfants.get(pid) ?? []).reduce((somme, enfant) => somme + total(enfant), 0);
  };
  return total(racine);
}

async function mesurer(programme: string, quoi: string, ...reste: string[]): Promise<Mesure> {
  const processus = spawn(process.execPath, [programme, quoi, ...reste], { stdio: ['ignore', 'pipe', 'inherit'] });
  let megaoctets = 0;
  const tops = new Map<number, number>();
  const releve = setInterval(() => {
    megaoctets = Math.max(megaoctets, megaoctetsDe(processus.pid ?? 0, tops));
  }, INTERVALLE_MS);
  let sortie = '';
  processus.stdout.setEncoding('utf8').on('data', (texte: string) => {
    sortie += texte;
  });
  const code = await new Promise((resolve) => processus.on('close', resolve));
  clearInterval(releve);
  if (code !== 0) throw new Error(`${quoi}: exit code ${code}`);
  const processeur = [...tops.values()].reduce((total, un) => total + un, 0) / TOPS_PAR_SECONDE;
  const mesure = JSON.parse(sortie.slice(sortie.lastIndexOf('\n') + 1)) as Omit<Mesure, 'megaoctets' | 'processeur'>;
  return { ...mesure, megaoctets, processeur };
}

const dossier = mkdtempSync(join(tmpdir(), 'bench-jury-'));
try {
  coucheAssemblee();
  const programme = join(import.meta.dirname, '../../node_modules/.cache/bench-jury.mjs');
  await build({
    ...OPTIONS_DE_BUNDLE,
    ...POUR_ESBUILD,
    // It has files of its own, which it reads beside itself.
    external: ['pdfkit'],
    define: { 'import.meta.dirname': JSON.stringify(join(import.meta.dirname, '../../layers/chromium')) },
    entryPoints: [join(import.meta.dirname, 'jury-mesure.ts')],
    outfile: programme,
    logLevel: 'error',
  });
  const edition = join(dossier, 'edition.json');
  writeFileSync(edition, JSON.stringify(juryDe(await livretsFabriques(candidats))));
  const fichier = join(dossier, 'jury.zip');

  const MESURES = [
    ['composition', 'composition du ZIP', fichier],
    ['impression', 'impression de tout le jury en une fois', ''],
    ['pdfkit', 'mêmes mots et filets par pdfkit', join(dossier, 'pdfkit.pdf')],
    ['controle', 'relecture et contrôle', fichier],
  ] as const;
  const meilleures = new Map<string, Mesure>();
  for (let passe = 1; passe <= passes; passe += 1) {
    for (const [quoi, , sortie] of MESURES) {
      const mesure = await mesurer(programme, quoi, edition, sortie);
      const autre = meilleures.get(quoi);
      const megaoctets = Math.max(mesure.megaoctets, autre?.megaoctets ?? 0);
      const plusRapide = autre === undefined || mesure.secondes < autre.secondes ? mesure : autre;
      meilleures.set(quoi, { ...plusRapide, megaoctets });
    }
  }
  const lire = (quoi: string): Mesure => meilleures.get(quoi) ?? { secondes: 0, megaoctets: 0, processeur: 0 };
  const [composition, impression, controle] = [lire('composition'), lire('impression'), lire('controle')];
  const decimal = (valeur: number, chiffres: number) => valeur.toFixed(chiffres).replace('.', ',');
  ecrire(
    tableau(
      [
        { titre: `${candidats} livrets, ${controle.pages} pages`, valeur: ([, nom]) => nom },
        { titre: 'Secondes', valeur: ([quoi]) => decimal(lire(quoi).secondes, 1), alignement: 'droite' },
        {
          titre: 'Part de l’impression',
          valeur: ([quoi]) => decimal(lire(quoi).secondes / impression.secondes, 2),
          alignement: 'droite',
        },
        { titre: 's de processeur', valeur: ([quoi]) => decimal(lire(quoi).processeur, 1), alignement: 'droite' },
        { titre: 'Mo de mémoire', valeur: ([quoi]) => decimal(lire(quoi).megaoctets, 0), alignement: 'droite' },
        { titre: 'Mo écrits', valeur: ([quoi]) => decimal((lire(quoi).octets ?? 0) / 1e6, 1), alignement: 'droite' },
      ],
      MESURES,
    ),
  );
  const bornes = [
    [
      `composition en plus de ${decimal(PART_MAX, 1)} fois l’impression`,
      composition.secondes > PART_MAX * impression.secondes,
    ],
    [`plus de ${MEGAOCTETS_MAX} Mo de mémoire`, composition.megaoctets > MEGAOCTETS_MAX],
    [`plus de ${ZIP_MAX} Mo de ZIP`, (composition.octets ?? 0) > ZIP_MAX * 1e6],
    ['contrôle plus long que la composition', controle.secondes > composition.secondes],
    ['un fichier qui n’est pas conforme', controle.anomalies !== 0],
  ] as const;
  for (const [borne, depassee] of bornes) {
    if (!depassee) continue;
    ecrire(`hors limites : ${borne}`);
    process.exitCode = 1;
  }
} finally {
  rmSync(dossier, { recursive: true, force: true });
}
