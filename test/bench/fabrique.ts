import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fabriquer } from '../../shared/cli/commandes/fabriquer.ts';

/**
 * Time, memory and weight of fictional worlds: 10,000 pupils within 60 s and 200 MB (issue « fabrique »). Each world
 * has a process of its own, whose memory is nothing but its own.
 *
 *     node test/bench/fabrique.ts [élèves] [établissements]
 */
const SECONDES_MAX = 60;
const MEGAOCTETS_MAX = 200;

interface Mesure {
  readonly secondes: number;
  readonly mega: number;
  readonly ecrits: number;
}

async function mesurer(eleves: number, academie: number | undefined): Promise<Mesure> {
  const dossier = mkdtempSync(join(tmpdir(), 'bench-fabrique-'));
  try {
    const debut = performance.now();
    await fabriquer({
      eleves,
      academie,
      graine: 1,
      sortie: dossier,
      defauts: true,
      nomenclature: undefined,
      annee: undefined,
      json: false,
    });
    const secondes = (performance.now() - debut) / 1000;
    const fichiers = readdirSync(dossier, { recursive: true, withFileTypes: true }).filter((entree) => entree.isFile());
    const octets = fichiers.reduce((total, { parentPath, name }) => total + statSync(join(parentPath, name)).size, 0);
    return { secondes, mega: process.resourceUsage().maxRSS / 1024, ecrits: octets / 1e6 };
  } finally {
    rmSync(dossier, { recursive: true, force: true });
  }
}

const [eleves, academie, mesure] = process.argv.slice(2);
if (mesure === 'mesure') {
  const resultat = await mesurer(Number(eleves), Number(academie) || undefined);
  process.stdout.write(`\n${JSON.stringify(resultat)}`);
} else {
  const mondes: readonly (readonly [number, number])[] =
    eleves === undefined
      ? [
          [10_000, 0],
          [10_000, 40],
        ]
      : [[Number(eleves), Number(academie ?? 0)]];
  for (const [nombre, lycees] of mondes) {
    const sortie = execFileSync(process.execPath, [import.meta.filename, String(nombre), String(lycees), 'mesure'], {
      encoding: 'utf8',
    });
    const { secondes, mega, ecrits } = JSON.parse(sortie.slice(sortie.lastIndexOf('\n') + 1)) as Mesure;
    const enBarre = secondes <= SECONDES_MAX && mega <= MEGAOCTETS_MAX;
    process.stdout.write(
      `${nombre} élèves, ${lycees === 0 ? 'un lycée' : `${lycees} lycées`} : ${secondes.toFixed(1).replace('.', ',')} s, ` +
        `${mega.toFixed(0)} Mo de mémoire, ${ecrits.toFixed(0)} Mo écrits, ${(ecrits / secondes).toFixed(0)} Mo/s` +
        `${enBarre ? '' : ` — hors limites (${SECONDES_MAX} s, ${MEGAOCTETS_MAX} Mo)`}\n`,
    );
    if (!enBarre) process.exitCode = 1;
  }
}
