import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { Cible } from '../../shared/cli/cible.ts';
import { type DemandeDePresence, pointer, presence } from '../../shared/cli/commandes/presence.ts';
import { compterLesPresences, type PresenceDUnCandidat } from '../../shared/transfert/presence.ts';
import { ecouterLaSortie } from './sortie.ts';

const sortie = ecouterLaSortie();

const candidat = (noPv: string, reste: Partial<PresenceDUnCandidat> = {}): PresenceDUnCandidat => ({
  noPv,
  noCandidat: `01234${noPv}`,
  centre: '0380030B',
  serie: 'S',
  etat: 'numerique',
  recuLe: '2016-06-10T08:00:00Z',
  correctionDepuis: null,
  retireLe: null,
  copieVue: null,
  copieDepassee: null,
  raison: null,
  retenu: null,
  ...reste,
});
const COPIE = { le: '2016-06-20T08:00:00Z', role: 'chef-de-centre', epoque: 0, n: 3 };
const JURYS: Readonly<Record<string, readonly PresenceDUnCandidat[]>> = {
  'S-01': [
    candidat('0101', { correctionDepuis: '2016-06-12T08:00:00Z' }),
    candidat('0102', { etat: 'papier' }),
    candidat('0103', { etat: 'papier', copieVue: COPIE }),
    candidat('0104', { etat: 'non-produit', retireLe: '2016-06-11T08:00:00Z' }),
    candidat('0105', { etat: 'manquant', recuLe: null, raison: 'non-envoye' }),
  ],
  'S-02': [candidat('0201'), candidat('0202', { centre: '=0380031C' })],
};

interface Dite {
  readonly session?: number;
  readonly jury?: string;
  readonly noPvs?: readonly string[];
  readonly vue?: boolean;
}
let appels: { fonction: string; demande: Dite }[];
let enCours = 0;
let auPlus = 0;
const cible: Cible = {
  async appeler<T>(fonction: string, demande: object) {
    const dite = demande as Dite;
    appels.push({ fonction, demande: dite });
    enCours += 1;
    auPlus = Math.max(auPlus, enCours);
    await new Promise((suite) => setTimeout(suite, 1));
    enCours -= 1;
    return repondre(fonction, dite) as T;
  },
};
let jurys = JURYS;
function repondre(fonction: string, { session, jury = '', noPvs = [], vue }: Dite): unknown {
  if (fonction === 'transfert/lister-jurys') {
    return Object.entries(jurys).flatMap(([nom, siens]) =>
      [...new Set(siens.map(({ centre }) => centre))].map((centre) => ({ jury: nom, centre, candidats: 1 })),
    );
  }
  if (fonction === 'transfert/pointer-papiers') {
    const refus = { etat: 'refuse', code: 'livret-non-papier', message: 'Numérique.', remede: 'Demandez.' };
    return noPvs.map((noPv) =>
      noPv === '0101' ? { noPv, ...refus } : { noPv, etat: noPv === '0103' && vue ? 'inchange' : 'pointe' },
    );
  }
  const candidats = jurys[jury] ?? [];
  return { session, jury, comptes: compterLesPresences(candidats), candidats };
}

const DEMANDE: DemandeDePresence = {
  session: 2016,
  jury: undefined,
  centre: undefined,
  manquants: false,
  papiers: false,
  csv: undefined,
  json: false,
};
const dossier = mkdtempSync(join(tmpdir(), 'lsl-presence-'));
afterAll(() => rmSync(dossier, { recursive: true }));
beforeEach(() => {
  appels = [];
  jurys = JURYS;
  auPlus = 0;
});

const lignes = () => sortie.texte.split('\n').map((ligne) => ligne.trimEnd());

describe('« presence »', () => {
  test('of an académie shows a line a jury and centre, and the total', async () => {
    expect(await presence(cible, DEMANDE)).toBe(1);
    expect(lignes()).toEqual([
      'Jury   Centre     Candidats  Num.  Papiers vus  Non prod.  Manquants',
      expect.stringMatching(/^─/),
      'S-01   0380030B           5     1          1/2          1          1',
      'S-02   0380030B           1     1            —          —          —',
      'S-02   =0380031C          1     1            —          —          —',
      'Total  —                  7     3          1/2          1          1',
      '7 candidats : 3 numériques, 1 papier vu sur 2, 1 non produit, 1 manquant',
      '1 livret présent en correction',
      '',
    ]);
  });

  test('of a jury says which copy is to be seen again, what retains a livret, and who was taken over', async () => {
    jurys = {
      'S-01': [
        candidat('0101', { etat: 'papier', copieDepassee: COPIE }),
        candidat('0102', { etat: 'manquant', recuLe: null, raison: 'retenu', retenu: 'place-inconnue' }),
        candidat('0103', { etat: 'manquant', recuLe: null, raison: 'repris' }),
      ],
    };
    expect(await presence(cible, { ...DEMANDE, jury: 'S-01', manquants: true })).toBe(1);
    expect(lignes().slice(3, 6)).toEqual([
      '0101   012340101    papier    nouvelle copie à voir (vue le 20/06/2016, renvoyée depuis)',
      '0102   012340102    manquant  envoi retenu [place-inconnue]',
      '0103   012340103    manquant  élève repris par une autre académie',
    ]);
  });

  test('of a jury shows a line a candidate, with what is known of each', async () => {
    expect(await presence(cible, { ...DEMANDE, jury: 'S-01' })).toBe(1);
    expect(appels.map(({ fonction }) => fonction)).toEqual(['transfert/controler-presence']);
    expect(lignes().slice(0, 9)).toEqual([
      'Jury S-01, session 2016, centre 0380030B',
      'No PV  No candidat  Livret       Détail',
      expect.stringMatching(/^─/),
      '0101   012340101    numérique    reçu le 10/06/2016 · en correction (12/06/2016)',
      '0102   012340102    papier       copie non vue',
      '0103   012340103    papier       copie vue le 20/06/2016 (chef de centre)',
      '0104   012340104    non produit  opposition du candidat, le 11/06/2016',
      '0105   012340105    manquant     validé, pas encore parti',
      '',
    ]);
    for (const ligne of lignes()) expect(ligne.length).toBeLessThanOrEqual(80);
  });

  test.each([
    ['nothing is missing', { jury: 'S-02' }, 0],
    ['a paper copy was not seen', { jury: 'S-01', papiers: true }, 1],
  ])('ends with its code when %s', async (_, reste, code) => {
    expect(await presence(cible, { ...DEMANDE, ...reste })).toBe(code);
  });

  test('--manquants shows only what is missing, copies that nobody saw included', async () => {
    await presence(cible, { ...DEMANDE, jury: 'S-01', manquants: true });
    expect(lignes().filter((ligne) => /^\d{4} /.test(ligne))).toEqual([
      '0102   012340102    papier    copie non vue',
      '0105   012340105    manquant  validé, pas encore parti',
    ]);
    sortie.texte = '';
    await presence(cible, { ...DEMANDE, manquants: true });
    expect(sortie.texte).not.toContain('S-02');
    expect(sortie.texte).toContain('7 candidats');
  });

  test('--papiers gives a centre the list of its paper candidates', async () => {
    const csv = join(dossier, 'papiers.csv');
    await presence(cible, { ...DEMANDE, papiers: true, centre: '0380030B', csv });
    expect(lignes().filter((ligne) => /^\d{4} /.test(ligne))).toHaveLength(2);
    expect(sortie.texte).toContain('2 candidats : 1 papier vu sur 2\n');
    expect(readFileSync(csv, 'utf8').split('\r\n')).toEqual([
      '\uFEFF"Jury";"Centre";"Série";"No PV";"No candidat";"Livret";"Reçu le";"Copie vue le";"Vue par";"Détail"',
      '"S-01";"0380030B";"S";"0102";"012340102";"papier";"10/06/2016";"";"";"copie non vue"',
      expect.stringContaining('"0103";"012340103";"papier";"10/06/2016";"20/06/2016";"chef de centre"'),
      '',
    ]);
  });

  test('--centre asks only for the juries of that centre, and no spreadsheet takes its name for a formula', async () => {
    const csv = join(dossier, 'centre.csv');
    expect(await presence(cible, { ...DEMANDE, centre: '=0380031C', csv })).toBe(0);
    expect(appels.map(({ demande }) => demande.jury)).toEqual([undefined, 'S-02']);
    expect(readFileSync(csv, 'utf8')).toContain(`"S-02";"'=0380031C";"S";"0202"`);
    await expect(presence(cible, { ...DEMANDE, centre: 'ailleurs' })).rejects.toMatchObject({ code: 'aucun-candidat' });
  });

  test('of a session without jury says what to do first', async () => {
    jurys = {};
    await expect(presence(cible, DEMANDE)).rejects.toMatchObject({
      code: 'aucun-candidat',
      remede: expect.stringContaining('fichier des candidats'),
    });
  });

  test('asks for four juries at a time', async () => {
    jurys = Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`J${n}`, [candidat('1')]]));
    await presence(cible, { ...DEMANDE, json: true });
    expect(auPlus).toBe(4);
    expect(JSON.parse(sortie.texte)).toMatchObject({ session: 2016, comptes: { candidats: 11, numeriques: 11 } });
    expect(JSON.parse(sortie.texte).candidats[10]).toMatchObject({ jury: 'J10', noPv: '1', etat: 'numerique' });
  });
});

describe('« presence --vus »', () => {
  const demande = { session: 2016, jury: 'S-01', vue: true, json: false };

  test('notes copies by fifty, and tells those that it could not', async () => {
    const noPvs = Array.from({ length: 120 }, (_, n) => String(1000 + n)).join(',');
    expect(await pointer(cible, { ...demande, noPvs })).toBe(0);
    expect(appels.map(({ demande: { noPvs: demandes } }) => demandes?.length)).toEqual([50, 50, 20]);
    expect(sortie.texte).toBe('Jury S-01 · 120 copies vues\n');
    sortie.texte = '';
    expect(await pointer(cible, { ...demande, noPvs: '0101, 0102 ; 0103' })).toBe(1);
    expect(lignes()).toEqual([
      '  non pointé No PV 0101 : Numérique. [livret-non-papier]',
      '    Demandez.',
      'Jury S-01 · 1 copie vue · 1 sans changement · 1 non pointée',
      '',
    ]);
    expect(await pointer(cible, { ...demande, noPvs: '0101' })).toBe(2);
  });

  test('--non-vus goes back on them', async () => {
    expect(await pointer(cible, { ...demande, noPvs: '0103', vue: false })).toBe(0);
    expect(appels[0]?.demande).toMatchObject({ noPvs: ['0103'], vue: false });
    expect(sortie.texte).toBe('Jury S-01 · 1 copie notée non vue\n');
  });
});
