import { normaliserNom } from './texte.ts';

/** A term that names somebody or some place, to be looked for in a text (rules.md 15). */
export interface TermeInterdit {
  readonly terme: string;
  readonly nature: NatureDeTerme;
}

export type NatureDeTerme = 'nom' | 'prenom' | 'ine' | 'eleve-id' | 'uai' | 'etablissement' | 'commune';

/**
 * How a term is looked for.
 *
 * - An identifier (INE, SIECLE id, UAI) names one person or one school wherever it stands, even inside a word: it is
 *   looked for everywhere, as it is. Under five figures an id cannot be told from a mark or a year, and names nobody.
 * - A word (name, first name, establishment, commune) is looked for whole, accents and capitals aside, in the
 *   candidate's own pages and in what is common to all: the sender masks a pupil's own free text only, and
 *   « Martin » in another pupil's page is Martin Luther King.
 */
export type Portee = 'partout' | 'propre';

export function porteeDe({ nature }: TermeInterdit): Portee {
  return nature === 'ine' || nature === 'eleve-id' || nature === 'uai' ? 'partout' : 'propre';
}

/** A text made ready to be searched, once for all terms. */
export interface TexteFouille {
  /** Accents away, case and signs kept, texts that name nobody taken out. */
  readonly plie: string;
  /** Capitals and single spaces, one at each end. */
  readonly mots: string;
  /** Letters and figures in capitals, nothing between them. */
  readonly colle: string;
}

/**
 * @param admis texts that name nobody although they hold words that could be names: labels of the model and of the
 * nomenclature (« communiquer de façon claire » is no Claire), numbers of the jury. See {@link motifAdmis}.
 */
export function fouiller(texte: string, admis: RegExp): TexteFouille {
  const plie = plier(texte).replace(admis, ' | ');
  const mots = ` ${normaliserNom(plie)} `;
  return { plie, mots, colle: mots.replaceAll(' ', '') };
}

/** True when the term is in the text. */
export function contient(texte: TexteFouille, terme: TermeInterdit): boolean {
  const cherche = normaliserNom(terme.terme);
  if (cherche === '') return false;
  if (porteeDe(terme) === 'partout') return contientIdentifiant(texte, cherche.replaceAll(' ', ''));
  // « LE », « BA », « AN » are names, and ordinary words far more often: there a name shows by its capital.
  if (MOTS_COURTS.has(cherche)) return motifDeNomCourt(cherche).test(texte.plie);
  // A long name can be cut at the end of a line.
  return (
    texte.mots.includes(` ${cherche} `) || (cherche.length >= 12 && texte.colle.includes(cherche.replaceAll(' ', '')))
  );
}

function contientIdentifiant(texte: TexteFouille, identifiant: string): boolean {
  if (/\D/.test(identifiant)) return texte.colle.includes(identifiant);
  // Figures of neighbouring cells must not add up to an id: they are read with what parts them.
  if (identifiant.length < 5) return false;
  return identifiant.length < 6
    ? new RegExp(`(?<!\\d)${identifiant}(?!\\d)`).test(texte.plie)
    : texte.plie.includes(identifiant);
}

/**
 * Short words that French sentences hold at every turn, and that are also somebody's name. A short name that is not
 * one of them (Léa, Tom, Zoé) is looked for like any other.
 */
const MOTS_COURTS: ReadonlySet<string> = new Set(
  (
    'A AI AIE AN ANS AS AU AUX BA BAC BAS BON BUT CAR CE CES CET CLE DE DES DIT DU DUR EN ES EST ET EU EUX FIN ' +
    'FUT ICI IL ILS JE JEU LA LE LES LOI LU LUI MA MAI MAL MES MI MIS MOI MON MOT NE NET NI NON NOS NUL OH ' +
    'ON ONT OR OSE OU OUI PAR PAS PEU PRE PU QUE QUI RE SA SE SES SI SOI SON SU SUR TA TE TEL TES TOI TON TOT ' +
    'TRE TU UN UNE US VA VAS VIE VIF VOS VU Y'
  ).split(' '),
);

/** All in capitals, or with one inside a sentence. */
function motifDeNomCourt(nom: string): RegExp {
  const capitale = nom.charAt(0) + nom.slice(1).toLowerCase();
  return new RegExp(
    `(?<![\\p{L}\\p{N}])${nom}(?![\\p{L}\\p{N}])|(?<=[\\p{Ll}\\p{N},;] )${capitale}(?![\\p{L}\\p{N}])`,
    'u',
  );
}

/** One pattern for all admitted texts, the longest first. */
export function motifAdmis(textes: Iterable<string>): RegExp {
  const motifs = [...new Set(textes)]
    .map(
      (texte) =>
        plier(texte)
          .match(/[\p{L}\p{N}]+/gu)
          ?.join('[^\\p{L}\\p{N}]+') ?? '',
    )
    .filter((motif) => motif !== '')
    .sort((a, b) => b.length - a.length);
  return motifs.length === 0
    ? /(?!)/gu
    : new RegExp(`(?<![\\p{L}\\p{N}])(?:${motifs.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
}

/** Accents and ligatures away; case, signs and line ends kept. */
function plier(texte: string): string {
  return texte
    .replace(/[œŒ]/g, (signe) => (signe === 'œ' ? 'oe' : 'OE'))
    .replace(/[æÆ]/g, (signe) => (signe === 'æ' ? 'ae' : 'AE'))
    .normalize('NFKD')
    .replace(/\p{M}/gu, '');
}
