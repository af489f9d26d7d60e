/** Keys of the tables `livrets` and `registre` (design.md, "The data"): the only place where they are spelled. */

export const cleLivret = (livretId: string): string => `L#${livretId}`;
export const TETE = 'TETE';
export const cleBase = (annee: number, flux: string): string => `BASE#${annee}#${flux}`;
/** What an import replaced: a base, or the entries by hand of a year (`flux` is then « saisies »). */
export const cleAncienne = (annee: number, flux: string, depotId: string): string =>
  `ANCIENNE#${annee}#${flux}#${depotId}`;
/** An entry by hand that a later save replaced: `acteId` is that save's. */
export const cleSaisieAncienne = (cle: string, acteId: string): string => `ANCIENNE#${cle}#${acteId}`;
/** What a person decided of a livret, in their words. Sorts before what a livret is read by. */
export const cleActe = (acteId: string): string => `ACTE#${acteId}`;
export const SAISIE = 'SAISIE#';
export const cleSaisies = (annee: number): string => `${SAISIE}${annee}#`;
/** Whether an entry is of this year. */
export const estDeLAnnee = (cle: string, annee: number): boolean => cle.startsWith(cleSaisies(annee));
/** Padded so that sort keys follow numbers. */
export const cleVersion = (epoque: number, n: number): string =>
  `VERSION#${String(epoque).padStart(4, '0')}#${String(n).padStart(6, '0')}`;

/**
 * What must still be told to the référentiel national of a session, one item a livret. In as many partitions as a ULID
 * has last letters: on the last day, one alone would take more writes than DynamoDB lets it.
 */
export const cleEnvois = (session: number, tranche: string): string => `ENVOIS#${session}#${tranche}`;
export const TRANCHES_D_ENVOIS = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'] as const;

export const cleEtablissement = (uai: string, annee: number): string => `E#${uai}#${annee}`;
export const cleEleve = (eleveId: string): string => `ELEVE#${eleveId}`;
/** What wins in a division, imports or entries by hand. */
export const cleSource = (division: string): string => `SOURCE#${division}`;
/** Opening to the families of a division, and how they were told of it. */
export const cleConsultation = (division: string): string => `CONSULTATION#${division}`;
/** A request for rectification, kept with the establishment that received it. */
export const cleRectification = (rectificationId: string): string => `RECTIFICATION#${rectificationId}`;
export const cleSiecle = (uai: string, annee: number, eleveId: string): string => `SIECLE#${uai}#${annee}#${eleveId}`;
export const cleIne = (empreinte: string): string => `INE#${empreinte}`;
/** Sort key of the two pointers above. */
export const LIVRET = 'LIVRET';
export const cleNomenclature = (annee: number): string => `NOMENCLATURE#${annee}`;
export const cleMef = (codeMef: string): string => `MEF#${codeMef}`;
/** Sort key of the newest list of SIECLE, beside its pupils. */
export const LISTE = 'FLUX#eleves';
/** How far a walk through all the livrets is. */
export const cleTravail = (nom: string): string => `TRAVAIL#${nom}`;
export const ETAT_DU_TRAVAIL = 'ETAT';
/** The constat de rentrée that a head provoked, beside the establishment's pupils. */
export const CREATION = 'CREATION';
/** How far the livrets of each establishment are. */
export const cleBilans = (annee: number): string => `BILANS#${annee}`;

/** The establishment and the year of a pupil's row; null for any other item of `registre`. */
export function etablissementDeLigne({ pk, sk }: { readonly pk: string; readonly sk: string }) {
  const [, uai = '', annee = ''] = /^E#([^#]+)#(\d{4})$/.exec(pk) ?? [];
  return uai === '' || !sk.startsWith(cleEleve('')) ? null : { uai, annee: Number(annee) };
}
