import { Hasard } from '../../shared/fabrique/hasard.ts';
import type {
  AnneePresentee,
  CompetencePresentee,
  DisciplinePresentee,
  LivretPresente,
} from '../../shared/livret/presentation.ts';
import { annee, discipline, livret } from '../livret/exemples.ts';

/** Livrets of nobody, drawn at random, which go as far as a livret can in every direction. */
export function livretExtreme(rang: number): LivretPresente {
  const hasard = new Hasard('livret extrême', rang);
  const debut = 2013 + hasard.entier(3);
  const annees = Array.from({ length: 2016 - debut }, (_, indice) => anneeExtreme(hasard, debut + indice));
  return livret(String(1_000_000_000 + rang), annees, {
    engagements: Array.from({ length: hasard.entier(6) }, () => texte(hasard, 40)),
    avisExamen: hasard.chance(800) ? 'Doit faire ses preuves' : null,
    ...(hasard.chance(200) ? { mentions: [texte(hasard, 30)] } : {}),
  });
}

function anneeExtreme(hasard: Hasard, debut: number): AnneePresentee {
  const decoupage = hasard.chance(500) ? 'T' : 'S';
  const nombre = hasard.chance(50) ? 0 : hasard.chance(100) ? 20 : 1 + hasard.entier(12);
  const disciplines = Array.from({ length: nombre }, () => disciplineExtreme(hasard, decoupage === 'T' ? 3 : 2));
  const coupe = hasard.entier(nombre + 1);
  const groupes = [
    { intitule: texte(hasard, 60), disciplines: disciplines.slice(0, coupe) },
    { intitule: texte(hasard, 60), disciplines: disciplines.slice(coupe) },
  ].filter((groupe) => groupe.disciplines.length > 0);
  const avis = () => (hasard.chance(300) ? null : texte(hasard, hasard.chance(100) ? 1500 : 200));
  return annee(debut, groupes, {
    niveau: ['Seconde', 'Première', 'Terminale'][debut - 2013] ?? '',
    decoupage,
    avisEngagement: avis(),
    avisInvestissement: avis(),
    avisChefEtab: avis(),
  });
}

function disciplineExtreme(hasard: Hasard, periodes: number): DisciplinePresentee {
  const note = () => (hasard.chance(250) ? null : String(hasard.entier(2001) / 100));
  const pourcent = () => String(hasard.entier(10_001) / 100);
  const competences = () =>
    Array.from({ length: hasard.entier(9) }, () => ({ libelle: texte(hasard, 130), niveau: niveau(hasard) }));
  return discipline(texte(hasard, 60), {
    periodique: hasard.chance(900),
    periodes: Array.from({ length: periodes }, note),
    annuelle: note(),
    groupe: {
      effectif: hasard.chance(100) ? null : hasard.entier(1100),
      moyenne: note(),
      bandes: hasard.chance(200) ? null : { moinsDe8: pourcent(), de8a12: pourcent(), plusDe12: pourcent() },
    },
    rubriques: [
      { intitule: hasard.chance(500) ? texte(hasard, 40) : null, competences: competences() },
      ...(hasard.chance(200) ? [{ intitule: texte(hasard, 40), competences: competences() }] : []),
    ],
    appreciation: hasard.chance(100) ? null : texte(hasard, hasard.chance(30) ? 5000 : hasard.chance(200) ? 900 : 300),
  });
}

const NIVEAUX = [null, '1', '2', '3', '4', 'A1', 'B2', 'C2'] as const;

function niveau(hasard: Hasard): CompetencePresentee['niveau'] {
  return hasard.choix(NIVEAUX);
}

/** Words that a page could break on, or a reader give back otherwise. */
const MOTS = [
  ...'des progrès réguliers à l’écrit comme à l’oral ; il reste à structurer davantage les réponses'.split(' '),
  'efficacité',
  'affligeant',
  'œuvre',
  'ÇÀÉ',
  '« Cœur »',
  '<b>gras</b>',
  '&amp;',
  '5 < 6 > 4',
  '½',
  '20 €',
  'αβγ',
  'Жанна',
  'https://exemple.invalid/une/adresse/tres/longue/et/sans/coupe?avec=des&parametres=encore',
  'anticonstitutionnellement'.repeat(4),
  '\n',
  '…',
  '—',
  'l\'apostrophe "droite"',
  '{}@page;',
];

/** At most `longueur` characters, and a last word that is its own: a cut would show. */
function texte(hasard: Hasard, longueur: number): string {
  const fin = `f${hasard.entier(1_000_000_000).toString(36)}`;
  const vise = hasard.chance(300) ? longueur : 1 + hasard.entier(longueur);
  let debut = '';
  for (;;) {
    const suite = `${debut}${hasard.choix(MOTS)} `;
    if (suite.length + fin.length > vise) return `${debut}${fin}`;
    debut = suite;
  }
}
