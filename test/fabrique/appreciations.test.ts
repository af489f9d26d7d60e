import { describe, expect, test } from 'vitest';
import {
  APPRECIATION_MAX,
  accorder,
  appreciation,
  COMBINAISONS,
  familleDe,
  numeroDeTexte,
  type Sujet,
  typographier,
} from '../../shared/fabrique/appreciations.ts';
import * as grammaire from '../../shared/fabrique/grammaire.ts';
import { NOMS, PRENOMS_DE_FILLES, PRENOMS_DE_GARCONS } from '../../shared/fabrique/noms.ts';
import { normaliserNom } from '../../shared/kernel/texte.ts';

const RESULTATS = [1700, 1300, 1100, 900, 500, null];
const TENDANCES = ['hausse', 'acquis', 'effort', 'baisse'] as const;
const TONS = ['atout', 'progres', 'lacune'] as const;

/** Every kind of subject, each with the numbers given. */
function* sujets(): Generator<Sujet> {
  for (const famille of Object.keys(grammaire.POINTS) as grammaire.Famille[]) {
    for (const moyenne of RESULTATS) {
      for (const tendance of TENDANCES) {
        for (const ton of TONS) yield { sexe: 'F', famille, moyenne, tendance, ton };
      }
    }
  }
}

const phrases = (): string[] => [
  ...Object.values(grammaire.BILANS).flat(),
  ...Object.values(grammaire.CONSEILS).flat(),
  ...Object.values(grammaire.POINTS)
    .flat()
    .flatMap((point) =>
      Object.values(grammaire.TOURNURES).flatMap((deux) => deux.map((une) => une.replace('{}', point))),
    ),
];

const toutesLesPhrases = (): string[] => [
  ...phrases(),
  ...grammaire.COMPLEMENTS,
  ...grammaire.AVIS_ENGAGEMENT,
  ...grammaire.AVIS_INVESTISSEMENT,
  ...grammaire.SUITES_DAVIS,
  ...grammaire.AVIS_DU_CHEF,
];

describe('la grammaire des appréciations', () => {
  test('chaque partie compte seize phrases, et aucune phrase n’est dans deux listes', () => {
    for (const liste of [...Object.values(grammaire.BILANS), ...Object.values(grammaire.CONSEILS)]) {
      expect(liste).toHaveLength(grammaire.PART);
    }
    for (const points of Object.values(grammaire.POINTS)) expect(points.length * 2).toBe(grammaire.PART);
    expect(new Set(phrases()).size).toBe(phrases().length);
  });

  test('chaque phrase est une seule phrase, bien ponctuée et bien accentuée', () => {
    for (const phrase of toutesLesPhrases()) {
      for (const sexe of ['F', 'M'] as const) {
        const ecrite = typographier(accorder(phrase, sexe));
        expect(ecrite).toMatch(/^[A-ZÀÉÊ].*[.]$/);
        expect(ecrite.slice(0, -1)).not.toMatch(/[.!?] /);
        // A straight apostrophe, a double space, a mark without its no-break space, a choice left open.
        expect(ecrite).not.toMatch(/'| {2}|[^\u00A0][:;!?]|\u00A0(?![:;!?])|[[\]|{}]/);
      }
    }
  });

  test('deux numéros ne donnent jamais le même texte, quels que soient les élèves', () => {
    const vus = new Map<string, number>();
    let numero = 0;
    // Every kind of subject meets each number of its own residue, and all numbers are met.
    for (const sujet of sujets()) {
      for (let n = numero++ % 7; n < COMBINAISONS; n += 7) {
        const texte = appreciation(sujet, n);
        expect(vus.get(texte) ?? n).toBe(n);
        vus.set(texte, n);
      }
    }
    expect(new Set(vus.values()).size).toBe(COMBINAISONS);
  });

  test('les textes vont de quelques mots à la limite du champ, sans jamais la dépasser', () => {
    let [court, long] = [APPRECIATION_MAX, 0];
    for (const sujet of sujets()) {
      for (let n = 0; n < COMBINAISONS; n += 11) {
        const { length } = appreciation(sujet, n);
        court = Math.min(court, length);
        long = Math.max(long, length);
      }
    }
    expect(court).toBeLessThan(80);
    expect(long).toBeGreaterThan(280);
    expect(long).toBeLessThanOrEqual(APPRECIATION_MAX);
  });

  test('les numéros d’une classe sont tous différents', () => {
    const numeros = Array.from({ length: COMBINAISONS }, (_, rang) => numeroDeTexte(rang, 1, 2, 3));
    expect(new Set(numeros).size).toBe(COMBINAISONS);
    expect(Math.max(...numeros)).toBe(COMBINAISONS - 1);
    expect(numeros).not.toEqual(Array.from({ length: COMBINAISONS }, (_, rang) => numeroDeTexte(rang, 1, 2, 4)));
  });

  test('aucun mot des textes n’est le nom ou le prénom d’un élève', () => {
    const mots = new Set(toutesLesPhrases().flatMap((phrase) => normaliserNom(phrase).split(' ')));
    const identites = [...NOMS, ...PRENOMS_DE_FILLES, ...PRENOMS_DE_GARCONS].map(normaliserNom);
    expect(identites.filter((nom) => mots.has(nom))).toEqual([]);
  });

  test('les textes ne disent rien de la santé, de l’origine, de la religion ni des opinions', () => {
    const interdits =
      /\b(MALAD|SANTE|MEDEC|MEDIC|HOSPIT|HANDICAP|DYSLEX|DYS |FATIGUE|DEPRESS|GROSSESSE|DISPENS|INFIRM|PSYCH|ORIGINE|NATIONALITE|ETRANGER|RELIGI|CROYAN|VOILE|PRIERE|RAMADAN|POLITIQUE|SYNDIC|OPINION|PARESS|INTELLIGEN|FAMILLE|PARENTS)/;
    for (const phrase of toutesLesPhrases()) expect(normaliserNom(phrase)).not.toMatch(interdits);
  });

  test.each([
    ['MATHÉMATIQUES', 'mathematiques'],
    ['ÉDUCATION PHYSIQUE ET SPORTIVE', 'sport'],
    ['SCIENCES PHYSIQUES ET CHIMIQUES', 'sciences'],
    ['HISTOIRE DES ARTS', 'arts'],
    ['HISTOIRE-GÉOGRAPHIE', 'histoire'],
    ['LANGUE ÉTUDIÉE', 'langue'],
    ['Langues et cultures de l’Antiquité LATIN', 'lettres'],
    ['SCIENCES ÉCONOMIQUES ET SOCIALES', 'economie'],
    ['ENSEIGNEMENT MORAL ET CIVIQUE', 'generale'],
  ])('« %s » est de la famille %s', (discipline, famille) => {
    expect(familleDe(discipline)).toBe(famille);
  });

  test('le texte s’accorde avec l’élève', () => {
    expect(accorder('L’élève est [attentif|attentive] et volontaire.', 'F')).toBe(
      'L’élève est attentive et volontaire.',
    );
    expect(accorder('L’élève est [attentif|attentive] et volontaire.', 'M')).toBe(
      'L’élève est attentif et volontaire.',
    );
  });
});
