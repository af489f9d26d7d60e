import type { Communs, Enseignant, Responsable, Service } from './etablissement.ts';
import type { MagasinEtablissement } from './magasin-etablissement.ts';
import { memoriser } from './memoriser.ts';

/**
 * What the other feeds say of establishments, each read at most once, when it is needed: for one livret, or for a
 * whole class.
 */
export interface Connaissances {
  sts(uai: string, annee: number): Promise<Sts>;
  communs(uai: string, annee: number): Promise<Communs | null>;
  responsables(uai: string, annee: number, eleveId: string): Promise<readonly Responsable[]>;
}

export interface Sts {
  readonly enseignants: readonly Enseignant[];
  readonly services: readonly Service[];
}

/** @param etendue of a class, guardians are read all at once */
export function connaissances(etablissement: MagasinEtablissement, etendue: 'livret' | 'classe'): Connaissances {
  const tous = memoriser((uai: string, annee: number) => etablissement.lireTousLesResponsables(uai, annee));
  return {
    sts: memoriser(async (uai: string, annee: number) => {
      const [enseignants, services] = await Promise.all([
        etablissement.lireEnseignants(uai, annee),
        etablissement.lireServices(uai, annee),
      ]);
      return { enseignants, services };
    }),
    communs: memoriser((uai: string, annee: number) => etablissement.lireCommuns(uai, annee)),
    responsables: async (uai, annee, eleveId) =>
      etendue === 'livret'
        ? etablissement.lireResponsables(uai, annee, eleveId)
        : ((await tous(uai, annee)).get(eleveId) ?? []),
  };
}
