import type { LivretPresente } from '../livret/index.ts';
import { AVIS_EXAMEN, ENGAGEMENTS, LIBELLES, NIVEAUX } from '../livret/index.ts';

/** What is asked: one edition of the livrets of one jury (« Édition LSL par jury », R75). */
export interface EditionDeJury {
  /** Civil year of the session. */
  readonly session: number;
  /** The jury's number, as the DEC gave it. */
  readonly jury: string;
  /** 1 for the first; a file made again is a new edition (rules.md 16). */
  readonly edition: number;
  /** ISO instant at which the edition was asked; shown as the date in Paris. */
  readonly dateEdition: string;
  readonly candidats: readonly LivretDeJury[];
  /** Told to the jury beside the livrets; none when not given. */
  readonly sansLivret?: readonly PlaceSansLivret[];
}

/** A candidate whose livret is not in the file, and what the jury should expect, in French. */
export interface PlaceSansLivret {
  readonly noPv: string;
  readonly noEleve: string | null;
  readonly raison: string;
}

/** A candidate of the jury, by numbers only (R72, rules.md 21). */
export interface LivretDeJury {
  readonly noPv: string;
  readonly noEleve: string;
  readonly livret: LivretPresente;
}

/** Every word that the jury's file prints by itself, beside those of the livret. */
export const LIBELLES_DU_JURY = {
  titre: 'Fichier du jury',
  jury: 'Jury',
  session: 'Session',
  edition: 'Édition',
  date: 'Date de l’édition',
  contenu: 'Contenu',
  livret: 'Livret',
  noPv: 'No PV',
  noEleve: 'No Élève',
  pages: 'Pages',
  index: 'Index',
  indexParNoPv: 'Index du jury par No PV candidat',
  indexParNoEleve: 'Index du jury par No Élève',
  sansLivret: 'Candidats sans livret dans ce fichier',
  attendre: 'Ce que le jury doit attendre',
  consigne:
    'Chaque ligne ouvre un livret. Chaque page d’un livret porte le No Élève : vérifiez qu’il est celui de l’écran avant de lire.',
} as const;

/** « Fichier du jury 0123, session 2018, édition 1 »: the document's title holds no identity. */
export function titreDuFichier(edition: Pick<EditionDeJury, 'jury' | 'session' | 'edition'>): string {
  return `${LIBELLES_DU_JURY.titre} ${edition.jury}, session ${edition.session}, édition ${edition.edition}`;
}

/** « Livret No Élève 4821093657, No PV 12, session 2018, édition 1 ». */
export function titreDuLivret(edition: EditionDeJury, { noPv, noEleve }: Numeros): string {
  const { livret, noEleve: eleve, noPv: pv } = LIBELLES_DU_JURY;
  return `${livret} ${eleve} ${noEleve}, ${pv} ${noPv}, session ${edition.session}, édition ${edition.edition}`;
}

interface Numeros {
  readonly noPv: string;
  readonly noEleve: string;
}

const ADRESSE = 'lsl:livret/';

/** Where a link of the index points while the sheets are apart: the composition turns it into a page. */
export function adresseDuLivret(noEleve: string): string {
  return `${ADRESSE}${noEleve}`;
}

/** The No Élève of such an address; undefined for any other one. */
export function noEleveDeLAdresse(adresse: string): string | undefined {
  return adresse.startsWith(ADRESSE) ? adresse.slice(ADRESSE.length) : undefined;
}

/** Numbers of PV may carry letters: 9 comes before 10, and both before 10B. */
const ordreNaturel = new Intl.Collator('fr', { numeric: true });

export function parNoPv(a: { readonly noPv: string }, b: { readonly noPv: string }): number {
  return ordreNaturel.compare(a.noPv, b.noPv) || comparer(a.noPv, b.noPv);
}

export function parNoEleve(a: { readonly noEleve: string }, b: { readonly noEleve: string }): number {
  return comparer(a.noEleve, b.noEleve);
}

function comparer(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/**
 * The words that the model of the page and the jury's file print by themselves. Not the bands (« ≥ 12 »): figures name
 * nobody, and an INE written « 12 12 56 78 9J K » would go through them.
 */
export const VOCABULAIRE_DU_MODELE: readonly string[] = [
  ...Object.values(LIBELLES),
  ...Object.values(ENGAGEMENTS),
  ...Object.values(AVIS_EXAMEN),
  ...NIVEAUX.map(([, sens]) => sens),
  ...Object.values(LIBELLES_DU_JURY),
];
