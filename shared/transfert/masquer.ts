import {
  CIVILITE,
  enCapitales,
  estOrdinaire,
  fouiller,
  LETTRE,
  motsDe,
  type Place,
  placer,
  type Recherche,
  recherche,
  rechercheDeMotif,
  type TermeCherche,
  type TexteFouille,
} from '../kernel/termes.ts';
import { adresses, type LigneEleve } from '../livret/index.ts';

/** Whom and what the texts of a livret could name. */
export interface ANePasNommer {
  readonly eleve: Pick<LigneEleve, 'nomDeFamille' | 'nomUsage' | 'prenoms' | 'divisions'>;
  /** The sealed list: nothing of it is left. */
  readonly termes: readonly TermeCherche[];
  /** Teachers and others who wrote in the livret. */
  readonly auteurs: readonly { readonly nom: string; readonly prenom: string }[];
}

/** Without a letter: nothing is found in it again, and no name goes through it. */
export const MASQUE = '[…]';

/**
 * What juries read of a text: without what names the pupil, their kin, those who wrote, the establishment, its commune,
 * the class, nor addresses and identifiers (rules.md 15; docs/decisions/0021). Every term of the sealed list is taken out
 * by the very search that the control of the jury's file makes; more is, which cannot be looked for on a page: initials,
 * short first names, ordinary words that stand beside a name. Pure; masked twice is masked once.
 */
export function masqueDe({ eleve, termes, auteurs }: ANePasNommer): (texte: string) => string {
  const noms = termes.filter(({ nature }) => nature === 'nom' || nature === 'prenom' || nature === 'proche');
  const ordinaires = noms.map(({ terme }) => motsDe(terme)).filter((mots) => mots !== '' && estOrdinaire(mots));
  const voisins = [...ordinaires, ...auteurs.map(({ prenom }) => motsDe(prenom)).filter((mots) => mots !== '')];
  const prenoms = new Set(eleve.prenoms.map(motsDe));
  const initiales = initialesDe(eleve);
  const deTous = [...noms.map(({ terme }) => terme), ...auteurs.flatMap(({ nom, prenom }) => [nom, prenom])];
  const connue = une([...initiales.prenoms, ...initiales.noms, ...lettresDe(deTous)]);
  const nommes = [
    ...[...termes, ...diminutifs(eleve.prenoms), ...auteurs.map(auteurCherche)].map(recherche),
    ...ordinaires.map((mots) => rechercheEnTete(mots, prenoms.has(mots))),
    ...eleve.divisions.flatMap(motifsDeDivision).map(rechercheDeMotif),
    ({ texte }: TexteFouille): Place[] => adresses(texte).map(({ place }) => place),
  ];
  const designes = [
    ...motifsDInitiales(initiales, connue).map(rechercheDeMotif),
    ...voisins.map((mots) => rechercheDeMotif(motifDeVoisin(mots, connue))),
    rechercheDeSuites(initiales),
  ];
  return (texte) => {
    // Until nothing is found: what was taken out may have hidden what stood beside it.
    let lu = texte;
    for (let avant: string | null = null; lu !== avant; ) {
      avant = lu;
      lu = couvrir(lu, nommes);
      lu = couvrir(lu, designes);
    }
    return lu;
  };
}

/** Two names in a row are one: how many they were is nobody's business. */
function couvrir(texte: string, recherches: readonly Recherche[]): string {
  const fouille = fouiller(texte);
  const places = recherches.flatMap((chercher) => chercher(fouille));
  if (places.length === 0) return texte;
  let couvert = '';
  let fini = 0;
  for (const { debut, fin } of places.sort((a, b) => a.debut - b.debut)) {
    if (debut >= fini) couvert += texte.slice(fini, debut) + MASQUE;
    fini = Math.max(fini, fin);
  }
  return (couvert + texte.slice(fini)).replace(MASQUES_EN_SUITE, MASQUE);
}

const MASQUES_EN_SUITE = /\[…\](?:[\s-]*\[…\])+/gu;

function auteurCherche({ nom }: ANePasNommer['auteurs'][number]): TermeCherche {
  return { terme: nom, nature: 'proche', partie: true };
}

/** A first name that starts so is called so; a capital shows it. Only what is no ordinary word. */
const DIMINUTIFS =
  'ALEX ANTO BENJ CARO CHRIS CLEM CLO EMMA FLO FRED GABI GAB GREG ISA JEFF JESS LEO LUDO MANU MATT MAX MEL NATH NICO RAF ' +
  'RAPH SAM SEB STEPH TEO THEO VAL VERO VIC XAV';

function diminutifs(prenoms: readonly string[]): TermeCherche[] {
  const mots = prenoms.flatMap((prenom) => motsDe(prenom).split(' '));
  return DIMINUTIFS.split(' ')
    .filter((court) => mots.some((mot) => mot.startsWith(court)))
    .map((terme) => ({ terme, nature: 'prenom', partie: true }));
}

/** What a code of division shares with ordinary school words: levels of languages, periods, LV1. */
const CODES_ORDINAIRES = /^(?:[ABC][12]|[MPST][1-4]|LV[123AB]|[12])$/;

/** How a code begins, its sign, and how people say it. */
const NIVEAUX: readonly (readonly [RegExp, string, string])[] = [
  [/^(?:TERMINALE|TERM|TLE|T) ?/, 'T', 'terminale|term|tle'],
  [/^(?:1 ?ERE|1 ?RE|1) ?/, '1', 'premiere|1ere|1re'],
  [/^(?:2 ?NDE|2 ?DE|2) ?/, '2', 'seconde|2nde|2de'],
];

/** « TS1 », « ts 1 », « T S 1 », « terminale S1 », and « TG5 » of TG05. */
function motifsDeDivision(code: string): RegExp[] {
  const mots = motsDe(code);
  const colle = mots.replaceAll(' ', '');
  const entier = (motif: string): RegExp => new RegExp(`(?<!${LETTRE})${motif}(?!${LETTRE})`, 'gu');
  // Without a figure, TSA shows by its capitals; TS, L and S say a série.
  if (!/\d/.test(colle)) return colle.length < 3 || estOrdinaire(mots) ? [] : [entier(colle)];
  const zeros = /\p{L}{2}/u.test(colle);
  const espace = (partie: string): string =>
    (partie.match(/\d+|[^\d ]+/g) ?? []).map((un) => (zeros ? un.replace(/^0*(?=\d)/, '0*') : un)).join('[ .°_-]?');
  const seul = CODES_ORDINAIRES.test(colle) || !/\D/.test(colle) ? '(?:classe|division) (?:de )?(?:la )?' : '';
  const [debut = /(?!)/, signe = '', dits = ''] = NIVEAUX.find(([premier]) => premier.test(mots)) ?? [];
  const suite = mots.replace(debut, '');
  const motifs = [`${seul}${espace(mots)}`];
  if (signe !== '' && suite !== '') motifs.push(`(?:${dits})[ .°_-]?${espace(suite)}`);
  if (signe !== '' && /\D/.test(suite)) motifs.push(`${signe}[ .°_-]?${espace(suite)}`);
  return motifs.map((motif) => entier(`(?i:${motif})`));
}

/**
 * An ordinary word opens a sentence with the capital of a name. « Rose progresse », but « Constant dans l’effort »,
 * « Grâce à », « Aime lire »: it is a first name unless what follows tells an adjective or a verb. « Petit travail », but
 * « Petit a progressé »: a family name rarely opens a sentence, and does before a verb.
 */
function rechercheEnTete(mots: string, prenom: boolean): Recherche {
  const trouver = rechercheDeMotif(new RegExp(`(?<!${LETTRE})${suiteEnCapitales(mots)}(?!${LETTRE})`, 'gu'));
  return (fouille) =>
    trouver(fouille).filter(({ fin }) => {
      const suite = fouille.texte.slice(fin, fin + 20).normalize('NFC');
      return prenom ? !SUITE_D_UN_MOT.test(suite) : SUITE_D_UN_NOM.test(suite);
    });
}

const SUITE_D_UN_MOT =
  /^(?:\s+(?:[dl][’']|(?:à|au|aux|avec|dans|de|des|du|en|et|la|le|les|lire|mais|malgré|ou|par|pour|sa|ses|son|sur|un|une)(?![\p{L}\p{N}]))|\s*(?:[.!…;:)]|$))/iu;

/** In small letters: « PETIT A PETIT » tells nothing. */
const SUITE_D_UN_NOM =
  /^\s+(?:[ns][’']|(?:a|aura|devra|doit|est|fait|manque|montre|ne|participe|peut|pourra|pourrait|progresse|reste|sait|se|semble|sera|travaille)(?![\p{L}\p{N}]))/u;

function suiteEnCapitales(mots: string): string {
  return mots.split(' ').map(enCapitales).join('[ -]');
}

/** The mask as a folded text has it. */
const MASQUE_PLIE = '\\[\\.\\.\\.\\]';

/** « […] Petit », « PETIT […] », « R. Petit »; the first name of a teacher beside the name. */
function motifDeVoisin(mots: string, initiale: string): RegExp {
  const ecrit = suiteEnCapitales(mots);
  const avant = `(?<=${MASQUE_PLIE}[ -]|(?<!${LETTRE})${initiale}\\.[ -]?)`;
  return new RegExp(`${avant}${ecrit}(?!${LETTRE})|(?<!${LETTRE})${ecrit}(?=[ -]${MASQUE_PLIE})`, 'gu');
}

interface Initiales {
  readonly prenoms: ReadonlySet<string>;
  readonly noms: ReadonlySet<string>;
  /** « J », « B » of Jean-Baptiste. */
  readonly composes: readonly (readonly string[])[];
}

function initialesDe({ nomDeFamille, nomUsage, prenoms }: ANePasNommer['eleve']): Initiales {
  const composes = prenoms.map((prenom) => lettresDe([prenom])).filter(({ length }) => length > 1);
  return { prenoms: new Set(lettresDe(prenoms)), noms: new Set(lettresDe([nomDeFamille, nomUsage ?? ''])), composes };
}

/** The first letter of every word of these names, in their order. */
function lettresDe(noms: readonly string[]): string[] {
  return noms.flatMap((nom) => motsDe(nom).match(/(?<![^ ])\p{Lu}/gu) ?? []);
}

/** A letter that stands for a name ends by a point, or by what no sentence in capitals has after it. */
const FIN_D_INITIALE = `(?:\\.|(?= \\p{Ll}|[,;:!?)]|$))`;

/** A pattern: one of these letters. */
function une(lettres: Iterable<string>): string {
  const ensemble = [...new Set(lettres)].join('');
  return ensemble === '' ? '(?!)' : `[${ensemble}]`;
}

/** « avant J.-C. » is nobody’s initials. */
const ERE = /(?<!\p{L})(?:av|ap|avant|apres)\.? $/u;

/**
 * Initials beside a name that was masked, after a civilité, or that open a sentence.
 * @param connue those of anybody known, a pattern
 */
function motifsDInitiales({ prenoms, noms, composes }: Initiales, connue: string): RegExp[] {
  const sienne = une([...prenoms, ...noms]);
  const enTete = une([...prenoms, ...noms].filter((lettre) => lettre !== 'M'));
  const motifs = [
    // « Mlle M. »
    `(?<=${CIVILITE})${connue}${FIN_D_INITIALE}`,
    // « Zoé M. »
    `(?<=${MASQUE_PLIE} )${sienne}${FIN_D_INITIALE}`,
    // « Z. Martin », but « M. Martin » is a civilité.
    `(?<!${LETTRE}|['’])(?!M\\. )(?:${connue}\\.[ -]?)+(?=${MASQUE_PLIE})`,
    // « Z. progresse »
    `(?<=^|(?<!(?<!${LETTRE})\\p{Lu})[.!?] )${enTete}\\.(?= \\p{Ll})`,
    ...composes.flatMap((lettres) => [
      // « J.-B. progresse »
      `(?<!${LETTRE}|${ERE.source.slice(0, -1)})${lettres.join('\\.?-')}(?:\\.|(?!${LETTRE}|-))`,
      // « JB »
      ...(SIGLES.has(lettres.join('')) ? [] : [`(?<!${LETTRE})${lettres.join('')}(?!${LETTRE})`]),
      // « J.B. Martin », « J.B. M. »
      `(?<!${LETTRE})${lettres.join('[.-]{0,2}')}\\.?(?: ?(?=${MASQUE_PLIE})| ${une(noms)}${FIN_D_INITIALE})`,
    ]),
  ];
  return motifs.map((motif) => new RegExp(motif, 'gu'));
}

/** What a school writes with points between its letters, which is nobody. */
const SIGLES: ReadonlySet<string> = new Set(
  (
    'AB ABS AC AESH AP AS AVS BAC BD BEP BO BTS CA CAP CC CD CDI CE CIO CLE CM CNED CP CPE CPGE CT CV CVL DM DNL DP DS ' +
    'DST DUT EC EDT EMC EP EPS ES ETP EU FLE GB HG ICN IDD ISN IUT LCA LCE LP LV LVA LVB MC MPS NB NN NSI ONU OK PAI PAP ' +
    'PC PE PP PPE PPS PS PSC QCM RAS RU SA SES SI SL SMS SNT SPC ST STI STL STMG STS SV SVT TB TD TES TICE TL TP TPE ' +
    'TS TV UE UNSS UPE URSS USA VS'
  ).split(' '),
);

const SUITE_DE_LETTRES = new RegExp(
  `(?<!${LETTRE}|['’])\\p{Lu}(?:(?:\\.[ -]?|-)\\p{Lu}(?!${LETTRE}|['’])){1,5}\\.?`,
  'gu',
);

/** « Z. M. », « M.Z. », « J.-B. M. »: first names and family name, in one order or the other. */
function rechercheDeSuites(initiales: Initiales): Recherche {
  return (fouille) =>
    Array.from(fouille.plie.matchAll(SUITE_DE_LETTRES)).flatMap(({ 0: suite, index }) => {
      const ere = ERE.test(fouille.plie.slice(Math.max(0, index - 8), index));
      const trouvee = plusLongue(suite, ({ lettres, ecrit }) => {
        const estUnSigle = !ecrit.includes(' ') && SIGLES.has(lettres.join(''));
        return ecrit.includes('.') && !estUnSigle && !(ere && ecrit.startsWith('J')) && sontDeLui(lettres, initiales);
      });
      return trouvee === null ? [] : [placer(fouille, index + trouvee.debut, index + trouvee.fin)];
    });
}

interface Suite extends Place {
  readonly lettres: readonly string[];
  readonly ecrit: string;
}

/** « M. Z. M. » holds « Z. M. »: the longest run of two letters or more that will do. */
function plusLongue(suite: string, convient: (une: Suite) => boolean): Suite | null {
  const rangs = Array.from(suite.matchAll(/\p{Lu}/gu), ({ index }) => index);
  for (let longueur = rangs.length; longueur >= 2; longueur--) {
    for (let premiere = 0; premiere + longueur <= rangs.length; premiere++) {
      const choisis = rangs.slice(premiere, premiere + longueur);
      const [debut = 0, derniere = 0] = [choisis[0], choisis.at(-1)];
      const fin = derniere + (suite.charAt(derniere + 1) === '.' ? 2 : 1);
      const une = { debut, fin, lettres: choisis.map((rang) => suite.charAt(rang)), ecrit: suite.slice(debut, fin) };
      if (convient(une)) return une;
    }
  }
  return null;
}

function sontDeLui(lettres: readonly string[], { prenoms, noms }: Initiales): boolean {
  const entre = (de: number, a: number, parmi: ReadonlySet<string>): boolean =>
    lettres.slice(de, a).every((lettre) => parmi.has(lettre));
  const fin = lettres.length;
  return lettres.some(
    (_, coupe) =>
      coupe > 0 &&
      ((entre(0, coupe, prenoms) && entre(coupe, fin, noms)) || (entre(0, coupe, noms) && entre(coupe, fin, prenoms))),
  );
}
