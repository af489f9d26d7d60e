import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Evaluation } from '../../shared/livret/contenu.ts';
import {
  type EleveDeSiecle,
  type IndicesDeRattachement,
  nommerServices,
  recenserEffectifs,
  SANS_INDICE,
  type ServiceNomme,
} from '../../shared/livret/indices.ts';
import { rattacher } from '../../shared/livret/lignes.ts';
import { type EvaluationVoulue, evaluation, matiere } from './dossiers.ts';

const MATHS = '061300';
const EPS = '100100';
const COMMUNE = matiere(MATHS, { regroupement: 'COMMUNS', discipline: 'MATHS' });
const SPECIALITE = matiere(MATHS, { regroupement: 'SPÉCIALITÉ CHOISIE', discipline: 'MATHS' });
const LIGNES = [COMMUNE, matiere(EPS), SPECIALITE];

const qui = (nom: string) => ({ nom, prenom: 'Luc' });
/** Told apart by their appreciation; a teacher by their name. */
const maths = (appreciation: string, voulue: EvaluationVoulue & { readonly de?: string } = {}): Evaluation => {
  const { de, ...reste } = voulue;
  return evaluation(MATHS, { appreciation, enseignants: de === undefined ? [] : [qui(de)], ...reste });
};
const eps = (notes: readonly (string | null)[]): Evaluation => evaluation(EPS, { appreciation: 'eps', notes });
const effectif = (nombre: number): Pick<Evaluation, 'structure'> => ({
  structure: { effectif: nombre, moyenne: null, moinsDe8: null, de8a12: null, plusDe12: null },
});

const eleve = (reste: Partial<EleveDeSiecle> = {}): EleveDeSiecle => ({
  divisions: ['TS1'],
  groupes: ['GMATHS', 'GANGLAIS'],
  options: [
    { codeMatiere: MATHS, modalite: 'O' },
    { codeMatiere: '030201', modalite: 'O' },
  ],
  dateSortie: null,
  ...reste,
});
const SANS_OPTION = eleve({ groupes: ['GANGLAIS'], options: [{ codeMatiere: '030201', modalite: 'O' }] });
const service = (type: 'D' | 'G', code: string, ...noms: readonly string[]): ServiceNomme => ({
  structure: { type, code },
  codeMatiere: MATHS,
  enseignants: noms.map(qui),
});
const SERVICES = [service('D', 'TS1', 'DURAND'), service('D', 'TS2', 'PETIT'), service('G', 'GMATHS', 'MOREL')];

/** « appreciation → row (par) », in the order of the nomenclature. */
function lignes(evaluations: readonly Evaluation[], indices: Partial<IndicesDeRattachement> = {}): string[] {
  return rattacher(evaluations, LIGNES, { ...SANS_INDICE, ...indices })
    .rattaches.filter(({ matiere: { codeMatiere } }) => codeMatiere === MATHS)
    .map(
      ({ matiere: m, evaluation: { appreciation }, par, incertain }) =>
        `${appreciation} → ${m === COMMUNE ? 'commune' : 'spécialité'} (${par})${incertain ? ' ?' : ''}`,
    );
}

const DEUX = [maths('s', { notes: ['15', '15', '15'] }), maths('c', { notes: ['9', '9', '9'] })] as const;

describe('two evaluations of one code and modalité', () => {
  test('are told apart by their teachers, those of the division and those of a group', () => {
    const deux = [maths('s', { de: 'MOREL' }), maths('c', { de: 'DURAND' })];
    const attendu = ['c → commune (service)', 's → spécialité (service)'];
    expect(lignes(deux, { eleve: eleve(), services: SERVICES })).toEqual(attendu);
    expect(lignes([...deux].reverse(), { eleve: eleve(), services: SERVICES })).toEqual(attendu);
  });

  test('of which one only has a teacher that STS knows leave the other the row that is left', () => {
    expect(
      lignes([maths('s', { de: 'MOREL' }), maths('c', { de: 'REMPLAÇANT' })], { eleve: eleve(), services: SERVICES }),
    ).toEqual(['c → commune (seule)', 's → spécialité (service)']);
  });

  test('of one teacher are told apart by the size of the group, never by their order', () => {
    const services = [service('D', 'TS1', 'DURAND'), service('G', 'GMATHS', 'DURAND')];
    const groupe = [eleve(), eleve({ divisions: ['TS2'] }), SANS_OPTION];
    const deux = [maths('s', { de: 'DURAND', ...effectif(2) }), maths('c', { de: 'DURAND', ...effectif(3) })];
    expect(lignes(deux, { eleve: eleve(), services, effectifs: recenserEffectifs(groupe) })).toEqual([
      'c → commune (effectif)',
      's → spécialité (seule)',
    ]);
    expect(lignes(deux, { eleve: eleve(), services })).toEqual(['s → commune (ordre) ?', 'c → spécialité (ordre) ?']);
    // A larger group whose pupils happen to have the option, too: STS says that it is of another subject.
    const enMaths = eleve({ groupes: ['GMATHS', 'GLATIN'] });
    const latinistes = [enMaths, enMaths, eleve({ groupes: ['GLATIN'] })];
    const effectifs = recenserEffectifs(latinistes);
    expect(lignes(deux, { eleve: enMaths, services, effectifs })[0]).toBe('c → commune (effectif)');
    expect(lignes(deux, { eleve: enMaths, effectifs })[0]).toMatch(/\?$/);
    // One who left may have been of the group.
    const avecUnSorti = [...groupe, eleve({ divisions: [], groupes: [], dateSortie: '2016-01-29' })];
    expect(lignes(deux, { eleve: eleve(), effectifs: recenserEffectifs(avecUnSorti) })[0]).toMatch(/\?$/);
  });

  test('of a half of the division and of the specialty are not mistaken: the first is the division’s too', () => {
    const services = [...SERVICES, service('G', 'TS1_DEMI', 'DURAND')];
    const deDemiGroupe = eleve({ groupes: ['GMATHS', 'TS1_DEMI'] });
    expect(
      lignes([maths('s', { de: 'MOREL' }), maths('c', { de: 'DURAND' })], { eleve: deDemiGroupe, services }),
    ).toEqual(['c → commune (seule)', 's → spécialité (service)']);
  });

  test('where both are taught in groups, are left to a person', () => {
    const services = [service('G', 'GMATHS', 'MOREL'), service('G', 'GANGLAIS', 'DURAND')];
    for (const autre of ['DURAND', 'REMPLAÇANT']) {
      const deux = [maths('s', { de: 'MOREL' }), maths('c', { de: autre })];
      expect(lignes(deux, { eleve: eleve(), services })).toEqual(['s → commune (ordre) ?', 'c → spécialité (ordre) ?']);
    }
  });

  test('of the teacher of one group are left to a person: nobody follows a specialty twice and the common subject never', () => {
    const deux = [maths('1', { de: 'MOREL' }), maths('2', { de: 'MOREL' })];
    expect(lignes(deux, { eleve: eleve(), services: SERVICES })).toEqual([
      '1 → commune (ordre) ?',
      '2 → spécialité (ordre) ?',
    ]);
  });

  test('both too many for the group of the option are left to a person: SIECLE’s groups are not those of the marks', () => {
    const deux = [
      maths('s', { notes: ['15', '15', '15'], ...effectif(9) }),
      maths('c', { notes: ['9', '9', '9'], ...effectif(9) }),
    ];
    expect(lignes(deux, { eleve: eleve(), effectifs: recenserEffectifs([eleve()]) })).toEqual([
      's → commune (ordre) ?',
      'c → spécialité (ordre) ?',
    ]);
  });

  test('of two teachers of the division are both the common one, for a pupil without the option', () => {
    const deux = DEUX.map((une) => ({ ...une, enseignants: [qui('DURAND')] }));
    expect(lignes(deux, { eleve: SANS_OPTION, services: SERVICES })).toEqual([
      's → commune (service)',
      'c → commune (service)',
    ]);
    expect(lignes(deux, { eleve: eleve(), services: SERVICES })[0]).toMatch(/\?$/);
  });

  test('that contradict SIECLE, which knows no such option, are left to a person', () => {
    expect(lignes(DEUX, { eleve: SANS_OPTION })).toEqual(['s → commune (ordre) ?', 'c → spécialité (ordre) ?']);
  });

  test('are both of the common row when the pupil has no such option and they do not contradict each other', () => {
    const deux = [maths('1', { notes: [null, null, null] }), maths('2', { notes: ['9', '9', '9'] })];
    expect(lignes(deux, { eleve: SANS_OPTION })).toEqual(['1 → commune (option)', '2 → commune (option)']);
  });

  test('alone, is the common one, unless a group’s teacher gave it', () => {
    expect(lignes([maths('1')])).toEqual(['1 → commune (seule)']);
    expect(lignes([maths('1')], { eleve: SANS_OPTION })).toEqual(['1 → commune (option)']);
    expect(lignes([maths('1', { de: 'MOREL' })], { eleve: eleve(), services: SERVICES })).toEqual([
      '1 → spécialité (service)',
    ]);
  });

  test('of teachers of one name are told apart by the first name', () => {
    const services = nommerServices(
      [
        { ...service('D', 'TS1'), modaliteDeCours: 'CG', enseignants: [{ id: '1', type: 'epp' }] },
        { ...service('G', 'GMATHS'), modaliteDeCours: 'CG', enseignants: [{ id: '1', type: 'local' }] },
      ],
      [
        { id: '1', type: 'epp', nom: 'LE GOFF', prenom: 'Anne' },
        { id: '1', type: 'local', nom: 'LE GOFF', prenom: 'Yves' },
      ],
    );
    const de = (prenom: string) => ({ enseignants: [{ nom: 'Le Goff', prenom }] });
    expect(lignes([maths('s', de('Yves')), maths('c', de('Anne'))], { eleve: eleve(), services })).toEqual([
      'c → commune (service)',
      's → spécialité (service)',
    ]);
    expect(lignes([maths('s', de('')), maths('c', de(''))], { eleve: eleve(), services })).toEqual([
      's → commune (ordre) ?',
      'c → spécialité (ordre) ?',
    ]);
  });
});

describe('a pupil who changed class', () => {
  const AVANT = maths('avant', { notes: ['9', null, null] });
  const APRES = maths('après', { notes: [null, '10', '11'] });
  const SPE = maths('spé', { notes: ['15', '16', '17'] });
  const EPS_COUPEE = [eps(['12', null, null]), eps([null, '13', '14'])];

  test('has both evaluations on one row, without a doubt', () => {
    expect(lignes([APRES, AVANT])).toEqual(['après → commune (completude)', 'avant → commune (completude)']);
    const { rattaches } = rattacher(EPS_COUPEE, LIGNES);
    expect(rattaches.map(({ par, incertain }) => [par, incertain])).toEqual([
      ['completude', false],
      ['completude', false],
    ]);
  });

  test('keeps the row of the specialty for the specialty, wherever it stands in the file', () => {
    for (const ordre of [
      [AVANT, APRES, SPE],
      [SPE, APRES, AVANT],
      [AVANT, SPE, APRES],
    ]) {
      const trouvees = lignes([...ordre, ...EPS_COUPEE]);
      expect(trouvees.toSorted()).toEqual([
        'après → commune (completude)',
        'avant → commune (completude)',
        'spé → spécialité (seule)',
      ]);
    }
  });

  test('whom the first teacher gave no mark is recognised by the other subjects', () => {
    const sansNote = maths('avant', { notes: [null, null, null] });
    expect(lignes([sansNote, APRES, SPE, ...EPS_COUPEE])).toEqual([
      'avant → commune (completude)',
      'après → commune (completude)',
      'spé → spécialité (seule)',
    ]);
    const emc = (a: Evaluation) => ({ ...a, periodes: [] });
    expect(lignes([emc(AVANT), emc(APRES), ...EPS_COUPEE])).toEqual([
      'avant → commune (completude)',
      'après → commune (completude)',
    ]);
    expect(lignes([emc(AVANT), emc(APRES)])[0]).toMatch(/\?$/);
  });

  test('with three evaluations of which one could complete either of the two others is left to a person', () => {
    const [avant, apres, spe] = [AVANT, APRES, maths('spé', { notes: [null, '16', null] })];
    expect(lignes([avant, apres, spe, ...EPS_COUPEE])).toEqual([
      'avant → commune (ordre) ?',
      'spé → commune (ordre) ?',
      'après → spécialité (ordre) ?',
    ]);
  });

  test('is not one who has marks of the specialty and of the common subject in different periods', () => {
    expect(lignes([AVANT, APRES], { eleve: eleve() })).toEqual([
      'avant → commune (ordre) ?',
      'après → spécialité (ordre) ?',
    ]);
    expect(lignes([AVANT, APRES, ...EPS_COUPEE], { eleve: eleve() })).toEqual([
      'avant → commune (completude)',
      'après → commune (completude)',
    ]);
  });

  test('is told by the teacher of a division that is theirs no more', () => {
    const deux = [
      maths('avant', { de: 'PETIT', notes: ['9', null, null] }),
      maths('après', { de: 'DURAND', notes: [null, null, null] }),
      maths('spé', { de: 'MOREL', notes: [null, '16', '17'] }),
    ];
    expect(lignes(deux, { eleve: eleve(), services: SERVICES })).toEqual([
      'avant → commune (service)',
      'après → commune (service)',
      'spé → spécialité (service)',
    ]);
  });
});

describe('a row that was retained', () => {
  const nomme = ({ regroupement, discipline }: typeof COMMUNE) => ({ regroupement, discipline });

  test('stays, whatever the order of the file and SIECLE say', () => {
    const [s, c] = DEUX;
    const retenues = [
      { ...c, ligne: nomme(COMMUNE) },
      { ...s, ligne: nomme(SPECIALITE) },
    ];
    for (const ordre of [retenues, [...retenues].reverse()]) {
      expect(lignes(ordre, { eleve: SANS_OPTION })).toEqual(['c → commune (retenue)', 's → spécialité (retenue)']);
    }
  });

  test('with a doubt keeps its doubt; alone, it leaves the other row to the other evaluation', () => {
    const [s, c] = DEUX;
    expect(lignes([{ ...s, ligne: { ...nomme(COMMUNE), incertaine: true } }, c])).toEqual([
      's → commune (retenue) ?',
      'c → spécialité (seule)',
    ]);
  });

  test('that the nomenclature has no more is told again', () => {
    expect(
      lignes([maths('1', { ligne: { regroupement: 'AUTRE', discipline: 'MATHS' } }), maths('2', { ligne: null })]),
    ).toEqual(['1 → commune (ordre) ?', '2 → spécialité (ordre) ?']);
  });
});

describe('whatever the file', () => {
  const note = fc.option(fc.constantFrom('8', '12'));
  const uneEvaluation = fc
    .record({
      de: fc.constantFrom('DURAND', 'PETIT', 'MOREL', 'AUTRE'),
      notes: fc.tuple(note, note, note),
      nombre: fc.option(fc.integer({ min: 1, max: 5 })),
      code: fc.constantFrom(MATHS, EPS),
    })
    .map(({ de, notes, nombre, code }) =>
      evaluation(code, {
        enseignants: [qui(de)],
        notes,
        ...(nombre === null ? {} : effectif(nombre)),
      }),
    );
  const dossier = fc.array(uneEvaluation, { maxLength: 6 });
  const indices = fc.record({
    eleve: fc.constantFrom(null, eleve(), SANS_OPTION),
    services: fc.constantFrom(null, SERVICES, [...SERVICES, service('G', 'GMATHS', 'DURAND')]),
    effectifs: fc.constantFrom(null, recenserEffectifs([eleve(), eleve(), SANS_OPTION])),
  });
  const places = (evaluations: readonly Evaluation[], connus: IndicesDeRattachement) =>
    new Map(rattacher(evaluations, LIGNES, connus).rattaches.map((r) => [r.evaluation, r]));

  test('nothing is lost, and an evaluation that shares its row without a doubt completes the other', () => {
    fc.assert(
      fc.property(dossier, indices, (evaluations, connus) => {
        const trouvees = places(evaluations, connus);
        expect(trouvees.size).toBe(evaluations.length);
        const sures = [...trouvees.values()].filter(({ incertain, par }) => !incertain && par !== 'service');
        for (const a of sures) {
          for (const b of sures) {
            if (a === b || a.matiere !== b.matiere) continue;
            const notees = (r: typeof a) => r.evaluation.periodes.filter(({ moyenne }) => moyenne !== null);
            const communes = notees(a).filter(({ numero }) => notees(b).some((autre) => autre.numero === numero));
            // The size of a group may tell of two evaluations that both are the common one.
            if (a.par !== 'effectif' && b.par !== 'effectif') expect(communes).toEqual([]);
          }
        }
      }),
    );
  });

  test('its order changes nothing of what is told without it', () => {
    fc.assert(
      fc.property(
        dossier.chain((evaluations) =>
          fc.tuple(
            fc.constant(evaluations),
            fc.shuffledSubarray(evaluations, { minLength: evaluations.length, maxLength: evaluations.length }),
          ),
        ),
        indices,
        ([evaluations, melangees], connus) => {
          const [avant, apres] = [places(evaluations, connus), places(melangees, connus)];
          const parOrdre = (code: string) =>
            [...avant.values()].some(({ evaluation: e, par }) => e.codeMatiere === code && par === 'ordre');
          for (const [e, { matiere: m, par }] of avant) {
            if (parOrdre(e.codeMatiere) && par !== 'option' && par !== 'service' && par !== 'effectif') continue;
            expect([apres.get(e)?.matiere, apres.get(e)?.par]).toEqual([m, par]);
          }
        },
      ),
    );
  });

  test('the rows that were told and kept are found again by who knows nothing else', () => {
    fc.assert(
      fc.property(dossier, indices, (evaluations, connus) => {
        const avant = rattacher(evaluations, LIGNES, connus);
        const gardees = avant.rattaches.map(({ evaluation: e, matiere: { regroupement, discipline }, incertain }) => ({
          ...e,
          ligne: { regroupement, discipline, ...(incertain ? { incertaine: true as const } : {}) },
        }));
        const apres = rattacher(gardees, LIGNES);
        expect(apres.rattaches.map(({ matiere: m, incertain }) => [m, incertain])).toEqual(
          avant.rattaches.map(({ matiere: m, incertain }) => [m, incertain]),
        );
      }),
    );
  });
});
