import { uai } from '../../shared/kernel/uai.ts';
import type { Evaluation, Scolarite } from '../../shared/livret/contenu.ts';
import type { BaseNotes, LigneEleve, Tete } from '../../shared/livret/livret.ts';
import type { MatiereDeNomenclature, MefDeNomenclature } from '../../shared/livret/nomenclature.ts';

/** What stores hold of a pupil of nobody, with parts to replace. */

export const LIVRET_ID = '01J0000000000000000000000A';
export const UAI = uai('0380029A');

type Code = Evaluation['codeMatiere'];
type CodeMef = MefDeNomenclature['codeMef'];

export interface EvaluationVoulue extends Partial<Omit<Evaluation, 'codeMatiere' | 'periodes'>> {
  /** In their order, from the first one. */
  readonly notes?: readonly (string | null)[];
  readonly periodes?: Evaluation['periodes'];
}

export function evaluation(codeMatiere: string, { notes = [], ...reste }: EvaluationVoulue = {}): Evaluation {
  return {
    position: { ligne: 1, colonne: 1 },
    codeMatiere: codeMatiere as Code,
    modalite: 'S',
    date: null,
    structure: { effectif: null, moyenne: null, moinsDe8: null, de8a12: null, plusDe12: null },
    appreciation: null,
    periodes: notes.map((moyenne, rang) => ({ numero: rang + 1, moyenne })),
    competences: [],
    enseignants: [],
    ...reste,
  };
}

export function matiere(codeMatiere: string, reste: Partial<Omit<MatiereDeNomenclature, 'codeMatiere'>> = {}) {
  return {
    regroupement: 'ENSEIGNEMENTS OBLIGATOIRES',
    discipline: `DISCIPLINE ${codeMatiere}`,
    codeMatiere: codeMatiere as Code,
    modalite: 'S',
    periodique: true,
    rubriques: [],
    ...reste,
  } satisfies MatiereDeNomenclature;
}

export function mef(matieres: readonly MatiereDeNomenclature[], reste: Partial<MefDeNomenclature> = {}) {
  return {
    annee: 2015,
    codeMef: '21111010110' as CodeMef,
    niveau: 'Terminale',
    codeSerie: 'S',
    serie: 'Scientifique',
    specialite: null,
    matieres,
    ...reste,
  } satisfies MefDeNomenclature;
}

export interface BaseVoulue extends Partial<Omit<BaseNotes, 'scolarite'>> {
  readonly scolarite?: Partial<Scolarite>;
}

export function base(annee: number, { scolarite, ...reste }: BaseVoulue = {}): BaseNotes {
  return {
    annee,
    depotId: '01J0000000000000000000000D',
    scolarite: {
      annee,
      decoupage: 'T',
      avisEngagement: null,
      avisInvestissement: null,
      avisChefEtab: null,
      evaluations: [],
      ...scolarite,
    },
    engagements: [],
    engagementAutre: null,
    avisExamen: null,
    sel: '00',
    ...reste,
  };
}

export function tete(reste: Partial<Tete> = {}): Tete {
  return {
    livretId: LIVRET_ID,
    etat: 'cree',
    verrou: 1,
    applique: {},
    mef: {},
    siecle: {},
    format: 'numerique',
    appariement: null,
    version: null,
    accuse: null,
    chaine: { seq: 0, empreinte: '' },
    ...reste,
  };
}

export function ligne(reste: Partial<LigneEleve> = {}): LigneEleve {
  return {
    uai: UAI,
    annee: 2015,
    eleveId: '1413136',
    livretId: LIVRET_ID,
    depotId: '01J0000000000000000000000C',
    ine: '123456789AB',
    nomDeFamille: 'MARTIN',
    nomUsage: null,
    prenoms: ['Zoé', 'Marie'],
    dateNaissance: '1998-02-28',
    codeMef: '21111010110',
    divisions: ['TS1'],
    groupes: [],
    options: [],
    dateSortie: null,
    constats: [],
    absentDepuis: null,
    anneesNotees: [2015],
    identifiantsEnvoyesLe: null,
    statutEnvoyeLe: null,
    noCandidat: null,
    noEleve: null,
    ...reste,
  };
}
