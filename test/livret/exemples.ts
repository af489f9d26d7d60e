import type {
  AnneePresentee,
  CompetencePresentee,
  DisciplinePresentee,
  GroupePresente,
  LivretPresente,
  NiveauPresente,
  SeriePresentee,
} from '../../shared/livret/presentation.ts';

/** Livrets of nobody: the one that page.md publishes, an ordinary one, and those that a page could break on. */

const ST2S: SeriePresentee = {
  code: 'ST2S',
  libelle: 'Sciences et technologies de la santé et du social',
  specialite: null,
};

export function livret(
  noEleve: string,
  annees: readonly AnneePresentee[],
  reste: Partial<LivretPresente> = {},
): LivretPresente {
  return { schemaVersion: 1, session: 2016, noEleve, serie: ST2S, annees, engagements: [], avisExamen: null, ...reste };
}

export function annee(
  debut: number,
  groupes: AnneePresentee['groupes'],
  reste: Partial<AnneePresentee> = {},
): AnneePresentee {
  return {
    annee: debut,
    niveau: debut === 2014 ? 'Première' : 'Terminale',
    serie: ST2S,
    decoupage: 'T',
    groupes,
    avisEngagement: null,
    avisInvestissement: null,
    avisChefEtab: null,
    ...reste,
  };
}

const GROUPE_VIDE: GroupePresente = { effectif: null, moyenne: null, bandes: null };

export function discipline(libelle: string, reste: Partial<DisciplinePresentee> = {}): DisciplinePresentee {
  return {
    libelle,
    periodique: true,
    periodes: [],
    annuelle: null,
    groupe: GROUPE_VIDE,
    rubriques: [],
    appreciation: null,
    ...reste,
  };
}

export function competences(...paires: readonly (readonly [string, NiveauPresente])[]): CompetencePresentee[] {
  return paires.map(([libelle, niveau]) => ({ libelle, niveau }));
}

function groupe(effectif: number, moyenne: string, moinsDe8: string, de8a12: string, plusDe12: string): GroupePresente {
  return { effectif, moyenne, bandes: { moinsDe8, de8a12, plusDe12 } };
}

/** The one published picture of the page, value by value (page.md). */
export const LIVRET_PUBLIE = livret('4821093657', [
  annee(2014, [
    {
      intitule: 'ENSEIGNEMENTS OBLIGATOIRES',
      disciplines: [
        discipline('MATHÉMATIQUES', {
          periodes: ['18.25', '18', '19'],
          annuelle: '18.41',
          groupe: groupe(26, '15.25', '11', '39', '50'),
          rubriques: [
            {
              intitule: null,
              competences: competences(
                ['Maîtriser les connaissances exigibles', '2'],
                ['Mettre en œuvre une recherche de façon autonome', '3'],
                ['Mener des raisonnements', '1'],
                ['Avoir une attitude critique', '4'],
                ['Utiliser les outils logiciels pour résoudre des problèmes de mathématiques', '2'],
                ['Communiquer à l’écrit et à l’oral', '1'],
              ),
            },
          ],
          appreciation: 'bien',
        }),
        discipline('SCIENCES PHYSIQUES ET CHIMIQUES', {
          periodes: ['11.5', '12.5', null],
          annuelle: '12',
          groupe: groupe(26, '15.3', '10.5', '40.5', '49'),
          rubriques: [
            {
              intitule: 'Compétences générales',
              competences: competences(
                ['Restituer et mobiliser les connaissances exigibles', '1'],
                ['Rechercher, extraire et exploiter l’information', '2'],
                ['Raisonner, argumenter et faire preuve d’esprit critique', '3'],
                ['Communiquer en utilisant des langages et des outils pertinents', '4'],
              ),
            },
            {
              intitule: 'Compétences expérimentales',
              competences: competences(
                [
                  'Concevoir et mettre en œuvre un protocole expérimental, réaliser des mesures, dans le respect des consignes de sécurité',
                  '3',
                ],
                ['Analyser les phénomènes, protocoles et résultats', '2'],
                ['Valider ou invalider une hypothèse, des résultats d’expériences', '1'],
              ),
            },
          ],
          appreciation: 'bien',
        }),
        discipline('FRANÇAIS', {
          periodes: ['12', '13', '14'],
          annuelle: '13',
          groupe: groupe(27, '15.3', '10.5', '40.5', '49'),
          rubriques: [
            {
              intitule: null,
              competences: competences(
                ['Maîtriser des connaissances et une culture littéraires', null],
                ['Organiser sa pensée et exercer son jugement pour argumenter efficacement', '2'],
                ['Approfondir des compétences de lecture en vue de l’étude des œuvres', '1'],
                ['S’exprimer à l’écrit avec correction, rigueur et clarté', null],
                ['S’exprimer à l’oral avec correction, rigueur et clarté', '1'],
              ),
            },
          ],
          appreciation: 'bien',
        }),
      ],
    },
  ]),
]);

const PHRASES = [
  'Des progrès réguliers, à l’écrit comme à l’oral.',
  'Le travail personnel a gagné en rigueur au fil de l’année.',
  'La participation, timide en septembre, est devenue un point d’appui pour la classe.',
  'Il reste à structurer davantage les réponses et à mobiliser le vocabulaire du programme.',
  'Ensemble satisfaisant.',
];

/** Text of exactly `longueur` characters, which ends on a word of its own: a cut would show. */
export function appreciationDe(longueur: number, marque: string): string {
  let texte = '';
  for (let rang = 0; texte.length < longueur; rang += 1) texte += `${PHRASES[rang % PHRASES.length]} `;
  const fin = ` fin${marque}.`;
  return (
    texte
      .slice(0, longueur - fin.length)
      .trimEnd()
      .padEnd(longueur - fin.length, 's') + fin
  );
}

/** `nombre` subjects whose every text is its own, so that a test finds each one where it should be. */
export function disciplinesDistinctes(
  nombre: number,
  marque: string,
  taille: { competences?: number; appreciation?: number } = {},
): DisciplinePresentee[] {
  return Array.from({ length: nombre }, (_, d) => {
    const cle = `${marque}${String(d).padStart(2, '0')}`;
    return discipline(`DISCIPLINE ${cle}`, {
      periodes: ['12.5', null, '7.25'],
      annuelle: '9.87',
      groupe: groupe(31, '11.05', '20.5', '45', '34.5'),
      rubriques: [
        {
          intitule: `Rubrique ${cle}`,
          competences: competences(
            ...Array.from({ length: taille.competences ?? 8 }, (_, c) => {
              const libelle = `Compétence ${cle}${c} : mobiliser les connaissances et les outils attendus, avec méthode ${cle}${c}`;
              return [libelle, (['1', '2', '3', '4', null] as const)[c % 5] ?? null] as const;
            }),
          ),
        },
      ],
      appreciation: appreciationDe(taille.appreciation ?? 300, cle),
    });
  });
}

/** Two years of ten subjects with every field filled, as most candidates have. */
export function livretOrdinaire(noEleve: string): LivretPresente {
  const groupes = (marque: string) => {
    const disciplines = disciplinesDistinctes(10, marque, { competences: 4, appreciation: 140 });
    return [
      { intitule: 'ENSEIGNEMENTS OBLIGATOIRES', disciplines: disciplines.slice(0, 6) },
      { intitule: 'ENSEIGNEMENTS SPÉCIFIQUES À LA SÉRIE ST2S', disciplines: disciplines.slice(6, 9) },
      { intitule: 'ENSEIGNEMENTS FACULTATIFS', disciplines: disciplines.slice(9) },
    ];
  };
  const avis = {
    avisEngagement: 'Représente ses camarades avec constance au conseil de la vie lycéenne.',
    avisInvestissement: 'Investissement constant dans le travail et dans la vie de la classe.',
    avisChefEtab: 'Année très satisfaisante.',
  };
  return livret(noEleve, [annee(2014, groupes('P'), avis), annee(2015, groupes('T'), avis)], {
    engagements: ['Délégué de classe', 'Association sportive', 'Tutorat des élèves de seconde'],
    avisExamen: 'Très favorable',
  });
}

const vingt = (debut: number, marque: string): AnneePresentee =>
  annee(debut, [
    { intitule: `GROUPE UN ${marque}`, disciplines: disciplinesDistinctes(9, `${marque}A`) },
    { intitule: `GROUPE DEUX ${marque}`, disciplines: disciplinesDistinctes(11, `${marque}B`) },
  ]);
const LONG = 'anticonstitutionnellement'.repeat(12).slice(0, 300);

/** Every livret that a page could break on, and two that it must not. */
export const EXTREMES = {
  publie: LIVRET_PUBLIE,
  vingtDisciplines: livret('0000000020', [vingt(2014, 'P'), vingt(2015, 'T')]),
  sansAnnee: livret('0000000000', []),
  vide: livret('0000000001', [
    annee(2014, []),
    annee(2015, [{ intitule: 'GROUPE VIDE', disciplines: [discipline('RIEN')] }]),
  ]),
  semestres: livret('0000000002', [
    annee(
      2015,
      [{ intitule: 'G', disciplines: [discipline('DROIT', { periodes: ['9.5', '10.75'], annuelle: '10.12' })] }],
      {
        decoupage: 'S',
      },
    ),
  ]),
  troisAnnees: livret('0000000003', [
    annee(2013, [{ intitule: 'G', disciplines: disciplinesDistinctes(3, 'S') }], { niveau: 'Seconde' }),
    annee(2014, [{ intitule: 'G', disciplines: disciplinesDistinctes(3, 'P') }]),
    annee(2015, [{ intitule: 'G', disciplines: disciplinesDistinctes(3, 'T') }]),
  ]),
  motsLongs: livret(
    '0000000004',
    [
      annee(2015, [
        {
          intitule: LONG.slice(0, 120),
          disciplines: [
            discipline(LONG.slice(0, 60), {
              periodes: ['20', '0.01', '19.99'],
              annuelle: '13.33',
              groupe: groupe(1035, '19.99', '33.33', '33.34', '33.33'),
              rubriques: [{ intitule: LONG.slice(0, 90), competences: competences([LONG, '4']) }],
              appreciation: LONG,
            }),
          ],
        },
      ]),
    ],
    { engagements: [LONG], avisExamen: 'Doit faire ses preuves' },
  ),
  longues: livret('0000000007', [
    annee(
      2015,
      [
        {
          intitule: 'G',
          disciplines: [
            ...disciplinesDistinctes(2, 'L', { appreciation: 5000 }),
            ...disciplinesDistinctes(1, 'M', { appreciation: 900 }),
            ...disciplinesDistinctes(1, 'N'),
          ],
        },
      ],
      {
        avisEngagement: appreciationDe(1500, 'e'),
        avisInvestissement: appreciationDe(500, 'i'),
        avisChefEtab: appreciationDe(1500, 'c'),
      },
    ),
  ]),
  signes: livret('0000000005', [
    annee(2015, [
      {
        intitule: 'G',
        disciplines: [
          discipline('CINÉMA', {
            appreciation: '« Cœur » & ça : <b>5 < 6</b> ; l’« œuvre » d’Aïcha — αβγ — Жанна… ½ € fin',
          }),
        ],
      },
    ]),
  ]),
  ordinaire: livretOrdinaire('0000000006'),
} satisfies Record<string, LivretPresente>;
