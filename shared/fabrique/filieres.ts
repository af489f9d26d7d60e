import type { DossierMef } from '../imports/index.ts';
import type { CodeMatiere, CodeMef } from '../kernel/codes.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import { normaliserNom } from '../kernel/texte.ts';
import type { MatiereDeNomenclature } from '../livret/index.ts';

export type Niveau = 'premiere' | 'terminale';

/** A two-year course, première then terminale, as the nomenclature gives it. */
export interface Filiere {
  /** Rank among the courses of the world. */
  readonly rang: number;
  readonly serie: string;
  readonly libelle: string;
  readonly premiere: Programme;
  readonly terminale: Programme;
  /** True when a subject of choice repeats the code and modalité of a common one (rules.md 10). */
  readonly doublee: boolean;
}

export interface Programme {
  readonly codeMef: CodeMef;
  readonly specialite: string | null;
  /** In the order of the nomenclature. */
  readonly lignes: readonly Ligne[];
}

/** A row of the nomenclature, and who follows it. */
export interface Ligne {
  readonly rang: number;
  readonly matiere: MatiereDeNomenclature;
  /** `choix`: one row of its `bassin` is followed. `langue`: each pupil has a language of their own. */
  readonly place: 'commun' | 'langue' | 'choix' | 'facultatif';
  readonly bassin: string;
}

/**
 * The courses that the nomenclature describes for a terminale of `annee` and the première before it.
 *
 * @throws ErreurCodee `nomenclature-sans-terminale`
 */
export function filieresDe(mefs: readonly DossierMef[], annee: number): Filiere[] {
  const terminales = mefs.filter((mef) => mef.annee === annee && estTerminale(mef));
  const filieres = terminales.flatMap((terminale): Omit<Filiere, 'rang'>[] => {
    const premiere = premiereDe(terminale, mefs, annee);
    if (premiere === undefined) return [];
    const programme = programmeDe(terminale);
    return [
      {
        serie: terminale.codeSerie,
        libelle: terminale.serie,
        premiere: programmeDe(premiere),
        terminale: programme,
        doublee: programme.lignes.some((ligne) => ligne.place === 'choix' && repeteUnCommun(ligne, programme)),
      },
    ];
  });
  if (filieres.length === 0) {
    throw new ErreurCodee(
      'nomenclature-sans-terminale',
      `La nomenclature ne décrit aucune terminale de l’année ${annee}-${annee + 1} avec sa première.`,
      'Choisissez une autre année avec --annee, ou une autre nomenclature.',
    );
  }
  return filieres.map((filiere, rang) => ({ rang, ...filiere }));
}

/** The latest year of which the nomenclature has a terminale. */
export function derniereAnnee(mefs: readonly DossierMef[]): number | undefined {
  const annees = mefs.filter(estTerminale).map(({ annee }) => annee);
  return annees.length === 0 ? undefined : Math.max(...annees);
}

/** True when a common row has the code and modalité of this one: the notes file cannot tell them apart. */
export function repeteUnCommun({ matiere }: Ligne, { lignes }: Programme): boolean {
  return lignes.some(
    ({ place, matiere: commune }) =>
      place === 'commun' && commune.codeMatiere === matiere.codeMatiere && commune.modalite === matiere.modalite,
  );
}

const niveauDe = ({ niveau }: DossierMef): string => normaliserNom(niveau);
const estTerminale = (mef: DossierMef): boolean => niveauDe(mef) === 'TERMINALE';

/**
 * The première of a terminale: of the same série, and of the same specialty where the première has one; of the
 * year before, or of the nearest one that the nomenclature knows (a série enters it by its première).
 */
function premiereDe(terminale: DossierMef, mefs: readonly DossierMef[], annee: number): DossierMef | undefined {
  const specialite = normaliserNom(terminale.specialite ?? '');
  const premieres = mefs
    .filter((mef) => niveauDe(mef) === 'PREMIERE' && mef.codeSerie === terminale.codeSerie)
    .sort((a, b) => Math.abs(a.annee - (annee - 1)) - Math.abs(b.annee - (annee - 1)));
  return (
    premieres.find((mef) => normaliserNom(mef.specialite ?? '') === specialite) ??
    premieres.find((mef) => mef.specialite === null) ??
    premieres[0]
  );
}

function programmeDe({ codeMef, specialite, matieres }: DossierMef): Programme {
  return {
    codeMef,
    specialite,
    lignes: matieres.map((matiere, rang) => {
      const place = placeDe(matiere);
      // A literary pupil takes one among arts, ancient and living languages, which stand in two blocks.
      const bassin = matiere.modalite === 'O' ? 'O' : matiere.regroupement;
      return { rang, matiere, place, bassin };
    }),
  };
}

/** Nothing in the nomenclature but the words of its blocks tells that one row among several is chosen. */
function placeDe({ modalite, codeMatiere, regroupement }: MatiereDeNomenclature): Ligne['place'] {
  if (modalite === 'F') return 'facultatif';
  if (/\bCHOI(X|SIE?)\b/.test(normaliserNom(regroupement))) return 'choix';
  return estLangueGenerique(codeMatiere) ? 'langue' : 'commun';
}

/** 030001 is « LV1 », whatever the language: exports carry the real one (formats.md §1.5). */
export function estLangueGenerique(codeMatiere: string): boolean {
  return /^0300[0-9]{2}$/.test(codeMatiere);
}

/** 030001 for English (02) → 030201 */
export function codeDeLangue(generique: CodeMatiere, langue: string): CodeMatiere {
  return `03${langue}${generique.slice(4)}` as CodeMatiere;
}
