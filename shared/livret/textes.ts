import { sha256 } from '../kernel/empreinte.ts';
import { contient, fouiller, motifAdmis, type TexteFouille } from '../kernel/termes.ts';
import { estBlanc, normaliserNom } from '../kernel/texte.ts';
import { type AnneeDuLivret, anneesTenues, composer } from './composer.ts';
import type { Connaissances } from './connaissances.ts';
import type { Communs, Responsable } from './etablissement.ts';
import { estFige, type LigneEleve } from './livret.ts';
import type { LivretOuvert } from './ouvrir-livret.ts';
import { cleDeSaisie, type Saisie, type ValeurSaisie } from './saisie.ts';

/**
 * Free texts that could tell a jury whose livret it reads (rules.md 15): the pupil's names, kin, the establishment and
 * its commune, an address, a telephone number. They are flagged to their author, and stop validation until they are
 * corrected or dismissed. Pure.
 */
export type NatureDeSignalement =
  | 'nom-de-l-eleve'
  | 'nom-d-un-proche'
  | 'etablissement'
  | 'commune'
  | 'adresse-electronique'
  | 'telephone';

export const LIBELLES_DE_SIGNALEMENT: Readonly<Record<NatureDeSignalement, string>> = {
  'nom-de-l-eleve': 'nom ou prénom de l’élève',
  'nom-d-un-proche': 'nom ou prénom d’un proche',
  etablissement: 'nom de l’établissement',
  commune: 'commune de l’établissement',
  'adresse-electronique': 'adresse électronique',
  telephone: 'numéro de téléphone',
};

export interface LieuDeTexte {
  readonly annee: number;
  readonly champ: 'appreciation' | 'observation' | 'investissement' | 'avis-chef' | 'engagement-autre';
  /** Of an appreciation. */
  readonly codeMatiere: string | null;
  readonly modalite: string | null;
  /** The entry by hand that holds the text; null when it was imported. */
  readonly saisie: string | null;
}

export interface TexteLibre {
  readonly ou: LieuDeTexte;
  readonly texte: string;
}

export interface Signalement {
  /** Of this term in this text at this place: a text that changes is flagged anew. */
  readonly id: string;
  readonly nature: NatureDeSignalement;
  /** What is around it, 30 characters on each side. */
  readonly passage: string;
  readonly ou: LieuDeTexte;
}

/** What is known of a pupil that a text must not say. */
export interface TermeConnu {
  readonly terme: string;
  readonly nature: Exclude<NatureDeSignalement, 'adresse-electronique' | 'telephone'>;
  /** « GOFF » of LE GOFF, « Jean » of Jean-Baptiste: written with its capital, and outside of the whole name. */
  readonly partie: boolean;
}

/** Of all that a livret shows, imported or entered, in the years that may still change. */
export function signalements(
  ouvert: Pick<LivretOuvert, 'livret' | 'mefs'>,
  termes: readonly TermeConnu[],
): Signalement[] {
  return signalementsDesTextes(textesDuLivret(ouvert), termes);
}

export function signalementsDesTextes(textes: readonly TexteLibre[], termes: readonly TermeConnu[]): Signalement[] {
  const trouves = textes.flatMap(({ ou, texte }) =>
    releverDans(ou, texte, termes).map(
      ({ id, nature, debut, fin }): Signalement => ({
        id,
        nature,
        passage: passage(texte, debut, fin),
        ou,
      }),
    ),
  );
  // Two evaluations of one subject may hold the same text.
  return [...new Map(trouves.map((un) => [un.id, un])).values()];
}

function releverDans(
  { annee, champ, codeMatiere, modalite }: LieuDeTexte,
  texte: string,
  termes: readonly TermeConnu[],
): (Trouve & { readonly id: string })[] {
  return [...nommes(texte, termes), ...adresses(texte)].map((trouve) => {
    const { nature, terme } = trouve;
    const id = sha256([annee, champ, codeMatiere, modalite, nature, normaliserNom(terme), texte].join('|')).slice(
      0,
      16,
    );
    return { ...trouve, id };
  });
}

/**
 * What juries read of the texts of these years, whichever they are: without the terms whose signalement was dismissed,
 * since beside the number they would still tell whose livret it is (rules.md 15). A text that holds a name of the pupil
 * which was not dismissed stays whole, for whoever refuses it to see it.
 */
export function masquerLesLeves(
  annees: readonly AnneeDuLivret[],
  termes: readonly TermeConnu[],
  levees: readonly string[],
): (texte: string) => string {
  const levee = new Set(levees);
  const releves = annees
    .flatMap((contenu) => textesDeLAnnee(contenu, []))
    .flatMap(({ ou, texte }) => releverDans(ou, texte, termes).map((releve) => ({ ...releve, texte })));
  const masques = new Map<string, string>();
  for (const [texte, siens] of Map.groupBy(releves, (releve) => releve.texte)) {
    const restants = siens.filter(({ id }) => !levee.has(id));
    if (restants.some(({ nature }) => nature === 'nom-de-l-eleve')) continue;
    const leves = siens.filter(({ terme }) => !restants.some((autre) => autre.terme === terme));
    // An address before the name that it holds.
    const termesLeves = leves.toSorted((a, b) => b.terme.length - a.terme.length);
    masques.set(texte, masquer(texte, termesLeves));
  }
  return (texte) => masques.get(texte) ?? texte;
}

/** Texts as they count: what an entry covers is not read, nor are years whose session is over. */
export function textesDuLivret({ livret, mefs }: Pick<LivretOuvert, 'livret' | 'mefs'>): TexteLibre[] {
  const ouvertes = anneesTenues(livret).filter((annee) => !estFige({ ...livret.tete, etat: 'alimente' }, annee));
  return ouvertes.flatMap((annee): TexteLibre[] => {
    const contenu = composer(livret, annee, mefs.get(annee) ?? null);
    return contenu === null ? [] : textesDeLAnnee(contenu, livret.saisies);
  });
}

function textesDeLAnnee(contenu: AnneeDuLivret, saisies: readonly Saisie[]): TexteLibre[] {
  const { annee } = contenu;
  const { avisEngagement, avisInvestissement, avisChefEtab, evaluations } = contenu.scolarite;
  const cleDe = (valeur: ValeurSaisie): string | null => {
    const cle = cleDeSaisie(annee, valeur);
    return saisies.some((saisie) => saisie.cle === cle) ? cle : null;
  };
  const avis = (champ: 'observation' | 'investissement' | 'avis-chef', texte: string | undefined): TexteLibre[] =>
    lire({ ...HORS_MATIERE, annee, champ, saisie: cleDe({ sorte: champ, avis: null }) }, texte);
  return [
    ...evaluations.flatMap(({ codeMatiere, modalite, appreciation }) => {
      const saisie = saisies.find(
        ({ cle, contenu: { valeur } }) =>
          valeur.sorte === 'evaluation' &&
          valeur.codeMatiere === codeMatiere &&
          valeur.appreciation === appreciation &&
          cle === cleDeSaisie(annee, valeur),
      );
      return lire({ annee, champ: 'appreciation', codeMatiere, modalite, saisie: saisie?.cle ?? null }, appreciation);
    }),
    ...avis('observation', avisEngagement?.texte),
    ...avis('investissement', avisInvestissement?.texte),
    ...avis('avis-chef', avisChefEtab?.texte),
    ...lire(
      {
        ...HORS_MATIERE,
        annee,
        champ: 'engagement-autre',
        saisie: cleDe({ sorte: 'engagements', engagements: [], autre: null }),
      },
      contenu.engagementAutre,
    ),
  ];
}

/** Those of one entry. */
export function textesDeLaSaisie(annee: number, valeur: ValeurSaisie): TexteLibre[] {
  const ou = { ...HORS_MATIERE, annee, saisie: cleDeSaisie(annee, valeur) };
  switch (valeur.sorte) {
    case 'evaluation':
      return lire(
        { ...ou, champ: 'appreciation', codeMatiere: valeur.codeMatiere, modalite: valeur.ligne.modalite },
        valeur.appreciation,
      );
    case 'engagements':
      return lire({ ...ou, champ: 'engagement-autre' }, valeur.autre);
    case 'observation':
    case 'investissement':
    case 'avis-chef':
      return lire({ ...ou, champ: valeur.sorte }, valeur.avis?.texte);
    default:
      return [];
  }
}

const HORS_MATIERE = { codeMatiere: null, modalite: null } as const;

function lire(ou: LieuDeTexte, texte: string | null | undefined): TexteLibre[] {
  return texte == null || estBlanc(texte) ? [] : [{ ou, texte }];
}

/**
 * What a pupil's texts must not say: their names, their kin's, the establishment and its commune, and those of the
 * establishments that knew them before. Four requests, and two more by establishment left and year; in a class, each
 * establishment and year is read once.
 */
export async function lireTermesConnus(
  connues: Connaissances,
  { ligne, livret }: Pick<LivretOuvert, 'ligne' | 'livret'>,
): Promise<TermeConnu[]> {
  if (ligne === null) return [];
  const { uai, annee, eleveId } = ligne;
  const quittes = Object.keys(livret.tete.siecle)
    .map((cle) => cle.split('#'))
    .filter(([autre]) => autre !== uai);
  const [responsables, ...communs] = await Promise.all([
    connues.responsables(uai, annee, eleveId),
    connues.communs(uai, annee),
    ...quittes.map(([autre = '', alors]) => connues.communs(autre, Number(alors))),
  ]);
  return termesConnus(ligne, communs, responsables);
}

export function termesConnus(
  ligne: Pick<LigneEleve, 'nomDeFamille' | 'nomUsage' | 'prenoms'>,
  etablissements: readonly (Communs | null)[],
  responsables: readonly Responsable[],
): TermeConnu[] {
  const deFamille = responsables.flatMap(({ nomDeFamille, nomUsage }) => [nomDeFamille, nomUsage]);
  const prenoms = responsables.map(({ prenom }) => prenom);
  // The pupil's own names first: kin often share them.
  const termes: TermeConnu[] = [
    ...avecParties([ligne.nomDeFamille, ligne.nomUsage, ...ligne.prenoms], 'nom-de-l-eleve'),
    ...avecParties(deFamille, 'nom-d-un-proche'),
    ...prenoms.map((terme) => connu(terme, 'nom-d-un-proche')),
    ...etablissements.flatMap(nomsDeLEtablissement).map((terme) => connu(terme, 'etablissement')),
    ...etablissements.flatMap(nomsDeLaCommune).map((terme) => connu(terme, 'commune')),
  ];
  const parTerme = new Map<string, TermeConnu>();
  for (const terme of termes) {
    const cle = normaliserNom(terme.terme);
    const deja = parTerme.get(cle);
    // A part of one's name that is another's whole name is looked for as that one.
    if (cle !== '') parTerme.set(cle, deja === undefined ? terme : { ...deja, partie: deja.partie && terme.partie });
  }
  return [...parTerme.values()];
}

function connu(terme: string | null, nature: TermeConnu['nature'], partie = false): TermeConnu {
  return { terme: terme ?? '', nature, partie };
}

/** Words of family names that name nobody by themselves; those of two letters are no part anyway. */
const PARTICULES: ReadonlySet<string> = new Set(
  'DES LES VAN VON VER DER DEN TEN TER DEL DAL DOS DAS DELLA DALLA BEN ABD AIT OULD SAINT SAINTE STE'.split(' '),
);

/** Names, and the words that compound ones are made of: « Mlle Dupont » is DUPONT-MORETTI. */
function avecParties(noms: readonly (string | null)[], nature: TermeConnu['nature']): TermeConnu[] {
  const parties = noms.flatMap((nom) => {
    const mots = normaliserNom(nom ?? '').split(' ');
    return mots.length === 1 ? [] : mots.filter((mot) => mot.length >= 3 && !PARTICULES.has(mot));
  });
  return [...noms.map((nom) => connu(nom, nature)), ...parties.map((partie) => connu(partie, nature, true))];
}

/** What kind of school it is, and the words that lead to its name: they name none. « LYCEE GENERAL DE L’… » */
const GENERIQUES =
  /^(?:(?:LYCEES?|LYC|LGT|LEGT|LG|LT|LP|LPO|LEP|EREA|ERPD|CITE|SCOLAIRE|POLYVALENTE?|GENERALE?|TECHNOLOGIQUE|TECHNIQUE|PROFESSIONNELL?E?|ENSEIGNEMENT|METIERS|ET|D|DE|DES|DU|L|LA|LE|LES|PRIVEE?|PUBLIC|PUBLIQUE|SOUS|CONTRAT)(?: |$))+/;

/** What the last word of a name may carry before it: « lycée de Gaulle », « lycée Saint-Exupéry ». */
const LIAISONS: ReadonlySet<string> = new Set('D DE DES DU L LA LE LES ST STE SAINT SAINTE'.split(' '));

function derniersMots(nom: string): string[] {
  const mots = nom.split(' ');
  let debut = mots.length - 1;
  const derniers = [mots.slice(debut)];
  while (debut > 0 && LIAISONS.has(mots[debut - 1] ?? '')) derniers.push(mots.slice(--debut));
  return derniers.map((ceux) => ceux.join(' '));
}

/** « LYCEE GENERAL HECTOR BERLIOZ »: its own name, and how people say it, « lycée Berlioz ». */
function nomsDeLEtablissement(communs: Communs | null): string[] {
  const propre = (texte: string | null): string => normaliserNom(texte ?? '').replace(GENERIQUES, '');
  const nom = propre(communs?.denomination ?? null);
  const usuels = nom === '' ? [] : derniersMots(nom).map((mots) => `LYCEE ${mots}`);
  return [nom, ...usuels, propre(communs?.sigle ?? null)].flatMap(avecSaint);
}

/** « GRENOBLE CEDEX 1 », « PARIS 05 » */
function nomsDeLaCommune(communs: Communs | null): string[] {
  return avecSaint(communs?.commune?.replace(/\s+(CEDEX\b.*|[0-9]+.*)$/i, '') ?? '');
}

/** SIECLE writes « ST » as often as « SAINT », and people both. */
function avecSaint(nom: string): string[] {
  const mots = normaliserNom(nom);
  return [nom, mots.replace(/\bST(E?)\b/g, (_, e) => `SAINT${e}`), mots.replace(/\bSAINT(E?)\b/g, 'ST$1')];
}

interface Trouve extends Place {
  readonly nature: NatureDeSignalement;
  readonly terme: string;
  readonly partie: boolean;
}

const RIEN_D_ADMIS = motifAdmis([]);

function nommes(texte: string, termes: readonly TermeConnu[]): Trouve[] {
  const trouver = (ici: string, cherches: readonly TermeConnu[]): Trouve[] => {
    const fouille = fouiller(ici, RIEN_D_ADMIS);
    return cherches.flatMap((un): Trouve[] => {
      const place = situer(ici, fouille, un);
      return place === null ? [] : [{ nature: un.nature, terme: un.terme, partie: un.partie, ...place }];
    });
  };
  const entiers = trouver(
    texte,
    termes.filter(({ partie }) => !partie),
  );
  const parties = termes.filter(({ partie }) => partie);
  if (parties.length === 0) return entiers;
  return [
    ...entiers,
    ...trouver(
      remplacer(texte, entiers, (longueur) => BLANC.repeat(longueur)),
      parties,
    ),
  ];
}

/** The text without these terms, wherever it holds them. */
function masquer(texte: string, termes: readonly Pick<TermeConnu, 'terme' | 'partie'>[]): string {
  return remplacer(texte, termes, () => MASQUE);
}

function remplacer(
  texte: string,
  termes: readonly Pick<TermeConnu, 'terme' | 'partie'>[],
  par: (longueur: number) => string,
): string {
  let reste = texte;
  for (const terme of termes) {
    for (let place = chercher(reste, terme); place !== null; place = chercher(reste, terme)) {
      const signes = [...reste];
      const { debut, fin } = place;
      reste = [...signes.slice(0, debut), par(fin - debut), ...signes.slice(fin)].join('');
    }
  }
  return reste;
}

function chercher(texte: string, terme: Pick<TermeConnu, 'terme' | 'partie'>): Place | null {
  return situer(texte, fouiller(texte, RIEN_D_ADMIS), terme);
}

/** As long as what it covers. */
const BLANC = '.';
/** Without a letter: nothing is found in it again. */
const MASQUE = '[…]';

interface Place {
  /** Code points of the text. */
  readonly debut: number;
  readonly fin: number;
}

/** Where a text holds a term, looked for whole; all of the text when only its letters are there. */
function situer(
  texte: string,
  fouille: TexteFouille,
  { terme, partie }: Pick<TermeConnu, 'terme' | 'partie'>,
): Place | null {
  if (!contient(fouille, { terme, nature: 'nom' })) return null;
  const signes = [...texte];
  let plie = '';
  /** By code unit of the folded text. */
  const rangs: number[] = [];
  for (const [rang, signe] of signes.entries()) {
    const lettres = normaliserNom(signe.normalize('NFKD')) || (/\p{M}/u.test(signe) ? '' : ' ');
    plie += lettres;
    for (let i = 0; i < lettres.length; i++) rangs.push(rang);
  }
  const motif = normaliserNom(terme).split(' ').join(' +');
  const trouves = [...plie.matchAll(new RegExp(`(?<![\\p{L}\\p{N}])${motif}(?![\\p{L}\\p{N}])`, 'gu'))];
  const debutDe = ({ index }: { readonly index: number }): number => rangs[index] ?? 0;
  // A short name, and a part of one, show by their capital: their ordinary look-alikes come first in a sentence.
  const capital = trouves.find((un) => /\p{Lu}/u.test(signes[debutDe(un)] ?? ''));
  if (partie && capital === undefined) return null;
  const trouve = capital ?? trouves[0];
  if (trouve === undefined) return { debut: 0, fin: signes.length };
  return { debut: debutDe(trouve), fin: (rangs[trouve.index + trouve[0].length - 1] ?? 0) + 1 };
}

const ADRESSE = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
/** 01 23 45 67 89, 01.23.45.67.89, 0123456789, +33 1 23 45 67 89, 0033…: the same sign, or none, between the pairs. */
const TELEPHONE =
  /(?<![0-9+]|[0-9][.,])(?:(?:\+|00)33[ .\-\u00A0\u202F]?(?:\(0\)[ .\-\u00A0\u202F]?)?|0)[1-9]([ .\-\u00A0\u202F]?)[0-9]{2}(?:\1[0-9]{2}){3}(?![0-9]|[.,][0-9])/gu;

function adresses(texte: string): Trouve[] {
  const relever = (motif: RegExp, nature: NatureDeSignalement): Trouve[] =>
    [...texte.matchAll(motif)].map(({ 0: terme, index }) => {
      const debut = [...texte.slice(0, index)].length;
      return { nature, terme, partie: false, debut, fin: debut + [...terme].length };
    });
  return [...relever(ADRESSE, 'adresse-electronique'), ...relever(TELEPHONE, 'telephone')];
}

const AUTOUR = 30;

function passage(texte: string, debut: number, fin: number): string {
  const signes = [...texte];
  const de = Math.max(0, debut - AUTOUR);
  const a = Math.min(signes.length, fin + AUTOUR);
  return `${de > 0 ? '…' : ''}${signes.slice(de, a).join('')}${a < signes.length ? '…' : ''}`;
}
