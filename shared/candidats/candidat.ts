/** One line of the DEC's candidates CSV. */
export interface CandidatDeLaDec {
  readonly noCandidat: string;
  readonly noPv: string;
  readonly ine: string | null;
  readonly nomDeFamille: string;
  readonly nomUsage: string | null;
  readonly prenoms: readonly string[];
  /** ISO date. */
  readonly dateNaissance: string;
  readonly uai: string;
  readonly division: string | null;
  readonly serie: string;
  readonly categorie: 'scolaire' | 'individuel';
  readonly jury: string;
  readonly centre: string;
}
