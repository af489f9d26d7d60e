import { createReadStream } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { codeDeSortie, verifier } from '../../shared/imports/verifier.ts';
import { testSurReference } from '../reference.ts';
import { source } from '../sources.ts';
import { candidat, candidats, eleve, nomenclature, notes, siecle } from './fichiers.ts';

const fichier = (nom: string, contenu: string) => ({ fichier: nom, ouvrir: () => source(contenu) });
const VALIDE = notes();
const TRONQUE = VALIDE.slice(0, -10);
const PARTIEL = notes({ eleves: eleve() + eleve({ attributs: 'id="0"' }) });
const TOUT_REFUSE = notes({ eleves: eleve({ attributs: 'id="0"' }) });

describe('the offline check', () => {
  test('says of each file its format, verdict, counts and anomalies', async () => {
    const verification = await verifier([fichier('a.xml', VALIDE), fichier('b.txt', PARTIEL), fichier('c', TRONQUE)]);
    expect(verification).toEqual({
      fichiers: [
        {
          fichier: 'a.xml',
          format: 'notes',
          verdict: 'accepte',
          dossiers: { lus: 1, acceptes: 1, refuses: 0, avertis: 0 },
          anomalies: [],
        },
        {
          fichier: 'b.txt',
          format: 'notes',
          verdict: 'accepte-partiellement',
          dossiers: { lus: 2, acceptes: 1, refuses: 1, avertis: 0 },
          anomalies: [
            {
              code: 'eleve-id-invalide',
              gravite: 'refus-dossier',
              ligne: 5,
              colonne: expect.any(Number),
              eleve: null,
              message: 'L’identifiant SIECLE de l’élève, « 0 », n’est pas un entier positif.',
              remede: 'Vérifiez que les élèves du logiciel viennent bien de SIECLE, puis exportez de nouveau.',
            },
          ],
        },
        {
          fichier: 'c',
          format: 'notes',
          verdict: 'refuse',
          dossiers: { lus: 0, acceptes: 0, refuses: 0, avertis: 0 },
          anomalies: [
            {
              code: 'xml-tronque',
              gravite: 'refus-fichier',
              ligne: 7,
              colonne: expect.any(Number),
              eleve: null,
              message: 'Le fichier s’arrête avant sa fin : il est tronqué.',
              remede: 'Exportez de nouveau le fichier depuis le logiciel, sans le modifier, puis redéposez-le.',
            },
          ],
        },
      ],
    });
  });

  test('knows each feed by its content', async () => {
    const { fichiers } = await verifier([
      fichier('1', VALIDE),
      fichier(
        '2',
        `\ufeff\n${siecle()
          .replace(/<\?.*\?>/, '')
          .replace('Zoé', 'Zoe')}`,
      ),
      fichier('3', nomenclature()),
      fichier('4', candidats(candidat())),
      fichier('notes.xml', '{"json": true}'),
      fichier('notes.xml', '<html/>'),
      fichier('notes.xml', ''),
    ]);
    expect(fichiers.map(({ format, verdict, anomalies }) => [format, verdict, anomalies[0]?.code])).toEqual([
      ['notes', 'accepte', undefined],
      ['eleves', 'accepte', undefined],
      ['nomenclature', 'accepte', undefined],
      ['candidats', 'accepte', undefined],
      ['inconnu', 'refuse', 'format-inconnu'],
      ['inconnu', 'refuse', 'format-inconnu'],
      ['inconnu', 'refuse', 'fichier-vide'],
    ]);
  });

  test('ends with a code that tells the worst verdict', async () => {
    const sortie = async (...contenus: string[]): Promise<number> =>
      codeDeSortie(await verifier(contenus.map((contenu) => fichier('f', contenu))));
    expect(await sortie(VALIDE)).toBe(0);
    expect(await sortie(VALIDE, PARTIEL)).toBe(1);
    expect(await sortie(VALIDE, PARTIEL, TRONQUE)).toBe(2);
    expect(await sortie(TOUT_REFUSE)).toBe(2);
  });

  test('closes what it opened, even when the file is refused at its first bytes', async () => {
    let fermes = 0;
    async function* observee(contenu: string): AsyncGenerator<Uint8Array> {
      try {
        yield* source(contenu, contenu, contenu);
      } finally {
        fermes += 1;
      }
    }
    await verifier(
      ['PK\u0003\u0004'.padEnd(5000), 'x'.repeat(5000), TRONQUE].map((contenu) => ({
        fichier: 'f',
        ouvrir: () => observee(contenu),
      })),
    );
    expect(fermes).toBe(3);
  });

  testSurReference('of GEPI’s exports gives what their authors expect', 'samples/lsl', async (dossier) => {
    const { fichiers } = await verifier(
      ['LSL_gepi-plugin_valide.xml', 'LSL_gepi-plugin_defaut-esperluette.xml', 'LSL_exemple_complet_main.xml'].map(
        (nom) => ({
          fichier: nom,
          ouvrir: () => createReadStream(`${dossier}/${nom}`),
        }),
      ),
    );
    expect(fichiers.map(({ verdict, dossiers }) => [verdict, dossiers])).toEqual([
      ['accepte', { lus: 3, acceptes: 3, refuses: 0, avertis: 3 }],
      ['accepte-partiellement', { lus: 3, acceptes: 2, refuses: 1, avertis: 2 }],
      ['accepte', { lus: 1, acceptes: 1, refuses: 0, avertis: 0 }],
    ]);
  });
});
