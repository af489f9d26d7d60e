import type { DossierEleve } from '../../shared/imports/dossiers.ts';

/** Where a dossier that no file gave is said to stand. */
export const POSITION = { ligne: 7, colonne: 3 };
export const MEF = '21111010110' as NonNullable<DossierEleve['codeMef']>;
export const ELEVE_ID = '1413136';

/** A pupil as SIECLE gives one, with parts to replace. */
export const fiche = (reste: Partial<DossierEleve> = {}): DossierEleve => ({
  position: POSITION,
  eleveId: ELEVE_ID,
  ine: '123456789AB',
  nomDeFamille: 'MARTIN',
  nomUsage: null,
  prenoms: ['Zoé'],
  dateNaissance: '1998-02-28',
  codeMef: MEF,
  divisions: ['TS1'],
  groupes: [],
  options: [],
  anneePrecedente: null,
  dateSortie: null,
  ...reste,
});
