import { enLatin9, parReference } from '../../shared/fabrique/ecriture.ts';
import type { Hasard } from '../../shared/fabrique/hasard.ts';
import { documentDe, fabrication, texteDe } from '../fabrique/lectures.ts';
import { utf8 } from '../sources.ts';
import { eleve, evaluation, notes, scolarite } from './fichiers.ts';

/** Files of notes with something changed, by chance: what a software, a disk or a hand may do to them. */

export type Famille = 'octets' | 'balises' | 'attributs' | 'textes' | 'espaces' | 'encodages' | 'prologue';

export interface Mutant {
  readonly octets: Uint8Array;
  /** What was changed, for the message of a failure. */
  readonly histoire: string;
}

/** A file before it is bytes. */
interface Fichier {
  readonly texte: string;
  readonly encodage: 'UTF-8' | 'ISO-8859-15';
}

/** Both years of twelve fictional lycées, of two pupils: UTF-8 and ISO-8859-15, terms and semesters. */
function fichiersFabriques(): Fichier[] {
  return Array.from({ length: 12 }, (_, i) => fabrication({ graine: i + 1, eleves: 2 })).flatMap((monde) =>
    monde.sommaire.etablissements.flatMap(({ annees }) =>
      annees.map(({ notes: chemin }) => {
        const document = documentDe(monde, chemin);
        return { texte: texteDe(document), encodage: document.encodage };
      }),
    ),
  );
}

const AVIS = ['avisEngagement', 'avisInvestissement', 'avisChefEtab'].map(
  (nom) => `<${nom} date="2016-05-31" nom="DUPONT" prenom="Anne">Un avis.</${nom}>`,
);

/** All that the schema knows. */
const COMPLET = notes({
  eleves: eleve({
    avant:
      '<engagements><engagement code="C"/><engagement code="V"/><engagement-autre>Club &amp; ciné</engagement-autre></engagements><avisExamen code="T"/>',
    scolarites:
      scolarite({ avis: AVIS.join('') }) +
      scolarite({
        attributs: 'annee-scolaire="2014" code-periode="S"',
        evaluations: evaluation({ attributs: 'modalite-election="O" code-matiere="030201" date="2015-06-01"' }),
      }),
  }),
});

/** Shapes that no factory writes, each valid. */
const A_LA_MAIN: readonly string[] = [
  notes(),
  COMPLET,
  notes({
    racine:
      'xmlns:lsl="urn:ac-grenoble.fr:lsl:import" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:ac-grenoble.fr:lsl:import D:\\dev\\import-lsl.xsd" schemaVersion="1.0"',
    eleves: `<!-- un élève -->${eleve()}<?suite ?>${eleve({ attributs: 'id="2"' })}`,
  })
    .replaceAll('lsl:lsl', 'n:lsl')
    .replace('xmlns:lsl', 'xmlns:n'),
  notes({
    eleves: eleve({
      scolarites: scolarite({
        evaluations: evaluation({
          annuelle: '<annuelle><![CDATA[<Bon> & sérieux]]> travail&#x2e;<!-- fin --></annuelle>',
          competences: '<competences><competence>B2</competence><competence code="0001">NE</competence></competences>',
          enseignants: '<enseignants><enseignant/><enseignant nom="DURAND"/></enseignants>',
          structure: '<structure\n\teffectif="31"\n></structure>',
        }),
      }),
    }),
  }),
];

/** The sound files that mutants come from. */
export function fichiersSains(): Fichier[] {
  return [...fichiersFabriques(), ...A_LA_MAIN.map((texte): Fichier => ({ texte, encodage: 'UTF-8' }))];
}

export function encoder({ texte, encodage }: Fichier): Uint8Array {
  return encodage === 'UTF-8' ? utf8(texte) : Buffer.from(enLatin9(texte, parReference), 'latin1');
}

const POIDS: readonly (readonly [Famille, number])[] = [
  ['octets', 12],
  ['balises', 24],
  ['attributs', 30],
  ['textes', 18],
  ['espaces', 6],
  ['encodages', 5],
  ['prologue', 5],
];

/** One change, sometimes two or three. */
export function muter(sain: Fichier, hasard: Hasard): Mutant {
  const histoire: string[] = [];
  let { texte, encodage } = sain;
  let octets: Uint8Array | null = null;
  const nombre = hasard.choixPese([
    [1, 7],
    [2, 2],
    [3, 1],
  ] as const);
  for (let i = 0; i < nombre && octets === null; i++) {
    const famille = hasard.choixPese(POIDS);
    if (famille === 'octets') {
      octets = muterOctets(encoder({ texte, encodage }), hasard, histoire);
    } else if (famille === 'encodages') {
      octets = muterEncodage(texte, hasard, histoire);
    } else {
      const avant = histoire.length;
      texte = MUTATIONS[famille](texte, hasard, (quoi) => histoire.push(`${famille}: ${quoi}`));
      if (histoire.length === avant) throw new Error(`a mutation of ${famille} that says nothing`);
    }
  }
  return { octets: octets ?? encoder({ texte, encodage }), histoire: histoire.join(' ; ') };
}

type Dire = (quoi: string) => unknown;
type MutationDeTexte = (texte: string, hasard: Hasard, dire: Dire) => string;

function muterOctets(sain: Uint8Array, hasard: Hasard, histoire: string[]): Uint8Array {
  const octets = Buffer.from(sain);
  const lieu = hasard.entier(octets.length);
  const longueur = 1 + hasard.entier(20);
  const fin = Math.min(octets.length, lieu + longueur);
  const geste = hasard.choix(['bit', 'octet', 'retrait', 'ajout', 'troncature', 'copie', 'echange'] as const);
  histoire.push(`octets: ${geste} ${lieu} ${longueur}`);
  switch (geste) {
    case 'bit':
      octets[lieu] = (octets[lieu] ?? 0) ^ (1 << hasard.entier(8));
      return octets;
    case 'octet':
      octets[lieu] = hasard.choix([
        0, 9, 10, 13, 0x20, 0x22, 0x26, 0x3c, 0x3e, 0x7f, 0x85, 0x9f, 0xa0, 0xc3, 0xe9, 0xff,
      ]);
      return octets;
    case 'retrait':
      return Buffer.concat([octets.subarray(0, lieu), octets.subarray(fin)]);
    case 'ajout':
      return Buffer.concat([
        octets.subarray(0, lieu),
        Buffer.from(hasard.choix(['<', '>', '&', '"', ' ', '\r', '\0', ']]>', '--', '<a/>', '&amp;', '/', '='])),
        octets.subarray(lieu),
      ]);
    case 'troncature':
      return octets.subarray(0, lieu);
    case 'copie':
      return Buffer.concat([octets.subarray(0, fin), octets.subarray(lieu)]);
    case 'echange': {
      const autre = hasard.entier(octets.length);
      const octet = octets[lieu] ?? 0;
      octets[lieu] = octets[autre] ?? 0;
      octets[autre] = octet;
      return octets;
    }
  }
}

/** Tags, texts, comments: what stands between two of them can be cut. */
function decouper(texte: string): string[] {
  return texte.match(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<[^>]*>|[^<]+/g) ?? [];
}

interface Balise {
  readonly debut: number;
  readonly fin: number;
  readonly nom: string;
}

/** Elements as ranges of pieces, end excluded, in the order of their beginning. */
function elements(morceaux: readonly string[]): Balise[] {
  const trouvees: Balise[] = [];
  const ouvertes: { debut: number; nom: string }[] = [];
  for (const [rang, morceau] of morceaux.entries()) {
    const nom = /^<\/?([\w:-]+)/.exec(morceau)?.[1];
    if (nom === undefined) continue;
    if (morceau.startsWith('</')) {
      const ouverte = ouvertes.pop();
      if (ouverte !== undefined) trouvees.push({ ...ouverte, fin: rang + 1 });
    } else if (morceau.endsWith('/>')) {
      trouvees.push({ debut: rang, fin: rang + 1, nom });
    } else {
      ouvertes.push({ debut: rang, nom });
    }
  }
  return trouvees;
}

/** Each name as often as any other: evaluations and periods would else be the only ones. */
function unElement(balises: readonly Balise[], hasard: Hasard): Balise {
  const nom = hasard.choix([...new Set(balises.map((balise) => balise.nom))]);
  return hasard.choix(balises.filter((balise) => balise.nom === nom));
}

const NOMS = (
  'eleve donnees entete editeur application etablissement engagements engagement engagement-autre avisExamen ' +
  'scolarites scolarite avisEngagement avisInvestissement avisChefEtab evaluation structure annuelle periodiques ' +
  'periode competences competence enseignants enseignant remarque __proto__ constructor élève Eleve lsl ' +
  'lsl:eleve 1eleve a:b:c'
).split(' ');

const muterBalises: MutationDeTexte = (texte, hasard, dire) => {
  const morceaux = decouper(texte);
  const balises = elements(morceaux);
  if (balises.length === 0) return rien(texte, dire);
  const { debut, fin, nom } = unElement(balises, hasard);
  const geste = hasard.choix([
    'retirer',
    'doubler',
    'deplacer',
    'renommer',
    'renommer-fin',
    'renommer-debut',
    'perdre-fin',
    'perdre-debut',
    'deballer',
    'emballer',
    'ajouter',
    'vider',
    'intervertir',
  ] as const);
  dire(`${geste} ${nom}`);
  const element = morceaux.slice(debut, fin);
  const sans = [...morceaux.slice(0, debut), ...morceaux.slice(fin)];
  const remplacer = (par: readonly string[]): string =>
    [...morceaux.slice(0, debut), ...par, ...morceaux.slice(fin)].join('');
  const renomme = (morceau: string, par: string): string => morceau.replace(nom, par);
  const [premier = '', ...suite] = element;
  const dernier = suite.pop();
  const autre = hasard.choix(NOMS);
  switch (geste) {
    case 'retirer':
      return sans.join('');
    case 'doubler':
      return remplacer([...element, ...element]);
    case 'deplacer': {
      const lieu = hasard.entier(sans.length + 1);
      return [...sans.slice(0, lieu), ...element, ...sans.slice(lieu)].join('');
    }
    case 'renommer':
      return remplacer([
        renomme(premier, autre),
        ...suite,
        ...(dernier === undefined ? [] : [renomme(dernier, autre)]),
      ]);
    case 'renommer-debut':
      return remplacer([renomme(premier, autre), ...element.slice(1)]);
    case 'renommer-fin':
      return remplacer([...element.slice(0, -1), renomme(element.at(-1) ?? '', autre)]);
    case 'perdre-fin':
      return remplacer(element.slice(0, -1));
    case 'perdre-debut':
      return remplacer(element.slice(1));
    case 'deballer':
      return remplacer(suite);
    case 'emballer':
      return remplacer([`<${autre}>`, ...element, `</${autre}>`]);
    case 'ajouter':
      return remplacer([premier, `<${autre}/>`, ...element.slice(1)]);
    case 'vider':
      return remplacer([premier.replace(/\/?>$/, '/>')]);
    case 'intervertir': {
      // With a brother of any name, which begins where this one ends.
      const frere = balises.find((candidat) => candidat.debut === fin);
      if (frere === undefined) return texte;
      return [
        ...morceaux.slice(0, debut),
        ...morceaux.slice(frere.debut, frere.fin),
        ...element,
        ...morceaux.slice(frere.fin),
      ].join('');
    }
  }
};

function rien(texte: string, dire: Dire): string {
  dire('rien');
  return texte;
}

const VALEURS = [
  '',
  ' ',
  '-1',
  '-1.0',
  '-0',
  '0',
  '00',
  '1',
  '2',
  '3',
  '4',
  '7',
  '01',
  '+1',
  ' 1 ',
  '1 ',
  '1e1',
  '1.',
  '.5',
  '.',
  '-',
  '+',
  '20',
  '20.00',
  '20.01',
  '25',
  '14.234',
  '14.230',
  '14,2',
  '0014.20',
  '1 2',
  'NN',
  'NaN',
  'INF',
  '0x10',
  '½',
  '١',
  '１',
  '\u00a0',
  '1\u00a0',
  '999999999',
  '1000000000',
  '999999999999999999',
  '1000000000000000000',
  `1${'0'.repeat(30)}`,
  `1.${'0'.repeat(60)}`,
  `1.${'0'.repeat(70)}`,
  `${'0'.repeat(70)}12`,
  `12${'\t'.repeat(70)}`,
  '1999',
  '2000',
  '2015',
  '02015',
  '9999',
  '10000',
  '2147483648',
  'T',
  'S',
  'O',
  'F',
  'A',
  'C',
  't',
  ' T',
  'T ',
  '061300',
  '61300',
  '0613000',
  '06130A',
  '０６１３００',
  '0001',
  '1.0',
  '01.00',
  '1.00',
  '1.1',
  '2015-09-01',
  ' 2015-09-01 ',
  '2015-02-29',
  '2016-02-29',
  '2100-02-29',
  '2015-09-01Z',
  '2015-09-01+02:00',
  '2015-09-01+14:00',
  '2015-09-01+14:01',
  '2015-09-01-15:00',
  '12015-09-01',
  '-2015-09-01',
  '0000-09-01',
  '0001-01-01',
  '2015-9-1',
  '01/09/2015',
  '2015-09-01T00:00:00',
  'B2',
  'é'.repeat(50),
  'é'.repeat(51),
  'é'.repeat(65),
  'é'.repeat(66),
  '😀'.repeat(50),
  '😀'.repeat(51),
  '😀'.repeat(65),
  '😀'.repeat(66),
  'x'.repeat(70_000),
  '&lt;',
  '&#10;1',
  '&#x31;',
  '&#49;',
  '&eacute;',
  '&#0;',
  '&#xD800;',
  '&#x110000;',
  '&#99999999999999999999;',
  '&',
  '<',
  'a\nb',
  'a\tb',
  '1\n',
  '\t1',
];

const ATTRIBUTS = (
  'id code date nom prenom numero moyenne effectif xml:lang xml:space xsi:nil xsi:type xsi:schemaLocation xmlns ' +
  'xmlns:a __proto__ constructor toString ÉCOLE 1a a:b'
).split(' ');

const ATTRIBUT = /([^\s=<>/"']+)(\s*=\s*)("[^"]*"|'[^']*')/g;

const muterAttributs: MutationDeTexte = (texte, hasard, dire) => {
  const trouves = [...texte.matchAll(ATTRIBUT)];
  if (trouves.length === 0) return rien(texte, dire);
  const nomChoisi = hasard.choix([...new Set(trouves.map(([, nom]) => nom))]);
  const [tout = '', nom = '', egal = '', cite = ''] = hasard.choix(trouves.filter((trouve) => trouve[1] === nomChoisi));
  const ou = hasard.choix(trouves.filter((trouve) => trouve[0] === tout)).index;
  const remplacer = (par: string): string => texte.slice(0, ou) + par + texte.slice(ou + tout.length);
  const geste = hasard.choixPese([
    ['valeur', 14],
    ['retirer', 2],
    ['doubler', 1],
    ['renommer', 2],
    ['ajouter', 3],
    ['guillemets', 1],
    ['coller', 1],
    ['valeur-d-un-autre', 3],
  ] as const);
  const valeur = hasard.choix(VALEURS);
  dire(`${geste} ${nom} ${JSON.stringify(valeur).slice(0, 60)}`);
  switch (geste) {
    case 'valeur':
      return remplacer(`${nom}${egal}"${valeur}"`);
    case 'retirer':
      return remplacer('');
    case 'doubler':
      return remplacer(`${tout} ${tout}`);
    case 'renommer':
      return remplacer(`${hasard.choix(ATTRIBUTS)}${egal}${cite}`);
    case 'ajouter':
      return remplacer(`${tout} ${hasard.choix(ATTRIBUTS)}="${valeur}"`);
    case 'guillemets':
      return remplacer(`${nom}${egal}${hasard.choix([`'${cite.slice(1, -1)}'`, cite.slice(1), cite.slice(1, -1)])}`);
    case 'coller':
      return remplacer(`${tout}${hasard.choix(['x="1"', '/', '=', "'"])}`);
    case 'valeur-d-un-autre':
      return remplacer(`${nom}${egal}${hasard.choix(trouves)[3]}`);
  }
};

const TEXTES = [
  '',
  ' ',
  '\n',
  '\u00a0',
  '\u2003',
  '\u200b',
  'x',
  'é'.repeat(300),
  'é'.repeat(301),
  '😀'.repeat(300),
  '😀'.repeat(301),
  `${'é'.repeat(299)}&amp;`,
  `${'é'.repeat(300)}&amp;`,
  `${'x'.repeat(300)}<!-- -->`,
  '<![CDATA[]]>',
  '<![CDATA[ ]]>',
  '<![CDATA[<annuelle>]]>',
  `<![CDATA[${'x'.repeat(301)}]]>`,
  ']]>',
  ']]&gt;',
  '&#160;',
  '&#13;',
  '&#x9;',
  '&nbsp;',
  '&#1;',
  '&#xFFFE;',
  '<?p?>',
  '<?xml version="1.0"?>',
  '<!-- -- -->',
  '<!-- a - b -->',
  '<!--->',
  '<b>x</b>',
  '\u0085',
  '\u2028',
  '\u009f',
  '\u007f',
  '\ufffe',
  '\ufeff',
  '\u0001',
  '0',
  'NE',
  '5',
  '1',
  '4 ',
  ' B2',
  'b2',
  'A1',
  'C2',
  '0380029A',
  '0380029B',
  '0380029a',
  '03800295',
  '038002',
  '038002900',
  'x'.repeat(50),
  'x'.repeat(51),
  'x'.repeat(70_000),
  '\r\n',
  'a\r\nb',
];

const muterTextes: MutationDeTexte = (texte, hasard, dire) => {
  const morceaux = decouper(texte);
  const balises = elements(morceaux);
  if (balises.length === 0) return rien(texte, dire);
  const { debut, fin, nom } = unElement(balises, hasard);
  const nouveau = hasard.choix(TEXTES);
  const geste = hasard.choix(['contenu', 'contenu', 'devant', 'apres'] as const);
  dire(`${geste} ${nom} ${JSON.stringify(nouveau).slice(0, 60)}`);
  const premier = (morceaux[debut] ?? '').replace(/\s*\/>$/, '>');
  const avant = morceaux.slice(0, debut);
  const apres = morceaux.slice(fin);
  if (geste === 'contenu') return [...avant, premier, nouveau, `</${nom}>`, ...apres].join('');
  if (geste === 'apres') return [...morceaux.slice(0, fin), nouveau, ...apres].join('');
  const dedans = fin === debut + 1 ? [`</${nom}>`] : morceaux.slice(debut + 1, fin);
  return [...avant, premier, nouveau, ...dedans, ...apres].join('');
};

const muterEspaces: MutationDeTexte = (texte, hasard, dire) => {
  const geste = hasard.choix([
    'par-defaut',
    'autre-uri',
    'sans-declaration',
    'autre-prefixe',
    'enfant-qualifie',
    'declare-pour-rien',
    'vide',
    'enfant-sans-prefixe',
    'reserve',
    'espace-d-attribut',
  ] as const);
  dire(geste);
  const enfant = hasard.choix(['eleve', 'entete', 'evaluation', 'periode', 'annuelle']);
  switch (geste) {
    case 'par-defaut':
      return texte.replace(/xmlns:\w+=/, 'xmlns=').replace(/<(\/?)\w+:lsl/g, '<$1lsl');
    case 'autre-uri':
      return texte.replace(
        'urn:ac-grenoble.fr:lsl:import',
        hasard.choix(['urn:ac-grenoble.fr:lsl:import ', 'urn:x', '']),
      );
    case 'sans-declaration':
      return texte.replace(/xmlns:\w+="[^"]*"/, '');
    case 'autre-prefixe': {
      const prefixe = hasard.choix(['x', 'lsl-2', 'é', '1', 'xml', 'xmlns', 'XML']);
      return texte.replace(/xmlns:\w+=/, `xmlns:${prefixe}=`).replace(/<(\/?)\w+:lsl/g, `<$1${prefixe}:lsl`);
    }
    case 'enfant-qualifie':
      return texte.replaceAll(
        new RegExp(`<(/?)${enfant}\\b`, 'g'),
        `<$1${/<(\w+):lsl/.exec(texte)?.[1] ?? 'lsl'}:${enfant}`,
      );
    case 'declare-pour-rien':
      return texte.replace(`<${enfant}`, `<${enfant} xmlns:z="urn:z"`);
    case 'vide':
      return texte.replace(`<${enfant}`, `<${enfant} ${hasard.choix(['xmlns=""', 'xmlns:z=""', 'xmlns="urn:z"'])}`);
    case 'enfant-sans-prefixe':
      return texte.replace(`<${enfant}`, `<z:${enfant}`);
    case 'reserve':
      return texte.replace(
        `<${enfant}`,
        `<${enfant} ${hasard.choix([
          'xmlns:xml="http://www.w3.org/XML/1998/namespace"',
          'xmlns:z="http://www.w3.org/XML/1998/namespace"',
          'xmlns:z="http://www.w3.org/2000/xmlns/"',
          'xmlns:xmlns="urn:z"',
          'xmlns:xml="urn:z"',
        ])}`,
      );
    case 'espace-d-attribut':
      return texte.replace(
        `<${enfant}`,
        `<${enfant} xmlns:z="urn:z" xmlns:y="urn:z" z:a="1" ${hasard.choix(['y', 'z'])}:a="1"`,
      );
  }
};

const muterPrologue: MutationDeTexte = (texte, hasard, dire) => {
  const [declaration = ''] = /^<\?xml.*?\?>\n?/.exec(texte) ?? [];
  const corps = texte.slice(declaration.length);
  const ajout = hasard.choix([
    '<!DOCTYPE lsl>',
    '<!DOCTYPE lsl SYSTEM "lsl.dtd">',
    '<!DOCTYPE lsl [<!ENTITY e "x">]>',
    '<!-- a -->',
    '<?a b?>',
    'x',
    ' ',
    '&#32;',
    '<a/>',
    '<![CDATA[ ]]>',
    '<?xml version="1.0"?>',
    '\ufeff',
  ]);
  const geste = hasard.choix(['avant', 'entre', 'apres', 'version', 'seul', 'sans'] as const);
  dire(`${geste} ${ajout}`);
  switch (geste) {
    case 'avant':
      return ajout + texte;
    case 'entre':
      return declaration + ajout + corps;
    case 'apres':
      return texte + ajout;
    case 'version':
      return texte.replace('"1.0"', hasard.choix(['"1.1"', '"1.2"', '"2.0"', '"1"', "'1.0'", '1.0']));
    case 'seul':
      return texte.replace(
        /\?>/,
        hasard.choix([' standalone="yes"?>', ' standalone="no" ?>', ' standalone="oui"?>', ' x="1"?>', '>']),
      );
    case 'sans':
      return corps;
  }
};

function muterEncodage(texte: string, hasard: Hasard, histoire: string[]): Uint8Array {
  const geste = hasard.choix(['utf-16le', 'utf-16be', 'latin1', 'latin9', 'autre-nom', 'marque', 'utf8'] as const);
  const nom = hasard.choix([
    'UTF-8',
    'utf8',
    'ISO-8859-1',
    'ISO-8859-15',
    'windows-1252',
    'Windows-1252',
    'US-ASCII',
    'latin1',
    'UTF-16',
    'x',
  ]);
  const declare = (autre: string): string => texte.replace(/encoding="[^"]*"/, `encoding="${autre}"`);
  histoire.push(`encodages: ${geste} ${nom}`);
  switch (geste) {
    case 'utf-16le':
      return Buffer.from(`\ufeff${declare('UTF-16')}`, 'utf16le');
    case 'utf-16be':
      return Buffer.from(`\ufeff${declare('UTF-16')}`, 'utf16le').swap16();
    case 'latin1':
      return Buffer.from(declare(nom), 'latin1');
    case 'latin9':
      return Buffer.from(enLatin9(declare(nom), parReference), 'latin1');
    case 'autre-nom':
      return utf8(declare(nom));
    case 'marque':
      return utf8(`\ufeff${declare(nom)}`);
    case 'utf8':
      return utf8(declare('UTF-8'));
  }
}

const MUTATIONS: Readonly<Record<Exclude<Famille, 'octets' | 'encodages'>, MutationDeTexte>> = {
  balises: muterBalises,
  attributs: muterAttributs,
  textes: muterTextes,
  espaces: muterEspaces,
  prologue: muterPrologue,
};

/** Every attribute with every value, and every element with every text, in a file that has them all. */
export function balayage(): Mutant[] {
  const attributs = new Map([...COMPLET.matchAll(ATTRIBUT)].map((trouve) => [trouve[1], trouve]));
  const morceaux = decouper(COMPLET);
  const balises = new Map(elements(morceaux).map((balise) => [balise.nom, balise]));
  return [
    ...[...attributs.values()].flatMap(({ 0: tout, 1: nom, index }) =>
      VALEURS.map((valeur) => ({
        octets: utf8(`${COMPLET.slice(0, index)}${nom}="${valeur}"${COMPLET.slice(index + tout.length)}`),
        histoire: `${nom} ${JSON.stringify(valeur).slice(0, 60)}`,
      })),
    ),
    ...[...balises.values()].flatMap(({ debut, fin, nom }) =>
      TEXTES.map((contenu) => ({
        octets: utf8(
          [
            ...morceaux.slice(0, debut),
            (morceaux[debut] ?? '').replace(/\s*\/>$/, '>'),
            contenu,
            `</${nom}>`,
            ...morceaux.slice(fin),
          ].join(''),
        ),
        histoire: `<${nom}> ${JSON.stringify(contenu).slice(0, 60)}`,
      })),
    ),
  ];
}
