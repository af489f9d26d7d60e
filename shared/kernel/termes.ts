import { LETTRES_D_UN_BLOC, normaliserNom } from './texte.ts';

/** A term that names somebody or some place, to be looked for in a text (rules.md 15). */
export interface TermeInterdit {
  readonly terme: string;
  readonly nature: NatureDeTerme;
}

export type NatureDeTerme = 'nom' | 'prenom' | 'proche' | 'ine' | 'eleve-id' | 'uai' | 'etablissement' | 'commune';

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
  readonly texte: string;
  /** Accents away, case and signs kept, texts that name nobody covered. */
  readonly plie: string;
  /** Capitals and single spaces, one at each end; what parts two texts of a page is a word of its own. */
  readonly mots: string;
  /** Letters and figures in capitals, nothing between them. */
  readonly colle: string;
  /** The place in the text of each code unit of `plie`, and its end. */
  readonly origines: readonly number[];
  /** The place in `plie` of each code unit of `mots`. */
  readonly rangs: readonly number[];
}

/** Code units of a text, the end not included. */
export interface Place {
  readonly debut: number;
  readonly fin: number;
}

/** What is looked for: a part of a name (« GOFF » of LE GOFF) shows by its capital. */
export interface TermeCherche extends TermeInterdit {
  readonly partie?: boolean;
}

/**
 * @param admis of a page only: texts that name nobody although they hold words that could be names, labels of the model
 * and of the nomenclature (« communiquer de façon claire » is no Claire), numbers of the jury. See {@link motifAdmis}.
 * Without it the text is one that somebody wrote: its white space counts as the page will show it, one space.
 */
export function fouiller(texte: string, admis?: RegExp): TexteFouille {
  const { plie: brut, origines } = plier(texte, admis === undefined);
  const plie = admis === undefined ? brut : brut.replace(admis, (couvert) => BARRIERE.repeat(couvert.length));
  const { mots, rangs } = enMots(plie);
  return { texte, plie, mots, colle: mots.replaceAll(' ', ''), origines, rangs };
}

/** True when the term is in the text. */
export function contient(texte: TexteFouille, terme: TermeCherche): boolean {
  return chercher(texte, terme).length > 0;
}

/** Wherever the text holds the term. What masks a text and what controls a page search in this one way. */
export function chercher(texte: TexteFouille, terme: TermeCherche): Place[] {
  return recherche(terme)(texte);
}

export type Recherche = (texte: TexteFouille) => Place[];

/** One term, to be looked for in many texts. */
export function recherche(terme: TermeCherche): Recherche {
  const mots = motsDe(terme.terme);
  if (mots === '') return () => [];
  if (porteeDe(terme) === 'partout') return rechercheDIdentifiant(mots.replaceAll(' ', ''));
  const soude = mots.replaceAll(' ', '');
  const recherches = [
    estOrdinaire(mots) ? rechercheDeMotif(motifDeNomOrdinaire(mots)) : rechercheDeMots(mots),
    // A long name can be cut at the end of a line.
    soude.length >= 12 ? rechercheDeLettres(soude) : rechercheDuMotSoude(mots, soude),
    rechercheDuMotCoupe(mots, soude),
    // « M A R T I N », « Z.O.É. »
    ...(soude.length < 3 ? [] : [rechercheDeMots([...soude].join(' '))]),
  ];
  const trouver: Recherche = (texte) => recherches.flatMap((une) => une(texte));
  return terme.partie === true ? enCapitale(trouver) : trouver;
}

/** Wherever the folded text matches, without accents. @param motif global */
export function rechercheDeMotif(motif: RegExp): Recherche {
  return (texte) =>
    Array.from(texte.plie.matchAll(motif), ({ 0: trouve, index }) => placer(texte, index, index + trouve.length));
}

function rechercheDeMots(mots: string): Recherche {
  const cherche = ` ${mots} `;
  return (texte) => {
    // Two names in a row share the space between them.
    return occurrences(texte.mots, cherche, 1).map((index) => placerMots(texte, index + 1, index + 1 + mots.length));
  };
}

/** « LEGOFF », « jeanbaptiste ». « démarche » is no DE MARCHE: after a particle, by its capital alone. */
function rechercheDuMotSoude(mots: string, soude: string): Recherche {
  if (soude === mots || soude.length < 5) return () => [];
  const trouver = rechercheDeMots(soude);
  return mots.indexOf(' ') > 3 ? trouver : enCapitale(trouver);
}

/** Whatever parts its letters; whole words are told. */
function rechercheDeLettres(lettres: string): Recherche {
  return (texte) => {
    if (!texte.colle.includes(lettres)) return [];
    const rangs = Array.from(texte.mots.matchAll(/[^ ]/g), ({ index }) => index);
    return occurrences(texte.colle, lettres, lettres.length).map((index) => {
      const debut = texte.mots.lastIndexOf(' ', rangs[index]) + 1;
      return placerMots(texte, debut, texte.mots.indexOf(' ', rangs[index + lettres.length - 1]));
    });
  };
}

const COUPURE = /\p{L}-\s+\p{L}/u;

/** « Zwor-\nkowski », as a word is cut at the end of a line. What is not one word is told by its parts. */
function rechercheDuMotCoupe(mots: string, soude: string): Recherche {
  if (soude.length < 5 || soude !== mots || estOrdinaire(mots)) return () => [];
  const trouver = rechercheDeMotif(
    new RegExp(`(?<!${LETTRE})(?=\\p{L}+-\\s+\\p{L})${[...soude].join('(?:-\\s+)?')}(?!${LETTRE})`, 'giu'),
  );
  return (texte) => (COUPURE.test(texte.plie) ? trouver(texte) : []);
}

function enCapitale(trouver: Recherche): Recherche {
  return (texte) => trouver(texte).filter((place) => commenceParUneCapitale(texte, place));
}

function rechercheDIdentifiant(identifiant: string): Recherche {
  if (/\D/.test(identifiant)) return rechercheDeLettres(identifiant);
  // Figures of neighbouring cells must not add up to an id: they are read with what parts them.
  if (identifiant.length < 5) return () => [];
  const milliers = identifiant.replaceAll(/\B(?=(?:\d{3})+$)/g, '[ .]?');
  const motif = identifiant.length < 6 ? `(?<!\\d)${identifiant}(?!\\d)` : `${identifiant}|(?<!\\d)${milliers}(?!\\d)`;
  return rechercheDeMotif(new RegExp(motif, 'gu'));
}

/** @param pas from one to the next: two names in a row share the space between them */
function occurrences(texte: string, cherche: string, pas: number): number[] {
  const trouvees: number[] = [];
  for (let index = texte.indexOf(cherche); index !== -1; index = texte.indexOf(cherche, index + pas)) {
    trouvees.push(index);
  }
  return trouvees;
}

function placerMots(texte: TexteFouille, debut: number, fin: number): Place {
  return placer(texte, texte.rangs[debut] ?? 0, (texte.rangs[fin - 1] ?? 0) + 1);
}

/** From the folded text to the text: the marks that follow a letter, and what shows nothing, go with it. */
export function placer({ origines }: TexteFouille, debut: number, fin: number): Place {
  const dernier = origines[fin - 1] ?? 0;
  let apres = fin;
  while (apres < origines.length - 1 && (origines[apres] ?? 0) <= dernier) apres++;
  return { debut: origines[debut] ?? 0, fin: origines[apres] ?? 0 };
}

function commenceParUneCapitale({ plie, origines }: TexteFouille, { debut }: Place): boolean {
  return /^\p{Lu}/u.test(plie.slice(rangDe(origines, debut)));
}

/** Origines grow: the first one at this place, or after it. */
function rangDe(origines: readonly number[], place: number): number {
  let [bas, haut] = [0, origines.length];
  while (bas < haut) {
    const milieu = (bas + haut) >> 1;
    if ((origines[milieu] ?? 0) < place) bas = milieu + 1;
    else haut = milieu;
  }
  return bas;
}

/**
 * Ordinary words of school texts that are also somebody's name, or some place's: « petit à petit » is no Petit. They
 * are looked for as a name is written, never in small letters. Short: what an appreciation does not say (« capucine »)
 * is a name like any other, and so is a short one (Léa, Tom, Zoé).
 */
const MOTS_ORDINAIRES: ReadonlySet<string> = new Set(
  (
    'A AI AIE AN ANS AS AU AUX BA BAC BAS BON BUT CAR CE CES CET CLE DE DES DIT DU DUR EN ES EST ET EU EUX FIN ' +
    'FUT ICI IL ILS JE JEU LA LE LES LOI LU LUI MA MAI MAL MES MI MIS MOI MON MOT NE NET NI NON NOS NUL OH ' +
    'ON ONT OR OSE OU OUI PAR PAS PEU PRE PU QUE QUI RE SA SE SES SI SOI SON SU SUR TA TE TEL TES TOI TON TOT ' +
    'TRE TU UN UNE US VA VAS VIE VIF VOS VU Y ' +
    // What a pupil is, or the work.
    'BEAU BEL BELLE BONNE BRAVE CALME CERTAIN CLAIR CLAIRE COMMUN CONSTANT CONSTANCE COURT CURIEUX DIGNE DISCRET ' +
    'DOUX DROIT FAIBLE FAUX FIDELE FORT FRANC GENTIL GRAND GRANDE GROS HAUT HEUREUX HONNETE JEUNE JOLI JOYEUX JUSTE ' +
    'LARGE LEGER LENT LIBRE LONG LOURDES LOYAL LUCIDE MAIGRE MAJEUR MEILLEUR MODESTE MOINS NEUF NOBLE NOUVEAU ' +
    'NOUVEL PARFAIT PATIENT PATIENCE PETIT PETITE PLAISIR PLEIN PRECIEUX PREMIER PRESENT PRUDENT PRUDENCE RAPIDE ' +
    'RICHE SAGE SAVANT SECOND SEREIN SERIEUX SEUL SIMPLE SINCERE SOLIDE TRANQUILLE UNIQUE VAILLANT VIVANT VRAI ' +
    'BIEN ESPERANCE ESPOIR ESPRIT FELICITE FORCE FORTUNE GENIE GRACE HARMONIE HONNEUR JOIE LUMIERE MERVEILLE MERITE ' +
    'RAISON REUSSITE SENS SOURIRE TALENT TRESOR VALEUR VERITE VERTU VICTOIRE VOLONTE CLEMENCE CLEMENT CHANCE ' +
    // What it does, or should.
    'AIME AIMEE BENI COMBAT COURAGE DESIRE DESIREE DEVENU DORE GAGNE HONORE LISE MARCHE PASSE PENSE PERDU PLACE PROFIT ' +
    'REGARD RENDU SAURA SUIVI TROUVE VENDU VENU VENUS VIENNE VOLANT ' +
    // When, where, with whom.
    'AOUT AUTOMNE AVENIR AVRIL DIMANCHE HIVER JANVIER JEUDI JOUR JUILLET JUIN LUNDI MARDI MARS MATIN MERCREDI MIDI NOEL ' +
    'NUIT PRINTEMPS SAISON SAMEDI SEMAINE SOIR TEMPS VENDREDI ' +
    'ANGLAIS ALLEMAND BELGE BRETON CHINOIS ESPAGNOL EUROPE FRANCAIS FRANCE GREC ITALIEN LATIN MONDE NATION NORMAND ' +
    'PICARD ROMAIN ROMANE ROMANS SUISSE INTERNATIONAL INTERNATIONALE URBAIN MARIN MARINE MARTIAL ' +
    'AMI AMIE AMOUR CAMARADE COUSIN ENFANT FEMME FILLE FILS FRERE GARCON HOMME MAITRE MERE ONCLE PERE VOISIN ' +
    'BACHELIER DOCTEUR LECTEUR MAJOR BARON BERGER BOUCHER BOULANGER CARDINAL CHEVALIER CLERC COMTE DUC MARCHAND MARQUIS ' +
    'PRINCE REINE ROI SERGENT SOLDAT ' +
    // Things and signs of the subjects.
    'BARRE BASE BLANC BLANCHE BOIS BOUCHE BOURG BRAS BRUN CARRE CERCLE CHAMP CHAMPS CHAPELLE CHAT CHATEAU CHEMIN CHENE ' +
    'CHIEN COEUR COLLINE COTE CROIX CUBE DENT ETE FER FERME FLECHE FLEUR FLORE FONTAINE FORET GAUCHE GRIS GUERRE ' +
    'HISTOIRE IRIS JARDIN LAC LANGUE LIGNE LILAS LION LOUP LUNE MAIN MAISON MASSE MAXIME MELODIE MER MONT MONTAGNE ' +
    'MOULIN MUR MUSIQUE NOIR OLIVE OR ORANGE PAIN PARC PIED PIERRE PIERRES PLUS POINT PONT PORT PORTE PRIEUR PUITS ' +
    'RIVIERE ROCHE ROCHER ROND ROSE ROUGE ROUTE ROUX RUE SABLE SAINT SAINTE SCIENCE SOLEIL SOURCE SUJET TERRE TETE TOUR ' +
    'TOURS TRAIT UNIVERS VALLEE VERT VILLAGE VILLE VITAL'
  ).split(' '),
);

/** True of a name that a sentence could hold without naming anybody: LE GRAND as PETIT. @param mots normalised */
export function estOrdinaire(mots: string): boolean {
  return mots.split(' ').every((mot) => mot.length === 1 || MOTS_ORDINAIRES.has(mot));
}

/** A pattern: what no name is cut by. */
export const LETTRE = '[\\p{L}\\p{N}]';

/** What leads to a name, the space that follows included. A pattern for folded texts. */
export const CIVILITE = `(?<!${LETTRE})(?:MM?|M[Rr]|M[Rr][Ss]|M(?:me|ME)s?|M(?:lle|LLE)s?|(?:[Mm]onsieur|MONSIEUR)|(?:[Mm]adame|MADAME)|(?:[Mm]ademoiselle|MADEMOISELLE)|[Ee]leve)(?:\\. ?| )`;

/** « Petit » or « PETIT ». */
export function enCapitales(mot: string): string {
  return `(?:${mot.charAt(0)}${mot.slice(1).toLowerCase()}|${mot})`;
}

const ARTICLES: ReadonlySet<string> = new Set('D DE DES DU L LA LE LES'.split(' '));

/**
 * How an ordinary word shows as a name: with its capital inside a sentence, after a civilité, or all in capitals beside
 * words that are not. Two or more show by the capitals of all but articles. Only what stands on the same line speaks for
 * a name: on a page the line before may be another text.
 */
function motifDeNomOrdinaire(nom: string): RegExp {
  const mots = nom.split(' ');
  const propres = mots.filter((mot) => !ARTICLES.has(mot));
  const fin = `(?!${LETTRE})`;
  if (mots.length > 1 && propres.length > 0) {
    const suite = mots.map((mot) => (ARTICLES.has(mot) ? `(?i:${mot})` : enCapitales(mot)));
    return new RegExp(`(?<!${LETTRE})${suite.join('[^\\p{L}\\p{N}|[\\]]+')}${fin}`, 'gu');
  }
  const ecrit = mots.map(enCapitales).join(' ');
  const apresCivilite = `(?<=${CIVILITE})${ecrit}${fin}`;
  // « série S », « vitamine C »: a letter alone names nobody.
  if (nom.length === 1) return new RegExp(apresCivilite, 'gu');
  const dansLaPhrase = `(?<=\\p{Ll},? |(?<!${LETTRE})[DdLl]['’])${ecrit}${fin}`;
  const parmiDesMinuscules = `(?<!${LETTRE}|\\p{Lu}{2},?\\s+)${nom}(?=,? \\p{Ll})`;
  return new RegExp(`${apresCivilite}|${dansLaPhrase}|${parmiDesMinuscules}`, 'gu');
}

/** One pattern for all admitted texts, the longest first. */
export function motifAdmis(textes: Iterable<string>): RegExp {
  const motifs = [...new Set(textes)]
    .map(
      (texte) =>
        plier(texte, true)
          .plie.match(/[\p{L}\p{N}]+/gu)
          ?.join('[^\\p{L}\\p{N}]+') ?? '',
    )
    .filter((motif) => motif !== '')
    .sort((a, b) => b.length - a.length);
  return motifs.length === 0
    ? /(?!)/gu
    : new RegExp(`(?<![\\p{L}\\p{N}])(?:${motifs.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
}

/** Words as they are looked for: two spellings of one name become equal. */
export function motsDe(texte: string): string {
  return normaliserNom(plier(texte, true).plie);
}

/** What covers an admitted text: no name goes through it, nor through « […] ». */
const BARRIERE = '|';

function enMots(plie: string): { readonly mots: string; readonly rangs: number[] } {
  const mots = [' '];
  const rangs = [0];
  const ajouter = (signe: string, rang: number): void => {
    if (signe === ' ' && mots.at(-1) === ' ') return;
    mots.push(signe);
    rangs.push(rang);
  };
  for (let rang = 0; rang < plie.length; ) {
    const signe = String.fromCodePoint(plie.codePointAt(rang) ?? 0);
    if (estLettre(signe))
      for (const lettre of signe.toUpperCase()) for (let i = 0; i < lettre.length; i++) ajouter(lettre.charAt(i), rang);
    else {
      ajouter(' ', rang);
      if (signe === BARRIERE || signe === '[' || signe === ']') {
        ajouter(BARRIERE, rang);
        ajouter(' ', rang);
      }
    }
    rang += signe.length;
  }
  ajouter(' ', plie.length);
  return { mots: mots.join(''), rangs };
}

function estLettre(signe: string): boolean {
  const code = signe.charCodeAt(0);
  if (code < 0x80) return (code > 0x2f && code < 0x3a) || (code > 0x40 && code < 0x5b) || (code > 0x60 && code < 0x7b);
  return /[\p{L}\p{N}]/u.test(signe);
}

/**
 * Accents and ligatures away, and what shows nothing; case, signs and line ends kept.
 * @param blancs one space for each white space, as a page shows it
 */
function plier(texte: string, blancs: boolean): { readonly plie: string; readonly origines: number[] } {
  const plis: string[] = [];
  const origines: number[] = [];
  let finitParUnBlanc = false;
  for (let place = 0; place < texte.length; ) {
    const code = texte.codePointAt(place) ?? 0;
    const signe = String.fromCodePoint(code);
    const pli = code < 0x80 ? signe : plierSigne(signe);
    const blanc = blancs && pli !== '' && pli.trim() === '';
    if (!blanc || !finitParUnBlanc) {
      const garde = blanc ? ' ' : pli;
      plis.push(garde);
      for (let i = 0; i < garde.length; i++) origines.push(place);
    }
    if (pli !== '') finitParUnBlanc = blanc;
    place += signe.length;
  }
  origines.push(texte.length);
  return { plie: plis.join(''), origines };
}

/** A space of no width parts two words all the same. */
const PLIS: Readonly<Record<string, string>> = { ...LETTRES_D_UN_BLOC, '\u200B': ' ' };

function plierSigne(signe: string): string {
  return PLIS[signe] ?? signe.normalize('NFKD').replace(/[\p{M}\p{Cf}]/gu, '');
}
