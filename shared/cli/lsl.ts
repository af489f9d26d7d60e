#!/usr/bin/env node
import pc from 'picocolors';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { ACADEMIE } from '../imports/depot.ts';
import { estErreurCodee } from '../kernel/erreur.ts';
import { estUai } from '../kernel/uai.ts';
import { cible } from './cible.ts';
import { appariement } from './commandes/appariement.ts';
import { deposer } from './commandes/deposer.ts';
import { fichierJury } from './commandes/fichier-jury.ts';
import { imports } from './commandes/imports.ts';
import { livret, livrets } from './commandes/livrets.ts';
import { transferer } from './commandes/transferer.ts';
import { verifier } from './commandes/verifier.ts';
import { optionEtablissement, optionSession, optionsCommunes } from './options.ts';
import { SORTIE, type Sortie } from './sorties.ts';

/** Ends with the code of the command, and shows a coded error as the user must read it. */
async function finir(executer: () => Promise<Sortie>): Promise<void> {
  try {
    process.exitCode = await executer();
  } catch (erreur) {
    if (!estErreurCodee(erreur)) throw erreur;
    process.stderr.write(`${pc.red('Erreur')} ${erreur.message} ${pc.dim(`[${erreur.code}]`)}\n${erreur.remede}\n`);
    process.exitCode = erreur.code === 'cible-absente' ? SORTIE.mesusage : SORTIE.echec;
  }
}

const estProprietaire = (texte: string): boolean => texte === ACADEMIE || estUai(texte);

await yargs(hideBin(process.argv))
  .scriptName('lsl')
  .locale('fr')
  .updateStrings({ 'Show help': 'Affiche l’aide', 'Show version number': 'Affiche la version' })
  .usage('Le livret scolaire du lycée en ligne de commande.\n\nUsage : lsl <commande> [options]')
  .help('aide')
  .alias('aide', 'h')
  .version(false)
  .strict()
  .demandCommand(1, 'Indiquez une commande ; « lsl --aide » en donne la liste.')
  .command(
    'verifier <fichiers..>',
    'Vérifie des exports sans les déposer, sans aucun déploiement',
    (commande) =>
      commande
        .positional('fichiers', { type: 'string', array: true, demandOption: true, describe: 'Fichiers à vérifier' })
        .option('json', { type: 'boolean', describe: 'Écrire le résultat en JSON', default: false }),
    ({ fichiers, json }) => finir(() => verifier(fichiers, json)),
  )
  .command(
    'deposer <fichier>',
    'Dépose un export et suit son compte rendu',
    (commande) =>
      optionsCommunes(commande)
        .positional('fichier', { type: 'string', demandOption: true, describe: 'Fichier à déposer' })
        .option('pour', {
          type: 'string',
          demandOption: true,
          describe: 'Numéro UAI de l’établissement, ou « academie » (nomenclatures et candidats)',
        })
        .option('session', { alias: 's', type: 'number', describe: 'Session d’examen, pour un fichier de candidats' })
        .option('attendre', { type: 'boolean', describe: 'Attendre le compte rendu et l’afficher', default: false })
        .check(({ pour }) => estProprietaire(pour) || 'Donnez un numéro UAI valable, ou « academie ».'),
    ({ fichier, pour, session, academie, attendre, json }) =>
      finir(() => deposer(cible(academie), { fichier, proprietaire: pour, session, attendre, json })),
  )
  .command(
    'imports [depot]',
    'Liste les dépôts, ou affiche le compte rendu d’un dépôt',
    (commande) =>
      optionsCommunes(commande)
        .positional('depot', { type: 'string', describe: 'Identifiant d’un dépôt' })
        .option('pour', {
          type: 'string',
          demandOption: true,
          describe: 'Numéro UAI de l’établissement, ou « academie »',
        })
        .check(({ pour }) => estProprietaire(pour) || 'Donnez un numéro UAI valable, ou « academie ».'),
    ({ pour, depot, academie, json }) =>
      finir(() => imports(cible(academie), { proprietaire: pour, depotId: depot, json })),
  )
  .command(
    'livrets',
    'Affiche le tableau des élèves d’un établissement',
    (commande) => optionSession(optionEtablissement(optionsCommunes(commande))),
    ({ etablissement, session, academie, json }) =>
      finir(() => livrets(cible(academie), { uai: etablissement, session, json })),
  )
  .command(
    'livret <livret>',
    'Affiche un livret',
    (commande) =>
      optionsCommunes(commande).positional('livret', {
        type: 'string',
        demandOption: true,
        describe: 'Identifiant du livret',
      }),
    ({ livret: livretId, academie, json }) => finir(() => livret(cible(academie), { livretId, json })),
  )
  .command(
    'appariement',
    'Affiche l’appariement d’un établissement, ou envoie ses identifiants',
    (commande) =>
      optionSession(optionEtablissement(optionsCommunes(commande))).option('envoyer', {
        type: 'boolean',
        describe: 'Envoyer les identifiants des élèves, puis attendre l’appariement',
        default: false,
      }),
    ({ etablissement, session, academie, envoyer, json }) =>
      finir(() => appariement(cible(academie), { uai: etablissement, session, envoyer, json })),
  )
  .command(
    'transferer',
    'Envoie les livrets d’un établissement au référentiel national',
    (commande) =>
      optionSession(optionEtablissement(optionsCommunes(commande)))
        .option('division', {
          type: 'string',
          array: true,
          describe: 'Division à envoyer ; toutes sans cette option',
          default: [] as string[],
          defaultDescription: 'toutes',
        })
        .option('attendre', { type: 'boolean', describe: 'Attendre les accusés de réception', default: false }),
    ({ etablissement, session, academie, division, attendre, json }) =>
      finir(() => transferer(cible(academie), { uai: etablissement, session, divisions: division, attendre, json })),
  )
  .command(
    'fichier-jury',
    'Demande le fichier d’un jury et donne son adresse signée',
    (commande) =>
      optionSession(optionsCommunes(commande))
        .option('jury', { alias: 'j', type: 'string', demandOption: true, describe: 'Numéro du jury' })
        .option('motif', { type: 'string', describe: 'Motif d’une nouvelle édition' })
        .option('etat', { type: 'boolean', describe: 'Afficher seulement l’état du fichier', default: false })
        .option('telecharger', { alias: 't', type: 'string', describe: 'Où écrire le PDF' }),
    ({ session, jury, motif, etat, telecharger, academie, json }) =>
      finir(() => fichierJury(cible(academie), { session, jury, motif, etat, telecharger, json })),
  )
  .epilogue(
    'Codes de sortie : 0 réussi · 1 réussi en partie · 2 refusé ou échoué · 3 mauvaise utilisation.\n' +
      'LSL_ENDPOINT désigne le déploiement (« aws », ou l’adresse d’un nuage local).',
  )
  .wrap(100)
  .fail((message, erreur, aide) => {
    if (message === null && erreur !== undefined) throw erreur;
    process.stderr.write(`${message}\n\n${aide.help()}\n`);
    process.exit(SORTIE.mesusage);
  })
  .parseAsync();
