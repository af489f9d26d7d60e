import { describe, expect, test } from 'vitest';
import { type TermeConnu, termesConnus } from '../../shared/livret/textes.ts';
import { masqueDe } from '../../shared/transfert/masquer.ts';

// What teachers write, what must not be left of it, what must. Written from the issue and from rules.md 15, before its
// author read the masking, but for the lycée of Thị Hà Đỗ; what is not seen went to docs/decisions/0021.

const NATURES = {
  'nom-de-l-eleve': 'nom',
  'nom-d-un-proche': 'proche',
  etablissement: 'etablissement',
  commune: 'commune',
} as const satisfies Record<TermeConnu['nature'], string>;

interface Personne {
  readonly nom: string;
  readonly usage?: string;
  readonly prenoms: readonly string[];
  readonly ine?: string;
  readonly divisions?: readonly string[];
  /** Surname, usage name if any, first name. */
  readonly proches?: readonly (readonly [string, string | null, string])[];
  readonly lycee?: string;
  readonly complement?: string;
  readonly commune?: string;
  readonly auteurs?: readonly { readonly nom: string; readonly prenom: string }[];
}

/** Text, what must not be left, what must be left: pieces by ` | `. */
type Cas = readonly [texte: string, absents: string, restes: string];

function masque(de: Personne, texte: string): string {
  const eleve = {
    nomDeFamille: de.nom,
    nomUsage: de.usage ?? null,
    prenoms: [...de.prenoms],
    divisions: [...(de.divisions ?? [])],
  };
  const communs = {
    sigle: 'LGT',
    denomination: de.lycee ?? 'LYCEE GENERAL ET TECHNOLOGIQUE JEAN MOULIN',
    complement: de.complement ?? null,
    commune: de.commune ?? 'SAINT-ETIENNE CEDEX 1',
    periodes: [],
  };
  const proches = (de.proches ?? []).map(([nomDeFamille, nomUsage, prenom], rang) => ({
    personneId: `${rang}`,
    civilite: null,
    nomDeFamille,
    nomUsage,
    prenom,
    niveau: '1',
    parente: null,
  }));
  const termes = termesConnus(eleve, [communs], proches).map(({ terme, nature, partie }) => ({
    terme,
    nature: NATURES[nature],
    partie,
  }));
  const identifiants = de.ine === undefined ? [] : [{ terme: de.ine, nature: 'ine' as const }];
  return masqueDe({ eleve, termes: [...termes, ...identifiants], auteurs: de.auteurs ?? [] })(texte);
}

/** Case, accents, soft hyphens and the form of apostrophes, spaces and hyphens apart. */
const plat = (texte: string): string =>
  texte
    .normalize('NFKD')
    .replace(/\p{M}|[\u00AD\u200B-\u200D\u2060]/gu, '')
    .replace(/[’ʼ]/g, "'")
    .replace(/[‐‑–]/g, '-')
    .replace(/\s+/g, ' ')
    .toLowerCase();

const enMots = (texte: string, mots: string): boolean => {
  const echappe = plat(mots).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}])${echappe}(?![\\p{L}\\p{N}])`, 'u').test(plat(texte));
};

const morceaux = (liste: string): string[] => liste.split(' | ').filter((un) => un !== '');

const CAS: readonly (readonly [qui: string, de: Personne, cas: readonly Cas[]])[] = [
  [
    'Léa Martin',
    { nom: 'MARTIN', prenoms: ['Léa', 'Rose'], ine: '1234567890B', divisions: ['TS2'] },
    [
      ['Martin est une élève sérieuse.', 'Martin', 'est une élève sérieuse.'],
      ['Un travail sérieux, merci Léa', 'Léa', 'Un travail sérieux, merci'],
      ['LEA MARTIN DOIT PARTICIPER DAVANTAGE EN CLASSE.', 'Lea | Martin', 'DOIT PARTICIPER DAVANTAGE EN CLASSE.'],
      ['lea progresse a l oral', 'lea', 'progresse a l oral'],
      ['Martin Léa : bon trimestre.', 'Martin | Léa', 'bon trimestre.'],
      ['Léa\nMartin est attentive.', 'Léa | Martin', 'est attentive.'],
      ['Lé\u00ADa a su pro\u00ADgres\u00ADser.', 'Léa', 'a su'],
      ['Le\u0301a a réussi ses oraux.', 'Léa', 'a réussi ses oraux.'],
      ['Léa  Martin,sérieuse,progresse.', 'Léa | Martin', 'sérieuse,progresse.'],
      ['Léa\u00A0Martin\u00A0: ensemble solide.', 'Léa | Martin', 'ensemble solide.'],
      ['Ensemble solide.Léa doit continuer.', 'Léa', 'Ensemble solide | doit continuer.'],
      ['Le réalisme et la théâtralité de ses exposés plaisent.', '', 'réalisme | théâtralité | exposés plaisent.'],
      ['Elle étudie l’aléa et le martinet noir en SVT.', '', 'aléa | martinet noir en SVT.'],
      ['Travail de Léa-Rose très soigné.', 'Léa | Rose', 'Travail de | très soigné.'],
      ['L. Martin a su rebondir.', 'L. Martin | Martin', 'a su rebondir.'],
      ['Qu’elle continue ! Bravo à Léa, Léa et encore Léa.', 'Léa', 'Qu’elle continue ! Bravo à'],
      ['(Léa) travail inégal', 'Léa', 'travail inégal'],
      ['« Léa » : résultats inégaux', 'Léa', 'résultats inégaux'],
      ['Léa/Martin - absences', 'Léa | Martin', 'absences'],
      ['Les élèves de TS2 l’ont élue déléguée.', 'TS2', 'l’ont élue déléguée.'],
      ['Bonne intégration en TS 2.', 'TS 2 | TS2', 'Bonne intégration en'],
      ['Mlle MARTIN s’investit.', 'Martin', 's’investit.'],
      ['Contact : lea.martin@exemple.fr pour le tutorat.', 'lea.martin | exemple.fr', 'pour le tutorat.'],
      ['Voir lea_martin_tpe.odt sur l’ENT.', 'lea_martin_tpe | Martin', 'sur l’ENT.'],
      ['L é a travaille trop peu.', 'L é a', 'travaille trop peu.'],
      ['M A R T I N : bulletin du 3e trimestre', 'M A R T I N', 'bulletin du 3e trimestre'],
      ['Rose apparaît dans ses aquarelles et la couleur rose y domine.', '', 'la couleur rose y domine.'],
      ['Léa, appelez le 06 12 34 56 78 si besoin.', 'Léa | 06 12 34 56 78', 'si besoin.'],
      ['Joindre la famille au +33 6.12.34.56.78.', '6.12.34.56.78', 'Joindre la famille au'],
      [
        'A obtenu 12,5 puis 14 puis 15,25 de moyenne en 2015-2016.',
        '',
        '12,5 puis 14 puis 15,25 de moyenne en 2015-2016.',
      ],
      ['INE 1234567890B à corriger.', '1234567890B', 'à corriger.'],
      ['ine:1234 567 890b, à corriger.', '1234 567 890b', 'à corriger.'],
      ['Le lycée lui a permis de mûrir.', '', 'Le lycée lui a permis de mûrir.'],
    ],
  ],
  [
    'Jean-Baptiste de La Fontaine',
    { nom: 'DE LA FONTAINE', prenoms: ['Jean-Baptiste', 'Louis'] },
    [
      ['Jean Baptiste est volontaire.', 'Jean | Baptiste', 'est volontaire.'],
      ['JEAN–BAPTISTE EST VOLONTAIRE.', 'JEAN | BAPTISTE', 'EST VOLONTAIRE.'],
      ['Jean\u2011Baptiste est volontaire.', 'Jean | Baptiste', 'est volontaire.'],
      ['Jean-\nBaptiste est volontaire.', 'Jean | Baptiste', 'est volontaire.'],
      ['JB est volontaire.', 'JB', 'est volontaire.'],
      ['J.-B. est volontaire.', 'J.-B.', 'est volontaire.'],
      ['J-B de la Fontaine est volontaire.', 'J-B | la Fontaine', 'est volontaire.'],
      ['Baptiste est volontaire.', 'Baptiste', 'est volontaire.'],
      ['Jeanbaptiste est volontaire.', 'Jeanbaptiste', 'est volontaire.'],
      ['M. de la Fontaine est volontaire.', 'Fontaine', 'est volontaire.'],
      ['M. La Fontaine devra travailler.', 'Fontaine', 'devra travailler.'],
      [
        'Il a travaillé de la même façon, de la rentrée à juin.',
        '',
        'travaillé de la même façon, de la rentrée à juin.',
      ],
      ['L’eau de la rivière a été analysée avec soin.', '', 'L’eau de la rivière a été analysée avec soin.'],
      ['Delafontaine a du mal à se concentrer.', 'Delafontaine', 'a du mal à se concentrer.'],
    ],
  ],
  [
    'Ali Petit',
    { nom: 'PETIT', prenoms: ['Ali'] },
    [
      ['Ali a fait preuve de qualité dans ses réalisations.', 'Ali', 'qualité dans ses réalisations.'],
      ['Un petit effort reste à faire.', '', 'Un petit effort reste à faire.'],
      ['Petit à petit, il prend confiance.', '', 'petit, il prend confiance.'],
      ['Ali Petit prend confiance petit à petit.', 'Ali | Ali Petit', 'prend confiance petit à petit.'],
      ['M. Petit prend confiance.', 'M. Petit', 'prend confiance.'],
      ['Petit Ali deviendra grand.', 'Ali', 'deviendra grand.'],
      ['UN PETIT EFFORT SUR L’ALIMENTATION DES RÉSEAUX.', '', 'EFFORT SUR L’ALIMENTATION DES RÉSEAUX.'],
      ['L’idéalisation du héros est bien traitée.', '', 'L’idéalisation du héros est bien traitée.'],
      ['Bon semestre d’Ali.', 'Ali', 'Bon semestre'],
      ['Qu’Ali persévère !', 'Ali', 'persévère !'],
    ],
  ],
  [
    'Fatou N’Diaye',
    { nom: "N'DIAYE", prenoms: ['Fatou', 'Aïssatou'] },
    [
      ['Fatou N’DIAYE est motivée.', "Fatou | N'Diaye | Diaye", 'est motivée.'],
      ['Fatou Ndiaye est motivée.', 'Fatou | Ndiaye', 'est motivée.'],
      ['NDIAYE Fatou est motivée.', 'Fatou | Ndiaye', 'est motivée.'],
      ['Fatou N Diaye est motivée.', 'Fatou | Diaye', 'est motivée.'],
      ['Mlle N´Diaye est motivée.', 'Diaye', 'est motivée.'],
      ['Aissatou est motivée.', 'Aissatou', 'est motivée.'],
    ],
  ],
  [
    'Sean O’Brien',
    { nom: "O'BRIEN", prenoms: ['Sean'] },
    [
      ['Sean O’Brien maîtrise l’anglais.', "Sean | O'Brien | Brien", 'maîtrise l’anglais.'],
      ['Obrien maîtrise l’anglais.', 'Obrien', 'maîtrise l’anglais.'],
      ['O. Brien maîtrise l’anglais.', 'Brien', 'maîtrise l’anglais.'],
      ['Séan maîtrise l’anglais.', 'Sean', 'maîtrise l’anglais.'],
    ],
  ],
  [
    'Chloé D’Almeida (Costa)',
    {
      nom: "D'ALMEIDA",
      usage: 'COSTA',
      prenoms: ['Chloé'],
      proches: [
        ["D'ALMEIDA", null, 'Joaquim'],
        ['COSTA', 'LEBLANC', 'Marie-Pierre'],
      ],
    },
    [
      ['Chloé d’Almeida est appliquée.', 'Chloé | Almeida', 'est appliquée.'],
      ['Chloé Dalmeida est appliquée.', 'Chloé | Dalmeida', 'est appliquée.'],
      ['CHLOE COSTA-D’ALMEIDA est appliquée.', 'Chloe | Costa | Almeida', 'est appliquée.'],
      ['Mme Leblanc, sa mère, a été reçue.', 'Leblanc', 'sa mère, a été reçue.'],
      ['Marie Pierre et Joaquim suivent sa scolarité.', 'Marie | Pierre | Joaquim', 'suivent sa scolarité.'],
      ['Marie-Pierre LEBLANC a été reçue.', 'Marie | Pierre | Leblanc', 'a été reçue.'],
      ['Une pierre de plus à l’édifice.', '', 'Une pierre de plus à l’édifice.'],
      ['Le tableau blanc l’aide à s’exprimer.', '', 'Le tableau blanc l’aide à s’exprimer.'],
    ],
  ],
  [
    'Minh Anh Nguyen, Thi',
    { nom: 'NGUYEN', prenoms: ['Thi Minh Anh'] },
    [
      ['Minh Anh est discrète mais efficace.', 'Minh | Anh', 'est discrète mais efficace.'],
      ['Nguyễn Thị Minh Anh est discrète.', 'Nguyen | Thi | Minh | Anh', 'est discrète.'],
      ['Minh-Anh est discrète.', 'Minh | Anh', 'est discrète.'],
      ['Minh est discrète.', 'Minh', 'est discrète.'],
    ],
  ],
  [
    'Xavier Y',
    { nom: 'Y', prenoms: ['Xavier'] },
    [
      ['Il y a du mieux, il faut s’y tenir.', '', 'Il y a du mieux, il faut s’y tenir.'],
      ['Xavier Y a trouvé sa place.', 'Xavier | Xavier Y', 'a trouvé sa place.'],
      ['Sait résoudre une équation en x et y.', '', 'Sait résoudre une équation en x et y.'],
    ],
  ],
  [
    'Marc Le Goff',
    {
      nom: 'LE GOFF',
      prenoms: ['Marc'],
      lycee: 'LYCEE POLYVALENT FRANCOIS ARAGO',
      complement: 'CITE SCOLAIRE BELLEVUE',
      commune: 'L HAY LES ROSES',
    },
    [
      ['Le Goff : le trimestre fut bon, le suivant moins.', 'Goff', 'le trimestre fut bon, le suivant moins.'],
      ['Legoff a bien démarré.', 'Legoff', 'a bien démarré.'],
      ['Marc est arrivé au lycée Arago en septembre.', 'Marc | Arago', 'est arrivé au | en septembre.'],
      ['Scolarisé à François-Arago depuis la seconde.', 'François | Arago', 'depuis la seconde.'],
      ['Habite L’Haÿ-les-Roses.', "L'Haÿ-les-Roses | Haÿ", 'Habite'],
      ['Habite l’Hay les roses', 'Hay', 'Habite'],
      ['A déposé une marque de fabrique, sait débarquer une idée.', '', 'marque de fabrique, sait débarquer une idée.'],
      ['Très investi dans la cité scolaire Bellevue.', 'Bellevue', 'Très investi'],
    ],
  ],
  [
    'Thị Hà Đỗ, of a lycée whose name is in the complement',
    { nom: 'ĐỖ', prenoms: ['Thị Hà'], lycee: 'LYCEE GENERAL', complement: 'DES LILAS' },
    [
      ['Thi Ha Do est très appliquée.', 'Thi | Ha | Thi Ha Do', 'est très appliquée.'],
      ['Mlle Đỗ est très appliquée.', 'Mlle Đỗ', 'est très appliquée.'],
      ['Déléguée au lycée des Lilas.', 'Lilas', 'Déléguée au'],
      ['Élève du lycée général des Lilas, au conseil.', 'Lilas', 'au conseil.'],
      ['A dessiné des lilas blancs.', '', 'A dessiné des lilas blancs.'],
    ],
  ],
  [
    'Inès Ben Salah',
    {
      nom: 'BEN SALAH',
      prenoms: ['Inès'],
      commune: 'PARIS 15',
      lycee: 'LYCEE SAINT LOUIS DE GONZAGUE',
      auteurs: [{ nom: 'BLANC', prenom: 'Agnès' }],
    },
    [
      ['Inés Bensalah est volontaire.', 'Ines | Bensalah', 'est volontaire.'],
      ['Ben-Salah est volontaire.', 'Salah', 'est volontaire.'],
      ['Élève de St-Louis de Gonzague.', 'St-Louis | Gonzague', 'Élève de'],
      ['Inès a visité Paris avec sa classe.', 'Inès | Paris', 'a visité | avec sa classe.'],
      ['Agnès Blanc, professeure principale', 'Agnès | Blanc', 'professeure principale'],
      ['Mme BLANC : félicitations du conseil.', 'Blanc', 'félicitations du conseil.'],
      ['Élève parisienne venue d’Espagne.', '', 'Élève | venue d’Espagne.'],
      ['A remis une copie blanche, un écran noir.', '', 'A remis une copie blanche, un écran noir.'],
    ],
  ],
  [
    'Alexandre Saint-Martin',
    { nom: 'SAINT-MARTIN', prenoms: ['Alexandre'], commune: 'SAINT-ETIENNE CEDEX 1' },
    [
      ['Alexandre St Martin est assidu.', 'Alexandre | St Martin | Martin', 'est assidu.'],
      ['ST-MARTIN ALEXANDRE EST ASSIDU.', 'St-Martin | Martin | Alexandre', 'EST ASSIDU.'],
      ['A. Saint Martin est assidu.', 'Saint Martin | Martin', 'est assidu.'],
      ['Stage effectué à St Étienne.', 'St Étienne | Étienne', 'Stage effectué'],
      ['Stage effectué à St-Etienne (42).', 'St-Etienne | Etienne', 'Stage effectué'],
      ['Engagé au lycée J. Moulin.', 'Moulin', 'Engagé au'],
      ['Engagé à Jean-Moulin, au foyer.', 'Jean | Moulin', 'Engagé | au foyer.'],
      ['Fidèle en alexandrins comme en prose.', '', 'Fidèle en alexandrins comme en prose.'],
      ['La pièce se joue dans un moulin à vent.', '', 'La pièce se joue dans un moulin à vent.'],
      ['Alexandre, Alexandre et ALEXANDRE :\n- assidu\n- ponctuel', 'Alexandre', '- assidu\n- ponctuel'],
      ['Alex est assidu.', 'Alex', 'est assidu.'],
    ],
  ],
];

describe.each(CAS.map(([qui, de, cas]) => ({ qui, de, cas })))('$qui', ({ de, cas }) => {
  test.for(cas)('%s', ([texte, absents, restes]) => {
    const lu = masque(de, texte);
    expect({
      lu,
      noms: morceaux(absents).filter((un) => enMots(lu, un)),
      perdus: morceaux(restes).filter((un) => !lu.includes(un)),
      relu: masque(de, lu),
    }).toEqual({ lu, noms: [], perdus: [], relu: lu });
  });
});

test('those of the cases that name somebody show it before they are masked', () => {
  for (const [, , cas] of CAS) {
    for (const [texte, absents] of cas) {
      expect(morceaux(absents).filter((un) => enMots(texte, un)).length > 0, texte).toBe(absents !== '');
    }
  }
});
