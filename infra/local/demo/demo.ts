import { spawn } from 'node:child_process';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { inspect } from 'node:util';
import pc from 'picocolors';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { attente, duree, ecrire, tableau } from '../../../shared/cli/affichage.ts';
import { ecrireErreur } from '../../../shared/cli/erreurs.ts';
import { SORTIE, type Sortie } from '../../../shared/cli/sorties.ts';
import type { DossierEleve } from '../../../shared/imports/dossiers.ts';
import { lireFlux } from '../../../shared/imports/lire-flux.ts';
import { controlerFichierDuJury } from '../../../shared/jury/controler.ts';
import { relirePdf } from '../../../shared/jury/relire.ts';
import { ErreurCodee, estErreurCodee } from '../../../shared/kernel/erreur.ts';
import { compte } from '../../../shared/kernel/texte.ts';
import { arreter, deployer } from '../nuage.ts';

const RACINE = resolve(import.meta.dirname, '../../..');
const DONNEES = join(import.meta.dirname, 'donnees');
/** A real export, beside the project where its makers work; a user's clone has the one of the same shape. */
const EXPORT_GEPI = resolve(RACINE, '../shared/samples/lsl/LSL_gepi-plugin_valide.xml');

const UAI = '0380029A';
const SESSION = '2016';
const JURY = 'ST2S-01';

/** The main job from end to end, on the stacks of AWS: from an establishment's exports to its jury's file. */
async function jouer(nuage: string): Promise<{ readonly endpoint: string }> {
  const resultats = join(nuage, 'demo');
  await mkdir(resultats, { recursive: true });
  const pdf = join(resultats, `jury-${JURY}.pdf`);
  const notes = existsSync(EXPORT_GEPI) ? EXPORT_GEPI : join(DONNEES, 'notes.xml');
  const siecle = join(DONNEES, 'siecle.xml');
  const etapes: Etape[] = [];
  const etape = async <T>(titre: string, jeu: () => Promise<T>): Promise<T> => {
    ecrire(`\n${pc.bold(pc.cyan(`${etapes.length + 1}. ${titre}`))}`);
    const debut = performance.now();
    const issue = await jeu();
    etapes.push({ titre, ms: performance.now() - debut });
    return issue;
  };
  const lsl = (...args: readonly string[]) => commander(nuage, args, SORTIE.reussite);

  ecrire(pc.bold('Le livret scolaire du lycée, de l’export de l’établissement au fichier du jury'));
  const deploiement = await etape('Déployer sur le nuage local les piles d’AWS', () => deployerAvecSuivi(nuage));

  await etape('Déposer la nomenclature, l’export SIECLE et l’export des notes', async () => {
    await lsl('deposer', join(DONNEES, 'nomenclature.xml'), '--pour', 'academie', '--attendre');
    await lsl('deposer', siecle, '--pour', UAI, '--attendre');
    await lsl('deposer', notes, '--pour', UAI, '--attendre');
    await lsl('livrets', '--etablissement', UAI, '--session', SESSION);
  });

  await etape('Charger les candidats de la DEC et les apparier par INE', async () => {
    await lsl('deposer', join(DONNEES, 'candidats.csv'), '--pour', 'academie', '--session', SESSION, '--attendre');
    await lsl('appariement', '--etablissement', UAI, '--session', SESSION, '--envoyer');
  });

  await etape('Envoyer les livrets au référentiel national', async () => {
    // One pupil of the list has no marks: its livret stays, and the command says so.
    const args = ['transferer', '--etablissement', UAI, '--session', SESSION, '--attendre'];
    await commander(nuage, args, SORTIE.partielle);
    await lsl('livrets', '--etablissement', UAI, '--session', SESSION);
  });

  await etape('Demander le fichier du jury et le télécharger', () =>
    lsl('fichier-jury', '--session', SESSION, '--jury', JURY, '--telecharger', pdf),
  );

  const controle = await etape('Relire le fichier page à page', () => controler(nuage, pdf, siecle));

  ecrire(`\n${pc.bold(pc.green('Tout est passé.'))}`);
  ecrire(
    tableau(
      [
        { titre: 'Étape', valeur: ({ titre }: Etape) => titre },
        { titre: 'Durée', valeur: ({ ms }: Etape) => duree(ms), alignement: 'droite' },
      ],
      [...etapes, { titre: 'En tout', ms: etapes.reduce((total, { ms }) => total + ms, 0) }],
    ),
  );
  ecrire(`\nFichier du jury : ${relative(process.cwd(), pdf)} (${controle})`);
  return deploiement;
}

interface Etape {
  readonly titre: string;
  readonly ms: number;
}

async function deployerAvecSuivi(dossier: string): Promise<{ readonly endpoint: string }> {
  const suivi = attente();
  try {
    return await deployer({ dossier, progres: (etape) => suivi.dire(etape) });
  } finally {
    suivi.finir();
  }
}

/** Runs the `lsl` command as a user would, under what they would type. */
async function commander(nuage: string, args: readonly string[], attendue: Sortie): Promise<void> {
  const montres = args.map((arg) => (arg.startsWith('/') ? relative(process.cwd(), arg) : arg));
  ecrire(`\n${pc.dim('$')} lsl ${montres.join(' ')}`);
  const code = await new Promise<number | null>((fin, echec) => {
    const enfant = spawn(process.execPath, [join(RACINE, 'shared/cli/lsl.ts'), ...args], {
      stdio: 'inherit',
      env: { ...process.env, LSL_CLOUD_DIR: nuage, LSL_ACADEMIE: 'grenoble' },
    });
    enfant.once('error', echec);
    enfant.once('exit', fin);
  });
  if (code === attendue) return;
  throw new ErreurCodee(
    'demo-interrompue',
    `La commande « lsl ${args[0] ?? ''} » s’est terminée avec le code ${code}, alors que ${attendue} était attendu.`,
    'Lisez ce qu’elle dit ci-dessus, puis les journaux du nuage.',
  );
}

/**
 * The demo's own look at the file: text on every page, the right number in the right place, and no name, first
 * name, INE, SIECLE id or UAI of any pupil of the list.
 */
async function controler(nuage: string, pdf: string, siecle: string): Promise<string> {
  const { candidats } = await lireSortie<{ candidats: { noPv: string; noEleve: string }[] }>(nuage, [
    'fichier-jury',
    '--session',
    SESSION,
    '--jury',
    JURY,
    '--etat',
    '--json',
  ]);
  const eleves: DossierEleve[] = [];
  for await (const lu of lireFlux(createReadStream(siecle))) {
    if (lu.type === 'dossier' && lu.flux === 'eleves') eleves.push(lu.dossier);
  }
  const termes = eleves.map(({ nomDeFamille, nomUsage, prenoms, ine, eleveId }) => ({
    noEleve: '',
    termes: [
      { terme: nomDeFamille, nature: 'nom' as const },
      ...(nomUsage === null ? [] : [{ terme: nomUsage, nature: 'nom' as const }]),
      ...prenoms.map((terme) => ({ terme, nature: 'prenom' as const })),
      ...(ine === null ? [] : [{ terme: ine, nature: 'ine' as const }]),
      { terme: eleveId, nature: 'eleve-id' as const },
      { terme: UAI, nature: 'uai' as const },
    ],
  }));
  const fichier = await relirePdf(await readFile(pdf));
  const verdict = controlerFichierDuJury({
    fichier,
    candidats: candidats.toSorted((a, b) => a.noPv.localeCompare(b.noPv)),
    termes,
  });
  if (!verdict.conforme) {
    throw new ErreurCodee(
      'demo-fichier-non-conforme',
      `Le fichier du jury n’est pas conforme : ${verdict.anomalies.map(({ message }) => message).join(' ')}`,
      'Signalez cette erreur avec le fichier produit.',
    );
  }
  for (const { noPv, noEleve, premierePage, pages } of verdict.livrets) {
    ecrire(
      `${pc.green('✓')} No PV ${noPv}, No Élève ${noEleve} : ${compte(pages, 'page')} à partir de la page ${premierePage}`,
    );
  }
  ecrire(`${pc.green('✓')} aucun nom, prénom, INE, identifiant ou UAI des ${eleves.length} élèves dans le fichier`);
  return `${compte(verdict.pages, 'page')}, ${compte(verdict.livrets.length, 'livret')}`;
}

async function lireSortie<T>(nuage: string, args: readonly string[]): Promise<T> {
  const enfant = spawn(process.execPath, [join(RACINE, 'shared/cli/lsl.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, LSL_CLOUD_DIR: nuage, LSL_ACADEMIE: 'grenoble' },
  });
  let texte = '';
  for await (const morceau of enfant.stdout) texte += String(morceau);
  return JSON.parse(texte) as T;
}

const { keep } = await yargs(hideBin(process.argv))
  .scriptName('npm run demo --')
  .locale('fr')
  .updateStrings({ 'Show help': 'Affiche l’aide' })
  .help('aide')
  .version(false)
  .strict()
  .option('keep', { type: 'boolean', default: false, describe: 'Laisser tourner le nuage local à la fin' })
  .parseAsync();

const nuage = process.env.LSL_CLOUD_DIR ?? join(RACINE, '.cloud');
let echec = false;
try {
  const { endpoint } = await jouer(nuage);
  if (keep) {
    ecrire(`\nNuage local, resté en marche : ${endpoint}`);
    ecrire(`  le rejoindre : npx lsl livrets --etablissement ${UAI} --session ${SESSION}`);
    ecrire('  l’arrêter    : npm run cloud -- down');
  }
} catch (erreur) {
  echec = true;
  process.exitCode = SORTIE.echec;
  process.stderr.write('\n');
  if (estErreurCodee(erreur)) ecrireErreur(erreur);
  else process.stderr.write(`${inspect(erreur)}\n`);
  process.stderr.write(`Journaux : ${relative(process.cwd(), join(nuage, 'journaux'))}\n`);
  if (keep) process.stderr.write('Nuage local : « npm run cloud -- status » dit s’il tourne, « down » l’arrête.\n');
}
if (!keep) await arreter({ garder: echec });
