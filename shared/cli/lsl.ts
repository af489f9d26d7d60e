#!/usr/bin/env node
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import type { Cible } from './cible.ts';
import { coder, ecrireErreur } from './erreurs.ts';
import {
  estEtablissement,
  estSession,
  optionAnnee,
  optionEtablissement,
  optionProprietaire,
  optionSession,
  optionsCommunes,
  rendreLesFichiers,
} from './options.ts';
import type { EnQualiteDe } from './qui.ts';
import { SORTIE, type Sortie } from './sorties.ts';

/** Codes of what is the user's to set right before anything is tried. */
const MESUSAGES: ReadonlySet<string> = new Set([
  'cible-absente',
  'cible-malformee',
  'etablissement-attendu',
  'identifiant-attendu',
]);

/** Ends with the code of the command, and shows any error as the user must read it. */
async function finir(executer: () => Promise<Sortie>): Promise<void> {
  try {
    process.exitCode = await executer();
  } catch (erreur) {
    const codee = coder(erreur);
    ecrireErreur(codee);
    process.exitCode = MESUSAGES.has(codee.code) ? SORTIE.mesusage : SORTIE.echec;
  }
}

/** Of the command line: every command acts in the name of one person. */
let qualite: EnQualiteDe = { enTantQue: undefined, etablissement: undefined };

/** Loaded when a command needs it, like each command: the help and the misuses answer at once. */
async function cible(academie: string): Promise<Cible> {
  return (await import('./cible.ts')).cible(academie, qualite);
}

// A reader that has seen enough, such as « head », is no failure.
process.stdout.on('error', (erreur: NodeJS.ErrnoException) => {
  if (erreur.code !== 'EPIPE') throw erreur;
  process.exit();
});

await yargs(rendreLesFichiers(hideBin(process.argv), 'avec'))
  .scriptName('lsl')
  .locale('fr')
  .updateStrings({ 'Show help': 'Affiche l’aide', 'Show version number': 'Affiche la version' })
  .usage('Le livret scolaire du lycée en ligne de commande.\n\nUsage : lsl <commande> [options]')
  .help('aide')
  .alias('aide', 'h')
  .version(false)
  .strict()
  .middleware(({ enTantQue, etablissement }) => {
    qualite = {
      enTantQue: enTantQue as string | undefined,
      etablissement: etablissement as string | undefined,
    };
  })
  .demandCommand(1, 'Indiquez une commande ; « lsl --aide » en donne la liste.')
  .command(
    'verifier <fichiers..>',
    'Vérifie des exports sans les déposer, sans aucun déploiement',
    (commande) =>
      commande
        .positional('fichiers', { type: 'string', array: true, demandOption: true, describe: 'Fichiers à vérifier' })
        .option('avec', {
          type: 'string',
          array: true,
          requiresArg: true,
          describe: 'Autres exports connus, reconnus à leur contenu : élèves SIECLE, nomenclature',
          default: [] as string[],
          defaultDescription: 'aucun',
        })
        .option('nomenclature', { type: 'string', requiresArg: true, describe: 'Nomenclature du livret scolaire' })
        .option('editeurs', {
          type: 'string',
          requiresArg: true,
          describe: 'Liste des éditeurs agréés, par année',
          defaultDescription: 'celle du projet',
        })
        .option('json', { type: 'boolean', describe: 'Écrire le résultat en JSON', default: false }),
    ({ fichiers, avec, nomenclature, editeurs, json }) =>
      finir(async () => {
        const { verifier } = await import('./commandes/verifier.ts');
        return verifier({ fichiers, avec, nomenclature, editeurs, json });
      }),
  )
  .command(
    'deposer <fichier>',
    'Dépose un export et suit son compte rendu',
    (commande) =>
      optionProprietaire(optionsCommunes(commande))
        .positional('fichier', { type: 'string', demandOption: true, describe: 'Fichier à déposer' })
        .option('session', { alias: 's', type: 'number', describe: 'Session d’examen, pour un fichier de candidats' })
        .option('revue', {
          type: 'boolean',
          describe: 'Garder chaque dossier de notes jusqu’à ce qu’il soit accepté ou refusé (« lsl revue »)',
          default: false,
        })
        .option('attendre', { type: 'boolean', describe: 'Attendre le compte rendu et l’afficher', default: false })
        .check(({ session }) => session === undefined || estSession(session)),
    ({ fichier, pour, session, revue, academie, attendre, json }) =>
      finir(async () => {
        const { deposer } = await import('./commandes/deposer.ts');
        return deposer(await cible(academie), { fichier, proprietaire: pour, session, revue, attendre, json });
      }),
  )
  .command(
    'imports [depot]',
    'Liste les dépôts, ou affiche le compte rendu d’un dépôt',
    (commande) =>
      optionProprietaire(optionsCommunes(commande))
        .positional('depot', { type: 'string', describe: 'Identifiant d’un dépôt' })
        .option('vers', { type: 'string', describe: 'Où écrire le compte rendu : un fichier .html ou .csv' })
        .check(({ vers }) => vers === undefined || /\.(html|csv)$/.test(vers) || '--vers finit par .html ou .csv.')
        .check(({ vers, depot }) => vers === undefined || depot !== undefined || '--vers demande un dépôt.'),
    ({ pour, depot, vers, academie, json }) =>
      finir(async () => {
        const { imports } = await import('./commandes/imports.ts');
        return imports(await cible(academie), { proprietaire: pour, depotId: depot, vers, json });
      }),
  )
  .command(
    'annuler <depot>',
    'Revient sur un dépôt : ce qui était là avant lui reprend sa place',
    (commande) =>
      optionProprietaire(optionsCommunes(commande)).positional('depot', {
        type: 'string',
        demandOption: true,
        describe: 'Identifiant du dépôt',
      }),
    ({ pour, depot, academie, json }) =>
      finir(async () => {
        const { annuler } = await import('./commandes/annuler.ts');
        return annuler(await cible(academie), { proprietaire: pour, depotId: depot, json });
      }),
  )
  .command(
    'revue <depot>',
    'Affiche les dossiers d’un dépôt en revue et ce que chacun changerait, ou en décide',
    (commande) =>
      optionProprietaire(optionsCommunes(commande))
        .positional('depot', { type: 'string', demandOption: true, describe: 'Identifiant du dépôt' })
        .option('accepter', {
          type: 'string',
          array: true,
          describe: 'Élèves à accepter (ELEVE_ID) ; tous sans valeur',
        })
        .option('refuser', { type: 'string', array: true, describe: 'Élèves à refuser (ELEVE_ID) ; tous sans valeur' })
        .conflicts('accepter', 'refuser'),
    ({ pour, depot, accepter, refuser, academie, json }) =>
      finir(async () => {
        const { revue } = await import('./commandes/revue.ts');
        const decision = accepter !== undefined ? 'accepter' : refuser !== undefined ? 'refuser' : null;
        const eleves = (accepter ?? refuser ?? []).filter((eleve) => eleve !== '');
        return revue(await cible(academie), { proprietaire: pour, depotId: depot, decision, eleves, json });
      }),
  )
  .command(
    'source <source>',
    'Choisit, pour une division, ce qui l’emporte quand un import rencontre des saisies',
    (commande) =>
      optionEtablissement(optionsCommunes(commande))
        .positional('source', {
          choices: ['saisies', 'imports'] as const,
          demandOption: true,
          describe: 'Ce qui l’emporte',
        })
        .option('annee', { type: 'number', demandOption: true, describe: 'Année de rentrée, par exemple 2015' })
        .option('division', { type: 'string', demandOption: true, describe: 'Code de la division' }),
    ({ source: choix, etablissement, annee, division, academie }) =>
      finir(async () => {
        const { source } = await import('./commandes/source.ts');
        return source(await cible(academie), { uai: etablissement, annee, division, source: choix });
      }),
  )
  .command(
    'livrets',
    'Affiche le tableau des élèves d’un établissement',
    (commande) =>
      optionSession(optionEtablissement(optionsCommunes(commande))).option('division', {
        type: 'string',
        requiresArg: true,
        describe: 'Une seule division ; toutes sans cette option',
      }),
    ({ etablissement, session, division, academie, json }) =>
      finir(async () => {
        const { livrets } = await import('./commandes/livrets.ts');
        return livrets(await cible(academie), { uai: etablissement, session, division, json });
      }),
  )
  .command(
    'livret <livret>',
    'Affiche un livret',
    (commande) =>
      optionsCommunes(commande)
        .positional('livret', { type: 'string', demandOption: true, describe: 'Identifiant du livret' })
        .option('etablissement', {
          alias: 'e',
          type: 'string',
          requiresArg: true,
          describe: 'Numéro UAI de l’établissement où vous avez votre rôle',
        })
        .check(({ etablissement }) => etablissement === undefined || estEtablissement(etablissement)),
    ({ livret: livretId, academie, json }) =>
      finir(async () => {
        const { livret } = await import('./commandes/livrets.ts');
        return livret(await cible(academie), { livretId, json });
      }),
  )
  .command(
    'completude',
    'Affiche ce qui manque aux livrets d’une académie, d’un établissement ou d’une classe, et à qui le demander',
    (commande) =>
      optionAnnee(optionsCommunes(commande))
        .option('etablissement', {
          alias: 'e',
          type: 'string',
          requiresArg: true,
          describe: 'Numéro UAI de l’établissement ; les comptes de toute l’académie sans cette option',
        })
        .check(({ etablissement }) => etablissement === undefined || estEtablissement(etablissement))
        .option('division', {
          type: 'string',
          requiresArg: true,
          describe: 'Code d’une division : ses élèves un par un',
        })
        .option('groupe', { type: 'string', requiresArg: true, describe: 'Code d’un groupe : ses élèves un par un' })
        .option('matiere', { type: 'string', requiresArg: true, describe: 'Code de la seule matière à montrer' })
        .conflicts('division', 'groupe')
        .implies({ division: 'etablissement', groupe: 'etablissement', matiere: 'etablissement' }),
    ({ etablissement, annee, division, groupe, matiere, academie, json }) =>
      finir(async () => {
        const { bilans, completude } = await import('./commandes/completude.ts');
        if (etablissement === undefined) return bilans(await cible(academie), { annee, json });
        return completude(await cible(academie), { uai: etablissement, annee, division, groupe, matiere, json });
      }),
  )
  .command(
    'creation',
    'Provoque la création des livrets de l’année, après le constat de rentrée',
    (commande) => optionAnnee(optionEtablissement(optionsCommunes(commande))),
    ({ etablissement, annee, academie, json }) =>
      finir(async () => {
        const { creation } = await import('./commandes/completude.ts');
        return creation(await cible(academie), { uai: etablissement, annee, json });
      }),
  )
  .command(
    'migrer',
    'Réécrit les livrets d’un ancien schéma, ou juge de nouveau ce qui leur manque (équipe d’exploitation)',
    (commande) =>
      optionsCommunes(commande)
        .option('recalculer', {
          type: 'boolean',
          describe: 'Juger de nouveau ce qui manque, après le remplacement d’une nomenclature',
          default: false,
        })
        .option('recommencer', {
          type: 'boolean',
          describe: 'Repartir du début, même si un parcours est inachevé',
          default: false,
        }),
    ({ recalculer, recommencer, academie, json }) =>
      finir(async () => {
        const { migrer } = await import('./commandes/migrer.ts');
        const { cible: designer } = await import('./cible.ts');
        return migrer(designer(academie, null), { recalculer, recommencer, json });
      }),
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
      finir(async () => {
        const { appariement } = await import('./commandes/appariement.ts');
        return appariement(await cible(academie), { uai: etablissement, session, envoyer, json });
      }),
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
      finir(async () => {
        const { transferer } = await import('./commandes/transferer.ts');
        return transferer(await cible(academie), { uai: etablissement, session, divisions: division, attendre, json });
      }),
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
      finir(async () => {
        const { fichierJury } = await import('./commandes/fichier-jury.ts');
        return fichierJury(await cible(academie), { session, jury, motif, etat, telecharger, json });
      }),
  )
  .command(
    'fabriquer',
    'Fabrique les exports d’un lycée ou d’une académie imaginaires, sans aucun déploiement',
    (commande) =>
      commande
        .option('sortie', { type: 'string', demandOption: true, describe: 'Dossier où écrire, vide ou nouveau' })
        .option('eleves', {
          type: 'number',
          describe: 'Élèves de terminale en tout',
          defaultDescription: 'un lycée moyen par établissement',
        })
        .option('graine', { type: 'number', describe: 'La même graine donne les mêmes fichiers', default: 1 })
        .option('academie', { type: 'number', describe: 'Nombre d’établissements, pour une académie' })
        .option('annee', { type: 'number', describe: 'Année de rentrée de la terminale, par exemple 2015' })
        .option('defauts', { type: 'boolean', describe: 'Placer des défauts, et en écrire la liste', default: false })
        .option('nomenclature', { type: 'string', describe: 'Nomenclature officielle d’où prendre les MEF' })
        .option('json', { type: 'boolean', describe: 'Écrire le résultat en JSON', default: false }),
    ({ sortie, eleves, graine, academie, annee, defauts, nomenclature, json }) =>
      finir(async () => {
        const { fabriquer } = await import('./commandes/fabriquer.ts');
        return fabriquer({ sortie, eleves, graine, academie, annee, defauts, nomenclature, json });
      }),
  )
  .epilogue(
    'Codes de sortie : 0 réussi · 1 réussi en partie · 2 refusé, échoué ou sans réponse à temps ·\n' +
      '3 mauvaise utilisation.\n' +
      'LSL_ENDPOINT désigne le déploiement (« aws », ou l’adresse d’un nuage local).',
  )
  .wrap(100)
  .fail((message, erreur, aide) => {
    if (message === null && erreur !== undefined) throw erreur;
    process.stderr.write(`${message}\n\n${aide.help()}\n`);
    process.exit(SORTIE.mesusage);
  })
  .parseAsync();
