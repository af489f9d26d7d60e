import { ErreurCodee } from './erreur.ts';
import type { Marque } from './marque.ts';

/** The national number of an establishment: 7 digits and a check letter. */
export type Uai = Marque<string, 'Uai'>;

/** formats.md §2: the letter is this alphabet at (the number modulo 23). */
const LETTRES = 'ABCDEFGHJKLMNPRSTUVWXYZ';

export function lettreDeControleUai(chiffres: string): string {
  return LETTRES.charAt(Number(chiffres) % LETTRES.length);
}

export function estUai(texte: string): texte is Uai {
  return /^[0-9]{7}[A-Z]$/.test(texte) && lettreDeControleUai(texte.slice(0, 7)) === texte.charAt(7);
}

/** @throws ErreurCodee `uai-invalide` */
export function uai(texte: string): Uai {
  if (!estUai(texte)) {
    throw new ErreurCodee(
      'uai-invalide',
      'Le numéro UAI doit compter 7 chiffres suivis de la bonne lettre de contrôle.',
      'Vérifiez le numéro UAI de l’établissement.',
    );
  }
  return texte;
}
