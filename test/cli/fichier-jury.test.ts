import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Cible } from '../../shared/cli/cible.ts';
import { fichierJury } from '../../shared/cli/commandes/fichier-jury.ts';
import { refaireFichierJury } from '../../shared/cli/commandes/refaire-fichier-jury.ts';
import { suivi } from '../../shared/cli/commandes/suivi-jurys.ts';
import { ErreurCodee } from '../../shared/kernel/erreur.ts';
import { ecouterLaSortie } from './sortie.ts';

const sortie = ecouterLaSortie();

const edition = {
  session: 2016,
  jury: 'J01',
  n: 1,
  etat: 'pret',
  candidats: [],
  sansLivret: [],
  perimes: [],
  pages: 4,
  anomalies: [],
  place: null,
  avancement: null,
  incident: null,
  telechargeLe: null,
};

/** A file that is ready, of which this code refuses the address. */
const refusant = (code: string): Cible => ({
  appeler: async <T>(fonction: string) => {
    if (fonction === 'jury/signer-fichier') throw new ErreurCodee(code, 'Refusé.', 'Demandez.');
    return edition as T;
  },
});
/** Tells where this edition stands. */
const etatDe = async (reste: object): Promise<string> => {
  sortie.texte = '';
  const cible: Cible = { appeler: async <T>() => ({ ...edition, ...reste }) as T };
  await fichierJury(cible, { ...demande, etat: true });
  return stripVTControlCharacters(sortie.texte);
};
const demande = { session: 2016, jury: 'J01', motif: undefined, etat: false, telecharger: undefined, json: false };

describe('« fichier-jury » of who may ask for the file and not have it', () => {
  test('tells that it is ready, and who downloads it', async () => {
    expect(await fichierJury(refusant('operation-interdite'), demande)).toBe(0);
    expect(sortie.texte).toMatch(/édition 1 : .*prêt/);
    expect(sortie.texte).toContain('Votre rôle ne télécharge pas ce fichier');
    sortie.texte = '';
    expect(await fichierJury(refusant('operation-interdite'), { ...demande, json: true })).toBe(0);
    expect(JSON.parse(sortie.texte)).toEqual(edition);
  });

  test('fails when the file itself was asked for, or for another reason', async () => {
    const voulu = { ...demande, telecharger: 'jury.pdf' };
    await expect(fichierJury(refusant('operation-interdite'), voulu)).rejects.toMatchObject({
      code: 'operation-interdite',
    });
    await expect(fichierJury(refusant('fichier-non-pret'), demande)).rejects.toMatchObject({
      code: 'fichier-non-pret',
    });
  });
});

describe('« fichier-jury refaire »', () => {
  test.for([
    ['identique', 0, 'octet pour octet'],
    ['modele-change', 2, 'le modèle de la page n’est plus celui'],
    ['version-alteree', 2, 'l’établissement le renvoie'],
  ] as const)('of which the outcome is %s', async ([issue, code, dit]) => {
    let refaite: object | undefined;
    const cible: Cible = {
      appeler: async <T>(fonction: string, corps: object) => {
        if (fonction === 'jury/demander-fichier') {
          expect(corps).toEqual({ session: 2016, jury: 'J01', refaire: true });
          refaite = { demandeeLe: '2016-09-01T08:00:00Z', issue, empreinte: null };
        }
        return { ...edition, empreinte: 'a'.repeat(64), refaite } as T;
      },
    };
    sortie.texte = '';
    expect(await refaireFichierJury(cible, { session: 2016, jury: 'J01', json: false })).toBe(code);
    expect(stripVTControlCharacters(sortie.texte)).toContain(dit);
  });
});

describe('« fichier-jury --etat »', () => {
  test('tells the place in the queue, then how many livrets are composed', async () => {
    const attend = { etat: 'demande', pages: null };
    expect(await etatDe({ ...attend, place: 1 })).toContain('en attente de composition (1er dans la file)');
    expect(await etatDe({ ...attend, place: 12 })).toContain('en attente de composition (12e dans la file)');
    expect(await etatDe({ ...attend, place: 1, avancement: { faits: 40, total: 120 } })).toContain(
      'en composition : 40 livrets sur 120',
    );
  });

  test('lists who has no livret in the file, each with what the jury should expect', async () => {
    const texte = await etatDe({
      sansLivret: [
        { noPv: '18', noEleve: '4821093657', raison: 'papier-non-vu' },
        { noPv: '19', noEleve: null, raison: 'non-valide' },
        { noPv: '20', noEleve: '4821093658', raison: 'non-produit' },
      ],
    });
    expect(texte).toContain('3 candidats sans livret dans le fichier');
    expect(texte).toContain('No PV 18 : livret papier, copie à demander : elle n’a pas été vue au centre');
    expect(texte).toContain('No PV 19 : livret manquant : apparié, livret non validé');
    expect(texte).toContain('No PV 20 : livret non produit : le candidat s’oppose à sa transmission');
  });

  test('tells what stopped it and what to do, once for each reason', async () => {
    const anomalie = { code: 'terme-interdit', page: 3, noEleve: '4821093657' };
    const refuse = await etatDe({ etat: 'refuse', anomalies: [anomalie, { ...anomalie, page: 4 }] });
    expect(refuse).toContain('anomalie terme-interdit, page 4, No Élève 4821093657');
    expect(refuse.match(/à faire : .*son établissement corrige le texte/g)).toHaveLength(1);
    const attend = { etat: 'demande', pages: null, place: 1 };
    const panne = await etatDe({ ...attend, incident: { le: '2016-07-04T08:00:00Z', code: 'impression-impossible' } });
    expect(panne).toContain('dernier essai en échec le 04/07/2016 10:00 (impression-impossible)');
    expect(panne).toContain('l’équipe d’exploitation en cherche la cause');
  });

  test('tells when the centre downloaded it', async () => {
    expect(await etatDe({ telechargeLe: '2016-07-04T08:00:00Z' })).toContain(
      'prêt, téléchargé par le centre le 04/07/2016 10:00',
    );
  });
});

describe('« fichier-jury suivi »', () => {
  const editionDe = (reste: object) => ({
    n: 1,
    etat: 'pret',
    demandeLe: '2016-07-04T08:00:00Z',
    demandePar: 'planification',
    livrets: 9,
    sansLivret: 1,
    avancement: null,
    incident: null,
    telechargeLe: null,
    ...reste,
  });
  const un = (jury: string, etape: string, edition: object | null, centre = 'LYCEE STENDHAL') => ({
    jury,
    centres: [centre],
    candidats: 10,
    etape,
    edition,
  });
  const jurys = [
    un('J10', 'telecharge', editionDe({ telechargeLe: '2016-07-04T12:30:00Z', demandePar: 'chef-de-centre' })),
    un('J2', 'non-demande', null, 'LYCEE CHAMPOLLION'),
    un('J3', 'en-cours', editionDe({ etat: 'demande', avancement: { faits: 3, total: 9 } })),
    un('J4', 'pret', editionDe({})),
  ];
  const cible: Cible = {
    appeler: async <T>(fonction: string, voulu: unknown) => {
      expect([fonction, voulu]).toEqual(['jury/suivre-fichiers', { session: 2016 }]);
      return jurys as T;
    },
  };
  const DEMANDE = { session: 2016, centre: undefined, restants: false, csv: undefined, json: false };

  test('shows juries in their order, and counts those that are not done', async () => {
    expect(await suivi(cible, DEMANDE)).toBe(1);
    const texte = stripVTControlCharacters(sortie.texte);
    expect(texte.match(/^J\d+/gm)).toEqual(['J2', 'J3', 'J4', 'J10']);
    expect(texte).toMatch(/J3 .*en cours .*automatique .*3 livrets sur 9/);
    expect(texte).toMatch(/J10 .*téléchargé .*chef de centre .*le 04\/07\/2016 14:30/);
    expect(texte).toContain('4 jurys : 1 pas demandé, 1 en cours, 1 prêt et pas téléchargé, 1 téléchargé');
  });

  test('keeps what is left to do, of one centre, and succeeds when nothing is', async () => {
    await suivi(cible, { ...DEMANDE, restants: true, centre: 'LYCEE STENDHAL', json: true });
    expect(JSON.parse(sortie.texte).jurys.map(({ jury }: { jury: string }) => jury)).toEqual(['J3', 'J4']);
    const faits: Cible = { appeler: async <T>() => jurys.slice(0, 1) as T };
    expect(await suivi(faits, { ...DEMANDE, restants: true })).toBe(0);
    await expect(suivi(cible, { ...DEMANDE, centre: 'AILLEURS' })).rejects.toMatchObject({ code: 'aucun-jury' });
  });

  test('writes them for a spreadsheet', async () => {
    const dossier = await mkdtemp(join(tmpdir(), 'lsl-suivi-'));
    try {
      const csv = join(dossier, 'jurys.csv');
      await suivi(cible, { ...DEMANDE, csv });
      const lignes = (await readFile(csv, 'utf8')).trim().split('\r\n');
      expect(lignes).toHaveLength(5);
      expect(lignes.at(-1)).toBe(
        '"J10";"LYCEE STENDHAL";"10";"9";"1";"téléchargé";"1";"04/07/2016 10:00";"chef de centre";"04/07/2016 14:30";"le 04/07/2016 14:30"',
      );
    } finally {
      await rm(dossier, { recursive: true });
    }
  });
});
