import { sha256 } from '../kernel/empreinte.ts';
import { chercher, fouiller, type Place } from '../kernel/termes.ts';
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
    [...nommes(texte, termes), ...adresses(texte)].map(({ nature, terme, place }): Signalement => {
      const { annee, champ, codeMatiere, modalite } = ou;
      const quoi = [annee, champ, codeMatiere, modalite, nature, normaliserNom(terme), texte].join('|');
      return { id: sha256(quoi).slice(0, 16), nature, passage: passage(texte, place), ou };
    }),
  );
  // Two evaluations of one subject may hold the same text.
  return [...new Map(trouves.map((un) => [un.id, un])).values()];
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
    ...etablissements.flatMap(nomsDeLEtablissement),
    ...etablissements.flatMap(nomsDeLaCommune),
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

/**
 * « LYCEE GENERAL HECTOR BERLIOZ »: its own name, and how people say it, « H. Berlioz », « lycée Berlioz ». An own name of one word may be
 * an ordinary one, of the lycée des arts: it shows by its capital, or by what leads to it.
 */
function nomsDeLEtablissement(communs: Communs | null): TermeConnu[] {
  const denomination = normaliserNom(communs?.denomination ?? '');
  const nom = propre(denomination);
  const usuels = nom === '' ? [] : derniersMots(nom).map((mots) => `LYCEE ${mots}`);
  const entiers = nom.includes(' ')
    ? [nom, nom.replace(/^(.)\S*/, '$1'), ...usuels]
    : [...usuels, ...amenes(denomination, nom)];
  const seuls = [nom.includes(' ') ? '' : nom, propre(normaliserNom(communs?.sigle ?? ''))];
  return [
    ...entiers.flatMap(avecSaint).map((terme) => connu(terme, 'etablissement')),
    ...seuls.flatMap(avecSaint).map((terme) => connu(terme, 'etablissement', true)),
  ];
}

function propre(nom: string): string {
  return nom.replace(GENERIQUES, '');
}

/** « LYCEE DU PARC », « SCOLAIRE INTERNATIONALE ». */
function amenes(denomination: string, nom: string): string[] {
  const mots = denomination
    .slice(0, denomination.length - nom.length)
    .trim()
    .split(' ');
  const genre = mots.findLastIndex((mot) => !LIAISONS.has(mot));
  if (nom === '' || genre === -1) return [];
  const suite = [...mots.slice(genre + 1), nom];
  return [
    [mots[genre], ...suite],
    ['LYCEE', ...suite],
  ].map((ceux) => ceux.join(' '));
}

/**
 * « GRENOBLE CEDEX 1 », « PARIS 05 ». Who lives at LE HAVRE goes « au Havre »; CHALONS EN CHAMPAGNE is called Châlons: these
 * show by their capital.
 */
function nomsDeLaCommune(communs: Communs | null): TermeConnu[] {
  const nom = normaliserNom(communs?.commune?.replace(/\s+(CEDEX\b.*|[0-9]+.*)$/i, '') ?? '');
  const courts = [/^(?:L|LA|LES?) (.{3,})$/, /^(.{3,}?) (?:EN|SUR|SOUS|LES|LEZ) /].flatMap(
    (motif) => motif.exec(nom)?.[1] ?? [],
  );
  return [
    ...avecSaint(nom).map((terme) => connu(terme, 'commune')),
    ...courts.flatMap(avecSaint).map((terme) => connu(terme, 'commune', true)),
  ];
}

/** SIECLE writes « ST » as often as « SAINT », and people both. */
function avecSaint(nom: string): string[] {
  const mots = normaliserNom(nom);
  return [nom, mots.replace(/\bST(E?)\b/g, (_, e) => `SAINT${e}`), mots.replace(/\bSAINT(E?)\b/g, 'ST$1')];
}

export interface Trouve {
  readonly nature: NatureDeSignalement;
  readonly terme: string;
  readonly place: Place;
}

/** Each term once, where it stands first; a part of a name only outside of whole names. */
function nommes(texte: string, termes: readonly TermeConnu[]): Trouve[] {
  const fouille = fouiller(texte);
  const trouver = (cherches: readonly TermeConnu[]) =>
    cherches.map(({ terme, nature, partie }) => {
      return { terme, nature, places: chercher(fouille, { terme, nature: 'nom', partie }) };
    });
  const entiers = trouver(termes.filter(({ partie }) => !partie));
  const couvertes = entiers.flatMap(({ places }) => places);
  const parties = trouver(termes.filter(({ partie }) => partie)).map(({ places, ...une }) => ({
    ...une,
    places: places.filter(({ debut, fin }) => !couvertes.some((autre) => debut < autre.fin && autre.debut < fin)),
  }));
  return [...entiers, ...parties].flatMap(({ terme, nature, places: [place] }) =>
    place === undefined ? [] : [{ nature, terme, place }],
  );
}

/** Its first letter is looked for once: a long word without a sign is read once too. */
const ADRESSE = /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+ ?(?:@|\(at\)|\[at\]) ?[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
/** 01 23 45 67 89, 01.23.45.67.89, 0123456789, +33 1 23 45 67 89, 0033…: the same sign, or none, between the pairs. */
const TELEPHONE =
  /(?<![0-9+]|[0-9][.,])(?:(?:\+|00)33[ ./\-\u00A0\u202F]?(?:\(0\)[ ./\-\u00A0\u202F]?)?|0)[1-9]([ ./\-\u00A0\u202F]?)[0-9]{2}(?:\1[0-9]{2}){3}(?![0-9]|[.,][0-9])/gu;

/** E-mail addresses and telephone numbers. */
export function adresses(texte: string): Trouve[] {
  const relever = (motif: RegExp, nature: NatureDeSignalement): Trouve[] =>
    Array.from(texte.matchAll(motif), ({ 0: terme, index }) => {
      return { nature, terme, place: { debut: index, fin: index + terme.length } };
    });
  return [...relever(ADRESSE, 'adresse-electronique'), ...relever(TELEPHONE, 'telephone')];
}

const AUTOUR = 30;

function passage(texte: string, { debut, fin }: Place): string {
  const avant = [...texte.slice(0, debut)];
  const apres = [...texte.slice(fin)];
  const [coupe, reste] = [avant.length > AUTOUR, apres.length > AUTOUR];
  return `${coupe ? '…' : ''}${avant.slice(-AUTOUR).join('')}${texte.slice(debut, fin)}${apres.slice(0, AUTOUR).join('')}${reste ? '…' : ''}`;
}
