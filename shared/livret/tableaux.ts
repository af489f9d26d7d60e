import type { Enseignant, StructureScolaire } from './etablissement.ts';

/**
 * What SIECLE and STS-Web say of an establishment and a year, in the table `registre`. A newer deposit replaces the
 * whole of a feed: rows are written under their deposit, `E#<uai>#<année>` / `<TABLEAU>#<depotId>#<sorte>#<clé>`, where
 * nobody looks before the pointer `FLUX#<flux>` names that deposit.
 */
export const TABLEAUX = {
  structures: 'STRUCTURE',
  'nomenclature-siecle': 'MEF',
  responsables: 'RESPONSABLES',
  communs: 'COMMUNS',
  sts: 'STS',
} as const;

/** The feeds whose rows are replaced as a whole. */
export type FluxDeTableau = keyof typeof TABLEAUX;

export function estFluxDeTableau(flux: string): flux is FluxDeTableau {
  return Object.hasOwn(TABLEAUX, flux);
}

/** The keys of rows, for who writes and who reads one. */
export const cleDeStructure = ({ type, code }: Pick<StructureScolaire, 'type' | 'code'>): string => `${type}#${code}`;
export const cleDEnseignant = ({ type, id }: Pick<Enseignant, 'type' | 'id'>): string => `${type}#${id}`;
export const CLE_DES_COMMUNS = 'ETABLISSEMENT';
