/**
 * The sentences that appreciations are made of. A text takes one of each part; `[attentif|attentive]` agrees with the
 * pupil. They speak of work, never of the person: no health, origin, religion, opinion (arrêté of 13 October 2014).
 *
 * Each part has sixteen sentences or makes sixteen: with three parts of sixteen no two texts of a class are the same
 * ({@link ./appreciations.ts}). A sentence stands in one list only.
 */
export const PART = 16;

/** What the year was worth, from the annual average. */
export type Resultat = 'excellent' | 'bon' | 'moyen' | 'fragile' | 'faible' | 'sansNote';
/** Where the last period stands beside the first. */
export type Tendance = 'hausse' | 'acquis' | 'effort' | 'baisse';
/** How well what is singled out is mastered. */
export type Ton = 'atout' | 'progres' | 'lacune';

export const BILANS: Readonly<Record<Resultat, readonly string[]>> = {
  excellent: [
    'Excellente année.',
    'Une année remarquable du premier au dernier cours.',
    'Résultats excellents, obtenus avec méthode.',
    'Très grande maîtrise du programme.',
    'Un niveau très solide dans tous les domaines.',
    'Ensemble remarquable, porté par un travail approfondi.',
    'Très bel ensemble.',
    'Des résultats de tout premier plan.',
    'Année brillante, conduite avec sérieux.',
    'Travail d’une qualité rare.',
    'Les attentes du programme sont largement dépassées.',
    'Un travail approfondi et des résultats à la hauteur.',
    'Toutes les évaluations sont réussies, souvent très largement.',
    'Une réussite complète.',
    'Excellent niveau, entretenu par une vraie curiosité.',
    '[Un|Une] élève d’un excellent niveau.',
  ],
  bon: [
    'Bonne année.',
    'De bons résultats, obtenus par un travail régulier.',
    'Bon ensemble.',
    'Le travail fourni porte ses fruits.',
    'Un bon niveau, tenu toute l’année.',
    'Résultats très satisfaisants.',
    'Année sérieuse et réussie.',
    'De solides connaissances, bien réinvesties.',
    'Bonne maîtrise de l’ensemble du programme.',
    'Les objectifs de l’année sont atteints.',
    'Un travail sérieux et de bons résultats.',
    'Bilan très positif.',
    'Le niveau est bon et la méthode est acquise.',
    'Un ensemble solide.',
    'Des résultats qui récompensent l’effort.',
    'Le programme est bien assimilé.',
  ],
  moyen: [
    'Année convenable.',
    'Ensemble satisfaisant.',
    'Résultats corrects dans l’ensemble.',
    'Les bases sont acquises.',
    'Un niveau correct, parfois irrégulier.',
    'Des résultats convenables, qui peuvent encore monter.',
    'Bilan honorable.',
    'L’essentiel du programme est compris.',
    'Un ensemble correct.',
    'Les résultats sont satisfaisants à l’écrit.',
    'Niveau satisfaisant, malgré quelques évaluations moins réussies.',
    'Des connaissances réelles, utilisées de façon inégale.',
    'Le travail est sérieux et les résultats sont convenables.',
    'Une année plutôt positive.',
    'Des résultats moyens, mais une progression possible.',
    'Ensemble assez satisfaisant.',
  ],
  fragile: [
    'Résultats fragiles.',
    'Les acquis restent fragiles.',
    'Un ensemble trop juste.',
    'Les bases du programme demandent à être renforcées.',
    'Année en demi-teinte.',
    'Des résultats inférieurs à ce qui était possible.',
    'Niveau encore fragile en fin d’année.',
    'Le bilan de l’année est mitigé.',
    'Des résultats irréguliers et souvent justes.',
    'Le programme n’est assimilé qu’en partie.',
    'Un niveau trop juste, faute d’un apprentissage régulier.',
    'Trop d’écarts d’une évaluation à l’autre.',
    'Les résultats ne reflètent pas encore le travail fourni.',
    'Ensemble fragile, mais sans découragement.',
    'Des acquis partiels.',
    'Année inégale.',
  ],
  faible: [
    'Année difficile.',
    'Les résultats sont insuffisants.',
    'Le niveau attendu n’est pas atteint.',
    'De grandes difficultés cette année.',
    'Ensemble insuffisant.',
    'Les notions du programme ne sont pas acquises.',
    'Les difficultés sont restées importantes toute l’année.',
    'Résultats trop faibles.',
    'Les évaluations ont été rarement réussies.',
    'Le travail personnel a été insuffisant.',
    'Un bilan décevant.',
    'Trop peu de notions sont maîtrisées.',
    'Les lacunes se sont accumulées.',
    'Le rythme de l’année a été difficile à suivre.',
    'Des résultats bien en dessous des attentes.',
    'Une année de grandes difficultés, sans renoncement.',
  ],
  sansNote: [
    'Trop peu d’évaluations pour établir une moyenne.',
    'Aucune moyenne n’a pu être établie cette année.',
    'Le nombre d’évaluations ne permet pas de chiffrer l’année.',
    'Les évaluations sont trop peu nombreuses pour être représentatives.',
    'Pas assez de notes pour donner une moyenne.',
    'La moyenne n’est pas significative et n’est pas donnée.',
    'Une année sans moyenne, faute d’évaluations suffisantes.',
    'Les devoirs rendus sont trop rares pour être chiffrés.',
    'Il n’a pas été possible d’évaluer l’ensemble du programme.',
    'Bilan non chiffré.',
    'L’année ne peut pas être résumée par une moyenne.',
    'Évaluation incomplète.',
    'Les notes obtenues ne suffisent pas pour juger de l’année.',
    'Le travail n’a été évalué que sur une partie du programme.',
    'Trop de travaux manquent pour conclure.',
    'Appréciation donnée sans moyenne.',
  ],
};

/** A subject's family, by the words of its label; the first that matches. */
export type Famille =
  | 'mathematiques'
  | 'langue'
  | 'philosophie'
  | 'histoire'
  | 'sport'
  | 'sciences'
  | 'lettres'
  | 'economie'
  | 'arts'
  | 'technologie'
  | 'generale';

export const FAMILLES: readonly (readonly [Famille, RegExp])[] = [
  ['langue', /\b(LANGUES? (VIVANTE|ETUDIEE)|ANGLAIS|ALLEMAND|ESPAGNOL|ITALIEN|PORTUGAIS)/],
  ['mathematiques', /\bMATHEMATIQUE/],
  ['philosophie', /\bPHILOSOPHIE/],
  ['arts', /\b(ARTS?|ARTISTIQUE|MUSIQUE|THEATRE|DANSE|CINEMA)\b/],
  ['histoire', /\b(HISTOIRE|GEOGRAPHIE)/],
  ['generale', /\b(CIVIQUE|SANITAIRES)/],
  ['sport', /\b(PHYSIQUE ET SPORTIVE|SPORT)/],
  ['technologie', /\b(INGENIEUR|TECHNOLOGI|INFORMATIQUE|NUMERIQUE|DESIGN|ENERGIES?|CONSTRUCTION|SYSTEMES?)/],
  ['economie', /\b(ECONOMI|GESTION|MANAGEMENT|MERCATIQUE|DROIT|FINANCE|COMMUNICATION)/],
  ['sciences', /\b(SCIENCES?|PHYSIQUE|CHIMIE|BIOLOGIE|BIOCHIMIE|BIOTECHNOLOGIES|MESURE|LABORATOIRE)/],
  ['lettres', /\b(FRANCAIS|LITTERATURE|LATIN|GREC|LETTRES)/],
  ['generale', /^/],
];

/** Eight noun phrases a family: with two turns of phrase each, sixteen remarks of one tone. */
export const POINTS: Readonly<Record<Famille, readonly string[]>> = {
  mathematiques: [
    'la maîtrise des techniques de calcul',
    'la rigueur du raisonnement',
    'la rédaction des démonstrations',
    'la lecture des graphiques',
    'la mise en équation des problèmes',
    'l’usage raisonné de la calculatrice',
    'la recherche des exercices ouverts',
    'l’étude des fonctions',
  ],
  langue: [
    'la compréhension de l’oral',
    'la compréhension de l’écrit',
    'la richesse du vocabulaire',
    'la correction de la syntaxe',
    'la prise de parole en continu',
    'les échanges avec le groupe',
    'la qualité de la prononciation',
    'l’expression écrite',
  ],
  philosophie: [
    'l’analyse des notions',
    'la construction du plan',
    'la lecture suivie des textes',
    'l’usage des références',
    'la formulation d’un problème',
    'l’enchaînement des arguments',
    'la précision des définitions',
    'la discussion des thèses',
  ],
  histoire: [
    'l’analyse critique des documents',
    'la maîtrise des repères',
    'la construction d’une argumentation',
    'la réalisation des croquis',
    'la mise en relation des échelles',
    'l’apprentissage du cours d’une séance à l’autre',
    'la clarté de la rédaction',
    'la participation aux débats de la classe',
  ],
  sport: [
    'l’engagement dans les situations proposées',
    'la maîtrise technique',
    'le travail en équipe',
    'la gestion de l’effort',
    'le respect des consignes de sécurité',
    'la lecture du jeu',
    'l’échauffement en autonomie',
    'la tenue des rôles d’arbitre et d’observateur',
  ],
  sciences: [
    'la démarche expérimentale',
    'l’exploitation des mesures',
    'la restitution des connaissances',
    'l’analyse des documents scientifiques',
    'la rigueur des schémas',
    'la rédaction des comptes rendus',
    'l’usage des unités et des ordres de grandeur',
    'la conduite des travaux pratiques',
  ],
  lettres: [
    'la lecture des œuvres',
    'l’interprétation des textes',
    'la maîtrise de l’expression',
    'la maîtrise de l’orthographe',
    'la construction du commentaire',
    'la culture littéraire',
    'l’oral d’explication',
    'le travail d’écriture',
  ],
  economie: [
    'la mobilisation des notions',
    'l’étude des données chiffrées',
    'l’exploitation du dossier documentaire',
    'la construction de la synthèse',
    'le vocabulaire de la discipline',
    'l’argumentation',
    'l’étude des situations d’entreprise',
    'la lecture de l’actualité',
  ],
  arts: [
    'la pratique personnelle',
    'l’analyse des œuvres',
    'l’invention dans les projets',
    'le travail collectif de création',
    'la présentation de la démarche',
    'la culture artistique',
    'la maîtrise des outils',
    'l’écoute et le regard portés sur le travail des autres',
  ],
  technologie: [
    'la conduite de projet',
    'la modélisation des systèmes',
    'l’analyse fonctionnelle',
    'la programmation',
    'l’exploitation des simulations',
    'la rédaction du dossier technique',
    'la soutenance orale',
    'le choix justifié des solutions',
  ],
  generale: [
    'l’apprentissage des leçons',
    'la méthode de travail',
    'la préparation des évaluations',
    'la qualité de l’expression',
    'la participation orale',
    'la rigueur des travaux écrits',
    'l’autonomie dans les recherches',
    'la tenue du dossier',
  ],
};

/** Two turns of phrase a tone; `{}` is a point. */
export const TOURNURES: Readonly<Record<Ton, readonly [string, string]>> = {
  atout: ['On apprécie {}.', 'Point fort : {}.'],
  progres: ['À consolider : {}.', 'Il reste à travailler {}.'],
  lacune: ['Il faut reprendre en priorité {}.', 'Les difficultés portent surtout sur {}.'],
};

export const CONSEILS: Readonly<Record<Tendance, readonly string[]>> = {
  hausse: [
    'Les progrès de la dernière période sont nets.',
    'La progression est régulière et mérite d’être soulignée.',
    'De réels progrès en fin d’année : il faut poursuivre ainsi.',
    'L’effort engagé depuis l’hiver a payé.',
    'Une progression encourageante.',
    'Le travail s’est intensifié et les résultats ont suivi.',
    'Un élan à conserver.',
    'La fin de l’année confirme les progrès attendus.',
    'Des efforts visibles, récompensés par une nette amélioration.',
    'La méthode s’est affermie au fil des mois.',
    'L’investissement s’est accru, avec de bons effets.',
    'Bravo pour les progrès accomplis.',
    'Chaque période a été meilleure que la précédente.',
    'Les conseils ont été entendus et mis en pratique.',
    'La confiance vient, les résultats aussi.',
    'La marge de progression reste grande : continuez.',
  ],
  acquis: [
    'Continuez ainsi.',
    'Le sérieux ne s’est jamais démenti.',
    'L’attention en classe est exemplaire.',
    'La participation est active et pertinente.',
    'Félicitations pour ce travail suivi.',
    'L’élève est [attentif|attentive] et volontaire.',
    'Il ne reste qu’à approfondir encore.',
    'Un travail à poursuivre dans le même esprit.',
    'La curiosité est réelle.',
    'L’autonomie acquise sera précieuse l’an prochain.',
    'Une participation orale plus fréquente serait un atout supplémentaire.',
    'L’élève est [moteur|motrice] dans le groupe.',
    'Le travail est préparé et soigné à chaque séance.',
    'Un engagement sans faille.',
    'L’aide apportée aux autres est à souligner.',
    'De belles qualités, à mettre au service de la suite des études.',
  ],
  effort: [
    'Un travail plus régulier permettra de progresser.',
    'Il faut participer davantage.',
    'La volonté est là : il faut persévérer.',
    'Un entraînement plus soutenu s’impose.',
    'L’écoute est bonne, le travail personnel doit suivre.',
    'Les conseils donnés doivent être appliqués plus tôt.',
    'Osez poser des questions.',
    'Un entraînement suivi en dehors des cours aidera beaucoup.',
    'L’attention doit être plus constante.',
    'Il ne faut pas baisser les bras.',
    'La méthode vue en classe doit être appliquée.',
    'Les séances d’accompagnement doivent être mises à profit.',
    'Davantage de rigueur donnera de meilleurs résultats.',
    'Les capacités sont réelles, il faut les employer.',
    'Un effort de présentation est attendu.',
    'Le sérieux en classe est un bon point d’appui.',
  ],
  baisse: [
    'La fin de l’année a été moins réussie.',
    'La dernière période marque un recul.',
    'Le rythme a faibli au printemps.',
    'Les résultats ont baissé : il faut se reprendre avant l’examen.',
    'Un relâchement en fin d’année, à corriger sans tarder.',
    'L’investissement des premiers mois n’a pas été tenu.',
    'Le travail est devenu irrégulier.',
    'La concentration a manqué en fin de parcours.',
    'Il faut retrouver le sérieux du début d’année.',
    'La baisse des derniers résultats ne doit pas décourager.',
    'Trop de séances ont été peu actives au printemps.',
    'Les révisions doivent permettre de rattraper ce recul.',
    'Un sursaut est nécessaire.',
    'Les bavardages ont nui au travail.',
    'La seconde partie de l’année n’a pas confirmé la première.',
    'Les évaluations récentes appellent un vrai réveil.',
  ],
};

/** Now and then a text has one sentence more. */
export const COMPLEMENTS: readonly string[] = [
  'La présence aux séances de révision et la qualité des questions posées montrent une réelle envie de comprendre et de réussir.',
  'Le travail mené en groupe a été utile à tous, par le soin apporté aux recherches et par l’attention portée aux idées des autres.',
  'Les devoirs faits à la maison sont rendus à temps et corrigés ensuite avec attention, ce qui est la meilleure façon de préparer l’examen.',
  'Les cours sont notés avec soin ; il faut maintenant apprendre à les résumer et à s’en servir sans aide dans les exercices nouveaux.',
  'L’exposé présenté à la classe était documenté, bien construit et dit sans lire ses notes, devant un auditoire attentif.',
  'Un entraînement sur des sujets complets, en temps limité, aidera à mieux répartir le temps entre les questions le jour de l’épreuve.',
];

/** Opinions of the pages « engagement » and « investissement » (R55), and the head's. */
export const AVIS_ENGAGEMENT: readonly string[] = [
  'L’élève prend part à la vie du lycée.',
  'Une présence utile dans les projets du lycée.',
  'Un rôle apprécié au sein de la classe.',
  'Un engagement discret et fidèle.',
  'L’élève sait se rendre disponible pour les autres.',
  'Une participation suivie aux activités proposées.',
  'Un sens réel des responsabilités.',
  'Des initiatives bien menées cette année.',
];
export const AVIS_INVESTISSEMENT: readonly string[] = [
  'L’équipe salue un travail suivi.',
  'L’investissement dans les études est réel.',
  'L’équipe encourage l’élève à poursuivre ses efforts.',
  'Une attitude positive face au travail.',
  'L’élève s’est [investi|investie] dans la plupart des matières.',
  'Un investissement inégal selon les matières.',
  'L’équipe note une maturité croissante.',
  'Le projet de poursuite d’études est réfléchi.',
];
export const SUITES_DAVIS: readonly string[] = [
  'L’assiduité est bonne.',
  'Les relations avec les adultes sont courtoises.',
  'La classe y a gagné.',
  'Le règlement est respecté.',
  'L’entraide a été une qualité de toute l’année.',
  'Les échéances ont été tenues.',
  'Les échanges avec l’équipe ont été fructueux.',
  'Les conseils donnés ont été suivis.',
];
export const AVIS_DU_CHEF: readonly string[] = [
  'Visa du chef d’établissement.',
  'Bonne préparation de l’examen.',
  'Avis conforme à celui de l’équipe.',
  'Un parcours sérieux au lycée.',
  'Le chef d’établissement encourage l’élève pour l’examen.',
  'Vu et approuvé.',
];
export const ENGAGEMENTS_AUTRES: readonly string[] = [
  'Animation de la radio du lycée',
  'Tutorat auprès des élèves de seconde',
  'Club lecture & écriture',
  'Accueil des nouveaux élèves',
  'Jardin partagé du lycée',
  'Participation à l’atelier d’échecs',
  'Rédaction du journal du lycée',
  'Préparation des journées portes ouvertes',
];
