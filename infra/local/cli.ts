import { relative } from 'node:path';
import pc from 'picocolors';
import yargs, { type Argv } from 'yargs';
import { hideBin } from 'yargs/helpers';
import { estErreurCodee } from '../../shared/kernel/erreur.ts';
import { CONTEXTE_LOCAL } from './contexte.ts';
import type { Progres } from './erreurs.ts';
import { arreter, demarrer, deployer, etat, type Nuage, type Sorties } from './nuage.ts';

/** Exit codes of the command, as its help says. */
const SORTIE = { reussite: 0, echec: 1, mesusage: 3 } as const;

const afficher = (texte: string) => process.stdout.write(`${texte}\n`);
const progres: Progres = (étape) => process.stderr.write(`${pc.dim(`… ${étape}`)}\n`);

/** Runs a command, and shows a coded error as the user must read it. */
async function finir(executer: () => Promise<void>): Promise<void> {
  try {
    await executer();
  } catch (erreur) {
    if (!estErreurCodee(erreur)) throw erreur;
    process.stderr.write(`${pc.red('Erreur')} ${erreur.message} ${pc.dim(`[${erreur.code}]`)}\n${erreur.remede}\n`);
    process.exitCode = SORTIE.echec;
  }
}

function decrireNuage({ endpoint, dossier, droits, certificat }: Nuage): string {
  return [
    `Nuage local : ${pc.bold(endpoint)}${droits ? ' (droits vérifiés)' : ''}`,
    ...(certificat === undefined ? [] : [`Certificat  : ${certificat}`]),
    `Journaux    : ${relative(process.cwd(), dossier) || '.'}/journaux`,
  ].join('\n');
}

function decrireSorties({ piles, deployeLe }: Sorties): string {
  return [
    `Déployé le ${new Date(deployeLe).toLocaleString('fr-FR')}`,
    ...Object.entries(piles).flatMap(([pile, sorties]) => [
      pc.bold(pile),
      ...Object.entries(sorties)
        .filter(([nom]) => !nom.startsWith('ExportsOutput')) // what stacks pass to each other
        .map(([nom, valeur]) => `  ${nom} = ${valeur}`),
    ]),
  ].join('\n');
}

function optionDossier<T>(commande: Argv<T>) {
  return commande.option('dossier', {
    type: 'string',
    requiresArg: true,
    describe: 'Où il écrit',
    defaultDescription: 'LSL_CLOUD_DIR, sinon .cloud',
  });
}

function optionsDemarrage<T>(commande: Argv<T>) {
  return optionDossier(commande)
    .option('port', { type: 'number', requiresArg: true, describe: 'Son port', defaultDescription: 'un port libre' })
    .option('droits', { type: 'boolean', describe: 'Vérifier les signatures et les droits IAM, en HTTPS' })
    .check(({ port }) => {
      if (port === undefined || (Number.isInteger(port) && port > 0 && port < 65_536)) return true;
      throw new Error('Le port est un nombre de 1 à 65535.');
    });
}

function lireContexte(valeurs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    valeurs.map((valeur) => {
      const separateur = valeur.indexOf('=');
      if (separateur < 1) throw new Error(`Contexte mal écrit : ${valeur} (attendu : clé=valeur).`);
      return [valeur.slice(0, separateur), valeur.slice(separateur + 1)];
    }),
  );
}

await yargs(hideBin(process.argv))
  .scriptName('npm run cloud --')
  .locale('fr')
  .updateStrings({ 'Show help': 'Affiche l’aide' })
  .usage(
    'Nuage local du livret scolaire : un émulateur d’AWS, sur cette machine seulement.\n\n' +
      'Usage : npm run cloud -- <commande> [options]',
  )
  .help('aide')
  .alias('aide', 'h')
  .version(false)
  .strict()
  .demandCommand(1, 'Indiquez une commande ; « npm run cloud -- --aide » en donne la liste.')
  .command('up', 'Démarre le nuage local', optionsDemarrage, ({ dossier, port, droits }) =>
    finir(async () => {
      afficher(decrireNuage(await demarrer({ dossier, port, droits, progres })));
    }),
  )
  .command(
    'deploy',
    'Le démarre au besoin, puis y déploie l’application dans un nuage vide',
    (commande) =>
      optionsDemarrage(commande).option('contexte', {
        alias: 'c',
        array: true,
        type: 'string',
        describe: 'clé=valeur à ajouter au contexte de l’application, ou à y remplacer',
        default: [] as string[],
        defaultDescription: Object.entries(CONTEXTE_LOCAL)
          .map((entree) => entree.join('='))
          .join(' '),
        coerce: lireContexte,
      }),
    ({ dossier, port, droits, contexte }) =>
      finir(async () => {
        const options = { dossier, port, droits, contexte: { ...CONTEXTE_LOCAL, ...contexte } };
        const sorties = await deployer({ ...options, progres });
        const { nuage } = await etat({ dossier });
        if (nuage) afficher(decrireNuage(nuage));
        afficher(decrireSorties(sorties));
      }),
  )
  .command('status', 'Dit s’il tourne, où, et ce qui y est déployé', optionDossier, ({ dossier }) =>
    finir(async () => {
      const { nuage, sorties } = await etat({ dossier });
      if (nuage === undefined) {
        afficher('Nuage local arrêté.');
        return;
      }
      afficher(decrireNuage(nuage));
      afficher(sorties ? decrireSorties(sorties) : 'Rien n’y est déployé.');
    }),
  )
  .command(
    'down',
    'L’arrête et efface ses données',
    (commande) =>
      optionDossier(commande).option('garder', { type: 'boolean', describe: 'Garder les journaux', default: false }),
    ({ dossier, garder }) =>
      finir(async () => {
        afficher((await arreter({ dossier, garder })) ? 'Nuage local arrêté.' : 'Aucun nuage local ne tournait.');
      }),
  )
  .epilogue('Codes de sortie : 0 réussi · 1 échoué · 3 mauvaise utilisation.')
  .wrap(100)
  .fail((message, erreur, aide) => {
    if (message === null && erreur !== undefined) throw erreur;
    process.stderr.write(`${message}\n\n${aide.help()}\n`);
    process.exit(SORTIE.mesusage);
  })
  .parseAsync();
