import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Hasard } from '../../shared/fabrique/hasard.ts';
import { lireFlux } from '../../shared/imports/lire-flux.ts';
import { estErreurCodee } from '../../shared/kernel/erreur.ts';
import { decoupe, source, toutLire } from '../sources.ts';
import { archive, type Entree, zipper } from './archives.ts';
import { candidat, candidats, eleve, evaluation, nomenclature, notes, scolarite, siecle } from './fichiers.ts';

const resultat = async (octets: Uint8Array, tailles: readonly number[] = [65_536]) =>
  toutLire(lireFlux(decoupe(octets, tailles)));
const lire = async (octets: Uint8Array | string) => toutLire(lireFlux(source(octets)));
const code = async (octets: Uint8Array): Promise<string> => {
  const { lus, erreur } = await resultat(octets);
  // Nothing of an archive that is refused has been read.
  expect(lus).toEqual([]);
  return estErreurCodee(erreur) ? erreur.code : String(erreur);
};

const GRAND = notes({
  eleves: Array.from({ length: 40 }, (_, i) =>
    eleve({ attributs: `id="${i + 1}"`, scolarites: scolarite({ evaluations: evaluation().repeat(12) }) }),
  ).join('\n'),
});

describe('a file alone in a ZIP is read as it would be out of it', () => {
  test.each([
    ['notes', GRAND],
    ['pupils of SIECLE', siecle()],
    ['a nomenclature', nomenclature()],
    ['candidates', candidats(candidat())],
    ['a file that is refused, at its line and column', notes({ eleves: `${eleve()}\n <x>` })],
    ['an empty file', ''],
  ])('%s', async (_nom, texte) => {
    const attendu = await lire(texte);
    expect(await lire(zipper(texte))).toEqual(attendu);
    expect(await resultat(zipper(texte), [1, 7, 100])).toEqual(attendu);
  });

  test.each<[string, Entree]>([
    ['stored without compression', { methode: 0 }],
    ['with its sizes after it, as Java writes them', { drapeaux: 0x808 }],
    ['with ZIP64 fields', { zip64: true }],
    ['under a name of another alphabet', { nom: 'Élèves – № 1.xml' }],
    ['without extension', { nom: 'export' }],
  ])('%s', async (_nom, entree) => {
    expect(await lire(zipper(GRAND, entree))).toEqual(await lire(GRAND));
  });

  test('with the end of a ZIP64', async () => {
    expect(await lire(archive([{ contenu: GRAND, zip64: true }], { decalageZip64: 0 }))).toEqual(await lire(GRAND));
  });

  test('beside what macOS adds', async () => {
    const mac = [
      { nom: '.DS_Store', contenu: 'x' },
      { contenu: GRAND },
      { nom: '__MACOSX/', contenu: '' },
      { nom: '__MACOSX/._ElevesSansAdresses.xml', contenu: 'y' },
    ];
    expect(await lire(archive(mac))).toEqual(await lire(GRAND));
  });

  test('made by Python, from a stream or not', async () => {
    const programme = `
import io, sys, zipfile
class Flux(io.RawIOBase):
    def writable(self): return True
    def seekable(self): return False
    def write(self, octets): return sys.stdout.buffer.write(octets)
donnees = sys.stdin.buffer.read()
with zipfile.ZipFile(Flux() if sys.argv[1] == 'flux' else sys.stdout.buffer, 'w', zipfile.ZIP_DEFLATED) as z:
    with z.open('lsl.xml', 'w', force_zip64=sys.argv[1] == 'zip64') as f: f.write(donnees)
`;
    for (const forme of ['flux', 'fichier', 'zip64']) {
      const zip = execFileSync('python3', ['-c', programme, forme], { input: GRAND });
      expect(await lire(zip)).toEqual(await lire(GRAND));
    }
  });

  test('to its last byte, since the deposit is known by the hash of all of them', async () => {
    let lus = 0;
    async function* observee(): AsyncGenerator<Uint8Array> {
      for await (const octets of decoupe(zipper(GRAND), [100])) {
        lus += octets.length;
        yield octets;
      }
    }
    await toutLire(lireFlux(observee()));
    expect(lus).toBe(zipper(GRAND).length);
  });

  test('and a reader that stops early closes its source', async () => {
    let fermee = false;
    async function* observee(): AsyncGenerator<Uint8Array> {
      try {
        yield zipper(GRAND);
      } finally {
        fermee = true;
      }
    }
    for await (const lu of lireFlux(observee())) if (lu.type === 'dossier') break;
    expect(fermee).toBe(true);
  });
});

describe('an archive is refused', () => {
  const sain = zipper(GRAND);
  const dedans = { contenu: GRAND };
  const change = (lieu: number, valeur: number): Buffer => {
    const copie = Buffer.from(sain);
    copie[lieu] = valeur;
    return copie;
  };

  test.each<[string, Buffer, string]>([
    ['without any file', archive([]), 'archive-vide'],
    ['with what macOS adds and no file', archive([{ nom: '__MACOSX/._x', contenu: 'x' }]), 'archive-vide'],
    ['of two files', archive([dedans, { nom: 'b.xml', contenu: 'b' }]), 'archive-plusieurs-fichiers'],
    ['of two files under one name', archive([dedans, dedans]), 'archive-plusieurs-fichiers'],
    [
      'full of what macOS might add',
      archive([dedans, ...Array.from({ length: 20 }, (_, i) => ({ nom: `__MACOSX/${i}` }))]),
      'archive-chemin',
    ],
    ...['export/', 'export/a.xml', '../a.xml', '..', '.', '', '/etc/passwd', 'a\\b.xml', 'C:a.xml', 'c:\\a.xml'].map(
      (nom): [string, Buffer, string] => [`with the path « ${nom} »`, zipper(GRAND, { nom }), 'archive-chemin'],
    ),
    ['encrypted', zipper(GRAND, { drapeaux: 1 }), 'archive-chiffree'],
    ['strongly encrypted', zipper(GRAND, { drapeaux: 0x41 }), 'archive-chiffree'],
    ['with a masked table', zipper(GRAND, { drapeaux: 0x2000 }), 'archive-chiffree'],
    ['compressed by LZMA', zipper(GRAND, { methode: 14 }), 'archive-methode'],
    ['compressed by Deflate64', zipper(GRAND, { methode: 9 }), 'archive-methode'],
    ['cut at its middle', sain.subarray(0, sain.length >> 1), 'archive-endommagee'],
    ['without its last byte', sain.subarray(0, -1), 'archive-endommagee'],
    ['followed by something', Buffer.concat([sain, Buffer.from('x')]), 'archive-endommagee'],
    ['with a byte changed in its data', change(sain.length >> 1, 0), 'archive-endommagee'],
    ['with another sum', zipper(GRAND, { somme: 1 }), 'archive-endommagee'],
    ['whose file says to be smaller', zipper(GRAND, { taille: GRAND.length - 1 }), 'archive-taille-fausse'],
    ['whose file says to be larger', zipper(GRAND, { taille: GRAND.length + 1 }), 'archive-taille-fausse'],
    ['stored, of two sizes', zipper(GRAND, { methode: 0, taille: 1 }), 'archive-taille-fausse'],
    [
      'with bytes behind the compressed ones',
      zipper(GRAND, { octets: Buffer.concat([deflateRawSync(GRAND), Buffer.alloc(10)]) }),
      'archive-taille-fausse',
    ],
    ['that is a bomb by its size', zipper('x', { taille: 2 ** 31, tailleCompressee: 2 ** 30 }), 'archive-bombe'],
    ['that is a bomb by its ratio', zipper(Buffer.alloc(1e6, ' ')), 'archive-bombe'],
    ['in an archive', zipper(sain, { methode: 0 }), 'archive-imbriquee'],
    ['compressed in an archive', zipper(sain), 'archive-imbriquee'],
    ['with a name that its table does not know', zipper(GRAND, { nomLocal: 'autre.xml' }), 'archive-incoherente'],
    ['with a method that its table does not know', zipper(GRAND, { methodeLocale: 0 }), 'archive-incoherente'],
    ['whose table counts too few', archive([dedans, { nom: 'b.xml' }], { nombre: 1 }), 'archive-incoherente'],
    ['whose table counts too many', archive([dedans], { nombre: 2 }), 'archive-endommagee'],
    ['whose table is elsewhere', archive([dedans], { debut: 5 }), 'archive-endommagee'],
    [
      'whose first entry is not in the table',
      archive([{ contenu: 'leurre' }, dedans, { nom: '.DS_Store' }], { debut: 0 }),
      'archive-endommagee',
    ],
    [
      'with two entries at one place',
      archive([
        { ...dedans, nom: '.DS_Store' },
        { ...dedans, nom: '.DS_Store', debut: 0, absente: true },
        { contenu: '' },
      ]),
      'archive-chevauchement',
    ],
    ['whose data runs over the table', zipper(GRAND, { tailleCompressee: sain.length - 60 }), 'archive-chevauchement'],
    ['whose data runs over its end', zipper(GRAND, { tailleCompressee: sain.length }), 'archive-endommagee'],
    ['of ZIP64 that is not where it says', archive([dedans], { decalageZip64: -1 }), 'archive-endommagee'],
    ['of ZIP64 beyond its end', archive([dedans], { decalageZip64: 2 ** 40 }), 'archive-endommagee'],
    ['of ZIP64 with a size without end', zipper('x', { zip64: true, taille: 2 ** 52 }), 'archive-bombe'],
    ['of ZIP64 placed beyond its end', archive([{ ...dedans, zip64: true, debut: 2 ** 40 }]), 'archive-incoherente'],
    ['of more than 24 MB', zipper(randomBytes(25 << 20), { methode: 0 }), 'archive-trop-grosse'],
  ])('%s', async (_nom, octets, attendu) => {
    // What makes an archive recognised stands first, whatever follows.
    const debut = octets.subarray(0, 4);
    expect(debut.subarray(0, 2).toString()).toBe('PK');
    expect(await code(octets)).toBe(attendu);
  });

  test('with a byte changed anywhere, or is read the same', async () => {
    const hasard = new Hasard(1, 'archive');
    const attendu = await lire(GRAND);
    const petit = archive(
      [
        { contenu: GRAND, zip64: true },
        { nom: '.DS_Store', contenu: 'x' },
      ],
      { decalageZip64: 0 },
    );
    let refus = 0;
    for (let essai = 0; essai < 200; essai++) {
      const mutant = Buffer.from(petit);
      const lieu = hasard.chance(500) ? hasard.entier(petit.length) : petit.length - 1 - hasard.entier(250);
      mutant[lieu] = hasard.entier(256);
      const { lus, erreur } = await resultat(mutant);
      if (erreur === null) expect({ lieu, lus }).toEqual({ lieu, lus: attendu.lus });
      else if (!estErreurCodee(erreur)) throw new Error(`byte ${lieu}`, { cause: erreur });
      else refus += 1;
    }
    expect(refus).toBeGreaterThan(100);
  }, 20_000);
});
