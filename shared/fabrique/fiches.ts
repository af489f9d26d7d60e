import { Hasard } from './hasard.ts';
import { homonymie, type Identite, identite } from './identites.ts';
import { type Adulte, adulte, type Etablissement } from './monde.ts';
import { classeDe } from './notes.ts';
import { type Parcours, type Place, parcours, partants, placeQuittee, suivis } from './parcours.ts';
import { elevesDe, type Registre } from './registre.ts';

/** A pupil as SIECLE exports them, every value as it is written. */
export interface Fiche {
  readonly eleveId: string;
  readonly elenoet: string;
  readonly idNational: string | null;
  readonly ineBea: string | null;
  readonly ineRnie: string | null;
  readonly nom: string;
  readonly nomUsage: string | null;
  readonly prenoms: readonly string[];
  readonly naissance: string;
  readonly villeDeNaissance: string;
  readonly codeSexe: '1' | '2';
  readonly doublement: '0' | '1';
  readonly codeRegime: string;
  readonly codeMef: string;
  readonly dateEntree: string;
  readonly dateSortie: string | null;
  readonly anDernier: AnDernier;
  readonly options: readonly Option[];
  readonly structures: readonly { readonly code: string; readonly type: 'D' | 'G' }[];
  readonly responsables: readonly Responsable[];
}

export interface AnDernier {
  readonly codeMef: string;
  readonly codeStructure: string;
  readonly codeRne: string;
}

export interface Option {
  readonly modalite: 'O' | 'F';
  readonly codeMatiere: string;
}

export interface Responsable extends Adulte {
  readonly personneId: string;
  readonly codeParente: '1' | '2';
  readonly telephone: string;
}

/** SIECLE's key of a pupil, from their rank: two establishments may give the same one (rules.md 11). */
export function eleveIdDe(graine: number, etablissement: Etablissement, rang: number): string {
  return String(70_000_000 + new Hasard(graine, 'eleve-id', etablissement.rang).entier(40) + rang * 7);
}

/** The pupils of that level and year in SIECLE: those who are there, then those who left in the year. */
export function* fichesDe(registre: Registre): Generator<{ readonly eleve: Parcours; readonly fiche: Fiche }> {
  const { monde, etablissement, niveau } = registre;
  for (const eleve of elevesDe(monde, etablissement, niveau)) yield { eleve, fiche: ficheDe(registre, eleve) };
  if (niveau === 'premiere') return;
  for (const eleve of partants(monde, etablissement)) {
    if (partiEnCoursDAnnee(registre, eleve)) yield { eleve, fiche: ficheDeSorti(registre, eleve) };
  }
}

function partiEnCoursDAnnee({ monde, etablissement }: Registre, { cohorte, position }: Parcours): boolean {
  const parti = cohorte.partis[position - cohorte.taille];
  const destination = monde.etablissements[parti?.etablissement ?? etablissement.rang];
  if (parti === undefined || destination === undefined) return false;
  return parcours(monde, destination, parti.rang).arrivee?.enCoursDAnnee === true;
}

export function ficheDe(registre: Registre, eleve: Parcours): Fiche {
  const { monde, etablissement, niveau, annee } = registre;
  const { filiere, divisions } = eleve.cohorte;
  const place = niveau === 'terminale' ? eleve.terminale : eleve.premiere;
  const personne = identiteDe(registre, eleve);
  const tardive = niveau === 'terminale' && eleve.arrivee?.enCoursDAnnee === true;
  return {
    eleveId: eleveIdDe(monde.graine, etablissement, eleve.rang),
    elenoet: String(10_000 + (eleve.rang % 90_000)),
    idNational: personne.ine.idNational,
    ineBea: personne.ine.bea,
    ineRnie: personne.ine.rnie,
    nom: personne.nom,
    nomUsage: personne.nomUsage,
    prenoms: personne.prenoms,
    naissance: personne.naissance,
    villeDeNaissance: personne.villeDeNaissance,
    codeSexe: personne.sexe === 'M' ? '1' : '2',
    doublement: niveau === 'terminale' && eleve.redoublant ? '1' : '0',
    codeRegime: new Hasard(monde.graine, 'regime', eleve.numero).choix(['0', '2', '2', '3']),
    codeMef: filiere[niveau].codeMef,
    dateEntree: tardive ? `02/02/${annee + 1}` : `01/09/${annee}`,
    dateSortie: null,
    anDernier: anDernierDe(registre, eleve),
    options: place === null ? [] : optionsDe(registre, eleve),
    structures:
      place === null
        ? []
        : [{ code: divisions[niveau][place.division] ?? '', type: 'D' }, ...groupesDe(registre, eleve, place)],
    responsables: responsablesDe(registre, eleve, personne),
  };
}

/** One who left is still in the export, without division any more. */
function ficheDeSorti(registre: Registre, eleve: Parcours): Fiche {
  return { ...ficheDe(registre, eleve), dateSortie: `29/01/${registre.annee + 1}` };
}

export function identiteDe({ monde }: Registre, { numero, redoublant }: Parcours): Identite {
  return identite(monde.graine, numero, monde.annee, redoublant);
}

/** True for a pupil whom nothing but their INE tells from another one. */
export function aUnHomonyme(graine: number, numero: number): boolean {
  return homonymie(graine, numero) !== null || homonymie(graine, numero + 1) !== null;
}

function anDernierDe({ monde, etablissement, niveau }: Registre, eleve: Parcours): AnDernier {
  const { cohorte, arrivee, redoublant, position, premiere } = eleve;
  const { filiere, divisions } = cohorte;
  const codeRne = arrivee?.depuis ?? etablissement.uai;
  if (niveau === 'premiere') return { codeMef: SECONDE, codeStructure: `2${1 + (position % 9)}`, codeRne };
  const deTerminale = divisions.terminale[position % divisions.terminale.length];
  const dePremiere = divisions.premiere[premiere?.division ?? 0];
  return {
    codeMef: filiere[redoublant ? 'terminale' : 'premiere'].codeMef,
    codeStructure:
      (redoublant ? deTerminale : arrivee === null ? dePremiere : placeQuittee(monde, etablissement, eleve)) ?? '101',
    codeRne,
  };
}

/** The MEF of seconde, where pupils of première come from. */
export const SECONDE = '20010015110';

/**
 * Languages, specialties and optional subjects. SIECLE gives as O what is chosen among compulsory subjects, even
 * where the livret's nomenclature says S: the 2014 programme of terminale S has its mathematics both ways.
 */
function optionsDe({ monde, niveau }: Registre, eleve: Parcours): Option[] {
  return suivis(monde.graine, eleve, niveau).flatMap(({ ligne, codeMatiere, modalite }) =>
    ligne.place === 'commun' ? [] : [{ modalite: modalite === 'F' ? ('F' as const) : ('O' as const), codeMatiere }],
  );
}

function groupesDe(registre: Registre, eleve: Parcours, place: Place): Fiche['structures'] {
  const groupes = new Set<string>();
  for (const suivi of suivis(registre.monde.graine, eleve, registre.niveau)) {
    const classe = classeDe(eleve, suivi, place, registre.niveau);
    if (classe.type === 'G') groupes.add(registre.service(classe).structure);
  }
  return [...groupes].map((code) => ({ code, type: 'G' }));
}

/** One or two guardians, mostly of the pupil's name. Telephone numbers are of the range kept for fiction, 06 39 98. */
function responsablesDe({ monde }: Registre, { numero }: Parcours, { nom }: Identite): Responsable[] {
  const hasard = new Hasard(monde.graine, 'responsables', numero);
  const nombre = hasard.chance(700) ? 2 : 1;
  return Array.from({ length: nombre }, (_, rang) => {
    const personne = adulte(monde.graine, 'responsable', numero, rang);
    return {
      ...personne,
      nom: hasard.chance(750) ? nom : personne.nom,
      personneId: String(4_000_000 + numero * 2 + rang),
      codeParente: personne.civilite === 'M.' ? '2' : '1',
      telephone: `063998${String(hasard.entier(10_000)).padStart(4, '0')}`,
    };
  });
}
