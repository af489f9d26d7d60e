/** Letters that no decomposition takes apart. */
export const LETTRES_D_UN_BLOC: Readonly<Record<string, string>> = {
  ...{ œ: 'oe', Œ: 'OE', æ: 'ae', Æ: 'AE', ø: 'o', Ø: 'O', ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', ı: 'i' },
};

/** Capitals without accents, apostrophes, hyphens or double spaces: two spellings of one name become equal. */
export function normaliserNom(texte: string): string {
  return texte
    .normalize('NFD')
    .replace(/[œŒæÆøØłŁđĐı]/g, (lettre) => LETTRES_D_UN_BLOC[lettre] ?? lettre)
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** True for text that holds no visible character: GEPI writes a no-break space where a text is missing. */
export function estBlanc(texte: string): boolean {
  // Almost every text of an export begins by a letter, and there are 300,000 of them.
  const premier = texte.charCodeAt(0);
  if (premier > 0x20 && premier < 0x7f) return false;
  return /^[\s\u00A0\u2007\u202F\u200B\uFEFF]*$/.test(texte);
}

/** « 1 dossier », « 2 dossiers »: plural by -s from two on, as French has it. */
export function compte(nombre: number, singulier: string, pluriel = `${singulier}s`): string {
  return `${nombre} ${nombre >= 2 ? pluriel : singulier}`;
}

const ordreFrancais = new Intl.Collator('fr', { sensitivity: 'base' });

/** Names in the order of a French list: accents and case count only between equals. */
export function comparerNoms(a: string, b: string): number {
  return ordreFrancais.compare(a, b);
}

const ordreDesNumeros = new Intl.Collator('fr', { numeric: true });

/** Numbers of an exam in the order that people read them in: « J2 » before « J10 ». */
export function comparerNumeros(a: string, b: string): number {
  return ordreDesNumeros.compare(a, b);
}

/** A Markdown table whose columns are aligned in the text too. @param rangees the first one is the head */
export function tableauMarkdown(rangees: readonly (readonly string[])[]): string {
  const largeurs = (rangees[0] ?? []).map((_, colonne) =>
    Math.max(...rangees.map((une) => (une[colonne] ?? '').length)),
  );
  const ligne = (cellules: readonly string[]): string => `| ${cellules.join(' | ')} |`;
  const [tete = [], ...corps] = rangees.map((une) => une.map((mot, colonne) => mot.padEnd(largeurs[colonne] ?? 0)));
  return [tete, largeurs.map((largeur) => '-'.repeat(largeur)), ...corps].map(ligne).join('\n');
}
