import type { CandidatDeLaDec, Inscription } from '../candidats/index.ts';
import type { CodeMef } from '../kernel/codes.ts';
import type {
  CodeAvisExamen,
  CodeEngagement,
  Communs,
  Enseignant,
  FluxDeTableau,
  MefDeNomenclature,
  MefDeSiecle,
  Position,
  Responsable,
  Scolarite,
  Service,
  StructureScolaire,
} from '../livret/index.ts';

/**
 * What each feed carries, one dossier after another, as read from the file and checked against the rules that
 * need nothing but the file itself. Positions serve the compte rendu.
 */
export type Flux = 'notes' | 'eleves' | 'liens' | 'nomenclature' | 'candidats' | 'inscriptions' | FluxDeTableau;

/** Notes of one pupil: the `eleve` element of the LSL import (formats.md §1.2). */
export interface DossierNotes {
  readonly position: Position;
  /** SIECLE's ELEVE_ID, the only key of a pupil in this file (rules.md 11). */
  readonly eleveId: string;
  readonly engagements: readonly CodeEngagement[];
  readonly engagementAutre: string | null;
  readonly avisExamen: CodeAvisExamen | null;
  readonly scolarites: readonly Scolarite[];
}

/** One pupil of SIECLE ElevesSansAdresses (formats.md §2). */
export interface DossierEleve {
  readonly position: Position;
  readonly eleveId: string;
  readonly ine: string | null;
  readonly nomDeFamille: string;
  readonly nomUsage: string | null;
  readonly prenoms: readonly string[];
  /** ISO date. */
  readonly dateNaissance: string;
  readonly codeMef: CodeMef | null;
  /** Codes of the divisions (type D), then of the groups (type G). */
  readonly divisions: readonly string[];
  readonly groupes: readonly string[];
  readonly options: readonly { readonly codeMatiere: string; readonly modalite: string }[];
  /** SCOLARITE_AN_DERNIER: tells the MEF that the marks of the year before are read with. */
  readonly anneePrecedente: {
    readonly uai: string | null;
    readonly codeMef: CodeMef | null;
    readonly division: string | null;
  } | null;
  /** ISO date of leaving. */
  readonly dateSortie: string | null;
}

/** One MEF of the LSL nomenclature for one year. */
export interface DossierMef extends MefDeNomenclature {
  readonly position: Position;
}

/** One line of the DEC's candidates CSV. */
export interface DossierCandidat extends CandidatDeLaDec {
  readonly position: Position;
}

/** One line of the registrations of Cyclades (formats.md §5). */
export interface DossierInscription extends Inscription {
  readonly position: Position;
}

/** Divisions and groups of one pupil, from the links file. */
export interface DossierLiens {
  readonly position: Position;
  readonly eleveId: string;
  readonly divisions: readonly string[];
  readonly groupes: readonly string[];
}

/** A division or a group of SIECLE. */
export interface DossierStructure extends StructureScolaire {
  readonly position: Position;
}

/** A MEF of the establishment's SIECLE nomenclature, with its programme. */
export interface DossierMefDeSiecle extends MefDeSiecle {
  readonly position: Position;
}

/** The guardians of one pupil. */
export interface DossierResponsables {
  readonly position: Position;
  readonly eleveId: string;
  readonly responsables: readonly Responsable[];
}

/** What SIECLE says of the establishment itself: one dossier a file. */
export interface DossierCommuns extends Communs {
  readonly position: Position;
}

/** STS-Web: a member of staff, or a division or group with its services. */
export type DossierSts =
  | { readonly position: Position; readonly type: 'enseignant'; readonly enseignant: Enseignant }
  | {
      readonly position: Position;
      readonly type: 'structure';
      readonly structure: StructureScolaire;
      readonly services: readonly Service[];
    };

export interface DossierDeFlux {
  readonly notes: DossierNotes;
  readonly eleves: DossierEleve;
  readonly nomenclature: DossierMef;
  readonly candidats: DossierCandidat;
  readonly inscriptions: DossierInscription;
  readonly liens: DossierLiens;
  readonly structures: DossierStructure;
  readonly 'nomenclature-siecle': DossierMefDeSiecle;
  readonly responsables: DossierResponsables;
  readonly communs: DossierCommuns;
  readonly sts: DossierSts;
}
