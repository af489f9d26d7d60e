import type { DossierMef } from '../imports/index.ts';
import type { CodeMatiere, CodeMef, Modalite } from '../kernel/codes.ts';
import type { MatiereDeNomenclature } from '../livret/index.ts';

/**
 * A small nomenclature of our own, for worlds that are made without the official one: two years of three séries,
 * one of which repeats in its specialty the code and modalité of common subjects (rules.md 10).
 *
 * Its MEF begin with 999 and its competences with 9, so that it can never be taken for the official one, nor
 * overwrite it; its subjects are the BCN's, since notes software knows no others.
 */
type Competence = readonly [code: string, libelle: string];

const COMPETENCES = {
  lettres: [
    ['9001', 'Lire et comprendre des textes variés'],
    ['9002', 'Construire une réflexion ordonnée'],
    ['9003', 'Rédiger avec précision'],
    ['9004', 'Prendre la parole devant un groupe'],
  ],
  raisonnement: [
    ['9011', 'Connaître le cours'],
    ['9012', 'Choisir une méthode'],
    ['9013', 'Conduire un raisonnement'],
    ['9014', 'Critiquer un résultat'],
    ['9015', 'Présenter sa démarche'],
  ],
  connaissances: [
    ['9021', 'Restituer des connaissances'],
    ['9022', 'Extraire des informations d’un document'],
  ],
  experience: [
    ['9023', 'Concevoir un protocole'],
    ['9024', 'Réaliser et présenter des mesures'],
  ],
  societe: [
    ['9031', 'Situer des faits dans le temps et dans l’espace'],
    ['9032', 'Exploiter et confronter des documents'],
    ['9033', 'Rédiger une réponse argumentée'],
  ],
  langue: [
    ['9041', 'Comprendre à l’écrit'],
    ['9042', 'Comprendre à l’oral'],
    ['9043', 'S’exprimer à l’écrit'],
    ['9044', 'S’exprimer en continu à l’oral'],
    ['9045', 'Dialoguer'],
  ],
  sport: [
    ['9051', 'Maîtriser les techniques de l’activité'],
    ['9052', 'Gérer son effort'],
    ['9053', 'Coopérer et tenir un rôle dans l’équipe'],
  ],
  citoyen: [
    ['9061', 'Argumenter et écouter'],
    ['9062', 'Participer à un projet commun'],
  ],
  art: [
    ['9071', 'Pratiquer et créer'],
    ['9072', 'Analyser une œuvre'],
    ['9073', 'Situer une œuvre dans son époque'],
  ],
} satisfies Readonly<Record<string, readonly Competence[]>>;

type Bloc = keyof typeof COMPETENCES;

function matiere(
  discipline: string,
  codeMatiere: string,
  modalite: Modalite,
  blocs: readonly Bloc[],
  periodique = true,
): Omit<MatiereDeNomenclature, 'regroupement'> {
  return {
    discipline,
    codeMatiere: codeMatiere as CodeMatiere,
    modalite,
    periodique,
    rubriques: blocs.map((bloc) => ({
      intitule: blocs.length > 1 ? INTITULES[bloc] : null,
      competences: COMPETENCES[bloc].map(([code, libelle]) => ({ code, libelle })),
    })),
  };
}

/** Headings (R48) stand where a subject has several blocks of competences. */
const INTITULES: Readonly<Record<Bloc, string | null>> = {
  lettres: null,
  raisonnement: null,
  connaissances: 'Compétences générales',
  experience: 'Compétences expérimentales',
  societe: null,
  langue: null,
  sport: null,
  citoyen: null,
  art: null,
};

const FRANCAIS = matiere('FRANÇAIS', '020700', 'S', ['lettres']);
const PHILOSOPHIE = matiere('PHILOSOPHIE', '010300', 'S', ['lettres']);
const HISTOIRE = matiere('HISTOIRE-GÉOGRAPHIE', '043700', 'S', ['societe']);
const EMC = matiere('ENSEIGNEMENT MORAL ET CIVIQUE', '043800', 'S', ['citoyen'], false);
const EPS = matiere('ÉDUCATION PHYSIQUE ET SPORTIVE', '100100', 'S', ['sport']);
const MATHEMATIQUES = matiere('MATHÉMATIQUES', '061300', 'S', ['raisonnement']);
const PHYSIQUE_CHIMIE = matiere('PHYSIQUE-CHIMIE', '062300', 'S', ['connaissances', 'experience']);
const SVT = matiere('SCIENCES DE LA VIE ET DE LA TERRE', '062900', 'S', ['connaissances', 'experience']);
const SES = matiere('SCIENCES ÉCONOMIQUES ET SOCIALES', '050700', 'S', ['societe']);
const SPCL = matiere('SCIENCES PHYSIQUES ET CHIMIQUES', '069400', 'S', ['connaissances', 'experience']);
const STSS = matiere('SCIENCES ET TECHNIQUES SANITAIRES ET SOCIALES', '307600', 'S', ['societe']);
const BPH = matiere('BIOLOGIE ET PHYSIOPATHOLOGIE HUMAINES', '307700', 'S', ['connaissances', 'experience']);
const LV1 = matiere('LANGUE VIVANTE 1', '030001', 'O', ['langue']);
const LV2 = matiere('LANGUE VIVANTE 2', '030002', 'O', ['langue']);

const regrouper = (
  regroupement: string,
  matieres: readonly Omit<MatiereDeNomenclature, 'regroupement'>[],
): MatiereDeNomenclature[] => matieres.map((une) => ({ regroupement, ...une }));

const COMMUNS = 'ENSEIGNEMENTS COMMUNS À TOUS LES ÉLÈVES';
const LANGUES = regrouper('ENSEIGNEMENTS DE LANGUES VIVANTES', [LV1, LV2]);
const FACULTATIFS = regrouper('ENSEIGNEMENTS FACULTATIFS', [
  matiere('ÉDUCATION PHYSIQUE ET SPORTIVE', '100100', 'F', ['sport']),
  matiere('ARTS PLASTIQUES', '090100', 'F', ['art']),
  matiere('MUSIQUE', '083200', 'F', ['art']),
  matiere('THÉÂTRE', '278500', 'F', ['art']),
]);
const SPECIALITE = 'UN ENSEIGNEMENT DE SPÉCIALITÉ AU CHOIX DE L’ÉLÈVE';

interface SerieFictive {
  readonly code: string;
  readonly nom: string;
  readonly mefs: readonly [premiere: string, terminale: string];
  readonly premiere: readonly MatiereDeNomenclature[];
  readonly terminale: readonly MatiereDeNomenclature[];
}

const SERIES: readonly SerieFictive[] = [
  {
    code: 'S',
    nom: 'Scientifique',
    mefs: ['99911000110', '99921000110'],
    premiere: [
      ...regrouper(COMMUNS, [FRANCAIS, HISTOIRE, EMC, EPS, MATHEMATIQUES, PHYSIQUE_CHIMIE, SVT]),
      ...LANGUES,
      ...FACULTATIFS,
    ],
    terminale: [
      ...regrouper(COMMUNS, [PHILOSOPHIE, HISTOIRE, EMC, EPS, MATHEMATIQUES, PHYSIQUE_CHIMIE, SVT]),
      ...LANGUES,
      ...regrouper(SPECIALITE, [MATHEMATIQUES, PHYSIQUE_CHIMIE, SVT]),
      ...FACULTATIFS,
    ],
  },
  {
    code: 'ES',
    nom: 'Économique et sociale',
    mefs: ['99912000110', '99922000110'],
    premiere: [...regrouper(COMMUNS, [FRANCAIS, HISTOIRE, EMC, EPS, MATHEMATIQUES, SES]), ...LANGUES, ...FACULTATIFS],
    terminale: [
      ...regrouper(COMMUNS, [PHILOSOPHIE, HISTOIRE, EMC, EPS, MATHEMATIQUES, SES]),
      ...LANGUES,
      ...regrouper(SPECIALITE, [
        matiere('MATHÉMATIQUES', '061300', 'O', ['raisonnement']),
        matiere('ÉCONOMIE APPROFONDIE', '052100', 'O', ['societe']),
      ]),
      ...FACULTATIFS,
    ],
  },
  {
    code: 'ST2S',
    nom: 'Sciences et technologies de la santé et du social',
    mefs: ['99913000110', '99923000110'],
    premiere: [
      ...regrouper(COMMUNS, [FRANCAIS, HISTOIRE, EMC, EPS, MATHEMATIQUES, SPCL, STSS, BPH]),
      ...LANGUES,
      ...FACULTATIFS,
    ],
    terminale: [
      ...regrouper(COMMUNS, [PHILOSOPHIE, HISTOIRE, EMC, EPS, MATHEMATIQUES, SPCL, STSS, BPH]),
      ...LANGUES,
      ...FACULTATIFS,
    ],
  },
];

/** Both levels of each série for the year and the two before: repeaters were in première two years ago. */
export function nomenclatureFictive(annee: number): DossierMef[] {
  return [annee - 2, annee - 1, annee].flatMap((millesime) =>
    SERIES.flatMap(({ code, nom, mefs: [premiere, terminale], ...lignes }) =>
      (
        [
          ['Première', premiere, lignes.premiere],
          ['Terminale', terminale, lignes.terminale],
        ] as const
      ).map(([niveau, codeMef, matieres]) => ({
        position: { ligne: 0, colonne: 0 },
        annee: millesime,
        codeMef: codeMef as CodeMef,
        niveau,
        codeSerie: code,
        serie: nom,
        specialite: null,
        matieres,
      })),
    ),
  );
}
