/**
 * A number that the exam gives (jury, PV, candidate): letters without accent, digits and hyphens, 20 at most. It
 * enters keys, file names and commands.
 */
export const MOTIF_NUMERO_D_EXAMEN = /^[A-Za-z0-9-]{1,20}$/;

export function estNumeroDExamen(texte: string): boolean {
  return MOTIF_NUMERO_D_EXAMEN.test(texte);
}
