/**
 * What SIECLE and STS-Web say of one establishment and one school year (formats.md §2-3), as far as the livret needs
 * it: no address, phone number or e-mail is kept.
 */

/** A division (D) or a group (G). */
export interface StructureScolaire {
  readonly type: 'D' | 'G';
  readonly code: string;
  readonly libelle: string | null;
  /** MEF of a division. */
  readonly mefs: readonly string[];
  /** Divisions that a group draws its pupils from. */
  readonly divisions: readonly string[];
}

/** A member of staff known to STS-Web. `<type>/<id>` tells them apart in one establishment. */
export interface Enseignant {
  readonly id: string;
  readonly type: 'epp' | 'local';
  readonly civilite: string | null;
  readonly nom: string;
  readonly prenom: string | null;
  /** ENS, and whatever else STS-Web says. */
  readonly fonction: string | null;
  /** Divisions of which they are the professeur principal. */
  readonly principalDe: readonly string[];
}

/** Who teaches what to whom: it fixes who may write what (rules.md 12). */
export interface Service {
  readonly structure: { readonly type: 'D' | 'G'; readonly code: string };
  readonly codeMatiere: string;
  /** CG, TD, TP… */
  readonly modaliteDeCours: string | null;
  readonly enseignants: readonly Pick<Enseignant, 'id' | 'type'>[];
}

/** A guardian of a pupil, for the téléservice and for what must not appear in a jury's file. */
export interface Responsable {
  readonly personneId: string;
  readonly civilite: string | null;
  readonly nomDeFamille: string;
  readonly nomUsage: string | null;
  readonly prenom: string | null;
  /** Legal guardian: 1 or 2, null for the others. */
  readonly niveau: string | null;
  readonly parente: string | null;
}

/** A trimester or semester of the establishment. */
export interface PeriodeScolaire {
  readonly type: 'T' | 'S';
  /** 1-based. */
  readonly indice: number;
  readonly libelle: string | null;
  /** ISO dates. */
  readonly debut: string;
  readonly fin: string;
}

/** Names of the establishment and its periods, from SIECLE Communs. */
export interface Communs {
  readonly sigle: string | null;
  readonly denomination: string | null;
  readonly complement: string | null;
  readonly commune: string | null;
  readonly periodes: readonly PeriodeScolaire[];
}

/** A MEF as the establishment's SIECLE nomenclature has it. */
export interface MefDeSiecle {
  readonly codeMef: string;
  readonly libelle: string | null;
  /** MEF that its variants (European section…) are attached to: the livret's nomenclature knows that one. */
  readonly rattachement: string | null;
  readonly programmes: readonly {
    readonly codeMatiere: string;
    readonly libelle: string | null;
    readonly modalite: string;
  }[];
}
