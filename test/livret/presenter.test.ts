import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { langueGenerique } from '../../shared/kernel/codes.ts';
import type { Evaluation } from '../../shared/livret/contenu.ts';
import { rattacher } from '../../shared/livret/lignes.ts';
import type { MatiereDeNomenclature } from '../../shared/livret/nomenclature.ts';
import type { DisciplinePresentee } from '../../shared/livret/presentation.ts';
import { type AnneeAPresenter, presenter } from '../../shared/livret/presenter.ts';
import { type BaseVoulue, base, evaluation, matiere, mef } from './dossiers.ts';
import { LIVRET_PUBLIE } from './exemples.ts';

const MATHS = '061300';
const ANGLAIS_LV1 = '030201';
const ALLEMAND_LV1 = '030101';

describe('an evaluation', () => {
  /** Row of the nomenclature of each evaluation, by the labels of both; `?` marks a doubt. */
  const lignes = (evaluations: readonly Evaluation[], matieres: readonly MatiereDeNomenclature[]): string[] =>
    rattacher(evaluations, matieres).rattaches.map(
      ({ matiere: { discipline }, evaluation: { appreciation }, incertain }) =>
        `${appreciation} → ${discipline}${incertain ? ' ?' : ''}`,
    );
  const dite = (appreciation: string, code: string, modalite: Evaluation['modalite'] = 'S'): Evaluation =>
    evaluation(code, { appreciation, modalite });
  const rangee = (discipline: string, code: string, modalite: Evaluation['modalite'] = 'S') =>
    matiere(code, { discipline, modalite });

  test('goes to the row of its code and modalité, in the order of the nomenclature', () => {
    const matieres = [rangee('EPS', '100100'), rangee('MATHS', MATHS), rangee('EPS FACULTATIVE', '100100', 'F')];
    expect(lignes([dite('f', '100100', 'F'), dite('m', MATHS), dite('s', '100100')], matieres)).toEqual([
      's → EPS',
      'm → MATHS',
      'f → EPS FACULTATIVE',
    ]);
  });

  test('of a real language goes to the row of its rank, LV1 or LV2', () => {
    const matieres = [rangee('LV1', '030001'), rangee('LV2', '030002'), rangee('LV2 FACULTATIVE', '030002', 'F')];
    expect(
      lignes([dite('espagnol', '030602'), dite('anglais', ANGLAIS_LV1), dite('italien', '030702', 'F')], matieres),
    ).toEqual(['anglais → LV1', 'espagnol → LV2', 'italien → LV2 FACULTATIVE']);
  });

  test('of a language that has a row of its own goes there, not to the wildcard', () => {
    const matieres = [rangee('LV1', '030001'), rangee('ANGLAIS', ANGLAIS_LV1)];
    expect(lignes([dite('a', ANGLAIS_LV1)], matieres)).toEqual(['a → ANGLAIS']);
  });

  test.for([
    ['030201', '030001'],
    ['030602', '030002'],
    ['030208', '030008'],
    ['061300', null],
    ['0302010', null],
    ['130201', null],
  ] as const)('with the code %s has the generic language %s', ([code, generique]) => {
    expect(langueGenerique(code)).toBe(generique);
  });

  test('that shares its code and modalité with another is taken in the order of the file, with a doubt', () => {
    const matieres = [rangee('MATHS', MATHS), rangee('SVT', '062300'), rangee('MATHS SPÉCIALITÉ', MATHS)];
    expect(lignes([dite('1', MATHS), dite('2', '062300'), dite('3', MATHS)], matieres)).toEqual([
      '1 → MATHS ?',
      '2 → SVT',
      '3 → MATHS SPÉCIALITÉ ?',
    ]);
  });

  test('alone for two rows takes the first one', () => {
    const matieres = [rangee('MATHS', MATHS), rangee('MATHS SPÉCIALITÉ', MATHS)];
    expect(lignes([dite('1', MATHS)], matieres)).toEqual(['1 → MATHS']);
  });

  test('that comes when its row is taken is shown beside the other, with a doubt: nothing is hidden', () => {
    expect(lignes([dite('1', MATHS), dite('2', MATHS)], [rangee('MATHS', MATHS)])).toEqual([
      '1 → MATHS',
      '2 → MATHS ?',
    ]);
    expect(lignes([dite('a', ANGLAIS_LV1), dite('b', ALLEMAND_LV1)], [rangee('LV1', '030001')])).toEqual([
      'a → LV1',
      'b → LV1 ?',
    ]);
  });

  test('that no row plans is kept apart', () => {
    const evaluations = [dite('latin', '020300'), dite('m', MATHS), dite('o', MATHS, 'O')];
    expect(rattacher(evaluations, [rangee('MATHS', MATHS)]).horsNomenclature).toEqual([evaluations[0], evaluations[2]]);
  });

  test('ends in exactly one place, whatever the file and the nomenclature', () => {
    const code = fc.constantFrom(MATHS, '062300', '030001', '030002', ANGLAIS_LV1, ALLEMAND_LV1, '030602');
    const modalite = fc.constantFrom<Evaluation['modalite']>('S', 'O', 'F');
    const evaluations = fc.array(fc.tuple(code, modalite).map(([c, m]) => evaluation(c, { modalite: m })));
    const matieres = fc.array(fc.tuple(code, modalite).map(([c, m]) => matiere(c, { modalite: m })));
    fc.assert(
      fc.property(evaluations, matieres, (dossier, nomenclature) => {
        const { rattaches, horsNomenclature } = rattacher(dossier, nomenclature);
        const rang = (e: Evaluation): number => dossier.indexOf(e);
        const places = [...rattaches.map((rattachement) => rattachement.evaluation), ...horsNomenclature].map(rang);
        expect(places.toSorted((a, b) => a - b)).toEqual(dossier.map((_, indice) => indice));
        // In the order of the nomenclature, then of the file.
        const ordre = rattaches.map(({ matiere: m, evaluation: e }) => [nomenclature.indexOf(m), rang(e)] as const);
        expect(ordre).toEqual(ordre.toSorted(([a, b], [c, d]) => a - c || b - d));
        for (const { matiere: m, evaluation: e } of rattaches) {
          expect(m.modalite).toBe(e.modalite);
          expect([e.codeMatiere, langueGenerique(e.codeMatiere)]).toContain(m.codeMatiere);
        }
        for (const e of horsNomenclature) {
          expect(nomenclature.some((m) => m.modalite === e.modalite && m.codeMatiere === e.codeMatiere)).toBe(false);
        }
        // Two evaluations on one row are told.
        const doublons = rattaches.filter(
          (r, indice) => rattaches.findIndex(({ matiere: m }) => m === r.matiere) < indice,
        );
        expect(doublons.every(({ incertain }) => incertain)).toBe(true);
      }),
    );
  });
});

/** The file and the nomenclature from which a page shows these subjects. */
function sources(disciplines: readonly DisciplinePresentee[], regroupement: string) {
  let dernier = 0;
  return disciplines.map((discipline, rang) => {
    const code = String(60_000 + rang).padStart(6, '0');
    const rubriques = discipline.rubriques.map(({ intitule, competences }) => ({
      intitule,
      competences: competences.map(({ libelle, niveau }) => {
        dernier += 1;
        return { code: String(dernier).padStart(4, '0'), libelle, niveau };
      }),
    }));
    const { bandes, effectif, moyenne } = discipline.groupe;
    return {
      matiere: matiere(code, {
        regroupement,
        discipline: discipline.libelle,
        rubriques: rubriques.map(({ intitule, competences }) => ({
          intitule,
          competences: competences.map(({ code: c, libelle }) => ({ code: c, libelle })),
        })),
      }),
      evaluation: evaluation(code, {
        appreciation: discipline.appreciation,
        notes: discipline.periodes,
        structure: {
          effectif,
          moyenne,
          moinsDe8: bandes?.moinsDe8 ?? null,
          de8a12: bandes?.de8a12 ?? null,
          plusDe12: bandes?.plusDe12 ?? null,
        },
        competences: rubriques
          .flatMap(({ competences }) => competences)
          .map(({ code: c, niveau }) => ({ code: c, niveau: niveau ?? 'NE' })),
      }),
    };
  });
}

describe('a livret', () => {
  const matieres = [matiere('000001'), matiere('000002')];
  const annee = (an: number, voulue: BaseVoulue = {}): AnneeAPresenter => ({
    contenu: base(an, voulue),
    mef: mef(matieres, { annee: an }),
  });
  const seule = (e: Evaluation, decoupage: 'T' | 'S' = 'T'): DisciplinePresentee | undefined =>
    presenter(2016, '0000000000', [annee(2015, { scolarite: { decoupage, evaluations: [e] } })]).annees[0]?.groupes[0]
      ?.disciplines[0];

  test('made from the values of the published picture shows the published picture', () => {
    const groupe = LIVRET_PUBLIE.annees[0]?.groupes[0];
    const lues = sources(groupe?.disciplines ?? [], groupe?.intitule ?? '');
    expect(lues).toHaveLength(3);
    const { code: codeSerie, libelle: serie } = LIVRET_PUBLIE.serie;
    const programme = mef(
      lues.map((lue) => lue.matiere),
      { annee: 2014, niveau: 'Première', codeSerie, serie },
    );
    // The file's own order, which is not that of the page.
    const evaluations = lues.map((lue) => lue.evaluation).reverse();
    expect(
      presenter(2016, LIVRET_PUBLIE.noEleve, [{ contenu: base(2014, { scolarite: { evaluations } }), mef: programme }]),
    ).toEqual(LIVRET_PUBLIE);
  });

  test('shows NN for a period that the file does not carry, whatever the order of the others', () => {
    const desordre = [
      { numero: 3, moyenne: '14.50' },
      { numero: 1, moyenne: '9' },
    ];
    expect(seule(evaluation('000001', { periodes: desordre }))).toMatchObject({
      periodes: ['9', null, '14.5'],
      annuelle: '11.75',
    });
    expect(seule(evaluation('000001'))).toMatchObject({ periodes: [null, null, null], annuelle: null });
    expect(seule(evaluation('000001', { notes: ['10', null] }), 'S')).toMatchObject({
      periodes: ['10', null],
      annuelle: '10',
    });
  });

  test('groups subjects under the headings of the nomenclature, each heading once, empty ones left out', () => {
    const lignes = [
      matiere('000001', { regroupement: 'A' }),
      matiere('000002', { regroupement: 'B' }),
      matiere('000003', { regroupement: 'A' }),
      matiere('000004', { regroupement: 'C' }),
    ];
    const evaluations = ['000003', '000002', '000001'].map((code) => evaluation(code));
    const page = presenter(2016, '0', [{ contenu: base(2015, { scolarite: { evaluations } }), mef: mef(lignes) }]);
    expect(
      page.annees[0]?.groupes.map(({ intitule, disciplines }) => [
        intitule,
        ...disciplines.map(({ libelle }) => libelle),
      ]),
    ).toEqual([
      ['A', 'DISCIPLINE 000001', 'DISCIPLINE 000003'],
      ['B', 'DISCIPLINE 000002'],
    ]);
  });

  test('shows the figures of the group as received, never one band without the others', () => {
    const structure = { effectif: 26, moyenne: '15.30', moinsDe8: '10.50', de8a12: '40.5', plusDe12: '49.00' };
    expect(seule(evaluation('000001', { structure }))?.groupe).toEqual({
      effectif: 26,
      moyenne: '15.3',
      bandes: { moinsDe8: '10.5', de8a12: '40.5', plusDe12: '49' },
    });
    for (const absente of ['moinsDe8', 'de8a12', 'plusDe12'] as const) {
      const lue = seule(evaluation('000001', { structure: { ...structure, [absente]: null } }));
      expect(lue?.groupe).toEqual({ effectif: 26, moyenne: '15.3', bandes: null });
    }
  });

  test('shows each competence of the nomenclature once, blank where it was not evaluated', () => {
    const competences = ['0001', '0002', '0003', '0004', '0005'].map((code) => ({ code, libelle: code }));
    const programme = mef([matiere('000001', { rubriques: [{ intitule: 'R', competences }] })]);
    const lue = evaluation('000001', {
      competences: [
        { code: '0003', niveau: 'NE' },
        { code: '0001', niveau: '4' },
        { code: '0002', niveau: '0' },
        { code: '0004', niveau: 'B2' },
        { code: '9999', niveau: '1' },
        { code: null, niveau: '1' },
      ],
    });
    const page = presenter(2016, '0', [{ contenu: base(2015, { scolarite: { evaluations: [lue] } }), mef: programme }]);
    expect(page.annees[0]?.groupes[0]?.disciplines[0]?.rubriques).toEqual([
      {
        intitule: 'R',
        competences: [
          { libelle: '0001', niveau: '4' },
          { libelle: '0002', niveau: null },
          { libelle: '0003', niveau: null },
          { libelle: '0004', niveau: 'B2' },
          { libelle: '0005', niveau: null },
        ],
      },
    ]);
  });

  test('names each engagement once, in the order of their codes, the free ones last', () => {
    const annees = [
      annee(2014, { engagements: ['S', 'C'], engagementAutre: 'Journal du lycée' }),
      annee(2015, { engagements: ['A', 'S', 'V', 'E'], engagementAutre: 'Tutorat' }),
    ] as const;
    expect(presenter(2016, '0', annees).engagements).toEqual([
      'Délégué de classe',
      'Conseil de la vie lycéenne',
      'Conseil d’administration',
      'Comité d’éducation à la santé et à la citoyenneté',
      'Association sportive',
      'Journal du lycée',
      'Tutorat',
    ]);
    const repete = annee(2014, { engagementAutre: 'Tutorat' });
    expect(presenter(2016, '0', [repete, annee(2015, { engagementAutre: 'Tutorat' })]).engagements).toEqual([
      'Tutorat',
    ]);
  });

  test.for([
    [['T', 'F'], 'Favorable'],
    [['A', null], 'Assez favorable'],
    [[null, 'D'], 'Doit faire ses preuves'],
    [[null, 'T'], 'Très favorable'],
    [[null, null], null],
  ] as const)(
    'of two years with the avis %j for the exam shows the last one given, « %s »',
    ([[premiere, derniere], avis]) => {
      const annees = [annee(2014, { avisExamen: premiere }), annee(2015, { avisExamen: derniere })] as const;
      expect(presenter(2016, '0', annees).avisExamen).toBe(avis);
    },
  );

  test('has the série of its last year, and each year its own', () => {
    const premiere = {
      contenu: base(2014),
      mef: mef([], { annee: 2014, niveau: 'Première', codeSerie: 'ES', serie: 'Économique' }),
    };
    const terminale = {
      contenu: base(2015),
      mef: mef([], { codeSerie: 'L', serie: 'Littéraire', specialite: 'Arts' }),
    };
    const page = presenter(2016, '0', [premiere, terminale]);
    expect(page.serie).toEqual({ code: 'L', libelle: 'Littéraire', specialite: 'Arts' });
    expect(page.annees.map(({ annee: an, niveau, serie: { code } }) => [an, niveau, code])).toEqual([
      [2014, 'Première', 'ES'],
      [2015, 'Terminale', 'L'],
    ]);
  });

  test('shows what was written of the pupil, and names nobody who wrote it', () => {
    const avis = (texte: string) => ({ texte, nom: 'GRANDJEAN', prenom: 'Odile', date: '2016-05-20' });
    const page = presenter(2016, '0', [
      annee(2015, {
        scolarite: {
          avisEngagement: avis('Engagée.'),
          avisInvestissement: avis('Constante.'),
          avisChefEtab: avis('Très bien.'),
          evaluations: [
            evaluation('000001', {
              appreciation: 'Bon travail.',
              enseignants: [{ nom: 'GRANDJEAN', prenom: 'Odile' }],
            }),
          ],
        },
      }),
    ]);
    expect(page.annees[0]).toMatchObject({
      avisEngagement: 'Engagée.',
      avisInvestissement: 'Constante.',
      avisChefEtab: 'Très bien.',
      groupes: [{ disciplines: [{ appreciation: 'Bon travail.' }] }],
    });
    expect(JSON.stringify(page)).not.toMatch(/GRANDJEAN|Odile|2016-05-20/);
  });
});
