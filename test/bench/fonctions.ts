import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableau } from '../../shared/cli/affichage.ts';
import { ENTREES, faireBundle } from '../infra/bundles.ts';
import { synthetiser } from '../infra/synthese.ts';

/**
 * The bundle of each function: its size, and the time that a new process takes to import it, beside that of a function
 * that does nothing. The environment is the one that the template gives.
 */
const PASSES = 5;
const VIDE = '(fonction vide)';

const dossier = mkdtempSync(join(tmpdir(), 'lsl-fonctions-'));
const fichierDe = (entree: string): string => join(dossier, `${entree.replace('/', '-')}.mjs`);

interface Mesure {
  readonly entree: string;
  readonly octets: number;
  readonly environnement: Record<string, string>;
  readonly millisecondes: number[];
}

const nuage = synthetiser({ academie: 'creteil', national: 'true' });
function environnementDe(entree: string): Record<string, string> {
  const suffixe = entree.replace('/', '-');
  const fonction = nuage
    .ressources('AWS::Lambda::Function')
    .find(({ proprietes }) => String(proprietes.FunctionName).replace(/^lsl-[a-z]+-/, '') === suffixe);
  if (fonction === undefined) throw new Error(`${entree} is not deployed`);
  return (fonction.proprietes.Environment as { Variables: Record<string, string> }).Variables;
}

/** Milliseconds of the import alone: Node itself has started before. */
function importer(fichier: string, environnement: Record<string, string>): number {
  const programme = `const debut = performance.now(); await import('${fichier}'); console.log(performance.now() - debut)`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', programme], {
    env: { PATH: process.env.PATH, AWS_REGION: 'eu-west-3', ...environnement },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return Number(stdout);
}

const mediane = (valeurs: readonly number[]): number =>
  valeurs.toSorted((a, b) => a - b)[Math.floor(valeurs.length / 2)] ?? 0;

try {
  const vide = fichierDe(VIDE);
  writeFileSync(vide, 'export const handler = async () => {};\n');
  const mesures: Mesure[] = [{ entree: VIDE, octets: 39, environnement: {}, millisecondes: [] }];
  for (const entree of ENTREES) {
    const { octets } = await faireBundle(entree, fichierDe(entree));
    mesures.push({ entree, octets, environnement: environnementDe(entree), millisecondes: [] });
  }
  // One pass over all of them after another: what else the machine does falls on each alike.
  for (let passe = 1; passe <= PASSES; passe++) {
    for (const { entree, environnement, millisecondes } of mesures) {
      millisecondes.push(importer(fichierDe(entree), environnement));
    }
  }
  const temoin = mediane(mesures[0]?.millisecondes ?? []);
  const lignes = mesures.toSorted((a, b) => mediane(b.millisecondes) - mediane(a.millisecondes));
  const ms = (valeur: number): string => valeur.toFixed(1).replace('.', ',');
  process.stdout.write(
    `${tableau(
      [
        { titre: 'Fonction', valeur: ({ entree }: Mesure) => entree },
        { titre: 'Ko', valeur: ({ octets }) => (octets / 1000).toFixed(0), alignement: 'droite' },
        { titre: 'Import, ms', valeur: ({ millisecondes }) => ms(mediane(millisecondes)), alignement: 'droite' },
        { titre: 'De plus', valeur: ({ millisecondes }) => ms(mediane(millisecondes) - temoin), alignement: 'droite' },
      ],
      lignes,
    )}\nmédiane de ${PASSES} processus neufs, Node ${process.versions.node}\n`,
  );
} finally {
  rmSync(dossier, { recursive: true });
}
