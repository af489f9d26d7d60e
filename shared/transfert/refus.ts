import { ErreurCodee } from '../kernel/erreur.ts';

/** Why the référentiel does not take a word, as the establishment that sent it reads it. */
const REFUS = {
  'place-inconnue': {
    message: 'Le référentiel national n’a réservé aucune place sous le No Élève de ce livret.',
    remede: 'Le chef d’établissement ou la DEC défait la paire de l’élève et la refait, puis renvoyez le livret.',
  },
  'place-d-un-autre': {
    message: 'Au référentiel national, le No Élève de ce livret est celui d’un autre.',
    remede: 'Le chef d’établissement ou la DEC défait la paire de l’élève et la refait, puis renvoyez le livret.',
  },
  'version-alteree': {
    message: 'Le référentiel national n’a pas reçu cette version telle qu’elle a été annoncée.',
    remede: 'Renvoyez le livret ; si ce refus revient, prévenez l’exploitation de l’académie.',
  },
} as const;

export type CodeDeRefus = keyof typeof REFUS;

export const CODES_DE_REFUS = Object.keys(REFUS) as [CodeDeRefus, ...CodeDeRefus[]];

/** Null when the code is not one of a refusal of the référentiel's. */
export function refusDuReferentiel(code: string | null): ErreurCodee | null {
  if (code === null || !Object.hasOwn(REFUS, code)) return null;
  const { message, remede } = REFUS[code as CodeDeRefus];
  return new ErreurCodee(code, message, remede);
}
