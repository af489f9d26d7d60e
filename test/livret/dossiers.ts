import { uai } from '../../shared/kernel/uai.ts';
import type { AnneeDuLivret } from '../../shared/livret/composer.ts';
import type { Evaluation, Scolarite } from '../../shared/livret/contenu.ts';
import {
  ATTRIBUTS_INITIAUX,
  type BaseNotes,
  type LigneEleve,
  SUIVI_INITIAL,
  type Tete,
  type VersionFigee,
} from '../../shared/livret/livret.ts';
import type { IdentiteSiecle } from '../../shared/livret/magasin-registre.ts';
import type { MatiereDeNomenclature, MefDeNomenclature } from '../../shared/livret/nomenclature.ts';
import { cleDeSaisie, type Saisie } from '../../shared/livret/saisie.ts';

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
    ...ATTRIBUTS_INITIAUX,
    appariement: null,
    version: null,
    accuse: null,
    chaine: { seq: 0, empreinte: '' },
    ...reste,
  };
}

/** A year as it counts, of imports alone. */
export function contenu(annee: number, voulue: BaseVoulue = {}): AnneeDuLivret {
  const { sel: _sel, depotId: _depotId, ...tenu } = base(annee, voulue);
  return tenu;
}

const SIGNEE = { n: 1, par: 'chef/0380029A', role: 'chef', le: '2016-05-20T08:00:00Z', sel: '00' };

/** Entries by hand under the keys of an old nomenclature, to be moved and put back. */
export function evaluationSaisie(annee: number, appreciation: string): Saisie {
  const ligne = { ...matiere('061300'), codeMatiere: '061300' as Code };
  const valeur = {
    sorte: 'evaluation',
    ligne,
    codeMatiere: '061300',
    periodes: {},
    competences: {},
    appreciation,
    enseignants: [],
  } as const;
  return { cle: cleDeSaisie(annee, valeur), contenu: { ...SIGNEE, valeur } };
}

export function engagementsSaisis(annee: number, autre: string): Saisie {
  const valeur = { sorte: 'engagements', engagements: [], autre } as const;
  return { cle: cleDeSaisie(annee, valeur), contenu: { ...SIGNEE, valeur } };
}

export function sanctionSaisie(annee: number): Saisie {
  const valeur = {
    sorte: 'sanction-examen',
    sanction: { nature: 'blame', prononceeLe: '2016-05-20', jusquAu: null },
  } as const;
  return { cle: cleDeSaisie(annee, valeur), contenu: { ...SIGNEE, valeur } };
}

/** The attributes of a livret that its head validated for a session. */
export function validee(session = 2016): Pick<Tete, 'etat' | 'validation'> {
  return { etat: 'valide', validation: { session, par: `chef/${UAI}`, le: '2016-06-09T08:00:00Z' } };
}

/** A word that was told for the pair of the livret numbered 1. */
export function version(reste: Partial<VersionFigee> = {}): VersionFigee {
  const candidat = { academie: 'grenoble', noCandidat: 'c1' };
  const place = { session: 2016, noEleve: '0000000001', candidat };
  return { epoque: 0, n: 1, empreinte: 'e', contenu: 'c', place, ...reste };
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
    suivi: SUIVI_INITIAL,
    identifiantsEnvoyesLe: null,
    statutEnvoyeLe: null,
    noCandidat: null,
    noEleve: null,
    ...reste,
  };
}

/** What SIECLE gives of a row: what follows in the season comes by other writes. */
export function identiteDe(reste: Partial<LigneEleve> = {}): IdentiteSiecle {
  const {
    anneesNotees: _a,
    suivi: _u,
    identifiantsEnvoyesLe: _i,
    statutEnvoyeLe: _s,
    noCandidat: _c,
    noEleve: _e,
    ...deSiecle
  } = ligne(reste);
  return deSiecle;
}
