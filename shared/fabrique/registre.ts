import { normaliserNom } from '../kernel/texte.ts';
import type { Niveau } from './filieres.ts';
import { Hasard } from './hasard.ts';
import { type Adulte, adulte, type Cohorte, type Etablissement, type Monde } from './monde.ts';
import { type Classe, type Evaluation, evaluations } from './notes.ts';
import { type Parcours, parcours, partants, type Suivi } from './parcours.ts';

/**
 * One level of one establishment in one year, as its administration knows it: who is taught what, where and by whom,
 * and the figures of each group. It grows with the number of classes, not of pupils.
 */
export interface Registre {
  readonly monde: Monde;
  readonly etablissement: Etablissement;
  readonly niveau: Niveau;
  /** School year. */
  readonly annee: number;
  readonly services: readonly Service[];
  readonly enseignants: readonly Enseignant[];
  readonly service: (classe: Classe) => Service;
  /** Of a division, by its code. */
  readonly professeurPrincipal: (division: string) => Enseignant;
}

/** A subject taught to a division or a group: STS's SERVICE. */
export interface Service {
  readonly cohorte: Cohorte;
  readonly suivi: Suivi;
  readonly type: 'D' | 'G';
  /** Code of the division, or of the group. */
  readonly structure: string;
  /** Codes of the divisions whose pupils it gathers. */
  readonly divisions: readonly string[];
  readonly enseignants: readonly Enseignant[];
  readonly figures: Figures;
}

export interface Enseignant extends Adulte {
  /** STS's INDIVIDU. */
  readonly id: number;
  readonly type: 'epp' | 'local';
  readonly sexe: 1 | 2;
  /** Divisions that they head. */
  readonly professeurPrincipalDe: readonly string[];
  readonly disciplines: readonly string[];
}

/** Figures of the group, from its pupils' annual averages in hundredths. */
export interface Figures {
  readonly inscrits: number;
  readonly notes: number;
  readonly somme: number;
  readonly moinsDe8: number;
  readonly de8a12: number;
}

/** The pupils of that level, one after another. */
export function* elevesDe(monde: Monde, etablissement: Etablissement, niveau: Niveau): Generator<Parcours> {
  for (let rang = 0; rang < etablissement.taille; rang++) {
    const eleve = parcours(monde, etablissement, rang);
    if (niveau === 'terminale' || eleve.premiere !== null) yield eleve;
  }
  if (niveau === 'premiere') yield* partants(monde, etablissement);
}

type ServiceCompte = Omit<Service, 'structure' | 'enseignants' | 'figures'> & {
  readonly cle: string;
  figures: Figures;
};

/** Goes once through the pupils of that level. */
export function recenser(monde: Monde, etablissement: Etablissement, niveau: Niveau): Registre {
  const comptes = new Map<string, ServiceCompte>();
  for (const eleve of elevesDe(monde, etablissement, niveau)) {
    for (const evaluation of evaluations(monde, etablissement, eleve, niveau)) {
      const { cle } = evaluation.classe;
      const compte = comptes.get(cle) ?? ouvrir(eleve.cohorte, evaluation, niveau);
      compte.figures = compter(compte.figures, evaluation.moyenne);
      comptes.set(cle, compte);
    }
  }
  const ordonnes = [...comptes.values()].sort(parFiliereEtLigne);
  const structures = coderLesStructures(ordonnes, niveau);
  const enseignants = affecter(monde, etablissement, ordonnes);
  const services = ordonnes.map(
    ({ cle, ...compte }): Service => ({
      ...compte,
      structure: structures.get(cle) ?? '',
      enseignants: enseignants.parService.get(cle) ?? [],
    }),
  );
  const principaux = new Map(
    enseignants.tous.flatMap((enseignant) =>
      enseignant.professeurPrincipalDe.map((division) => [division, enseignant] as const),
    ),
  );
  const parCle = new Map(ordonnes.map(({ cle }, rang) => [cle, services[rang]]));
  return {
    monde,
    etablissement,
    niveau,
    annee: niveau === 'terminale' ? monde.annee : monde.annee - 1,
    services,
    enseignants: enseignants.tous,
    service({ cle }) {
      const service = parCle.get(cle);
      if (service === undefined) throw new RangeError('an evaluation of no class');
      return service;
    },
    professeurPrincipal(division) {
      const principal = principaux.get(division);
      if (principal === undefined) throw new RangeError('a division that nobody heads');
      return principal;
    },
  };
}

function ouvrir(cohorte: Cohorte, { classe, suivi }: Evaluation, niveau: Niveau): ServiceCompte {
  return {
    cle: classe.cle,
    cohorte,
    suivi,
    type: classe.type,
    divisions: classe.divisions.map((rang) => cohorte.divisions[niveau][rang] ?? ''),
    figures: { inscrits: 0, notes: 0, somme: 0, moinsDe8: 0, de8a12: 0 },
  };
}

function compter(figures: Figures, moyenne: number | null): Figures {
  const inscrits = figures.inscrits + 1;
  if (moyenne === null) return { ...figures, inscrits };
  return {
    inscrits,
    notes: figures.notes + 1,
    somme: figures.somme + moyenne,
    moinsDe8: figures.moinsDe8 + (moyenne < 800 ? 1 : 0),
    de8a12: figures.de8a12 + (moyenne >= 800 && moyenne < 1200 ? 1 : 0),
  };
}

function parFiliereEtLigne(a: ServiceCompte, b: ServiceCompte): number {
  return (
    a.cohorte.filiere.rang - b.cohorte.filiere.rang ||
    a.suivi.ligne.rang - b.suivi.ligne.rang ||
    (a.cle < b.cle ? -1 : 1)
  );
}

/** A division has its code; a group is named by its subject and a number, in eight characters (formats.md §2). */
function coderLesStructures(services: readonly ServiceCompte[], niveau: Niveau): Map<string, string> {
  const numeros = new Map<string, number>();
  const codes = new Map<string, string>();
  for (const { cle, type, divisions, suivi } of services) {
    if (type === 'D') {
      codes.set(cle, divisions[0] ?? '');
      continue;
    }
    const racine = `${niveau === 'terminale' ? 'T' : '1'}_${abrege(suivi).slice(0, 3)}`;
    const numero = (numeros.get(racine) ?? 0) + 1;
    numeros.set(racine, numero);
    codes.set(cle, `${racine}${numero}`);
  }
  return codes;
}

const LANGUES: Readonly<Record<string, string>> = {
  '01': 'ALLEMAND',
  '02': 'ANGLAIS',
  '06': 'ESPAGNOL',
  '09': 'ITALIEN',
  '11': 'PORTUGAIS',
};

/** « MATHE », « ESPA2 »: SIECLE's CODE_GESTION, five characters. */
export function abrege({ langue, codeMatiere, ligne }: Suivi): string {
  if (langue !== null) return `${(LANGUES[langue] ?? 'LANGUE').slice(0, 4)}${codeMatiere.at(-1)}`;
  return normaliserNom(ligne.matiere.discipline).replaceAll(' ', '').slice(0, 5);
}

/** « ESPAGNOL LV2 », or the discipline of the nomenclature, in capitals without accents. */
export function libelleDeMatiere({ langue, codeMatiere, ligne }: Suivi): string {
  if (langue === null) return normaliserNom(ligne.matiere.discipline);
  const rang = codeMatiere.at(-1) ?? '';
  return rang === '8' ? `LITTERATURE EN ${LANGUES[langue]}` : `${LANGUES[langue]} LV${rang}`;
}

/** Services of one teacher at one level. */
const SERVICES_PAR_ENSEIGNANT = 4;

/**
 * The teachers of a subject share its services, four each. A specialty that repeats a common subject has teachers of
 * its own: with the groups they are what tells its evaluations from the common ones (rules.md 10).
 */
function affecter(
  monde: Monde,
  etablissement: Etablissement,
  services: readonly ServiceCompte[],
): { readonly tous: Enseignant[]; readonly parService: Map<string, Enseignant[]> } {
  const tous = new Map<number, Enseignant & { professeurPrincipalDe: string[]; disciplines: string[] }>();
  const parService = new Map<string, Enseignant[]>();
  const rangs = new Map<string, number>();
  const diriges = new Set<string>();
  const prendre = (code: string, rang: number) => {
    const id = Number(code) * 1000 + rang;
    const connu = tous.get(id);
    if (connu !== undefined) return connu;
    const personne = enseignantDe(monde, etablissement, code, rang);
    const nouveau = { ...personne, professeurPrincipalDe: [] as string[], disciplines: [] as string[] };
    tous.set(id, nouveau);
    return nouveau;
  };
  for (const { cle, suivi, type, divisions } of services) {
    const code = codeDEquipe(suivi);
    const equipe = `${code}/${suivi.ligne.place === 'choix'}`;
    const rang = rangs.get(equipe) ?? 0;
    rangs.set(equipe, rang + 1);
    const premier = Math.floor(rang / SERVICES_PAR_ENSEIGNANT) + (suivi.ligne.place === 'choix' ? 500 : 0);
    const deux = new Hasard(monde.graine, 'co-enseignement', etablissement.rang, cle).chance(40);
    const retenus = (deux ? [premier, premier + 1] : [premier]).map((numero) => prendre(code, numero));
    for (const enseignant of retenus) {
      if (!enseignant.disciplines.includes(suivi.codeMatiere)) enseignant.disciplines.push(suivi.codeMatiere);
    }
    const [division] = divisions;
    if (type === 'D' && division !== undefined && !diriges.has(division)) {
      diriges.add(division);
      retenus[0]?.professeurPrincipalDe.push(division);
    }
    parService.set(cle, retenus);
  }
  return { tous: [...tous.values()].sort((a, b) => a.id - b.id), parService };
}

/** Teachers of a language teach it at all ranks. */
export function codeDEquipe({ langue, codeMatiere }: Suivi): string {
  return langue === null ? codeMatiere : `03${langue}00`;
}

export function enseignantDe(
  { graine }: Monde,
  etablissement: Etablissement,
  code: string,
  rang: number,
): Omit<Enseignant, 'professeurPrincipalDe' | 'disciplines'> {
  const personne = adulte(graine, 'enseignant', etablissement.rang, code, rang);
  const local = new Hasard(graine, 'contrat', etablissement.rang, code, rang).chance(60);
  return {
    ...personne,
    id: Number(code) * 1000 + rang,
    type: local ? 'local' : 'epp',
    sexe: personne.civilite === 'M.' ? 1 : 2,
  };
}
