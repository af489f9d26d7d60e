import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { inspect } from 'node:util';
import pc from 'picocolors';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { attente, duree, ecrire, tableau } from '../../../shared/cli/affichage.ts';
import { ecrireErreur } from '../../../shared/cli/erreurs.ts';
import { SORTIE } from '../../../shared/cli/sorties.ts';
import { estErreurCodee } from '../../../shared/kernel/erreur.ts';
import { CONTEXTE_LOCAL } from '../contexte.ts';
import { arreter, deployer } from '../nuage.ts';
import { corriger } from './correction.ts';
import { JURY_DU_LYCEE, Lycee } from './lycee.ts';
import { completerEtValider } from './saisies.ts';
import { commander, controler, SESSION } from './scene.ts';

const RACINE = resolve(import.meta.dirname, '../../..');
const DONNEES = join(import.meta.dirname, 'donnees');
/** A real export, beside the project where its makers work; a user's clone has the one of the same shape. */
const EXPORT_GEPI = resolve(RACINE, '../shared/samples/lsl/LSL_gepi-plugin_valide.xml');

const UAI = '0380029A';
const JURY = 'ST2S-01';

/** A session from end to end, on the stacks of AWS: from the exports of two establishments to the files of their juries. */
async function jouer(nuage: string): Promise<{ readonly endpoint: string }> {
  const resultats = join(nuage, 'demo');
  await mkdir(resultats, { recursive: true });
  const zip = join(resultats, `jury-${JURY}.zip`);
  const zipCorrige = join(resultats, `jury-${JURY}-edition-2.zip`);
  const autreZip = join(resultats, `jury-${JURY_DU_LYCEE}.zip`);
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
  const lycee = new Lycee(nuage, resultats);
  const session = ['--session', SESSION];
  const ici = ['--etablissement', UAI, ...session];
  const deploiement = await etape('Déployer sur le nuage local les piles d’AWS', () => deployerAvecSuivi(nuage));

  await etape('Un lycée dépose la nomenclature, ses exports SIECLE et celui de ses notes', async () => {
    await lsl('deposer', join(DONNEES, 'nomenclature.xml'), '--pour', 'academie', '--attendre');
    await lsl('deposer', join(DONNEES, 'siecle-2014.xml'), '--pour', UAI, '--attendre');
    await lsl('deposer', siecle, '--pour', UAI, '--attendre');
    await lsl('deposer', notes, '--pour', UAI, '--attendre');
    await lsl('livrets', ...ici);
  });

  await etape('Compléter à la main ce que l’import a laissé, ouvrir aux familles, valider', () =>
    completerEtValider(nuage, UAI, notes === EXPORT_GEPI),
  );

  await etape('Un second lycée, de 120 élèves, dépose et valide', async () => {
    await lycee.deposer();
    await lycee.valider();
  });

  await etape('Charger les candidats de la DEC et les apparier aux élèves', async () => {
    await lsl('deposer', join(DONNEES, 'candidats.csv'), '--pour', 'academie', ...session, '--attendre');
    await lsl('appariement', ...ici, '--envoyer');
    await lycee.apparier();
  });

  await etape('Envoyer les livrets au référentiel national', async () => {
    // Of the paper livret, the status alone: it travels by itself.
    await lsl('transferer', ...ici, '--attendre');
    await lsl('livrets', ...ici);
    await lycee.envoyer();
  });

  await etape('Contrôler la présence des livrets', async () => {
    // A copy on paper is not seen yet, and candidates have no livret.
    await commander(nuage, ['presence', ...session], SORTIE.partielle);
    await lsl('presence', ...session, '--jury', JURY, '--vus', '0104');
  });

  const [controle, autreControle] = await etape('Demander les fichiers de deux jurys, et les relire', async () => {
    await lsl('fichier-jury', ...session, '--jury', JURY, '--telecharger', zip);
    await lsl('fichier-jury', 'verifier', zip);
    const lu = await controler(nuage, { jury: JURY, zip, siecle, uai: UAI });
    return [lu, await lycee.demanderLeFichier(autreZip)];
  });

  const corrige = await etape('Corriger un livret après son envoi : une nouvelle édition', async () => {
    await corriger(nuage, UAI);
    const motif = 'Un livret a été corrigé après son envoi.';
    await lsl('fichier-jury', ...session, '--jury', JURY, '--motif', motif, '--telecharger', zipCorrige);
    await lsl('fichier-jury', 'suivi', ...session);
    return controler(nuage, { jury: JURY, zip: zipCorrige, siecle, uai: UAI });
  });

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
  ecrire('\nFichiers des jurys :');
  for (const [fichier, contenu] of [
    [zip, controle],
    [zipCorrige, corrige],
    [autreZip, autreControle],
  ]) {
    ecrire(`  ${relative(process.cwd(), fichier ?? '')} (${contenu})`);
  }
  return deploiement;
}

interface Etape {
  readonly titre: string;
  readonly ms: number;
}

async function deployerAvecSuivi(dossier: string): Promise<{ readonly endpoint: string }> {
  const suivi = attente();
  try {
    // Its story is that of one académie: the other one of the local cloud would only take time.
    const contexte = { ...CONTEXTE_LOCAL, academie: 'grenoble' };
    return await deployer({ dossier, contexte, progres: (etape) => suivi.dire(etape) });
  } finally {
    suivi.finir();
  }
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
