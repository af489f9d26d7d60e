import type { Marque } from './marque.ts';

/** A national training programme (module élémentaire de formation): 11 digits. */
export type CodeMef = Marque<string, 'CodeMef'>;
/** A subject of the BCN: 6 digits, leading zeros kept. */
export type CodeMatiere = Marque<string, 'CodeMatiere'>;
/** How a subject was elected: S (tronc commun), O (option obligatoire), F (facultatif). */
export type Modalite = 'S' | 'O' | 'F';

export function estCodeMef(texte: string): texte is CodeMef {
  return /^[0-9]{11}$/.test(texte);
}

export function estCodeMatiere(texte: string): texte is CodeMatiere {
  return /^[0-9]{6}$/.test(texte);
}

/** A MEF as SIECLE and STS-Web know it: those of some classes hold letters (« 7419990B11A »). */
export function estCodeMefBcn(texte: string): boolean {
  return /^[0-9A-Z]{11}$/.test(texte);
}

/** A subject as SIECLE and STS-Web know it: some codes of the BCN hold a letter (« 030C09 »). */
export function estCodeMatiereBcn(texte: string): boolean {
  return /^[0-9A-Z]{6}$/.test(texte);
}

export function estModalite(texte: string): texte is Modalite {
  return texte === 'S' || texte === 'O' || texte === 'F';
}

/**
 * The nomenclature names a language by its rank (030001 is LV1) where exports carry the real one (030201 is
 * English LV1): same domain 03, same two last digits (formats.md §1.5).
 */
export function langueGenerique(codeMatiere: string): string | null {
  return /^03[0-9]{4}$/.test(codeMatiere) ? `0300${codeMatiere.slice(4)}` : null;
}
