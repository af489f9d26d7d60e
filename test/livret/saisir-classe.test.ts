import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { Hasard } from '../../shared/fabrique/hasard.ts';
import { demandeLireGrille, lireGrille } from '../../shared/livret/lire-grille.ts';
import { SUIVI_INITIAL } from '../../shared/livret/livret.ts';
import { demandeSaisirClasse, saisirClasse } from '../../shared/livret/saisir-classe.ts';
import { AUTRE_UAI, acteur } from '../habilitations/acteurs.ts';
import { ClasseEnMemoire, type EleveDuRang } from './classe.ts';
import { conflit, enseigner, NOMENCLATURE, verifierLeJournal } from './concurrence.ts';
import {
  CHEF,
  CPE,
  eleveDe,
  livretDe,
  MATHS,
  MEF_TS,
  mathematiques,
  PP,
  PROF_D_ANGLAIS,
  PROF_DE_MATHS,
  SPECIALITE,
} from './division.ts';
import { base, evaluation, matiere, UAI, validee } from './dossiers.ts';

const TS1 = { type: 'D', code: 'TS1' } as const;
const GROUPE = { type: 'G', code: 'TS1-ANG' } as const;
let classe: ClasseEnMemoire;

beforeEach(() => {
  classe = new ClasseEnMemoire();
});

function grille(qui: Parameters<typeof lireGrille>[1], quoi: unknown, structure: unknown = TS1, uai: string = UAI) {
  return lireGrille(classe.parts, qui, demandeLireGrille.parse({ uai, annee: 2015, structure, quoi }));
}
const MATIERE = { sorte: 'evaluation', codeMatiere: '061300' };

function enregistrer(qui: Parameters<typeof saisirClasse>[1], lignes: unknown, structure: unknown = TS1) {
  return saisirClasse(classe.parts, qui, demandeSaisirClasse.parse({ uai: UAI, annee: 2015, structure, lignes }));
}

describe('the grid of a class', () => {
  test('shows each pupil’s entry with its number, and what was imported under it', async () => {
    const importee = evaluation('061300', {
      notes: ['12', null],
      appreciation: 'Importée.',
      competences: [
        { code: '0101', niveau: '3' },
        { code: null, niveau: '2' },
      ],
    });
    await classe.peupler(3, (rang) =>
      rang === 1 ? { bases: [base(2015, { depotId: 'd1', scolarite: { evaluations: [importee] } })] } : {},
    );
    await enregistrer(PROF_DE_MATHS, [
      { eleveId: eleveDe(0), valeur: mathematiques({ periodes: { '1': '15' } }), vue: null },
    ]);
    const { lignes, sansLigne } = await grille(PROF_DE_MATHS, MATIERE);
    expect(sansLigne).toEqual([]);
    expect(lignes.map(({ nom, ouverte, matiere: une }) => [nom, ouverte, une?.discipline])).toEqual([
      ['MARTINA', true, MATHS.discipline],
      ['MARTINB', true, MATHS.discipline],
      ['MARTINC', true, MATHS.discipline],
    ]);
    expect(lignes[0]).toMatchObject({
      saisie: { n: 2, role: 'enseignant', valeur: { periodes: { '1': '15' } } },
      importee: null,
    });
    expect(lignes[1]).toMatchObject({
      saisie: null,
      importee: { periodes: { '1': '12', '2': null }, competences: { '0101': '3' }, appreciation: 'Importée.' },
    });
  });

  test('of 50 pupils takes three requests', async () => {
    await classe.peupler(50);
    expect((await grille(PROF_DE_MATHS, MATIERE)).lignes).toHaveLength(50);
    expect(classe.appels()).toEqual(['QueryCommand', 'BatchGetCommand', 'BatchGetCommand']);
    await grille(CPE, { sorte: 'engagements' });
    expect(classe.appels()).toEqual(['QueryCommand', 'BatchGetCommand']);
  });

  test('is of a teacher’s own subject, before their own class', async () => {
    await classe.peupler(1);
    const interdit = { code: 'operation-interdite' };
    await expect(grille(PROF_D_ANGLAIS, MATIERE)).rejects.toMatchObject(interdit);
    await expect(grille(PROF_D_ANGLAIS, { sorte: 'evaluation', codeMatiere: '030201' })).rejects.toMatchObject(
      interdit,
    );
    expect((await grille(PROF_D_ANGLAIS, { sorte: 'evaluation', codeMatiere: '030201' }, GROUPE)).lignes).toHaveLength(
      1,
    );
    await expect(grille(PROF_DE_MATHS, { sorte: 'engagements' })).rejects.toMatchObject(interdit);
    await expect(grille(PROF_DE_MATHS, MATIERE, { type: 'D', code: 'TS2' })).rejects.toMatchObject(interdit);
    await expect(grille(CHEF, MATIERE, TS1, AUTRE_UAI)).rejects.toMatchObject(interdit);
    await expect(grille(CPE, { sorte: 'observation' })).resolves.toBeDefined();
    await expect(grille(PP, { sorte: 'investissement' })).resolves.toBeDefined();
    // Refused before anything is read.
    classe.appels();
    await expect(grille(PROF_D_ANGLAIS, MATIERE)).rejects.toMatchObject(interdit);
    expect(classe.appels()).toEqual([]);
  });

  test('has the row that the pupil follows: common, specialty or facultatif', async () => {
    const facultative = matiere('061300', {
      modalite: 'F',
      regroupement: 'ENSEIGNEMENTS FACULTATIFS',
      discipline: 'MATHS',
    });
    const options = [[], [{ codeMatiere: '061300', modalite: 'O' }], [{ codeMatiere: '061300', modalite: 'F' }]];
    await classe.peupler(3, (rang) => ({ ligne: { options: options[rang] ?? [] } }), {
      ...MEF_TS,
      matieres: [...MEF_TS.matieres, facultative],
    });
    const lignes = async (structure: unknown, plus = {}) =>
      (await grille(CHEF, { ...MATIERE, ...plus }, structure)).lignes.map(({ matiere: une }) => une?.regroupement);
    const { regroupement: commun } = MATHS;
    expect(await lignes(TS1)).toEqual([commun, commun, 'ENSEIGNEMENTS FACULTATIFS']);
    expect(await lignes(GROUPE)).toEqual([commun, SPECIALITE.regroupement, 'ENSEIGNEMENTS FACULTATIFS']);
    expect(await lignes(TS1, { regroupement: SPECIALITE.regroupement })).toEqual(
      Array(3).fill(SPECIALITE.regroupement),
    );
  });

  test('tells who has no row, and what is locked', async () => {
    const voulus: readonly EleveDuRang[] = [
      {},
      { ligne: { codeMef: '99999999999' } },
      { ligne: { suivi: { ...SUIVI_INITIAL, etat: 'valide' } } },
    ];
    await classe.peupler(3, (rang) => voulus[rang] ?? {});
    expect(await grille(PROF_DE_MATHS, MATIERE)).toMatchObject({
      lignes: [
        { eleveId: eleveDe(0), ouverte: true },
        { eleveId: eleveDe(2), ouverte: false },
      ],
      sansLigne: [eleveDe(1)],
    });
  });

  test('shows opinions and engagements as imported', async () => {
    const avis = { texte: 'Sérieux.', nom: 'N', prenom: 'P', date: null };
    const scolarite = { avisEngagement: avis };
    await classe.peupler(1, () => ({
      bases: [base(2015, { depotId: 'd1', engagements: ['C'], engagementAutre: 'Théâtre', scolarite })],
    }));
    const importee = async (sorte: string) => (await grille(CHEF, { sorte })).lignes[0]?.importee;
    expect(await importee('engagements')).toEqual({ sorte: 'engagements', engagements: ['C'], autre: 'Théâtre' });
    expect(await importee('observation')).toEqual({ sorte: 'observation', avis });
    expect(await importee('investissement')).toEqual({ sorte: 'investissement', avis: null });
  });
});

describe('entries of a class', () => {
  const ligneDe = (rang: number, note: string, vue: number | null = null) => ({
    eleveId: eleveDe(rang),
    valeur: mathematiques({ periodes: { '1': note } }),
    vue,
  });

  test('are told one by one: none stops the others', async () => {
    await classe.peupler(5, (rang) => [{}, {}, { tete: validee() }, { ligne: { divisions: ['TS2'] } }, {}][rang] ?? {});
    await enregistrer(CHEF, [ligneDe(1, '8')]);
    const issues = await enregistrer(PROF_DE_MATHS, [
      ligneDe(0, '12'),
      ligneDe(1, '13'),
      ligneDe(2, '14'),
      ligneDe(3, '15'),
      ligneDe(4, '16,123'),
      { ...ligneDe(0, '11'), eleveId: '42' },
    ]);
    expect(issues.map(({ eleveId }) => eleveId)).toEqual([0, 1, 2, 3, 4].map(eleveDe).concat('42'));
    expect(issues).toMatchObject([
      { etat: 'enregistree', n: 2 },
      { etat: 'conflit', actuelle: { role: 'chef', valeur: { periodes: { '1': '8' } } } },
      { etat: 'refusee', code: 'livret-verrouille', remede: expect.stringContaining('déverrouiller') },
      { etat: 'refusee', code: 'eleve-hors-de-la-classe' },
      { etat: 'refusee', code: 'moyenne-invalide' },
      { etat: 'refusee', code: 'eleve-hors-de-la-classe' },
    ]);
  });

  test('of which one is malformed are told so too', async () => {
    await classe.peupler(2);
    const issues = await enregistrer(CHEF, [
      { eleveId: eleveDe(0), valeur: { sorte: 'engagements', engagements: ['Z'], autre: null }, vue: null },
      { ...ligneDe(1, '12'), vue: 0 },
      { eleveId: eleveDe(1), valeur: 'rien', vue: null },
      { ...ligneDe(1, '12') },
    ]);
    expect(issues.map((une) => ('code' in une ? une.code : une.etat))).toEqual([
      ...Array(3).fill('saisie-malformee'),
      'enregistree',
    ]);
    expect(issues[0]).toMatchObject({ message: expect.stringContaining('valeur.engagements.0') });
  });

  test('again change nothing, and answer the same', async () => {
    await classe.peupler(3);
    const lignes = [0, 1, 2].map((rang) => ligneDe(rang, '12'));
    const premieres = await enregistrer(PROF_DE_MATHS, lignes);
    const avant = JSON.stringify(classe.dynamo.items('livrets'));
    expect(await enregistrer(PROF_DE_MATHS, lignes)).toEqual(premieres);
    expect(JSON.stringify(classe.dynamo.items('livrets'))).toBe(avant);
  });

  test('read the class once, and each livret twice', async () => {
    await classe.peupler(35);
    await classe.renseigner();
    await enregistrer(
      PROF_DE_MATHS,
      Array.from({ length: 35 }, (_, rang) => ({
        ...ligneDe(rang, '12'),
        valeur: mathematiques({ appreciation: 'Bien.' }),
      })),
    );
    const appels = Map.groupBy(classe.appels(), (nom) => nom);
    expect(appels.get('TransactWriteCommand')).toHaveLength(35);
    expect(appels.get('BatchGetCommand')).toHaveLength(35);
    // One for each livret, the list, and rows of four feeds: teachers, services, guardians, the names being one item.
    expect(appels.get('QueryCommand')).toHaveLength(35 + 1 + 3);
    expect(appels.get('GetCommand')).toHaveLength(5);
  });

  test('of who has no such class are refused as a whole', async () => {
    await classe.peupler(1);
    await expect(
      enregistrer(acteur('enseignant', { services: [], principalDe: [] }), [ligneDe(0, '12')]),
    ).rejects.toMatchObject({ code: 'operation-interdite' });
    // A right on the class is no right on the entry.
    expect(await enregistrer(CPE, [ligneDe(0, '12')])).toMatchObject([
      { etat: 'refusee', code: 'operation-interdite' },
    ]);
  });

  test('that the store fails are told apart, and may be made again', async () => {
    await classe.peupler(2);
    let restantes = 1;
    classe.dynamo.avant = (commande) => {
      if (commande === 'TransactWriteCommand' && restantes-- > 0) throw new Error('out of order');
    };
    const lignes = [ligneDe(0, '12'), ligneDe(1, '12')];
    expect(
      (await enregistrer(PROF_DE_MATHS, lignes)).map((une) => ('code' in une ? une.code : une.etat)).sort(),
    ).toEqual(['enregistree', 'saisie-interrompue']);
    expect((await enregistrer(PROF_DE_MATHS, lignes)).map(({ etat }) => etat)).toEqual(['enregistree', 'enregistree']);
  });

  test.for([0, 61])('are 1 to 60: not %i', (nombre) => {
    const lignes = Array.from({ length: nombre }, (_, rang) => ligneDe(rang, '1'));
    expect(demandeSaisirClasse.safeParse({ uai: UAI, annee: 2015, structure: TS1, lignes }).success).toBe(false);
  });

  test('of engagements, observations and investissements', async () => {
    await classe.peupler(2);
    const avis = { texte: 'Sérieux.' };
    expect(
      await enregistrer(CPE, [
        { eleveId: eleveDe(0), valeur: { sorte: 'engagements', engagements: ['C', 'C'], autre: 'Théâtre' }, vue: null },
        { eleveId: eleveDe(1), valeur: { sorte: 'observation', avis }, vue: null },
        { eleveId: eleveDe(1), valeur: { sorte: 'investissement', avis }, vue: null },
      ]),
    ).toMatchObject([
      { etat: 'enregistree' },
      { etat: 'enregistree' },
      { etat: 'refusee', code: 'operation-interdite' },
    ]);
    await classe.renseigner();
    await enregistrer(PP, [
      { eleveId: eleveDe(1), valeur: { sorte: 'investissement', avis: { ...avis, nom: 'AUTRE' } }, vue: null },
    ]);
    const { saisies } = await classe.livret(1);
    expect(saisies.map(({ contenu: { valeur } }) => valeur)).toContainEqual({
      sorte: 'investissement',
      avis: { texte: 'Sérieux.', nom: 'NOETHER', prenom: 'Emmy', date: '2016-06-09' },
    });
  });
});

describe('30 teachers at once', () => {
  test.for([1, 2, 3])('lose no update, in any order, with conflicts of transactions (seed %i)', async (graine) => {
    const hasard = new Hasard(graine, 'ordre');
    await classe.peupler(4, () => ({}), NOMENCLATURE);
    classe.dynamo.avant = async (commande) => {
      for (let attente = hasard.entier(4); attente > 0; attente--) await setImmediate();
      if (commande === 'TransactWriteCommand' && hasard.chance(200)) throw conflit();
    };
    const journees = await Promise.all(
      Array.from({ length: 30 }, (_, rang) => enseigner(classe.parts, rang, graine, (tour) => tour < 2)),
    );
    classe.dynamo.avant = () => {};
    const acceptees = await verifierLeJournal(classe.parts, journees, (livretId) =>
      [0, 1, 2, 3].filter((rang) => livretDe(rang) === livretId).flatMap((rang) => classe.evenements(rang)),
    );
    // Two to a subject, of which one at least is told each time.
    expect(acceptees).toBeGreaterThanOrEqual(4 * 15 * 2 - 20);
    expect(journees.some(({ conflits }) => conflits > 0)).toBe(true);
  });
});
