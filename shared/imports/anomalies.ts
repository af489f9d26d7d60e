import { ErreurCodee } from '../kernel/erreur.ts';
import { completer, type Details } from '../kernel/phrase.ts';
import { REFUS_XML } from '../xml/refus.ts';
import type { Anomalie, Gravite } from './anomalie.ts';

/** One kind of anomaly, as `docs/anomalies.md` shows it. `phrase` has gaps between braces. */
export interface Fiche {
  readonly gravite: Gravite;
  readonly phrase: string;
  readonly remede: string;
}

const EDITEUR = 'Signalez cette anomalie à l’éditeur du logiciel qui a produit le fichier.';
const LOGICIEL_DE_NOTES = 'Corrigez la valeur dans le logiciel de notes, puis exportez et redéposez le fichier.';
const SIECLE = 'Corrigez la fiche de l’élève dans SIECLE, puis exportez et redéposez le fichier.';
const NOMENCLATURE = 'Corrigez la nomenclature, puis redéposez-la.';
const ARCHIVE = 'Refaites une archive ZIP ordinaire, sans mot de passe, ou déposez le fichier sans le compresser.';
const CANDIDATS = 'Corrigez la ligne du candidat, puis redéposez le fichier.';
const ETABLISSEMENT = 'Corrigez cette donnée dans SIECLE, puis exportez et redéposez le fichier.';
const STS = 'Corrigez cette donnée dans STS-Web, puis exportez et redéposez le fichier.';
const STRUCTURES = 'Corrigez les structures dans SIECLE ou dans STS-Web, puis exportez et redéposez le fichier.';

/** The file as a whole: nothing of it is applied. */
const FICHIERS = {
  'fichier-compresse': {
    phrase: 'Le fichier est compressé dans un format que le livret scolaire ne lit pas.',
    remede: 'Décompressez le fichier, puis déposez-le tel quel ou dans une archive ZIP.',
  },
  'archive-trop-grosse': {
    phrase: 'L’archive dépasse {mega} mégaoctets.',
    remede: 'Exportez les élèves en plusieurs fichiers, par exemple un par niveau.',
  },
  'archive-vide': {
    phrase: 'L’archive ne contient aucun fichier.',
    remede: 'Vérifiez la sélection faite au moment de l’export, puis recommencez.',
  },
  'archive-plusieurs-fichiers': {
    phrase: 'L’archive contient plusieurs fichiers.',
    remede: 'Déposez les fichiers un par un, chacun seul dans son archive ou sans archive.',
  },
  'archive-chemin': {
    phrase: 'L’archive contient un dossier, ou un fichier rangé dans un dossier.',
    remede: 'Compressez le fichier lui-même, sans le dossier qui le contient.',
  },
  'archive-chiffree': { phrase: 'L’archive est protégée par un mot de passe.', remede: ARCHIVE },
  'archive-methode': {
    phrase: 'L’archive est compressée par une méthode que le livret scolaire ne lit pas.',
    remede: ARCHIVE,
  },
  'archive-endommagee': { phrase: 'L’archive est tronquée ou endommagée.', remede: ARCHIVE },
  'archive-incoherente': { phrase: 'La table de l’archive contredit son contenu.', remede: ARCHIVE },
  'archive-taille-fausse': {
    phrase: 'La taille que l’archive annonce n’est pas celle de son contenu.',
    remede: ARCHIVE,
  },
  'archive-chevauchement': { phrase: 'Deux parties de l’archive se chevauchent.', remede: ARCHIVE },
  'archive-bombe': {
    phrase:
      'Une fois décompressé, le fichier de l’archive dépasserait {mega} mégaoctets, ou {fois} fois sa taille dans l’archive.',
    remede: 'Déposez le fichier sans le compresser.',
  },
  'archive-imbriquee': {
    phrase: 'L’archive contient une autre archive.',
    remede: 'Déposez l’archive intérieure, ou le fichier qu’elle contient.',
  },
  'format-inconnu': {
    phrase: 'Le contenu du fichier n’est celui d’aucun export attendu.',
    remede:
      'Déposez un export LSL du logiciel de notes, un export SIECLE ou STS-Web, une nomenclature LSL, le fichier des candidats ou celui des inscriptions.',
  },
  'aucun-dossier': {
    phrase: 'Le fichier ne contient aucun dossier.',
    remede: 'Vérifiez la sélection faite au moment de l’export, puis recommencez.',
  },
  'structure-inattendue': {
    phrase: 'L’élément « {element} » n’est pas attendu à cet endroit du fichier.',
    remede: EDITEUR,
  },
  'structure-incomplete': { phrase: 'L’élément « {element} » manque dans le fichier.', remede: EDITEUR },
  'structure-texte': {
    phrase: 'L’élément « {element} » contient du texte, alors qu’il ne doit contenir que des éléments.',
    remede: EDITEUR,
  },
  'structure-attribut': {
    phrase: 'L’attribut « {attribut} » de l’élément « {element} » manque ou n’est pas attendu.',
    remede: EDITEUR,
  },
  'espace-de-noms': {
    phrase: 'L’élément « {element} » porte un espace de noms, alors que seule la racine du fichier en a un.',
    remede: 'Demandez à l’éditeur de déclarer « xmlns:lsl » à la racine, et non « xmlns ».',
  },
  'schema-version': {
    phrase: 'La version du schéma, « {version} », n’est pas 1.0.',
    remede: EDITEUR,
  },
  'entete-non-conforme': { phrase: 'L’en-tête du fichier n’est pas conforme. {cause}', remede: EDITEUR },
  'application-trop-longue': {
    phrase: 'Le nom de l’application dépasse {max} caractères.',
    remede: EDITEUR,
  },
  'etablissement-invalide': {
    phrase: 'Le numéro UAI de l’établissement, « {uai} », n’a pas 7 chiffres suivis de la bonne lettre de contrôle.',
    remede: 'Corrigez le numéro UAI dans les paramètres du logiciel, puis exportez de nouveau.',
  },
  'annee-du-fichier-invalide': {
    phrase: 'L’année scolaire du fichier, « {annee} », n’est pas une année à quatre chiffres.',
    remede: EDITEUR,
  },
  'eleves-trop-nombreux': {
    phrase: 'Le fichier compte plus de {max} fiches, options et affectations d’élèves.',
    remede: 'Exportez un seul établissement et une seule année scolaire.',
  },
  'libelle-contradictoire': {
    phrase: 'La compétence {competence} a deux libellés pour l’année {annee}.',
    remede: NOMENCLATURE,
  },
  'libelle-invalide': {
    phrase: 'Une compétence n’a pas un code à 4 chiffres, une année et un libellé.',
    remede: NOMENCLATURE,
  },
  'candidats-entete': {
    phrase: 'La première ligne du fichier n’est pas l’en-tête attendu pour les candidats.',
    remede:
      'Reprenez l’en-tête du modèle, sans changer le nom ni l’ordre des colonnes, séparées par des points-virgules.',
  },
  'inscriptions-entete': {
    phrase: 'La première ligne du fichier n’est pas l’en-tête attendu pour les inscriptions.',
    remede: 'Reprenez l’export des inscriptions de Cyclades, version 2.1_2023, sans changer ses 34 colonnes.',
  },
  'fiches-trop-nombreuses': {
    phrase: 'Le fichier compte plus de {max} fiches.',
    remede: 'Exportez un seul établissement et une seule année scolaire.',
  },
  'sts-sens-inverse': {
    phrase: 'Ce fichier va du logiciel d’emploi du temps vers STS-Web : ce n’est pas l’export de STS-Web.',
    remede: 'Exportez de STS-Web le fichier « sts_emp », puis déposez-le.',
  },
  'csv-octet-hors-encodage': {
    phrase: 'Un caractère du fichier n’est écrit ni en UTF-8 ni en ISO-8859-15.',
    remede: 'Enregistrez le fichier en « CSV UTF-8 », puis redéposez-le.',
  },
  'csv-ligne-trop-longue': {
    phrase: 'Une ligne du fichier dépasse {max} caractères.',
    remede: 'Vérifiez que chaque candidat tient sur une ligne, puis redéposez le fichier.',
  },
} as const;

/** One dossier: nothing of it is applied, the others are. */
const DOSSIERS = {
  'element-inattendu': {
    phrase: 'L’élément « {element} » n’est pas attendu à cet endroit de « {parent} ».',
    remede: EDITEUR,
  },
  'element-manquant': { phrase: 'L’élément « {element} » manque dans « {parent} ».', remede: EDITEUR },
  'attribut-inconnu': {
    phrase: 'L’attribut « {attribut} » de « {element} » n’est pas attendu.',
    remede: EDITEUR,
  },
  'attribut-manquant': { phrase: 'L’attribut « {attribut} » de « {element} » manque.', remede: EDITEUR },
  'texte-inattendu': { phrase: 'L’élément « {element} » ne doit pas contenir de texte.', remede: EDITEUR },
  'texte-vide': { phrase: 'Le texte « {champ} » est vide.', remede: LOGICIEL_DE_NOTES },
  'texte-trop-long': {
    phrase: 'Le texte « {champ} » dépasse {max} caractères.',
    remede: 'Raccourcissez le texte dans le logiciel, puis exportez et redéposez le fichier.',
  },

  'eleve-id-invalide': {
    phrase: 'L’identifiant SIECLE de l’élève, « {valeur} », n’est pas un entier positif.',
    remede: 'Vérifiez que les élèves du logiciel viennent bien de SIECLE, puis exportez de nouveau.',
  },
  'eleve-en-double': {
    phrase: 'Cet élève figure déjà dans le fichier, à la ligne {premiere}.',
    remede: 'Gardez un seul dossier par élève, puis exportez de nouveau.',
  },
  'annee-scolaire-invalide': {
    phrase: 'L’année scolaire « {valeur} » n’est pas un entier de 2000 à 9999.',
    remede: EDITEUR,
  },
  'annee-en-double': {
    phrase: 'L’année scolaire {annee} figure deux fois pour cet élève.',
    remede: LOGICIEL_DE_NOTES,
  },
  'decoupage-inconnu': {
    phrase: 'Le découpage « {valeur} » de l’année {annee} n’est ni T (trimestres) ni S (semestres).',
    remede: 'Donnez deux ou trois périodes à la classe dans le logiciel de notes, puis exportez de nouveau.',
  },
  'matiere-invalide': { phrase: 'Le code matière « {valeur} » n’a pas 6 chiffres.', remede: LOGICIEL_DE_NOTES },
  'modalite-inconnue': {
    phrase: 'La modalité d’élection « {valeur} » de la matière {matiere} n’est ni S, ni O, ni F.',
    remede: LOGICIEL_DE_NOTES,
  },
  'date-invalide': {
    phrase: 'La date « {valeur} » de « {element} » n’est pas une date au format AAAA-MM-JJ.',
    remede: EDITEUR,
  },
  'appreciation-vide': {
    phrase: 'L’appréciation annuelle de la matière {matiere} est vide, année {annee}.',
    remede:
      'Complétez l’appréciation dans le logiciel de notes. Si elle contient « & », écrivez « et » : certains exports perdent alors le texte.',
  },
  'moyenne-invalide': {
    phrase:
      'La moyenne « {valeur} » de la matière {matiere} n’est pas un nombre à deux décimales au plus, année {annee}.',
    remede: 'Saisissez un nombre ; une période non notée s’écrit -1 dans l’export.',
  },
  'moyenne-hors-bornes': {
    phrase: 'La moyenne {valeur} de la matière {matiere} n’est ni entre 0 et 20 ni égale à -1, année {annee}.',
    remede: 'Ramenez la note sur 20 dans le logiciel de notes, puis exportez et redéposez le fichier.',
  },
  'periode-invalide': {
    phrase: 'Le numéro de période « {valeur} » de la matière {matiere} n’est pas un entier positif, année {annee}.',
    remede: EDITEUR,
  },
  'periode-hors-decoupage': {
    phrase: 'La période {numero} de la matière {matiere} n’existe pas : l’année {annee} en compte {nombre}.',
    remede: 'Vérifiez les périodes de la classe dans le logiciel de notes, puis exportez de nouveau.',
  },
  'periode-en-double': {
    phrase: 'La période {numero} de la matière {matiere} figure deux fois, année {annee}.',
    remede: LOGICIEL_DE_NOTES,
  },
  'groupe-invalide': {
    phrase:
      'La valeur « {valeur} » de « {attribut} », pour le groupe de la matière {matiere}, n’est pas un nombre attendu, année {annee}.',
    remede: EDITEUR,
  },
  'engagement-inconnu': { phrase: 'Le code d’engagement « {valeur} » est inconnu.', remede: EDITEUR },
  'engagement-en-double': { phrase: 'L’engagement {code} figure deux fois.', remede: EDITEUR },
  'avis-examen-inconnu': { phrase: 'L’avis pour l’examen « {valeur} » est inconnu.', remede: EDITEUR },
  'competence-code-invalide': {
    phrase: 'Le code de compétence « {valeur} » de la matière {matiere} n’a pas 4 chiffres.',
    remede: EDITEUR,
  },
  'competence-niveau-inconnu': {
    phrase: 'Le niveau de compétence « {valeur} » de la matière {matiere} est inconnu.',
    remede: LOGICIEL_DE_NOTES,
  },
  'competence-en-double': {
    phrase: 'La compétence {competence} de la matière {matiere} figure deux fois.',
    remede: EDITEUR,
  },

  'identite-incomplete': { phrase: 'L’élève n’a pas de « {champ} ».', remede: SIECLE },
  'date-de-naissance-invalide': {
    phrase: 'La date de naissance n’est pas une date au format JJ/MM/AAAA.',
    remede: 'Corrigez la date de naissance à la source, puis exportez et redéposez le fichier.',
  },
  'ine-en-double': {
    phrase: 'Deux élèves du fichier portent le même INE : aucun des deux n’est importé.',
    remede: SIECLE,
  },

  'mef-invalide': { phrase: 'Le code MEF « {valeur} » n’a pas 11 chiffres.', remede: NOMENCLATURE },
  'mef-en-double': {
    phrase: 'Le MEF {mef} figure déjà pour l’année {annee}, à la ligne {premiere}.',
    remede: NOMENCLATURE,
  },
  'millesime-invalide': {
    phrase: 'Le millésime « {valeur} » n’est pas un entier de 2000 à 9999.',
    remede: NOMENCLATURE,
  },
  'libelle-vide': { phrase: 'L’attribut « {attribut} » de « {element} » est vide.', remede: NOMENCLATURE },
  'presence-invalide': {
    phrase: 'L’indication « {valeur} » d’une évaluation par période n’est ni « true » ni « false ».',
    remede: NOMENCLATURE,
  },
  'competence-sans-libelle': {
    phrase: 'La compétence « {competence} » n’a pas de libellé pour l’année {annee}.',
    remede: 'Placez en tête de la nomenclature le libellé de chaque compétence et de chaque année.',
  },
  'ligne-en-double': {
    phrase: 'La matière {matiere} figure deux fois sous le même regroupement et le même intitulé.',
    remede: NOMENCLATURE,
  },

  'candidat-colonnes': {
    phrase: 'La ligne compte {nombre} colonnes au lieu de {attendu}.',
    remede: 'Vérifiez les points-virgules de la ligne, puis redéposez le fichier.',
  },
  'candidat-champ-vide': { phrase: 'La colonne « {champ} » est vide.', remede: CANDIDATS },
  'candidat-champ-trop-long': { phrase: 'La colonne « {champ} » dépasse {max} caractères.', remede: CANDIDATS },
  'candidat-numero-invalide': {
    phrase: 'La colonne « {champ} » n’est pas un numéro : 20 lettres sans accent, chiffres ou tirets au plus.',
    remede: CANDIDATS,
  },
  'candidat-caractere-interdit': {
    phrase: 'La colonne « {champ} » contient un caractère de contrôle.',
    remede: CANDIDATS,
  },
  'candidat-en-double': {
    phrase: 'Ce numéro de candidat figure déjà dans le fichier, à la ligne {premiere}.',
    remede: CANDIDATS,
  },
  'candidat-uai-invalide': {
    phrase: 'Le numéro UAI n’a pas 7 chiffres suivis de la bonne lettre de contrôle.',
    remede: CANDIDATS,
  },
  'candidat-categorie-inconnue': {
    phrase: 'La catégorie « {valeur} » n’est ni « scolaire » ni « individuel ».',
    remede: CANDIDATS,
  },

  'annee-a-venir': {
    phrase: 'L’année scolaire {annee} n’a pas commencé.',
    remede: 'Vérifiez l’année scolaire dans le logiciel de notes, puis exportez de nouveau.',
  },
  'eleve-parti': {
    phrase: 'Cet élève est scolarisé dans un autre établissement, qui a déposé ses notes de l’année {annee}.',
    remede: 'Rien n’est à faire s’il est parti ; sinon, voyez avec l’autre établissement et corrigez SIECLE.',
  },
  'attente-expiree': {
    phrase: 'Ce dossier a attendu plus de six mois : il n’est plus gardé.',
    remede: 'Déposez de nouveau le fichier.',
  },
  'dossier-refuse-en-revue': {
    phrase: 'Ce dossier a été refusé par l’établissement.',
    remede: 'Pour qu’il soit pris en compte, redéposez le fichier.',
  },

  'inscription-en-double': {
    phrase: 'Cette inscription figure déjà dans le fichier, à la ligne {premiere}.',
    remede: CANDIDATS,
  },

  'structure-code-invalide': {
    phrase: 'Une division ou un groupe n’a pas de code, ou a un code de plus de {max} caractères.',
    remede: STRUCTURES,
  },
  'structure-en-double': {
    phrase: 'La structure {structure} figure déjà dans le fichier, à la ligne {premiere}.',
    remede: STRUCTURES,
  },
  'mef-de-siecle-invalide': {
    phrase: 'Le code MEF « {valeur} » n’a pas 11 chiffres ou capitales.',
    remede: ETABLISSEMENT,
  },
  'mef-de-siecle-en-double': {
    phrase: 'Le MEF {mef} figure déjà dans le fichier, à la ligne {premiere}.',
    remede: ETABLISSEMENT,
  },
  'programme-sans-mef': {
    phrase: 'Le MEF {mef} a des enseignements, mais n’est pas décrit dans le fichier.',
    remede: ETABLISSEMENT,
  },
  'individu-invalide': {
    phrase: 'Un enseignant n’a pas d’identifiant, ou son type n’est ni « epp » ni « local ».',
    remede: STS,
  },
  'individu-en-double': {
    phrase: 'L’enseignant {enseignant} figure déjà dans le fichier, à la ligne {premiere}.',
    remede: STS,
  },
  'individu-sans-nom': { phrase: 'L’enseignant {enseignant} n’a pas de nom.', remede: STS },

  'liens-eleve-inconnu': {
    phrase: 'Les groupes de cet élève n’ont pas été repris : SIECLE ne l’a pas encore donné pour cette année.',
    remede: 'Déposez l’export SIECLE des élèves, puis redéposez les liens entre élèves et groupes.',
  },
  'ligne-trop-grande': {
    phrase: 'Ce dossier est trop grand pour être gardé : {ko} Ko.',
    remede: 'Vérifiez l’export : une structure, un MEF ou un élève y porte des milliers de lignes.',
  },
  'import-perime': {
    phrase: 'Un dépôt plus récent a déjà été appliqué à ce dossier.',
    remede: 'Rien n’est à faire ; pour revenir à ce contenu, redéposez le fichier.',
  },
  'dossier-trop-grand': {
    phrase: 'Le dossier de l’élève est trop grand pour être gardé : {ko} Ko pour l’année {annee}.',
    remede: 'Vérifiez l’export : un élève a quelques dizaines d’évaluations par an, pas des milliers.',
  },
  'livret-envoye': {
    phrase: 'Le livret de cet élève est déjà validé ou envoyé : un import ne le change plus.',
    remede:
      'Si ces notes devaient changer, le chef d’établissement déverrouille le livret en disant pourquoi, puis le fichier est redéposé.',
  },
  'ine-deja-porte': {
    phrase: 'L’INE de cet élève est déjà celui d’un autre livret.',
    remede:
      'Vérifiez l’INE dans SIECLE, puis exportez et redéposez le fichier. S’il est juste, signalez-le à l’académie : deux livrets sont à réunir.',
  },
} as const;

/** The dossier goes in, and someone should look. */
const AVERTISSEMENTS = {
  'eleve-attendu': {
    phrase:
      'Cet élève n’est pas connu par SIECLE pour cet établissement et cette année : ses notes attendent qu’il le soit.',
    remede: 'Déposez l’export SIECLE des élèves dans les six mois : ses notes entreront d’elles-mêmes.',
  },
  'absent-de-siecle': {
    phrase: 'Cet élève ne figure plus dans l’export SIECLE : son livret est gardé, et signalé.',
    remede: 'S’il a quitté l’établissement, saisissez sa date de sortie dans SIECLE ; sinon exportez tous les élèves.',
  },
  'ine-corrige': {
    phrase: 'L’INE de cet élève a changé dans SIECLE : son livret le suit.',
    remede: 'Vérifiez que l’INE est bien celui de l’élève.',
  },
  'identite-corrigee': {
    phrase: 'L’identité de cet élève a changé dans SIECLE ({champs}) : son livret la suit.',
    remede: 'Vérifiez qu’il s’agit du même élève. Un livret déjà envoyé part de nouveau avec elle, de lui-même.',
  },
  'livret-suivi': {
    phrase: 'Le livret de cet élève vient d’un autre établissement, par son INE.',
    remede: 'Vérifiez que les années reprises sont bien les siennes.',
  },
  'mef-fige': {
    phrase: 'Le livret de cette année est déjà envoyé : un changement de formation dans SIECLE ne le change plus.',
    remede: 'Si la formation était fausse, signalez-le à la division des examens et concours.',
  },
  'annee-perimee': {
    phrase: 'Un dépôt plus récent a déjà été appliqué à l’année {annee} de cet élève : elle n’est pas reprise.',
    remede: 'Rien n’est à faire ; pour revenir à ce contenu, redéposez le fichier.',
  },
  'annee-d-ailleurs': {
    phrase: 'L’année {annee} de cet élève vient de l’établissement où il est scolarisé : elle n’est pas reprise.',
    remede: 'Rien n’est à faire s’il y était ; sinon, voyez avec cet établissement et corrigez SIECLE.',
  },
  'annee-figee': {
    phrase: 'L’année {annee} de cet élève est dans un livret déjà validé ou envoyé : elle n’est pas reprise.',
    remede: 'Rien n’est à faire si ces notes n’ont pas changé.',
  },
  'redoublement-possible': {
    phrase: 'L’élève suit la même formation que l’année précédente : les notes des deux années sont gardées.',
    remede: 'Rien n’est à faire s’il redouble ; sinon corrigez sa formation dans SIECLE.',
  },
  'import-deja-remplace': {
    phrase: 'Un dépôt plus récent a remplacé les notes de cet élève : l’annulation ne les change pas.',
    remede: 'Pour revenir à d’autres notes, déposez le fichier qui les contient.',
  },
  'anomalies-trop-nombreuses': {
    phrase: 'Ce dossier compte plus de {max} anomalies : les suivantes ne sont pas listées.',
    remede: EDITEUR,
  },
  'texte-blanc': {
    phrase: 'Le texte « {champ} » ne contient aucun caractère visible : il n’est pas repris.',
    remede: 'Complétez le texte, ou laissez-le absent.',
  },
  'appreciation-blanche': {
    phrase: 'L’appréciation annuelle de la matière {matiere} ne contient aucun caractère visible, année {annee}.',
    remede: 'Complétez l’appréciation dans le logiciel de notes ou dans le livret.',
  },
  'moyenne-du-groupe-hors-bornes': {
    phrase:
      'La moyenne du groupe, {valeur}, n’est pas entre 0 et 20 pour la matière {matiere}, année {annee} : elle n’est pas reprise.',
    remede: LOGICIEL_DE_NOTES,
  },
  'repartition-incoherente': {
    phrase: 'La répartition du groupe ne fait pas 100 % pour la matière {matiere}, année {annee}.',
    remede: 'Vérifiez le calcul des moyennes du groupe dans le logiciel de notes.',
  },
  'enseignant-sans-nom': {
    phrase: 'Un enseignant de la matière {matiere} n’a ni nom ni prénom, année {annee}.',
    remede: 'Complétez le service de l’enseignant dans le logiciel de notes.',
  },

  'ine-absent': {
    phrase:
      'L’INE manque : le livret ne pourra pas suivre l’élève, et seuls son nom et sa date de naissance diront sa candidature.',
    remede: 'Demandez l’INE, puis redéposez le fichier.',
  },
  'ine-mal-forme': {
    phrase: 'Un INE n’a aucune des trois formes connues : il est ignoré.',
    remede: 'Corrigez l’INE à la source, puis redéposez le fichier.',
  },
  'mef-absent': {
    phrase: 'L’élève n’a pas de code MEF à 11 chiffres : ses matières ne pourront pas être vérifiées.',
    remede: SIECLE,
  },
  'division-absente': {
    phrase: 'L’élève n’est affecté à aucune division.',
    remede: 'Affectez l’élève à une division dans SIECLE, puis exportez et redéposez le fichier.',
  },
  'option-mal-formee': {
    phrase: 'Une option n’a pas de code matière à 6 chiffres : elle est ignorée.',
    remede: SIECLE,
  },
  'etablissement-precedent-invalide': {
    phrase: 'Le numéro UAI de l’établissement précédent n’est pas valide : il est ignoré.',
    remede: SIECLE,
  },
  'date-de-sortie-invalide': {
    phrase: 'La date de sortie n’est pas une date au format JJ/MM/AAAA : elle est ignorée.',
    remede: SIECLE,
  },

  'affectation-mal-formee': {
    phrase: 'Une affectation n’a pas de code de structure, ou n’est ni une division ni un groupe : elle est ignorée.',
    remede: SIECLE,
  },
  'structure-mef-invalide': {
    phrase: 'Un MEF de la structure {structure} n’a pas 11 caractères : il est ignoré.',
    remede: STRUCTURES,
  },
  'division-inconnue': {
    phrase: 'La division {division} est citée, mais n’est pas décrite dans le fichier.',
    remede: STRUCTURES,
  },
  'rattachement-invalide': {
    phrase: 'Le MEF de rattachement de {mef} n’a pas 11 caractères : il est ignoré.',
    remede: ETABLISSEMENT,
  },
  'programme-mal-forme': {
    phrase:
      'Un enseignement du MEF {mef} n’a pas un code matière à 6 caractères et une modalité d’une lettre : il est ignoré.',
    remede: ETABLISSEMENT,
  },
  'programme-en-double': {
    phrase: 'La matière {matiere} ({modalite}) figure deux fois au programme du MEF {mef}.',
    remede: ETABLISSEMENT,
  },
  'matiere-sans-libelle': {
    phrase: 'La matière {matiere} du MEF {mef} n’a pas de libellé dans le fichier.',
    remede: ETABLISSEMENT,
  },
  'matiere-deux-libelles': {
    phrase: 'La matière {matiere} a deux libellés : le premier est gardé.',
    remede: ETABLISSEMENT,
  },
  'responsable-inconnu': {
    phrase: 'Un responsable de cet élève n’est pas décrit dans le fichier : il est ignoré.',
    remede: SIECLE,
  },
  'responsable-sans-nom': {
    phrase: 'Un responsable de cet élève n’a pas de nom : il est ignoré.',
    remede: SIECLE,
  },
  'responsable-en-double': {
    phrase: 'Un responsable figure deux fois pour cet élève : seul le premier lien est gardé.',
    remede: SIECLE,
  },
  'personne-en-double': {
    phrase: 'Un responsable de cet élève est décrit deux fois dans le fichier : la première fiche est gardée.',
    remede: SIECLE,
  },
  'periode-scolaire-mal-formee': {
    phrase: 'Une période n’a pas un numéro et deux dates dans l’ordre, au format JJ/MM/AAAA : elle est ignorée.',
    remede: ETABLISSEMENT,
  },
  'periode-scolaire-ignoree': {
    phrase: 'Une période de type « {type} » n’est ni un trimestre ni un semestre : elle est ignorée.',
    remede: 'Rien n’est à faire si l’établissement compte aussi des trimestres ou des semestres.',
  },
  'periode-scolaire-en-double': {
    phrase: 'La période {type}{indice} figure deux fois : la première est gardée.',
    remede: ETABLISSEMENT,
  },
  'service-matiere-invalide': {
    phrase: 'Un service de la structure {structure} n’a pas de code matière à 6 caractères : il est ignoré.',
    remede: STS,
  },
  'service-en-double': {
    phrase: 'Le service {matiere} de la structure {structure} figure deux fois : ses enseignants sont réunis.',
    remede: STS,
  },
  'enseignant-inconnu': {
    phrase:
      'Un service {matiere} de la structure {structure} nomme un enseignant que le fichier ne décrit pas : il est ignoré.',
    remede: STS,
  },
  'inscription-ine-differents': {
    phrase:
      'Plusieurs INE sont donnés pour les mêmes nom, prénoms, date de naissance et établissement : aucun INE manquant n’est complété.',
    remede: 'Vérifiez l’INE de ces candidats et de ces inscriptions, puis redéposez le fichier corrigé.',
  },

  'editeur-non-agree': {
    phrase:
      'L’éditeur « {editeur} », ou son application « {application} », n’est pas dans la liste des éditeurs agréés pour l’année {annee}.',
    remede: 'Demandez à l’éditeur si son logiciel est agréé par le ministère ; le fichier est lu comme les autres.',
  },
  'nomenclature-absente': {
    phrase:
      'La nomenclature de l’année {annee} n’est pas connue pour le MEF de cet élève : ses matières ne sont pas vérifiées.',
    remede: 'Demandez à la division des examens et concours de déposer la nomenclature de cette année.',
  },
  'matiere-hors-nomenclature': {
    phrase: 'La matière {matiere} ({modalite}) n’est pas prévue par la nomenclature, année {annee}.',
    remede: 'Vérifiez le code et la modalité de la matière dans le logiciel de notes.',
  },
  'matiere-incertaine': {
    phrase:
      'Plusieurs évaluations de la matière {matiere} prétendent aux mêmes lignes du livret, année {annee} : l’ordre du fichier a été suivi.',
    remede: 'Vérifiez dans le livret que chaque évaluation est à sa ligne.',
  },
  'competence-hors-nomenclature': {
    phrase: 'La compétence {competence} n’est pas prévue pour la matière {matiere}, année {annee}.',
    remede: 'Vérifiez les compétences de la matière dans le logiciel de notes.',
  },
  'niveau-cecrl-hors-langue': {
    phrase:
      'La compétence {competence} de la matière {matiere} porte un niveau de langue, alors que la matière n’en est pas une.',
    remede: 'Donnez à la compétence un niveau de 1 à 4 dans le logiciel de notes.',
  },
} as const;

/** The file is sound, but not for whoever deposits it: told once it is read, nothing of it is applied. */
const DEPOTS = {
  'annee-du-fichier-a-venir': {
    phrase: 'L’année scolaire du fichier, {annee}, n’a pas commencé.',
    remede: 'Vérifiez l’année choisie au moment de l’export, puis recommencez.',
  },
  'flux-reserve-a-la-dec': {
    phrase: 'Ce fichier ne peut être déposé que par la division des examens et concours.',
    remede: 'Adressez ce fichier à la division des examens et concours de l’académie.',
  },
  'flux-d-etablissement': {
    phrase: 'Ce fichier doit être déposé par l’établissement qu’il concerne.',
    remede: 'Recommencez le dépôt au nom de l’établissement, avec son numéro UAI.',
  },
  'autre-etablissement': {
    phrase: 'Ce fichier concerne un autre établissement que celui qui le dépose.',
    remede: 'Vérifiez l’établissement choisi, ou exportez de nouveau le fichier depuis le bon établissement.',
  },
  'editeur-refuse': {
    phrase:
      'L’académie n’accepte que les éditeurs agréés : « {editeur} », application « {application} », n’est pas dans la liste de l’année {annee}.',
    remede: 'Exportez les notes depuis un logiciel agréé, ou adressez-vous à l’académie.',
  },
  'session-absente': {
    phrase: 'La session d’examen de ces candidats n’a pas été indiquée.',
    remede: 'Recommencez le dépôt en indiquant la session.',
  },
} as const;

const REFUS_DE_FICHIER = { ...FICHIERS, ...DEPOTS };
const FICHES = { ...REFUS_XML, ...REFUS_DE_FICHIER, ...DOSSIERS, ...AVERTISSEMENTS };

type Fiches = typeof FICHES;
export type CodeAnomalie = keyof Fiches;
export type CodeDeDossier = keyof typeof DOSSIERS | keyof typeof AVERTISSEMENTS;
type CodeDeFichier = keyof typeof REFUS_DE_FICHIER;
export type CodeDeDepot = keyof typeof DEPOTS;
export type DetailsAnomalie<C extends CodeAnomalie> = Details<Fiches[C]['phrase']>;

const gravite = (code: string): Gravite =>
  code in DOSSIERS ? 'refus-dossier' : code in AVERTISSEMENTS ? 'avertissement' : 'refus-fichier';

/** Every anomaly that an import can tell: the only place where their sentences stand. */
export const CATALOGUE: Readonly<Record<CodeAnomalie, Fiche>> = Object.fromEntries(
  Object.entries(FICHES).map(([code, fiche]) => [code, { gravite: gravite(code), ...fiche }]),
) as Record<CodeAnomalie, Fiche>;

export interface LieuAnomalie {
  readonly ligne: number | null;
  readonly colonne: number | null;
  readonly eleve?: string | null;
}

export function anomalie<C extends CodeAnomalie>(code: C, lieu: LieuAnomalie & DetailsAnomalie<C>): Anomalie {
  const fiche: Fiche = CATALOGUE[code];
  return {
    code,
    gravite: fiche.gravite,
    ligne: lieu.ligne,
    colonne: lieu.colonne,
    eleve: lieu.eleve ?? null,
    message: completer(fiche.phrase, lieu as unknown as Record<string, string | number>),
    remede: fiche.remede,
  };
}

/** The refusal of the whole file, ready to be thrown. */
export function refusFichier<C extends CodeDeFichier>(
  code: C,
  details: DetailsAnomalie<C>,
  lieu: { readonly ligne: number; readonly colonne: number } = { ligne: 1, colonne: 1 },
): ErreurCodee {
  const { phrase, remede }: { phrase: string; remede: string } = REFUS_DE_FICHIER[code];
  return new ErreurCodee(code, completer(phrase, details), remede, {
    ligne: lieu.ligne,
    colonne: lieu.colonne,
  });
}

/** The same refusal as the compte rendu shows it. */
export function anomalieDeFichier(erreur: ErreurCodee): Anomalie {
  return {
    code: erreur.code,
    gravite: 'refus-fichier',
    ligne: erreur.lieu.ligne ?? null,
    colonne: erreur.lieu.colonne ?? null,
    eleve: erreur.lieu.eleve ?? null,
    message: erreur.message,
    remede: erreur.remede,
  };
}
