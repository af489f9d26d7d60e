import { fouiller, motifAdmis, type NatureDeTerme, porteeDe, recherche } from '../kernel/termes.ts';
import { estBlanc } from '../kernel/texte.ts';
import type { TermesInterdits } from '../transfert/index.ts';
import { VOCABULAIRE_DU_MODELE } from './edition.ts';
import type { FichierRelu, LienRelu, PageRelue } from './relire.ts';

export interface AControler {
  readonly fichier: FichierRelu;
  /** In the order of the file. */
  readonly candidats: readonly { readonly noPv: string; readonly noEleve: string }[];
  readonly termes: readonly TermesInterdits[];
}

/** A file that is not `conforme` is not published. */
export interface Verdict {
  readonly conforme: boolean;
  readonly pages: number;
  readonly livrets: readonly LivretControle[];
  readonly anomalies: readonly AnomalieDeFichier[];
}

export interface LivretControle {
  readonly noPv: string;
  readonly noEleve: string;
  /** 1-based; null when no page carries the number. */
  readonly premierePage: number | null;
  readonly pages: number;
}

/** What is wrong and where. The sentence names nobody: a forbidden term is told by its nature, never written. */
export interface AnomalieDeFichier {
  readonly code: CodeDAnomalie;
  readonly page: number | null;
  readonly noEleve: string | null;
  readonly nature: NatureDeTerme | null;
  readonly message: string;
}

export type CodeDAnomalie =
  | 'page-sans-texte'
  | 'texte-hors-page'
  | 'page-sans-numero'
  | 'numero-inattendu'
  | 'livret-absent'
  | 'pagination-fausse'
  | 'no-pv-faux'
  | 'index-incomplet'
  | 'lien-faux'
  | 'lien-inattendu'
  | 'piece-jointe'
  | 'terme-interdit'
  | 'zip-incomplet'
  | 'zip-inattendu'
  | 'contenu-faux'
  | 'livret-different';

/**
 * Judges a jury's file from the finished bytes, read back: each page has text, stands in its place and carries
 * the right number (R77); the indexes lead to every livret (R76); no term that identifies a candidate is in a text,
 * a link, a bookmark or the metadata (R72, R124). Pure: whoever composed the file has no part in it.
 */
export function controlerFichierDuJury(aControler: AControler): Verdict {
  const { fichier, candidats } = aControler;
  const index = pagesDIndex(fichier.pages);
  const pagesDe = Map.groupBy(fichier.pages.slice(index.length), numeroDe);
  const livrets = candidats.map(({ noPv, noEleve }): LivretControle => {
    const pages = pagesDe.get(noEleve) ?? [];
    return { noPv, noEleve, premierePage: pages[0]?.numero ?? null, pages: pages.length };
  });
  const anomalies = [
    ...fichier.pages.flatMap(anomaliesDePage),
    ...anomaliesDOrdre(fichier.pages.slice(index.length), livrets),
    ...livrets.flatMap((livret) => anomaliesDeLivret(livret, pagesDe.get(livret.noEleve) ?? [])),
    ...anomaliesDIndex(fichier, index, livrets),
    ...fichier.piecesJointes.map(() => anomalie('piece-jointe', 'Le fichier contient une pièce jointe.')),
    ...anomaliesDeTermes(aControler),
  ];
  return { conforme: anomalies.length === 0, pages: fichier.pages.length, livrets, anomalies };
}

/** The number that a page announces: « No Élève 4821093657 »; null when none, or more than one, does. */
function numeroDe(page: PageRelue): string | null {
  const numeros = new Set(Array.from(page.texte.matchAll(/No Élève\s+(\d+)(?=\s|$)/g), ([, numero]) => numero ?? ''));
  const [premier] = numeros;
  return numeros.size === 1 && premier !== undefined ? premier : null;
}

/** The first pages, as long as they say « Index ». */
function pagesDIndex(pages: readonly PageRelue[]): readonly PageRelue[] {
  const fin = pages.findIndex((page) => !/(^|\n|\s)Index \d+ \/ \d+/.test(page.texte));
  return fin === -1 ? pages : pages.slice(0, fin);
}

function anomaliesDePage(page: PageRelue): AnomalieDeFichier[] {
  const { numero, largeur, hauteur } = page;
  if (estBlanc(page.texte))
    return [anomalie('page-sans-texte', `La page ${numero} n’a pas de texte.`, { page: numero })];
  const deborde = page.fragments.some(
    ({ x, y, largeur: longueur, corps }) => x < 0 || y < 0 || x + longueur > largeur || y + corps > hauteur,
  );
  return deborde ? [anomalie('texte-hors-page', `Du texte sort de la page ${numero}.`, { page: numero })] : [];
}

/** Every page after the indexes carries the number of the livret whose place it is. */
function anomaliesDOrdre(pages: readonly PageRelue[], livrets: readonly LivretControle[]): AnomalieDeFichier[] {
  const attendus = livrets.flatMap(({ noEleve, pages: nombre }) => Array<string>(nombre).fill(noEleve));
  const annonces = pages.map((page) => ({ page, annonce: numeroDe(page) }));
  let rang = 0;
  return annonces.flatMap(({ page: { numero }, annonce }) => {
    if (annonce === null) {
      return [anomalie('page-sans-numero', `La page ${numero} ne porte pas un No Élève et un seul.`, { page: numero })];
    }
    const attendu = attendus[rang];
    rang += 1;
    if (annonce === attendu) return [];
    return [
      anomalie('numero-inattendu', `La page ${numero} porte un No Élève qui n’est pas celui de sa place.`, {
        page: numero,
      }),
    ];
  });
}

function anomaliesDeLivret(livret: LivretControle, pages: readonly PageRelue[]): AnomalieDeFichier[] {
  const { noEleve, noPv } = livret;
  if (pages.length === 0) {
    return [anomalie('livret-absent', `Aucune page ne porte le No Élève ${noEleve}.`, { noEleve })];
  }
  return pages.flatMap((page, rang) => {
    const lieu = { noEleve, page: page.numero };
    const anomalies: AnomalieDeFichier[] = [];
    if (!contientMots(page.texte, `Page ${rang + 1} / ${pages.length}`)) {
      anomalies.push(
        anomalie(
          'pagination-fausse',
          `La page ${page.numero} n’est pas la page ${rang + 1} sur ${pages.length} de son livret.`,
          lieu,
        ),
      );
    }
    if (!contientMots(page.texte, `No PV ${noPv}`)) {
      anomalies.push(anomalie('no-pv-faux', `La page ${page.numero} ne porte pas le No PV du candidat.`, lieu));
    }
    return anomalies;
  });
}

function contientMots(texte: string, mots: string): boolean {
  return ` ${texte.replace(/\s+/g, ' ')} `.includes(` ${mots} `);
}

/** Each index has one line a candidate, and each line two links to the first page of the livret (R76). */
function anomaliesDIndex(
  fichier: FichierRelu,
  index: readonly PageRelue[],
  livrets: readonly LivretControle[],
): AnomalieDeFichier[] {
  const liens = index.flatMap((page) => page.liens.map((lien) => ({ lien, page: page.numero })));
  const parTexte = Map.groupBy(liens, ({ lien }) => lien.texte.trim());
  const connus = new Set(livrets.flatMap(({ noPv, noEleve }) => [noPv, noEleve]));
  const anomalies = livrets.flatMap(({ noPv, noEleve, premierePage }) =>
    [noPv, noEleve].flatMap((texte) => {
      const trouves = parTexte.get(texte) ?? [];
      const faux = trouves.filter(({ lien }) => lien.page === null || lien.page !== premierePage);
      return [
        ...(trouves.length === 2
          ? []
          : [anomalie('index-incomplet', `Les deux index n’ont pas chacun un lien « ${texte} ».`, { noEleve })]),
        ...faux.map(({ page }) =>
          anomalie('lien-faux', `Le lien « ${texte} » n’ouvre pas le bon livret.`, { noEleve, page }),
        ),
      ];
    }),
  );
  const inattendus = fichier.pages.flatMap((page) =>
    page.liens
      .filter((lien) => lien.adresse !== null || !index.includes(page) || !connus.has(lien.texte.trim()))
      .map(() =>
        anomalie('lien-inattendu', `La page ${page.numero} porte un lien qui n’est pas de l’index.`, {
          page: page.numero,
        }),
      ),
  );
  return [...anomalies, ...inattendus];
}

function anomaliesDeTermes({ fichier, candidats, termes }: AControler): AnomalieDeFichier[] {
  const connus = new Set(candidats.map(({ noEleve }) => noEleve));
  return anomaliesDeTextes(
    [
      ...fichier.pages.map((page): TexteAFouiller => {
        const annonce = numeroDe(page);
        const textes = [page.texte, ...page.liens.flatMap(textesDuLien)];
        // A page that is nobody's is everybody's.
        const proprietaire = annonce !== null && connus.has(annonce) ? annonce : null;
        return { lieu: `La page ${page.numero}`, page: page.numero, proprietaire, texte: textes.join('\n') };
      }),
      ...[
        ...Object.entries(fichier.metadonnees).flatMap(([cle, valeur]) => (estDate(cle) ? [] : [cle, valeur])),
        ...fichier.signets.map(({ titre }) => titre),
        ...fichier.piecesJointes,
      ].map((texte): TexteAFouiller => ({ lieu: 'Une propriété du fichier', page: null, proprietaire: null, texte })),
    ],
    candidats,
    termes,
  );
}

/** A text of the file and where it stands, as a sentence begins. */
export interface TexteAFouiller {
  readonly lieu: string;
  readonly page: number | null;
  /** The No Élève of the one whose text it is; null for what is common to all. */
  readonly proprietaire: string | null;
  readonly texte: string;
}

/** The terms that these texts hold: their nature and their place. */
export function anomaliesDeTextes(
  textes: readonly TexteAFouiller[],
  candidats: AControler['candidats'],
  termes: readonly TermesInterdits[],
): AnomalieDeFichier[] {
  const numeros = candidats.flatMap(({ noPv, noEleve }) => [noEleve, `No PV ${noPv}`]);
  const labels = termes.flatMap(({ vocabulaire }) => vocabulaire ?? []);
  const admis = motifAdmis([...VOCABULAIRE_DU_MODELE, ...labels, ...numeros]);
  const zones = textes.map(({ texte, ...zone }) => ({ ...zone, texte: fouiller(texte, admis) }));
  return termes.flatMap(({ noEleve, termes: interdits }) =>
    interdits.flatMap((interdit) => {
      const chercher = recherche(interdit);
      return zones
        .filter(
          ({ proprietaire }) => proprietaire === null || proprietaire === noEleve || porteeDe(interdit) === 'partout',
        )
        .filter(({ texte }) => chercher(texte).length > 0)
        .map(({ lieu, page }) =>
          anomalie('terme-interdit', `${lieu} contient un terme qui identifie un candidat.`, {
            noEleve,
            page,
            nature: interdit.nature,
          }),
        );
    }),
  );
}

function textesDuLien({ texte, adresse }: LienRelu): string[] {
  return [texte, adresse ?? ''];
}

/** Dates are the edition's own, fixed by the composition: their figures must not pass for an id. */
function estDate(cle: string): boolean {
  return cle === 'CreationDate' || cle === 'ModDate';
}

export function anomalie(
  code: CodeDAnomalie,
  message: string,
  lieu: { page?: number | null; noEleve?: string | null; nature?: NatureDeTerme | null } = {},
): AnomalieDeFichier {
  return { code, message, page: lieu.page ?? null, noEleve: lieu.noEleve ?? null, nature: lieu.nature ?? null };
}
