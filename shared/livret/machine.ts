import type { Operation } from '../habilitations/index.ts';
import { ErreurCodee } from '../kernel/erreur.ts';

/**
 * The life of a livret (R60): the one place that says what moves it, from where to where, on what condition, and what
 * each state locks. Opening to families, format, appariement, presence and opposition are attributes beside it
 * (rules.md 24).
 */
export const ETATS = [
  'cree',
  'alimente',
  'complet',
  'valide',
  'envoye',
  'examine',
  'vise',
  'definitif',
  'archive',
  'efface',
] as const;
export type EtatLivret = (typeof ETATS)[number];

export const LIBELLES_ETAT: Readonly<Record<EtatLivret, string>> = {
  cree: 'créé',
  alimente: 'alimenté',
  complet: 'complet',
  valide: 'validé',
  envoye: 'envoyé',
  examine: 'examiné',
  vise: 'visé',
  definitif: 'définitif',
  archive: 'archivé',
  efface: 'effacé',
};

/** What conditions look at. Facts that a caller does not know are false: no act is allowed by ignorance. */
export interface Faits {
  readonly numerique: boolean;
  readonly apparie: boolean;
  readonly oppose: boolean;
  /** The candidate is admitted. */
  readonly admis: boolean;
  /** The final results of the pupil's session, or of their cohort when they left, are old enough (R99-R101). */
  readonly delaiEcoule: boolean;
  /** An administrative or contentious recourse goes on: nothing is archived nor erased (rules.md 17). */
  readonly recours: boolean;
}

const CONDITIONS = {
  'numérique, apparié, sans opposition': ({ numerique, apparie, oppose }) => numerique && apparie && !oppose,
  'papier, apparié, sans opposition': ({ numerique, apparie, oppose }) => !numerique && apparie && !oppose,
  'sans opposition': ({ oppose }) => !oppose,
  'candidat admis': ({ admis }) => admis,
  'délai écoulé, sans recours': ({ delaiEcoule, recours }) => delaiEcoule && !recours,
} satisfies Record<string, (faits: Faits) => boolean>;

interface Transition {
  readonly de: readonly EtatLivret[];
  readonly vers: EtatLivret;
  /** Whose it is: the operation that the rights decide of, or a machine that follows the content or the calendar. */
  readonly par: Operation | 'le contenu' | 'la conservation';
  readonly si?: keyof typeof CONDITIONS;
}

/** Each act once. */
// biome-ignore format: one act a line, it reads like the table it is
export const TRANSITIONS = {
  // Content (R60-R61): the livret follows what it holds, whoever wrote it.
  vider:             { de: ['alimente', 'complet'],                    vers: 'cree',      par: 'le contenu' },
  alimenter:         { de: ['cree', 'complet'],                        vers: 'alimente',  par: 'le contenu' },
  completer:         { de: ['cree', 'alimente'],                       vers: 'complet',   par: 'le contenu' },
  // The head (R65), and the way back, in the open (rules.md 13).
  valider:           { de: ['complet'],                                vers: 'valide',    par: 'valider-division',     si: 'sans opposition' },
  deverrouiller:     { de: ['valide', 'envoye'],                       vers: 'complet',   par: 'deverrouiller-livret' },
  // The référentiel national (R66-R67): a paper livret needs no validation here.
  envoyer:           { de: ['valide'],                                 vers: 'envoye',    par: 'envoyer-livrets',      si: 'numérique, apparié, sans opposition' },
  'envoyer-papier':  { de: ['cree', 'alimente', 'complet', 'valide'],  vers: 'envoye',    par: 'envoyer-livrets',      si: 'papier, apparié, sans opposition' },
  // The jury (R79-R81). A définitif without mention is legal for who is admitted (rules.md 25).
  examiner:          { de: ['envoye'],                                 vers: 'examine',   par: 'examiner-livret' },
  viser:             { de: ['envoye', 'examine'],                      vers: 'vise',      par: 'envoyer-visas' },
  finir:             { de: ['vise'],                                   vers: 'definitif', par: 'recevoir-visas' },
  'finir-sans-visa': { de: ['envoye', 'examine'],                      vers: 'definitif', par: 'recevoir-visas',       si: 'candidat admis' },
  // Who repeats begins a year after the session, which SIECLE brings: what is over stays as it was.
  reprendre:         { de: ['valide', 'envoye', 'examine', 'vise', 'definitif'],
                                                                       vers: 'alimente',  par: 'deposer-fichier' },
  // Retention (R99-R101); who left without an exam follows their cohort (rules.md 17).
  archiver:          { de: ['definitif'],                              vers: 'archive',   par: 'la conservation',      si: 'délai écoulé, sans recours' },
  'archiver-parti':  { de: ['cree', 'alimente', 'complet', 'valide', 'envoye', 'examine', 'vise'],
                                                                       vers: 'archive',   par: 'la conservation',      si: 'délai écoulé, sans recours' },
  effacer:           { de: ['archive'],                                vers: 'efface',    par: 'la conservation',      si: 'délai écoulé, sans recours' },
} as const satisfies Record<string, Transition>;
export type Acte = keyof typeof TRANSITIONS;
export const ACTES = Object.keys(TRANSITIONS) as readonly Acte[];

export const LIBELLES_ACTE: Readonly<Record<Acte, string>> = {
  vider: 'vider',
  alimenter: 'alimenter',
  completer: 'compléter',
  valider: 'valider',
  deverrouiller: 'déverrouiller',
  envoyer: 'envoyer',
  'envoyer-papier': 'envoyer le statut papier',
  examiner: 'examiner',
  viser: 'viser',
  finir: 'rendre définitif',
  'finir-sans-visa': 'rendre définitif sans mention',
  reprendre: 'reprendre une nouvelle année',
  archiver: 'archiver',
  'archiver-parti': 'archiver avec sa cohorte',
  effacer: 'effacer',
};

/** What a state leaves open. What is not open is locked. */
interface Ouvertures {
  /** Marks, opinions, engagements, by hand or by import, of the years of the session. */
  readonly contenu: boolean;
  /** « Changeable with a trace until the status is sent » (R67). */
  readonly format: boolean;
  /** A candidate may oppose until the jury has examined the livret (rules.md 2). */
  readonly opposition: boolean;
}

// biome-ignore format: a table
export const OUVERTURES: Readonly<Record<EtatLivret, Ouvertures>> = {
  cree:      { contenu: true,  format: true,  opposition: true },
  alimente:  { contenu: true,  format: true,  opposition: true },
  complet:   { contenu: true,  format: true,  opposition: true },
  valide:    { contenu: false, format: true,  opposition: true },
  envoye:    { contenu: false, format: false, opposition: true },
  examine:   { contenu: false, format: false, opposition: false },
  vise:      { contenu: false, format: false, opposition: false },
  definitif: { contenu: false, format: false, opposition: false },
  archive:   { contenu: false, format: false, opposition: false },
  efface:    { contenu: false, format: false, opposition: false },
};

export const AUCUN_FAIT: Faits = {
  numerique: false,
  apparie: false,
  oppose: false,
  admis: false,
  delaiEcoule: false,
  recours: false,
};

export function peutPasser(etat: EtatLivret, acte: Acte, faits: Faits = AUCUN_FAIT): boolean {
  const { de, si }: Transition = TRANSITIONS[acte];
  return de.includes(etat) && (si === undefined || CONDITIONS[si](faits));
}

/**
 * The state after an act.
 *
 * @throws ErreurCodee `transition-interdite` from a state that the act does not leave, or without its condition
 */
export function passer(etat: EtatLivret, acte: Acte, faits: Faits = AUCUN_FAIT): EtatLivret {
  const { de, vers, si }: Transition = TRANSITIONS[acte];
  if (peutPasser(etat, acte, faits)) return vers;
  const attendus = de.map((un) => `« ${LIBELLES_ETAT[un]} »`).join(', ');
  throw new ErreurCodee(
    'transition-interdite',
    `« ${majuscule(LIBELLES_ACTE[acte])} » n’est pas possible : le livret est « ${LIBELLES_ETAT[etat]} ».`,
    `C’est possible depuis ${attendus}${si === undefined ? '' : ` (condition : ${si})`}.`,
  );
}

/** The state that the content gives to a livret whose content is open; the others keep theirs. */
export function etatSelonContenu(etat: EtatLivret, contenu: { readonly vide: boolean; readonly complet: boolean }) {
  if (!OUVERTURES[etat].contenu) return etat;
  const vers: EtatLivret = contenu.vide ? 'cree' : contenu.complet ? 'complet' : 'alimente';
  if (vers === etat) return etat;
  return passer(etat, vers === 'cree' ? 'vider' : vers === 'complet' ? 'completer' : 'alimenter');
}

const majuscule = (mot: string): string => mot.charAt(0).toUpperCase() + mot.slice(1);
