/** Every operation that a right is asked for, by theme, with the label that people read. */
export const THEMES = {
  lecture: 'Lire',
  saisie: 'Saisir',
  suivi: 'Suivre et éditer',
  gestion: 'Créer, compléter et valider',
  familles: 'Familles',
  imports: 'Importer',
  transfert: 'Appariement, transfert et visas',
  jury: 'Jury',
  pilotage: 'Administrer et piloter',
} as const;

export type Theme = keyof typeof THEMES;

interface Fiche {
  readonly theme: Theme;
  readonly libelle: string;
}

export const OPERATIONS = {
  'lire-livret': { theme: 'lecture', libelle: 'Lire tout le livret d’un élève' },
  'lire-evaluation': { theme: 'lecture', libelle: 'Lire les évaluations d’un enseignement' },
  'lister-eleves': { theme: 'lecture', libelle: 'Voir la liste des élèves d’une division ou d’un groupe' },
  'consulter-historique': { theme: 'lecture', libelle: 'Consulter l’historique d’un livret' },
  'telecharger-livret': { theme: 'lecture', libelle: 'Télécharger et imprimer le livret définitif' },

  'saisir-evaluation': { theme: 'saisie', libelle: 'Saisir moyennes, compétences et appréciation d’un enseignement' },
  'saisir-engagements': { theme: 'saisie', libelle: 'Saisir les engagements et responsabilités' },
  'saisir-observation': { theme: 'saisie', libelle: 'Saisir l’observation sur les engagements' },
  'saisir-investissement': { theme: 'saisie', libelle: 'Saisir l’avis sur l’investissement' },
  'saisir-avis-chef': { theme: 'saisie', libelle: 'Saisir l’avis du chef d’établissement' },
  'saisir-avis-examen': { theme: 'saisie', libelle: 'Saisir l’avis pour l’examen' },
  'saisir-mentions': { theme: 'saisie', libelle: 'Saisir les mentions (B2i et suivantes)' },
  'saisir-sanction-examen': {
    theme: 'saisie',
    libelle: 'Saisir une sanction de la commission de discipline de l’examen',
  },

  'consulter-tableau': { theme: 'suivi', libelle: 'Consulter le tableau de bord des livrets' },
  'consulter-completude': { theme: 'suivi', libelle: 'Consulter ce qui manque aux livrets' },
  'imprimer-livrets': { theme: 'suivi', libelle: 'Imprimer des livrets' },

  'provoquer-creation': { theme: 'gestion', libelle: 'Provoquer la création des livrets' },
  'changer-format': { theme: 'gestion', libelle: 'Changer le format d’un livret' },
  'valider-division': { theme: 'gestion', libelle: 'Valider les livrets d’une division' },
  'deverrouiller-livret': { theme: 'gestion', libelle: 'Déverrouiller un livret validé' },
  'lever-signalement': { theme: 'gestion', libelle: 'Lever un signalement dans un texte' },

  'ouvrir-consultation': { theme: 'familles', libelle: 'Ouvrir la consultation aux familles' },
  'informer-familles': { theme: 'familles', libelle: 'Consigner que les familles sont informées' },
  'demander-rectification': { theme: 'familles', libelle: 'Demander une rectification' },
  'consulter-rectification': { theme: 'familles', libelle: 'Consulter une demande de rectification et sa réponse' },
  'decider-rectification': { theme: 'familles', libelle: 'Répondre à une demande de rectification' },
  'demander-opposition': { theme: 'familles', libelle: 'S’opposer à la transmission du livret au jury' },
  'enregistrer-opposition': { theme: 'familles', libelle: 'Enregistrer une opposition, ou son retrait' },

  'deposer-fichier': { theme: 'imports', libelle: 'Déposer un fichier de l’établissement' },
  'consulter-imports': { theme: 'imports', libelle: 'Consulter les dépôts et leurs comptes rendus' },
  'decider-dossiers': { theme: 'imports', libelle: 'Accepter ou refuser des dossiers en revue' },
  'annuler-depot': { theme: 'imports', libelle: 'Annuler un dépôt' },
  'choisir-source': { theme: 'imports', libelle: 'Choisir la source d’une division' },
  'deposer-academie': {
    theme: 'imports',
    libelle: 'Déposer les fichiers de l’académie (nomenclatures, candidats) et suivre ces dépôts',
  },

  'envoyer-identifiants': { theme: 'transfert', libelle: 'Envoyer les identifiants des élèves' },
  'consulter-appariement': { theme: 'transfert', libelle: 'Consulter l’appariement' },
  'decider-appariement': { theme: 'transfert', libelle: 'Décider d’un appariement' },
  'envoyer-livrets': { theme: 'transfert', libelle: 'Envoyer les statuts et les livrets' },
  'controler-presence': { theme: 'transfert', libelle: 'Contrôler la présence des statuts et des livrets papier' },
  'envoyer-visas': { theme: 'transfert', libelle: 'Envoyer les visas' },
  'recevoir-visas': { theme: 'transfert', libelle: 'Recevoir les visas' },

  'nommer-president': { theme: 'jury', libelle: 'Nommer le président et le vice-président d’un jury' },
  'demander-fichier-jury': { theme: 'jury', libelle: 'Demander le fichier d’un jury' },
  'consulter-fichier-jury': { theme: 'jury', libelle: 'Consulter l’état du fichier d’un jury' },
  'telecharger-fichier-jury': { theme: 'jury', libelle: 'Télécharger le fichier d’un jury' },
  'lire-livret-anonyme': { theme: 'jury', libelle: 'Lire le livret anonyme d’un candidat' },
  'examiner-livret': { theme: 'jury', libelle: 'Attester le contrôle de lecture d’un livret' },

  deleguer: { theme: 'pilotage', libelle: 'Donner, lister et révoquer des délégations' },
  'consulter-statistiques': { theme: 'pilotage', libelle: 'Consulter les statistiques non nominatives' },
} as const satisfies Readonly<Record<string, Fiche>>;

export type Operation = keyof typeof OPERATIONS;

export const libelleDe = (operation: Operation): string => OPERATIONS[operation].libelle;
