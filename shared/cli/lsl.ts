#!/usr/bin/env node
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import type { Role } from '../habilitations/acteur.ts';
import type { Cible } from './cible.ts';
import { coder, ecrireErreur } from './erreurs.ts';
import {
  DIVISION,
  estAnnee,
  estDelegue,
  estEtablissement,
  estSession,
  optionAnnee,
  optionEtablissement,
  optionLivret,
  optionProprietaire,
  optionSession,
  optionsCommunes,
  optionsDeClasse,
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

/**
 * Loaded when a command needs it, like each command: the help and the misuses answer at once.
 *
 * @param role of who usually gives the command, where its demands would tell another
 */
async function cible(academie: string, role?: Role): Promise<Cible> {
  return (await import('./cible.ts')).cible(academie, { ...qualite, enTantQue: qualite.enTantQue ?? role });
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
        .option('division', { ...DIVISION, demandOption: true, describe: 'Code de la division' }),
    ({ source: choix, etablissement, annee, division, academie }) =>
      finir(async () => {
        const { source } = await import('./commandes/source.ts');
        return source(await cible(academie), { uai: etablissement, annee, division, source: choix });
      }),
  )
  .command(
    'grille',
    'Écrit la feuille de saisie d’une classe, en CSV pour un tableur',
    (commande) => optionsDeClasse(optionEtablissement(optionsCommunes(commande))),
    ({ etablissement, annee, division, groupe, matiere, sorte, academie, json }) =>
      finir(async () => {
        const { grille } = await import('./commandes/saisies.ts');
        return grille(await cible(academie), { uai: etablissement, annee, division, groupe, matiere, sorte, json });
      }),
  )
  .command(
    'saisir <fichier>',
    'Enregistre une feuille de saisie remplie (CSV de « lsl grille », ou JSON)',
    (commande) =>
      optionsDeClasse(optionEtablissement(optionsCommunes(commande))).positional('fichier', {
        type: 'string',
        demandOption: true,
        describe: 'Feuille à enregistrer',
      }),
    ({ fichier, etablissement, annee, division, groupe, matiere, sorte, academie, json }) =>
      finir(async () => {
        const { saisir } = await import('./commandes/saisies.ts');
        const classe = { uai: etablissement, annee, division, groupe, matiere, sorte, json };
        return saisir(await cible(academie), { ...classe, fichier });
      }),
  )
  .command(
    'livrets',
    'Affiche le tableau des élèves d’un établissement',
    (commande) =>
      optionSession(optionEtablissement(optionsCommunes(commande))).option('division', {
        ...DIVISION,
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
      optionLivret(optionsCommunes(commande)).option('historique', {
        type: 'boolean',
        describe: 'Afficher ce qui lui est arrivé, et si la preuve en est entière',
        default: false,
      }),
    ({ livret: livretId, historique: passe, academie, json }) =>
      finir(async () => {
        if (passe) {
          const { historique } = await import('./commandes/historique.ts');
          return historique(await cible(academie), { livretId, json });
        }
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
          ...DIVISION,
          describe: 'Code d’une division : ses élèves un par un',
        })
        .option('groupe', {
          alias: 'g',
          type: 'string',
          requiresArg: true,
          describe: 'Code d’un groupe : ses élèves un par un',
        })
        .option('matiere', {
          alias: 'm',
          type: 'string',
          requiresArg: true,
          describe: 'Code de la seule matière à montrer',
        })
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
    'rejouer <file>',
    'Rend à leur file les messages qu’aucun essai n’a su traiter (équipe d’exploitation)',
    (commande) =>
      optionsCommunes(commande)
        .positional('file', {
          type: 'string',
          demandOption: true,
          describe: 'La file, du nom de son alarme sans « -rebut » : transfert, accuses, lots…',
        })
        .option('national', { type: 'boolean', describe: 'Une file du référentiel national', default: false })
        .option('lire', {
          type: 'boolean',
          describe: 'Compter seulement les messages, et dire de quand ils sont',
          default: false,
        }),
    ({ file, national, lire, academie, json }) =>
      finir(async () => {
        const { rejouer } = await import('./commandes/rejouer.ts');
        return rejouer({ deploiement: national ? 'national' : academie, file, lire, json });
      }),
  )
  .command(
    'consultation',
    'Affiche ce qui est ouvert aux familles ; l’ouvre, le ferme, ou consigne qu’elles sont informées',
    (commande) =>
      optionAnnee(optionEtablissement(optionsCommunes(commande)))
        .option('division', {
          ...DIVISION,
          array: true,
          describe: 'Divisions concernées',
          default: [] as string[],
          defaultDescription: 'toutes',
        })
        .option('niveau', { type: 'string', requiresArg: true, describe: 'Un niveau, par exemple Terminale' })
        .option('ouvrir', { type: 'boolean', describe: 'Ouvrir la consultation', default: false })
        .option('fermer', { type: 'boolean', describe: 'La fermer', default: false })
        .option('informees', {
          type: 'string',
          requiresArg: true,
          choices: ['teleservice', 'courriel', 'papier', 'reunion', 'autre'] as const,
          describe: 'Consigner que les familles sont informées, et comment',
        })
        .option('du', {
          type: 'string',
          requiresArg: true,
          describe: 'Premier jour (AAAA-MM-JJ) ; aujourd’hui sans lui',
        })
        .option('au', { type: 'string', requiresArg: true, describe: 'Dernier jour (AAAA-MM-JJ) ; aucun sans lui' })
        .option('le', { type: 'string', requiresArg: true, describe: 'Jour de l’information (AAAA-MM-JJ)' })
        .check(
          ({ ouvrir, fermer, informees }) =>
            [ouvrir, fermer, informees !== undefined].filter(Boolean).length < 2 ||
            'Choisissez --ouvrir, --fermer ou --informees.',
        ),
    ({ etablissement, annee, division, niveau, ouvrir, fermer, informees, du, au, le, academie, json }) =>
      finir(async () => {
        const { consultation } = await import('./commandes/consultation.ts');
        const acte = ouvrir ? 'ouvrir' : fermer ? 'fermer' : informees === undefined ? null : 'informer';
        return consultation(await cible(academie), {
          uai: etablissement,
          annee,
          divisions: division,
          niveau,
          acte,
          moyen: informees ?? '',
          du,
          au,
          le,
          json,
        });
      }),
  )
  .command(
    'valider',
    'Valide les livrets d’une division : montre d’abord ce qui s’y oppose',
    (commande) =>
      optionSession(optionEtablissement(optionsCommunes(commande)))
        .option('division', { ...DIVISION, demandOption: true, describe: 'Code de la division' })
        .option('eleve', {
          type: 'string',
          array: true,
          describe: 'Seulement ces livrets en cours de correction (ELEVE_ID)',
          default: [] as string[],
          defaultDescription: 'toute la division',
        })
        .option('oui', {
          type: 'boolean',
          describe: 'Confirmer : sans cette option, rien n’est écrit',
          default: false,
        }),
    ({ etablissement, session, division, eleve, oui, academie, json }) =>
      finir(async () => {
        const { valider } = await import('./commandes/valider.ts');
        return valider(await cible(academie), { uai: etablissement, session, division, eleves: eleve, oui, json });
      }),
  )
  .command(
    'signalement <livret> <signalement>',
    'Lève le signalement d’un texte qui, après lecture, ne nomme personne',
    (commande) =>
      optionLivret(optionsCommunes(commande))
        .positional('signalement', {
          type: 'string',
          demandOption: true,
          describe: 'Identifiant, donné par « lsl valider »',
        })
        .option('motif', { type: 'string', demandOption: true, describe: 'Pourquoi, en dix caractères au moins' }),
    ({ livret: livretId, signalement: signalementId, motif, academie, json }) =>
      finir(async () => {
        const { signalement } = await import('./commandes/actes.ts');
        return signalement(await cible(academie), { livretId, signalementId, motif, json });
      }),
  )
  .command(
    'deverrouiller <livret>',
    'Rouvre un livret validé ou envoyé, pour le corriger',
    (commande) =>
      optionLivret(optionsCommunes(commande)).option('motif', {
        type: 'string',
        demandOption: true,
        describe: 'Pourquoi, en dix caractères au moins',
      }),
    ({ livret: livretId, motif, academie, json }) =>
      finir(async () => {
        const { deverrouiller } = await import('./commandes/actes.ts');
        return deverrouiller(await cible(academie), { livretId, motif, json });
      }),
  )
  .command(
    'opposition <livret>',
    'Enregistre l’opposition d’un candidat à la transmission de son livret, ou la lève',
    (commande) =>
      optionLivret(optionsCommunes(commande))
        .option('lever', { type: 'boolean', describe: 'Le candidat revient sur son opposition', default: false })
        .option('de', {
          choices: ['eleve', 'responsable'] as const,
          demandOption: true,
          describe: 'Qui l’a demandé',
        })
        .option('demandee-le', {
          type: 'string',
          demandOption: true,
          describe: 'Jour de la demande (AAAA-MM-JJ)',
        }),
    ({ livret: livretId, lever, de, demandeeLe, academie, json }) =>
      finir(async () => {
        const { opposition } = await import('./commandes/actes.ts');
        return opposition(await cible(academie), { livretId, lever, demandePar: de, demandeLe: demandeeLe, json });
      }),
  )
  .command(
    'format <livret> <format>',
    'Met un livret au format papier, avec son motif, ou numérique',
    (commande) =>
      optionLivret(optionsCommunes(commande))
        .positional('format', {
          choices: ['numerique', 'papier'] as const,
          demandOption: true,
          describe: 'Le format',
        })
        .option('motif', {
          type: 'string',
          requiresArg: true,
          describe: 'hors-perimetre, profil-atypique, etablissement-etranger, candidat-libre ou recours',
        }),
    ({ livret: livretId, format: voulu, motif, academie, json }) =>
      finir(async () => {
        const { format } = await import('./commandes/actes.ts');
        return format(await cible(academie), { livretId, format: voulu, motif, json });
      }),
  )
  .command(
    'sanction <livret>',
    'Saisit la sanction de la commission de discipline de l’examen, ou la retire (DEC)',
    (commande) =>
      optionSession(optionLivret(optionsCommunes(commande)))
        .option('nature', {
          choices: ['blame', 'perte-de-mention', 'interdiction'] as const,
          describe: 'La sanction, sans son motif',
        })
        .option('prononcee-le', { type: 'string', requiresArg: true, describe: 'Jour de la décision (AAAA-MM-JJ)' })
        .option('jusqu-au', {
          type: 'string',
          requiresArg: true,
          describe: 'Fin de l’interdiction (AAAA-MM-JJ)',
        })
        .option('retirer', { type: 'boolean', describe: 'Retirer la sanction saisie', default: false })
        .check(
          ({ nature, 'prononcee-le': prononceeLe, 'jusqu-au': jusquAu, retirer }) =>
            (retirer
              ? [nature, prononceeLe, jusquAu].every((donnee) => donnee === undefined)
              : nature !== undefined && prononceeLe !== undefined) ||
            'Donnez --nature et --prononcee-le, ou --retirer seul.',
        ),
    ({ livret: livretId, session, nature, prononceeLe = '', jusquAu = null, academie, json }) =>
      finir(async () => {
        const { sanction } = await import('./commandes/sanction.ts');
        const voulue = nature === undefined ? null : { nature, prononceeLe, jusquAu };
        return sanction(await cible(academie), { livretId, session, sanction: voulue, json });
      }),
  )
  .command(
    'rectifications',
    'Liste les demandes de rectification des familles, en retard d’abord ; en enregistre une, ou y répond',
    (commande) =>
      optionAnnee(optionEtablissement(optionsCommunes(commande)))
        .option('livret', { type: 'string', requiresArg: true, describe: 'Seulement celles d’un livret' })
        .option('demander', { type: 'string', requiresArg: true, describe: 'Enregistrer une demande sur ce livret' })
        .option('objet', {
          choices: ['identite', 'evaluation', 'autre'] as const,
          describe: 'Ce que la demande conteste',
        })
        .option('entree', { type: 'string', requiresArg: true, describe: 'Où : une matière, un avis' })
        .option('texte', { type: 'string', requiresArg: true, describe: 'La demande, dans ses mots' })
        .option('de', { choices: ['eleve', 'responsable'] as const, describe: 'Qui a demandé' })
        .option('recue-le', { type: 'string', requiresArg: true, describe: 'Jour de réception (AAAA-MM-JJ)' })
        .option('accepter', { type: 'string', requiresArg: true, describe: 'Accepter cette demande' })
        .option('refuser', { type: 'string', requiresArg: true, describe: 'Refuser cette demande' })
        .option('retirer', { type: 'string', requiresArg: true, describe: 'Son auteur y renonce' })
        .option('motif', {
          type: 'string',
          requiresArg: true,
          describe: 'La réponse à la famille, ou pourquoi la demande est retirée',
        })
        .check(
          ({ demander, accepter, refuser, retirer }) =>
            [demander, accepter, refuser, retirer].filter((acte) => acte !== undefined).length < 2 ||
            'Choisissez --demander, --accepter, --refuser ou --retirer.',
        )
        .check(
          ({ demander, objet, texte }) =>
            demander === undefined ||
            (objet !== undefined && texte !== undefined) ||
            '--demander demande --objet et --texte.',
        )
        .check(
          ({ accepter, refuser, motif }) =>
            (accepter ?? refuser) === undefined || motif !== undefined || 'Une réponse demande son --motif.',
        ),
    ({ etablissement: uai, annee, livret, academie, json, ...options }) =>
      finir(async () => {
        const rectifications = await import('./commandes/rectifications.ts');
        const { demander, objet = '', entree, texte = '', de, recueLe, accepter, refuser, retirer, motif } = options;
        const vers = await cible(academie);
        if (demander !== undefined) {
          const nouvelle = { livretId: demander, objet, entree, texte, de, recueLe, json };
          return rectifications.demanderRectification(vers, nouvelle);
        }
        const visee = accepter ?? refuser ?? retirer;
        if (visee === undefined) {
          return rectifications.listerRectifications(vers, { uai, annee, livretId: livret, json });
        }
        const decision = accepter !== undefined ? 'accepter' : refuser !== undefined ? 'refuser' : 'retirer';
        return rectifications.repondreARectification(vers, {
          uai,
          annee,
          rectificationId: visee,
          decision,
          motif,
          json,
        });
      }),
  )
  .command(
    'delegations',
    'Liste les délégations d’un établissement ; en donne une, ou en révoque une',
    (commande) =>
      optionEtablissement(optionsCommunes(commande))
        .option('annee', {
          type: 'number',
          requiresArg: true,
          describe: 'Année de rentrée de la délégation',
          defaultDescription: 'l’année en cours',
        })
        .option('donner', { type: 'string', requiresArg: true, describe: 'À cette personne : epp/1234, agent-7' })
        .option('operation', {
          type: 'string',
          array: true,
          describe: 'Actes délégués, comme valider-division',
          default: [] as string[],
          defaultDescription: 'contrôle et impression seulement',
        })
        .option('du', { type: 'string', requiresArg: true, describe: 'Premier jour, compris (AAAA-MM-JJ)' })
        .option('au', { type: 'string', requiresArg: true, describe: 'Dernier jour, compris (AAAA-MM-JJ)' })
        .option('revoquer', { type: 'string', requiresArg: true, describe: 'Révoquer cette délégation' })
        .conflicts('donner', ['revoquer', 'annee'])
        .check(({ annee }) => annee === undefined || estAnnee(annee))
        .check(({ operation }) => estDelegue(operation))
        .check(
          ({ donner, operation, du, au }) =>
            (donner === undefined
              ? du === undefined && au === undefined && operation.length === 0
              : du !== undefined && au !== undefined) || '--donner va avec --du et --au, et --operation avec --donner.',
        ),
    ({ etablissement: uai, annee, donner, operation: operations, du = '', au = '', revoquer, academie, json }) =>
      finir(async () => {
        const delegations = await import('./commandes/delegations.ts');
        const vers = await cible(academie);
        if (donner !== undefined) {
          return delegations.deleguer(vers, { uai, personne: donner, operations, du, au, json });
        }
        if (revoquer !== undefined) return delegations.revoquer(vers, { uai, annee, delegationId: revoquer, json });
        return delegations.listerDelegations(vers, { uai, annee, json });
      }),
  )
  .command(
    'appariement',
    'Affiche l’appariement d’un établissement ou de l’académie, ou envoie les identifiants des élèves',
    (commande) =>
      optionSession(optionsCommunes(commande))
        .option('etablissement', {
          alias: 'e',
          type: 'string',
          requiresArg: true,
          describe: 'Numéro UAI de l’établissement ; les comptes de toute l’académie sans cette option',
        })
        .check(({ etablissement }) => etablissement === undefined || estEtablissement(etablissement))
        .option('envoyer', {
          type: 'boolean',
          describe: 'Envoyer les identifiants des élèves, puis attendre l’appariement',
          default: false,
        })
        .option('division', {
          ...DIVISION,
          array: true,
          describe: 'Envoyer seulement ces divisions',
          default: [] as string[],
          defaultDescription: 'toutes',
        })
        .option('eleve', {
          type: 'string',
          array: true,
          requiresArg: true,
          describe: 'Envoyer seulement ces élèves (ELEVE_ID)',
          default: [] as string[],
          defaultDescription: 'tous',
        })
        .option('csv', { type: 'string', requiresArg: true, describe: 'Écrire le tableau dans ce fichier CSV' })
        .check(
          ({ etablissement, envoyer }) =>
            !envoyer || etablissement !== undefined || '--envoyer demande --etablissement.',
        )
        .check(
          ({ envoyer, division, eleve }) =>
            envoyer || division.length + eleve.length === 0 || '--division et --eleve vont avec --envoyer.',
        ),
    ({ etablissement, session, academie, envoyer, division, eleve, csv, json }) =>
      finir(async () => {
        const { appariement, appariements } = await import('./commandes/appariement.ts');
        const vers = await cible(academie);
        if (etablissement === undefined) return appariements(vers, { session, csv, json });
        const choix = { divisions: division, eleves: eleve };
        return appariement(vers, { uai: etablissement, session, envoyer, ...choix, csv, json });
      }),
  )
  .command(
    'apparier <eleve> [candidat]',
    'Décide de l’appariement d’un élève : l’apparie à un candidat, ou défait la paire',
    (commande) =>
      optionSession(optionEtablissement(optionsCommunes(commande)))
        .positional('eleve', { type: 'string', demandOption: true, describe: 'Identifiant SIECLE (ELEVE_ID)' })
        .positional('candidat', { type: 'string', describe: 'No candidat' })
        .option('defaire', { type: 'boolean', describe: 'Défaire la paire de cet élève', default: false })
        .option('reprendre', {
          type: 'boolean',
          describe: 'Reprendre sa place à l’académie qui la tient au référentiel national',
          default: false,
        })
        .option('motif', {
          type: 'string',
          requiresArg: true,
          demandOption: true,
          describe: 'Pourquoi, en dix caractères au moins',
        })
        .check(
          ({ candidat, defaire }) =>
            (candidat !== undefined) !== defaire || 'Donnez le No candidat, ou --defaire, et un seul des deux.',
        )
        .check(({ defaire, reprendre }) => !(defaire && reprendre) || '--reprendre va avec un No candidat.'),
    ({ eleve: eleveId, candidat: noCandidat = null, etablissement, session, motif, reprendre, academie, json }) =>
      finir(async () => {
        const { decider } = await import('./commandes/appariement.ts');
        const demande = { uai: etablissement, session, eleveId, noCandidat, motif, json };
        return decider(await cible(academie), { ...demande, ...(reprendre ? { reprendre } : {}) });
      }),
  )
  .command(
    'transferer',
    'Envoie les livrets d’un établissement au référentiel national, ou montre où en sont les envois',
    (commande) =>
      optionSession(optionEtablissement(optionsCommunes(commande)))
        .option('division', {
          ...DIVISION,
          array: true,
          describe: 'Division à envoyer ; toutes sans cette option',
          default: [] as string[],
          defaultDescription: 'toutes',
        })
        .option('attendre', { type: 'boolean', describe: 'Attendre les accusés de réception', default: false })
        .option('suivre', {
          type: 'boolean',
          describe: 'Ne rien envoyer : montrer où en sont les envois',
          default: false,
        }),
    ({ etablissement, session, academie, division, attendre, suivre, json }) =>
      finir(async () => {
        const { transferer } = await import('./commandes/transferer.ts');
        const demande = { uai: etablissement, session, divisions: division, attendre, suivre, json };
        return transferer(await cible(academie), demande);
      }),
  )
  .command(
    'presence',
    'Contrôle que chaque livret est là pour son jury : statuts reçus, copies papier vues (DEC, centres)',
    (commande) =>
      optionSession(optionsCommunes(commande))
        .option('jury', {
          alias: 'j',
          type: 'string',
          requiresArg: true,
          describe: 'Numéro du jury : ses candidats un par un ; tous les jurys de l’académie sans cette option',
        })
        .option('centre', { type: 'string', requiresArg: true, describe: 'Seulement les candidats de ce centre' })
        .option('manquants', {
          type: 'boolean',
          describe: 'Seulement ce qui manque : statuts absents et copies papier non vues',
          default: false,
        })
        .option('papiers', { type: 'boolean', describe: 'La liste des candidats au livret papier', default: false })
        .option('csv', {
          type: 'string',
          requiresArg: true,
          describe: 'Écrire les candidats dans ce fichier, pour un tableur',
        })
        .option('vus', {
          type: 'string',
          requiresArg: true,
          describe: 'Noter que ces copies papier sont au centre : 0103,0107 (No PV)',
        })
        .option('non-vus', { type: 'string', requiresArg: true, describe: 'Revenir sur ces copies notées vues' })
        .conflicts('vus', ['non-vus', 'centre', 'csv'])
        .conflicts('non-vus', ['centre', 'csv'])
        .implies({ vus: 'jury', 'non-vus': 'jury' }),
    ({ session, jury, centre, manquants, papiers, csv, vus, nonVus, academie, json }) =>
      finir(async () => {
        const presence = await import('./commandes/presence.ts');
        const noPvs = vus ?? nonVus;
        if (jury !== undefined && noPvs !== undefined) {
          return presence.pointer(await cible(academie), { session, jury, noPvs, vue: vus !== undefined, json });
        }
        const demande = { session, jury, centre, manquants, papiers, csv, json };
        // Juries one by one are a centre's; all of them are the académie's.
        return presence.presence(await cible(academie, jury === undefined ? 'dec' : undefined), demande);
      }),
  )
  .command('fichier-jury', 'Demande le fichier d’un jury, ou suit ceux de la session', (groupe) =>
    groupe
      .command(
        '$0',
        'Demande le fichier d’un jury et donne son adresse signée',
        (commande) =>
          optionSession(optionsCommunes(commande))
            .option('jury', { alias: 'j', type: 'string', demandOption: true, describe: 'Numéro du jury' })
            .option('motif', { type: 'string', describe: 'Motif d’une nouvelle édition' })
            .option('etat', { type: 'boolean', describe: 'Afficher seulement l’état du fichier', default: false })
            .option('telecharger', { alias: 't', type: 'string', describe: 'Où écrire le ZIP' }),
        ({ session, jury, motif, etat, telecharger, academie, json }) =>
          finir(async () => {
            const { fichierJury } = await import('./commandes/fichier-jury.ts');
            return fichierJury(await cible(academie), { session, jury, motif, etat, telecharger, json });
          }),
      )
      .command(
        'refaire',
        'Compose de nouveau la dernière édition et la compare à celle qui est gardée, sans rien remplacer',
        (commande) =>
          optionSession(optionsCommunes(commande)).option('jury', {
            alias: 'j',
            type: 'string',
            demandOption: true,
            describe: 'Numéro du jury',
          }),
        ({ session, jury, academie, json }) =>
          finir(async () => {
            const { refaireFichierJury } = await import('./commandes/refaire-fichier-jury.ts');
            return refaireFichierJury(await cible(academie), { session, jury, json });
          }),
      )
      .command(
        'verifier <zip>',
        'Vérifie hors connexion, par son manifeste, un fichier de jury téléchargé',
        (commande) =>
          commande
            .positional('zip', { type: 'string', demandOption: true, describe: 'Le fichier téléchargé' })
            .option('empreinte', { type: 'string', describe: 'SHA-256 que la preuve garde de cette édition' })
            .option('json', { type: 'boolean', describe: 'Écrire le résultat en JSON', default: false }),
        ({ zip, empreinte, json }) =>
          finir(async () => {
            const { verifierFichierJury } = await import('./commandes/verifier-fichier-jury.ts');
            return verifierFichierJury({ chemin: zip, empreinte, json });
          }),
      )
      .command(
        'suivi',
        'Dit quels jurys n’ont pas demandé leur fichier, ne l’ont pas prêt ou ne l’ont pas téléchargé (DEC)',
        (commande) =>
          optionSession(optionsCommunes(commande))
            .option('centre', { type: 'string', requiresArg: true, describe: 'Seulement les jurys de ce centre' })
            .option('restants', {
              type: 'boolean',
              describe: 'Seulement les jurys dont le centre n’a pas téléchargé le fichier',
              default: false,
            })
            .option('csv', {
              type: 'string',
              requiresArg: true,
              describe: 'Écrire les jurys dans ce fichier, pour un tableur',
            }),
        ({ session, centre, restants, csv, academie, json }) =>
          finir(async () => {
            const { suivi } = await import('./commandes/suivi-jurys.ts');
            return suivi(await cible(academie, 'dec'), { session, centre, restants, csv, json });
          }),
      ),
  )
  .command(
    'presidents',
    'Donne la présidence des jurys, ou la saisit depuis un tableau (DEC, centres)',
    (commande) =>
      optionSession(optionsCommunes(commande))
        .option('jury', {
          alias: 'j',
          type: 'string',
          requiresArg: true,
          describe: 'Numéro du jury ; tous les jurys de l’académie sans cette option',
        })
        .option('absents', { type: 'boolean', describe: 'Seulement les jurys sans président', default: false })
        .option('csv', {
          type: 'string',
          requiresArg: true,
          describe: 'Écrire la présidence des jurys dans ce fichier, à remplir dans un tableur',
        })
        .option('saisir', { type: 'string', requiresArg: true, describe: 'Saisir ce fichier, une fois rempli' })
        .conflicts('saisir', 'csv'),
    ({ session, jury, absents, csv, saisir, academie, json }) =>
      finir(async () => {
        const presidents = await import('./commandes/presidents.ts');
        const vers = await cible(academie, jury === undefined ? 'dec' : undefined);
        if (saisir !== undefined) return presidents.saisirPresidents(vers, { session, jury, fichier: saisir, json });
        return presidents.presidents(vers, { session, jury, absents, csv, json });
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
