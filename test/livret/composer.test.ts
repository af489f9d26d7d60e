import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { moyenneAnnuelle } from '../../shared/kernel/note.ts';
import { anneesTenues, composer } from '../../shared/livret/composer.ts';
import type { Evaluation, NiveauImporte } from '../../shared/livret/contenu.ts';
import type { BaseNotes } from '../../shared/livret/livret.ts';
import { presenter } from '../../shared/livret/presenter.ts';
import { cleDeSaisie, type EvaluationSaisie, type Saisie, type ValeurSaisie } from '../../shared/livret/saisie.ts';
import { EPS, LV1, ligneDe, MATHS, MEF_TS } from './division.ts';
import { base, engagementsSaisis, evaluation, sanctionSaisie, tete } from './dossiers.ts';

const SIGNEE = { n: 1, par: 'chef/0380029A', role: 'chef', le: '2016-05-20T08:00:00Z', sel: '00' };
const saisie = (valeur: ValeurSaisie): Saisie => ({
  cle: cleDeSaisie(2015, valeur),
  contenu: { ...SIGNEE, valeur },
});
const mathematiques = (reste: Partial<EvaluationSaisie> = {}): EvaluationSaisie => ({
  sorte: 'evaluation',
  ligne: ligneDe(MATHS),
  codeMatiere: MATHS.codeMatiere,
  periodes: {},
  competences: {},
  enseignants: [],
  ...reste,
});

const compose = (bases: readonly BaseNotes[], ...saisies: readonly Saisie[]) =>
  composer({ tete: tete(), bases, saisies }, 2015, MEF_TS);
const evaluationsDe = (...args: Parameters<typeof compose>): readonly Evaluation[] =>
  compose(...args)?.scolarite.evaluations ?? [];

const note = fc.option(
  fc.integer({ min: 0, max: 2000 }).map((centiemes) => String(centiemes / 100)),
  { nil: null },
);
const texte = fc.option(fc.string({ minLength: 1, maxLength: 20 }), { nil: null });
const niveau = fc.constantFrom<NiveauImporte>('1', '2', '3', '4', 'NE');
const importee = fc
  .record({
    notes: fc.array(note, { maxLength: 3 }),
    appreciation: texte,
    competences: fc.uniqueArray(fc.record({ code: fc.constantFrom('0101', '0102'), niveau }), {
      selector: ({ code }) => code,
    }),
    enseignants: fc.array(fc.constant({ nom: 'NOETHER', prenom: 'Emmy' }), { maxLength: 1 }),
  })
  .map((voulue) => evaluation('061300', voulue));
const saisi: fc.Arbitrary<EvaluationSaisie> = fc
  .record(
    {
      periodes: fc.dictionary(fc.constantFrom('1', '2', '3'), note, { noNullPrototype: true }),
      competences: fc.dictionary(fc.constantFrom('0101', '0102'), niveau, { noNullPrototype: true }),
      appreciation: texte,
    },
    { requiredKeys: ['periodes', 'competences'] },
  )
  .map(mathematiques);

describe('entries laid over an import', () => {
  test('say what they say, and leave the rest as it was imported, field by field', () => {
    fc.assert(
      fc.property(importee, saisi, (avant, valeur) => {
        const anglais = evaluation('030201', { notes: ['11'], appreciation: 'Anglais.' });
        const bases = [base(2015, { scolarite: { evaluations: [avant, anglais] } })];
        const [apres, autre, ...reste] = evaluationsDe(bases, saisie(valeur));
        expect([autre, reste]).toEqual([anglais, []]);
        for (const numero of [1, 2, 3]) {
          const de = (une?: Evaluation) => une?.periodes.find((periode) => periode.numero === numero)?.moyenne;
          const attendue = numero in valeur.periodes ? valeur.periodes[String(numero)] : de(avant);
          expect(de(apres)).toBe(attendue);
        }
        for (const code of ['0101', '0102']) {
          const de = (une?: Evaluation) => une?.competences.find((competence) => competence.code === code)?.niveau;
          expect(de(apres)).toBe(valeur.competences[code] ?? de(avant));
        }
        expect(apres?.appreciation).toBe('appreciation' in valeur ? valeur.appreciation : avant.appreciation);
        expect(apres?.structure).toEqual(avant.structure);
        expect(apres?.enseignants).toEqual(avant.enseignants);
      }),
    );
  });

  test('are not erased by an import, whatever it brings', () => {
    fc.assert(
      fc.property(importee, importee, saisi, (premiere, seconde, valeur) => {
        const avec = (une: Evaluation) =>
          evaluationsDe([base(2015, { scolarite: { evaluations: [une] } })], saisie(valeur))[0];
        const [un, deux] = [avec(premiere), avec(seconde)];
        for (const numero of Object.keys(valeur.periodes)) {
          const de = (une?: Evaluation) => une?.periodes.find((periode) => periode.numero === Number(numero))?.moyenne;
          expect(de(un)).toBe(valeur.periodes[numero]);
          expect(de(deux)).toBe(valeur.periodes[numero]);
        }
      }),
    );
  });

  test('of NN take a mark away; of nothing leave it', () => {
    const bases = [base(2015, { scolarite: { evaluations: [evaluation('061300', { notes: ['12', '14', '16'] })] } })];
    const notes = (periodes: Record<string, string | null>) => {
      const contenu = compose(bases, saisie(mathematiques({ periodes })));
      if (contenu === null) throw new Error('nothing');
      const [discipline] = presenter(2016, '', [{ contenu, mef: MEF_TS }]).annees[0]?.groupes[0]?.disciplines ?? [];
      return [discipline?.periodes, discipline?.annuelle];
    };
    expect(notes({})).toEqual([['12', '14', '16'], '14']);
    expect(notes({ '3': null })).toEqual([['12', '14', null], '13']);
    expect(notes({ '1': null, '2': null, '3': null })).toEqual([[null, null, null], null]);
    // Eighteen and a quarter, and NN skipped (rules.md 6).
    expect(notes({ '1': '18.25', '2': '18', '3': '19' })).toEqual([
      ['18.25', '18', '19'],
      moyenneAnnuelle(['18.25', '18', '19']),
    ]);
  });

  test('of an erased text show none, and of no text the import’s', () => {
    const bases = [base(2015, { scolarite: { evaluations: [evaluation('061300', { appreciation: 'Importée.' })] } })];
    expect(evaluationsDe(bases, saisie(mathematiques()))[0]?.appreciation).toBe('Importée.');
    expect(evaluationsDe(bases, saisie(mathematiques({ appreciation: null })))[0]?.appreciation).toBeNull();
  });

  test('stand alone where nothing was imported, on the row that they name', () => {
    const seule = evaluationsDe([], saisie(mathematiques({ periodes: { '1': '12' } })));
    expect(seule).toMatchObject([{ codeMatiere: '061300', ligne: { discipline: MATHS.discipline } }]);
    // Emptied, nothing of it is left: an optional subject that nobody follows lacks nothing.
    expect(evaluationsDe([], saisie(mathematiques()))).toEqual([]);
    expect(compose([])).toBeNull();
  });

  test('of a year without an import are shown by what was known of its periods, by trimesters otherwise', () => {
    const le = (jour: string, valeur: ValeurSaisie): Saisie => {
      const { cle, contenu } = saisie(valeur);
      return { cle, contenu: { ...contenu, le: `2016-05-${jour}T08:00:00Z` } };
    };
    const anglais = (decoupage: 'T' | 'S') => ({
      ...mathematiques({ periodes: { '1': '9' }, decoupage }),
      ligne: ligneDe(LV1),
      codeMatiere: '030201',
    });
    const decoupage = (...saisies: readonly Saisie[]) => compose([], ...saisies)?.scolarite.decoupage;
    const deux = { periodes: { '1': '12', '2': '13' } };
    expect(decoupage(saisie(mathematiques(deux)))).toBe('T');
    expect(decoupage(saisie(mathematiques({ ...deux, decoupage: 'T' })))).toBe('T');
    expect(decoupage(saisie(mathematiques({ ...deux, decoupage: 'S' })))).toBe('S');
    // The establishment was corrected in SIECLE since.
    expect(decoupage(le('20', mathematiques({ ...deux, decoupage: 'S' })), le('21', anglais('T')))).toBe('T');
    expect(decoupage(le('21', mathematiques({ ...deux, decoupage: 'S' })), le('20', anglais('T')))).toBe('S');
    const importe = base(2015, { scolarite: { decoupage: 'T' } });
    expect(compose([importe], saisie(mathematiques({ decoupage: 'S' })))?.scolarite.decoupage).toBe('T');
  });

  test('of a language lie over the real one that was imported under its rank', () => {
    const bases = [base(2015, { scolarite: { evaluations: [evaluation('030201', { notes: ['8'] })] } })];
    const valeur = { ...mathematiques({ periodes: { '2': '9' } }), ligne: ligneDe(LV1), codeMatiere: '030201' };
    expect(evaluationsDe(bases, saisie(valeur))).toMatchObject([
      { codeMatiere: '030201', periodes: [{ moyenne: '8' }, { moyenne: '9' }] },
    ]);
  });

  test('of two evaluations of one row speak of the last one: the class where the pupil is', () => {
    const bases = [
      base(2015, {
        scolarite: {
          evaluations: [
            evaluation('100100', { appreciation: 'Ancienne classe.' }),
            evaluation('100100', { appreciation: 'Nouvelle classe.' }),
          ],
        },
      }),
    ];
    const valeur = mathematiques({ ligne: ligneDe(EPS), codeMatiere: '100100', appreciation: 'Saisie.' });
    const textes = evaluationsDe(bases, saisie(valeur)).map(({ appreciation }) => appreciation);
    expect(textes).toEqual(['Ancienne classe.', 'Saisie.']);
  });

  test('wait for the nomenclature, imports shown meanwhile', () => {
    const bases = [base(2015, { scolarite: { evaluations: [evaluation('061300', { notes: ['12'] })] } })];
    const livret = { tete: tete(), bases, saisies: [saisie(mathematiques({ periodes: { '1': '20' } }))] };
    expect(composer(livret, 2015, null)?.scolarite.evaluations).toEqual(bases[0]?.scolarite.evaluations);
  });

  test('replace opinions and engagements as a whole, and one of them only', () => {
    const avis = (texte: string) => ({ texte, nom: '', prenom: '', date: null });
    const importes = { avisEngagement: avis('E'), avisInvestissement: avis('I'), avisChefEtab: avis('C') };
    const bases = [
      base(2015, { engagements: ['C'], engagementAutre: 'Théâtre', avisExamen: 'T', scolarite: importes }),
    ];
    const contenu = compose(
      bases,
      saisie({ sorte: 'investissement', avis: avis('Saisi') }),
      saisie({ sorte: 'avis-chef', avis: null }),
      saisie({ sorte: 'avis-examen', avis: 'F' }),
      engagementsSaisis(2015, 'Chorale'),
    );
    expect(contenu).toMatchObject({
      scolarite: { avisEngagement: avis('E'), avisInvestissement: avis('Saisi'), avisChefEtab: null },
      engagements: [],
      engagementAutre: 'Chorale',
      avisExamen: 'F',
    });
  });

  test('of a sanction of the exam are no content, nor make a year', () => {
    const saisies = [sanctionSaisie(2015)];
    expect(anneesTenues({ tete: tete(), bases: [], saisies })).toEqual([]);
    expect(compose([], ...saisies)).toBeNull();
    expect(compose([base(2015)], ...saisies)).toEqual(compose([base(2015)]));
  });
});
