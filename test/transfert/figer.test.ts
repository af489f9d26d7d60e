import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonCanonique } from '../../shared/kernel/empreinte.ts';
import { composer } from '../../shared/livret/composer.ts';
import type { Evaluation } from '../../shared/livret/contenu.ts';
import type { LigneEleve, Livret } from '../../shared/livret/livret.ts';
import type { AnneeAPresenter } from '../../shared/livret/presenter.ts';
import { cleDeSaisie } from '../../shared/livret/saisie.ts';
import { signalements, type TermeConnu, termesConnus } from '../../shared/livret/textes.ts';
import { empreinteDuContenu, figer, type LivretFige } from '../../shared/transfert/figer.ts';
import {
  base,
  contenu,
  evaluation,
  LIVRET_ID,
  ligne,
  matiere,
  mef,
  sanctionSaisie,
  tete,
  validee,
} from '../livret/dossiers.ts';

const APPARIEMENT = { session: 2016, noCandidat: '0123456789', noEleve: '4821093657', par: 'ine' } as const;
const RUBRIQUES = [{ intitule: 'Écrire', competences: [{ code: '0001', libelle: 'Rédiger' }] }];

interface Cas {
  readonly session?: number;
  readonly appariement?: Livret['tete']['appariement'];
  readonly eleve?: Partial<LigneEleve>;
  readonly evaluations?: readonly Evaluation[];
  readonly annees?: readonly AnneeAPresenter[];
  readonly sansNomenclature?: readonly number[];
  readonly siecle?: Livret['tete']['siecle'];
  readonly tete?: Partial<Livret['tete']>;
  readonly base?: Parameters<typeof contenu>[1];
  readonly connus?: readonly TermeConnu[];
}

/** Freezes the livret of Zoé MARTIN, with parts replaced. */
function geler(cas: Cas = {}): LivretFige {
  const { session = 2016, appariement = APPARIEMENT, eleve = {}, sansNomenclature = [], siecle = {} } = cas;
  const { evaluations = [evaluation('061300', { notes: ['12', '13', null], appreciation: 'Bon travail.' })] } = cas;
  const voulue = { ...cas.base, scolarite: { evaluations, ...cas.base?.scolarite } };
  const annees = cas.annees ?? [
    {
      contenu: contenu(2015, voulue),
      mef: mef([matiere('061300', { discipline: 'MATHÉMATIQUES', rubriques: RUBRIQUES })]),
    },
  ];
  const livret: Livret = {
    tete: tete({ ...validee(session), appariement, siecle, ...cas.tete }),
    bases: [],
    saisies: [],
  };
  return figer(session, livret, ligne(eleve), annees, sansNomenclature, cas.connus ?? []);
}

const avis = (texte: string) => ({ texte, nom: 'GRANDJEAN', prenom: 'Odile', date: '2016-05-20' });

describe('a livret is retained', () => {
  test.for<{ raison: string; cas: Cas; code: string }>([
    { raison: 'it is not validated', cas: { tete: { etat: 'complet', validation: null } }, code: 'non-valide' },
    { raison: 'it is validated for another session', cas: { tete: validee(2015) }, code: 'non-valide' },
    { raison: 'it is on paper', cas: { tete: { format: 'papier' } }, code: 'papier' },
    { raison: 'its candidate opposes it', cas: { tete: { opposition: { par: 'chef', le: '' } } }, code: 'oppose' },
    { raison: 'its pupil is paired with no candidate', cas: { appariement: null }, code: 'non-apparie' },
    { raison: 'its pupil is paired for another session', cas: { session: 2017 }, code: 'non-apparie' },
    { raison: 'a year has no nomenclature', cas: { sansNomenclature: [2014] }, code: 'nomenclature-absente' },
    { raison: 'it holds no marks', cas: { annees: [] }, code: 'sans-notes' },
    {
      raison: 'it holds no marks of the year of the exam',
      cas: { annees: [{ contenu: contenu(2014), mef: mef([], { annee: 2014 }) }] },
      code: 'annee-sans-notes',
    },
    {
      raison: 'a mark has no row on its page',
      cas: { evaluations: [evaluation('061300'), evaluation('061300', { modalite: 'O' })] },
      code: 'matiere-hors-nomenclature',
    },
    {
      raison: 'a text names its pupil',
      cas: { evaluations: [evaluation('061300', { appreciation: 'Zoé progresse.' })] },
      code: 'texte-identifiant',
    },
  ])('as long as $raison', ({ cas, code }) => {
    expect(() => geler(cas)).toThrow(expect.objectContaining({ code, remede: expect.stringMatching(/\.$/) }));
  });

  test.for<[string, Cas, RegExp]>([
    ['no marks', { annees: [] }, /notes sont importées ou saisies/],
    [
      'no marks of the year',
      { annees: [{ contenu: contenu(2014), mef: mef([], { annee: 2014 }) }] },
      /notes de l’année/,
    ],
    ['a mark without a row', { evaluations: [evaluation('061300', { modalite: 'O' })] }, /modalité .* est corrigé/],
    ['a name', { evaluations: [evaluation('061300', { appreciation: 'Zoé.' })] }, /le texte est corrigé/],
  ])('and told what can be done of a validated one: %s', ([, cas, remede]) => {
    expect(() => geler(cas)).toThrow(expect.objectContaining({ remede: expect.stringMatching(remede) }));
    expect(() => geler(cas)).toThrow(
      expect.objectContaining({
        remede: expect.stringMatching(
          /[Ll]e chef d’établissement déverrouille le livret, .*, puis le livret est validé de nouveau\.$/,
        ),
      }),
    );
  });

  test('with a sentence that names nobody', () => {
    expect(() => geler({ evaluations: [evaluation('061300', { appreciation: 'MARTIN Zoé' })] })).toThrow(
      expect.objectContaining({ message: expect.not.stringMatching(/martin|zo/i) }),
    );
  });

  test('for the years that lack their nomenclature, which are told', () => {
    expect(() => geler({ sansNomenclature: [2013, 2014] })).toThrow(/2013, 2014/);
  });
});

describe('a text that holds the pupil’s own name', () => {
  const retenu = (texte: string, eleve: Partial<LigneEleve>, ou: (texte: string) => Cas = appreciation): boolean => {
    try {
      geler({ eleve, ...ou(texte) });
      return false;
    } catch (erreur) {
      expect(erreur).toMatchObject({ code: 'texte-identifiant' });
      return true;
    }
  };
  const appreciation = (texte: string): Cas => ({ evaluations: [evaluation('061300', { appreciation: texte })] });

  test.for<[string, Partial<LigneEleve>]>([
    ['Zoe a bien travaillé.', { prenoms: ['Zoé'] }],
    ['ZOÉ a bien travaillé.', { prenoms: ['Zoé'] }],
    ['zo\u0065\u0301 progresse', { prenoms: ['ZOE'] }],
    ['Le travail de Mlle Martin.', { nomDeFamille: 'MARTIN' }],
    ['(Martin)', { nomDeFamille: 'MARTIN' }],
    ['L’élève Jean Pierre progresse.', { prenoms: ['Jean-Pierre'] }],
    ['Jean-Pierre progresse.', { prenoms: ['JEAN PIERRE'] }],
    ['C’est le travail d’O’Brien.', { nomDeFamille: "O'BRIEN" }],
    ['LE-GOFF : bien', { nomDeFamille: 'Le Goff' }],
    ['Oeuvrard progresse.', { nomDeFamille: 'Œuvrard' }],
    ['Bien, Anne !', { prenoms: ['Zoé', 'Marie', 'Anne'] }],
    ['Mme Dubois', { nomUsage: 'DUBOIS' }],
  ])('« %s » is found', ([texte, eleve]) => {
    expect(retenu(texte, eleve)).toBe(true);
  });

  test.for<[string, Partial<LigneEleve>]>([
    ['Martinet et martingale', { nomDeFamille: 'MARTIN' }],
    ['Une prose soignée', { prenoms: ['Rose'] }],
    ['Bon travail.', { nomUsage: null }],
    ['Bon travail.', { nomDeFamille: '-', prenoms: ['', '…'] }],
    ['Legoff', { nomDeFamille: 'Le Goff' }],
  ])('is not found in « %s »', ([texte, eleve]) => {
    expect(retenu(texte, { nomDeFamille: 'AUTRE', prenoms: ['Autre'], ...eleve })).toBe(false);
  });

  test.for<[string, (texte: string) => Cas]>([
    ['an appreciation', appreciation],
    ['the avis on engagements', (texte) => ({ base: { scolarite: { avisEngagement: avis(texte) } } })],
    ['the avis on investissement', (texte) => ({ base: { scolarite: { avisInvestissement: avis(texte) } } })],
    ['the avis of the head', (texte) => ({ base: { scolarite: { avisChefEtab: avis(texte) } } })],
    ['the free engagement', (texte) => ({ base: { engagementAutre: texte } })],
  ])('is found in %s', ([, ou]) => {
    expect(retenu('Club de Zoé', {}, ou)).toBe(true);
    expect(retenu('Club de théâtre', {}, ou)).toBe(false);
  });

  test('is found wherever it stands, whatever its accents, capitals and hyphens', () => {
    const mot = fc.stringMatching(/^[a-z]{2,8}$/);
    const casse = fc.constantFrom<(t: string) => string>(
      (t) => t,
      (t) => t.toUpperCase(),
      (t) => t.toLowerCase(),
      (t) => t.normalize('NFD'),
      (t) => t.normalize('NFD').replace(/\p{M}/gu, ''),
      (t) => t.replaceAll('-', ' '),
      (t) => t.replaceAll('-', '\u2011'),
    );
    fc.assert(
      fc.property(
        fc.array(mot, { maxLength: 4 }),
        fc.array(mot, { maxLength: 4 }),
        fc.stringMatching(/^[A-ZÉÀÇ][a-zéèïôç]{3,8}(-[A-ZÉ][a-zéë]{3,8})?$/),
        casse,
        fc.constantFrom(' ', ', ', '\n', ' (', '’', ' — ', '\u00a0'),
        (avant, apres, nom, ecrire, separateur) => {
          const texte = [...avant, ecrire(nom), ...apres].join(separateur);
          expect(retenu(texte, { nomDeFamille: nom })).toBe(true);
        },
      ),
    );
  });
});

describe('what the head dismissed of a text', () => {
  const COMMUNS = { sigle: null, denomination: 'LYCEE CHARLES DE GAULLE', complement: null, commune: 'ST ETIENNE' };
  const MERE = { personneId: '1', civilite: null, nomDeFamille: 'DURAND', nomUsage: null, niveau: '1', parente: null };
  const TERMES = termesConnus(ligne(), [{ ...COMMUNS, periodes: [] }], [{ ...MERE, prenom: 'Solange' }]);
  const nomenclature = mef([matiere('061300')]);
  const ecrit = (annee: number, appreciation: string, autres: Parameters<typeof contenu>[1] = {}) => ({
    contenu: contenu(annee, {
      ...autres,
      scolarite: { ...autres.scolarite, evaluations: [evaluation('061300', { notes: ['12'], appreciation })] },
    }),
    mef: { ...nomenclature, annee },
  });
  const levees = (...annees: readonly AnneeAPresenter[]): string[] => {
    const bases = annees.map(({ contenu }) => base(contenu.annee, contenu));
    const mefs = new Map(annees.map(({ contenu, mef }) => [contenu.annee, mef]));
    return signalements({ livret: { tete: tete(), bases, saisies: [] }, mefs }, TERMES).map(({ id }) => id);
  };
  const geles = (annees: readonly AnneeAPresenter[], laTete: Partial<Livret['tete']>) =>
    geler({ annees, connus: TERMES, tete: laTete });

  test.for<[string, string]>([
    ['Martin Luther King.', '[…] Luther King.'],
    ['La mère Durand de Zola, Solange.', 'La mère […] de Zola, […].'],
    ['Le lycée de Gaulle et Charles de Gaulle.', 'Le […] et […].'],
    ['Saint-Étienne, St Étienne.', '[…], […].'],
    ['Écrire à zoe.m@exemple.fr.', 'Écrire à […].'],
    ['Appeler le 01 23 45 67 89.', 'Appeler le […].'],
    ['Tout Zoé, toute Solange.', 'Tout […], toute […].'],
  ])('is not in what juries read: « %s »', ([texte, lu]) => {
    const annee = ecrit(2015, texte);
    const { projection, version } = geles([annee], { levees: levees(annee) });
    expect(projection.annees[0]?.groupes[0]?.disciplines[0]?.appreciation).toBe(lu);
    expect(JSON.stringify(version)).toContain(texte);
  });

  test('is masked in opinions and in the free engagement too', () => {
    const annee = ecrit(2015, 'Bien.', {
      engagementAutre: 'Club Martin Luther King',
      engagements: ['C'],
      scolarite: { avisChefEtab: avis('Charles de Gaulle'), avisEngagement: avis('Durand') },
    });
    const { projection } = geles([annee], { levees: levees(annee) });
    expect(projection.engagements.at(-1)).toBe('Club […] Luther King');
    expect(projection.annees[0]).toMatchObject({ avisChefEtab: '[…]', avisEngagement: '[…]' });
  });

  test('holds for the years of a session that is over, of a pupil who repeats', () => {
    const annees = [ecrit(2014, 'Zoé est un robot.'), ecrit(2015, 'Bien.')];
    const passee = {
      session: 2015,
      etat: 'definitif',
      appariement: null,
      validation: null,
      version: null,
      accuse: null,
      format: 'numerique',
      opposition: null,
    } as const;
    const ids = levees(...annees);
    expect(ids).toHaveLength(1);
    const { projection } = geles(annees, { levees: ids, passages: [passee] });
    expect(JSON.stringify(projection)).toContain('[…] est un robot.');
    expect(() => geles(annees, { passages: [passee] })).toThrow(expect.objectContaining({ code: 'texte-identifiant' }));
  });

  test('does not hide from the refusal a name that it is a part of', () => {
    const eleve = { prenoms: ['Jean-Baptiste'] };
    const connus = termesConnus(ligne(eleve), [], [{ ...MERE, prenom: 'Baptiste' }]);
    const { contenu: tenu, mef: sien } = ecrit(2015, 'Jean-Baptiste progresse.');
    const trouves = (termes: readonly TermeConnu[]) =>
      signalements(
        { livret: { tete: tete(), bases: [base(2015, tenu)], saisies: [] }, mefs: new Map([[2015, sien]]) },
        termes,
      ).map(({ id }) => id);
    const duPere = trouves(connus.filter(({ terme }) => terme === 'BAPTISTE'));
    expect([trouves(connus), duPere].map(({ length }) => length)).toEqual([2, 1]);
    const figee = (levees: readonly string[]) => () =>
      geler({ eleve, connus, annees: [{ contenu: tenu, mef: sien }], tete: { levees } });
    expect(figee(duPere)).toThrow(expect.objectContaining({ code: 'texte-identifiant' }));
    expect(JSON.stringify(figee(trouves(connus))().projection)).toContain('[…] progresse.');
  });

  test('leaves a text whole that holds a name which was not dismissed, and it is refused', () => {
    const annee = ecrit(2015, 'Solange et Martin Luther King.');
    const [duNom = '', deLaMere = ''] = levees(annee);
    expect(() => geles([annee], { levees: [deLaMere] })).toThrow(
      expect.objectContaining({ code: 'texte-identifiant' }),
    );
    // Validation holds those back; of one that came after it, nothing more than what was dismissed is masked.
    expect(JSON.stringify(geles([annee], { levees: [duNom] }).projection)).toContain('Solange et […] Luther King.');
  });
});

describe('a frozen livret', () => {
  test('is the same bytes each time, whatever the order in which stores give back the keys', () => {
    const aLEnvers = (valeur: unknown): unknown =>
      Array.isArray(valeur)
        ? valeur.map(aLEnvers)
        : valeur !== null && typeof valeur === 'object'
          ? Object.fromEntries(
              Object.entries(valeur)
                .reverse()
                .map(([cle, v]) => [cle, aLEnvers(v)]),
            )
          : valeur;
    const annees = [
      {
        contenu: contenu(2015, {
          scolarite: { evaluations: [evaluation('061300', { notes: ['12'] })], avisChefEtab: avis('Bien.') },
        }),
        mef: mef([matiere('061300', { rubriques: RUBRIQUES })]),
      },
    ];
    const premier = geler({ annees });
    const second = geler({ annees: aLEnvers(annees) as AnneeAPresenter[], eleve: aLEnvers(ligne()) as LigneEleve });
    expect(jsonCanonique(second)).toBe(jsonCanonique(premier));
    expect(empreinteDuContenu(second)).toBe(empreinteDuContenu(premier));
  });

  test.for<[string, Cas]>([
    ['a mark', { evaluations: [evaluation('061300', { notes: ['12', '13', '14'], appreciation: 'Bon travail.' })] }],
    ['a name', { eleve: { nomDeFamille: 'MARTINE' } }],
    ['a No Élève', { appariement: { ...APPARIEMENT, noEleve: '4821093658' } }],
  ])('has another hash once %s changed', ([, cas]) => {
    expect(empreinteDuContenu(geler(cas))).not.toBe(empreinteDuContenu(geler()));
  });

  test('has the same hash when only the follow-up of its pupil changed', () => {
    const suivi = {
      identifiantsEnvoyesLe: '2016-05-02T10:00:00Z',
      statutEnvoyeLe: '2016-06-10T10:00:00Z',
      noEleve: '1',
    };
    expect(empreinteDuContenu(geler({ eleve: suivi }))).toBe(empreinteDuContenu(geler()));
  });

  test('keeps in its version what was read when it was sent, identity and teachers included', () => {
    const { version } = geler({
      evaluations: [evaluation('061300', { enseignants: [{ nom: 'DURAND', prenom: 'Luc' }] })],
    });
    expect(JSON.stringify(version)).not.toContain('"sel"');
    expect(version).toMatchObject({
      schemaVersion: 1,
      livretId: LIVRET_ID,
      session: 2016,
      noCandidat: '0123456789',
      noEleve: '4821093657',
      identite: { nomDeFamille: 'MARTIN', prenoms: ['Zoé', 'Marie'], ine: '123456789AB', eleveId: '1413136' },
      annees: [{ contenu: { scolarite: { evaluations: [{ enseignants: [{ nom: 'DURAND' }] }] } } }],
    });
  });
});

describe('the projection that juries read', () => {
  /** Every key of a value, at every depth. */
  const cles = (valeur: unknown): string[] =>
    Array.isArray(valeur)
      ? valeur.flatMap(cles)
      : valeur !== null && typeof valeur === 'object'
        ? Object.entries(valeur).flatMap(([cle, v]) => [cle, ...cles(v)])
        : [];

  test('holds the fields of its list, and no other', () => {
    const { projection } = geler({
      evaluations: [
        evaluation('061300', {
          date: '2016-05-20',
          enseignants: [{ nom: 'DURAND', prenom: 'Luc' }],
          competences: [{ code: '0001', niveau: '3' }],
          structure: { effectif: 26, moyenne: '12', moinsDe8: '10', de8a12: '40', plusDe12: '50' },
        }),
      ],
      base: {
        engagements: ['C'],
        avisExamen: 'T',
        scolarite: { avisChefEtab: avis('Bien.'), avisEngagement: avis('Bien.'), avisInvestissement: avis('Bien.') },
      },
    });
    expect([...new Set(cles(projection))].sort()).toEqual(
      [
        ...['annee', 'annees', 'annuelle', 'appreciation', 'avisChefEtab', 'avisEngagement', 'avisExamen'],
        ...['avisInvestissement', 'bandes', 'code', 'competences', 'de8a12', 'decoupage', 'disciplines', 'effectif'],
        ...['engagements', 'groupe', 'groupes', 'intitule', 'libelle', 'moinsDe8', 'moyenne', 'niveau', 'noEleve'],
        ...['periodes', 'periodique', 'plusDe12', 'rubriques', 'schemaVersion', 'serie', 'session', 'specialite'],
      ].sort(),
    );
  });

  test('holds mentions, and nothing of a sanction of the exam (R56)', () => {
    const mentions = { sorte: 'mentions', mentions: ['B2i lycée'] } as const;
    const saisies = [
      sanctionSaisie(2015),
      { cle: cleDeSaisie(2015, mentions), contenu: { ...sanctionSaisie(2015).contenu, valeur: mentions } },
    ];
    const nomenclature = mef([matiere('061300')]);
    const base_ = base(2015, { scolarite: { evaluations: [evaluation('061300', { notes: ['12'] })] } });
    const tenu = composer({ tete: tete(), bases: [base_], saisies }, 2015, nomenclature);
    const fige = geler({ annees: tenu === null ? [] : [{ contenu: tenu, mef: nomenclature }] });
    expect(fige.projection.mentions).toEqual(['B2i lycée']);
    expect(JSON.stringify(fige)).not.toMatch(/sanction|blame/);
  });

  test('names neither the pupil, nor the establishment, nor those who wrote', () => {
    const nom = fc.stringMatching(/^[A-ZÉÈ]{6,12}$/);
    const prenom = fc.stringMatching(/^[A-Z][a-zéèï]{5,10}$/);
    const personne = fc.record({ nom, prenom });
    const identite = fc.record({
      nomDeFamille: nom,
      nomUsage: fc.option(nom, { nil: null }),
      prenoms: fc.array(prenom, { minLength: 1, maxLength: 4 }),
      ine: fc.stringMatching(/^[0-9]{9}[A-Z]{2}$/),
      eleveId: fc.stringMatching(/^[1-9][0-9]{6}$/).filter((id) => !APPARIEMENT.noEleve.includes(id)),
      uai: fc.constantFrom('0750655E', '0690026D', '0382032C'),
      dateNaissance: fc.constantFrom('1998-02-28', '1997-12-31'),
      divisions: fc.array(fc.stringMatching(/^T[A-Z]{3}[0-9]{2}$/), { maxLength: 2 }),
    });
    const noms = fc.tuple(identite, fc.array(personne, { minLength: 5, maxLength: 5 }));
    fc.assert(
      fc.property(noms, ([eleve, [a, b, c, d, e]]) => {
        const ecrit = (auteur: { nom: string; prenom: string } | undefined) => ({ ...avis('Bien.'), ...auteur });
        const enseignants = [d, e].filter((personne) => personne !== undefined);
        const { projection, termes } = geler({
          eleve,
          evaluations: [
            evaluation('061300', { notes: ['12'], appreciation: 'Bon travail.', enseignants, date: '2016-05-20' }),
          ],
          base: {
            scolarite: { avisEngagement: ecrit(a), avisInvestissement: ecrit(b), avisChefEtab: ecrit(c) },
          },
        });
        const texte = JSON.stringify(projection);
        const intimes = [
          ...[eleve.nomDeFamille, eleve.nomUsage ?? '', ...eleve.prenoms, eleve.ine, eleve.eleveId, eleve.uai],
          ...[eleve.dateNaissance, ...eleve.divisions, LIVRET_ID, APPARIEMENT.noCandidat, '2016-05-20'],
          ...[a, b, c, d, e].flatMap((personne) => [personne?.nom ?? '', personne?.prenom ?? '']),
        ].filter((intime) => intime !== '');
        for (const intime of intimes) expect(texte).not.toContain(intime);
        expect(texte).toContain(APPARIEMENT.noEleve);

        // And all that identifies the pupil is among the terms that the control looks for.
        expect(termes.noEleve).toBe(APPARIEMENT.noEleve);
        expect(termes.termes).toEqual([
          { terme: eleve.nomDeFamille, nature: 'nom' },
          ...(eleve.nomUsage === null ? [] : [{ terme: eleve.nomUsage, nature: 'nom' }]),
          ...eleve.prenoms.map((terme) => ({ terme, nature: 'prenom' })),
          { terme: eleve.ine, nature: 'ine' },
          { terme: eleve.eleveId, nature: 'eleve-id' },
          { terme: eleve.uai, nature: 'uai' },
        ]);
      }),
    );
  });

  test('is checked against every number under which an establishment knew the pupil', () => {
    const siecle = { '0380029A#2015': '1413136', '0750655E#2014': '7654321', '0750655E#2013': '7654321' };
    const { termes } = geler({ siecle });
    const numeros = termes.termes.filter(({ nature }) => nature === 'eleve-id' || nature === 'uai');
    expect(numeros.map(({ terme }) => terme).sort()).toEqual(['0380029A', '0750655E', '1413136', '7654321']);
  });

  test('comes with the labels of the nomenclature, which name nobody; what was written is none of them', () => {
    const { termes } = geler({
      eleve: { ine: null },
      evaluations: [evaluation('061300', { appreciation: 'Claire et concise.' })],
      base: { engagementAutre: 'Tutorat', scolarite: { avisChefEtab: avis('Très bien.') } },
    });
    expect(termes.termes.map(({ nature }) => nature)).toEqual(['nom', 'prenom', 'prenom', 'eleve-id', 'uai']);
    expect(termes.vocabulaire).toEqual(
      expect.arrayContaining([
        'Terminale',
        'Scientifique',
        'ENSEIGNEMENTS OBLIGATOIRES',
        'MATHÉMATIQUES',
        'Écrire',
        'Rédiger',
      ]),
    );
    for (const ecrit of ['Claire et concise.', 'Tutorat', 'Très bien.'])
      expect(termes.vocabulaire).not.toContain(ecrit);
  });
});
