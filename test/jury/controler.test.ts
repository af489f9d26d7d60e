import { describe, expect, it } from 'vitest';
import { type CodeDAnomalie, controlerFichierDuJury } from '../../shared/jury/controler.ts';
import type { FichierRelu, LienRelu, PageRelue } from '../../shared/jury/relire.ts';
import type { TermesInterdits } from '../../shared/transfert/termes.ts';

/** Files that a composer would never make: the control must see each of them. */

const CANDIDATS = [
  { noPv: '1', noEleve: '1111111111' },
  { noPv: '2', noEleve: '2222222222' },
];
const TERMES: TermesInterdits[] = [
  {
    noEleve: '1111111111',
    termes: [
      { terme: 'DUPONT', nature: 'nom' },
      { terme: '987654', nature: 'eleve-id' },
    ],
  },
  {
    noEleve: '2222222222',
    termes: [
      { terme: 'MARTIN', nature: 'nom' },
      { terme: '0210047H', nature: 'uai' },
    ],
  },
];

const page = (texte: string, liens: readonly LienRelu[] = []): PageRelue => ({
  numero: 0,
  largeur: 595,
  hauteur: 842,
  texte,
  fragments: [{ texte, x: 30, y: 400, largeur: 500, corps: 8 }],
  liens,
});
const lien = (texte: string, cible: number): LienRelu => ({ texte, page: cible, adresse: null });
const livret = (noEleve: string, noPv: string, x: number, y: number, reste = '') =>
  page(
    `Page ${x} / ${y}\nNo PV ${noPv} · Jury 7\nLivret scolaire du lycée\nNo Élève\n${noEleve}\nMATHÉMATIQUES 12,5 ${reste}`,
  );
const INDEX = page('Index 1 / 1\nJury 7\nIndex du jury', [
  ...['1', '1111111111', '2', '2222222222'].map((texte, rang) => lien(texte, rang < 2 ? 2 : 4)),
  ...['1111111111', '1', '2222222222', '2'].map((texte, rang) => lien(texte, rang < 2 ? 2 : 4)),
]);
const PAGES = [
  INDEX,
  livret('1111111111', '1', 1, 2),
  livret('1111111111', '1', 2, 2),
  livret('2222222222', '2', 1, 1),
];

const fichier = (pages: readonly PageRelue[], reste: Partial<FichierRelu> = {}): FichierRelu => ({
  pages: pages.map((p, rang) => ({ ...p, numero: rang + 1 })),
  metadonnees: { Title: 'Fichier du jury 7', CreationDate: 'D:20160704987654Z' },
  signets: [{ titre: 'No PV 1 · No Élève 1111111111', page: 2 }],
  piecesJointes: [],
  ...reste,
});
const controler = (relu: FichierRelu) =>
  controlerFichierDuJury({ fichier: relu, candidats: CANDIDATS, termes: TERMES });
const codes = (relu: FichierRelu): CodeDAnomalie[] =>
  [...new Set(controler(relu).anomalies.map(({ code }) => code))].sort();
const avec = (rang: number, p: PageRelue) => fichier(PAGES.with(rang, p));

describe('le contrôle du fichier du jury', () => {
  it('trouve conforme un fichier qui l’est', () => {
    expect(controler(fichier(PAGES))).toEqual({
      conforme: true,
      pages: 4,
      livrets: [
        { noPv: '1', noEleve: '1111111111', premierePage: 2, pages: 2 },
        { noPv: '2', noEleve: '2222222222', premierePage: 4, pages: 1 },
      ],
      anomalies: [],
    });
  });

  it.each<[string, FichierRelu, CodeDAnomalie[]]>([
    ['une page sans texte', avec(2, page(' \u00a0\n')), ['page-sans-numero', 'page-sans-texte', 'pagination-fausse']],
    [
      'du texte hors de la page',
      avec(3, { ...(PAGES[3] ?? INDEX), fragments: [{ texte: 'x', x: 580, y: 9, largeur: 30, corps: 8 }] }),
      ['texte-hors-page'],
    ],
    ['une page sans numéro', avec(2, page('Page 2 / 2\nNo PV 1 · Jury 7')), ['page-sans-numero', 'pagination-fausse']],
    [
      'une page à deux numéros',
      avec(2, livret('1111111111', '1', 2, 2, 'No Élève 2222222222')),
      ['page-sans-numero', 'pagination-fausse'],
    ],
    [
      'le numéro d’un inconnu',
      avec(3, livret('3333333333', '2', 1, 1)),
      ['lien-faux', 'livret-absent', 'numero-inattendu'],
    ],
    [
      'une page chez le voisin',
      fichier([
        INDEX,
        livret('1111111111', '1', 1, 2),
        livret('2222222222', '2', 1, 1),
        livret('1111111111', '1', 2, 2),
      ]),
      ['lien-faux', 'numero-inattendu'],
    ],
    ['une page perdue', fichier(PAGES.filter((_, rang) => rang !== 2)), ['lien-faux', 'pagination-fausse']],
    ['une page en double', fichier([...PAGES, PAGES[3] ?? INDEX]), ['pagination-fausse']],
    ['un autre No PV', avec(3, livret('2222222222', '22', 1, 1)), ['no-pv-faux']],
    ['un index sans une ligne', avec(0, { ...INDEX, liens: INDEX.liens.slice(1) }), ['index-incomplet']],
    ['un lien vers un autre livret', avec(0, { ...INDEX, liens: INDEX.liens.with(0, lien('1', 4)) }), ['lien-faux']],
    [
      'un lien sans cible',
      avec(0, { ...INDEX, liens: INDEX.liens.with(0, { texte: '1', page: null, adresse: null }) }),
      ['lien-faux'],
    ],
    [
      'un lien au dehors',
      avec(0, { ...INDEX, liens: [...INDEX.liens, { texte: 'ici', page: null, adresse: 'https://a.fr' }] }),
      ['lien-inattendu'],
    ],
    ['un lien dans un livret', avec(3, { ...(PAGES[3] ?? INDEX), liens: [lien('2', 1)] }), ['lien-inattendu']],
    ['une pièce jointe', fichier(PAGES, { piecesJointes: ['notes.xml'] }), ['piece-jointe']],
    ['un nom dans son livret', avec(1, livret('1111111111', '1', 1, 2, 'Dupont')), ['terme-interdit']],
    ['un nom dans l’index', avec(0, { ...INDEX, texte: `${INDEX.texte} Martin` }), ['terme-interdit']],
    ['un nom dans le titre', fichier(PAGES, { metadonnees: { Title: 'livret-dupont' } }), ['terme-interdit']],
    ['un nom dans une clé de propriété', fichier(PAGES, { metadonnees: { Dupont: 'x' } }), ['terme-interdit']],
    ['un nom dans un signet', fichier(PAGES, { signets: [{ titre: 'Martin', page: 4 }] }), ['terme-interdit']],
    [
      'un nom dans l’adresse d’un lien',
      avec(3, { ...(PAGES[3] ?? INDEX), liens: [{ texte: '', page: null, adresse: 'file:///martin.pdf' }] }),
      ['lien-inattendu', 'terme-interdit'],
    ],
    ['un identifiant chez le voisin', avec(3, livret('2222222222', '2', 1, 1, '987654')), ['terme-interdit']],
    ['un établissement dans un autre livret', avec(1, livret('1111111111', '1', 1, 2, '0210047H')), ['terme-interdit']],
    ['un fichier vide', fichier([]), ['index-incomplet', 'livret-absent']],
  ])('voit %s', (_cas, relu, attendus) => {
    expect(codes(relu)).toEqual(attendus);
    expect(controler(relu).conforme).toBe(false);
  });

  it('ne prend pas le nom d’un candidat, mot courant du livret d’un autre, pour une fuite', () => {
    expect(codes(avec(3, livret('2222222222', '2', 1, 1, 'un exposé sur Dupont et Dupond')))).toEqual([]);
  });

  it('dit la nature d’un terme et sa page, jamais le terme', () => {
    const { anomalies } = controler(avec(1, livret('1111111111', '1', 1, 2, 'dupont')));
    expect(anomalies).toEqual([
      {
        code: 'terme-interdit',
        page: 2,
        noEleve: '1111111111',
        nature: 'nom',
        message: 'La page 2 contient un terme qui identifie un candidat.',
      },
    ]);
  });
});
