import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonCanonique } from '../../shared/kernel/empreinte.ts';
import { contient, fouiller, motifAdmis, motsDe } from '../../shared/kernel/termes.ts';
import { composer } from '../../shared/livret/composer.ts';
import type { Evaluation } from '../../shared/livret/contenu.ts';
import type { LigneEleve, Livret } from '../../shared/livret/livret.ts';
import type { AnneeAPresenter } from '../../shared/livret/presenter.ts';
import { cleDeSaisie } from '../../shared/livret/saisie.ts';
import { type TermeConnu, termesConnus } from '../../shared/livret/textes.ts';
import {
  empreinteDuContenu,
  exigerAnonymat,
  figer,
  type LivretFige,
  lireTermesAMasquer,
} from '../../shared/transfert/figer.ts';
import { ClasseEnMemoire } from '../livret/classe.ts';
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

  test('for the years that lack their nomenclature, which are told', () => {
    expect(() => geler({ sansNomenclature: [2013, 2014] })).toThrow(/2013, 2014/);
  });
});

/** Appreciations, opinions, free engagements, in the order of the projection. */
function textesLus({ projection }: Pick<LivretFige, 'projection'>): string[] {
  return [
    ...projection.engagements.filter((un) => un !== 'Délégué de classe'),
    ...projection.annees.flatMap((annee) => [
      annee.avisEngagement,
      annee.avisInvestissement,
      annee.avisChefEtab,
      ...annee.groupes.flatMap(({ disciplines }) => disciplines.map(({ appreciation }) => appreciation)),
    ]),
  ].filter((texte) => texte !== null);
}

describe('a text that names', () => {
  const appreciation = (texte: string): Cas => ({ evaluations: [evaluation('061300', { appreciation: texte })] });
  const lu = (texte: string, cas: Cas = {}, ou: (texte: string) => Cas = appreciation): string | undefined =>
    textesLus(geler({ ...cas, ...ou(texte) })).at(0);

  test.for<[string, string, Partial<LigneEleve>]>([
    ['Zoe a bien travaillé.', '[…] a bien travaillé.', { prenoms: ['Zoé'] }],
    ['ZOÉ a bien travaillé.', '[…] a bien travaillé.', { prenoms: ['Zoé'] }],
    ['zo\u0065\u0301 progresse', '[…] progresse', { prenoms: ['ZOE'] }],
    ['Le travail de Mlle Martin.', 'Le travail de Mlle […].', { nomDeFamille: 'MARTIN' }],
    ['(Martin)', '([…])', { nomDeFamille: 'MARTIN' }],
    ['L’élève Jean Pierre progresse.', 'L’élève […] progresse.', { prenoms: ['Jean-Pierre'] }],
    ['Jean-Pierre progresse.', '[…] progresse.', { prenoms: ['JEAN PIERRE'] }],
    ['C’est le travail d’O’Brien.', 'C’est le travail d’[…].', { nomDeFamille: "O'BRIEN" }],
    ['LE-GOFF : bien', '[…] : bien', { nomDeFamille: 'Le Goff' }],
    ['Legoff', '[…]', { nomDeFamille: 'Le Goff' }],
    ['Oeuvrard progresse.', '[…] progresse.', { nomDeFamille: 'Œuvrard' }],
    ['Bien, Anne !', 'Bien, […] !', { prenoms: ['Zoé', 'Marie', 'Anne'] }],
    ['Mme Dubois', 'Mme […]', { nomUsage: 'DUBOIS' }],
    ['Son ELEVE_ID est 1413136.', 'Son ELEVE_ID est […].', {}],
    ['Lycée 0380029A, INE 123456789 AB.', 'Lycée […], INE […].', {}],
  ])('the pupil, « %s », is read « %s »', ([texte, attendu, eleve]) => {
    expect(lu(texte, { eleve })).toBe(attendu);
  });

  test.for<[string, Partial<LigneEleve>]>([
    ['Martinet et martingale', { nomDeFamille: 'MARTIN' }],
    ['Une prose soignée', { prenoms: ['Rose'] }],
    ['Bon travail.', { nomUsage: null }],
    ['Bon travail.', { nomDeFamille: '-', prenoms: ['', '…'] }],
  ])('nobody, « %s », is read as it is', ([texte, eleve]) => {
    expect(lu(texte, { eleve: { nomDeFamille: 'AUTRE', prenoms: ['Autre'], ...eleve } })).toBe(texte);
  });

  test.for<[string, (texte: string) => Cas]>([
    ['an appreciation', appreciation],
    ['the avis on engagements', (texte) => ({ evaluations: [], base: { scolarite: { avisEngagement: avis(texte) } } })],
    [
      'the avis on investissement',
      (texte) => ({ evaluations: [], base: { scolarite: { avisInvestissement: avis(texte) } } }),
    ],
    ['the avis of the head', (texte) => ({ evaluations: [], base: { scolarite: { avisChefEtab: avis(texte) } } })],
    ['the free engagement', (texte) => ({ evaluations: [], base: { engagementAutre: texte, engagements: ['C'] } })],
  ])('is masked in %s, and whole in the version', ([, ou]) => {
    expect(lu('Club de Zoé', {}, ou)).toBe('Club de […]');
    expect(lu('Club de théâtre', {}, ou)).toBe('Club de théâtre');
    expect(JSON.stringify(geler(ou('Club de Zoé')).version)).toContain('Club de Zoé');
  });

  test('leaves the labels of engagements as they are', () => {
    const { projection } = geler({ eleve: { nomDeFamille: 'CLASSE' }, base: { engagements: ['C'] } });
    expect(projection.engagements).toEqual(['Délégué de classe']);
  });

  const COMMUNS = { sigle: 'LGT', denomination: 'LYCEE CHARLES DE GAULLE', complement: null, commune: 'ST ETIENNE' };
  const QUITTE = { sigle: null, denomination: 'LYCEE DU PARC', complement: null, commune: 'PARIS 05', periodes: [] };
  const MERE = { personneId: '1', civilite: null, nomDeFamille: 'DURAND', nomUsage: null, niveau: '1', parente: null };
  const CONNUS = termesConnus(ligne(), [{ ...COMMUNS, periodes: [] }, QUITTE], [{ ...MERE, prenom: 'Solange' }]);

  test.for<[string, string]>([
    ['Martin Luther King.', '[…] Luther King.'],
    ['La mère Durand de Zola, Solange.', 'La mère […] de Zola, […].'],
    ['Mme D. est venue.', 'Mme […] est venue.'],
    ['Le lycée de Gaulle et Charles de Gaulle.', 'Le […] et […].'],
    ['Saint-Étienne, St Étienne.', '[…], […].'],
    ['Venue du lycée du Parc, à Paris ; va au parc.', 'Venue du […], à […] ; va au parc.'],
    ['Écrire à zoe.m@exemple.fr.', 'Écrire à […].'],
    ['Appeler le 01 23 45 67 89.', 'Appeler le […].'],
    ['En TS1.', 'En […].'],
    ['L. Durieu, professeure. Odile Grandjean', '[…], professeure. […]'],
  ])('kin, places or those who wrote, « %s », is read « %s »', ([texte, attendu]) => {
    const fige = geler({
      connus: CONNUS,
      eleve: { divisions: ['TS1'] },
      evaluations: [evaluation('061300', { appreciation: texte, enseignants: [{ nom: 'DURIEU', prenom: 'Luce' }] })],
      base: { scolarite: { avisChefEtab: avis('Bien.') } },
    });
    expect(textesLus(fige)).toEqual(['Bien.', attendu]);
    expect(JSON.stringify(fige.version)).toContain(texte);
  });

  test('is masked in every year, those of a session that is over too', () => {
    const annees = [2014, 2015].map((annee) => ({
      contenu: contenu(annee, { scolarite: { evaluations: [evaluation('061300', { appreciation: `Zoé ${annee}` })] } }),
      mef: mef([matiere('061300')], { annee }),
    }));
    expect(textesLus(geler({ annees }))).toEqual(['[…] 2014', '[…] 2015']);
  });

  test('and that the mask would have missed stays here, with a sentence that names nobody', () => {
    const { projection, termes } = geler({ connus: CONNUS });
    exigerAnonymat(projection, termes.termes);
    for (const nomme of ['Zoé', 'Club Solange', '1413136']) {
      expect(() => exigerAnonymat({ ...projection, engagements: [nomme] }, termes.termes)).toThrow(
        expect.objectContaining({
          code: 'texte-identifiant',
          message: expect.not.stringMatching(/zo[eé]|solange|1413136/i),
          remede: expect.stringMatching(
            /^Le chef d’établissement déverrouille le livret, le texte est corrigé .*, puis le livret est validé de nouveau\.$/,
          ),
        }),
      );
    }
  });

  test('is known by four requests, and two by establishment left and year', async () => {
    const classe = new ClasseEnMemoire();
    await classe.renseigner({ '1413136': [{ nomDeFamille: 'DURAND', prenom: 'Solange' }] });
    await classe.renseignerCommuns('0750655E', 2014, { denomination: 'LYCEE CONDORCET', commune: 'PARIS 09' });
    const lire = async (siecle: Livret['tete']['siecle']) => {
      classe.appels();
      const livret = { tete: tete({ siecle }), bases: [], saisies: [] };
      const termes = await lireTermesAMasquer(classe.parts, livret, ligne());
      return { requetes: classe.appels().length, termes: termes.map(({ terme }) => terme) };
    };
    const ici = await lire({ '0380029A#2015': '1413136' });
    expect(ici.requetes).toBe(4);
    expect(ici.termes).toEqual(expect.arrayContaining(['MARTIN', 'Zoé', 'DURAND', 'Solange']));
    const venue = await lire({ '0380029A#2015': '1413136', '0750655E#2014': '7' });
    expect(venue.requetes).toBe(6);
    expect(venue.termes).toEqual(expect.arrayContaining(['LYCEE CONDORCET', 'PARIS']));
  });

  test('is read by juries without a term of the sealed list, and with every other word', () => {
    const mots =
      'travail sérieux et de progresse malgré lacunes bravo continuez la participation petit à petit rose grand ' +
      'bon parc effort en classe T.P. 12,5 œuvre élève avec pierre marine constant';
    const mot = fc.constantFrom(...mots.split(' '));
    const PERSONNES = [
      'MARTIN',
      'PETIT',
      'LE GRAND',
      'BON',
      "O'BRIEN",
      'DUPONT-MORETTI',
      'VAN DER BERG',
      'LI',
      'ŒUVRARD',
    ];
    const PRENOMS = [
      'Zoé',
      'Jean-Baptiste',
      'Rose',
      'Marie Œrine',
      'Éloïse',
      'Constant',
      'Noé',
      'Marine',
      'Maximilienne',
    ];
    const LYCEES = ['LYCEE HECTOR BERLIOZ', 'LYCEE DU PARC', 'LYCEE PRIVE ST JOSEPH', 'LGT ANTOINE DE SAINT-EXUPERY'];
    const COMMUNES = [
      'PARIS 05',
      'ST ETIENNE CEDEX',
      'LA COTE-SAINT-ANDRE',
      'LE HAVRE',
      'TOURS',
      'CHALONS EN CHAMPAGNE',
    ];
    const personne = fc.record({ nomDeFamille: fc.constantFrom(...PERSONNES), prenom: fc.constantFrom(...PRENOMS) });
    const etablissement = fc.record({
      denomination: fc.constantFrom(...LYCEES),
      commune: fc.constantFrom(...COMMUNES),
    });
    const monde = fc.record({
      eleve: fc.record({
        nomDeFamille: fc.constantFrom(...PERSONNES),
        nomUsage: fc.option(fc.constantFrom(...PERSONNES), { nil: null }),
        prenoms: fc.uniqueArray(fc.constantFrom(...PRENOMS), { minLength: 1, maxLength: 3 }),
      }),
      proches: fc.array(personne, { maxLength: 2 }),
      etablissements: fc.array(etablissement, { minLength: 1, maxLength: 2 }),
    });
    const enTitre = (t: string): string =>
      t.toLocaleLowerCase('fr').replace(/(?<!\p{L})\p{L}/gu, (lettre) => lettre.toLocaleUpperCase('fr'));
    const ecriture = fc.constantFrom<(t: string) => string>(
      (t) => t,
      (t) => enTitre(t),
      (t) => t.toLocaleUpperCase('fr'),
      (t) => enTitre(t).normalize('NFD'),
      (t) => enTitre(t).normalize('NFD').replace(/\p{M}/gu, ''),
      (t) => enTitre(t).replace(/[-’' ]/g, ''),
      (t) => enTitre(t).replaceAll('-', ' '),
      (t) => enTitre(t).replace(/[- ]/g, '\u2011'),
      (t) => `Mlle ${enTitre(t)}`,
      (t) => `M. ${t}`,
      (t) => `d’${enTitre(t)}`,
      (t) => `(${enTitre(t)})`,
    );
    const morceau = fc.oneof({ weight: 3, arbitrary: mot }, { weight: 1, arbitrary: fc.tuple(fc.nat(), ecriture) });
    const separateur = fc.constantFrom(' ', ' ', ' ', ', ', '\n', '  ', ' — ', '. ');
    fc.assert(
      fc.property(
        monde,
        fc.array(fc.tuple(morceau, separateur), { minLength: 1, maxLength: 20 }),
        fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
        ({ eleve, proches, etablissements }, morceaux, coupes) => {
          const connus = termesConnus(
            eleve,
            etablissements.map((un) => ({ sigle: null, complement: null, periodes: [], ...un })),
            proches.map((un) => ({ ...MERE, ...un })),
          );
          const ecrits = connus.filter(({ partie }) => !partie).map(({ terme }) => terme);
          const texte = morceaux
            .map(([quoi, puis]) => {
              const lisible = typeof quoi === 'string' ? quoi : quoi[1](ecrits[quoi[0] % ecrits.length] ?? '');
              return lisible + puis;
            })
            .join('');
          const fige = geler({ eleve, connus, ...appreciation(texte), base: { engagementAutre: `${texte} !` } });
          const lus = textesLus(fige);
          expect(lus).toHaveLength(2);
          // As the control reads a page: one text after another, lines cut anywhere between words.
          let blanc = 0;
          const page = lus.join('\n').replace(/\s+/g, () => (coupes[blanc++ % coupes.length] ? '\n' : ' '));
          const fouilles = [
            ...lus.map((lu) => fouiller(lu)),
            fouiller(page, motifAdmis(fige.termes.vocabulaire ?? [])),
          ];
          for (const terme of fige.termes.termes) {
            for (const fouille of fouilles) expect([contient(fouille, terme), terme]).toEqual([false, terme]);
          }
          const restants = morceaux.flatMap(([quoi]) => (typeof quoi === 'string' ? [quoi] : []));
          const motsLus = (lus[1] ?? '').split(/\[…\]|[\s,—().!]+(?!P)/u).flatMap((lu) => motsDe(lu).split(' '));
          let rang = 0;
          for (const motLu of motsLus) {
            const attendu = motsDe(restants[rang] ?? '').split(' ');
            if (motLu === attendu[0]) rang++;
          }
          expect(motsDe(restants.slice(rang).join(' '))).toBe('');
        },
      ),
      { numRuns: 300 },
    );
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
  /** Where every key of a value stands, at every depth. */
  const chemins = (valeur: unknown, ici = ''): string[] =>
    Array.isArray(valeur)
      ? valeur.flatMap((un) => chemins(un, `${ici}[]`))
      : valeur !== null && typeof valeur === 'object'
        ? Object.entries(valeur).flatMap(([cle, v]) => [`${ici}.${cle}`, ...chemins(v, `${ici}.${cle}`)])
        : [];
  const plein: AnneeAPresenter = {
    contenu: {
      ...contenu(2015, {
        engagements: ['C'],
        engagementAutre: 'Tutorat',
        avisExamen: 'T',
        scolarite: {
          evaluations: [
            evaluation('061300', {
              notes: ['12'],
              appreciation: 'Bon travail.',
              date: '2016-05-20',
              enseignants: [{ nom: 'DURAND', prenom: 'Luc' }],
              competences: [{ code: '0001', niveau: '3' }],
              structure: { effectif: 26, moyenne: '12', moinsDe8: '10', de8a12: '40', plusDe12: '50' },
            }),
          ],
          avisChefEtab: avis('Bien.'),
          avisEngagement: avis('Bien.'),
          avisInvestissement: avis('Bien.'),
        },
      }),
      mentions: ['B2i lycée'],
    },
    mef: mef([matiere('061300', { rubriques: RUBRIQUES })]),
  };
  const SERIE = ['', '.code', '.libelle', '.specialite'];
  const DISCIPLINE = [
    ...['', '.libelle', '.periodique', '.periodes', '.annuelle', '.appreciation', '.groupe', '.groupe.effectif'],
    ...['.groupe.moyenne', '.groupe.bandes', '.groupe.bandes.moinsDe8', '.groupe.bandes.de8a12'],
    ...['.groupe.bandes.plusDe12', '.rubriques', '.rubriques[].intitule', '.rubriques[].competences'],
    ...['.rubriques[].competences[].libelle', '.rubriques[].competences[].niveau'],
  ];
  const ANNEE = [
    ...['.annee', '.niveau', '.decoupage', '.avisEngagement', '.avisInvestissement', '.avisChefEtab', '.groupes'],
    ...SERIE.map((cle) => `.serie${cle}`),
    ...['.groupes[].intitule', '.groupes[].disciplines'],
    ...DISCIPLINE.filter((cle) => cle !== '').map((cle) => `.groupes[].disciplines[]${cle}`),
  ];
  const LISTE = [
    ...['.schemaVersion', '.session', '.noEleve', '.annees', '.engagements', '.avisExamen', '.mentions'],
    ...SERIE.map((cle) => `.serie${cle}`),
    ...ANNEE.map((cle) => `.annees[]${cle}`),
  ].sort();

  test('holds the fields of its list, and no other', () => {
    expect([...new Set(chemins(geler({ annees: [plein] }).projection))].sort()).toEqual(LISTE);
  });

  test('lets in nothing that a livret would hold more, at any depth', () => {
    const avecIntrus = (valeur: unknown): unknown =>
      Array.isArray(valeur)
        ? valeur.map(avecIntrus)
        : valeur !== null && typeof valeur === 'object'
          ? { ...Object.fromEntries(Object.entries(valeur).map(([cle, v]) => [cle, avecIntrus(v)])), intrus: 'INTRUS' }
          : valeur;
    const { projection, version } = geler({ annees: [avecIntrus(plein) as AnneeAPresenter] });
    expect(JSON.stringify(version)).toContain('INTRUS');
    expect(JSON.stringify(projection)).not.toContain('INTRUS');
    expect([...new Set(chemins(projection))].sort()).toEqual(LISTE);
  });

  test('shows what somebody wrote in its appreciations, opinions and free engagements alone', () => {
    const ecrits = chemins(plein.contenu).length;
    expect(ecrits).toBeGreaterThan(20);
    // Every text of the year names the pupil: what the projection holds of it is masked, wherever it holds it.
    const nommer = (valeur: unknown): unknown =>
      Array.isArray(valeur)
        ? valeur.map(nommer)
        : valeur !== null && typeof valeur === 'object'
          ? Object.fromEntries(
              Object.entries(valeur).map(([cle, v]) => [cle, LIBRES.has(cle) ? 'Zoé Martin' : nommer(v)]),
            )
          : valeur;
    const LIBRES = new Set(['texte', 'nom', 'prenom', 'appreciation', 'engagementAutre', 'date']);
    const { projection } = geler({
      annees: [{ ...plein, contenu: nommer(plein.contenu) as AnneeAPresenter['contenu'] }],
    });
    expect(JSON.stringify(projection)).not.toMatch(/Zoé|Martin/);
    expect(JSON.stringify(projection).match(/\[…\]/g)).toHaveLength(5);
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
    expect(fige.termes.vocabulaire).toContain('B2i lycée');
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

  test('is checked against kin and places too, and against parts of names as they are masked', () => {
    const connus = termesConnus(
      ligne({ nomDeFamille: 'LE GOFF' }),
      [{ sigle: null, denomination: 'LYCEE HECTOR BERLIOZ', complement: null, commune: 'LYON 03', periodes: [] }],
      [
        {
          ...{ personneId: '1', civilite: null, nomDeFamille: 'DURAND', nomUsage: null, niveau: '1', parente: null },
          prenom: 'Solange',
        },
      ],
    );
    const { termes } = geler({ eleve: { nomDeFamille: 'LE GOFF' }, connus });
    expect(termes.termes).toEqual(
      expect.arrayContaining([
        { terme: 'LE GOFF', nature: 'nom' },
        { terme: 'GOFF', nature: 'nom', partie: true },
        { terme: 'DURAND', nature: 'proche' },
        { terme: 'Solange', nature: 'proche' },
        { terme: 'HECTOR BERLIOZ', nature: 'etablissement' },
        { terme: 'LYCEE BERLIOZ', nature: 'etablissement' },
        { terme: 'LYON', nature: 'commune' },
      ]),
    );
    const noms = termes.termes.map(({ terme }) => motsDe(terme));
    expect(new Set(noms).size).toBe(noms.length);
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
