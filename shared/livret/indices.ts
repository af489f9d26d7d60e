import { normaliserNom } from '../kernel/texte.ts';
import type { Evaluation } from './contenu.ts';
import type { Enseignant, Service } from './etablissement.ts';
import type { LigneEleve } from './livret.ts';

/** What SIECLE says of one pupil and one year. */
export type EleveDeSiecle = Pick<LigneEleve, 'divisions' | 'groupes' | 'options' | 'dateSortie'>;

/** A service of STS-Web with the names of its teachers, the only thing of them that a notes file carries. */
export interface ServiceNomme extends Pick<Service, 'structure' | 'codeMatiere'> {
  readonly enseignants: readonly Pick<Enseignant, 'nom' | 'prenom'>[];
}

/** What the other feeds say of one pupil's year; what is null is not known, and decides nothing. */
export interface IndicesDeRattachement {
  readonly eleve: EleveDeSiecle | null;
  readonly services: readonly ServiceNomme[] | null;
  readonly effectifs: Effectifs | null;
}

export const SANS_INDICE: IndicesDeRattachement = { eleve: null, services: null, effectifs: null };

/** The groups of an establishment: how many pupils each has, and how many of them have each option. */
export interface Effectifs {
  readonly groupes: ReadonlyMap<string, { readonly eleves: number; readonly parOption: ReadonlyMap<string, number> }>;
  /** Pupils who left in the year: SIECLE does not say any more which groups they were of. */
  readonly sortis: number;
}

type Cle = Pick<Evaluation, 'codeMatiere' | 'modalite'>;

/** SIECLE gives as O what the livret's nomenclature has as S when it was chosen among several: F alone is F. */
const cleDOption = ({ codeMatiere, modalite }: { readonly codeMatiere: string; readonly modalite: string }): string =>
  `${codeMatiere}${modalite === 'F' ? 'F' : ''}`;

export function suitLOption(eleve: EleveDeSiecle, cle: Cle): boolean {
  return eleve.options.some((option) => cleDOption(option) === cleDOption(cle));
}

export function recenserEffectifs(eleves: Iterable<EleveDeSiecle>): Effectifs {
  const groupes = new Map<string, { eleves: number; parOption: Map<string, number> }>();
  let sortis = 0;
  for (const { dateSortie, groupes: siens, options } of eleves) {
    if (dateSortie !== null) sortis += 1;
    for (const code of siens) {
      const groupe = groupes.get(code) ?? { eleves: 0, parOption: new Map<string, number>() };
      groupe.eleves += 1;
      for (const option of new Set(options.map(cleDOption))) {
        groupe.parOption.set(option, (groupe.parOption.get(option) ?? 0) + 1);
      }
      groupes.set(code, groupe);
    }
  }
  return { groupes, sortis };
}

export function nommerServices(
  services: readonly Service[],
  enseignants: readonly Pick<Enseignant, 'id' | 'type' | 'nom' | 'prenom'>[],
): ServiceNomme[] {
  const parId = new Map(enseignants.map(({ type, id, nom, prenom }) => [`${type}/${id}`, { nom, prenom }]));
  return services.map(({ structure, codeMatiere, enseignants: affectes }) => ({
    structure,
    codeMatiere,
    enseignants: affectes.flatMap(({ type, id }) => parId.get(`${type}/${id}`) ?? []),
  }));
}

/**
 * Whether the teachers of an evaluation are those of the pupil's division (D) or of a group (G) for this subject; null
 * when they are of both, of neither, or when the division has no such service that a group's could be told from. A
 * pupil who changed class was taught in a division that SIECLE does not give any more: the whole establishment then
 * tells.
 */
export function natureParLesServices(
  evaluation: Evaluation,
  { eleve, services }: IndicesDeRattachement,
): 'D' | 'G' | null {
  if (services === null || eleve === null) return null;
  const deLaMatiere = services.filter(({ codeMatiere }) => codeMatiere === evaluation.codeMatiere);
  const siens = deLaMatiere.filter(({ structure: { type, code } }) =>
    (type === 'D' ? eleve.divisions : eleve.groupes).includes(code),
  );
  if (!siens.some(({ structure }) => structure.type === 'D')) return null;
  const enseignes = (parmi: readonly ServiceNomme[]) => parmi.filter((service) => estEnseignee(evaluation, service));
  const proches = enseignes(siens);
  const types = new Set((proches.length > 0 ? proches : enseignes(deLaMatiere)).map(({ structure }) => structure.type));
  const [type] = types;
  return types.size === 1 && type !== undefined ? type : null;
}

function estEnseignee(evaluation: Evaluation, service: ServiceNomme): boolean {
  return evaluation.enseignants.some((enseignant) =>
    service.enseignants.some((autre) => estLaMemePersonne(enseignant, autre)),
  );
}

/** The import lets a first name be absent. */
function estLaMemePersonne(a: Pick<Enseignant, 'nom' | 'prenom'>, b: Pick<Enseignant, 'nom' | 'prenom'>): boolean {
  if (normaliserNom(a.nom) !== normaliserNom(b.nom)) return false;
  const [prenomA, prenomB] = [normaliserNom(a.prenom ?? ''), normaliserNom(b.prenom ?? '')];
  return prenomA === prenomB || prenomA === '' || prenomB === '';
}

/**
 * Whether an evaluation had more pupils with a mark than the group of the option has pupils: it is the common one then.
 * That group is one of the pupil's in which all have the option; another that happens to be so widens the bound.
 */
export function depasseLeGroupeDeLOption(
  evaluation: Evaluation,
  { eleve, services, effectifs }: IndicesDeRattachement,
): boolean {
  const { effectif } = evaluation.structure;
  if (effectif === null || eleve === null || effectifs === null) return false;
  const tailles = eleve.groupes.flatMap((code) => {
    const groupe = effectifs.groupes.get(code);
    const enseignee = services?.some(
      ({ structure, codeMatiere }) =>
        structure.type === 'G' && structure.code === code && codeMatiere === evaluation.codeMatiere,
    );
    if (groupe === undefined || enseignee === false) return [];
    return groupe.parOption.get(cleDOption(evaluation)) === groupe.eleves ? [groupe.eleves] : [];
  });
  return tailles.length > 0 && effectif > Math.max(...tailles) + effectifs.sortis;
}
