import type { Sexe } from './appreciations.ts';
import { Hasard } from './hasard.ts';
import {
  DEBUTS_DE_COMMUNES,
  FINS_DE_COMMUNES,
  NOMS,
  NOMS_A_PARTICULE,
  PRENOMS_DE_FILLES,
  PRENOMS_DE_GARCONS,
} from './noms.ts';

export interface Identite {
  readonly sexe: Sexe;
  readonly nom: string;
  readonly nomUsage: string | null;
  readonly prenoms: readonly string[];
  /** JJ/MM/AAAA */
  readonly naissance: string;
  readonly villeDeNaissance: string;
  readonly ine: Ines;
}

/** What SIECLE gives of the INE, and which one stands (formats.md §2: ID_NATIONAL, then INE_RNIE, then INE_BEA). */
export interface Ines {
  readonly idNational: string | null;
  readonly rnie: string | null;
  readonly bea: string | null;
  readonly retenu: string;
}

/** Who the pupil is: the same in every establishment and every year, from their number alone. */
export function identite(graine: number, numero: number, annee: number, redoublant: boolean): Identite {
  const modele = modeleDe(graine, numero);
  const hasard = new Hasard(graine, 'identite', numero);
  return {
    sexe: sexeDe(graine, modele.prenom),
    nom: nomDe(graine, modele.nom),
    nomUsage: hasard.chance(60) ? nomDe(graine, numero + 1_000_000) : null,
    prenoms: prenomsDe(graine, modele.prenom),
    naissance: naissanceDe(graine, modele.naissance, annee, redoublant),
    villeDeNaissance: (hasard.choix(DEBUTS_DE_COMMUNES) + hasard.choix(FINS_DE_COMMUNES)).toUpperCase(),
    ine: inesDe(graine, numero),
  };
}

/** True for one who has the name and first name of the pupil before; `memeJour`: born the same day too. */
export function homonymie(graine: number, numero: number): { readonly memeJour: boolean } | null {
  if (numero === 0) return null;
  const hasard = new Hasard(graine, 'homonyme', numero);
  if (!hasard.chance(7) || new Hasard(graine, 'homonyme', numero - 1).chance(7)) return null;
  return { memeJour: hasard.chance(330) };
}

/** True for one who has the name and the birthday of the pupil before. */
export function estJumeau(graine: number, numero: number): boolean {
  return (
    numero > 0 &&
    new Hasard(graine, 'jumeau', numero).chance(8) &&
    homonymie(graine, numero) === null &&
    homonymie(graine, numero - 1) === null &&
    !new Hasard(graine, 'jumeau', numero - 1).chance(8)
  );
}

/** Whose name, first name and birthday a pupil has: their own, but for homonyms and twins. */
function modeleDe(graine: number, numero: number): Readonly<Record<'nom' | 'prenom' | 'naissance', number>> {
  const homonyme = homonymie(graine, numero);
  if (homonyme !== null) {
    return { nom: numero - 1, prenom: numero - 1, naissance: homonyme.memeJour ? numero - 1 : numero };
  }
  if (estJumeau(graine, numero)) return { nom: numero - 1, prenom: numero, naissance: numero - 1 };
  return { nom: numero, prenom: numero, naissance: numero };
}

function sexeDe(graine: number, numero: number): Sexe {
  return new Hasard(graine, 'sexe', numero).chance(510) ? 'F' : 'M';
}

function nomDe(graine: number, numero: number): string {
  const hasard = new Hasard(graine, 'nom', numero);
  const simple = hasard.choix(NOMS);
  const forme = hasard.entier(100);
  if (forme < 5) return composer(simple, hasard.choix(NOMS), '-');
  if (forme < 7) return composer(simple, hasard.choix(NOMS), ' ');
  return forme < 11 ? hasard.choix(NOMS_A_PARTICULE) : simple;
}

function composer(premier: string, second: string, signe: string): string {
  return premier === second ? premier : premier + signe + second;
}

function prenomsDe(graine: number, numero: number): string[] {
  const hasard = new Hasard(graine, 'prenoms', numero);
  const liste = sexeDe(graine, numero) === 'F' ? PRENOMS_DE_FILLES : PRENOMS_DE_GARCONS;
  const nombre = hasard.choixPese([
    [1, 45],
    [2, 35],
    [3, 20],
  ] as const);
  return [...new Set(Array.from({ length: nombre }, () => hasard.choix(liste)))];
}

/** Seventeen in the civil year before the exam, for most; one year more for those who repeat. */
function naissanceDe(graine: number, numero: number, annee: number, redoublant: boolean): string {
  const hasard = new Hasard(graine, 'naissance', numero);
  const ecart = hasard.choixPese([
    [17, 82],
    [18, 11],
    [16, 7],
  ] as const);
  const mois = 1 + hasard.entier(12);
  // Every month has 28 days.
  const jour = 1 + hasard.entier(28);
  return dateFrancaise(annee - ecart - (redoublant ? 1 : 0), mois, jour);
}

export function dateFrancaise(annee: number, mois: number, jour: number): string {
  return `${String(jour).padStart(2, '0')}/${String(mois).padStart(2, '0')}/${annee}`;
}

/**
 * INEs of the three patterns, marked as fictional by their first figures, 99, and unique: the number of the pupil is
 * multiplied modulo a power of ten by a number that shares no factor with it, so that no two come to the same.
 */
function inesDe(graine: number, numero: number): Ines {
  const hasard = new Hasard(graine, 'ine', numero);
  const rnie = `99${chiffres(graine, numero, 7)}${lettre(hasard)}${lettre(hasard)}`;
  const bea = `99${chiffres(graine, numero, 8)}${lettre(hasard)}`;
  const serie = chiffres(graine, numero, 7);
  const apprentissage = `99${serie.slice(0, 2)}A${serie.slice(2)}${lettre(hasard)}`;
  const cas = hasard.entier(100);
  if (cas < 5) return { idNational: apprentissage, rnie: null, bea: null, retenu: apprentissage };
  if (cas < 50) return { idNational: bea, rnie: null, bea: null, retenu: bea };
  if (cas < 70) return { idNational: rnie, rnie: null, bea: null, retenu: rnie };
  // Those who were in apprenticeship, then at school: three numbers, of which the national one stands.
  if (cas < 74) return { idNational: apprentissage, rnie, bea, retenu: apprentissage };
  if (cas < 85) return { idNational: rnie, rnie, bea, retenu: rnie };
  if (cas < 93) return { idNational: null, rnie, bea: cas < 89 ? bea : null, retenu: rnie };
  return { idNational: null, rnie: null, bea, retenu: bea };
}

/** A prime that is no factor of ten, small enough for exact products. */
const MULTIPLICATEUR = 104_729;

function chiffres(graine: number, numero: number, longueur: number): string {
  const base = 10 ** longueur;
  const decalage = new Hasard(graine, 'serie-ine', longueur).entier(base);
  return String((numero * MULTIPLICATEUR + decalage) % base).padStart(longueur, '0');
}

function lettre(hasard: Hasard): string {
  return String.fromCharCode(65 + hasard.entier(26));
}
