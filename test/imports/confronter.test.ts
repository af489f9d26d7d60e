import { describe, expect, test } from 'vitest';
import { type ConnaissancesDeLAnnee, confronter } from '../../shared/imports/confronter.ts';
import type { DossierNotes } from '../../shared/imports/dossiers.ts';
import type { Evaluation } from '../../shared/livret/contenu.ts';
import { SANS_INDICE } from '../../shared/livret/indices.ts';
import type { MatiereDeNomenclature } from '../../shared/livret/nomenclature.ts';
import { presenter } from '../../shared/livret/presenter.ts';
import { base, evaluation, matiere, mef } from '../livret/dossiers.ts';

const MATHS = '061300';
const COMMUNE = matiere(MATHS, { regroupement: 'COMMUNS', discipline: 'MATHS' });
const SPECIALITE = matiere(MATHS, { regroupement: 'SPÉCIALITÉ CHOISIE', discipline: 'MATHS' });

const dossier = (annees: Readonly<Record<number, readonly Evaluation[]>>): DossierNotes => ({
  position: { ligne: 2, colonne: 3 },
  eleveId: '77',
  engagements: [],
  engagementAutre: null,
  avisExamen: 'F',
  scolarites: Object.entries(annees).map(
    ([annee, evaluations]) => base(Number(annee), { scolarite: { evaluations } }).scolarite,
  ),
});
const connues = (
  annee: number,
  matieres: readonly MatiereDeNomenclature[],
  indices = SANS_INDICE,
): [number, ConnaissancesDeLAnnee] => [annee, { mef: mef(matieres, { annee }), indices }];

const lignesDe = ({ scolarites }: DossierNotes) =>
  scolarites.flatMap(({ evaluations }) => evaluations.map(({ ligne }) => ligne));

describe('marks confronted with the other feeds', () => {
  const deux = [
    evaluation(MATHS, { appreciation: 's', notes: ['15'], enseignants: [{ nom: 'MOREL', prenom: 'A' }] }),
    evaluation(MATHS, { appreciation: 'c', notes: ['9'], enseignants: [{ nom: 'DURAND', prenom: 'B' }] }),
  ];
  const service = (type: 'D' | 'G', code: string, nom: string) => ({
    structure: { type, code },
    codeMatiere: MATHS,
    enseignants: [{ nom, prenom: null }],
  });
  const SUES = {
    eleve: {
      divisions: ['TS1'],
      groupes: ['GMATHS'],
      options: [{ codeMatiere: MATHS, modalite: 'O' }],
      dateSortie: null,
    },
    services: [service('D', 'TS1', 'DURAND'), service('G', 'GMATHS', 'MOREL')],
    effectifs: null,
  };
  const nom = ({ regroupement, discipline }: MatiereDeNomenclature) => ({ regroupement, discipline });

  test('carry their row, that the page shows from then on, whatever is known later', () => {
    const { dossier: confronte, anomalies } = confronter(
      dossier({ 2015: deux }),
      new Map([connues(2015, [COMMUNE, SPECIALITE], SUES)]),
    );
    expect(anomalies).toEqual([]);
    expect(lignesDe(confronte)).toEqual([nom(SPECIALITE), nom(COMMUNE)]);
    const [scolarite] = confronte.scolarites;
    const page = presenter(2016, '0', [
      {
        contenu: { ...base(2015), ...(scolarite === undefined ? {} : { scolarite }) },
        mef: mef([COMMUNE, SPECIALITE]),
      },
    ]);
    expect(
      page.annees[0]?.groupes.map(({ intitule, disciplines }) => [
        intitule,
        ...disciplines.map(({ appreciation }) => appreciation),
      ]),
    ).toEqual([
      ['COMMUNS', 'c'],
      ['SPÉCIALITÉ CHOISIE', 's'],
    ]);
    // Confronted again by who knows less, they stay there.
    const encore = confronter(confronte, new Map([connues(2015, [COMMUNE, SPECIALITE])]));
    expect([encore.dossier, encore.anomalies]).toEqual([confronte, []]);
  });

  test('that nothing told apart carry their doubt, until something tells', () => {
    const { dossier: douteux, anomalies } = confronter(
      dossier({ 2015: deux }),
      new Map([connues(2015, [COMMUNE, SPECIALITE])]),
    );
    expect(anomalies.map(({ code, eleve }) => [code, eleve])).toEqual([
      ['matiere-incertaine', '77'],
      ['matiere-incertaine', '77'],
    ]);
    expect(lignesDe(douteux)).toEqual([
      { ...nom(COMMUNE), incertaine: true },
      { ...nom(SPECIALITE), incertaine: true },
    ]);
    const encore = confronter(douteux, new Map([connues(2015, [COMMUNE, SPECIALITE], SUES)]));
    expect([lignesDe(encore.dossier), encore.anomalies]).toEqual([[nom(SPECIALITE), nom(COMMUNE)], []]);
  });

  test('that no row plans carry none, and are told with their place', () => {
    const position = { ligne: 9, colonne: 4 };
    const { dossier: confronte, anomalies } = confronter(
      dossier({ 2015: [evaluation('100100', { position, modalite: 'F' })] }),
      new Map([connues(2015, [COMMUNE])]),
    );
    expect(lignesDe(confronte)).toEqual([null]);
    expect(anomalies).toMatchObject([
      { code: 'matiere-hors-nomenclature', ...position, eleve: '77', message: expect.stringContaining('100100 (F)') },
    ]);
  });

  test('of a year without nomenclature are told once, and left as they are; the others are checked', () => {
    const {
      dossier: confronte,
      anomalies,
      manques,
    } = confronter(
      dossier({ 2014: [deux[0] as Evaluation], 2015: [deux[1] as Evaluation] }),
      new Map([connues(2015, [COMMUNE])]),
    );
    expect(anomalies).toMatchObject([
      { code: 'nomenclature-absente', ligne: 2, message: expect.stringMatching(/2014/) },
    ]);
    expect(lignesDe(confronte)).toEqual([undefined, nom(COMMUNE)]);
    expect(new Set([...manques.bloquants, ...manques.autres].map(({ annee }) => annee))).toEqual(new Set([2015]));
  });

  test('hold only competences that their own row plans: a specialty has its own', () => {
    const rubriques = (code: string) => [{ intitule: null, competences: [{ code, libelle: code }] }];
    const lignes = [
      { ...COMMUNE, rubriques: rubriques('0001') },
      { ...SPECIALITE, rubriques: rubriques('0002') },
    ];
    const avec = (code: string | null) =>
      deux.map((une) => ({ ...une, competences: [{ code, niveau: '3' as const }] }));
    const dites = (code: string | null) =>
      confronter(dossier({ 2015: avec(code) }), new Map([connues(2015, lignes, SUES)])).anomalies.map(
        ({ message }) => message.match(/\d{4}/)?.[0],
      );
    expect([dites('0001'), dites('0002'), dites('0009'), dites(null)]).toEqual([
      ['0001'],
      ['0002'],
      ['0009', '0009'],
      [],
    ]);
  });

  test('say what they lack, blocking first', () => {
    const { manques } = confronter(
      dossier({ 2015: [evaluation(MATHS, { notes: ['12'] })] }),
      new Map([connues(2015, [COMMUNE, matiere('100100')])]),
    );
    expect(manques.eleve).toBe('77');
    expect(manques.bloquants.map(({ code }) => code)).toEqual(['appreciation', 'discipline']);
    expect(manques.autres.map(({ code }) => code)).toEqual([
      'groupe',
      'enseignant',
      'avis-investissement',
      'avis-chef-etablissement',
    ]);
  });
});
