import { beforeAll, describe, expect, test } from 'vitest';
import { assemblerFichier } from '../../shared/jury/assembler.ts';
import { composerFichierDuJury, type FichierDuJury } from '../../shared/jury/composer.ts';
import { controlerZip } from '../../shared/jury/controler-zip.ts';
import type { Edition } from '../../shared/jury/fichier.ts';
import { verifierManifeste } from '../../shared/jury/manifeste.ts';
import { avecNavigateur } from '../../shared/jury/navigateur.ts';
import { type EntreeDeZip, ecrireZip, lireZip } from '../../shared/jury/zip.ts';
import { type TermesInterdits, vocabulaireDe } from '../../shared/transfert/termes.ts';
import { livretOrdinaire } from '../livret/exemples.ts';
import { COUCHE } from './impression.ts';

/** The ZIP that a jury gets, from the real browser, judged from its finished bytes. */

const NUMEROS = ['7305550001', '1200000009'];
const objet = (rang: number, sorte: string) => ({ cle: `${sorte}/x/${rang}-4.json`, empreinte: `${rang}`.repeat(64) });
const EDITION: Edition = {
  session: 2016,
  jury: 'J-01',
  n: 2,
  etat: 'compose',
  demandeLe: '2016-07-04T08:00:00Z',
  motif: 'Un motif qui nomme DUPONT',
  candidats: NUMEROS.map((noEleve, rang) => ({
    noPv: String(rang + 9),
    noEleve,
    projection: objet(rang, 'projections'),
    termes: objet(rang, 'termes'),
  })),
  sansLivret: [{ noPv: '17', noEleve: null, raison: 'papier-vu' }],
  echecs: [],
  pages: null,
  empreinte: null,
  anomalies: [],
};
const TERMES: TermesInterdits[] = NUMEROS.map((noEleve, rang) => ({
  noEleve,
  vocabulaire: vocabulaireDe(livretOrdinaire(noEleve)),
  termes: [
    { terme: rang === 0 ? 'DUPONT' : 'ZWORKOWSKI', nature: 'nom' },
    { terme: `40123${rang}`, nature: 'eleve-id' },
  ],
}));

let compose: FichierDuJury;
let zip: Uint8Array;
let entrees: readonly EntreeDeZip[];
beforeAll(async () => {
  compose = await avecNavigateur(
    (navigateur) =>
      composerFichierDuJury(
        {
          session: 2016,
          jury: 'J-01',
          edition: 2,
          dateEdition: EDITION.demandeLe,
          candidats: EDITION.candidats.map(({ noPv, noEleve }) => ({
            noPv,
            noEleve,
            livret: livretOrdinaire(noEleve),
          })),
        },
        navigateur,
      ),
    COUCHE,
  );
  zip = assemblerFichier(EDITION, compose);
  ({ entrees } = await lireZip(zip));
});

const juger = async (octets: Uint8Array) => {
  const { conforme, anomalies } = await controlerZip(octets, EDITION, TERMES);
  return { conforme, codes: [...new Set(anomalies.map(({ code }) => code))].sort(), anomalies };
};
const avec = (nom: string, changer: (texte: string) => string) =>
  ecrireZip(
    entrees.map((entree) =>
      entree.nom === nom
        ? { nom, contenu: Buffer.from(changer(Buffer.from(entree.contenu).toString('latin1')), 'latin1') }
        : entree,
    ),
    EDITION.demandeLe,
  );

describe('a jury’s ZIP', () => {
  test('holds an index, the jury, each livret and its manifest, and says the same bytes again', () => {
    expect(entrees.map(({ nom }) => nom)).toEqual([
      'index.html',
      'jury.pdf',
      'livrets/PV-10_ELEVE-1200000009.pdf',
      'livrets/PV-9_ELEVE-7305550001.pdf',
      'manifeste.json',
    ]);
    expect(Buffer.compare(assemblerFichier(EDITION, compose), zip)).toBe(0);
    expect(Buffer.from(zip).includes('DUPONT')).toBe(false);
  });

  test('is as it should be', async () => {
    expect(await juger(zip)).toEqual({ conforme: true, codes: [], anomalies: [] });
  });

  test('verifies offline, and tells what was changed, lost or added', async () => {
    expect((await verifierManifeste(zip)).ecarts).toEqual([]);
    expect((await verifierManifeste(zip)).manifeste).toMatchObject({
      livrets: [{ noPv: '9', version: { epoque: 0, n: 4, empreinte: '0'.repeat(64) } }, { noPv: '10' }],
      sansLivret: [{ noPv: '17', noEleve: null, raison: 'livret papier, copie vue au centre' }],
    });
    const change = avec('index.html', (texte) => texte.replace('Session', 'Sessio1'));
    expect((await verifierManifeste(change)).ecarts).toEqual(['« index.html » n’est plus celui qui a été édité.']);
    const perdu = ecrireZip([...entrees.slice(1), { nom: 'a.txt', contenu: Buffer.from('x') }], EDITION.demandeLe);
    expect((await verifierManifeste(perdu)).ecarts).toEqual([
      '« index.html » manque.',
      'Le ZIP contient un fichier que le manifeste n’annonce pas.',
    ]);
    const abime = Uint8Array.from(zip);
    abime[2000] = (abime[2000] ?? 0) ^ 1;
    await expect(verifierManifeste(abime)).rejects.toMatchObject({ code: 'zip-illisible' });
  });

  test.for<[string, () => Uint8Array, string[]]>([
    ['index.html', () => avec('index.html', (t) => t.replace('Trouver', 'Dupont')), ['contenu-faux', 'terme-interdit']],
    [
      'an attribute of index.html',
      () => avec('index.html', (t) => t.replace('<p class', '<p title="dupont" class')),
      ['contenu-faux', 'terme-interdit'],
    ],
    [
      'manifeste.json',
      () => avec('manifeste.json', (t) => t.replace('livret papier', 'zworkowski')),
      ['contenu-faux', 'terme-interdit'],
    ],
    [
      'the name of a file',
      () => ecrireZip([...entrees, { nom: 'livrets/401231.pdf', contenu: Buffer.from('') }], EDITION.demandeLe),
      ['terme-interdit', 'zip-inattendu'],
    ],
    [
      'the comment of the ZIP',
      () => {
        const octets = Buffer.concat([zip, Buffer.from('Dupont')]);
        octets.writeUInt16LE(6, zip.length - 2);
        return octets;
      },
      ['contenu-faux', 'terme-interdit'],
    ],
    ['before the ZIP’s table', () => ecrireZip(entrees, '2016-07-05T08:00:00Z'), ['contenu-faux']],
  ])('that holds what it should not in %s is refused, and the term is not quoted', async ([, fuir, codes]) => {
    const jugement = await juger(fuir());
    expect(jugement).toMatchObject({ conforme: false });
    expect(jugement.codes).toEqual(expect.arrayContaining(codes));
    expect(JSON.stringify(jugement.anomalies)).not.toMatch(/dupont|zworkowski|401231/i);
  });

  test('whose files of two livrets are exchanged is refused', async () => {
    const [a, b] = entrees.filter(({ nom }) => nom.startsWith('livrets/'));
    if (a === undefined || b === undefined) throw new Error('two livrets');
    const autres = entrees.filter((entree) => entree !== a && entree !== b);
    const echange = ecrireZip(
      [...autres, { nom: a.nom, contenu: b.contenu }, { nom: b.nom, contenu: a.contenu }],
      EDITION.demandeLe,
    );
    expect((await juger(echange)).codes).toContain('livret-different');
  });

  test('of which a livret could not be printed lists it, and the others come', async () => {
    const [premier] = compose.livrets;
    const edition = { ...EDITION, echecs: [{ noPv: '10', noEleve: NUMEROS[1] ?? '', code: 'impression-impossible' }] };
    const sans = assemblerFichier(edition, { ...compose, livrets: premier === undefined ? [] : [premier] });
    expect((await verifierManifeste(sans)).manifeste.sansLivret).toMatchObject([
      { noPv: '10', raison: expect.stringContaining('non imprimé') },
      { noPv: '17' },
    ]);
  });
});
