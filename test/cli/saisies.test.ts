import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Cible } from '../../shared/cli/cible.ts';
import { type ClasseDemandee, grille, saisir } from '../../shared/cli/commandes/saisies.ts';
import type { Acteur } from '../../shared/habilitations/index.ts';
import { estErreurCodee } from '../../shared/kernel/erreur.ts';
import { demandeLireGrille, lireGrille } from '../../shared/livret/lire-grille.ts';
import { demandeSaisirClasse, saisirClasse } from '../../shared/livret/saisir-classe.ts';
import { ClasseEnMemoire } from '../livret/classe.ts';
import { CHEF, CPE, eleveDe, mathematiques, PROF_D_ANGLAIS, PROF_DE_MATHS } from '../livret/division.ts';
import { base, evaluation, UAI, validee } from '../livret/dossiers.ts';

let classe: ClasseEnMemoire;
let dossier: string;
let fichier: string;
let ecrit = '';

beforeEach(async () => {
  classe = new ClasseEnMemoire();
  dossier = await mkdtemp(join(tmpdir(), 'lsl-saisies-'));
  fichier = join(dossier, 'feuille.csv');
  const ecouter = (texte: string | Uint8Array) => {
    ecrit += String(texte);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(ecouter);
  vi.spyOn(process.stderr, 'write').mockImplementation(ecouter);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(dossier, { recursive: true });
});

/** The functions themselves, commanded by one actor. */
function cible(acteur: Acteur): Cible {
  return {
    async appeler<T>(fonction: string, demande: object): Promise<T> {
      if (fonction === 'livret/lire-grille') {
        return (await lireGrille(classe.parts, acteur, demandeLireGrille.parse(demande))) as T;
      }
      return (await saisirClasse(classe.parts, acteur, demandeSaisirClasse.parse(demande))) as T;
    },
  };
}

const CLASSE: ClasseDemandee = {
  uai: UAI,
  annee: 2015,
  division: 'TS1',
  groupe: undefined,
  matiere: '061300',
  sorte: 'evaluation',
  json: false,
};

async function lire(acteur: Acteur = PROF_DE_MATHS, demande: Partial<ClasseDemandee> = {}): Promise<string[]> {
  ecrit = '';
  expect(await grille(cible(acteur), { ...CLASSE, ...demande })).toBe(0);
  return ecrit.replace('\uFEFF', '').trimEnd().split('\r\n');
}

async function enregistrer(
  contenu: string | readonly string[] | Uint8Array,
  acteur: Acteur = PROF_DE_MATHS,
  demande: Partial<ClasseDemandee> = {},
) {
  await writeFile(
    fichier,
    contenu instanceof Uint8Array || typeof contenu === 'string' ? contenu : contenu.join('\r\n'),
  );
  ecrit = '';
  const code = await saisir(cible(acteur), { ...CLASSE, ...demande, fichier });
  return { code, ecrit };
}

const valeurs = async (rang = 0) => (await classe.livret(rang)).saisies.map(({ contenu: { valeur } }) => valeur);

describe('the sheet of a class', () => {
  const importee = evaluation('061300', {
    notes: ['12.5', null],
    appreciation: 'Importée ; « citée ».',
    competences: [{ code: '0101', niveau: '3' }],
  });
  const avecImport = () =>
    classe.peupler(2, () => ({ bases: [base(2015, { depotId: 'd1', scolarite: { evaluations: [importee] } })] }));

  test('shows what counts, with the comma, and one column a competence', async () => {
    await avecImport();
    const [entete, ...lignes] = await lire();
    expect(entete).toBe('eleve;nom;prenom;n;p1;p2;p3;appreciation;c0101;c0102;ligne');
    expect(lignes[0]).toMatch(/^1000000;MARTINA;Zoé;;12,5;NN;;"Importée ; « citée ».";3;;061300-S-[0-9a-f]{8}$/);
    expect(lignes).toHaveLength(2);
  });

  test('written back as it is enters nothing', async () => {
    await avecImport();
    await enregistrer('eleve;p1;p3\n1000000;14;15,25');
    const { code, ecrit } = await enregistrer(await lire());
    expect([code, ecrit]).toEqual([0, expect.stringContaining('2 inchangées')]);
    expect(classe.evenements()).toHaveLength(1);
    expect(await valeurs(1)).toEqual([]);
  });

  test('enters what was changed, and leaves the rest to the import', async () => {
    await avecImport();
    const lignes = (await lire()).map((ligne) => ligne.replace(/^(1000000;.*?;)12,5;NN;/, '$113,75;NN;'));
    expect((await enregistrer(lignes)).code).toBe(0);
    expect(await valeurs()).toMatchObject([{ periodes: { '1': '13.75' }, competences: {} }]);
    expect(await valeurs()).not.toMatchObject([{ appreciation: expect.anything() }]);
    expect((await lire())[1]).toContain(';2;13,75;NN;;');
  });

  test('takes a mark back when its cell is emptied, and wipes a text out', async () => {
    await avecImport();
    await enregistrer('eleve;p1;appreciation;c0102\n1000000;18;Saisie.;4');
    await enregistrer('eleve;p1;appreciation\n1000000;;');
    // The competence, which the sheet does not speak of, stays.
    expect(await valeurs()).toMatchObject([{ periodes: {}, appreciation: null, competences: { '0102': '4' } }]);
    expect((await lire())[1]).toMatch(/;12,5;NN;;;3;4;061300/);
  });

  test('tells each line: saved, refused, in conflict; and ends with 1', async () => {
    await classe.peupler(4, (rang) => (rang === 2 ? { tete: validee() } : {}));
    const lignes = await lire();
    await saisirClasse(classe.parts, CHEF, {
      uai: UAI,
      annee: 2015,
      structure: { type: 'D', code: 'TS1' },
      lignes: [
        { eleveId: eleveDe(1), valeur: mathematiques({ periodes: { '1': '8' }, appreciation: 'Du chef.' }), vue: null },
      ],
    });
    const remplies = lignes.map((ligne, rang) =>
      rang === 0 ? ligne : ligne.replace(/;;;;;;;/, `;;${rang === 4 ? '21' : '12'};;;Bien.;;`),
    );
    const { code, ecrit } = await enregistrer([...remplies, '42;X;Y;;12;;;;;;']);
    expect(code).toBe(1);
    expect(ecrit).toMatch(/1000000\s+MARTINA Zoé\s+enregistrée/);
    expect(ecrit).toMatch(/1000001\s+MARTINB Zoé\s+conflit\s+chef d’établissement, le 09\/06\/2016 : 8 — Du chef\./);
    expect(ecrit).toMatch(/1000002\s+MARTINC Zoé\s+refusée\s+Le livret est validé/);
    expect(ecrit).toMatch(/1000003\s+MARTIND Zoé\s+refusée\s+La moyenne de la période 1/);
    expect(ecrit).toMatch(/42\s+—\s+refusée\s+L’élève « 42 »/);
    expect(ecrit).toContain('rien n’a été écrasé');
    expect(ecrit).toContain('1 enregistrée · 1 conflit · 3 refusées');
    expect(await valeurs(1)).toMatchObject([{ appreciation: 'Du chef.' }]);
  });

  test('without the numbers, takes what stands as seen', async () => {
    await classe.peupler(1);
    await enregistrer('eleve;p1\n1000000;8');
    expect((await enregistrer('eleve;p1\n1000000;9', CHEF)).code).toBe(0);
    expect(await valeurs()).toMatchObject([{ periodes: { '1': '9' } }]);
  });

  test('of a language enters the real one', async () => {
    await classe.peupler(1);
    const anglais = { matiere: '030201', division: undefined, groupe: 'TS1-ANG' };
    expect(await lire(PROF_D_ANGLAIS, anglais)).toHaveLength(2);
    expect((await enregistrer('eleve;p1;c0301\n1000000;12;b2', PROF_D_ANGLAIS, anglais)).code).toBe(0);
    expect(await valeurs()).toMatchObject([
      { codeMatiere: '030201', ligne: { codeMatiere: '030001' }, competences: { '0301': 'B2' } },
    ]);
  });

  test('of engagements and opinions', async () => {
    await classe.peupler(1, () => ({
      bases: [
        base(2015, {
          depotId: 'd1',
          engagements: ['C'],
          scolarite: { avisEngagement: { texte: 'Importé.', nom: 'N', prenom: 'P', date: null } },
        }),
      ],
    }));
    const engagements = { sorte: 'engagements', matiere: undefined } as const;
    const lignes = await lire(CPE, engagements);
    expect(lignes).toEqual(['eleve;nom;prenom;n;engagements;autre', '1000000;MARTINA;Zoé;;C;']);
    expect((await enregistrer(lignes, CPE, engagements)).ecrit).toContain('1 inchangée');
    await enregistrer('eleve;engagements;autre\n1000000;c v;Théâtre', CPE, engagements);
    const observation = { sorte: 'observation', matiere: undefined } as const;
    expect(await lire(CPE, observation)).toEqual(['eleve;nom;prenom;n;texte', '1000000;MARTINA;Zoé;;Importé.']);
    expect((await enregistrer(await lire(CPE, observation), CPE, observation)).ecrit).toContain('1 inchangée');
    await enregistrer('eleve;texte\n1000000;', CPE, observation);
    expect(await valeurs()).toMatchObject([
      { sorte: 'observation', avis: null },
      { engagements: ['C', 'V'], autre: 'Théâtre' },
    ]);
  });

  test('of what the head enters of a class', async () => {
    const avis = { texte: 'Importé.', nom: 'N', prenom: 'P', date: null };
    await classe.peupler(1, () => ({
      bases: [base(2015, { depotId: 'd1', avisExamen: 'A', scolarite: { avisChefEtab: avis } })],
    }));
    for (const [sorte, colonne, importee, saisie] of [
      ['avis-chef', 'texte', 'Importé.', 'Saisi.'],
      ['avis-examen', 'avis', 'A', 't'],
      ['mentions', 'mentions', '', 'B2i lycée'],
    ] as const) {
      const demande = { sorte, matiere: undefined };
      expect(await lire(CHEF, demande)).toEqual([`eleve;nom;prenom;n;${colonne}`, `1000000;MARTINA;Zoé;;${importee}`]);
      expect((await enregistrer(await lire(CHEF, demande), CHEF, demande)).ecrit).toContain('1 inchangée');
      expect((await enregistrer(`eleve;${colonne}\n1000000;${saisie}`, CHEF, demande)).code).toBe(0);
    }
    expect(await valeurs()).toMatchObject([
      // The sheet has no column of names: who signed stays.
      { sorte: 'avis-chef', avis: { texte: 'Saisi.', nom: 'N', prenom: 'P' } },
      { sorte: 'avis-examen', avis: 'T' },
      { sorte: 'mentions', mentions: ['B2i lycée'] },
    ]);
    const { code, ecrit } = await enregistrer('eleve;mentions\n1000000;Natation', CHEF, {
      sorte: 'mentions',
      matiere: undefined,
    });
    expect([code, ecrit]).toEqual([1, expect.stringContaining('Choisissez parmi : B2i lycée.')]);
  });

  test('comes back from a spreadsheet of Windows, with tabs or a text that looks like a formula', async () => {
    await classe.peupler(1);
    const latin = Uint8Array.from(
      [...'eleve;appreciation\r\n1000000;Élève appliqué\r\n'].map((signe) => signe.charCodeAt(0)),
    );
    await enregistrer(latin);
    expect(await valeurs()).toMatchObject([{ appreciation: 'Élève appliqué' }]);
    await enregistrer("eleve\tappreciation\n1000000\t'=1+1");
    expect(await valeurs()).toMatchObject([{ appreciation: '=1+1' }]);
    expect((await lire())[1]).toContain(";'=1+1;");
    expect((await enregistrer(await lire())).ecrit).toContain('1 inchangée');
  });

  test('shows the texts that could tell whose livret it is', async () => {
    await classe.peupler(1);
    await classe.renseigner();
    const { code, ecrit } = await enregistrer('eleve;appreciation\n1000000;Zoé progresse.');
    expect(code).toBe(0);
    expect(ecrit).toContain('MARTINA Zoé : nom ou prénom de l’élève — « Zoé progresse. »');
  });

  test('in JSON is sent as it is, 60 lines a call', async () => {
    await classe.peupler(61);
    fichier = join(dossier, 'lignes.json');
    const lignes = Array.from({ length: 61 }, (_, rang) => ({
      eleveId: eleveDe(rang),
      valeur: mathematiques({ periodes: { '1': '12' } }),
      vue: null,
    }));
    const { code, ecrit } = await enregistrer(JSON.stringify(lignes), PROF_DE_MATHS, { json: true });
    expect(code).toBe(0);
    expect(JSON.parse(ecrit)).toHaveLength(61);
  });

  test.for([
    ['no column of pupils', 'nom;p1\nMARTIN;12', 'feuille-sans-eleve'],
    ['no table', 'eleve;p1\n1;2;3;4\n', 'feuille-illisible'],
  ] as const)('with %s is refused', async ([, contenu, code]) => {
    await classe.peupler(1);
    const erreur = await enregistrer(contenu).catch((une: unknown) => une);
    expect(estErreurCodee(erreur) && erreur.code).toBe(code);
  });

  test('that is not JSON, or of a line that does not say which row, is refused', async () => {
    await classe.peupler(1);
    expect((await enregistrer('eleve;p1;ligne\n1000000;12;ailleurs')).ecrit).toContain('La colonne « ligne »');
    fichier = join(dossier, 'lignes.json');
    await expect(enregistrer('{}')).rejects.toMatchObject({ code: 'feuille-illisible' });
    await expect(enregistrer('[')).rejects.toMatchObject({ code: 'feuille-illisible' });
  });
});
