import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { lireFlux } from '../../shared/imports/lire-flux.ts';
import { toutLire, utf8 } from '../sources.ts';
import { eleve, evaluation, notes, scolarite } from './fichiers.ts';

const MORCEAU_OCTETS = 65_536;

/** A file that says how much of it was read. */
function compter(texte: Iterable<string>): { source: AsyncGenerator<Uint8Array>; lus: () => number } {
  let lus = 0;
  async function* source(): AsyncGenerator<Uint8Array> {
    let attente = '';
    for (const partie of texte) {
      attente += partie;
      while (attente.length >= MORCEAU_OCTETS) {
        lus += MORCEAU_OCTETS;
        yield utf8(attente.slice(0, MORCEAU_OCTETS));
        attente = attente.slice(MORCEAU_OCTETS);
      }
    }
    lus += attente.length;
    yield utf8(attente);
  }
  return { source: source(), lus: () => lus };
}

function* repeter(avant: string, motif: string, fois: number, apres = ''): Generator<string> {
  yield avant;
  const paquet = motif.repeat(1000);
  for (let i = 0; i < fois; i += 1000) yield paquet;
  yield apres;
}

const [AVANT = '', APRES = ''] = notes({ eleves: '@' }).split('@');
const [AVANT_ANNUELLE = '', APRES_ANNUELLE = ''] = notes({
  eleves: eleve({ scolarites: scolarite({ evaluations: evaluation({ annuelle: '<annuelle>@</annuelle>' }) }) }),
}).split('@');

const BOMBE = `<!DOCTYPE lsl [<!ENTITY a "ha">${Array.from({ length: 30 }, (_, i) => `<!ENTITY a${i} "${`&a${i - 1};`.replace('-1', '').repeat(10)}">`).join('')}]>`;

describe('a hostile file is refused with its own code, quickly, and read no further than its fault', () => {
  test.each<[string, Iterable<string>, string]>([
    ['an entity bomb', [BOMBE, '<lsl>&a29;</lsl>'], 'xml-doctype'],
    ['an endless DTD', repeter('<!DOCTYPE lsl [', '<!ELEMENT a ANY>', 1_000_000), 'xml-doctype'],
    ['an external entity', ['<!DOCTYPE lsl [<!ENTITY e SYSTEM "file:///etc/passwd">]><lsl>&e;</lsl>'], 'xml-doctype'],
    ['an external DTD', ['<!DOCTYPE lsl SYSTEM "http://192.0.2.1/lsl.dtd"><lsl/>'], 'xml-doctype'],
    ['a million nested elements', repeter(AVANT, '<eleve>', 1_000_000), 'xml-trop-profond'],
    ['a million nested roots', repeter('', '<a>', 1_000_000), 'format-inconnu'],
    [
      '200,000 attributes',
      [AVANT, '<eleve ', ...Array.from({ length: 200_000 }, (_, i) => `a${i}="1" `), '/>'],
      'xml-attributs-trop-nombreux',
    ],
    ['a comment of 5 MB', repeter(`${AVANT}<!--`, 'commentaire ', 430_000, `-->${APRES}`), 'xml-commentaire-trop-long'],
    [
      'a processing instruction of 5 MB',
      repeter(`${AVANT}<?x `, 'instruction ', 430_000, `?>${APRES}`),
      'xml-commentaire-trop-long',
    ],
    ['a text of 5 MB', repeter(AVANT_ANNUELLE, 'texte ', 800_000, APRES_ANNUELLE), 'xml-texte-trop-long'],
    [
      'a CDATA section of 5 MB',
      repeter(`${AVANT_ANNUELLE}<![CDATA[`, 'texte ', 800_000, `]]>${APRES_ANNUELLE}`),
      'xml-texte-trop-long',
    ],
    ['white space of 5 MB', repeter(AVANT, ' ', 5_000_000, APRES), 'xml-texte-trop-long'],
    ['an attribute of 5 MB', repeter(`${AVANT}<eleve id="`, '1', 5_000_000, `"/>${APRES}`), 'xml-balise-trop-longue'],
    ['a name of 5 MB', repeter(`${AVANT}<`, 'a', 5_000_000, `/>${APRES}`), 'xml-balise-trop-longue'],
    [
      'an entity name of 5 MB',
      repeter(`${AVANT_ANNUELLE}&`, 'a', 5_000_000, `;${APRES_ANNUELLE}`),
      'xml-texte-trop-long',
    ],
    ['a NUL', [AVANT_ANNUELLE, '\u0000', APRES_ANNUELLE], 'xml-caractere-interdit'],
    ['NULs in place of the file', repeter('', '\u0000', 1_000_000), 'fichier-utf16'],
    [
      'an evaluation of 100,000 periods',
      repeter(AVANT_ANNUELLE.replace('<annuelle>', '<periodiques>'), '<periode/>', 100_000),
      'xml-enfants-trop-nombreux',
    ],
    [
      'a pupil of 100 MB',
      repeter(`${AVANT}<eleve id="1"><scolarites>`, scolarite({ evaluations: evaluation().repeat(10) }), 25_000),
      'xml-element-trop-gros',
    ],
    [
      'a line of candidates of 5 MB',
      repeter(
        `no_candidat;no_pv;ine;nom_famille;nom_usage;prenoms;date_naissance;uai;division;serie;categorie;jury;centre\n`,
        'x',
        5_000_000,
      ),
      'csv-ligne-trop-longue',
    ],
  ])('%s', async (_nom, texte, code) => {
    const { source, lus } = compter(texte);
    const debut = performance.now();
    const { erreur } = await toutLire(lireFlux(source));
    expect(erreur).toMatchObject({ code });
    expect(performance.now() - debut).toBeLessThan(2000);
    // The pupil of 100 MB is read up to the limit of one element; a stream reads a few chunks ahead.
    expect(lus()).toBeLessThan(1024 * 1024);
  });

  test('names that mean something to JavaScript are only unknown names', async () => {
    const { source } = compter([
      notes({
        eleves: eleve({ attributs: 'id="1" __proto__="x" constructor="y"' }).replace(
          '<scolarites>',
          '<__proto__/><scolarites>',
        ),
      }),
    ]);
    const { lus } = await toutLire(lireFlux(source));
    expect(lus[1]).toMatchObject({
      type: 'refus',
      eleve: '1',
      anomalies: [
        { code: 'attribut-inconnu', message: 'L’attribut « __proto__ » de « eleve » n’est pas attendu.' },
        { code: 'attribut-inconnu' },
        { code: 'element-inattendu' },
      ],
    });
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test('a dossier with a thousand faults costs a bounded compte rendu', async () => {
    const { source } = compter([notes({ eleves: eleve({ scolarites: '<x/>'.repeat(1000) }) })]);
    const { lus } = await toutLire(lireFlux(source));
    const [, refus] = lus;
    expect(refus?.type === 'refus' && refus.anomalies.length).toBe(201);
  });

  test('a refusal that comes after hundreds of warnings is still said', async () => {
    const evaluations =
      evaluation({ annuelle: '<annuelle> </annuelle>' }).repeat(300) +
      evaluation({ annuelle: '<annuelle/>' }).repeat(2);
    const { source } = compter([notes({ eleves: eleve({ scolarites: scolarite({ evaluations }) }) })]);
    const { lus } = await toutLire(lireFlux(source));
    const [, refus] = lus;
    const anomalies = refus?.type === 'refus' ? refus.anomalies : [];
    expect(anomalies).toHaveLength(202);
    expect(anomalies.at(-1)?.code).toBe('appreciation-vide');
  });
});

test('thirty megabytes are read in a heap of 24', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--max-old-space-size=24',
    '--max-semi-space-size=4',
    `${import.meta.dirname}/lire-30-mo.ts`,
  ]);
  expect(JSON.parse(stdout)).toEqual({ dossiers: 1500, refus: 0 });
}, 30_000);
