/** A table for a spreadsheet, to be read and not to come back: UTF-8 with its mark, semicolons, every field quoted. */
export function tableauCsv(rangees: readonly (readonly string[])[]): string {
  return `\uFEFF${rangees.map((champs) => champs.map(champ).join(';')).join('\r\n')}\r\n`;
}

/** A text that a spreadsheet would take for a formula is shown as it is. */
function champ(texte: string): string {
  const neutre = /^[=+\-@\t\r]/.test(texte) ? `'${texte}` : texte;
  return `"${neutre.replaceAll('"', '""')}"`;
}
