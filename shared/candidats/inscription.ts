import { sha256 } from '../kernel/empreinte.ts';
import { normaliserNom } from '../kernel/texte.ts';
import type { CandidatDeLaDec } from './candidat.ts';

/**
 * A registration for the exam, as an establishment sends it to Cyclades (formats.md §5): it completes the INE that
 * the DEC's file lacks. Contacts, addresses, birth places and social categories are not kept.
 */
export interface Inscription {
  readonly ine: string | null;
  readonly nomDeFamille: string;
  readonly prenoms: readonly string[];
  /** ISO date. */
  readonly dateNaissance: string;
  /** The establishment. */
  readonly uai: string;
  readonly division: string | null;
  readonly serie: string | null;
  readonly categorie: string | null;
  readonly specialites: readonly string[];
  readonly lva: string | null;
  readonly lvb: string | null;
}

/** What tells one person from another in an establishment, in both files of the DEC. */
export type Personne = Pick<CandidatDeLaDec, 'nomDeFamille' | 'prenoms' | 'dateNaissance' | 'uai'>;

/** The same for the same person whatever the case and the accents; the establishment apart. It shows no name. */
export function empreinteDIdentite({ nomDeFamille, prenoms, dateNaissance }: Personne): string {
  return sha256(
    JSON.stringify([normaliserNom(nomDeFamille), prenoms.map(normaliserNom).filter((un) => un !== ''), dateNaissance]),
  );
}

/**
 * Candidates of one establishment with the INE that the DEC did not give: when one registration has their identity, no
 * other candidate has it, and it gives one INE. An INE of their own stays.
 */
export function completerLesIne<C extends Personne & { readonly ine: string | null }>(
  candidats: readonly C[],
  inscriptions: readonly (Personne & { readonly ines: readonly string[] })[],
): C[] {
  const parPersonne = Map.groupBy(candidats, empreinteDIdentite);
  const ines = new Map(inscriptions.map((inscription) => [empreinteDIdentite(inscription), inscription.ines]));
  return candidats.map((candidat) => {
    if (candidat.ine !== null) return candidat;
    const personne = empreinteDIdentite(candidat);
    const [ine, ...autres] = ines.get(personne) ?? [];
    const seul = parPersonne.get(personne)?.length === 1 && autres.length === 0;
    return ine !== undefined && seul ? { ...candidat, ine } : candidat;
  });
}
