import { describe, expect, test } from 'vitest';
import { lireFlux } from '../../shared/imports/lire-flux.ts';
import { candidat, candidats } from '../imports/fichiers.ts';
import { codes, lire } from '../imports/lectures.ts';
import { decoupe, latin1, toutLire, utf8 } from '../sources.ts';

const lireCandidats = (fichier: string | Uint8Array) => lire('candidats', fichier);

describe('the DEC’s candidates', () => {
  test('are one a line', async () => {
    const { entete, dossiers, avertissements } = await lireCandidats(
      candidats(
        candidat(),
        candidat({
          no_candidat: '2',
          no_pv: '18',
          ine: '',
          nom_usage: 'DUPONT',
          division: '',
          categorie: 'individuel',
        }),
      ),
    );
    expect(entete).toMatchObject({ uai: null, annee: null });
    expect(avertissements).toEqual([]);
    expect(dossiers).toEqual([
      {
        position: { ligne: 2, colonne: 1 },
        noCandidat: '0123456789',
        noPv: '17',
        ine: '123456789AB',
        nomDeFamille: 'MARTIN',
        nomUsage: null,
        prenoms: ['Zoé', 'Marie'],
        dateNaissance: '2000-02-29',
        uai: '0380029A',
        division: 'TS1',
        serie: 'S',
        categorie: 'scolaire',
        jury: '0381-S-01',
        centre: '0380030B',
      },
      expect.objectContaining({
        position: { ligne: 3, colonne: 1 },
        ine: null,
        nomUsage: 'DUPONT',
        division: null,
        categorie: 'individuel',
      }),
    ]);
  });

  test.each([
    ['UTF-8', utf8(candidats(candidat({ nom_famille: 'LŒUF' })))],
    ['UTF-8 with its byte order mark', utf8(`\ufeff${candidats(candidat({ nom_famille: 'LŒUF' }))}`)],
    ['ISO-8859-15', latin1(candidats(candidat({ nom_famille: 'LŒUF' })), { Œ: 0xbc })],
    ['UTF-8 with line feeds alone', utf8(candidats(candidat({ nom_famille: 'LŒUF' })).replaceAll('\r', ''))],
    ['quoted fields', utf8(candidats(candidat({ nom_famille: '"LŒUF"', prenoms: '"Zoé Marie"' })))],
  ])('are read in %s, wherever the chunks are cut', async (_nom, octets) => {
    for (const taille of [1, 2, 3, 7, octets.length]) {
      const { lus, erreur } = await toutLire(lireFlux(decoupe(octets, [taille])));
      expect(erreur).toBeNull();
      expect(lus[1]).toMatchObject({ dossier: { nomDeFamille: 'LŒUF', prenoms: ['Zoé', 'Marie'] } });
    }
  });

  test('keep the accent that ends an ISO-8859-15 file', async () => {
    const octets = latin1(candidats(candidat({ prenoms: 'Zoe', centre: 'Voiron été' })).trimEnd());
    expect((await lireCandidats(octets)).dossiers[0]?.centre).toBe('Voiron été');
  });

  test('lose only the lines that are wrong, each with all its reasons and the rank of the column', async () => {
    const { dossiers, refus, avertissements } = await lireCandidats(
      candidats(
        candidat(),
        candidat({ no_candidat: '2', date_naissance: '2000-02-29', uai: '0380029B', categorie: 'CNED', serie: '' }),
        'incomplète;1',
        candidat({ no_candidat: '4', nom_famille: 'D"ARC', ine: '1' }),
        candidat({ no_candidat: '5', nom_famille: '"DUPONT;MARTIN"' }),
        candidat(),
        candidat({ no_candidat: '7', ine: '' }),
      ),
    );
    expect(dossiers.map(({ noCandidat, nomDeFamille }) => [noCandidat, nomDeFamille])).toEqual([
      ['0123456789', 'MARTIN'],
      ['4', 'D"ARC'],
      ['7', 'MARTIN'],
    ]);
    expect(codes(avertissements)).toEqual(['ine-mal-forme', 'ine-absent']);
    expect(
      refus.flatMap(({ eleve, anomalies }) =>
        anomalies.map(({ code, ligne, colonne }) => `${eleve} ${code} ${ligne}:${colonne}`),
      ),
    ).toEqual([
      '2 candidat-champ-vide 3:10',
      '2 date-de-naissance-invalide 3:7',
      '2 candidat-uai-invalide 3:8',
      '2 candidat-categorie-inconnue 3:11',
      'incomplète candidat-colonnes 4:1',
      '5 candidat-colonnes 6:1',
      '0123456789 candidat-en-double 7:1',
    ]);
  });

  test('of an académie stream in constant memory', async () => {
    async function* academie(): AsyncGenerator<Uint8Array> {
      yield utf8(candidats());
      for (let i = 0; i < 50_000; i += 500) {
        yield utf8(Array.from({ length: 500 }, (_, j) => `${candidat({ no_candidat: String(i + j) })}\n`).join(''));
      }
    }
    let lus = 0;
    for await (const lu of lireFlux(academie())) if (lu.type === 'dossier') lus += 1;
    expect(lus).toBe(50_000);
  });

  test.each([
    ['another order of columns', candidats(candidat()).replace('no_pv;ine', 'ine;no_pv'), 'candidats-entete'],
    ['commas', candidats(candidat()).replaceAll(';', ','), 'candidats-entete'],
    ['no candidate', candidats(), 'aucun-dossier'],
    ['UTF-16, as spreadsheets write it', Buffer.from(`\ufeff${candidats(candidat())}`, 'utf16le'), 'fichier-utf16'],
    [
      'two encodings',
      Buffer.concat([utf8(candidats(candidat())), latin1(candidat({ nom_famille: 'BÉRU' }))]),
      'csv-octet-hors-encodage',
    ],
  ])('in a file with %s are refused', async (_nom, fichier, code) => {
    await expect(lireCandidats(fichier)).rejects.toMatchObject({ code });
  });
});
