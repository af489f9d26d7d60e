import {
  AFRelationship,
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFString,
  rgb,
  StandardFonts,
} from '@cantoo/pdf-lib';
import { NOM_DE_L_INDEX, NOM_DU_JURY } from '../../shared/jury/contenu.ts';
import { NOM_DU_MANIFESTE } from '../../shared/jury/manifeste.ts';
import { type EntreeDeZip, ecrireZip } from '../../shared/jury/zip.ts';
import { sha256 } from '../../shared/kernel/empreinte.ts';
import type { NatureDeTerme } from '../../shared/kernel/termes.ts';
import { ELEVES } from './fuites.ts';

/**
 * Leaks in finished files: each takes the entries of a jury's ZIP and gives the bytes of another, of which the manifest
 * tells the true sums. What is planted is of the pupils 0 and 4 of `fuites.ts`.
 */
export interface FuiteFinie {
  readonly sorte: string;
  readonly ou: string;
  /** Null where the bytes must be refused, but what they hide cannot be told without guessing how it was hidden. */
  readonly nature: NatureDeTerme | null;
  planter(entrees: readonly EntreeDeZip[]): Promise<Uint8Array>;
}

const QUAND = '2016-07-04T08:00:00Z';

/** Replaces a file and writes the sums that the manifest should then tell. */
export function remplacer(entrees: readonly EntreeDeZip[], nom: string, contenu: Uint8Array): EntreeDeZip[] {
  return entrees.map((entree) => {
    if (entree.nom === nom) return { nom, contenu };
    if (entree.nom !== NOM_DU_MANIFESTE) return entree;
    const manifeste = JSON.parse(Buffer.from(entree.contenu).toString());
    for (const fichier of manifeste.fichiers) {
      if (fichier.nom === nom) Object.assign(fichier, { octets: contenu.length, sha256: sha256(contenu) });
    }
    return { nom: entree.nom, contenu: Buffer.from(`${JSON.stringify(manifeste, null, 1)}\n`) };
  });
}

type Changement = (document: PDFDocument) => void | Promise<void>;

export async function changerPdf(
  entrees: readonly EntreeDeZip[],
  lequel: 'jury' | 'livret',
  changer: Changement,
): Promise<EntreeDeZip[]> {
  const entree = entrees.find(({ nom }) => (lequel === 'jury' ? nom === NOM_DU_JURY : nom.startsWith('livrets/')));
  if (entree === undefined) throw new Error('no such file');
  const document = await PDFDocument.load(entree.contenu, { updateMetadata: false });
  await changer(document);
  return remplacer(entrees, entree.nom, await document.save({ addDefaultPage: false, updateFieldAppearances: false }));
}

const pdf = (
  sorte: string,
  ou: string,
  lequel: 'jury' | 'livret',
  nature: NatureDeTerme | null,
  changer: Changement,
): FuiteFinie => ({
  sorte,
  ou: `${ou} (${lequel})`,
  nature,
  planter: async (entrees) => ecrireZip(await changerPdf(entrees, lequel, changer), QUAND),
});

const texte = (dit: string) => PDFHexString.fromText(dit);
const DEUX = ['jury', 'livret'] as const;

function informations({ context }: PDFDocument): PDFDict {
  const dict = context.lookup(context.trailerInfo.Info, PDFDict);
  return dict;
}

function annoter(document: PDFDocument, valeurs: Record<string, PDFObject>): void {
  const page = document.getPages().at(-1);
  if (page === undefined) throw new Error('no page');
  const { context } = document;
  const dict = context.obj({ Type: 'Annot', Rect: [10, 10, 20, 20] });
  for (const [cle, valeur] of Object.entries(valeurs)) dict.set(PDFName.of(cle), valeur);
  page.node.addAnnot(context.register(dict));
}

function action(context: PDFContext, type: string, cle: string, dit: string): PDFDict {
  const dict = context.obj({ S: type });
  dict.set(PDFName.of(cle), texte(dit));
  return dict;
}

async function dessiner(
  document: PDFDocument,
  dit: string,
  reste: { readonly x?: number; readonly size?: number; readonly blanc?: boolean; readonly opacity?: number },
): Promise<void> {
  const font = await document.embedFont(StandardFonts.Helvetica);
  const { x = 100, size = 6, blanc = false, opacity = 1 } = reste;
  const couleur = blanc ? rgb(1, 1, 1) : rgb(0, 0, 0);
  document.getPages().at(-1)?.drawText(dit, { x, y: 300, size, font, color: couleur, opacity });
}

function ajouterContenu(document: PDFDocument, operations: string): void {
  const page = document.getPages().at(-1);
  page?.node.addContentStream(document.context.register(document.context.stream(operations)));
}

const METADONNEES: readonly (readonly [string, string, NatureDeTerme])[] = [
  ['Title', 'Livret de Zworkowski', 'nom'],
  ['Author', 'Lycée Valombreux', 'etablissement'],
  ['Subject', 'Dupont-Moretti Éloïse', 'nom'],
  ['Keywords', 'lsl 121256789JK', 'ine'],
  ['Creator', 'export 1413005', 'eleve-id'],
  ['Eleve', 'zworkowski', 'nom'],
];

const SIGNETS: readonly (readonly [string, (document: PDFDocument) => void])[] = [
  [
    'un signet',
    ({ catalog }) => {
      catalog
        .lookup(PDFName.of('Outlines'), PDFDict)
        .lookup(PDFName.of('First'), PDFDict)
        .set(PDFName.of('Title'), texte('Zworkowski'));
    },
  ],
  [
    'un signet sous un signet',
    ({ catalog, context }) => {
      const plan = catalog.lookup(PDFName.of('Outlines'), PDFDict);
      const premier = plan.lookup(PDFName.of('First'), PDFDict);
      const enfant = context.obj({ Title: 'x', Parent: plan.get(PDFName.of('First')) });
      enfant.set(PDFName.of('Title'), texte('Zworkowski'));
      const ref = context.register(enfant);
      premier.set(PDFName.of('First'), ref);
      premier.set(PDFName.of('Last'), ref);
      premier.set(PDFName.of('Count'), PDFNumber.of(-1));
    },
  ],
];

/** A candidate's own PDF is not read page by page: what it draws besides is told by the comparison with the jury's. */
const siDuJury = (lequel: 'jury' | 'livret') => (lequel === 'jury' ? 'nom' : null);

const DANS_UN_PDF: readonly FuiteFinie[] = [
  ...DEUX.flatMap((lequel) => [
    ...METADONNEES.map(([cle, dit, nature]) =>
      pdf('métadonnées', cle, lequel, nature, (document) => {
        informations(document).set(PDFName.of(cle), texte(dit));
      }),
    ),
    pdf('métadonnées', 'XMP', lequel, 'nom', ({ catalog, context }) => {
      const xmp = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Zworkowski</dc:creator></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;
      const flux = context.stream(xmp, { Type: 'Metadata', Subtype: 'XML' });
      catalog.set(PDFName.of('Metadata'), context.register(flux));
    }),
    pdf('pièce jointe', 'son nom', lequel, 'nom', async (document) => {
      await document.attach(Buffer.from('x'), 'zworkowski.txt', { mimeType: 'text/plain' });
    }),
    pdf('pièce jointe', 'ce qu’elle contient', lequel, null, async (document) => {
      await document.attach(Buffer.from('Dupont-Moretti'), 'notes.txt', { afRelationship: AFRelationship.Data });
    }),
    pdf('lien', 'son adresse', lequel, 'nom', (document) =>
      annoter(document, {
        Subtype: PDFName.of('Link'),
        A: action(document.context, 'URI', 'URI', 'https://exemple.invalid/Zworkowski'),
      }),
    ),
    pdf('annotation', 'une note', lequel, 'nom', (document) =>
      annoter(document, { Subtype: PDFName.of('Text'), Contents: texte('Revoir Zworkowski') }),
    ),
    pdf('annotation', 'son auteur', lequel, 'nom', (document) =>
      annoter(document, { Subtype: PDFName.of('Text'), Contents: texte('vu'), T: texte('Zworkowski') }),
    ),
    pdf('texte caché', 'blanc', lequel, siDuJury(lequel), (document) =>
      dessiner(document, 'Zworkowski', { blanc: true }),
    ),
    pdf('texte caché', 'minuscule', lequel, siDuJury(lequel), (document) =>
      dessiner(document, 'Zworkowski', { size: 0.1 }),
    ),
    pdf('texte caché', 'transparent', lequel, siDuJury(lequel), (document) =>
      dessiner(document, 'Zworkowski', { opacity: 0 }),
    ),
    pdf('texte caché', 'hors de la page', lequel, null, (document) => dessiner(document, 'Zworkowski', { x: -400 })),
    pdf('texte caché', 'sans encre', lequel, siDuJury(lequel), async (document) => {
      const font = await document.embedFont(StandardFonts.Helvetica);
      await font.embed();
      const page = document.getPages().at(-1);
      const cle = page?.node.newFontDictionary('F', font.ref);
      ajouterContenu(document, `BT 3 Tr ${cle} 6 Tf 100 300 Td (Zworkowski) Tj ET`);
    }),
    pdf('texte de remplacement', 'ActualText', lequel, null, (document) =>
      ajouterContenu(document, '/Span <</ActualText (Zworkowski)>> BDC EMC'),
    ),
    pdf('texte de remplacement', 'commentaire du dessin', lequel, null, (document) =>
      ajouterContenu(document, '% Zworkowski\n'),
    ),
    pdf('objet du PDF', 'langue', lequel, null, ({ catalog }) =>
      catalog.set(PDFName.of('Lang'), PDFString.of('Zworkowski')),
    ),
    pdf('objet du PDF', 'clé d’une page', lequel, null, (document) =>
      document.getPages().at(-1)?.node.set(PDFName.of('Zworkowski'), PDFNumber.of(1)),
    ),
    pdf('objet du PDF', 'objet que rien ne désigne', lequel, null, ({ context }) => {
      context.register(texte('Zworkowski'));
    }),
    pdf('objet du PDF', 'flux que rien ne désigne', lequel, null, ({ context }) => {
      context.register(context.flateStream('Zworkowski'));
    }),
    pdf('objet du PDF', 'action à l’ouverture', lequel, null, ({ catalog, context }) =>
      catalog.set(PDFName.of('OpenAction'), action(context, 'JavaScript', 'JS', 'app.alert("Zworkowski")')),
    ),
    pdf('objet du PDF', 'étiquette de page', lequel, null, ({ catalog, context }) => {
      const etiquette = context.obj({});
      etiquette.set(PDFName.of('P'), texte('Zworkowski'));
      const nums = PDFArray.withContext(context);
      nums.push(PDFNumber.of(0));
      nums.push(etiquette);
      const dict = context.obj({});
      dict.set(PDFName.of('Nums'), nums);
      catalog.set(PDFName.of('PageLabels'), dict);
    }),
    pdf('formulaire', 'valeur d’un champ', lequel, 'nom', (document) => {
      const champ = document.getForm().createTextField('c1');
      champ.setText('Zworkowski');
      const page = document.getPages().at(-1);
      if (page !== undefined) champ.addToPage(page, { x: 10, y: 10, width: 80, height: 12 });
    }),
    pdf('formulaire', 'nom d’un champ', lequel, null, (document) => {
      document.getForm().createTextField('Zworkowski');
    }),
    {
      sorte: 'après la fin',
      ou: `commentaire (${lequel})`,
      nature: null,
      planter: async (entrees: readonly EntreeDeZip[]) => {
        const entree = entrees.find(({ nom }) =>
          lequel === 'jury' ? nom === NOM_DU_JURY : nom.startsWith('livrets/'),
        );
        if (entree === undefined) throw new Error('no such file');
        return ecrireZip(
          remplacer(entrees, entree.nom, Buffer.concat([entree.contenu, Buffer.from('\n%Zworkowski\n')])),
          QUAND,
        );
      },
    },
  ]),
  ...SIGNETS.map(([ou, changer]) => pdf('signet', ou, 'jury', 'nom', changer)),
];

const dans = (
  sorte: string,
  fichier: string,
  ou: string,
  nature: NatureDeTerme | null,
  changer: (texte: string) => string,
): FuiteFinie => ({
  sorte,
  ou,
  nature,
  planter: async (entrees) => {
    const entree = entrees.find(({ nom }) => nom === fichier);
    const avant = Buffer.from(entree?.contenu ?? []).toString();
    const apres = changer(avant);
    if (apres === avant) throw new Error(`nothing planted in ${ou}`);
    return ecrireZip(remplacer(entrees, fichier, Buffer.from(apres)), QUAND);
  },
});
const html = (ou: string, nature: NatureDeTerme | null, dit: string) =>
  dans('index.html', NOM_DE_L_INDEX, ou, nature, (avant) => avant.replace('</main>', `${dit}</main>`));
const json = (ou: string, nature: NatureDeTerme | null, changer: (avant: string) => string) =>
  dans('manifeste.json', NOM_DU_MANIFESTE, ou, nature, changer);

const DANS_LES_TEXTES: readonly FuiteFinie[] = [
  html('texte', 'nom', '<p>Dupont-Moretti</p>'),
  html('commentaire', 'nom', '<!-- zworkowski -->'),
  html('attribut', 'nom', '<p title="ZWORKOWSKI"></p>'),
  html('entités décimales', null, '<p>&#90;&#119;orkowski</p>'),
  html('entités hexadécimales', null, '<p>&#x5A;workowsk&#x69;</p>'),
  html('entité nommée', null, '<p>&Eacute;lo&iuml;se</p>'),
  html('balises dans le mot', null, '<p>Zwor<b>kowski</b></p>'),
  html('adresse encodée', null, '<a href="?q=%5Aworkowski">ici</a>'),
  html(
    'adresse de données',
    null,
    `<a href="data:text/plain;base64,${Buffer.from('Zworkowski').toString('base64')}">a</a>`,
  ),
  html('script', 'ine', '<script>const x = "121256789JK";</script>'),
  html('script échappé', null, '<script>const x = "\\u005aworkowski";</script>'),
  html('style', 'commune', '<style>p::after{content:"Rochevarmont-le-Haut"}</style>'),
  html('identifiant', 'eleve-id', '<p id="e1413001"></p>'),
  json('valeur', 'nom', (avant) => avant.replace('"fichier-jury"', '"fichier-jury Zworkowski"')),
  json('clé', 'uai', (avant) => avant.replace('"sansLivret"', `"${ELEVES[4]?.uai}": 1,\n "sansLivret"`)),
  json('valeur échappée', null, (avant) => avant.replace('"sansLivret"', '"x": "\\u005aworkowski",\n "sansLivret"')),
  json('après la fin', 'nom', (avant) => `${avant}Zworkowski`),
];

const avecNom = (ou: string, nom: string, nature: NatureDeTerme): FuiteFinie => ({
  sorte: 'nom de fichier',
  ou,
  nature,
  planter: async (entrees) => ecrireZip([...entrees, { nom, contenu: Buffer.from('x') }], QUAND),
});

/** Bytes that a ZIP may carry beside its files. */
const annexe = (ou: string, nature: NatureDeTerme | null, changer: (zip: Buffer) => Buffer): FuiteFinie => ({
  sorte: 'annexe du ZIP',
  ou,
  nature,
  planter: async (entrees) => changer(Buffer.from(ecrireZip(entrees, QUAND))),
});

const DIT = Buffer.from('Zworkowski');

/** Where the ZIP's table begins. */
const debutDeTable = (zip: Buffer) => zip.readUInt32LE(zip.length - 6);

/** Adds bytes to the first line of the table: `place` is that of their length, 30 for an extra field, 32 for a comment. */
function allongerLaTable(zip: Buffer, place: number, ajout: Buffer): Buffer {
  const table = debutDeTable(zip);
  const copie = Buffer.from(zip);
  copie.writeUInt16LE(ajout.length, table + place);
  copie.writeUInt32LE(copie.readUInt32LE(zip.length - 10) + ajout.length, zip.length - 10);
  const fin = table + 46 + zip.readUInt16LE(table + 28);
  return Buffer.concat([copie.subarray(0, fin), ajout, copie.subarray(fin)]);
}

/** Bytes put before the table, where no file is. */
function devantLaTable(zip: Buffer, ajout: Buffer): Buffer {
  const table = debutDeTable(zip);
  const copie = Buffer.from(zip);
  copie.writeUInt32LE(table + ajout.length, zip.length - 6);
  return Buffer.concat([copie.subarray(0, table), ajout, copie.subarray(table)]);
}

const champSupplementaire = (ajout: Buffer) => {
  const entete = Buffer.alloc(4);
  entete.writeUInt16LE(0x7777, 0);
  entete.writeUInt16LE(ajout.length, 2);
  return Buffer.concat([entete, ajout]);
};

const DANS_LE_ZIP: readonly FuiteFinie[] = [
  avecNom('un livret à son nom', 'livrets/Zworkowski.pdf', 'nom'),
  avecNom('un dossier', 'Lycee-Valombreux/index.html', 'etablissement'),
  avecNom('un INE', 'livrets/121256789JK.pdf', 'ine'),
  avecNom('un identifiant', 'livrets/PV-1_ELEVE-1413001.pdf', 'eleve-id'),
  annexe('commentaire', 'nom', (zip) => {
    const copie = Buffer.concat([zip, DIT]);
    copie.writeUInt16LE(DIT.length, zip.length - 2);
    return copie;
  }),
  annexe('commentaire d’un fichier', 'nom', (zip) => allongerLaTable(zip, 32, DIT)),
  annexe('champ supplémentaire', 'nom', (zip) => allongerLaTable(zip, 30, champSupplementaire(DIT))),
  annexe('entre deux fichiers', null, (zip) => devantLaTable(zip, DIT)),
];

export const FUITES_FINIES: readonly FuiteFinie[] = [...DANS_UN_PDF, ...DANS_LES_TEXTES, ...DANS_LE_ZIP];
