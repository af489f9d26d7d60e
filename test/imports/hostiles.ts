import { createHash, randomBytes } from 'node:crypto';
import { constants, crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { Hasard } from '../../shared/fabrique/hasard.ts';
import { CANDIDATS_ENTETE } from '../../shared/imports/candidats.ts';
import { utf8 } from '../sources.ts';
import { archive, zipper } from './archives.ts';
import { candidat, candidats, eleve, evaluation, notes, scolarite, siecle } from './fichiers.ts';

/** A file made to harm whoever reads it. */
export interface Hostile {
  readonly parties: () => Iterable<string | Uint8Array>;
  /** Of the file's refusal, or of the first one of a dossier. */
  readonly code: string;
  /** Read in a process of its own, since it costs enough to hide what another costs. */
  readonly seul?: boolean;
}

const MEGA = 1_000_000;
/** Noise that is the same at each run: one byte in two hundred would make it look like UTF-16. */
const BRUIT = createHash('sha512').update('bruit').digest();
const [AVANT = '', APRES = ''] = notes({ eleves: '@' }).split('@');
const [AVANT_TEXTE = '', APRES_TEXTE = ''] = notes({
  eleves: eleve({ scolarites: scolarite({ evaluations: evaluation({ annuelle: '<annuelle>@</annuelle>' }) }) }),
}).split('@');

/** As many times as it takes, by thousands. */
function* repeter(avant: string, motif: string, fois: number, apres = ''): Generator<string> {
  yield avant;
  const paquet = motif.repeat(1000);
  for (let i = 0; i < fois; i += 1000) yield paquet;
  yield apres;
}

const xml = (code: string, ...parties: readonly string[]): Hostile => ({ parties: () => parties, code });
const long = (code: string, ...parties: Parameters<typeof repeter>): Hostile => ({
  parties: () => repeter(...parties),
  code,
});
const zip = (code: string, faire: () => Uint8Array): Hostile => ({ parties: () => [faire()], code });

const seul = (hostile: Hostile): Hostile => ({ ...hostile, seul: true });

const ENTITES = Array.from({ length: 30 }, (_, i) =>
  i === 0 ? '<!ENTITY a0 "ha">' : `<!ENTITY a${i} "${`&a${i - 1};`.repeat(10)}">`,
).join('');
const DTD: Readonly<Record<string, string>> = {
  'an entity bomb': `<!DOCTYPE lsl [${ENTITES}]><lsl>&a29;</lsl>`,
  'an entity bomb in the default of an attribute': `<!DOCTYPE lsl [${ENTITES}<!ATTLIST lsl a CDATA "&a29;">]><lsl/>`,
  'a quadratic blowup': `<!DOCTYPE lsl [<!ENTITY a "${'x'.repeat(50_000)}">]><lsl>${'&a;'.repeat(50_000)}</lsl>`,
  'an external entity': '<!DOCTYPE lsl [<!ENTITY e SYSTEM "file:///etc/passwd">]><lsl>&e;</lsl>',
  'an external entity of the network': '<!DOCTYPE lsl [<!ENTITY e SYSTEM "http://192.0.2.1/">]><lsl>&e;</lsl>',
  'an external parameter entity': '<!DOCTYPE lsl [<!ENTITY % e SYSTEM "http://192.0.2.1/e.dtd"> %e;]><lsl/>',
  'an external DTD': '<!DOCTYPE lsl SYSTEM "http://192.0.2.1/lsl.dtd"><lsl/>',
  'an entity that names itself': '<!DOCTYPE lsl [<!ENTITY a "&a;">]><lsl>&a;</lsl>',
};

/** Blocks that begin and end on a byte, and know nothing of what precedes: they can be put side by side. */
function blocDeflate(clair: Uint8Array): Uint8Array {
  return deflateRawSync(clair, { level: 9, finishFlush: constants.Z_FULL_FLUSH });
}

/** Half a gigabyte of white space behind the root's opening, diluted to pass for an honest ratio. */
function bombeDiluee(): Uint8Array {
  const blanc = Buffer.alloc(MEGA, ' ');
  const bruit = Buffer.from(randomBytes(MEGA * 2).toString('hex'));
  const tete = utf8(AVANT);
  const bloc = blocDeflate(blanc);
  const morceaux = [tete, ...Array.from({ length: 480 }, () => blanc), bruit];
  const octets = Buffer.concat([blocDeflate(tete), ...Array.from({ length: 480 }, () => bloc), deflateRawSync(bruit)]);
  const somme = morceaux.reduce((total, morceau) => crc32(morceau, total), 0);
  return zipper('', { octets, somme, taille: morceaux.reduce((total, { length }) => total + length, 0) });
}

/** Each pupil with 40,000 attributes of which no other has one: each would make one more class of objects. */
function* attributsTousDifferents(): Generator<string> {
  yield AVANT;
  for (let i = 0; i < 20; i++) {
    const elements = Array.from({ length: 700 }, (_, j) => {
      const noms = Array.from({ length: 50 }, (_, k) => `a${((i * 700 + j) * 50 + k).toString(36)}=""`);
      return `<x ${noms.join(' ')}/>`;
    });
    yield eleve({ attributs: `id="${i + 1}"`, scolarites: elements.join('') });
  }
  yield APRES;
}

/** A few names, in as many orders as there are elements. */
function* attributsMeles(): Generator<string> {
  const hasard = new Hasard(1, 'attributs');
  yield AVANT;
  for (let i = 0; i < 20; i++) {
    const elements = Array.from({ length: 700 }, () => {
      const noms = Array.from({ length: 50 }, (_, k) => [hasard.reel(), `a${k}=""`] as const).sort(([a], [b]) => a - b);
      return `<x ${noms.map(([, nom]) => nom).join(' ')}/>`;
    });
    yield eleve({ attributs: `id="${i + 1}"`, scolarites: elements.join('') });
  }
  yield APRES;
}

function* attributsQualifies(): Generator<string> {
  yield AVANT;
  for (let i = 0; i < 100; i++) {
    const elements = Array.from({ length: 500 }, (_, j) => `<x xmlns:a="urn:${i * 500 + j}" a:b=""/>`);
    yield eleve({ attributs: `id="${i + 1}"`, scolarites: elements.join('') });
  }
  yield APRES;
}

export const HOSTILES: Readonly<Record<string, Hostile>> = {
  ...Object.fromEntries(Object.entries(DTD).map(([nom, texte]) => [nom, xml('xml-doctype', texte)])),
  ...Object.fromEntries(
    Object.entries(DTD).map(([nom, texte]): [string, Hostile] => [
      `${nom}, in UTF-16`,
      { parties: () => [Buffer.from(`\ufeff${texte}`, 'utf16le')], code: 'fichier-utf16' },
    ]),
  ),
  'an endless DTD': long('xml-doctype', '<!DOCTYPE lsl [', '<!ELEMENT a ANY>', MEGA),
  'an endless DTD in UTF-16 of the other end': {
    parties: () => [Buffer.from(`\ufeff<!DOCTYPE lsl [${'<!ELEMENT a ANY>'.repeat(1000)}`, 'utf16le').swap16()],
    code: 'fichier-utf16',
  },
  'an entity that HTML knows': xml('xml-entite-inconnue', `${AVANT_TEXTE}&nbsp;${APRES_TEXTE}`),
  'an entity named as what objects inherit': xml('xml-entite-inconnue', `${AVANT_TEXTE}&constructor;${APRES_TEXTE}`),
  'an entity named __proto__': xml('xml-entite-inconnue', `${AVANT_TEXTE}&__proto__;${APRES_TEXTE}`),
  'an entity name of 5 MB': long('xml-texte-trop-long', `${AVANT_TEXTE}&`, 'a', 5 * MEGA, `;${APRES_TEXTE}`),
  'a numeric reference beyond Unicode': xml('xml-reference-invalide', `${AVANT_TEXTE}&#x110000;${APRES_TEXTE}`),
  'a numeric reference of 50,000 digits': xml('xml-reference-invalide', AVANT_TEXTE, `&#${'9'.repeat(50_000)};`),
  'a numeric reference of 5 MB': long('xml-texte-trop-long', `${AVANT_TEXTE}&#x`, 'f', 5 * MEGA, `;${APRES_TEXTE}`),
  'a million numeric references': long('xml-texte-trop-long', AVANT_TEXTE, '&#233;', MEGA, APRES_TEXTE),
  'a reference to NUL': xml('xml-reference-invalide', `${AVANT_TEXTE}&#0;${APRES_TEXTE}`),
  'a NUL': xml('xml-caractere-interdit', `${AVANT_TEXTE}\u0000${APRES_TEXTE}`),
  'a NUL in a name': xml('xml-caractere-interdit', `${AVANT}<el\u0000eve/>${APRES}`),
  'NULs in place of the file': long('fichier-utf16', '', '\u0000', MEGA),

  'a million nested elements': long('xml-trop-profond', AVANT, '<eleve>', MEGA),
  'a million nested roots': long('format-inconnu', '', '<a>', MEGA),
  '200,000 attributes': {
    parties: () => [AVANT, '<eleve ', ...Array.from({ length: 200_000 }, (_, i) => `a${i}="1" `), '/>'],
    code: 'xml-attributs-trop-nombreux',
  },
  '200,000 namespaces': {
    parties: () => ['<lsl:lsl ', ...Array.from({ length: 200_000 }, (_, i) => `xmlns:a${i}="urn:a" `), '/>'],
    code: 'xml-attributs-trop-nombreux',
  },
  'attributes that are all different': {
    parties: attributsTousDifferents,
    code: 'xml-attributs-trop-varies',
    seul: true,
  },
  'attributes in every order': { parties: attributsMeles, code: 'xml-attributs-trop-varies', seul: true },
  'attributes of ever new namespaces': {
    parties: attributsQualifies,
    code: 'xml-attributs-trop-varies',
    seul: true,
  },
  'a comment of 5 MB': long('xml-commentaire-trop-long', `${AVANT}<!--`, 'commentaire ', MEGA / 2, `-->${APRES}`),
  'a comment of 5 MB before the root': long('xml-commentaire-trop-long', '<!--', 'commentaire ', MEGA / 2, '--><lsl/>'),
  'an instruction of 5 MB': long('xml-commentaire-trop-long', `${AVANT}<?x `, 'instruction ', MEGA / 2, `?>${APRES}`),
  'a text of 5 MB on one line': long('xml-texte-trop-long', AVANT_TEXTE, 'texte ', MEGA, APRES_TEXTE),
  'a text of 5 MB of line ends': long('xml-texte-trop-long', AVANT_TEXTE, '\r\n', 3 * MEGA, APRES_TEXTE),
  'a CDATA section of 5 MB': long(
    'xml-texte-trop-long',
    `${AVANT_TEXTE}<![CDATA[`,
    ']] ',
    2 * MEGA,
    `]]>${APRES_TEXTE}`,
  ),
  'white space of 5 MB': long('xml-texte-trop-long', AVANT, ' ', 5 * MEGA, APRES),
  'white space of 5 MB before anything': long('xml-texte-trop-long', '<?xml version="1.0"?>', ' ', 5 * MEGA, '<lsl/>'),
  'an attribute of 5 MB': long('xml-balise-trop-longue', `${AVANT}<eleve id="`, '1', 5 * MEGA, `"/>${APRES}`),
  'a figure of 60,000 digits': xml(
    'moyenne-invalide',
    notes({
      eleves: eleve({
        scolarites: scolarite({
          evaluations: evaluation({ periodes: `<periode numero="1" moyenne="1.${'0'.repeat(60_000)}1"/>` }),
        }),
      }),
    }),
  ),
  'a name of 5 MB': long('xml-balise-trop-longue', `${AVANT}<`, 'a', 5 * MEGA, `/>${APRES}`),
  'a name of 60,000 letters': xml('xml-nom-trop-long', `${AVANT}<${'a'.repeat(60_000)}/>${APRES}`),
  'an evaluation of 100,000 periods': long(
    'xml-enfants-trop-nombreux',
    AVANT_TEXTE.replace('<annuelle>', '<periodiques>'),
    '<periode/>',
    100_000,
  ),
  'a pupil of 10 MB': seul(
    long(
      'xml-element-trop-gros',
      `${AVANT}<eleve id="1"><scolarites>`,
      scolarite({ evaluations: evaluation().repeat(10) }),
      2000,
    ),
  ),
  'a root named __proto__': xml('format-inconnu', '<__proto__ constructor="x"><prototype/></__proto__>'),
  'a namespace of prefix __proto__': xml('format-inconnu', '<__proto__:lsl xmlns:__proto__="urn:x"/>'),
  'an element named __proto__': xml('structure-inattendue', `${AVANT}<__proto__/>${APRES}`),
  'an attribute named __proto__': xml(
    'attribut-inconnu',
    `${AVANT}${eleve({ attributs: 'id="1" __proto__="x" constructor="y"' })}${APRES}`,
  ),
  'an option of SIECLE repeated a million times': seul(
    long('eleves-trop-nombreux', siecle().split('</OPTIONS>')[0] ?? '', '<OPTION/>', MEGA),
  ),

  'a line of candidates of 5 MB': long('csv-ligne-trop-longue', `${CANDIDATS_ENTETE}\n`, 'x', 5 * MEGA),
  'a line of candidates of twenty million columns': long(
    'csv-ligne-trop-longue',
    `${CANDIDATS_ENTETE}\n`,
    ';',
    20 * MEGA,
  ),
  'a candidate between quotes that never close': xml(
    'candidat-champ-vide',
    candidats(candidat({ no_candidat: '', jury: '"' })),
  ),
  'a candidate named __proto__': xml('candidat-numero-invalide', candidats(candidat({ no_candidat: '__proto__' }))),
  'a column named __proto__': xml('candidats-entete', CANDIDATS_ENTETE.replace('no_pv', '__proto__')),
  'a header line of 5 MB': long('candidats-entete', `${CANDIDATS_ENTETE};`, 'x', 5 * MEGA),
  'candidates in UTF-16': { parties: () => [Buffer.from(candidats(candidat()), 'utf16le')], code: 'fichier-utf16' },
  'a NUL in candidates': xml('candidat-caractere-interdit', candidats(candidat({ division: 'T\u0000' }))),
  'a file of one line end repeated': long('format-inconnu', 'x', '\n', 5 * MEGA),

  'a bomb in a ZIP': zip('archive-bombe', () => zipper(Buffer.alloc(50 * MEGA, ' '))),
  'a bomb in a ZIP that lies': zip('archive-taille-fausse', () =>
    zipper(Buffer.alloc(50 * MEGA, ' '), { taille: 1000 }),
  ),
  'a bomb in a ZIP of an honest ratio': seul(zip('xml-texte-trop-long', bombeDiluee)),
  'a bomb of a gigabyte in ZIP64': zip('archive-bombe', () =>
    zipper('', { zip64: true, octets: randomBytes(MEGA), taille: 2 ** 30 }),
  ),
  'a ZIP in a ZIP in a ZIP, as 42.zip': zip('archive-imbriquee', () =>
    zipper(zipper(zipper(Buffer.alloc(MEGA, '0')), { methode: 0 })),
  ),
  'sixteen ZIPs in a ZIP, as 42.zip': zip('archive-plusieurs-fichiers', () =>
    archive(Array.from({ length: 16 }, (_, i) => ({ nom: `lib ${i}.zip`, contenu: zipper('x') }))),
  ),
  'a ZIP that begins by itself': zip('archive-imbriquee', () => {
    const meme = zipper('x', { nom: 'r.zip', methode: 0 });
    return zipper(Buffer.concat([meme, meme]), { nom: 'r.zip', methode: 0 });
  }),
  'sixty thousand entries over one data': seul(
    zip('archive-plusieurs-fichiers', () => {
      const noyau = { octets: blocDeflate(Buffer.alloc(MEGA, ' ')), taille: MEGA };
      return archive([
        noyau,
        ...Array.from({ length: 60_000 }, (_, i) => ({ ...noyau, nom: `${i}`, debut: 0, absente: true })),
      ]);
    }),
  ),
  'entries of macOS over one data': zip('archive-chevauchement', () =>
    archive([{ contenu: notes() }, { nom: '__MACOSX/a', contenu: notes(), debut: 0, absente: true }]),
  ),
  'sixty thousand entries of macOS': seul(
    zip('archive-chemin', () =>
      archive(Array.from({ length: 60_000 }, (_, i) => ({ nom: `__MACOSX/${i}`, contenu: 'x', methode: 0 }))),
    ),
  ),
  'a ZIP with a path that climbs': zip('archive-chemin', () => zipper(notes(), { nom: '../../etc/passwd' })),
  'a ZIP with an absolute path': zip('archive-chemin', () => zipper(notes(), { nom: '/etc/passwd' })),
  'a ZIP with a path of Windows': zip('archive-chemin', () => zipper(notes(), { nom: 'C:\\export.xml' })),
  'a ZIP of a file named __proto__, which holds a bomb': zip('xml-doctype', () =>
    zipper(DTD['an entity bomb'] ?? '', { nom: '__proto__' }),
  ),
  'a ZIP of 24 MB of noise': seul(zip('format-inconnu', () => zipper(Buffer.alloc(24 * MEGA, BRUIT), { methode: 0 }))),
  'a ZIP of 40 MB': {
    parties: () => repeter('PK\u0003\u0004', 'x', 40 * MEGA),
    code: 'archive-trop-grosse',
    seul: true,
  },
  'a ZIP of nothing but ends': zip('archive-endommagee', () =>
    Buffer.concat([zipper('x'), Buffer.alloc(65_000, 'PK\u0005\u0006')]),
  ),
  'a bomb in gzip': zip('fichier-compresse', () => gzipSync(Buffer.alloc(50 * MEGA, ' '))),
};
