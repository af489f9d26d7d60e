import type { CodeMatiere, CodeMef, Modalite } from '../kernel/codes.ts';
import { normaliserNom } from '../kernel/texte.ts';

/** One MEF of the LSL nomenclature for one year, with the labels of its competences. */
export interface MefDeNomenclature {
  readonly annee: number;
  readonly codeMef: CodeMef;
  readonly niveau: string;
  readonly codeSerie: string;
  readonly serie: string;
  readonly specialite: string | null;
  /** In the order of the nomenclature, which is that of the page. */
  readonly matieres: readonly MatiereDeNomenclature[];
}

/** A row of the nomenclature, the subject's key (rules.md 10). */
export interface MatiereDeNomenclature {
  readonly regroupement: string;
  readonly discipline: string;
  readonly codeMatiere: CodeMatiere;
  readonly modalite: Modalite;
  readonly periodique: boolean;
  readonly rubriques: readonly {
    readonly intitule: string | null;
    readonly competences: readonly { readonly code: string; readonly libelle: string }[];
  }[];
}

/** True when a pupil follows one row of this block, not all: nothing in the nomenclature but its words tells. */
export function estAuChoix({ regroupement }: Pick<MatiereDeNomenclature, 'regroupement'>): boolean {
  return /\bCHOI(X|SIE?)\b/.test(normaliserNom(regroupement));
}

export function estTerminale({ niveau }: Pick<MefDeNomenclature, 'niveau'>): boolean {
  return normaliserNom(niveau) === 'TERMINALE';
}
